"""What holds the site together is tidied at the desk: names of tags and categories, old addresses, the order of a course."""

from __future__ import annotations

import html
import re

from tests.desk.conftest import Answer, Live
from tests.desk.test_write import fields_of

FIRST, SECOND, THIRD = "posts/2026/first.md", "posts/2026/second.md", "posts/2026/third.md"


def page(live: Live, address: str) -> str:
    return html.unescape(live.get(address).text)


def rename(live: Live, kind: str, old_name: str, **fields: str) -> Answer:
    """Look at what another name changes, and confirm it."""
    preview = live.post(f"/rename/{kind}/{old_name}", {**fields, "do": "look"})
    mark = re.search(r'name="mark" value="(\w+)"', preview.text)
    return live.post(f"/rename/{kind}/{old_name}", {**fields, "do": "rename", "mark": mark[1]}) if mark else preview


def test_a_tag_gets_another_name_everywhere_and_its_address_leads_on(live: Live) -> None:
    live.until(lambda: "/rename/tag/trust" in live.get("/files/tag").text)
    assert "work, life" in page(live, "/files/tag"), "tags that nobody described are listed too"
    assert live.post("/rename/tag/trust", {"new": ""}).status == 422
    assert live.get("/rename/tag/none").status == 404 and live.post("/rename/tag/none", {"new": "x"}).status == 422
    before = live.read(FIRST)
    preview = live.post("/rename/tag/trust", {"new": "good faith", "do": "look"})
    assert "4 texts would change" in preview.text and "Second" in preview.text and live.read(FIRST) == before
    assert rename(live, "tag", "trust", new="good faith").status == 303
    assert all("good faith" in live.read(path) and "trust" not in live.read(path) for path in (FIRST, SECOND))
    assert "synonyms: [trust]" in live.read("tags/good-faith.md")
    live.until(lambda: "/rename/tag/good%20faith" in live.get("/files/tag").text)
    assert rename(live, "tag", "good faith", new="Later").status == 303, "two become one"
    assert "good faith" not in live.read(FIRST) and "later" in live.read(FIRST)


def test_a_renaming_is_taken_back_as_long_as_nothing_else_changed(live: Live) -> None:
    live.until(lambda: "/rename/tag/trust" in live.get("/files/tag").text)
    before = live.read(FIRST)
    assert rename(live, "tag", "trust", new="good faith").status == 303
    assert "“trust” is called “good faith” now" in page(live, "/files/tag")
    assert live.post("/files/tag", {"do": "undo"}).status == 303
    assert live.read(FIRST) == before and not (live.content / "tags/good-faith.md").exists()
    live.until(lambda: "/rename/tag/trust" in live.get("/files/tag").text)
    assert rename(live, "tag", "trust", new="good faith").status == 303
    (live.content / FIRST).write_text(live.read(FIRST) + "More.\n")
    assert live.post("/files/tag", {"do": "undo"}).status == 409
    assert live.read(FIRST).endswith("More.\n") and "good faith" in live.read(SECOND)
    assert live.get(f"/versions/{FIRST}").text.count("<li") > 1


def test_what_changed_since_it_was_shown_is_shown_again(live: Live) -> None:
    live.until(lambda: "/rename/tag/trust" in live.get("/files/tag").text)
    preview = live.post("/rename/tag/trust", {"new": "good faith", "do": "look"})
    mark = re.search(r'name="mark" value="(\w+)"', preview.text)
    assert mark
    (live.content / FIRST).write_text(live.read(FIRST) + "More.\n")
    answer = live.post("/rename/tag/trust", {"new": "good faith", "do": "rename", "mark": mark[1]})
    assert answer.status == 409 and "was changed meanwhile" in answer.text
    assert "trust" in live.read(FIRST) and live.read(FIRST).endswith("More.\n")


def test_why_a_name_is_not_changed_is_said_without_files(live: Live) -> None:
    live.until(lambda: "/rename/tag/trust" in live.get("/files/tag").text)
    (live.content / "posts/2026/broken.md").write_text("---\ntitle: Broken\ndate: soon\n---\n")
    answer = live.post("/rename/tag/trust", {"new": "good faith"})
    message = re.search(
        r"Not renamed: (.*?)</p><details><summary>Details</summary><p class=.soft.>(.*?)</p>", answer.text
    )
    assert answer.status == 422 and message
    assert message[1] == "the site cannot be built now; mend that first."
    assert message[2].startswith("content/posts/2026/broken.md:3: ")


def test_a_tag_of_a_draft_alone_gets_another_name(live: Live) -> None:
    (live.content / SECOND).write_text(live.read(SECOND).replace("[trust]", "[only here]"))
    live.until(lambda: "/rename/tag/only%20here" in live.get("/files/tag").text)
    assert rename(live, "tag", "only here", new="nowhere else").status == 303
    assert "[nowhere else]" in live.read(SECOND)


def test_a_nested_category_is_introduced_by_one_click_at_its_own_address(live: Live) -> None:
    (live.content / FIRST).write_text(live.read(FIRST).replace("tags:", "categories: [Coaching/Two at Once]\ntags:"))
    live.until(lambda: "Coaching/Two at Once" in page(live, "/files/category"))
    answer = live.post("/files/category", {"name": "Coaching/Two at Once"})
    assert answer.headers["location"].startswith("/write/categories/coaching/two-at-once.md")
    live.until(lambda: "What these posts are about" in live.see("/category/coaching/two-at-once/").text)
    assert rename(live, "category", "Coaching/Two at Once", new="Pairs").status == 303
    assert "categories: [Coaching/Pairs]" in live.read(FIRST)
    live.until(lambda: "Coaching/Pairs" in page(live, "/files/category"))
    assert live.see("/category/coaching/two-at-once/").status == 200, "a category keeps its address"


def test_old_addresses_are_led_on_and_taken_out(live: Live) -> None:
    live.until(lambda: live.see("/about/").status == 200)
    for old_address, new_address, fault in (
        ("", "/about/", "write the old address"),
        ("/a b/", "/about/", "has no spaces"),
        ("summer", "/about/", 'an address of your site begins with "/"'),
        ("/about/", "/tags/", "there is a page at /about/"),
        ("/summer/", "/abuot/", 'no page at /abuot/; did you mean "/about/"?'),
        ("/summer/", "/summer/", "it cannot lead to itself"),
    ):
        answer = live.post("/addresses", {"do": "add", "old": old_address, "new": new_address})
        assert answer.status == 422 and fault in html.unescape(answer.text)
    assert live.post("/addresses", {"do": "add", "old": "/summer/", "new": "about"}).status == 303
    assert live.post("/addresses", {"do": "add", "old": "/winter/", "gone": "yes"}).status == 303
    preview = page(live, "/addresses")
    assert '<td role="cell">/about/ <span class="soft">(About)</span></td>' in preview and "gone for good" in preview
    assert (live.folder / "redirects.txt").read_text().endswith("/summer/ /about/\n/winter/ gone\n")
    chain = live.post("/addresses", {"do": "add", "old": "/spring/", "new": "/summer/"})
    assert chain.status == 422 and "/summer/ is an old address itself; name /about/" in html.unescape(chain.text)
    assert 'name="old" value="/summer/"' in page(live, "/addresses?change=/summer/")
    assert (
        live.post("/addresses", {"do": "add", "before": "/summer/", "old": "/summer/", "new": "/tags/"}).status == 303
    )
    assert (live.folder / "redirects.txt").read_text().endswith("/winter/ gone\n/summer/ /tags/\n")
    late_answer = live.post("/addresses", {"do": "add", "before": "/fall/", "old": "/fall/", "new": "/tags/"})
    assert late_answer.status == 409, "it was taken out in another tab"
    assert live.post("/addresses", {"do": "remove", "old": "/summer/"}).status == 303
    assert "/summer/" not in page(live, "/addresses")


def test_a_course_is_begun_and_grows(live: Live) -> None:
    assert live.post("/new/course", {"title": "Quiet Meetings"}).status == 303
    live.until(lambda: "Quiet Meetings" in live.get("/files/course").text)
    assert '<option value="quiet-meetings">Quiet Meetings</option>' in live.get("/new/module").text
    assert live.post("/new/module", {"title": "After the Meeting", "module": "quiet-meetings"}).status == 303
    assert "title: After the Meeting" in live.read("courses/quiet-meetings/02-after-the-meeting/module.md")
    live.until(lambda: "quiet-meetings/02-after-the-meeting" in live.get("/new/lesson").text)
    for title in ("One", "Two"):
        assert live.post("/new/lesson", {"title": title, "module": "quiet-meetings/02-after-the-meeting"}).status == 303
    folder = live.content / "courses/quiet-meetings/02-after-the-meeting"
    live.until(lambda: "03-two.md" in live.get("/files/lesson").text)
    parts = live.get("/course/quiet-meetings").text
    mark = re.findall(r'name="mark" value="(\w+)"', parts)
    names = [f"02-after-the-meeting/{name}" for name in ("01-after-the-meeting.md", "03-two.md", "02-one.md")]
    first_lesson = "01-begin/01-welcome.md"
    form = {"of": "lessons", "mark": mark[-1], "entry": [first_lesson, *names]}
    assert live.post("/course/quiet-meetings", form).status == 303
    assert sorted(file.name for file in folder.glob("0*")) == ["01-after-the-meeting.md", "02-two.md", "03-one.md"]
    late_answer = live.post("/course/quiet-meetings", form)
    assert late_answer.status == 409 and "moved meanwhile" in late_answer.text
    order = {"entry": ["01-begin", "02-after-the-meeting"], "place.01-begin": "2", "place.02-after-the-meeting": "1"}
    assert live.post("/course/quiet-meetings", {"of": "modules", "mark": mark[0], **order}).status == 303
    modules = sorted(entry.name for entry in folder.parent.iterdir() if entry.is_dir())
    assert modules == ["01-after-the-meeting", "02-begin"]
    assert live.get("/course/none").status == 404


def test_what_names_a_lesson_follows_it_and_its_address_stays(live: Live) -> None:
    for kind, title, module in (("course", "Calm", ""), ("lesson", "Breathe", "calm/01-begin")):
        assert live.post(f"/new/{kind}", {"title": title, "module": module}).status == 303
        live.until(lambda: "calm/01-begin" in live.get("/new/lesson").text)
    first_lesson, second_lesson = "courses/calm/01-begin/01-welcome.md", "courses/calm/01-begin/02-breathe.md"
    for path in (first_lesson, second_lesson):
        (live.content / path).write_text(live.read(path).replace("access: enrolled", "access: free"))
    words = f"See [it]({{filename}}/{second_lesson}) and [that]({{filename}}../../{first_lesson}#a).\n"
    (live.content / FIRST).write_text(live.read(FIRST).replace("tags:", f"lesson: {second_lesson}\ntags:") + words)
    (live.content / second_lesson).write_text(live.read(second_lesson) + "\nBefore: [first](01-welcome.md).\n")
    live.until(lambda: "02-breathe.md" in live.get("/files/lesson").text)
    old_version = live.content / ".versions/courses/calm/01-begin/01-breathe.md/2026-01-01.md"
    old_version.parent.mkdir(parents=True)
    old_version.write_text("of a lesson that was deleted")
    text = live.read(second_lesson)
    assert (
        live.post(f"/write/{second_lesson}", {**fields_of(live, second_lesson), "minutes": "9", "do": "save"}).status
        == 303
    )
    mark = re.findall(r'name="mark" value="(\w+)"', live.get("/course/calm").text)[-1]
    order = {"of": "lessons", "mark": mark, "entry": ["01-begin/02-breathe.md", "01-begin/01-welcome.md"]}
    assert live.post("/course/calm", order).status == 303
    new_path = "courses/calm/01-begin/01-breathe.md"
    assert f"lesson: {new_path}\n" in live.read(FIRST) and f"[it]({{filename}}/{new_path})" in live.read(FIRST)
    assert "[that]({filename}../../courses/calm/01-begin/02-welcome.md#a)" in live.read(FIRST)
    assert "[first]({filename}/courses/calm/01-begin/02-welcome.md)" in live.read(new_path)
    assert len(re.findall(r"<a href=\"/versions/", live.get(f"/versions/{new_path}").text)) > 1, (
        "its earlier versions came along"
    )
    assert text != live.read(new_path)
    live.until(lambda: live.see("/courses/calm/breathe/").status == 200)
    assert "cannot be built" not in live.get("/posts").text


def test_a_lesson_goes_to_another_module_as_its_first_and_what_names_it_follows(live: Live) -> None:
    assert live.post("/new/course", {"title": "Calm"}).status == 303
    live.until(lambda: "calm/01-begin" in live.get("/new/lesson").text)
    assert live.post("/new/module", {"title": "Rest", "module": "calm"}).status == 303
    live.until(lambda: "calm/02-rest" in live.get("/new/lesson").text)
    assert live.post("/new/lesson", {"title": "Breathe", "module": "calm/01-begin"}).status == 303
    old_path, new_path = "courses/calm/01-begin/02-breathe.md", "courses/calm/02-rest/01-breathe.md"
    live.until(lambda: "02-breathe.md" in live.get("/files/lesson").text)
    (live.content / old_path).write_text(
        live.read(old_path).replace("access: enrolled", "access: free")
        + "\n[Before](01-welcome.md), [after](../02-rest/01-rest.md).\n"
    )
    (live.content / FIRST).write_text(live.read(FIRST).replace("tags:", f"lesson: {old_path}\ntags:"))
    live.until(lambda: live.see("/courses/calm/breathe/").status == 200)
    assert live.post(f"/write/{old_path}", {**fields_of(live, old_path), "minutes": "9", "do": "save"}).status == 303
    preview = live.get("/course/calm").text
    assert '<option value="01-begin" selected>' in preview
    entries = re.findall(r'name="entry" value="([^"]+\.md)"', preview)
    assert entries == ["01-begin/01-welcome.md", "01-begin/02-breathe.md", "02-rest/01-rest.md"]
    mark = re.findall(r'name="mark" value="(\w+)"', preview)[-1]
    form = {
        "of": "lessons",
        "mark": mark,
        "entry": entries,
        "in.01-begin/02-breathe.md": "02-rest",
        "place.01-begin/02-breathe.md": "0",
    }
    assert live.post("/course/calm", {**form, "in.01-begin/02-breathe.md": "03-gone"}).status == 409
    assert live.post("/course/calm", form).status == 303
    files_below = sorted(
        str(path.relative_to(live.content / "courses/calm")) for path in live.content.glob("courses/calm/*/0*")
    )
    assert files_below == ["01-begin/01-welcome.md", "02-rest/01-breathe.md", "02-rest/02-rest.md"]
    assert f"lesson: {new_path}\n" in live.read(FIRST)
    assert "[Before]({filename}/courses/calm/01-begin/01-welcome.md)" in live.read(new_path)
    assert "[after]({filename}/courses/calm/02-rest/02-rest.md)" in live.read(new_path)
    assert len(re.findall(r"<a href=\"/versions/", live.get(f"/versions/{new_path}").text)) > 1, (
        "its earlier versions came along"
    )
    live.until(lambda: "Breathe" in live.see("/courses/calm/breathe/").text)
    assert "cannot be built" not in live.get("/posts").text


def test_the_posts_of_a_series_are_put_in_order(live: Live) -> None:
    for path in (FIRST, SECOND):
        (live.content / path).write_text(live.read(path).replace("tags:", "series: Rest\ntags:"))
    preview = live.get("/series").text
    assert preview.index("First</a>") < preview.index("Second</a>")
    mark = re.search(r'name="mark" value="(\w+)"', preview)
    assert mark
    form = {"mark": mark[1], "entry": [FIRST, SECOND], f"place.{FIRST}": "2", f"place.{SECOND}": "1"}
    assert live.post("/series", form).status == 303
    assert "part: 2\n" in live.read(FIRST) and "part: 1\n" in live.read(SECOND)
    preview = live.get("/series").text
    assert preview.index("Second</a>") < preview.index("First</a>")
    assert live.post("/series", form).status == 409, "in another tab it was ordered before"


def test_a_series_is_begun_with_its_posts_in_order_and_one_is_taken_out(live: Live) -> None:
    assert live.post("/series", {"name": "Rest", "posts": ""}).status == 422
    refusal = live.post("/series", {"name": "Rest", "posts": f"{FIRST}, pages/about.md"})
    assert refusal.status == 422 and f'value="{FIRST}, pages/about.md"' in refusal.text, (
        "what was chosen is still there"
    )
    before = live.read(THIRD)
    assert live.post("/series", {"name": " Rest ", "posts": f"{THIRD}, {FIRST}"}).status == 303
    assert "Series: Rest\n" in live.read(THIRD) and "Part: 1\n" in live.read(THIRD)
    assert "series: Rest\n" in live.read(FIRST) and "part: 2\n" in live.read(FIRST)
    assert live.post("/series", {"name": "rest", "posts": SECOND}).status == 422, "there is one"
    mark = re.search(r'name="mark" value="(\w+)"', live.get("/series").text)
    assert mark
    form = {"mark": mark[1], "entry": [THIRD, FIRST], "out": THIRD, "posts": SECOND}
    assert live.post("/series", form).status == 303
    assert live.read(THIRD) == before, "it is as it was before"
    assert "part: 1\n" in live.read(FIRST) and "series: Rest\n" in live.read(SECOND)
    live.until(lambda: "Rest" in live.see("/2026/01/05/first/").text)
