"""The versions of libraries that a store belongs to are those that the packages say themselves."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from pathlib import Path

import pytest

from lodestar.engine import identity

ROOT = Path(__file__).parents[2]
LIGHT = """
from lodestar.engine.light_pelican import import_pelican
light = import_pelican().__version__
import dateutil.parser, jinja2, multiprocessing, pelican.utils, pprint
assert pelican.utils.get_date("2026-02-05").day == 5
assert jinja2.Environment().list_templates.__module__ == "jinja2.environment" and multiprocessing.Process and pprint.pformat
import importlib.metadata
print(light == importlib.metadata.version("pelican"))
"""


@pytest.mark.parametrize("name", identity.LIBRARIES)
def test_the_folder_of_a_package_says_its_version(name: str) -> None:
    assert identity.version(name) == importlib.metadata.version(name)


def test_a_package_that_no_folder_names_is_asked_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(identity, "versions", dict)
    assert identity.version("pytest") == pytest.__version__


def test_what_stands_in_for_a_module_while_pelican_is_imported_is_gone_afterwards() -> None:
    result = subprocess.run([sys.executable, "-c", LIGHT], cwd=ROOT, capture_output=True, text=True)
    assert (result.stdout, result.stderr) == ("True\n", "")
