"""What readers ask search for: subjects, people and courses by any of their names, whole questions, and slips."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
NAMES = ".search-form ul a"


@pytest.fixture(scope="module")
def context(browser: Any, address: str) -> Any:
    """What a reader's browser keeps of the search page and its index, so that they are fetched once."""
    result = browser.new_context(base_url=address)
    yield result
    result.close()


@pytest.fixture
def page(context: Any) -> Any:
    """A page of that browser."""
    result = context.new_page()
    yield result
    result.close()


def ask(page: Any, text: str) -> None:
    """Type a text and wait for the answer, which comes in two steps: how many pages there are, and what they say."""
    page.goto("/search/")
    page.get_by_role("searchbox").fill(text)
    status = page.get_by_role("status").filter(has_text="found")
    status.wait_for()
    if not status.inner_text().startswith("No pages"):
        page.locator(".search-form ol li").first.wait_for()


def test_a_subject_comes_first_with_the_number_of_its_posts(page: Any) -> None:
    ask(page, "Delegation")
    first = page.locator(".search-form li").first
    assert first.inner_text() == "Subject: delegation, 4 posts"
    result = page.locator(".search-form ol h2").all_inner_texts()
    assert len(result) >= 4, "every post about it is found, whatever its words"
    first.get_by_role("link").click()
    page.wait_for_url("**/tag/delegation/")


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("active listening", "/tag/listening/"),
        ("Okafor", "/author/daniel-okafor/"),
        ("teams", "/category/coaching/teams/"),
        ("lead from the heart", "/courses/lead-from-the-heart/"),
        ("certificate", "/courses/lead-from-the-heart/certificate/"),
        ("how do i give feedback to my boss", "/tag/feedback/"),
        ("deleg", "/tag/delegation/"),
    ],
)
def test_a_name_leads_to_its_page(page: Any, text: str, target: str) -> None:
    ask(page, text)
    targets = page.locator(NAMES).evaluate_all("all => all.map(it => it.getAttribute('href'))")
    assert target in targets


def test_an_author_is_found_with_his_posts(page: Any, context: Any) -> None:
    ask(page, "Okafor")
    author_page = context.new_page()
    author_page.goto("/author/daniel-okafor/")
    titles = set(author_page.locator("article .p-name").all_inner_texts())
    author_page.close()
    assert titles <= set(page.locator(".search-form ol h2").all_inner_texts())


@pytest.mark.parametrize(
    ("slip", "correction"),
    [("deligation", "delegation"), ("feedbak", "feedback"), ("delgeation", "delegation"), ("okafer", "okafor")],
)
def test_a_misspelled_name_is_offered_as_it_is_spelled(page: Any, slip: str, correction: str) -> None:
    ask(page, slip)
    offer = page.get_by_text("Did you mean")
    assert offer.inner_text().lower() == f"did you mean {correction}?"
    offer.get_by_role("link").click()
    page.locator(NAMES).first.wait_for()
    assert f"q={correction}" in page.url.lower()


@pytest.mark.parametrize("text", ["apology", "trust", "x", "zzzzzzzz"])
def test_nothing_is_offered_for_what_is_spelled_well_or_like_nothing(page: Any, text: str) -> None:
    ask(page, text)
    assert not page.get_by_text("Did you mean").is_visible()


def test_a_whole_question_finds_pages_with_its_longest_words(page: Any) -> None:
    ask(page, "how do i give feedback to my boss")
    assert "Feedback in Four Sentences" in page.locator(".search-form ol h2").all_inner_texts()


def test_the_post_of_that_title_comes_first(page: Any) -> None:
    ask(page, '"four sentences"')
    assert page.locator(".search-form ol h2").first.inner_text() == "Feedback in Four Sentences"


def test_an_excerpt_has_the_words_of_the_page_and_marks_those_that_were_asked_for(page: Any) -> None:
    ask(page, "delegation")
    excerpts = page.locator(".search-form ol p:not([data-kind])")
    assert not [text for text in excerpts.all_inner_texts() if "Filed under" in text or "Margaret Smith." in text]
    marks = excerpts.locator("mark").all_inner_texts()
    assert marks and all(mark.isalpha() for mark in marks), marks


def test_a_page_that_is_found_by_its_subject_alone_shows_its_summary(page: Any) -> None:
    ask(page, "micromanagement")
    result = page.locator(".search-form ol li").filter(has_text="Letting Go of the Details")
    assert result.locator("p").last.inner_text().startswith("Twenty-seven comments on a parking sign.")


def test_names_can_be_walked_with_the_keyboard_and_axe_finds_nothing(page: Any) -> None:
    ask(page, "delegation")
    page.get_by_role("searchbox").press("ArrowDown")
    assert page.evaluate("document.activeElement.textContent") == "delegation"
    assert Axe().run(page).violations_count == 0
    ask(page, "deligation")
    assert Axe().run(page).violations_count == 0


def test_phones_hear_of_no_keys(browser: Any, address: str) -> None:
    phone = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True, is_mobile=True)
    for context, is_shown in ((phone, False), (browser.new_context(viewport={"width": 1280, "height": 800}), True)):
        page = context.new_page()
        page.goto(address + "/search/")
        box = page.get_by_role("searchbox")
        box.wait_for(state="visible")
        assert page.get_by_text("Arrow keys").is_visible() == is_shown
        assert bool(box.get_attribute("aria-describedby")) == is_shown
        context.close()


def test_an_address_of_wordpress_leads_into_search_on_a_host_without_rules(page: Any) -> None:
    page.goto("/?s=good+apology")
    page.wait_for_url("**/search/?q=good*apology")
    page.locator(".search-form ol li").first.wait_for()
    assert page.get_by_role("searchbox").input_value() == "good apology"
