"""What a reader does, in a real browser: home, a post, a subject, down to its oldest page and back, and on from there."""

from __future__ import annotations

import pytest

from tests.web import follow, until

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


@pytest.fixture(params=[{"java_script_enabled": True}, {"java_script_enabled": False}], ids=["scripts", "no-scripts"])
def page(request, browser, address):
    context = browser.new_context(viewport={"width": 390, "height": 800}, **request.param)
    result = context.new_page()
    result.goto(address + "/")
    yield result
    context.close()


def path(page, address: str) -> str:
    return page.url.removeprefix(address).split("#")[0]


def test_from_home_to_a_post_to_a_subject_and_down_to_its_oldest_page(page, address):
    follow(page, page.locator("article .p-name a").first)
    assert page.locator("h1").count() == 1
    page.goto(address + "/2025/02/05/6-compassionate-leadership-actions/")
    follow(page, page.get_by_role("link", name="leadership tips", exact=True).first)
    assert path(page, address) == "/tag/leadership-tips/"
    titles = page.locator("article .p-name").all_inner_texts()
    while page.get_by_role("link", name="Older posts").count():
        follow(page, page.get_by_role("link", name="Older posts").first)
        titles += [title for title in page.locator("article .p-name").all_inner_texts() if title not in titles]
    assert path(page, address).endswith("/page/1/")
    assert "Your First Ninety Days as a Manager" in titles
    while page.get_by_role("link", name="Newer posts").count():
        follow(page, page.get_by_role("link", name="Newer posts").first)
    assert path(page, address) == "/tag/leadership-tips/"


def test_from_a_post_to_the_call_the_author_a_category_and_the_feed(page, address):
    post = address + "/2025/02/05/6-compassionate-leadership-actions/"
    page.goto(post)
    call = page.locator("aside.course-cta a").first
    assert "course" in call.inner_text().lower() or "heart" in call.inner_text().lower()
    follow(page, call)
    assert path(page, address) == "/courses/lead-from-the-heart/"
    page.goto(post)
    follow(page, page.locator(".author-bio a").first)
    assert page.locator("h1").count() == 1 and page.locator("h1").inner_text()
    page.goto(post)
    follow(page, page.locator(".category-line a"))
    assert path(page, address) == "/category/better-business/"
    feed = page.locator('link[rel="alternate"][type="application/rss+xml"]').evaluate_all(
        "all => all.map(each => each.href)"
    )
    answer = page.request.get(next(url for url in feed if "better-business" in url))
    assert answer.ok and "6 Compassionate Leadership Actions" in answer.text()


def test_a_lost_address_is_met_with_help(page, address):
    answer = page.goto(address + "/2014/01/01/never-was/")
    assert answer.status == 404
    assert page.locator("main a").count() >= 5


def test_a_keyboard_alone_reaches_the_text(page, address):
    page.goto(address + "/2025/02/05/6-compassionate-leadership-actions/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text().lower().startswith("skip")
    target = skip.get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{target}")
    assert page.locator(target).count() == 1


def test_a_jump_leads_to_its_year_and_the_breadcrumb_back(browser, address):
    page = browser.new_page(viewport={"width": 390, "height": 800}, reduced_motion="no-preference")
    page.goto(address + "/author/margaret-smith/")
    page.get_by_role("navigation", name="Jump to").get_by_role("link", name="2017").click()
    page.wait_for_url("**/page/*/#y2017")
    heading = page.get_by_role("heading", name="2017", exact=True)
    until(lambda: 0 <= heading.bounding_box()["y"] < page.viewport_size["height"] / 2)  # it scrolls there smoothly
    assert page.locator(".archive-year:has(#y2017) + article time").first.get_attribute("datetime").startswith("2017")
    follow(page, page.get_by_role("navigation", name="You are here").get_by_role("link", name="Margaret Smith"))
    assert path(page, address) == "/author/margaret-smith/"
    page.close()


def test_the_page_for_lost_addresses_searches(browser, address):
    page = browser.new_page()
    page.goto(address + "/no/such/page/")
    page.get_by_label("Search this site").fill("apology")
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="found").wait_for()
    page.get_by_role("link", name="A Good Apology Has No “But”").wait_for()
    page.close()


def test_the_address_of_a_feed_is_written_out_and_copied(browser, address):
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + "/subscribe/")
    assert page.get_by_role("link", name="http://localhost:8000/feed/", exact=True).is_visible()
    page.get_by_role("button", name="Copy the address of the RSS feed").click()
    page.get_by_role("status").filter(has_text="Copied: http://localhost:8000/feed/").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "http://localhost:8000/feed/"
    context.close()
