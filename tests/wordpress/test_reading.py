"""Exports are read as a stream, mended where that is safe, and refused with a line where it is not."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from lodestar.wordpress.index import build, stream
from lodestar.wordpress.unpack import ExportFile
from tests.wordpress.conftest import Importing
from tests.wordpress.exports import HEAD, export, item
from tests.wordpress.large import large

FEED = (
    '<rss version="2.0"><channel><title>A Blog</title><item><title>A</title>'
    "<link>https://blog.example/2020/02/03/post-1/</link><guid>1</guid></item></channel></rss>"
)
WARNING = "<br />\n<b>Warning</b>: Undefined variable $x in <b>plugins/x.php</b> on line <b>3</b><br />\n"


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("\n", "", ":1: an empty line before <?xml; left out"),
        (WARNING, "", ':1: "<br /> <b>Warning</b>: Undefined variable $x'),
        ("Notice: x\n", "", ':1: "Notice: x" before the beginning; left out'),
        ("", WARNING, "something stands after the end; left out"),
        ("\n", f"\n{WARNING}", "something stands after the end; left out"),
    ],
)
def test_what_stands_before_and_after_the_export_is_left_out(
    importing: Importing, before: str, after: str, message: str
) -> None:
    result = importing(before + export(item(1, "x [contact-form to=1]")) + after)
    assert result.code == 0
    assert message in result.output
    assert f"export-0.xml:{11 + before.count(chr(10))}: the shortcode" in result.output, "lines are those of the file"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "iso-8859-1", "cp1252"])
@pytest.mark.parametrize("text", ["Café", "Café & x"])
def test_other_encodings_are_read(importing: Importing, tmp_path: Path, encoding: str, text: str) -> None:
    path = tmp_path / "saved.xml"
    declared = "UTF-8" if encoding in ("utf-8-sig", "cp1252") else encoding.removesuffix("-le").removesuffix("-be")
    title = item(1, "x").replace("<title>Post 1</title>", f"<title>{text}</title>")
    path.write_bytes(export(title).replace('encoding="UTF-8"', f'encoding="{declared}"').encode(encoding))
    result = importing(path)
    assert result.header("posts/2020/post-1.md")[0] == f"title: {text}"


def test_a_bare_ampersand_is_mended_and_named(importing: Importing) -> None:
    text = export(item(1, "x")).replace(
        "<link>https://blog.example/2020/02/03/post-1/</link>", "<link>https://blog.example/?a=1&b=2</link>"
    )
    result = importing(text)
    assert result.code == 0
    assert 'export-0.xml:10: a bare "&"; read as "&amp;"' in result.output


def test_a_control_character_is_left_out(importing: Importing) -> None:
    result = importing(export(item(1, "be\x0bfore")))
    assert result.body("posts/2020/post-1.md") == "before"
    assert "control character U+000B; left out" in result.output


def test_the_end_of_a_section_inside_a_text_is_kept(importing: Importing) -> None:
    result = importing(export(item(1, "a[b[0]]> c")))
    assert result.body("posts/2020/post-1.md") == "a\\[b\\[0]]> c"
    assert '"]]>" inside a text; kept as it stands' in result.output


def test_bytes_that_are_not_utf_8_are_read_as_windows_1252(importing: Importing) -> None:
    result = importing(export(item(1, "caf\udce9")))
    assert result.body("posts/2020/post-1.md") == "café"
    assert "byte 0xe9 is not UTF-8; read as Windows-1252" in result.output


@pytest.mark.parametrize(
    ("text", "line", "fault"),
    [
        (export(item(1, "x"))[:-200], None, "the file ends too early inside <"),
        (HEAD.replace("<rss", '<!DOCTYPE rss [<!ENTITY a "b">]>\n<rss') + "</channel></rss>", 2, "a document type"),
        ("<html><body>Log in</body></html>", 1, "this is a web page, and no export; log in to the blog"),
        ("<!DOCTYPE html><html><body>Log in &nbsp;</body></html>", 1, "this is a web page, and no export"),
        ('<?xml version="1.0"?>\n<!DOCTYPE html><html></html>', 2, "this is a web page, and no export"),
        ("PK\x03\x04\x14", 1, "this archive is damaged (File is not a zip file); download the export again"),
        (
            "\x1f\udc8b\x08",
            1,
            "this archive is damaged (Compressed file ended before the end-of-stream marker was reached); download",
        ),
        ("<svg/>", 1, "this is no WordPress export"),
        (FEED, 1, "this is a feed, and no export; give it with --feed"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"><entry/></feed>', 1, "this is a feed, and no export"),
        ("", 1, "the file ends too early"),
        (export("<item><title>x</item>"), 10, "this is not well-formed XML (mismatched tag)"),
    ],
)
def test_what_cannot_be_mended_is_refused_before_anything_is_written(
    importing: Importing, text: str, line: int | None, fault: str
) -> None:
    result = importing(text)
    assert result.code == 1
    assert f"export-0.xml:{line or ''}" in result.errors
    assert fault in result.errors
    assert not result.folder.exists()


def test_two_exports_of_one_blog_go_together(importing: Importing) -> None:
    result = importing(export(item(1, '<a href="/?p=2">b</a>')), export(item(2, "x")))
    assert result.body("posts/2020/post-1.md") == "[b]({filename}/posts/2020/post-2.md)"


def test_of_two_states_of_an_item_the_newer_counts(importing: Importing) -> None:
    old_item, new_item = (
        item(1, "old", post_modified="2020-03-01 10:00:00"),
        item(1, "new", post_modified="2020-04-01 10:00:00"),
    )
    assert importing(export(new_item), export(old_item)).body("posts/2020/post-1.md") == "new"


def test_exports_of_two_blogs_are_refused(importing: Importing) -> None:
    result = importing(
        export(item(1, "x")), export(item(2, "x")).replace("https://blog.example<", "https://other.example<")
    )
    assert result.code == 1
    assert "import one blog at a time" in result.errors


@pytest.mark.seconds
def test_memory_does_not_grow_with_the_texts(tmp_path: Path) -> None:
    """Eight megabytes of posts go through in the memory of a few of them."""
    path = tmp_path / "large.xml"
    path.write_text("".join(large(40, 200_000)), encoding="utf-8")
    tracemalloc.start()
    try:
        index, readers = build([ExportFile(path, str(path))])
        assert sum(len(item.body) for _, item in stream(readers)) > 7_000_000
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
    assert len(index.items) == 40


@pytest.mark.parametrize(
    "options", [("--timezone", "Mars/Base"), ("--type", "book"), ("--media", "/no/such/folder"), ("--nonsense",)]
)
def test_wrong_use_has_its_own_exit_code(importing: Importing, options: tuple[str, ...]) -> None:
    assert importing(export(item(1, "x")), options=options).code == 2
