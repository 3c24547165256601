"""Whatever keeps a form from being saved, the answer holds what was typed; nothing is written where it must not be."""

from __future__ import annotations

import html
import json
import os
import re
import stat
import time
from pathlib import Path

import pytest

from lodestar.base.digest import digest
from lodestar.desk.session import LIFE, Session, load_session, secret, store_session
from tests.desk.conftest import FillableDesk, Live
from tests.desk.test_write import FIRST, fields_of

MINE = "What took an hour to write."
FORM = "application/x-www-form-urlencoded"
ID = "0123abcd-0123"


def kept_files(live: Live) -> list[Path]:
    return [path for path in (live.folder / "cache/desk/kept").rglob("*") if path.is_file()]


@pytest.fixture
def own_desk(fillable_desk: FillableDesk) -> FillableDesk:
    return fillable_desk


def form_with(live: Live, path: str = FIRST) -> dict[str, list[str] | str]:
    """Return the form of a text as it is on the disk now, whatever the test before left to be put back."""
    live.until(lambda: live.base(path) == digest((live.content / path).read_bytes()))
    return {**fields_of(live, path), "body": MINE, "do": "save"}


def test_a_desk_that_was_started_anew_takes_the_form_of_the_page_that_is_open(own_desk):
    form = form_with(own_desk)
    token, cookie = own_desk.token, own_desk.cookie
    own_desk.kill()
    own_desk.start(own_desk.port)
    assert (own_desk.token, own_desk.cookie) == (token, cookie)
    assert own_desk.post(f"/write/{FIRST}", form).status == 303
    assert own_desk.read(FIRST).endswith(f"---\n{MINE}\n")


def test_the_link_of_an_earlier_start_lets_nobody_in(own_desk):
    key = own_desk.key
    own_desk.kill()
    own_desk.start(own_desk.port)
    assert own_desk.key != key and own_desk.ask("GET", f"/?key={key}", Host=own_desk.host).status == 403
    assert own_desk.key not in own_desk.cookie, "what lets a browser in is not what it is known by"


def test_a_form_with_an_old_token_is_shown_again_with_what_was_typed_and_changes_nothing(live):
    before = live.read(FIRST)
    answer = live.post(f"/write/{FIRST}", {**form_with(live), "tags": "fresh", "token": "old"})
    assert answer.status == 403 and MINE in answer.text and 'value="fresh"' in answer.text
    assert "started anew" in answer.text and live.token in answer.text
    assert live.read(FIRST) == before and not kept_files(live)


def test_a_browser_that_is_not_known_any_more_is_given_back_what_it_sent_and_learns_nothing(live):
    form = f"token=x&title=%3Cscript%3E&body={MINE}&has.title=1"
    headers = {"Host": live.host, "Origin": live.origin, "Content_Type": FORM}
    answer = live.ask("POST", f"/write/{FIRST}", form.encode(), **headers)
    assert answer.status == 403 and MINE in answer.text and "&lt;script&gt;" in answer.text
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    for secret_ in (live.token, live.key, live.cookie.partition("=")[2], "Hello there"):
        assert secret_ not in answer.text
    assert not kept_files(live)
    foreign_answer = live.ask("POST", f"/write/{FIRST}", form.encode(), **{**headers, "Origin": "https://evil.example"})
    assert foreign_answer.status == 403 and MINE not in foreign_answer.text
    large_answer = live.ask("POST", f"/write/{FIRST}", b"body=" + b"x" * 3_000_000, **headers)
    assert large_answer.status == 403 and len(large_answer.body) < 1000


def test_a_full_disk(own_desk):
    form, before = form_with(own_desk), own_desk.read(FIRST)
    own_desk.full.touch()
    answer = own_desk.post(f"/write/{FIRST}", form)
    page = html.unescape(answer.text)
    assert answer.status == 507 and "The disk is full" in page and MINE in page
    assert "Leave this page open until it is saved" in page, "the desk could not keep it either"
    assert own_desk.read(FIRST) == before
    assert "the disk is full" in own_desk.post("/new/post", {"title": "An Hour's Work"}).text
    answer = own_desk.post(
        "/check/lists", {"words.txt": "lodestar", "avoid.txt": "", "words.txt.base": "", "avoid.txt.base": ""}
    )
    assert answer.status == 507 and "lodestar" in answer.text
    own_desk.full.unlink()
    assert own_desk.post(f"/write/{FIRST}", form).status == 303


@pytest.mark.parametrize("kind", ["posts/2026/first", "pages/about", "authors/ada-moss", "calls/course"])
def test_a_file_that_was_removed_is_made_again_only_when_asked_twice_and_byte_for_byte(own_desk, kind):
    path = own_desk.content / f"{kind}.md"
    before, form = path.read_text(), {**fields_of(own_desk, f"{kind}.md"), "do": "save"}
    path.unlink()
    answer = own_desk.post(f"/write/{kind}.md", {**form, "body": MINE})
    assert answer.status == 409 and MINE in answer.text and "renamed or removed" in answer.text
    assert not path.exists()
    own_desk.kill()
    own_desk.start(own_desk.port)
    draft = re.search(r'name="draft" value="([^"]+)"', answer.text)
    assert draft and MINE in own_desk.get(f"/write/{kind}.md").text, "it is offered without asking where no file is"
    second_form = {**form, "body": MINE, "base": "", "draft": draft[1]}
    assert own_desk.post(f"/write/{kind}.md", second_form).status == 303
    assert path.read_text() == before.rpartition("---\n")[0] + f"---\n{MINE}\n"


def test_a_file_that_was_renamed_is_found(own_desk):
    path = own_desk.content / FIRST
    form = form_with(own_desk)
    path.rename(path.with_name("else.md"))
    answer = own_desk.post(f"/write/{FIRST}", form)
    rename_button = re.search(r'name="moved" value="(\w+)" formaction="/write/posts/2026/else.md"', answer.text)
    assert rename_button
    assert own_desk.post("/write/posts/2026/else.md", {**form, "base": "", "moved": rename_button[1]}).status == 303
    assert own_desk.read("posts/2026/else.md").endswith(f"{MINE}\n") and not path.exists()


def test_a_pipe_a_folder_or_a_link_in_the_place_of_a_file_keeps_neither_the_text_nor_the_desk(own_desk):
    path, form = own_desk.content / FIRST, form_with(own_desk)
    for make in (os.mkfifo, os.mkdir, lambda place: place.symlink_to("/etc/hostname")):
        path.unlink() if not path.is_dir() else path.rmdir()
        make(path)
        answer = own_desk.post(f"/write/{FIRST}", form)
        assert answer.status in (403, 507) and MINE in answer.text
        assert own_desk.get("/posts").status == own_desk.get("/check").status == 200
        assert own_desk.get(f"/write/{FIRST}").status in (200, 404)
        assert own_desk.get(f"/do/duplicate/{FIRST}").status in (200, 404)


def test_what_an_editor_keeps_is_offered_until_it_is_saved_or_thrown_away(own_desk):
    form = {**form_with(own_desk), "draft": ID}
    assert own_desk.post("/keep", form).status == 200
    kept_file = own_desk.folder / f"cache/desk/kept/unsaved/{ID}.json"
    assert MINE in kept_file.read_text() and own_desk.token not in kept_file.read_text()
    own_desk.kill()
    own_desk.start(own_desk.port)
    assert "You wrote “First” on" in own_desk.get("/posts").text
    assert "You wrote this on" in own_desk.get(f"/write/{FIRST}").text
    assert MINE in own_desk.get(f"/write/{FIRST}?kept={ID}").text
    assert own_desk.post(f"/write/{FIRST}", form).status == 303
    assert not kept_file.exists() and "You wrote" not in own_desk.get("/posts").text
    own_desk.post("/keep", {**form, "body": "Nothing much."})
    assert own_desk.post("/keep/drop", {"draft": ID, "back": FIRST}).headers["location"] == f"/write/{FIRST}"
    assert not kept_file.exists()


@pytest.mark.parametrize(
    ("said", "is_taken"), [("1000000.5", True), ("99999999999", False), ("nan", False), ("x", False)]
)
def test_what_is_kept_is_as_old_as_its_page_says_unless_that_cannot_be(own_desk, said, is_taken):
    own_desk.post("/keep", {**form_with(own_desk), "draft": ID, "when": said})
    kept_file = own_desk.folder / f"cache/desk/kept/unsaved/{ID}.json"
    assert (json.loads(kept_file.read_text())["when"] == 1000000.5) is is_taken


def test_what_was_kept_and_then_saved_is_not_offered(own_desk):
    form = {**form_with(own_desk), "draft": ID}
    own_desk.post("/keep", form)
    own_desk.post(f"/write/{FIRST}", {**form, "draft": ""})
    assert "You wrote this" not in own_desk.get(f"/write/{FIRST}").text
    assert not kept_files(own_desk)


def test_a_save_whose_answer_was_lost_is_not_taken_for_somebody_elses(own_desk):
    page = {**form_with(own_desk), "draft": ID}
    assert own_desk.post(f"/write/{FIRST}", page).status == 303  # and the desk is killed before its answer is read
    own_desk.kill()
    own_desk.start(own_desk.port)
    assert own_desk.post(f"/write/{FIRST}", {**page, "body": f"{MINE} And more."}).status == 303
    assert own_desk.read(FIRST).endswith(f"---\n{MINE} And more.\n")
    other_tab = {**page, "draft": ID.replace("a", "b"), "body": "Another page, opened as long ago."}
    assert own_desk.post(f"/write/{FIRST}", other_tab).status == 409
    (own_desk.content / FIRST).write_text("---\ntitle: Theirs\n---\nBy a text editor.\n")
    assert own_desk.post(f"/write/{FIRST}", {**page, "body": "Mine again."}).status == 409


@pytest.mark.parametrize("id", ["../../../x", "x", "0123abcd/../../y", "..", ""])
def test_an_id_chooses_no_place_for_what_is_kept(live, id):
    answer = live.post("/keep", {**form_with(live), "draft": id})
    assert answer.status == (200 if id == "" else 400)
    results = [path for path in live.folder.rglob("*") if path.suffix in ("", ".json", ".new") and path.is_file()]
    results = [item for item in results if MINE.encode() in item.read_bytes()]
    assert [re.fullmatch(r"[0-9a-f-]{36}\.json", item.name) is not None for item in results] == [True] * (id == "")
    assert results == kept_files(live)


@pytest.mark.parametrize("token", ["", "wrong"])
def test_nothing_is_kept_and_nothing_thrown_away_without_the_token(live, token):
    live.post("/keep", {**form_with(live), "draft": ID})
    assert live.post("/keep", {**form_with(live), "draft": ID, "body": "theirs", "token": token}).status == 403
    assert live.post("/keep/drop", {"draft": ID, "token": token}).status == 403
    kept_file = live.folder / f"cache/desk/kept/unsaved/{ID}.json"
    assert MINE in kept_file.read_text()


@pytest.mark.parametrize("path", ["/here", "/posts", f"/write/{FIRST}?kept={ID}"])
def test_only_a_browser_that_was_let_in_learns_the_token(live, path):
    assert live.token in live.get(path).text or path.startswith("/here") is False
    assert live.token not in live.ask("GET", path, Host=live.host).text
    assert live.get(path, Origin="https://evil.example").status == 403


def test_the_session_is_for_its_owner_alone_and_ends(tmp_path):
    file = tmp_path / "desk/x.session"
    result = load_session(file, 1000)
    store_session(file, result)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert load_session(file, 1000 + LIFE - 1) == result
    assert load_session(file, 1000 + LIFE) != result != load_session(file, 999)
    file.chmod(0o640)
    assert load_session(file, 1000) != result, "others may have read it"
    file.chmod(0o600)
    for text in ("", "{}", "[", '{"made": 1000, "cookie": "x", "token": "y"}'):
        file.write_text(text)
        assert len(load_session(file, 1000).token) == len(secret())
    store_session(tmp_path / "x.session", Session(1000, secret(), secret()))
    file.unlink()
    file.symlink_to(tmp_path / "x.session")
    assert load_session(file, 1000) != load_session(tmp_path / "x.session", 1000)
    assert time.time() > result.made


def test_a_list_of_words_that_changed_meanwhile_is_not_written_over(live):
    page = live.get("/check/lists").text
    base = dict(re.findall(r'name="([\w.]+\.base)" value="(\w*)"', page))
    (live.content / ".desk").mkdir(exist_ok=True)
    (live.content / ".desk/words.txt").write_text("theirs\n")
    answer = live.post("/check/lists", {"words.txt": "mine", "avoid.txt": "", **base})
    assert answer.status == 409 and "mine" in answer.text
    assert (live.content / ".desk/words.txt").read_text() == "theirs\n"


@pytest.mark.parametrize(
    "name", ["c# for leaders", "what? 100%", 'a "quoted" word', "~draft", "cafe\u0301", "it's; so & so"]
)
def test_a_file_is_opened_whatever_its_name(live, name):
    path = live.content / f"pages/{name}.md"
    path.write_text("---\ntitle: An unusual name\n---\nHello.\n")
    link = re.search(r'href="(/write/[^"]+)">An unusual name', live.get("/files/page").text)
    assert link
    address = html.unescape(link[1])
    assert "#" not in address and "?" not in address
    page = live.ask("GET", address, Host=live.host, Cookie=live.cookie)
    assert page.status == 200 and "Hello." in page.text
    form = {**fields_of(live, f"pages/{name}.md".replace("%", "%25").replace("?", "%3F")), "body": MINE, "do": "save"}
    assert re.search(r'id="editor"', page.text) and form["base"]


@pytest.mark.parametrize("date", ["0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00", "0001-01-01"])
def test_a_date_at_the_end_of_time_is_refused_and_stops_no_page(live, date):
    before = live.read(FIRST)
    answer = live.post(f"/write/{FIRST}", {**form_with(live), "date": date})
    assert answer.status == 422 and MINE in answer.text and "too far away" in answer.text
    assert "too far away" in live.post(f"/do/schedule/{FIRST}", {"when": date}).text
    (live.content / FIRST).write_text(before.replace("2026-01-05 09:00", date))
    assert live.get("/posts").status == live.get("/check").status == live.get(f"/write/{FIRST}").status == 200
    assert live.get(f"/do/schedule/{FIRST}").status == 200
