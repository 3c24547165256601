"""Publishing writes the id of a post into its file of comments: from then on they follow it, whatever its address."""

from __future__ import annotations

from typing import Any

from lodestar.engine.program import SiteOptions, related
from plugins.comments.core import finder


def test_comments_stay_with_a_post_that_lost_every_trace_of_its_old_address(site: Any) -> None:
    post = site.post("hello", date="2026-01-01")
    comments = site.file("comments/hello.yaml", "# Kept.\n- name: Ann\n  date: 2026-01-02\n  text: Yes, indeed.\n")
    output = site.publish()
    assert "content/comments/hello.yaml: added the id of its post" in output
    kept_comments = "# Kept.\n- post: urn:x:hello\n  name: Ann\n  date: 2026-01-02\n  text: Yes, indeed.\n"
    assert comments.read_text() == kept_comments
    assert "added the id of its post" not in site.publish() and comments.read_text() == kept_comments
    post.rename(post.with_name("greetings.md"))
    (site.folder / "redirects.txt").write_text("/2026/01/01/hello/ /2026/01/01/greetings/\n")
    site.publish()  # comments that belong to no post would be refused
    content = related(SiteOptions("content", ".cache/production", "publishconf.py")).content
    [article] = content["posts"]
    assert finder(content["comments"], [article])(article).count == 1
