"""A release with a link, a jump or a rule that leads nowhere is refused, with a message that says how to mend it."""

from __future__ import annotations

import json
from typing import Any

from lodestar.base.files import file_digest

PLACE = "2026/01/01"


def test_a_place_on_another_page_must_exist(site: Any) -> None:
    site.post("one", body="## The pause\n\nText.")
    site.post("two", body="Text.\n\n[there]({filename}one.md#the-pose) [here](#nowhere)")
    (site.folder / "theme/templates/article.html").write_text("{{ show(page.entry.body) }}")
    (site.folder / "theme/templates/archive.html").write_text("{{ page.title }}")
    refused = [line.partition(" (and on")[0] + line.partition(" more)")[2] for line in site.refused()]
    assert (
        f'content/posts/two.md:8: "/{PLACE}/one/#the-pose" leads to /{PLACE}/one/, which has no place "the-pose"; '
        f'did you mean "/{PLACE}/one/#the-pause"?' in refused
    )
    assert (
        f'content/posts/two.md:8: "#nowhere" leads to /{PLACE}/two/, which has no place "nowhere"'
        "; name an address of the site, or take the link out" in refused
    )


def test_a_link_that_was_dead_on_the_old_blog_stops_nobody_until_its_text_is_changed(site: Any) -> None:
    path = site.post("one", body="[a](https://example.com/nowhere.html) [b](https://example.com/was.html)")
    (site.folder / "theme/templates/article.html").write_text("{{ show(page.entry.body) }}")
    (site.folder / "theme/templates/archive.html").write_text("{{ page.title }}")
    state = {"files": {"posts/one.md": {"hash": file_digest(path)}}}
    site.file(".import/state.json", json.dumps(state))
    assert site.run("check")[0] == 0
    path.write_text(path.read_text() + "\nMore.\n")
    assert [line.partition(" leads")[0].partition('"')[2] for line in site.refused()] == [
        'https://example.com/nowhere.html"', 'https://example.com/was.html"',
    ]  # fmt: skip


def test_a_picture_or_link_of_a_template_must_exist(site: Any) -> None:
    site.post("one")
    home = site.folder / "theme/templates/home.html"
    home.write_text(
        home.read_text() + '<img src="/images/none.png" srcset="/images/a.png 1x"><a href="/nowhere/">x</a>'
    )
    otherwise = "name an address of the site, or take the link out"
    assert site.refused() == [
        f'index.html:1: "/images/a.png" leads to nothing; {otherwise}',
        f'index.html:1: "/images/none.png" leads to nothing; {otherwise}',
        f'index.html:1: "/nowhere/" leads to nothing; {otherwise}',
    ]


def test_links_of_feeds_must_lead_somewhere(site: Any) -> None:
    site.post("one")
    feed = site.folder / "theme/templates/feed.rss.xml"
    feed.write_text(
        feed.read_text().replace("<link>{{ page.url|absolute }}</link>", "<link>{{ site.url }}/lost/</link>", 1)
    )
    assert site.refused() == [
        'feed/index.xml:1: "https://example.com/lost/" leads to nothing; '
        "name an address of the site, or take the link out"
    ]


def test_redirects_must_not_chain_loop_shadow_or_lead_to_nothing(site: Any) -> None:
    site.configure(HOSTING={"host": "nginx"})
    site.post("one", "aliases: [/old/]\n")
    post = f"/{PLACE}/one/"
    (site.folder / "redirects.txt").write_text(f"/a/ /old/\n/b/ /c/\n/c/ /b/\n{post} /tags/\n/d/ /nowhere/\n")
    assert site.refused() == [
        f"redirects.txt:1: redirects follow each other: /a/ to /old/ to {post}; write /a/ {post}",
        "redirects.txt:2: redirects lead in a circle: /b/ to /c/ to /b/; name the page that readers shall see",
        "redirects.txt:3: redirects lead in a circle: /c/ to /b/ to /c/; name the page that readers shall see",
        f"redirects.txt:4: the redirect of {post} shadows the page of content/posts/one.md, which has this address; delete it",
        "redirects.txt:5: /d/ redirects to /nowhere/, which leads to nothing; name a page",
    ]


def test_a_link_of_the_settings_is_told_with_its_line_there(site: Any) -> None:
    site.post("one")
    for name in ("pelicanconf.py", "publishconf.py"):
        text = (site.folder / name).read_text()
        (site.folder / name).write_text(text + 'MENUITEMS = (\n    ("Blog", "/"),\n    ("Shop", "/shop/"),\n)\n')
    for name in ("article.html", "home.html"):
        theme = site.folder / "theme/templates" / name
        theme.write_text(theme.read_text() + '<a href="/shop/">Shop</a>')
    line = (site.folder / "pelicanconf.py").read_text().splitlines().index('    ("Shop", "/shop/"),') + 1
    assert site.refused()[:1] == [
        f'pelicanconf.py:{line}: "/shop/" in MENUITEMS leads to nothing; name an address of the site, or take the entry out'
    ]


def test_a_dead_jump_is_told_once_and_not_for_each_archive(site: Any) -> None:
    site.post("one", "tags: [trust]\n", body="## A part\n\n[Down](#end)")
    [finding] = site.refused()
    assert f'/{PLACE}/one/#end" leads to /{PLACE}/one/, which has no place "end"' in finding


def test_rules_of_an_import_follow_a_post_that_moves(site: Any) -> None:
    """Nobody edits a generated file: the alias that --fix writes is all that there is to do."""
    site.configure(HOSTING={"host": "nginx"})
    path = site.post("one")
    rules = site.folder / "content/redirects.txt"
    rules.write_text(f"/?p=1 /{PLACE}/one/\n/before/ /{PLACE}/one/\n")
    site.publish()
    path.write_text(path.read_text().replace("id:", "slug: other\nid:", 1))
    assert site.run("check", "--fix")[0] == 0
    site.publish()
    maps = next((site.folder / "published").parent.rglob(".nginx/maps.conf")).read_text()
    assert f'"/?p=1" "/{PLACE}/other/";' in maps
    assert f'"/before/" "/{PLACE}/other/";' in maps
    assert rules.read_text().count(f"/{PLACE}/one/") == 2


def test_a_line_of_the_rules_that_is_none_is_refused(site: Any) -> None:
    site.post("one")
    (site.folder / "redirects.txt").write_text("# fine\nold new\n/x/ nowhere\n")
    code, output = site.run("check")
    assert code == 1
    assert output.splitlines() == [
        'redirects.txt:2: "old new" is no rule; write "/old/ /new/" or "/old/ gone"',
        'redirects.txt:3: "nowhere" is no address; begin it with "/" or "https://", or write "gone"',
    ]
