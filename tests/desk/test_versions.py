"""Earlier versions of a text: each save, thinned out with age, compared in words, and a way back."""

from __future__ import annotations

import re
import subprocess

import pytest

from lodestar.desk.differences import changed_text, compared
from lodestar.desk.kinds import BY_NAME
from lodestar.desk.versions import DAY, Version, lasting
from tests.desk.test_write import FIRST, fields_of

HOUR = 3600


@pytest.fixture
def first(live):
    path = live.content / FIRST
    before = path.read_bytes()
    yield path
    path.write_bytes(before)


def save(live, text: str) -> None:
    assert live.post(f"/write/{FIRST}", {**fields_of(live, FIRST), "body": text}).status == 303


def versions(live, path: str = FIRST) -> list[str]:
    return re.findall(r"\?at=([^\"]+)", live.get(f"/versions/{path}").text)


def test_each_save_can_be_seen_in_words_and_taken_back_as_a_new_version(live, first):
    original = first.read_bytes()
    save(live, "Hello there, dear reader.")
    save(live, "Hello, reader.")
    saved_data = first.read_bytes()
    known_versions = versions(live)
    assert len(known_versions) == 3
    page = live.get(f"/versions/{FIRST}?at={known_versions[-1]}").text
    assert "<del>there</del>" in page and "<ins>reader</ins>" in page
    answer = live.post(
        f"/versions/{FIRST}", {"at": known_versions[-1], "base": re.search(r'name="base" value="(\w+)"', page)[1]}
    )
    assert answer.status == 303 and first.read_bytes() == original
    assert len(versions(live)) == 4
    page = live.get(f"/versions/{FIRST}?at={known_versions[0]}").text
    live.post(f"/versions/{FIRST}", {"at": known_versions[0], "base": re.search(r'name="base" value="(\w+)"', page)[1]})
    assert first.read_bytes() == saved_data


def test_what_a_text_editor_wrote_is_kept_before_the_desk_saves_over_it(live, first):
    first.write_text(first.read_text().replace("Hello there.", "From elsewhere."))
    save(live, "From the desk.")
    version_folder = live.content / ".versions" / FIRST
    assert any("From elsewhere." in version.read_text() for version in version_folder.iterdir())


def test_a_version_is_not_taken_back_over_what_was_saved_meanwhile(live, first):
    save(live, "One.")
    name = versions(live)[-1]
    answer = live.post(f"/versions/{FIRST}", {"at": name, "base": "of another text"})
    assert answer.status == 409 and "changed meanwhile" in answer.text
    assert first.read_text().endswith("One.\n")


def test_a_text_that_was_removed_by_hand_is_read_and_put_back(live, first):
    save(live, "A text that took a week.")
    before = first.read_bytes()
    name = versions(live)[0]
    first.unlink()
    page = live.get(f"/versions/{FIRST}?at={name}").text
    assert "not there any more" in page and "A text that took a week." in page
    assert live.post(f"/versions/{FIRST}", {"at": name, "base": ""}).status == 303
    assert first.read_bytes() == before


@pytest.mark.parametrize("name", ["../first.md", "..%2f..%2fpages%2fabout.md", "nothing", ""])
def test_a_version_is_named_by_its_own_name_alone(live, first, name):
    save(live, "One.")
    assert live.post(f"/versions/{FIRST}", {"at": name, "base": live.base(FIRST)}).status == 404
    assert "About us." not in live.get(f"/versions/{FIRST}?at={name}").text


def test_there_are_no_versions_of_what_is_no_text(live):
    assert live.get("/versions/../settings.py").status == 404
    assert live.get("/versions/posts/2026/none.md").status == 404
    assert live.get("/versions/images/a.png").status == 404


def test_git_does_not_see_them_and_the_site_neither(live, first):
    save(live, "Not for git.")
    subprocess.run(["git", "init", "--quiet", live.content], check=True)
    git_status = subprocess.run(
        ["git", "-C", live.content, "status", "--porcelain", "-uall"], capture_output=True, text=True, check=True
    )
    assert ".versions" not in git_status.stdout and "posts/2026/first.md" in git_status.stdout
    assert live.see("/.versions/posts/2026/first.md/").status == 404


def test_a_post_that_is_made_scheduled_or_retired_is_kept_too(live):
    live.post("/new/post", {"title": "Kept from the first"})
    path = next(live.content.glob("posts/*/kept-from-the-first.md"))
    relative_path = path.relative_to(live.content).as_posix()
    live.post(f"/do/schedule/{relative_path}", {"when": "2036-05-01T09:00"})
    assert len(versions(live, relative_path)) == 2
    path.unlink()


def _version(time: float, size: int = 100) -> Version:
    return Version(f"{time:020.6f}", time, "", size)


def test_old_versions_are_thinned_out():
    now_time = 400 * DAY
    hour_versions = [_version(now_time - seconds) for seconds in range(0, HOUR, 30)]
    day_versions = [_version(now_time - seconds) for seconds in range(HOUR + 60, DAY, 30)]
    old_versions = [_version(now_time - days * DAY - seconds) for days in (40, 41) for seconds in range(0, HOUR, 60)]
    first = _version(1.0)
    version_folder = lasting([first, *old_versions, *day_versions, *hour_versions], now_time)
    assert set(hour_versions) <= set(version_folder) and first in version_folder
    assert 140 <= len(set(version_folder) & set(day_versions)) <= 300
    assert 2 <= len(set(version_folder) & set(old_versions)) <= 6
    assert lasting(version_folder, now_time) == version_folder


def test_a_text_that_was_emptied_by_mistake_outlives_the_thinning():
    now_time = 100 * DAY
    long_version, empty_version = _version(now_time - 50 * DAY, 9000), _version(now_time - 50 * DAY + 5, 10)
    assert set(lasting([_version(0.0), long_version, empty_version, _version(now_time)], now_time)) >= {
        long_version,
        empty_version,
    }


def test_paragraphs_that_did_not_change_are_left_out():
    before = "\n\n".join(f"Paragraph {number}." for number in range(20))
    result = changed_text(before, before.replace("Paragraph 9.", "Paragraph nine."))
    assert result == (
        (("gap", "…"),),
        (("same", "Paragraph 8."),),
        (("same", "Paragraph "), ("cut", "9"), ("add", "nine"), ("same", ".")),
        (("same", "Paragraph 10."),),
        (("gap", "…"),),
    )


def test_fields_are_compared_by_their_labels_and_a_header_that_cannot_be_read_as_text():
    kind = BY_NAME["post"]
    first_text = b"---\ntitle: One\ndate: 2026-01-01\ntags: [a]\n---\nText.\n"
    changes = compared(kind, first_text, first_text.replace(b"One", b"Two").replace(b"[a]", b"[a, b]"))
    assert [(field.label, field.runs) for field in changes.fields] == [
        ("Title", (("cut", "One"), ("add", "Two"))),
        ("Tags", (("same", "a"), ("add", ", b"))),
    ]
    assert not changes.text
    assert compared(kind, first_text, b"---\ntitle: [\n---\nText.\n").text
