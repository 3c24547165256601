"""What holds the site together is tidied at the desk: names of tags, old addresses, menus, and new parts of a course."""

from __future__ import annotations

import html

from tests.desk.conftest import Live

FIRST, SECOND = "posts/2026/first.md", "posts/2026/second.md"


def page(live: Live, address: str) -> str:
    return html.unescape(live.get(address).text)


def test_a_tag_gets_another_name_everywhere_and_its_address_leads_on(live: Live) -> None:
    live.until(lambda: "/tag/trust" in live.get("/files/tag").text)
    assert "work, life" in page(live, "/files/tag"), "tags that nobody described are listed too"
    assert live.post("/tag/trust", {"new": ""}).status == 422
    assert live.post("/tag/none", {"new": "x"}).status == 404
    assert live.post("/tag/trust", {"new": "good faith"}).status == 303
    assert all("good faith" in live.read(path) and "trust" not in live.read(path) for path in (FIRST, SECOND))
    assert "synonyms: [trust]" in live.read("tags/good-faith.md")
    live.until(lambda: "/tag/good%20faith" in live.get("/files/tag").text)
    assert live.post("/tag/good faith", {"new": "Later"}).status == 303, "two become one"
    assert "good faith" not in live.read(FIRST) and "later" in live.read(FIRST)


def test_a_tag_of_a_draft_alone_gets_another_name(live: Live) -> None:
    (live.content / SECOND).write_text(live.read(SECOND).replace("[trust]", "[only here]"))
    live.until(lambda: "/tag/only%20here" in live.get("/files/tag").text)
    assert live.post("/tag/only here", {"new": "nowhere else"}).status == 303
    assert "[nowhere else]" in live.read(SECOND)


def test_old_addresses_are_led_on_and_taken_out(live: Live) -> None:
    live.until(lambda: live.see("/about/").status == 200)
    for old, new, fault in (
        ("", "/about/", "write the old address"),
        ("/a b/", "/about/", "has no spaces"),
        ("summer", "/about/", 'write "/old/ /new/"'),
        ("/about/", "/tags/", "there is a page at /about/"),
    ):
        answer = live.post("/addresses", {"do": "add", "old": old, "new": new})
        assert answer.status == 422 and fault in html.unescape(answer.text)
    assert live.post("/addresses", {"do": "add", "old": "/summer/", "new": "/about/"}).status == 303
    assert live.post("/addresses", {"do": "add", "old": "/winter/", "gone": "yes"}).status == 303
    shown = page(live, "/addresses")
    assert "/summer/ leads to /about/" in shown and "/winter/ is gone for good" in shown
    assert (live.folder / "redirects.txt").read_text().endswith("/summer/ /about/\n/winter/ gone\n")
    assert live.post("/addresses", {"do": "remove", "old": "/summer/"}).status == 303
    assert "/summer/" not in page(live, "/addresses")


VALUES = {
    "name": "Calm Teams",
    "author": "Jane Coach",
    "address": "https://calm-teams.org",
    "timezone": "Europe/Berlin",
    "language": "en",
}


def test_menus_are_written_one_entry_a_line(live: Live) -> None:
    assert (
        live.post("/begin", {**VALUES, "menu": "Blog: /\r\nAbout: me & you: /about/\r\n", "footer": ""}).status == 303
    )
    assert 'menu:\n  Blog: /\n  "About: me & you": /about/\n' in live.read("site.yaml")
    assert "About: me & you: /about/" in page(live, "/begin")
    refused = live.post("/begin", {**VALUES, "menu": "Blog: /\nOffers\n"})
    assert refused.status == 400 and "Offers\n" in html.unescape(refused.text), "what was typed stays"
    assert "Offers" not in live.read("site.yaml")


def test_a_course_is_begun_and_grows(live: Live) -> None:
    assert live.post("/new/course", {"title": "Quiet Meetings"}).status == 303
    live.until(lambda: "Quiet Meetings" in live.get("/files/course").text)
    assert "<option>quiet-meetings</option>" in live.get("/new/module").text
    assert live.post("/new/module", {"title": "After the Meeting", "module": "quiet-meetings"}).status == 303
    assert "title: After the Meeting" in live.read("courses/quiet-meetings/02-after-the-meeting/module.md")
    live.until(lambda: "quiet-meetings/02-after-the-meeting" in live.get("/new/lesson").text)
    for title in ("One", "Two"):
        assert live.post("/new/lesson", {"title": title, "module": "quiet-meetings/02-after-the-meeting"}).status == 303
    folder = live.content / "courses/quiet-meetings/02-after-the-meeting"
    live.until(lambda: "03-two.md" in live.get("/files/lesson").text)
    assert live.post("/order/courses/quiet-meetings/02-after-the-meeting/03-two.md", {"do": "earlier"}).status == 303
    assert sorted(file.name for file in folder.glob("0*")) == ["01-after-the-meeting.md", "02-two.md", "03-one.md"]
    assert live.post("/order/courses/quiet-meetings/02-after-the-meeting/03-one.md", {"do": "later"}).status == 409
    assert live.post("/order/courses/quiet-meetings/02-after-the-meeting/module.md", {"do": "earlier"}).status == 303
    names = sorted(entry.name for entry in folder.parent.iterdir() if entry.is_dir())
    assert names == ["01-after-the-meeting", "02-begin"]
    assert live.post(f"/order/{FIRST}", {"do": "later"}).status == 404
