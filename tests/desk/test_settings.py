"""All that the site may say of itself has a form, made of what is declared, and a save changes nothing else."""

from __future__ import annotations

import html
import re
from typing import Any

from lodestar.base.digest import digest
from tests.desk.conftest import Live
from tests.desk.test_write import fields_in

SITE = """\
# who we are
name: Calm Teams
author: Ada Moss
mood: calm
menu:
  # the way home
  Blog: /
  About: /about/
"""


def begin(live: Live, text: str = SITE) -> dict[str, Any]:
    """Write what the site says, and return the form as a browser would send it."""
    (live.content / "site.yaml").write_text(text.replace("mood: calm\n", ""))
    live.until(lambda: "/about/" in live.get("/settings").text)
    return fields_in(live.get("/settings").text, "settings")


def send(live: Live, form: dict[str, Any], **changes: str | list[str]) -> Any:
    return live.post("/settings", {**form, **{name.replace("__", "."): value for name, value in changes.items()}})


def text_of(answer: Any) -> str:
    return html.unescape(answer.text)


def test_every_value_that_is_declared_for_the_site_has_a_field(live: Live) -> None:
    page = live.get("/settings").text
    for label in (
        "Name",
        "Menu",
        "Footer",
        "Accent color",
        "Header picture",
        "How readers comment",
        "Provider",
        "Picks",
        "Time zone",
    ):
        assert f">{label}" in page, label
    assert "YAML" not in page and "yaml" not in page.replace("/versions/site.yaml", "")


def test_saving_without_a_change_changes_no_byte(live: Live) -> None:
    form = begin(live)
    before = live.read("site.yaml")
    assert send(live, form).status == 303
    assert live.read("site.yaml") == before


def test_one_value_changes_one_line_and_an_entry_of_a_menu_keeps_its_comment(live: Live) -> None:
    form = {name: value for name, value in begin(live).items() if not name.endswith(".place")}  # with a script
    form |= {"menu.row": ["1", "0", "new"], "menu.new.label": "Ada: me", "menu.new.url": "ada moss"}
    assert send(live, form, name="Calmer Teams").status == 303
    assert live.read("site.yaml") == (
        "# who we are\nname: Calmer Teams\nauthor: Ada Moss\nmenu:\n  About: /about/\n  # the way home\n  Blog: /\n"
        '  "Ada: me": /author/ada-moss/\n'
    )


def test_places_without_a_script_are_numbers(live: Live) -> None:
    form = begin(live)
    assert send(live, form, menu__0__place="2", menu__1__place="1").status == 303
    assert "menu:\n  About: /about/\n  # the way home\n  Blog: /\n" in live.read("site.yaml")


def test_an_entry_that_leads_nowhere_is_refused_with_what_may_be_meant(live: Live) -> None:
    form = begin(live)
    before = live.read("site.yaml")
    answer = send(live, form, menu__1__url="/abuot/", name="Typed")
    assert (
        answer.status == 422
        and '“About” leads to /abuot/, where there is no page; did you mean "/about/"?' in text_of(answer)
    )
    assert 'value="Typed"' in answer.text and live.read("site.yaml") == before
    assert "two entries are called “Blog”" in text_of(send(live, form, menu__1__label="Blog"))
    assert "has no words" in text_of(send(live, form, menu__1__label=""))
    assert "leads nowhere; choose a page" in text_of(send(live, form, menu__1__url=""))


def test_a_menu_that_leads_to_a_draft_or_to_nothing_is_told(live: Live) -> None:
    (live.content / "pages/studio.md").write_text("---\ntitle: My studio\nstatus: draft\n---\nHere.\n")
    live.until(lambda: "/studio/" in live.get("/settings").text)
    form = begin(live, SITE + "footer:\n  Old: /old/\n  Elsewhere: https://example.org/\n")
    assert send(live, form, menu__1__label="Studio", menu__1__url="My studio", footer__row=["0", "1"]).status == 422
    (live.content / "site.yaml").write_text(live.read("site.yaml").replace("About: /about/", "Studio: /studio/"))
    problem_text = text_of(live.get("/settings"))
    assert (
        "Menu: “Studio” leads to /studio/, which is a draft." in problem_text
        and 'href="/write/pages/studio.md"' in problem_text
    )
    assert "Footer: “Old” leads to /old/, where there is no page." in problem_text
    assert "“Elsewhere” leads" not in problem_text and "“Blog” leads" not in problem_text
    begin(live)
    assert "Readers would meet nothing there" not in text_of(live.get("/settings"))


def test_a_color_that_is_hard_to_read_is_refused_and_the_contrast_of_one_that_is_not_is_said(live: Live) -> None:
    form = begin(live)
    refused = send(live, form, color="#ffee00", color__own="yes")
    assert refused.status == 422 and "The color #ffee00 is hard to read by day" in text_of(refused)
    assert send(live, form, color="#14532d", color__own="yes").status == 303
    assert 'color: "#14532d"\n' in live.read("site.yaml")
    assert re.search(r"Its contrast with the page is \d[\d.]+ to 1; 4.5 is the least.", text_of(live.get("/settings")))


def test_who_sends_letters_and_how_readers_comment_is_chosen(live: Live) -> None:
    form = begin(live)
    refused = send(live, form, sign_up__provider="buttondown", comments="isso")
    assert refused.status == 422 and '"isso" needs a server' in text_of(refused)
    assert send(live, form, sign_up__provider="buttondown", sign_up__name="calm", comments="none").status == 303
    assert "sign_up:\n  provider: buttondown\n  name: calm\n" in live.read("site.yaml")
    assert "comments: none\n" in live.read("site.yaml")
    live.until(lambda: "buttondown.com/api/emails/embed-subscribe/calm" in live.see("/subscribe/").text)


def test_a_second_tab_never_saves_over_the_first(live: Live) -> None:
    first_tab, second_tab = begin(live), begin(live)
    assert send(live, first_tab, name="First", sentence="Of the first.").status == 303
    answer = send(live, second_tab, name="Second", author="Bo")
    assert answer.status == 409 and "changed in another tab" in text_of(answer)
    assert "name: First" in live.read("site.yaml")
    assert re.search(r"<th scope=\"row\">Name</th><td>Second</td><td>First</td>", answer.text)
    new_form = fields_in(answer.text, "settings")
    assert new_form["sentence"] == ["Of the first."], "what only the other changed is in the form"
    assert send(live, new_form).status == 303
    assert "name: Second\nsentence: Of the first.\nauthor: Bo\n" in live.read("site.yaml")


def test_a_form_that_the_desk_does_not_know_any_more_says_all_that_differs(live: Live) -> None:
    form = begin(live)
    answer = send(live, form, base="0" * 32, sentence="Mine.", name="Mine")
    assert answer.status == 409 and "<td>Mine</td><td>Calm Teams</td>" in answer.text
    assert "name: Calm Teams" in live.read("site.yaml")


def test_what_the_site_was_is_kept_and_comes_back(live: Live) -> None:
    assert send(live, begin(live), name="Other").status == 303
    page = live.get("/versions/site.yaml").text
    at, base = re.findall(r"at=([\w.-]+)", page)[-1], digest(live.read("site.yaml").encode())
    assert live.post("/versions/site.yaml", {"at": at, "base": base}).headers["location"] == "/settings?said=returned"
    assert "name: Calm Teams\n" in live.read("site.yaml")


def test_a_value_that_settings_give_themselves_is_said(live: Live) -> None:
    page = text_of(live.get("/settings"))
    assert page.count("What stands here does not count: it is set elsewhere.") == 2, "author and menu"
    assert "settings.py, line 6" in page


def test_a_key_that_nobody_knows_is_kept_and_refused_in_words(live: Live) -> None:
    (live.content / "site.yaml").write_text(SITE)
    live.until(lambda: "Kept as they are: mood" in live.get("/settings").text)
    form = fields_in(live.get("/settings").text, "settings")
    assert 'Unknown key "mood"' in text_of(send(live, form, name="Other"))


def test_what_changed_without_the_form_counts_at_the_desk_too(live: Live) -> None:
    file, page = live.content / "site.yaml", "/do/schedule/posts/2026/second.md"
    before = live.get(page).text
    assert "Asia/Tokyo" not in before
    file.write_text("name: Calm Teams\ntimezone: Asia/Tokyo\n")
    live.until(lambda: "Asia/Tokyo" in live.get(page).text)
    file.unlink()
    live.until(lambda: live.get(page).text == before)
