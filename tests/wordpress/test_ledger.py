"""What the old blog had published is the site's ledger from the first day: a build that would lose some of it is refused."""

from __future__ import annotations

import pytest

from lodestar.wordpress.command import main
from tests.publishing.conftest import PublishedSite, site
from tests.wordpress.exports import comment, export, item, term

__all__ = ["site"]
GMT = {"post_date_gmt": "2020-02-03 10:00:00"}
LINK = "https://blog.example/an/old/address/"


@pytest.fixture
def moved_blog(site: PublishedSite) -> PublishedSite:
    """A site into which a blog has just been moved."""
    page = item(3, "P", post_type="page", post_name="about", link="https://blog.example/about/", **GMT)
    terms = term("A", "a") + term("Work", "work", "category")
    first_item = item(1, "One", link=LINK, terms=terms, comments=comment(7, "Yes"), **GMT)
    export_file = site.folder / "export.xml"
    export_file.write_text(export(first_item, item(2, "Two", **GMT), page, item(4, "Soon", status="draft", **GMT)))
    assert main([str(export_file), "--content", str(site.folder / "content")]) == 0
    return site


def test_a_moved_blog_passes_every_check_and_its_past_goes_into_the_ledger(moved_blog: PublishedSite) -> None:
    assert moved_blog.run("check")[0] == 0
    moved_blog.publish()
    ledger = (moved_blog.folder / "published/addresses.txt").read_text()
    assert "/an/old/address/\tredirect\t/2020/02/03/post-1/\twordpress\n" in ledger
    assert "/2020/02/03/post-2/\tpost\thttps://blog.example/?p=2\twordpress\n" in ledger
    assert "soon" not in ledger.lower()
    assert "https://blog.example/?p=1\t" in (moved_blog.folder / "published/entries.txt").read_text()


def test_a_blog_of_pages_alone_passes_every_check(site: PublishedSite) -> None:
    page = item(3, "P", post_type="page", post_name="about", link="https://blog.example/about/", **GMT)
    (site.folder / "export.xml").write_text(export(page, item(4, "Soon", status="draft", **GMT)))
    assert main([str(site.folder / "export.xml"), "--content", str(site.folder / "content")]) == 0
    code, output = site.run("check")
    assert code == 0, output


def test_a_build_that_loses_an_address_of_the_old_blog_is_refused(moved_blog: PublishedSite) -> None:
    (moved_blog.folder / "content/posts/2020/post-2.md").unlink()
    (moved_blog.folder / "content/pages/about.md").unlink()
    refused = "\n".join(moved_blog.refused())
    for vanished in ("/2020/02/03/post-2/ was published and would vanish", "/about/ was published and would vanish"):
        assert vanished in refused


def test_a_post_that_loses_its_old_id_is_refused(moved_blog: PublishedSite) -> None:
    path = moved_blog.folder / "content/posts/2020/post-1.md"
    path.write_text(path.read_text().replace("id: https://blog.example/?p=1\n", "id: urn:x:new\n"))
    assert "https://blog.example/?p=1" in "\n".join(moved_blog.refused())


def test_the_same_move_again_leaves_the_ledger_alone(moved_blog: PublishedSite) -> None:
    moved_blog.publish()
    before = (moved_blog.folder / "published/addresses.txt").read_bytes()
    main([str(moved_blog.folder / "export.xml"), "--content", str(moved_blog.folder / "content")])
    moved_blog.publish()
    assert (moved_blog.folder / "published/addresses.txt").read_bytes() == before


def test_a_date_with_another_offset_is_the_same_moment_in_the_ledger(site: PublishedSite) -> None:
    """The newest post is of a day on which the blog had another zone: its first check must not take it for moved."""
    usual = [
        item(id, "x", post_date=f"2020-02-0{id} 10:00:00", post_date_gmt=f"2020-02-0{id} 10:00:00")
        for id in range(1, 9)
    ]
    odd_item = item(9, "y", post_date="2020-02-09 03:00:00", post_date_gmt="2020-02-09 08:00:00")
    (site.folder / "export.xml").write_text(export(*usual, odd_item))
    options = ["--content", str(site.folder / "content"), "--timezone", "UTC"]
    assert main([str(site.folder / "export.xml"), *options]) == 0
    assert "date: 2020-02-09 03:00:00-05:00" in (site.folder / "content/posts/2020/post-9.md").read_text()
    assert "\t2020-02-09T08:00:00+00:00\t" in (site.folder / "content/.import/ledger/entries.txt").read_text()
    code, output = site.run("check")
    assert code == 0, output
