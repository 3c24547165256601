"""What a reader's browser does with a page: no message, no request to anyone else, no jump, and no script needed."""

from __future__ import annotations

import pytest

from tests.web import follow, until

PAGES = {
    "home": "/",
    "post": "/2017/03/15/feedback-in-four-sentences/",
    "tag archive": "/tag/leadership-tips/",
    "tag index": "/tags/",
    "author": "/author/margaret-smith/",
    "course": "/courses/lead-from-the-heart/",
    "search": "/search/?q=trust",
    "404": "/404.html",
}
SHIFTS = """() => new Promise(done => {
    let sum = 0;
    new PerformanceObserver(list => { for (const each of list.getEntries()) sum += each.value; })
        .observe({type: 'layout-shift', buffered: true});
    setTimeout(() => done(sum), 300);
})"""
pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]


LOOKS = [(320, "dark"), (768, "light"), (1280, "light")]
"""Widths and color schemes of the suite; `test --slow` has the others."""
OTHERS = [(320, "light"), (768, "dark"), (1280, "dark")]


@pytest.mark.parametrize(
    ("width", "scheme"), [*LOOKS, *(pytest.param(*look, marks=pytest.mark.slow) for look in OTHERS)]
)
@pytest.mark.parametrize("kind", PAGES)
def test_a_page_loads_in_silence_and_stands_still(browser, address, kind: str, scheme: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    messages: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: messages.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.on("requestfailed", lambda request: messages.append(f"failed: {request.url}"))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(address + PAGES[kind])
    if kind == "search":
        page.locator(".search-form ol li").first.wait_for()
    shift = page.evaluate(SHIFTS)
    console_messages = list(messages)  # before the page is closed, which breaks off what it still fetches
    context.close()
    assert console_messages == []
    assert [url for url in requests if not url.startswith((address, "data:"))] == []
    if kind != "search":  # what is found appears where nothing was
        assert shift == 0


@pytest.mark.parametrize("kind", PAGES)
def test_without_scripts_everything_is_there(browser, address, kind: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + PAGES[kind])
    assert page.locator("h1").count() == 1
    assert page.locator("main a").count() > 0
    if kind == "search":
        assert page.get_by_role("link", name="archives").is_visible()
        assert not page.get_by_role("searchbox").is_visible()
    context.close()


def test_search_finds_marks_filters_and_obeys_the_keyboard(browser, address) -> None:
    page = browser.new_page()
    page.goto(address + "/search/")
    box = page.get_by_role("searchbox")
    box.wait_for(state="visible")
    box.fill("apology")
    page.locator(".search-form mark").first.wait_for()
    assert "q=apology" in page.url
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.tagName") == "A"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.name") == "q"
    box.fill("trust")
    page.get_by_role("status").filter(has_text="pages found").wait_for()
    page.get_by_label("Year").select_option("2019")
    page.wait_for_url("**year=2019*")
    years = page.locator(".search-form [data-kind]")
    until(lambda: (texts := years.all_inner_texts()) and all(text.endswith("2019") for text in texts))
    follow(page, page.locator(".search-form li:has([data-kind]) a").first)
    assert "/2019/" in page.url
    page.close()


def test_a_page_is_fetched_when_its_link_is_pressed_and_not_before(browser, address) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    fetched: list[tuple[str, str]] = []
    devtools.on("Preload.prefetchStatusUpdated", lambda event: fetched.append((event["prefetchUrl"], event["status"])))
    devtools.send("Preload.enable")
    page.goto(address + PAGES["home"])
    link = page.locator("article .p-name a").nth(1)
    target = address + link.get_attribute("href")
    link.hover()
    page.wait_for_timeout(300)
    assert fetched == []
    page.mouse.down()
    until(lambda: page.wait_for_timeout(50) or (target, "Ready") in fetched)
    page.mouse.up()
    page.wait_for_url(target)
    context.close()
    assert fetched[:2] == [(target, "Running"), (target, "Ready")]
    assert {url for url, _ in fetched} == {target}


def test_the_policy_forbids_what_the_page_does_not_need(browser, address) -> None:
    page = browser.new_page()
    page.goto(address + PAGES["post"])
    with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        results = page.evaluate(
            """() => { const script = document.createElement('script'); script.textContent = 'window.ran = true';
            document.head.append(script); return window.ran === true; }"""
        )
    page.close()
    assert not results
