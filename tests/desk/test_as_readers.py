"""The pane shows a text in the page that readers get of it."""

from __future__ import annotations

from lodestar.desk.as_readers import as_readers_see

SITE = "http://localhost:8000"
PAGE = """\
<!doctype html><html lang="en"><head><title>Old</title><link rel="stylesheet" href="/theme/site.css"><script src="/x.js"></script>
<meta http-equiv="Content-Security-Policy" content="default-src 'self'"><link rel="preload" href="/font"></head>
<body><main><h1>Old</h1><p>January 5</p><img src="/a.png" srcset="/a.png 1x, /b.png 2x">
<div class="post-body prose"><p>Old words</p><h2>One</h2><aside class="course-cta">The call</aside><h2>Two</h2></div>
<footer><a href="/author/ada/">About Ada</a> <a href="//elsewhere.example/">Away</a></footer></main></body></html>
"""


def preview(html: str, page: str = PAGE) -> str:
    """Return the page with another title and text."""
    return as_readers_see(page, SITE, "New & bold", html)


def test_title_and_words_are_those_of_the_editor_and_all_else_is_as_it_was_built():
    result = preview("<p>New words</p>")
    assert "<h1>New &amp; bold</h1>" in result and "<title>Preview of New &amp; bold</title>" in result
    assert "New words" in result and "Old words" not in result
    assert "January 5" in result and "About Ada" in result


def test_its_addresses_lead_to_the_preview_and_nothing_runs():
    result = preview("<p>New</p>")
    assert f'href="{SITE}/theme/site.css"' in result and f'href="{SITE}/author/ada/"' in result
    assert f'src="{SITE}/a.png"' in result and f'srcset="{SITE}/a.png 1x, {SITE}/b.png 2x"' in result
    assert 'href="//elsewhere.example/"' in result
    assert "<script" not in result and "http-equiv" not in result and "preload" not in result


def test_a_call_between_sections_stays_behind_as_many_headings():
    assert '<h2>A</h2><p>a</p><aside class="course-cta">' in preview("<h2>A</h2><p>a</p><h2>B</h2>")
    assert '<p>No heading</p><aside class="course-cta">' in preview("<p>No heading</p>")


def test_a_page_without_a_place_for_a_text_is_left_to_the_plain_pane():
    assert preview("<p>New</p>", "<html><head></head><body><main><h1>A list</h1></main></body></html>") == ""
