"""What the export knows of a post beside its text has its place here, or is kept aside and named."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.wordpress.conftest import Importing
from tests.wordpress.exports import UPLOADS, comment, export, item, meta, term

POST = "posts/2020/post-1.md"
AMY = (
    "<wp:author><wp:author_id>2</wp:author_id><wp:author_login>amy</wp:author_login>"
    "<wp:author_display_name>Amy Second</wp:author_display_name></wp:author>"
)


def test_a_post_has_all_of_its_authors(importing: Importing) -> None:
    terms = term("margaret", "cap-margaret", "author") + term("amy", "cap-amy", "author")
    result = importing(export(item(1, "x", terms=terms), terms=AMY))
    assert "authors: [Margaret Smith, Amy Second]" in result.header(POST)
    assert {"authors/margaret.md", "authors/amy.md"} <= set(result.files())


def test_a_guest_author_is_known_by_the_name_readers_saw(importing: Importing) -> None:
    facts = (
        meta("cap-user_login", "joe")
        + meta("cap-display_name", "Joe Guest")
        + meta("cap-user_email", "joe@secret.example")
    )
    guest = item(9, "", post_type="guest-author", title="Joe", meta=facts)
    result = importing(export(item(1, "x", terms=term("joe", "cap-joe", "author")), guest))
    assert "authors: [Joe Guest]" in result.header(POST)
    assert "secret.example" not in result.everything(with_hidden=True)


def test_a_series_stays_one_and_other_taxonomies_are_kept_aside(importing: Importing) -> None:
    terms = term("Calm Weeks", "calm-weeks", "series") + term("Minneapolis", "minneapolis", "location")
    result = importing(export(item(1, "x", terms=terms + term("Deutsch", "de", "language"))))
    assert "series: Calm Weeks" in result.header(POST)
    assert "lang: de" in result.header(POST)
    assert yaml.safe_load(result[".import/unplaced.yaml"])[POST] == {"location": ["Minneapolis"]}
    assert "The site has no field for: location (1)." in result.output


def test_what_search_engines_were_told_is_kept_aside(importing: Importing) -> None:
    yoast = meta("_yoast_wpseo_title", "For engines") + meta("_yoast_wpseo_meta-robots-noindex", "1")
    yoast += meta("_yoast_wpseo_canonical", "https://elsewhere.example/original/")
    rank = meta("rank_math_robots", 'a:1:{i:0;s:7:"noindex";}') + meta("rank_math_description", "For engines.")
    canonical = meta("_yoast_wpseo_canonical", "https://blog.example/2020/02/03/post-3/")
    result = importing(
        export(item(1, "x", meta=yoast), item(2, "x", excerpt="For readers.", meta=rank), item(3, "x", meta=canonical))
    )
    assert yaml.safe_load(result[".import/unplaced.yaml"]) == {
        POST: {"search_title": "For engines", "noindex": True, "canonical": "https://elsewhere.example/original/"},
        "posts/2020/post-2.md": {"search_description": "For engines.", "noindex": True},
    }
    assert f"Search engines were kept out of {POST}, posts/2020/post-2.md; here they are not." in result.output


def test_the_caption_of_a_featured_image_is_kept_beside_it(importing: Importing) -> None:
    url = f"{UPLOADS}/2020/02/p.jpg"
    picture = item(7, post_type="attachment", status="inherit", attachment_url=url, excerpt="Photo: Nina Lens")
    result = importing(export(item(1, "x", meta=meta("_thumbnail_id", "7")), picture))
    unplaced = yaml.safe_load(result[".import/unplaced.yaml"])[POST]
    assert unplaced == {"featured_image": url, "featured_image_caption": "Photo: Nina Lens"}


@pytest.mark.parametrize(
    "text", ["%%excerpt%% on %%sitename%%", "%excerpt% | %sitename%", "#post_excerpt #site_title", "{{title}}"]
)
def test_a_template_is_no_summary(importing: Importing, text: str) -> None:
    result = importing(export(item(1, "x", meta=meta("_yoast_wpseo_metadesc", text))))
    assert "summary" not in result[POST]
    assert f'the description of {POST} is a template ("{text}")' in result.output


def test_a_percentage_is_no_template(importing: Importing) -> None:
    result = importing(export(item(1, "x", meta=meta("_yoast_wpseo_metadesc", "Why 90% of teams, 50%, or 5% stay"))))
    assert "summary: Why 90% of teams, 50%, or 5% stay" in result[POST]


def test_shortcodes_of_an_excerpt_are_no_part_of_the_summary(importing: Importing) -> None:
    caption = '[caption id=”attachment_60” width=”300”]<img src="x.jpg" alt="One"> A caption[/caption]'
    result = importing(export(item(1, "x", excerpt=f"{caption} The real excerpt. [gallery ids=”1,2”]")))
    assert "summary: The real excerpt." in result.header(POST)
    excerpt = "He said [sic] so. [su_box title=1]Boxed[/su_box]"
    assert (
        "summary: He said [sic] so. Boxed" in importing(export(item(2, "x", excerpt=excerpt)))["posts/2020/post-2.md"]
    )


def test_a_post_without_a_date_has_the_day_of_its_address(importing: Importing) -> None:
    none = dict.fromkeys(("post_date", "post_date_gmt"), "0000-00-00 00:00:00")
    result = importing(export(item(1, "x", link="https://blog.example/2014/05/06/post-1/", **none)))
    assert "date: 2014-05-06 00:00:00" in result["posts/2014/post-1.md"]


def test_webmentions_and_reviews_stay_and_notes_of_plugins_do_not(importing: Importing) -> None:
    kinds = ["comment", "webmention", "review", "order_note", "note"]
    comments = [comment(id, f"Said as {kind}.", comment_type=kind) for id, kind in enumerate(kinds, 1)]
    imported = importing(export(item(1, "x", comments="".join([*comments, comment(6, "no", approved="0")]))))
    result = yaml.safe_load(imported["comments/post-1.yaml"])
    assert [(element["text"], element.get("kind")) for element in result] == [
        ("Said as comment.", None), ("Said as webmention.", "pingback"), ("Said as review.", None),
    ]  # fmt: skip
    assert (
        "Left behind: 1 comments of the kind note, 1 comments of the kind order_note, 1 comments that were not approved."
        in imported.output
    )


def feed(folder: Path, *entries: tuple[str, str], extra: str = "") -> tuple[str, str]:
    path = folder / "feed.xml"
    items = "".join(f"<item><link>{link}</link>{extra}<guid>{guid}</guid></item>" for link, guid in entries)
    path.write_text(
        f'<rss xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel>{items}</channel></rss>'
    )
    return "--feed", str(path)


@pytest.mark.parametrize(
    ("link", "guid", "extra"),
    [
        ("https://blog.example/2020/02/03/post-1/?utm_source=rss&amp;utm_medium=rss", "http://b.example/?p=1", ""),
        ("https://blog.example/2020/02/03/post-1", "http://b.example/?p=1", ""),
        ("https://blog.example/?p=1&amp;utm_source=rss", "http://b.example/?p=1", ""),
        ("https://feedproxy.example/~r/x/1", "http://b.example/?p=1", "<feedburner:origLink>https://blog.example/2020/02/03/post-1/</feedburner:origLink>"),
        ("https://elsewhere.example/moved/", "http://blog.example/?p=1", ""),
    ],
)  # fmt: skip
def test_an_entry_of_the_saved_feed_is_known_by_path_or_id(
    importing: Importing, tmp_path: Path, link: str, guid: str, extra: str
) -> None:
    options = feed(tmp_path, (link, guid), extra=extra)
    result = importing(export(item(1, "x"), item(2, "y")), options=options)
    assert f"id: {guid}" in result.header(POST)
    assert "Ids of the saved feed: 1 of 1 taken." in result.output
    assert result.code == 0


def test_a_feed_that_is_not_of_this_blog_is_a_fault(importing: Importing, tmp_path: Path) -> None:
    options = feed(tmp_path, ("https://other.example/a/", "1"), ("https://other.example/b/", "2"))
    result = importing(export(item(1, "x")), options=options)
    assert "Ids of the saved feed: 0 of 2 taken." in result.output
    assert "feed.xml:1: no entry, such as https://other.example/a/, is a post of this export" in result.output
    assert result.code == 1


def test_an_entry_that_the_export_lacks_is_named(importing: Importing, tmp_path: Path) -> None:
    options = feed(tmp_path, ("https://blog.example/2020/02/03/post-1/", "1"), ("https://blog.example/b/", "2"))
    result = importing(export(item(1, "x")), options=options)
    assert "Ids of the saved feed: 1 of 2 taken." in result.output
    assert "the entry https://blog.example/b/ is a post of this export; export the blog again" not in result.output
    assert "the entry https://blog.example/b/ is no post of this export" in result.output
