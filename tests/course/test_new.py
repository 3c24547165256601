"""`new`: what it writes builds as it is, is never written over something, and is numbered on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lodestar.base.front_matter.write import scalar
from lodestar.commands import new
from lodestar.desk.scaffolds import KINDS

pytestmark = pytest.mark.seconds

THEME = Path(__file__).parents[2] / "theme"


@pytest.fixture
def write(tmp_path):
    (tmp_path / "content").mkdir(exist_ok=True)

    def run(*words: str) -> int:
        return new.run(new.parser().parse_args([*words, "--content", str(tmp_path / "content"), "--no-edit"]))

    return run


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("module", "lesson")])
def test_what_is_written_builds_as_it_is_and_published(write, build_site, tmp_path, kind: str) -> None:
    assert write(kind, 'A "New": Thing #1') == 0
    paths = sorted((tmp_path / "content").rglob("*.md"))
    assert build_site(theme=THEME).messages == []
    for path in paths:
        path.write_text(path.read_text().replace("status: draft\n", "date: 2026-01-02\n" if kind == "post" else ""))
    assert build_site(theme=THEME).messages == []


def test_lessons_are_numbered_on_in_the_last_module_or_the_one_named(write, build_site, tmp_path) -> None:
    assert write("course", "Calm") == 0
    assert write("lesson", "Breathe Out") == 0
    assert write("lesson", "Hold On", "--module", "begin", "--course", "calm") == 0
    assert write("module", "Go On") == 0
    assert (tmp_path / "content/courses/calm/02-go-on/module.md").is_file()
    names = [path.name for path in sorted((tmp_path / "content/courses/calm/01-begin").glob("0*.md"))]
    assert names == ["01-welcome.md", "02-breathe-out.md", "03-hold-on.md"]
    course = tmp_path / "content/courses/calm/course.md"
    course.write_text(course.read_text().replace("status: draft\n", ""))
    site = build_site(theme=THEME)
    assert site.messages == []
    assert "courses/calm/hold-on/index.html" in site


def test_nothing_is_overwritten(write, tmp_path, capsys) -> None:
    assert write("tag", "Trust") == 0
    (path,) = (tmp_path / "content").rglob("*.md")
    path.write_text("mine")
    assert write("tag", "Trust") == 1
    assert path.read_text() == "mine"
    assert "is there already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("lesson", "A"), "say which course the lesson is for; write one with: new course TITLE"),
        (("lesson", "A", "--course", "x"), 'there is no course "x"; write one with: new course TITLE'),
        (("tag", "!!!"), 'the title "!!!" has no letters for an address; add --slug a-name'),
    ],
)
def test_what_cannot_be_written_is_said(write, capsys, words: tuple[str, ...], message: str) -> None:
    assert write(*words) == 1
    assert capsys.readouterr().err == message + "\n"


def test_a_post_has_an_id_and_its_place_and_no_date_until_it_is_published(write, tmp_path) -> None:
    write("post", "What Silence Says")
    (path,) = (tmp_path / "content/posts").rglob("*.md")
    assert path.name == "what-silence-says.md"
    text = path.read_text()
    assert re.search(r"^id: urn:uuid:[0-9a-f-]{36}$", text, re.MULTILINE)
    assert re.fullmatch(r"\d{4}", path.parent.name) and "date:" not in text


def test_the_editor_is_opened(write, tmp_path, monkeypatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", "cp -t " + str(tmp_path))
    options = new.parser().parse_args(["tag", "Trust", "--content", str(tmp_path / "content")])
    assert new.run(options) == 0
    assert (tmp_path / "trust.md").exists()


@pytest.mark.parametrize("title", ["Plain", "A: B", "# no", "'s", "true", "- a", "a #b", "{x}", "", 'say "hi"'])
def test_titles_mean_themselves_in_yaml(title: str) -> None:
    import yaml

    assert yaml.load(f"title: {scalar(title)}", yaml.BaseLoader) == {"title": title}
