"""The preview answers as a good host does, shows what is not published yet, and says what stops the build."""

from __future__ import annotations

import pytest

from tests.desk.conftest import Live


def test_a_feed_answers_at_its_folder_and_says_what_it_is(live):
    assert live.see("/feed/").headers["content-type"].startswith("application/rss+xml")
    assert live.see("/feed/atom/").headers["content-type"].startswith("application/atom+xml")


def test_a_page_without_its_slash_leads_to_the_one_with_it(live):
    answer = live.see("/about")
    assert (answer.status, answer.headers["location"]) == (302, "/about/")


def test_what_is_not_there_gets_the_sites_own_page_and_404(live):
    answer = live.see("/nothing/here/")
    assert answer.status == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert "<h1" in answer.text


def test_head_says_what_get_would(live):
    for path in ("/about/", "/favicon.svg", "/feed/"):
        get, head = live.see(path), live.see(path, "HEAD")
        assert (head.status, head.body) == (200, b"")
        assert head.headers["content-length"] == str(len(get.body))
        assert head.headers["content-type"] == get.headers["content-type"]


def test_a_part_of_a_file_can_be_asked_for(live):
    answer = live.see("/favicon.svg", Range="bytes=0-3")
    assert (answer.status, answer.body) == (206, b"<svg")
    assert live.see("/favicon.svg", Range="bytes=999999-").status == 416


def test_nothing_outside_the_site_is_served(live):
    (live.folder / "secret.txt").write_text("secret")
    (live.output / "link.txt").symlink_to(live.folder / "secret.txt")
    for path in (
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/link.txt",
        "/.desk/../../secret.txt",
        "/a%00b",
        "/..%5csecret.txt",
        "//etc/passwd",
    ):
        answer = live.see(path)
        assert answer.status in (400, 404), path
        assert b"secret" not in answer.body.replace(path.encode(), b"")


def test_drafts_and_scheduled_posts_are_shown_and_marked(live):
    draft_page, scheduled_page = live.see("/2026/02/05/second/"), live.see("/2036/03/01/third/")
    assert "<strong>Draft</strong>" in draft_page.text
    assert "<strong>Scheduled</strong>" in scheduled_page.text and "2036-03-01 10:00" in scheduled_page.text
    assert "desk-draft" not in live.see("/2026/01/05/first/").text


def test_the_mark_is_in_what_is_served_and_not_in_what_was_built(live):
    assert "desk-notice" in live.see("/about/").text
    assert not any(b"desk-notice" in path.read_bytes() for path in live.output.rglob("*.html"))


def test_a_build_error_is_said_over_the_last_good_page_and_goes_when_it_is_mended(live):
    path = live.content / "posts/2026/first.md"
    good_text = path.read_text()
    before = live.see("/2026/01/05/first/").text
    path.write_text(good_text.replace("title:", "tittle:"))
    live.until(lambda: "cannot be built" in live.see("/2026/01/05/first/").text)
    page_text = live.see("/2026/01/05/first/").text
    assert (
        "content/posts/2026/first.md:2</code>: unknown key &#34;tittle&#34;; did you mean &#34;title&#34;?" in page_text
    )
    assert "Hello there." in page_text and "Hello there." in before
    path.write_text(good_text)
    live.until(lambda: "cannot be built" not in live.see("/2026/01/05/first/").text)


def test_a_change_of_content_is_taken_up(live):
    path = live.content / "pages/about.md"
    path.write_text("---\ntitle: About\n---\nAbout everything.\n")
    live.until(lambda: "About everything." in live.see("/about/").text)


def test_a_page_hears_of_its_own_changes_alone():
    from lodestar.desk.preview import concerns

    assert concerns("/about/", ["about/index.html"])
    assert concerns("/about/", ["images/a.png"])
    assert not concerns("/about/", ["index.html", "feed/index.xml"])
    assert concerns("/", ["index.html"])


def test_a_change_of_settings_starts_the_builder_anew(live):
    path = live.folder / "settings.py"
    good_text = path.read_text()
    path.write_text(good_text + '\nSITENAME = "Another Name"\n')
    live.until(lambda: "Another Name" in live.see("/about/").text)
    path.write_text(good_text)
    live.until(lambda: "Another Name" not in live.see("/about/").text)


@pytest.mark.server
def test_settings_that_are_saved_by_a_rename_are_taken_up_each_time_and_a_slip_is_shown_with_its_line(tmp_path):
    """As vim, TextEdit and `sed -i` save."""
    desk = Live(tmp_path)
    settings, good_text = tmp_path / "settings.py", (tmp_path / "settings.py").read_text()

    def save(text: str) -> None:
        (tmp_path / "settings.tmp").write_text(text)
        (tmp_path / "settings.tmp").replace(settings)

    try:
        desk.until(lambda: desk.see("/about/").status == 200)
        save(good_text + 'SITENAME = "Ada\'s "Big" Site"\n')
        desk.until(lambda: "Python cannot read this" in desk.get("/posts").text)
        line = good_text.count("\n") + 1
        assert f"settings.py:{line}<" in desk.get("/posts").text
        for name in ("First Name", "Second Name"):
            save(good_text + f'SITENAME = "{name}"\n')
            desk.until(lambda name=name: name in desk.see("/about/").text)
        assert "cannot be built" not in desk.get("/posts").text
    finally:
        desk.stop()


@pytest.mark.server
def test_a_site_below_a_path_is_seen_below_it(tmp_path):
    live = Live(tmp_path, settings_lines='SITEURL = "https://ada.example/blog"\n')
    try:
        live.until(lambda: live.see("/blog/about/").status == 200)
        page = live.see("/blog/about/").text
        assert 'href="/blog/"' in page and 'href="/blog/theme/site.' in page
        # the page stands a moment before the desk has heard of it; then it comes again by itself
        live.until(lambda: "<strong>Draft</strong>" in live.see("/blog/2026/02/05/second/").text)
        assert "<strong>Draft</strong>" in live.see("/.desk/notice?page=/blog/2026/02/05/second/").text
        for path, target in (
            ("/", "/blog/"),
            ("/about/", "/blog/about/"),
            ("/blog", "/blog/"),
            ("/blog/about", "/blog/about/"),
        ):
            answer = live.see(path)
            assert (answer.status, answer.headers["location"]) == (302, target), path
    finally:
        live.stop()
