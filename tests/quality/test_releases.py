"""Versions: the changelog is dated, in order, and agrees with the version of the project."""

from __future__ import annotations

import re
import tomllib
from datetime import date

from tests.web import ROOT

HEADING = re.compile(r"(\d+)\.(\d+)\.(\d+), (\d{4}-\d\d-\d\d)")


def test_the_changelog_begins_with_what_is_unreleased_and_dates_each_version() -> None:
    unreleased, *released = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert unreleased == "Unreleased"
    versions = []
    for heading in released:
        match = HEADING.fullmatch(heading)
        assert match, f"{heading!r} is no version and date, such as 1.2.0, 2027-01-31"
        versions.append((tuple(map(int, match.groups()[:3])), date.fromisoformat(match[4])))
    assert versions == sorted(versions, reverse=True) and len({number for number, _ in versions}) == len(versions)
    if versions:
        version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
        assert version == ".".join(map(str, versions[0][0]))


def test_the_commands_that_the_guide_names_exist() -> None:
    import tasks

    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    task_names = set(re.findall(r"python3 tasks\.py (\S+?)[`\s]", guide))
    assert task_names <= {task.name for task in tasks.TASKS} and {"test", "lint", "lock", "bench"} <= task_names
    folders = set(re.findall(r"`(tests/[\w/]*)/`", guide))
    assert folders and all((ROOT / folder).is_dir() for folder in folders)
