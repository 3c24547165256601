"""The settings of publishing: `PUBLISH` in `publishconf.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, get_args, get_type_hints

from msgspec import Meta, ValidationError, convert, field

from lodestar.base.settings import SettingsError, SettingsModel, parse
from lodestar.publishing.channels import AnyChannel

Name = Annotated[str, Meta(min_length=1)]
Port = Annotated[int, Meta(ge=1, le=65535)]
Keep = Annotated[int, Meta(ge=2)]
Label = Annotated[str, Meta(pattern=r"^[\w-]+$")]


class FolderTarget(SettingsModel, tag_field="kind", tag="folder"):
    """A folder of this machine that a web server serves: `current` in it is the site."""

    path: Name
    """The folder; releases lie below it, and `current` leads to the one that readers see."""
    keep: Keep = 5
    """How many releases stay, to go back to."""


class RsyncTarget(SettingsModel, tag_field="kind", tag="rsync"):
    """The same layout on another machine, over ssh."""

    host: Name
    """`name@host`, as ssh knows it."""
    path: Name
    """The folder on that machine, from its root."""
    port: Port = 22
    """The port of ssh."""
    ssh: tuple[str, ...] = ()
    """More options for ssh, such as `-i`, `/home/me/.ssh/deploy`."""
    keep: Keep = 5
    """How many releases stay, to go back to."""


class PagesTarget(SettingsModel, tag_field="kind", tag="github-pages"):
    """GitHub Pages, or any host that serves a branch."""

    remote: Name = "origin"
    """The remote, by its name or address."""
    branch: Name = "gh-pages"
    """The branch that is served."""
    cname: str = ""
    """The site's own domain, where it has one."""


class S3Target(SettingsModel, tag_field="kind", tag="s3"):
    """A bucket of S3, or of a service that speaks its language."""

    bucket: Name
    """The bucket's name."""
    prefix: str = ""
    """Where in the bucket the site lies, without slashes around it."""
    region: str = ""
    """The bucket's region; the environment's when left out."""
    endpoint: str = ""
    """Address of a service that is not Amazon's."""


Target = FolderTarget | RsyncTarget | PagesTarget | S3Target


class PublishSettings(SettingsModel):
    """Where the site is published, and who is told of what is new."""

    targets: dict[str, Target] = field(default_factory=dict)
    """Each target by the name that `publish NAME` uses."""
    default: str = ""
    """The target that is meant when none is named; the only one, where there is one."""
    channels: dict[Label, AnyChannel] = field(default_factory=dict)
    """Where new posts are announced, each channel by a name that it keeps."""
    announce: str = ""
    """The target whose readers are told: what is published elsewhere is announced to nobody."""

    def target(self, name: str = "") -> Target | None:
        """Return the target of a name, or the one meant when none is given; None where there is none."""
        chosen_name = name or self.default or (next(iter(self.targets)) if len(self.targets) == 1 else "")
        return self.targets.get(chosen_name)

    def announces(self, target: Target) -> bool:
        """Return whether what is published to a target is announced."""
        return bool(self.channels) and (len(self.targets) == 1 or self.targets.get(self.announce) is target)


def publish_settings(settings: Mapping[str, Any]) -> PublishSettings:
    """Return the setting `PUBLISH` of a site, checked. Raises SettingsError."""
    return read_settings(settings.get("PUBLISH"))


def read_settings(raw: Any) -> PublishSettings:
    """Return the setting `PUBLISH`. Raises SettingsError with a line for every target and channel that is wrong."""
    values = raw if isinstance(raw, dict) else {}
    faults = [*_faults(values, "targets", Target), *_faults(values, "channels", AnyChannel)]
    targets, announced_target = values.get("targets") or {}, values.get("announce", "")
    if (
        not faults
        and values.get("channels")
        and (announced_target or len(targets) > 1)
        and announced_target not in targets
    ):
        names = ", ".join(sorted(targets))
        faults.append(
            f"PUBLISH['announce'] is {announced_target!r}; name the target whose readers are told of new posts: {names}"
        )
    if faults:
        raise SettingsError("\n".join(f"publishconf.py: {fault}" for fault in faults))
    return parse(PublishSettings, "PUBLISH", raw)


def _faults(values: dict[str, Any], key: str, kinds: Any) -> Iterator[str]:
    """Yield what is wrong with the targets, or with the channels."""
    entries = values.get(key)
    for name, item in entries.items() if isinstance(entries, dict) else ():
        for option, fault in faults_of(item, kinds):
            yield f"PUBLISH[{key!r}][{name!r}]{f'[{option!r}]' if option else ''} {fault}"


def faults_of(value: Any, models: Any = Target, strict: bool = True) -> list[tuple[str, str]]:
    """Return what is wrong with a target or channel and what would be right, with the key where one is at fault.

    Where not `strict`, a number may be text, as it is in a file.
    """
    kinds: dict[Any, Any] = {str(argument.__struct_config__.tag): argument for argument in get_args(models)}
    kind = value.get("kind") if isinstance(value, dict) else None
    if kind not in kinds:
        return [("", f"has the kind {kind!r}; write one of {', '.join(kinds)}")]
    fields = kinds[kind].__struct_fields__
    if unknown := [key for key in value if key != "kind" and key not in fields]:
        return [(key, f"is not a setting; known are {', '.join(fields)}") for key in unknown]
    try:
        convert(value, kinds[kind], strict=strict)
    except ValidationError as error:
        if missing := re.search(r"missing required field `(\w+)`", str(error)):
            return [("", f"has no {missing[1]!r}; add it")]
        fault, _, place = str(error).partition(" - at ")
        if "regex" in fault:
            key = place.strip("`").removeprefix("$.")
            (example,) = get_type_hints(kinds[kind], include_extras=True)[key].__metadata__[0].examples
            return [(key, f"is {value[key]!r}; write it as {example!r}")]
        return [("", f"{place.strip('`').replace('$.', '')} is wrong; {fault[:1].lower()}{fault[1:]}")]
    return []
