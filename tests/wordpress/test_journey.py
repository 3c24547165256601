"""A move from an empty folder to a published blog, by the steps of docs/moving-from-wordpress.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.publishing.conftest import PublishedSite, site
from tests.wordpress.exports import UPLOADS, comment, export, item, meta, term
from tests.wordpress.files import bring, jpeg

__all__ = ["site"]
BLOG = "https://blog.example"
BIO = "Margaret Smith is a career coach and the founder of UXL, and lives in Minneapolis."
EXPORT = export(
    *(
        item(id, f"Thought {id}.\n\n[private]canary[/private]\n\n{BIO}", terms=term("Trust", "trust"), comments=comment(id, "Yes!"))
        for id in range(1, 8)
    ),
    item(20, '<a href="#lost">Down</a> <a href="/2020/02/03/post-1/">One</a>, [caption id="a" caption="A &quot;hill&quot;"]'
         f'<img src="{UPLOADS}/2020/02/hill.jpg" alt="A hill">[/caption]'),
    item(21, "Tags.", post_name="tags", link=f"{BLOG}/tags/"),
    item(22, "About.", post_type="page", post_name="about", link=f"{BLOG}/About/"),
    item(23, "Search.", post_type="page", post_name="search", link=f"{BLOG}/search/"),
    item(24, "canary", status="private"),
    item(25, "Case.", post_name="my-post", link=f"{BLOG}/2020/02/03/My-Post/"),
    item(26, "Sound.", meta=meta("enclosure", "https://media.example.net/ep1.mp3\n12345\naudio/mpeg")),
    item(27, "canary, rita@example.com", post_type="feedback"),
)  # fmt: skip


def feed() -> str:
    entries = (
        f"<item><link>{BLOG}/2020/02/03/post-{id}/?utm_source=rss</link><guid>urn:x:{id}</guid></item>"
        for id in range(1, 4)
    )
    return f"<rss><channel>{''.join(entries)}</channel></rss>"


@pytest.mark.seconds
def test_a_blog_moves_from_an_empty_folder_to_its_readers(site: PublishedSite) -> None:
    site.configure(HOSTING={"host": "nginx"}, SITENAME="Example")
    Path("blog.xml").write_text(EXPORT, encoding="utf-8")
    Path("feed-1.xml").write_text(feed(), encoding="utf-8")
    bring(site.folder, {"2020/02/hill.jpg": jpeg()})
    code, output = site.run("import_wordpress", "blog.xml", "--feed", "feed-1.xml", "--media", "media", "--lift")
    assert code == 0, output
    assert "Ids of the saved feed: 3 of 3 taken." in output

    assert '"#lost" leads to no place in posts/2020/post-20.md; it did not on the old blog; look at it' in output
    for name, value in re.findall(r"^  (SITE\w+|AUTHOR) = (\".*?\")  # in \w+\.py", output, re.MULTILINE):
        for file in (
            "pelicanconf.py",
            "publishconf.py",
        ):  # the second takes over the first, but for that of this small site
            with open(file, "a", encoding="utf-8") as stream:
                stream.write(f"{name} = {value}\n")
    code, output = site.run("build")
    assert code == 0, output
    code, output = site.run("check")
    assert code == 0, output
    site.publish()

    live = site.live / "current" if (site.live / "current").exists() else site.live
    all_text = "\n".join(path.read_text("utf-8", "replace") for path in live.rglob("*") if path.is_file())
    assert "canary" not in all_text
    assert "rita@example.com" not in all_text
    assert "<title>A Blog</title>" in (live / "feed/index.xml").read_text(encoding="utf-8")
    enclosure = '<enclosure url="https://media.example.net/ep1.mp3" length="12345" type="audio/mpeg"'
    assert enclosure in (live / "feed/index.xml").read_text(encoding="utf-8")
    assert all(f"urn:x:{id}<" in all_text for id in range(1, 4))

    edited = site.folder / "content/posts/2020/post-20.md"
    text = edited.read_text(encoding="utf-8")
    edited.write_text(f"{text}\nMore.\n", encoding="utf-8")
    assert any('#lost" leads to' in line for line in site.refused()), "what its author changed is theirs to mend"
    edited.write_text(text, encoding="utf-8")

    second_export = EXPORT.replace("Thought 3.", "Thought 3, and more.").replace(">post-2<", ">another-slug<")
    Path("blog.xml").write_text(second_export, encoding="utf-8")
    assert site.run("import_wordpress", "blog.xml", "--feed", "feed-1.xml", "--lift")[0] == 0
    assert site.run("check", "--fix")[0] == 0
    site.publish()
    entries = Path("published/entries.txt").read_text(encoding="utf-8")
    assert len(entries.splitlines()) == len({line.split("\t")[0] for line in entries.splitlines()}), "no post twice"
