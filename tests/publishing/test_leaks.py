"""What is not published is nowhere in a release: no page, feed, sitemap or search index names it."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from lodestar.engine.program import SiteOptions, related
from lodestar.publishing.checks.leaks import find
from lodestar.publishing.ledger import Ledger, read_ledger
from lodestar.publishing.release import release_in_output

GIVEN = SiteOptions("content", ".cache/production", "publishconf.py")
TITLE = "A Secret That Is Told Nowhere"


def faults_of(site: Any) -> list[str]:
    """Return what the check says of the output as it lies there."""
    return [str(finding.problem) for finding in find(release_in_output(GIVEN, related(GIVEN)), Ledger())]


@pytest.mark.parametrize(
    ("front", "date", "line", "words"),
    [
        ("status: draft\n", "2026-01-02", 5, "this draft"),
        ("", "2027-01-02", 3, "this post, whose date is in the future,"),
    ],
)
def test_no_file_may_name_what_is_not_published(site: Any, front: str, date: str, line: int, words: str) -> None:
    site.post("one")
    site.post("secret", front, date=date, title=TITLE)
    assert site.run("check")[0] == 0
    address = f"/{date.replace('-', '/')}/secret/"
    output = Path(GIVEN.output)
    finding = f"content/posts/secret.md:{line}: {words}"
    for path, text in (
        ("about/index.html", f"<p>{TITLE}</p>"),
        ("feed/index.xml", f"<item><title>{TITLE}</title></item>"),
        ("feed.json", '{"items": [{"id": "urn:x:secret"}]}'),
        ("sitemap.xml", f"<loc>https://example.com{address}</loc>"),
        ("search/1/fragment/en_1234567.pf_fragment", gzip.compress(f'pagefind{{"url":"{address}"}}'.encode())),
    ):
        file = output / path
        before = file.read_bytes() if file.exists() else None
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        assert faults_of(site) == [f"{finding} is named in {path}; take it out there, or publish the post"]
        file.unlink() if before is None else file.write_bytes(before)
    page = output / address.strip("/") / "index.html"
    page.parent.mkdir(parents=True)
    page.write_text("<p>Here.</p>")
    assert faults_of(site) == [
        f"{finding} has the address {address} in the output; take it out there, or publish the post"
    ]


def test_the_title_of_a_post_that_readers_had_is_no_secret_and_a_list_that_names_the_post_is_refused(site: Any) -> None:
    site.post("one", body=f"As in “{TITLE}”.")
    site.post("secret", date="2026-01-02", title=TITLE)
    site.publish()
    site.post("secret", "status: draft\n", date="2026-01-02", title=TITLE)
    (site.folder / "redirects.txt").write_text("/2026/01/02/secret/ gone\n")
    site.publish()
    feed = Path(GIVEN.output, "feed.json")
    feed.write_text('{"items": [{"id": "urn:x:secret"}]}')
    findings = find(release_in_output(GIVEN, related(GIVEN)), read_ledger(Path("published"))[0])
    assert ["is named in feed.json" in str(finding.problem) for finding in findings] == [True]


def test_a_hidden_post_is_linked_by_hand_and_stands_in_no_list(site: Any) -> None:
    site.post("one")
    site.post("quiet", "status: hidden\n", date="2026-01-02")
    site.file("pages/about.md", "---\ntitle: About\n---\n[by hand](/2026/01/02/quiet/)")
    assert site.run("check")[0] == 0
    finding = "content/posts/quiet.md:5: this hidden post is named in"
    for path in ("archives/index.html", "feed/index.xml", "sitemap.xml"):
        file = Path(GIVEN.output) / path
        before = file.read_text()
        file.write_text(f'{before}<a href="/2026/01/02/quiet/">x</a>')
        assert faults_of(site)[0] == f"{finding} {path}; take it out there, or publish the post"
        file.write_text(before)
