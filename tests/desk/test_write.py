"""The editor: made of the models, saves only what was changed, loses nothing."""

from __future__ import annotations

import html
import re

import pytest
from pydantic import ValidationError

FIRST = "posts/2026/first.md"


def fields_of(live, path: str) -> dict[str, list[str]]:
    """Return what a browser would send for the form of a file, as it stands."""
    answer = live.get(f"/write/{path}")
    assert answer.status == 200, answer.text  # a form without its base is refused as one of an older state
    return fields_in(answer.text)


def fields_in(page: str, id: str = "editor") -> dict[str, list[str]]:
    """Return what a browser would send for a form on a page, as it stands."""
    from html.parser import HTMLParser

    class Form(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.found: dict[str, list[str]] = {}
            self.inside, self.area, self.select = False, "", ""

        def handle_starttag(self, tag, attrs):
            attributes = dict(attrs)
            if tag == "form":
                self.inside = attributes.get("id") == id
            if not self.inside:
                return
            name = attributes.get("name", "")
            if (
                tag == "input"
                and name
                and attributes.get("type") not in ("file",)
                and (attributes.get("type") not in ("checkbox", "radio") or "checked" in attributes)
            ):
                self.found.setdefault(name, []).append(attributes.get("value") or "")
            elif tag == "textarea":
                self.area = name
                self.found[name] = [""]
            elif tag == "select":
                self.select = name
            elif tag == "option" and self.select and "selected" in attributes:
                self.found[self.select] = [attributes.get("value") if attributes.get("value") is not None else ""]

        def handle_data(self, data):
            if self.area:
                self.found[self.area][0] += data

        def handle_endtag(self, tag):
            if tag == "textarea":
                self.found[self.area] = [self.found[self.area][0].removeprefix("\n")]
                self.area = ""
            elif tag == "select":
                self.select = ""

    form = Form()
    form.feed(page)
    return form.found


@pytest.fixture
def first(live):
    """The first post."""
    return live.content / FIRST


def test_saving_without_a_change_changes_no_byte(live):
    for path in sorted(path for path in live.content.rglob("*.md") if path.is_file()):
        name = path.relative_to(live.content).as_posix()
        before = path.read_bytes()
        answer = live.post(f"/write/{name}", {**fields_of(live, name), "do": "save"})
        assert answer.status == 303, answer.text
        assert path.read_bytes() == before


def test_a_change_of_one_field_changes_one_line(live, first):
    before = first.read_text().splitlines()
    live.post(f"/write/{FIRST}", {**fields_of(live, FIRST), "title": "First: again", "do": "save"})
    after = first.read_text().splitlines()
    assert [(old_line, new_line) for old_line, new_line in zip(before, after, strict=True) if old_line != new_line] == [
        ("title: First", 'title: "First: again"')
    ]


def test_commas_part_tags_and_quotes_keep_one_in_a_name(live, first):
    form = {**fields_of(live, FIRST), "tags": '"work, life", rest, play ,, Rest,trust', "do": "save"}
    assert live.post(f"/write/{FIRST}", form).status == 303
    assert "tags: ['work, life', rest, play, Rest, trust]\n" in first.read_text()
    assert 'value="&#34;work, life&#34;, rest, play, Rest, trust"' in live.get(f"/write/{FIRST}").text


def test_keys_that_no_model_knows_and_comments_stay(live, first):
    first.write_text(
        "---\n# mine\ntitle: First\ndate: 2026-01-05 09:00 # morning\nmood: {good: yes}\n---\nHello there.\n"
    )
    live.until(lambda: "mood" in live.get(f"/write/{FIRST}").text)
    answer = live.post(f"/write/{FIRST}", {**fields_of(live, FIRST), "title": "New", "do": "save"})
    assert answer.status == 422 and "mood" in html.unescape(answer.text), (
        "the build would refuse it, so the editor says so"
    )
    assert "title: First" in first.read_text()


def test_what_is_wrong_is_said_and_what_was_typed_stays(live, first):
    before = first.read_bytes()
    form = {**fields_of(live, FIRST), "date": "March", "body": "My new words", "tags": "fresh", "do": "save"}
    answer = live.post(f"/write/{FIRST}", form)
    assert answer.status == 422
    page = html.unescape(answer.text)
    assert 'The date "March" is vague; write it as 2026-03-18 or 2026-03-18 09:30.' in page
    assert "My new words" in page and 'value="March"' in page and 'value="fresh"' in page
    assert first.read_bytes() == before


def test_a_moment_that_the_clocks_leave_out_is_refused(live):
    answer = live.post(f"/write/{FIRST}", {**fields_of(live, FIRST), "date": "2026-03-08 02:30", "do": "save"})
    assert answer.status == 422 and "clocks go forward then; write 2026-03-08 03:30" in html.unescape(answer.text)


def test_two_tabs_the_second_save_is_refused_and_both_versions_are_kept(live, first):
    my_form, their_form = fields_of(live, FIRST), fields_of(live, FIRST)
    assert live.post(f"/write/{FIRST}", {**their_form, "body": "Theirs.", "do": "save"}).status == 303
    answer = live.post(f"/write/{FIRST}", {**my_form, "title": "Mine", "body": "Mine.", "do": "save"})
    page = html.unescape(answer.text)
    assert answer.status == 409 and "the text changed since you opened it" in page
    assert first.read_text().endswith("Theirs.\n")
    version_path = re.search(r"<code>([^<]+\.md)</code>", page)
    assert version_path
    from pathlib import Path

    assert Path(version_path[1]).read_text().endswith("Mine.\n")
    assert "<del>Theirs</del><ins>Mine</ins>" in page
    base = re.search(r'id="editor".*?name="base" value="([0-9a-f]+)"', page, re.DOTALL)
    assert base
    assert (
        live.post(
            f"/write/{FIRST}", {**my_form, "base": base[1], "title": "Mine", "body": "Mine.", "do": "save"}
        ).status
        == 303
    )
    assert "title: Mine" in first.read_text() and first.read_text().endswith("Mine.\n")


def test_a_change_from_a_text_editor_is_noticed_too(live, first):
    my_form = fields_of(live, FIRST)
    first.write_text(first.read_text() + "More.\n")
    assert live.post(f"/write/{FIRST}", {**my_form, "body": "Mine.", "do": "save"}).status == 409
    assert first.read_text().endswith("More.\n")


def test_a_header_of_another_form_can_be_changed_to_yaml(live):
    path = live.content / "posts/2026/third.md"
    assert "Bring it up to date" in live.get("/write/posts/2026/third.md").text
    answer = live.post("/write/posts/2026/third.md", {"base": live.base("posts/2026/third.md"), "do": "convert"})
    assert answer.status == 303
    assert (
        path.read_text()
        == "---\ntitle: Third\ndate: 2036-03-01 10:00\ntags: [trust, later]\nsummary: To come.\n---\nIn the future.\n"
    )


def test_the_whole_file_can_be_edited_even_when_its_header_cannot_be_read(live, first):
    first.write_text("---\ntitle: 'open\n---\nHello.\n")
    page = live.get(f"/write/{FIRST}").text
    assert "The whole file" in page and "title: &#39;open" in page
    form = {
        **fields_of(live, FIRST),
        "body": "---\r\ntitle: Closed\r\ndate: 2026-01-05\r\n---\r\nHello.\r\n",
        "do": "save",
    }
    assert live.post(f"/write/{FIRST}", form).status == 303
    assert first.read_text() == "---\ntitle: Closed\ndate: 2026-01-05\n---\nHello.\n"


def test_the_pane_shows_the_text_in_the_sites_style_and_runs_nothing(live):
    live.until(lambda: "See it on the site" in live.get(f"/write/{FIRST}").text)
    answer = live.post(
        "/pane",
        {
            "path": FIRST,
            "title": 'A <b> &amp; "it\'s"',
            "body": "**Hi** [about]({filename}/pages/about.md)<script>1</script>",
        },
    )
    assert answer.headers["content-security-policy"].startswith(
        "sandbox allow-same-origin; default-src 'none'; style-src"
    )
    assert (
        "<h1" in answer.text and "A &lt;b&gt; &amp; “it’s”</h1>" in answer.text and "<strong>Hi</strong>" in answer.text
    )
    assert f'href="http://{live.site_host}/about/"' in answer.text
    assert "/theme/site." in answer.text
    assert 'data-words="3" data-minutes="1"' in answer.text
    assert "About the author" in answer.text or "Ada Moss" in answer.text, "in the page that readers get"


def test_a_field_that_is_added_to_a_model_appears_in_the_editor():
    from lodestar.base.front_matter.models import Post, Text
    from lodestar.desk.forms import fields

    class Longer(Post):
        mood: Text = ""
        """How it feels."""

    assert "mood" in {field.name for field in fields(Longer)}
    assert {field.name for field in fields(Post)} == set(Post.model_fields)


def test_every_field_of_every_model_has_a_label_and_a_help():
    from lodestar.desk.forms import fields
    from lodestar.desk.kinds import KINDS

    for kind in KINDS:
        for field in fields(kind.model):
            assert field.label and field.help, (kind.name, field.name)


def test_new_things_build_as_they_are(live):
    for kind in ("post", "page", "author", "tag", "category", "call"):
        answer = live.post(f"/new/{kind}", {"title": f"Fresh {kind}: it's new"})
        assert answer.status == 303, (kind, answer.text)
    assert live.post("/new/post", {"title": "Fresh post: it's new"}).status == 303, "a second one of that name"
    assert live.post("/new/tag", {"title": "Fresh tag: it's new"}).status == 422
    assert live.post("/new/post", {"title": "???"}).status == 422
    live.until(lambda: live.see("/fresh-page-its-new/").status == 200)
    assert "cannot be built" not in live.see("/about/").text


def test_two_posts_at_one_address_are_named_by_their_titles(live):
    twin_file = live.content / "posts/2026/twin.md"
    twin_file.write_text("---\ntitle: Twin\ndate: 2026-01-05 10:00\nslug: first\nsummary: Alike.\n---\nAlike.\n")
    live.until(lambda: "The site cannot be built" in live.get("/posts").text)
    page = html.unescape(re.sub(r"<details>.*?</details>", "", live.get("/posts").text))
    assert "is also that of “" in page and "give one of them another “Address (last part)”" in page
    assert not re.search(r"content/\S+\.md", page)


def test_a_post_is_scheduled_duplicated_and_retired_from_its_menu(live, first):
    first.write_text(first.read_text().replace("title: First", "title: First\nstatus: draft"))
    live.until(lambda: "A draft" in live.get(f"/write/{FIRST}").text)
    page = live.get(f"/do/schedule/{FIRST}").text
    assert 'value="2026-01-05T09:00"' in page and "America/Chicago" in page
    assert live.post(f"/do/schedule/{FIRST}", {"when": "2031-12-24T07:00"}).status == 303
    assert "date: 2031-12-24 07:00\n" in first.read_text() and "status: published\n" in first.read_text()
    assert "clocks go forward" in html.unescape(live.post(f"/do/schedule/{FIRST}", {"when": "2026-03-08T02:30"}).text)
    assert "Next to appear: “First”" in live.get("/posts").text

    assert live.post(f"/do/duplicate/{FIRST}", {}).headers["location"].startswith("/write/posts/2026/first-copy.md")
    (live.content / "posts/2026/first-copy.md").unlink()

    live.until(lambda: live.see("/2031/12/24/first/").status == 200)
    assert '<option value="/about/">About</option>' in live.get(f"/do/retire/{FIRST}").text
    for address, reason in (("abaut", "is no address"), ("/abaut/", "did you mean &#34;/about/&#34;?")):
        refused = live.post(f"/do/retire/{FIRST}", {"gone": "no", "instead": address})
        assert refused.status == 422 and reason in refused.text
    assert live.post(f"/do/retire/{FIRST}", {"gone": "yes", "instead": "/"}).status == 303
    assert (live.folder / "redirects.txt").read_text().endswith("/2031/12/24/first/ gone\n")


def test_a_key_that_a_plugin_declares_has_a_field_and_is_seen_on_the_page(live, first):
    page = live.get(f"/write/{FIRST}").text
    assert '<label for="field-series">Series</label>' in page and "The series it is a part of." in page
    form = {**fields_of(live, FIRST), "series": ["Beginnings"], "comments": []}
    assert live.post(f"/write/{FIRST}", form).status == 303
    assert "series: Beginnings\n" in first.read_text() and "comments: false\n" in first.read_text()


def test_a_key_whose_plugin_is_left_out_is_kept_and_only_pointed_out():
    from types import SimpleNamespace

    from lodestar.base.front_matter.faults import explain
    from lodestar.base.front_matter.header import split
    from lodestar.desk.form_values import unknown
    from lodestar.desk.forms import fields
    from lodestar.desk.kinds import kind_of

    settings = {"BUILD_RUN": SimpleNamespace(declared=SimpleNamespace(kinds=()))}
    kind = kind_of(FIRST, settings)
    header = split("---\ntitle: A\ndate: 2026-01-01\nseries: Trust\n---\n")
    assert "series" not in {field.name for field in fields(kind.model)}
    assert unknown(kind.model, header.fields) == {"series": "Trust"}
    with pytest.raises(ValidationError) as fault:
        kind.model.model_validate(header.fields)
    result = explain(fault.value, kind.model, header, FIRST, "posts")
    assert [(item.line, item.fatal) for item in result] == [(4, False)]
