"""The import proposes what the blog says of itself, and writes it into `site.yaml` when its author says yes."""

from __future__ import annotations

from pathlib import Path

from lodestar.base.site_file import SAMPLE_ID, read_site
from tests.wordpress.conftest import Importing
from tests.wordpress.exports import export, item, meta, term

BLOG = export(
    item(1, "x"),
    item(2, post_type="page", post_name="about", title="About me", link="https://blog.example/about/"),
    item(
        3,
        post_type="nav_menu_item",
        title="Home",
        terms=term("Top", "top", "nav_menu"),
        meta=meta("_menu_item_type", "custom") + meta("_menu_item_url", "https://blog.example/"),
    ),
).replace(
    "<title>A Blog</title>", "<title>A Blog</title><description>On &amp; off</description><language>en-GB</language>"
)
PROPOSED = """\
  name: A Blog
  sentence: On & off
  author: Margaret Smith
  address: https://blog.example
  timezone: America/Chicago
  language: en-GB
"""


def test_the_values_are_proposed_and_nothing_is_written_without_a_yes(importing: Importing) -> None:
    result = importing(BLOG)
    head = f"What the blog says of itself; --yes writes it into {result.folder}/site.yaml:\n"
    assert head + PROPOSED in result.output
    assert "Your mail address was not imported" in result.output
    assert "site.yaml" not in result.files()
    assert head + PROPOSED in result[".import/report.txt"]


def test_with_a_yes_they_are_the_sites(importing: Importing) -> None:
    result = importing(BLOG, options=("--yes",))
    assert f"Written into {result.folder}/site.yaml, as the blog had it; look at it:\n{PROPOSED}" in result.output
    site = read_site(result.folder)
    assert (site["name"], site["sentence"], site["author"]) == ("A Blog", "On & off", "Margaret Smith")
    assert site["menu"] == (("Home", "/"),)
    assert site["id"].startswith("urn:uuid:")
    assert "secret" not in result.everything(with_hidden=True)
    second_import = importing(BLOG, options=("--yes",))
    assert "Written into" not in second_import.output
    assert second_import.output.count("site.yaml") == 0


def test_the_values_of_the_sample_give_way_and_her_own_stay(importing: Importing, tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    sample = f"# mine\nname: Lead\nauthor: M\nmail: hello@example.com\nid: {SAMPLE_ID}\nfooter:\n  Feed: /feed/\n"
    (content / "site.yaml").write_text(sample)
    importing(BLOG, options=("--yes",))
    site = read_site(content)
    assert (site["name"], site["author"], site["footer"]) == ("A Blog", "Margaret Smith", (("Feed", "/feed/"),))
    assert "mail" not in site
    assert site["id"] != SAMPLE_ID
    (content / "site.yaml").write_text("# mine\nname: Calm Teams\nauthor: Jane\nid: urn:uuid:1\n")
    importing(BLOG, options=("--yes",))
    after = read_site(content)
    assert (after["name"], after["author"], after["id"]) == ("Calm Teams", "Jane", "urn:uuid:1")
    assert (after["address"], after["sentence"]) == ("https://blog.example", "On & off")


def test_the_blogs_menu_takes_the_place_of_what_begin_left_of_the_samples(importing: Importing, tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    site_file = "name: Calm Teams\nid: urn:uuid:1\nmenu:\n  Blog: /\n  Search: /search/\n"
    (tmp_path / "content/site.yaml").write_text(site_file)
    importing(BLOG, options=("--yes",))
    assert read_site(tmp_path / "content")["menu"] == (("Home", "/"),)
    (tmp_path / "content/site.yaml").write_text(site_file + "  Talks: /talks/\n")
    importing(BLOG, options=("--yes",))
    assert ("Talks", "/talks/") in read_site(tmp_path / "content")["menu"]


def test_a_site_file_that_cannot_be_read_stops_the_import_before_anything_is_written(
    importing: Importing, tmp_path: Path
) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/site.yaml").write_text("name: A\nname: B\n")
    result = importing(BLOG)
    assert result.code == 1
    assert 'site.yaml:2: "name" stands twice' in result.errors
    assert result.files() == ["site.yaml"]


def test_what_no_site_can_be_called_is_not_proposed(importing: Importing) -> None:
    odd_blog = BLOG.replace("<language>en-GB</language>", "<language>no language</language>").replace(
        "<link>https://blog.example</link>", "<link>blog</link>"
    )
    result = importing(odd_blog, options=("--yes",))
    assert result.code == 0
    assert "language" not in read_site(result.folder)
