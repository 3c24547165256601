"""What is copied from content/: media and what the settings name; anything else is skipped, named or refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.drawing import picture

POST = "-- content/posts/x.md --\n---\ntitle: T\ndate: 2026-01-02\n---\n"
SECRET = "---\ntitle: Secret\ndate: 2026-01-02\nstatus: draft\n---\nNobody may read this.\n"


PICTURES = {".png": "PNG", ".avif": "AVIF", ".jfif": "JPEG"}
"""Pillow's names for the pictures by their endings; what is no picture would be refused."""


def built(build_site: Any, *files: str, post: str = "Text.\n", text: str = SECRET, **settings: Any) -> Any:
    """Build a site with a post and other files below content/, each with the same text."""
    return build_site(POST + post + "".join(f"-- content/{path} --\n{text}" for path in files), **settings)


@pytest.mark.parametrize(
    "path",
    [
        "images/a.png", "posts/2026/talk.mp3", "films/a.webm", "films/a.en.vtt", "files/deck.PDF", "a.woff2",
        "dates/summer.ics", "images/deep/er/a.avif", "images/a.jfif",
    ],
)  # fmt: skip
def test_media_is_copied_from_any_folder(build_site: Any, path: str) -> None:
    if form := PICTURES.get(Path(path).suffix):
        file = build_site.folder / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(picture(form))
        site = built(build_site)
    else:
        site = built(build_site, path, text="bytes\n")
    assert site.messages == []
    assert path in site


@pytest.mark.parametrize(
    "name",
    [
        "secret.md~", "secret.md.bak", "secret.md.orig", "secret.md.tmp", "#secret.md#", "secret.md.swp", "4913",
        "secret.md.sb-1234abcd-AbCdEf", "secret.md.rej", "._secret.md", ".#secret.md", "~$secret.docx", "secret.md.save",
        "secret.md___jb_old___", "secret.md.~1~", "secret.bak.2", "secret_BACKUP_4711.md", "secret.old",
        "secret (Ann's conflicted copy 2026-03-01).md", "secret.sync-conflict-20260301-101112-ABCDEFG.md",
        "secret (SFConflict ann@example.com 2026-03-01-10-11-12).md", "secret_conflict-20260301-101112.md",
        "secret (Kopie in Konflikt von Ann 2026-03-01).md", "secret (copia en conflicto de Ann 2026-03-01).md",
        ".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX/secret.md", "@eaDir/secret.md",
    ],
)  # fmt: skip
def test_what_programs_leave_beside_a_text_is_skipped_in_silence(build_site: Any, name: str) -> None:
    plain_files = built(build_site).files()
    site = built(build_site, f"posts/{name}", f"images/{name}", f"files/{name}")
    assert (site.code, site.messages, site.files()) == (0, [], plain_files)


def test_a_name_that_speaks_of_conflict_is_no_leftover(build_site: Any) -> None:
    site = build_site("-- content/posts/a-conflict-at-work.md --\n---\ntitle: T\ndate: 2026-01-02\n---\nText.\n")
    assert "2026/01/02/a-conflict-at-work/index.html" in site


@pytest.mark.says
@pytest.mark.parametrize(
    ("path", "cure"),
    [
        ("posts/HELLO.MD", 'name it "hello.md"'),
        ("posts/2026/other.markdown", 'name it "other.md"'),
        ("posts/hello.txt", 'name it "hello.md"'),
        ("posts/hello2.md.txt", 'name it "hello2.md"'),
        ("posts/extra.rst", 'name it "extra.md", written in Markdown'),
        ("pages/extra.html", 'name it "extra.md", written in Markdown'),
        ("comments/x.yml", 'name it "x.yaml"'),
        ("drafts/idea.md", "put it under content/posts/ with status: draft"),
        ("drafts/idea.mkd", 'put it under content/posts/ with status: draft, as "idea.md"'),
        ("note.md", "put it under content/posts/ with status: draft"),
        ("post/mine.md", "put it at content/posts/mine.md"),
        ("Page/2026/mine.md", "put it at content/pages/2026/mine.md"),
        ("private/secret.txt", "put it under content/posts/ with status: draft"),
        ("images/note.mdown", "put it under content/posts/ with status: draft"),
    ],
)
def test_a_text_that_is_not_read_stops_the_build_with_its_cure(build_site: Any, path: str, cure: str) -> None:
    site = built(build_site, path)
    assert site.code == 1
    (message,) = site.messages
    assert message.startswith(f"content/{path}:1: ")
    assert f"; {cure}" in message


@pytest.mark.says
@pytest.mark.parametrize(("path", "plugin"), [("calls/a.md", "course_cta"), ("courses/a/course.md", "course")])
def test_texts_of_a_plugin_that_is_left_out_are_named_and_stop_nothing(build_site: Any, path: str, plugin: str) -> None:
    from pelicanconf import PLUGINS

    site = built(build_site, path, PLUGINS=[name for name in PLUGINS if name != f"plugins.{plugin}"])
    message = (
        f'content/{path}:1: is not read, since PLUGINS leaves out plugins.{plugin}; add "plugins.{plugin}" to PLUGINS '
        "in pelicanconf.py, or take it out of content/"
    )
    assert (site.code, site.messages) == (0, [message])


@pytest.mark.says
def test_all_texts_out_of_place_are_named_in_one_run(build_site: Any) -> None:
    site = built(build_site, "drafts/a.md", "posts/b.MD", "c.html")
    assert [message.partition(":")[0] for message in site.messages] == [
        "content/c.html", "content/drafts/a.md", "content/posts/b.MD",
    ]  # fmt: skip


@pytest.mark.says
@pytest.mark.parametrize("path", ["posts/plan.docx", "data/numbers.csv", "backup.zip", "scripts/a.py", "LICENSE"])
def test_any_other_file_is_named_and_not_copied(build_site: Any, path: str) -> None:
    site = built(build_site, path)
    assert (site.code, path in site) == (0, False)
    assert site.messages == [
        f"content/{path}:1: is of no kind that is copied to the site; "
        "name it, or its folder, in STATIC_PATHS to publish it as it is, or take it out"
    ]
    assert built(build_site).messages == site.messages  # a build with nothing to do says it again
    (site.folder / "content" / path).unlink()
    assert built(build_site).messages == []


@pytest.mark.says
def test_a_link_to_a_file_that_is_not_copied_is_refused(build_site: Any) -> None:
    site = built(build_site, "papers/plan.docx", post="[plan]({static}/papers/plan.docx)\n")
    assert site.code == 1
    assert site.messages[-1] == (
        'content/posts/x.md:5: "{static}/papers/plan.docx" leads to content/papers/plan.docx, which is not copied to the '
        "site; name it, or its folder, in STATIC_PATHS, or take the link out"
    )


def test_what_static_paths_names_is_copied_as_it_is(build_site: Any) -> None:
    paths = [
        "files/plan.docx",
        "files/deep/deck.pptx",
        "files/all.zip",
        "files/notes.txt",
        "tools/sums.csv",
        "README.md",
    ]
    site = built(build_site, *paths, text="words\n", STATIC_PATHS=["files", "./tools/sums.csv", "README.md"])
    assert site.messages == []
    assert all(path in site for path in paths)


@pytest.mark.says
@pytest.mark.parametrize("path", ["files/secret.txt", "files/secret.md", "files/secret.html", "files/secret.rst"])
@pytest.mark.parametrize("header", [SECRET, "Title: Secret\nStatus: draft\n\nText\n"])
def test_a_draft_in_a_static_folder_is_refused(build_site: Any, path: str, header: str) -> None:
    site = built(build_site, path, text=header, STATIC_PATHS=["files"])
    assert (site.code, len(site.messages)) == (1, 1)


@pytest.mark.says
def test_a_draft_that_static_paths_names_itself_is_refused(build_site: Any) -> None:
    site = built(build_site, "files/secret.md", STATIC_PATHS=["files/secret.md"])
    assert site.code == 1
    assert "begins as a text of the site does, and would be copied as it is" in site.messages[0]


@pytest.mark.says
def test_markdown_in_a_static_folder_is_no_file_to_copy(build_site: Any) -> None:
    assert built(build_site, "files/a.md", text="Words.\n", STATIC_PATHS=["files"]).code == 1


def test_extra_path_metadata_puts_a_file_where_a_host_wants_it(build_site: Any) -> None:
    site = built(
        build_site, "extra/robots.txt", "extra/CNAME", "extra/.htaccess", "extra/favicon.svg", "extra/handout.docx",
        text="words\n", post="[handout]({static}/extra/handout.docx) [again](/handouts/one.docx)\n",
        EXTRA_PATH_METADATA={
            "extra/robots.txt": {"path": "robots.txt"}, "extra/CNAME": {"path": "CNAME"},
            "extra/.htaccess": {"path": ".htaccess"}, "extra/favicon.svg": {"path": "favicon.svg"},
            "extra/handout.docx": {"path": "handouts/one.docx"},
        },
    )  # fmt: skip
    assert site.messages == []
    assert [site[name] for name in ("robots.txt", "CNAME", ".htaccess", "favicon.svg")] == ["words\n"] * 4
    assert 'href="/handouts/one.docx"' in site["2026/01/02/x/index.html"]
    assert not any(path.startswith("extra/") for path in site.files())


@pytest.mark.says
def test_a_file_that_extra_path_metadata_names_and_that_is_not_there_is_named(build_site: Any) -> None:
    site = built(build_site, EXTRA_PATH_METADATA={"extra/CNAM": {"path": "CNAME"}})
    assert site.code == 0
    assert site.messages[0].startswith("content/extra/CNAM:1: is named in EXTRA_PATH_METADATA and does not exist;")


def test_a_hidden_folder_is_copied_where_static_paths_names_it(build_site: Any) -> None:
    site = built(
        build_site, ".well-known/security.txt", ".git/a.png", text="Contact: x\n", STATIC_PATHS=[".well-known/"]
    )
    assert (site.messages, ".well-known/security.txt" in site, ".git/a.png" in site) == ([], True, False)


def test_files_that_hosts_ask_for_by_name_may_lie_right_below_content(build_site: Any) -> None:
    site = built(build_site, "CNAME", "ads.txt", "google0123456789abcdef.html", text="words\n")
    assert (site.messages, "CNAME" in site, "ads.txt" in site) == ([], True, True)


def test_a_template_page_is_published_and_its_template_is_not(build_site: Any) -> None:
    site = built(build_site, "t/x.html", text="<p>{{ SITENAME }}</p>\n", TEMPLATE_PAGES={"t/x.html": "dest/x.html"})
    assert (site.messages, "t/x.html" in site, "dest/x.html" in site) == ([], False, True)
