"""Whatever attributes blocks and shortcodes have: what they hide stays hidden, and no word goes without a line."""

from __future__ import annotations

import contextlib
import io
import json
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lodestar.wordpress.command import main
from lodestar.wordpress.raw import raw_words
from lodestar.wordpress.visibility import visible
from tests.wordpress.conftest import accounts
from tests.wordpress.exports import export, item
from tests.wordpress.test_fuzz import CASES, COMMON

MANY = 5000
"""How many texts are tried with `python3 tasks.py test --slow`."""
MARKER = re.compile(r"marker\d+")
BLOCKS = (
    ("paragraph", {"align": "center", "metadata": {"name": "Intro"}}, "<p>{}</p>"),
    ("heading", {"level": 3, "anchor": "x"}, '<h3 id="x">{}</h3>'),
    ("image", {"id": 7, "sizeSlug": "large"}, '<figure><img src="https://blog.example/x.jpg" alt=""><figcaption>{}</figcaption></figure>'),
    ("list", {"ordered": True, "start": 3}, "<ol><li>{}</li></ol>"),
    ("columns", {"isStackedOnMobile": False}, "<div><!-- wp:column {{\"width\":\"50%\"}} --><div>{}</div><!-- /wp:column --></div>"),
    ("quote", {"className": "is-style-large"}, "<blockquote><p>{}</p></blockquote>"),
    ("details", {"showContent": True}, "<details><summary>{}</summary><p>x</p></details>"),
    ("jetpack/contact-form", {"subject": "S"}, "<div>{}</div>"),
    ("some-plugin/box", {"config": [{"key": "value"}]}, "<div>{}</div>"),
    ("table", {"hasFixedLayout": True}, "<figure><table><tbody><tr><td>{}</td></tr></tbody></table></figure>"),
    ("code", {}, "<pre><code>{}</code></pre>"),
    ("embed", {"url": "https://video.example/1", "type": "video"}, "<figure>https://video.example/1<figcaption>{}</figcaption></figure>"),
)  # fmt: skip
SHORTCODES = (
    ("caption", {"id": "attachment_7", "width": "300"}, '<img src="https://blog.example/x.jpg" alt=""> {}'),
    ("gallery", {"ids": "7,8", "columns": "2"}, None),
    ("audio", {"src": "https://blog.example/x.mp3"}, None),
    ("embed", {}, "https://video.example/1"),
    ("code", {"lang": "js"}, "var {} = 1;"),
    ("button", {"url": "/x/", "color": "red"}, "{}"),
    ("vc_row", {"el_class": "a b"}, "[vc_column]{}[/vc_column]"),
    ("contact-form-7", {"id": "12", "title": "Form"}, None),
    ("youtube", {}, None),
    ("su_box", {"title": "T"}, "{}"),
)
VALUES = st.recursive(
    st.sampled_from([None, True, 0, -1, 1e300, "", "x", "a" * 300, "<p>", "-->", '"', "\\", "[private]", "{}", "\u2028", "0"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "ref", "content", "id", ""]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip
KEYS = st.sampled_from(
    ["ref", "content", "id", "ids", "url", "level", "metadata", "style", "lock", "layout", "", "é", "a b"]
)
SIGNS = st.sampled_from(
    ["", " ", '"', "'", "{", "}", "[", "]", "\\", ",", ":", "=", "/", "-", "--", ">", "&quot;", "”", "\u00a0", "\n", "<b>", "]]"]
)  # fmt: skip
HIDING_BLOCK = (
    {"metadata": {"blockVisibility": False}},
    {"blockVisibility": {"hideBlock": True}},
    {"conditionalBlocks": [{"type": "userLoggedIn"}]},
    {"contentControls": {"enabled": True, "rules": {"user": {"status": "logged_in"}}}},
    {"UAGLoggedIn": True},
)
HIDING_SHORTCODE = ("restrict", "members_only", "private", "um_loggedin", "mepr-show", "wcm_restrict", "passster")


@st.composite
def attributes(draw: st.DrawFn, values: dict[str, object]) -> dict[str, object]:
    """Attributes with some left out, some with another value, some that nobody knows."""
    changed_values = {
        key: draw(VALUES) if draw(st.booleans()) else value for key, value in values.items() if draw(st.booleans())
    }
    return changed_values | draw(st.dictionaries(KEYS, VALUES, max_size=2))


@st.composite
def mangled(draw: st.DrawFn, text: str) -> str:
    """A text with a few signs put in or taken out."""
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + draw(SIGNS) + text[place + draw(st.integers(0, 2)) :]
    return text


def block(name: str, facts: str, inner: str) -> str:
    return f"<!-- wp:{name} {facts} -->\n{inner}\n<!-- /wp:{name} -->"


def shortcode(name: str, facts: str, inner: str | None) -> str:
    return f"[{name} {facts}]" + (f"{inner}[/{name}]" if inner is not None else "")


def written(facts: dict[str, object]) -> str:
    """Return attributes as a shortcode has them."""
    return " ".join(f'{key or "x"}="{value}"' for key, value in facts.items())


@st.composite
def bodies(draw: st.DrawFn) -> tuple[str, bool]:
    """A text of blocks and shortcodes whose words are known, and whether something in it is hidden."""
    parts, is_hidden = [], False
    for number in range(draw(st.integers(1, 5))):
        word = f"marker{number}"
        kind = draw(st.sampled_from(["block", "shortcode", "hidden block", "hidden shortcode"]))
        is_hidden = is_hidden or kind.startswith("hidden")
        name, facts, inner = draw(st.sampled_from(SHORTCODES if kind == "shortcode" else BLOCKS))
        if kind == "block":
            facts_json = draw(mangled(json.dumps(draw(attributes(facts))))).replace("-->", "-- >")
            parts.append(block(name, facts_json, inner.format(word)))
        elif kind == "shortcode":
            facts_json = draw(mangled(written(draw(attributes(facts)))))
            parts.append(shortcode(name, facts_json, inner and inner.format(word)))
        elif kind == "hidden block":
            facts_json = json.dumps(
                draw(attributes(facts)) | draw(st.sampled_from(HIDING_BLOCK)), ensure_ascii=draw(st.booleans())
            )
            parts.append(block(name, facts_json.replace("-->", "--\\u003e"), inner.format("canary")))
        else:
            facts_json = re.sub(r"[\[\]<>]", "", written(draw(attributes({"level": "1"}))))
            parts.append(shortcode(draw(st.sampled_from(HIDING_SHORTCODE)), facts_json, "canary"))
    return draw(st.sampled_from(["\n\n", "\n", ""])).join(parts), is_hidden


@pytest.mark.seconds
@settings(COMMON, max_examples=CASES, derandomize=True)
@given(bodies())
def test_attributes_hide_what_they_hid_and_lose_no_word_in_silence(text: tuple[str, bool]) -> None:
    check_text(*text)


@pytest.mark.slow
@settings(COMMON, max_examples=MANY)
@given(bodies())
def test_attributes_of_many_texts_hide_what_they_hid_and_lose_no_word_in_silence(text: tuple[str, bool]) -> None:
    check_text(*text)


def check_text(body: str, is_hidden: bool) -> None:
    body = re.sub(r"[\ud800-\udfff]|]]>", "", body)
    with tempfile.TemporaryDirectory() as name:
        folder, output = Path(name), io.StringIO()
        (folder / "export.xml").write_text(export(item(1, body)), encoding="utf-8")
        with contextlib.redirect_stdout(output):
            assert main([str(folder / "export.xml"), "--content", str(folder / "content")]) == 0
        post = (folder / "content/posts/2020/post-1.md").read_text(encoding="utf-8")
        report = (folder / "content/.import/report.txt").read_text(encoding="utf-8")
    if is_hidden:
        assert "canary" not in post or "status: draft" in post, body
        assert "Kept from readers" in output.getvalue(), body
    words_in, words_out, words_kept, words_lost, words_added = accounts(report)
    assert words_in - words_kept - words_lost + words_added == words_out, body
    visible_words = {word for words in raw_words(visible(body).text) for word in MARKER.findall(words)}
    missing_words = sorted(word for word in visible_words if word not in post)
    loss_line = re.search(r"(\d+) words of posts/2020/post-1\.md not in the new text", report)
    assert not missing_words or (loss_line and int(loss_line[1]) >= len(missing_words)), (missing_words, body)
