"""Whatever an export holds: a clean import, or a refusal with a line; never a traceback, a hang, or a file outside."""

from __future__ import annotations

import contextlib
import io
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from lodestar.wordpress.command import main
from tests.wordpress.exports import comment, export, item, meta, others, term

CASES, MANY = 30, 2500
"""How many exports are tried, in the suite and with `python3 tasks.py test --slow`."""
COMMON = settings(suppress_health_check=list(HealthCheck), database=None)
PLACE = re.compile(r"^\S.*:\d+: .+; .+", re.MULTILINE)
OURS = export(
    item(
        1,
        'One "two" -- three\n\n<!--more-->\n\n[gallery ids="7,8"]\n\n[caption id="a" width="9"]<img src="x.jpg"> c[/caption]',
    ),
    item(
        2, "<!-- wp:paragraph --><p>Hi</p><!-- /wp:paragraph --><!-- wp:latest-posts /-->", terms=term("A & B", "a-b")
    ),
    item(3, "secret", status="draft", comments=comment(1, "a") + comment(2, "b", parent=1)),
    item(
        7, post_type="attachment", attachment_url="https://blog.example/wp-content/uploads/2020/02/x.jpg", post_parent=1
    ),
    item(
        9,
        "page\n<ul><li>a<ul><li>b</li></ul></li></ul><table><tr><td>1</td></tr></table>",
        post_type="page",
        meta=meta("k", "v"),
    ),
)
NASTY = (
    b"&", b"<", b">", b"]]>", b"<![CDATA[", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"&a;", b"\x00", b"\x0b", b"\xff", b"\xc3",
    b"../../../../etc/passwd", b"/etc/passwd", b"..\\..\\x", b"$(touch pwned)", b"`id`", b"%2e%2e%2f", b"\xe2\x80\xae",
    b"<item>", b"</item>", b"</channel>", b"<wp:post_id>1</wp:post_id>", b"<wp:post_name>../../x</wp:post_name>",
    b"<wp:status>publish</wp:status>", b"[[x]]", b"[/gallery]", b"[gallery", b"<!-- wp:block {\"ref\":1} /-->", b"<!--nextpage-->",
    b"<div>" * 300, b"<ul><li>" * 120, b"<b><i>" * 200, b"> " * 300, b"[" * 400, b"*" * 300, b"{: " * 90, b"```", b"\n---\n",
    b"{static}/../../x", b"javascript:alert(1)", b"<script>", b"<a href='http://[::1'>x</a>", b"9999-99-99 99:99:99",
    b"[private]", b"[/private]", b"[restrict level='1", b'<!-- wp:group {"metadata":{"blockVisibility":false}} -->',
    b"<!-- /wp:group -->", b"<!-- wp:jetpack/paywall /-->", b'<!-- wp:x/y {"a":{"b":[{}]}} /-->', b"<!-- wp:", b'{"blockVisibility":',
    b'<p hidden style="display:none">', b"[gallery ids='1,2' \"", b'[caption caption="&quot;', b"$latex $", b"[[private]]", b"[/",
    b"0000-00-00 00:00:00", b"-1", b"99999999999999999999", b"xmlns:wp='x'", b"\xef\xbb\xbf", b"\r", b"&#0;", b"&#xD800;",
)  # fmt: skip
"""What breaks importers."""


INSIDE = re.compile(
    rb"<(?:content:encoded|excerpt:encoded|wp:comment_content|wp:cat_name)>\s*<!\[CDATA\[|"
    rb"<(?:title|link|guid|wp:post_name|wp:post_date|wp:status|wp:post_id|wp:post_parent|wp:attachment_url|wp:post_type|"
    rb"wp:author_login|wp:category_nicename|wp:category_parent|wp:comment_parent|wp:comment_date|wp:meta_value)>"
)
"""Where texts begin that may hold anything and still be well-formed."""
PLAIN = re.compile(rb"[^<&\]]*")
UNFIT = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x80-\xff]|]]>|<!\[CDATA\[")


def bases() -> list[bytes]:
    """Return the exports that are mutated: ours, and the smaller ones of others where there are any."""
    return [OURS.encode(), *(path.read_bytes() for path in others() if path.stat().st_size < 30_000)]


BASES = bases()


@st.composite
def odd(draw: st.DrawFn) -> bytes:
    """A well-formed export whose texts hold what nobody would write."""
    data = draw(st.sampled_from(BASES))
    for _ in range(draw(st.integers(1, 8))):
        places = [match.end() for match in INSIDE.finditer(data)]
        if not places:
            break
        start = draw(st.sampled_from(places))
        words = PLAIN.match(data, start)
        place = start + draw(st.integers(0, min(len(words[0]) if words else 0, 6)))
        text = UNFIT.sub(b"", b"".join(draw(st.lists(st.sampled_from(NASTY), min_size=1, max_size=3))))
        if b"[CDATA[" not in data[max(place - 20, 0) : place]:
            text = text.replace(b"&", b"&amp;").replace(b"<", b"&lt;")
        data = data[:place] + text + data[place:]
    return data


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """An export with a few things cut, doubled, swapped or put in."""
    data = bytearray(draw(st.sampled_from(BASES)))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, max(len(data) - 1, 0)))
        length = draw(st.sampled_from((1, 2, 7, 40, 400, 4000)))
        kind = draw(st.sampled_from(("cut", "double", "insert", "insert", "replace", "inside", "truncate")))
        if kind == "cut":
            del data[start : start + length]
        elif kind == "double":
            data[start:start] = data[start : start + length]
        elif kind == "truncate" and draw(st.booleans()):
            del data[start:]
        else:
            place = data.find(
                draw(st.sampled_from((b"</title>", b"]]></content", b"</wp:post_name>", b"</link>"))), start
            )
            place = place if kind == "inside" and place >= 0 else start
            data[place : place + (length if kind == "replace" else 0)] = draw(st.sampled_from(NASTY))
    return bytes(data)


PIECES = (
    "", "a", "\n\n", "[b]", "[/b]", "[", "]", '"', "<div>", "</div>", "<!-- wp:paragraph -->", "<!-- /wp:paragraph -->", "<!--",
    '<!-- wp:group {"a":"b"} -->', "<!-- wp:separator /-->", "<pre>", "</pre>", "[gallery]", "[caption]x[/caption]", "&lt;", "<p hidden>",
    "<!--more-->", "{", "}", "-->", "[private", "[restrict paid=1]", "<!-- wp:block {\"ref\":9} /-->", "<b>" * 160, "$latex x$",
)  # fmt: skip
"""What may stand around what is hidden, and in it."""
HIDING = (
    ("[private]", "[/private]"),
    ('[s2If x="1"]', "[/s2If]"),
    ('<!-- wp:columns {"metadata":{"blockVisibility":false}} -->', "<!-- /wp:columns -->"),
    ("<!-- wp:premium-content/container -->", "<!-- /wp:premium-content/container -->"),
    ("<!-- wp:jetpack/paywall /-->", ""),
    ('<section style="display:none">', "</section>"),
)


AROUND = (st.sampled_from(HIDING), *[st.lists(st.sampled_from(PIECES), max_size=5).map("".join)] * 4)


@pytest.mark.seconds
@settings(COMMON, max_examples=CASES, derandomize=True)
@given(*AROUND)
def test_what_is_hidden_is_never_published_whatever_stands_around_it(
    hiding: tuple[str, str], before: str, first: str, second: str, after: str
) -> None:
    check_hidden(hiding, before, first, second, after)


@pytest.mark.slow
@settings(COMMON, max_examples=MANY)
@given(*AROUND)
def test_what_is_hidden_is_never_published_in_many_texts(
    hiding: tuple[str, str], before: str, first: str, second: str, after: str
) -> None:
    check_hidden(hiding, before, first, second, after)


def check_hidden(hiding: tuple[str, str], before: str, first: str, second: str, after: str) -> None:
    assume(not (before.endswith("[") and after.startswith("]")))  # WordPress shows `[[name]…[/name]]` as it stands
    body = f"{before}{hiding[0]}{first}canary{second}{hiding[1]}{after}"
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "export.xml").write_text(export(item(1, body), item(9, "<p>b</p>", post_type="wp_block")))
        with contextlib.redirect_stdout(io.StringIO()):
            assert main([str(folder / "export.xml"), "--content", str(folder / "content")]) == 0
        for path in (folder / "content").rglob("*"):
            text = path.read_text(encoding="utf-8") if path.is_file() else ""
            assert "canary" not in text or "status: draft" in text, body


@pytest.mark.seconds
@settings(COMMON, max_examples=CASES, derandomize=True)
@given(st.one_of(odd(), mutated()))
def test_a_mutated_export_is_imported_or_refused_with_a_line(data: bytes) -> None:
    check_import(data)


@pytest.mark.slow
@settings(COMMON, max_examples=MANY)
@given(st.one_of(odd(), mutated()))
def test_many_mutated_exports_are_imported_or_refused_with_a_line(data: bytes) -> None:
    check_import(data)


def check_import(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "export.xml").write_bytes(data)
        output, errors = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
            code = main([str(folder / "export.xml"), "--content", str(folder / "content"), "--lift"])
        assert code in (0, 1)
        event("refused" if errors.getvalue() else "imported")
        assert {path.name for path in folder.iterdir()} <= {"export.xml", "content"}
        if code == 1:
            assert PLACE.search(errors.getvalue() or output.getvalue().replace("  ", ""))
        if errors.getvalue():
            assert not (folder / "content").exists(), "a refusal comes before anything is written"
        for path in (folder / "content").rglob("*"):
            assert not path.is_symlink()
            assert path.resolve().is_relative_to(folder.resolve())
