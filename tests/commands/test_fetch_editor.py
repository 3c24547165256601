"""The editor's packages: locked by hash, fetched once, and done without where they cannot be had."""

from __future__ import annotations

import json

import pytest

from lodestar.commands import editor, npm
from lodestar.desk import packages


@pytest.fixture
def fetched(tmp_path, monkeypatch):
    """An empty folder in place of the one where the packages lie."""
    monkeypatch.setattr(packages, "FETCHED", tmp_path / "editor")
    return tmp_path / "editor"


def test_each_package_is_locked_with_its_hash_and_names_no_host():
    text = (packages.LOCK / "package-lock.json").read_text()
    locked = {name: entry for name, entry in json.loads(text)["packages"].items() if name}
    assert all(entry["integrity"].startswith("sha512-") for entry in locked.values())
    assert "://" not in text and "resolved" not in text


def test_without_the_packages_the_desk_says_so_once_and_the_page_names_none(fetched, monkeypatch):
    monkeypatch.setattr(npm, "_npm", lambda: ["false"])
    messages: list[str] = []
    editor.fetch_editor(messages.append)
    assert "could not be fetched" in messages[0] and "plain text area" in messages[1]
    assert packages.imports() == {}
    assert list(fetched.iterdir()) == [], "nothing half fetched stays"


def test_a_machine_without_npm_and_without_a_connection_opens_the_desk_all_the_same(fetched, monkeypatch):
    def refuse(name: str) -> None:
        raise OSError(name)

    monkeypatch.setattr(npm.shutil, "which", lambda name: None)
    monkeypatch.setattr(npm, "apart", refuse)
    messages: list[str] = []
    editor.fetch_editor(messages.append)
    assert "are you online?" in messages[0]


def test_what_npm_brought_is_served_under_the_name_that_modules_import_it_by(fetched, monkeypatch, tmp_path):
    locked = [name for name in json.loads((packages.LOCK / "package-lock.json").read_text())["packages"] if name]
    program = tmp_path / "npm.py"
    program.write_text(
        "import pathlib\n"
        f"for name in {locked!r}:\n"
        "    folder = pathlib.Path(name)\n"
        "    folder.mkdir(parents=True)\n"
        """    (folder / "package.json").write_text('{"exports": {"import": "./index.js"}}')\n"""
    )
    monkeypatch.setattr(npm, "_npm", lambda: ["python3", str(program)])
    editor.fetch_editor(pytest.fail)
    assert packages.imports()["@codemirror/view"] == f"/static/packages/{packages.folder().name}/@codemirror/view"
    monkeypatch.setattr(npm, "_npm", lambda: pytest.fail("it is fetched once"))
    editor.fetch_editor(pytest.fail)
