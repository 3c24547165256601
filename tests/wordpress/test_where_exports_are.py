"""The exports of others stay outside: named by a variable they are tested, else their tests are not collected."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web import ROOT
from tests.wordpress.exports import export, item

pytestmark = pytest.mark.seconds

OTHERS = "test_others.py::test_every_export_comes_in_and_leaves_no_mail_or_ip_address"
LOOKED_AT = ("test_others.py", "test_moved.py", "test_blocks.py")
REST = [
    f"--ignore={path}" for path in sorted((ROOT / "tests/wordpress").glob("test_*.py")) if path.name not in LOOKED_AT
]
"""Files that have nothing to do with the exports of others, and take seconds to be collected."""


def collect(exports: str | None) -> subprocess.CompletedProcess[str]:
    """Collect the tests of the importer, in a process of its own."""
    env = {name: value for name, value in os.environ.items() if name != "LODESTAR_EXPORTS"} | {"CI": "true"}
    if exports is not None:
        env["LODESTAR_EXPORTS"] = exports
    command = [
        sys.executable,
        "-m",
        "pytest",
        "tests/wordpress",
        "--collect-only",
        "-q",
        "-p",
        "no:cacheprovider",
        *REST,
    ]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)


def test_without_the_variable_they_are_not_collected() -> None:
    for exports in (None, ""):
        result = collect(exports)
        assert result.returncode == 0 and "test_blocks.py" in result.stdout, result.stdout + result.stderr
        assert "test_others.py" not in result.stdout and "test_moved.py" not in result.stdout


def test_with_it_they_are(tmp_path: Path) -> None:
    (tmp_path / "a-blog.xml").write_text(export(item()))
    result = collect(str(tmp_path))
    assert f"{OTHERS}[a-blog]" in result.stdout and "test_moved.py" in result.stdout


def test_a_folder_that_is_missing_or_holds_none_stops_the_run(tmp_path: Path) -> None:
    for folder in (tmp_path / "nowhere", tmp_path):
        result = collect(str(folder))
        assert result.returncode == 4
        assert f"LODESTAR_EXPORTS names {folder}, which holds no exports (*.xml); name their folder" in result.stderr


@pytest.mark.parametrize("with_exports", [True, False])
def test_ci_names_them_where_they_lie_beside_the_clone_and_says_whether_it_did(
    tmp_path: Path, with_exports: bool
) -> None:
    for folder in ("clone/.ci", "bin", *(["shared/data/wxr"] if with_exports else [])):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "clone/.ci/run").write_bytes((ROOT / ".ci/run").read_bytes())
    (tmp_path / "bin/python3").write_text('#!/bin/sh\necho "$@" with "${LODESTAR_EXPORTS-nothing}"\n')
    (tmp_path / "bin/python3").chmod(0o755)
    env = {"PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    result = subprocess.run(["bash", tmp_path / "clone/.ci/run"], env=env, capture_output=True, text=True, check=True)
    exports = tmp_path / "shared/data/wxr"
    notice, command = result.stdout.splitlines()
    assert command == f"tasks.py test with {exports if with_exports else 'nothing'}"
    assert notice.startswith(f"LODESTAR_EXPORTS={exports}:" if with_exports else f"There is no {exports}:")
