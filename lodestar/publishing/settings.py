"""The settings of publishing: `PUBLISH` in `publishconf.py`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, get_args

from msgspec import Meta, ValidationError, convert, field

from lodestar.base.settings import SettingsError, SettingsModel, parse

Name = Annotated[str, Meta(min_length=1)]
Port = Annotated[int, Meta(ge=1, le=65535)]
Keep = Annotated[int, Meta(ge=2)]


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
    """Where the site is published."""

    targets: dict[str, Target] = field(default_factory=dict)
    """Each target by the name that `publish NAME` uses."""
    default: str = ""
    """The target that is meant when none is named; the only one, where there is one."""

    def target(self, name: str = "") -> Target | None:
        """Return the target of a name, or the one meant when none is given; None where there is none."""
        chosen = name or self.default or (next(iter(self.targets)) if len(self.targets) == 1 else "")
        return self.targets.get(chosen)


def publish_settings(settings: Mapping[str, Any]) -> PublishSettings:
    """Return the setting `PUBLISH` of a site, checked. Raises SettingsError."""
    return read_settings(settings.get("PUBLISH"))


def read_settings(raw: Any) -> PublishSettings:
    """Return the setting `PUBLISH`. Raises SettingsError with a line for every target that is wrong."""
    targets = raw.get("targets") if isinstance(raw, dict) else None
    if isinstance(targets, dict):
        faults = [fault for name, given in targets.items() if (fault := _fault(given, f"PUBLISH['targets'][{name!r}]"))]
        if faults:
            raise SettingsError("\n".join(f"publishconf.py: {fault}" for fault in faults))
    return parse(PublishSettings, "PUBLISH", raw)


def _fault(given: Any, place: str) -> str:
    """Return what is wrong with a target, and what would be right; empty for nothing."""
    kinds: dict[Any, type[Target]] = {str(argument.__struct_config__.tag): argument for argument in get_args(Target)}
    kind = given.get("kind") if isinstance(given, dict) else None
    if kind not in kinds:
        return f"{place} has the kind {kind!r}; write one of {', '.join(kinds)}"
    fields = kinds[kind].__struct_fields__
    for key in given:
        if key != "kind" and key not in fields:
            return f"{place}[{key!r}] is not a setting; known are {', '.join(fields)}"
    try:
        convert(given, kinds[kind])
    except ValidationError as error:
        if missing := re.search(r"missing required field `(\w+)`", str(error)):
            return f"{place} has no {missing[1]!r}; add it"
        fault, _, where = str(error).partition(" - at ")
        return f"{place}{where.strip('`').replace('$.', ' ')} is wrong; {fault[:1].lower()}{fault[1:]}"
    return ""
