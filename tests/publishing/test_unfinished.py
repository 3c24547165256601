"""What remains of the sample, and placeholders, are findings; a site with them is not published."""

from __future__ import annotations

import json

import pytest

from lodestar.base.files import file_digest
from lodestar.publishing import sample
from tests.publishing.conftest import PublishedSite, site

__all__ = ["site"]


def refused(site: PublishedSite, url: str = "https://calm-teams.org", **settings: object) -> list[str]:
    site.configure(url, REHEARSAL=False, **settings)
    return site.refused()


@pytest.mark.parametrize("url", ["https://example.com", "http://localhost:8000", "https://www.your-name.com", "http://127.0.0.1"])  # fmt: skip
def test_an_address_that_is_nobodys_is_refused(site: PublishedSite, url: str) -> None:
    site.post("one")
    assert refused(site, url=url)[0] == (
        f"content/site.yaml:1: the site's address is {url}, where no reader finds it; "
        "write yours, or your host's; python3 tasks.py begin asks for it"
    )


def test_name_author_and_id_of_the_sample_are_refused(site: PublishedSite) -> None:
    site.post("one")
    (site.folder / "content/site.yaml").write_text(f"name: {sample.NAME}\nauthor: {sample.AUTHOR}\nid: {sample.ID}\n")
    result = refused(site, url="https://calm-teams.org", SITENAME=sample.NAME, AUTHOR=sample.AUTHOR)
    assert [line.partition("; ")[0] for line in result[:3]] == [
        f'content/site.yaml:1: the site is called "{sample.NAME}", as the sample is',
        f"content/site.yaml:2: its author is {sample.AUTHOR}, who wrote the sample",
        "content/site.yaml:3: the id of the feeds is that of the sample",
    ]


def test_placeholders_and_links_to_nobody_are_named_by_file_and_line_and_code_is_left_alone(
    site: PublishedSite,
) -> None:
    site.post(
        "one",
        body="Begin with a scene.\n\nWrite to [me](mailto:hello@example.com).\n\n    curl https://example.com/\n\nSee `http://localhost:80`.",
    )
    site.post("draft", front="status: draft\n", body="Begin with a scene.")
    result = refused(site)
    assert result[:2] == [
        'content/posts/one.md:6: "Begin with a scene." is a placeholder; write over it, or delete it',
        'content/posts/one.md:8: "mailto:hello@example.com" leads to nobody; write the address that you mean, or delete it',
    ]
    assert len(result) == 2


def test_texts_of_the_sample_that_nobody_changed_are_refused(
    site: PublishedSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    first_post, second_post, changed_post = site.post("one"), site.post("two"), site.post("changed")
    (site.folder / "sample.txt").write_text(sample.listed(site.folder / "content"))
    monkeypatch.setattr(sample, "LIST", site.folder / "sample.txt")
    changed_post.write_text(changed_post.read_text() + "\nAnd more of mine.\n")
    assert refused(site) == [
        "content/posts/one.md:1: 2 texts of the sample stand beside yours, this and others; "
        "write your own over them, or take them away: python3 tasks.py begin --sample empty"
    ]
    second_post.unlink()
    assert refused(site)[0].startswith("content/posts/one.md:1: is a text of the sample; ")
    first_post.write_bytes(first_post.read_bytes().replace(b"\n", b"\r\n"))
    assert refused(site)[0].startswith("content/posts/one.md:1: is a text of the sample; "), "as Windows saves it"


def test_the_host_of_github_pages_is_the_sites_own(site: PublishedSite) -> None:
    site.post("one")
    site.file("CNAME", "www.other.org\n")
    assert (
        'content/CNAME:1: says "www.other.org", and the site\'s address is https://calm-teams.org; '
        "write calm-teams.org, or delete the file"
    ) in refused(site)


def test_the_host_of_github_pages_is_mended_where_the_check_says_so(site: PublishedSite) -> None:
    site.post("one")
    site.file("CNAME", "www.other.org\n")
    refused(site)
    site.run("check", "--fix")
    assert (site.folder / "content" / "CNAME").read_text() == "calm-teams.org\n"


def test_a_site_of_her_own_is_published(site: PublishedSite) -> None:
    site.post("one")
    site.configure(url="https://calm-teams.org", REHEARSAL=False)
    site.publish()


def test_what_an_old_blog_said_of_example_hosts_stops_nobody_until_it_is_changed(site: PublishedSite) -> None:
    path = site.post("one", body="Try <https://www.example.com/search?q=me>.")
    state = {"files": {"posts/one.md": {"hash": file_digest(path)}}}
    site.file(".import/state.json", json.dumps(state))
    site.configure("https://calm-teams.org", REHEARSAL=False)
    code, output = site.run("check")
    assert code == 0, output
    path.write_text(path.read_text() + "\nMore.\n")
    assert [line.partition(" leads")[0] for line in site.refused()] == [
        'content/posts/one.md:6: "https://www.example.com"'
    ]
