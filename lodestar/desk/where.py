"""Setting up where the site is published: the file of targets, their secrets, and a trial of each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from lodestar.base.digest import digest
from lodestar.base.root import ROOT
from lodestar.desk.readers import production, settings_of
from lodestar.desk.saving import keep, read, save
from lodestar.engine.program import PRODUCTION
from lodestar.publishing.git import address_of, git, reason_of
from lodestar.publishing.hosts import HostSetup, answer_faults, host_of, target_of
from lodestar.publishing.secrets import keep_secrets, place_of, secrets_of, ssh_key
from lodestar.publishing.settings import PagesTarget, Target, read_settings
from lodestar.publishing.target_file import NAME, file_content, parse_targets
from lodestar.publishing.trial import Lack, lacks_of

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

USUAL = "live"
"""The name of the first target."""


class Place(NamedTuple):
    """A target that is set up."""

    name: str
    target: Target
    host: HostSetup
    own: bool
    """Whether the desk set it up; else `publishconf.py` names it."""
    values: Mapping[str, Any]
    """What the file says of it."""


class Refused(Exception):
    """Nothing was written; `faults` is everything that is missing."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(faults)
        self.faults = faults


def file_of_targets() -> Path:
    """Return the path of the file of targets, beside the settings of production."""
    return (Path(PRODUCTION) if Path(PRODUCTION).is_file() else ROOT / PRODUCTION).with_name(NAME)


def file_values() -> tuple[dict[str, Any], list[str]]:
    """Return the values in the file of targets, and what is wrong with them."""
    values, faults = parse_targets(read(file_of_targets()) or b"")
    return values, [f"{NAME}:{line}: {fault}" for line, fault in faults]


def places() -> tuple[list[Place], list[str]]:
    """Return the targets that publishing knows, and what is wrong with the settings."""
    faults: list[str] = []
    settings = settings_of(faults.append)
    values, _ = file_values()
    own = values.get("targets", {})
    results = []
    for name, target in settings.targets.items() if settings else ():
        is_own = name in own and read_settings({"targets": {name: own[name]}}).targets[name] == target
        target_values = own[name] if is_own else {"kind": str(target.__struct_config__.tag)}
        results.append(Place(name, target, host_of(target_values, values.get("host", "")), is_own, target_values))
    if settings and (missing := [name for name in own if name not in settings.targets]):
        faults.append(
            f"{PRODUCTION} names places of its own, in the place of {', '.join(missing)}, which the desk set up"
        )
    return results, faults


def set_up(name: str, old_name: str, host: HostSetup, answers: Mapping[str, str]) -> None:
    """Write a target into the file, and its secrets where nobody else can read them; `old_name` is its former name.

    Raises Refused, NotPrivate, Changed, OSError.
    """
    name = " ".join(name.split()) or USUAL
    faults = answer_faults(host, answers)
    values, broken = file_values()
    if broken:
        raise Refused(["what was set up before cannot be read any more; begin anew first"])
    targets: dict[str, Any] = dict(values.get("targets", {}))
    if name != old_name and name in targets:
        faults.append(f"there is a place “{name}” already; call this one otherwise")
    target = target_of(host, answers, address(), targets.get(old_name, {}))
    if not faults:
        faults += [fault for _, fault in parse_targets(file_content("", "", {name: target}))[1]]
    if faults:
        raise Refused(faults)
    secrets = {blank.key: answers[blank.key] for blank in host.blanks if blank.secret}
    if any(secrets.values()):
        keep_secrets(_opened(read_settings({"targets": {name: target}}).targets[name]), secrets)
    if host.name == "server":
        ssh_key(make=True)
    if old_name in targets:
        targets = {
            name if old == old_name else old: target if old == old_name else values for old, values in targets.items()
        }
    else:
        targets[name] = target
    _write(host.rules or answers.get("rules", ""), values.get("default", ""), old_name, name, targets)


def take_away(name: str) -> None:
    """Remove a target from the file; what was published there stays, and so do its secrets. Raises Changed, OSError."""
    values, _ = file_values()
    targets = {target_name: target for target_name, target in values.get("targets", {}).items() if target_name != name}
    default = values.get("default", "")
    _write(values.get("host", "") if targets else "", default, name, "", targets)


def begin_anew(desk: Desk) -> None:
    """Move a file of targets that cannot be read aside, so that another can be written. Raises OSError."""
    file = file_of_targets()
    if data := read(file):
        keep(desk.cache / "kept", NAME, data, desk.now())
        file.unlink()


def _write(rules: str, default: str, old_name: str, name: str, targets: Mapping[str, Any]) -> None:
    file = file_of_targets()
    data = read(file)
    default = name if old_name and default == old_name else default
    default = "" if len(targets) < 2 else default if default in targets else next(iter(targets))
    save(file, file_content(rules, default, targets), digest(data) if data is not None else "")


def has_secrets(place: Place) -> bool:
    """Return whether secrets for a target are kept."""
    return bool(secrets_of(_opened(place.target)))


def public_key() -> str:
    """Return the public key of this computer for SSH servers; empty where there is none."""
    key_file = ssh_key()
    return (read(key_file.with_name(f"{key_file.name}.pub")) or b"").decode("utf-8", "replace").strip()


def _opened(target: Target) -> str:
    return place_of(target, address_of(target.remote) if isinstance(target, PagesTarget) else "")


def address() -> str:
    """Return the address that the site is published with."""
    return str((production() or {}).get("SITEURL", ""))


def try_out(desk: Desk, place: Place) -> list[Lack]:
    """Return what keeps the site from being published to a target."""
    return lacks_of(place.target, address(), Path(desk.settings["CACHE_PATH"]) / "release")


def begin_repository() -> str:
    """Create a git repository for the site, and return why that failed; empty where it was created."""
    process = git("init", "--quiet")
    return "" if process.returncode == 0 else reason_of(process)
