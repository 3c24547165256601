"""`begin`: the site becomes its author's own, and nothing of hers is ever written over."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from lodestar.base.site_file import read_site
from lodestar.publishing import sample
from tests.conftest import ROOT
from tests.running import run_task

ANSWERS = {
    "name": "Calm Teams",
    "author": "Jané Coach",
    "address": "https://calm-teams.org",
    "timezone": "Europe/Berlin",
    "language": "en-GB",
    "mail": "jane@calm-teams.org",
    "color": "#7a1f4d",
}
ORDER = ("name", "sentence", "author", "portrait", "address", "timezone", "language", "mail", "color")

pytestmark = pytest.mark.seconds


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder as it comes with Lodestar."""
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copy(ROOT / "LICENSE-CONTENT.md", tmp_path)
    return tmp_path / "content"


def begin(content: Path, *options: str, answers: str = "", **answer_options: str) -> tuple[int, str]:
    words = [word for key, value in answer_options.items() for word in (f"--{key}", value)]
    result = run_task(content.parent, "begin", "--content", str(content), *options, *words, answers=answers)
    return result.returncode, result.stdout + result.stderr


def files(content: Path) -> dict[str, bytes]:
    results = (path for path in content.rglob("*") if path.is_file())
    return {path.relative_to(content).as_posix(): path.read_bytes() for path in results}


def test_the_list_of_the_sample_is_that_of_what_lies_in_content() -> None:
    assert not sample.is_sample(ROOT / "content") or sample.listed(ROOT / "content") == sample.LIST.read_text("utf-8")


def test_answers_make_the_site_hers_from_feeds_to_license(content: Path) -> None:
    answers = "".join(f"{ANSWERS.get(key, '')}\n" for key in ORDER)
    code, output = begin(content, answers=f"{answers}nothing\nempty\n")
    assert code == 0, output
    assert '"nothing" is none of them.' in output
    assert "whoever can read a repository that holds this folder can read them: keep it private" in output
    site = read_site(content)
    assert {key: site[key] for key in ANSWERS} == ANSWERS
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", site["id"])
    assert site["id"] != sample.ID
    assert dict(site["menu"]) == {"Blog": "/", "Subjects": "/tags/", "Follow": "/subscribe/", "Search": "/search/"}
    assert "sentence" not in site
    assert "© Jané Coach" in (content.parent / "LICENSE-CONTENT.md").read_text("utf-8")
    assert [name for name in files(content) if not name.startswith(".")] == ["site.yaml", "authors/jane-coach.md"]


def test_what_she_wrote_and_changed_stays_whatever_becomes_of_the_sample(content: Path) -> None:
    about_page, own_post = content / "pages/about.md", content / "posts/2026/mine.md"
    about_page.write_text("---\ntitle: About\n---\nI am Jane.\n")
    own_post.write_text("---\ntitle: Mine\ndate: 2026-01-01\n---\nMine.\n")
    code, output = begin(content, "--yes", "--sample", "empty", **ANSWERS)
    assert code == 0
    assert "pages/about.md stays, since you changed it." in output
    assert own_post.is_file()
    assert about_page.read_text().endswith("I am Jane.\n")
    assert not (content / "posts/2015").exists()


def test_the_course_can_stay_with_all_that_it_needs(content: Path) -> None:
    assert begin(content, "--yes", "--sample", "course", **ANSWERS)[0] == 0
    remaining_files = set(files(content))
    assert "courses/lead-from-the-heart/course.md" in remaining_files
    assert "authors/margaret-smith.md" in remaining_files
    assert not any(name.startswith(("posts/", "pages/", "comments/")) for name in remaining_files)
    assert dict(read_site(content)["menu"])["Course"] == "/courses/lead-from-the-heart/"


def test_a_second_run_changes_only_what_it_is_told(content: Path) -> None:
    begin(content, "--yes", **ANSWERS)
    path = content / "site.yaml"
    path.write_text(path.read_text("utf-8").replace("name: Calm Teams", "# as on the door\nname: Calm Teams"), "utf-8")
    before = files(content)
    assert begin(content, "--yes")[0] == 0
    assert begin(content, answers="\n" * 12)[0] == 0
    assert files(content) == before
    assert begin(content, "--yes", sentence="Leading without shouting")[0] == 0
    changed_text = path.read_text("utf-8")
    assert changed_text.replace("sentence: Leading without shouting\n", "") == before["site.yaml"].decode()


def test_what_cannot_be_used_is_all_said_and_nothing_is_written(content: Path) -> None:
    before = files(content)
    wrong_answers = {"timezone": "Mars", "address": "calm-teams", "mail": "jane", "color": "#ffee00"}
    code, output = begin(content, "--yes", "--sample", "empty", **{**ANSWERS, **wrong_answers})
    assert code == 1
    for fault in ('no time zone "Mars"', '"calm-teams" is no address', '"jane" is no mail', "#ffee00 is hard to read"):
        assert fault in output
    assert (
        begin(content, "--yes")[1]
        .splitlines()[0]
        .endswith('the site has no name of its own yet; say what it is called: --name "..."')
    )
    assert begin(content, "--yes", portrait="nowhere.png", **ANSWERS)[0] == 1
    assert files(content) == before


def test_a_portrait_is_brought_along_and_shown(content: Path, tmp_path: Path) -> None:
    picture = tmp_path / "me.PNG"
    picture.write_bytes((ROOT / "theme/static/top/apple-touch-icon.png").read_bytes())
    code, output = begin(content, "--yes", portrait=str(picture), **ANSWERS)
    assert code == 0, output
    assert read_site(content)["portrait"] == "images/authors/jane-coach.png"
    assert read_site(content)["portrait_alt"] == "Jané Coach"
    assert (content / "images/authors/jane-coach.png").read_bytes() == picture.read_bytes()
