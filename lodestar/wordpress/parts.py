"""Turns the elements of an export into values, without mail and IP addresses."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import lru_cache
from sys import intern

from lodestar.wordpress.model import WxrComment, WxrItem, WxrTerm
from lodestar.wordpress.raw import raw_words
from lodestar.wordpress.restrictions import builder_that_hides, restricted
from lodestar.wordpress.visibility import DOUBT, Visible, Withheld, visible

NUMBER = re.compile(r"\s*(-?\d{1,18})\s*$")
SECRET_META = re.compile(r"(?i)mail|(^|_)ip(_|$)|password|_edit_l(ast|ock)|token|secret|api_?key|akismet|user_agent")
"""Custom fields that are never read."""
TEXT_META = re.compile(r"(?i)desc|footnotes|excerpt|image_alt")
"""Custom fields with words for readers."""
URL = re.compile(r"""https?://[^\s"'<>\[\]]+""")
LARGEST = 2_000_000
"""The most characters of a text that is searched for hidden parts; the post of a longer one becomes a draft."""
MAIL = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")


class Draft:
    """An element while it is being read."""

    def __init__(self, name: str, line: int, attributes: Mapping[str, str]) -> None:
        self.name, self.line, self.attributes = name, line, attributes
        self.fields: dict[str, str] = {}
        self.subs: list[Draft] = []
        self.body_line = line

    def text(self, name: str) -> str:
        """Return the text of a part as it is."""
        return self.fields.get(name, "")

    def line_of(self, name: str) -> str:
        """Return the text of a part as one line."""
        return " ".join(self.fields.get(name, "").split())

    def number(self, name: str) -> int:
        """Return the number in a part; 0 for none."""
        match = NUMBER.match(self.fields.get(name, ""))
        return int(match[1]) if match else 0


def item_of(draft: Draft, path: str) -> WxrItem:
    """Return an item with WordPress's own defaults for missing parts, so that no status means a draft."""
    kind = intern(draft.line_of("wp:post_type") or "post")
    raw = draft.text("content:encoded")
    body, excerpt = visible(raw, draft.body_line), visible(draft.text("excerpt:encoded").strip(), draft.line)
    comments, withheld = _comments(draft)
    all_meta = _meta(draft)
    meta = [(key, visible(value, draft.line) if TEXT_META.search(key) else Visible(value)) for key, value in all_meta]
    visible_texts = [body, excerpt, *(value for _, value in meta)]
    if builder := builder_that_hides(all_meta):
        doubt = Withheld(draft.body_line, f"a part that {builder} showed to some readers only", DOUBT)
        visible_texts.append(Visible("", (doubt,), doubtful=True))
    unseen = _unseen(raw, body.text) if body.withheld else ()
    return WxrItem(
        id=draft.number("wp:post_id"),
        type=kind,
        status=intern(draft.line_of("wp:status") or ("inherit" if kind == "attachment" else "draft")),
        title=draft.text("title").strip(),
        link=draft.line_of("link"),
        guid=draft.line_of("guid"),
        slug=draft.line_of("wp:post_name"),
        author=intern(draft.line_of("dc:creator")),
        date=draft.line_of("wp:post_date"),
        date_gmt=draft.line_of("wp:post_date_gmt"),
        modified=draft.line_of("wp:post_modified"),
        modified_gmt=draft.line_of("wp:post_modified_gmt"),
        published=draft.line_of("pubDate"),
        body=body.text,
        excerpt=excerpt.text.strip(),
        parent=draft.number("wp:post_parent"),
        order=draft.number("wp:menu_order"),
        protected=bool(draft.text("wp:post_password").strip()),
        sticky=draft.number("wp:is_sticky") > 0,
        comments_open=draft.line_of("wp:comment_status") not in ("closed",),
        terms=_terms(draft),
        meta=tuple(
            pair
            for key, value in meta
            if not SECRET_META.search(key) and _enclosed(pair := (key, value.text)) not in unseen
        ),
        comments=comments,
        attachment=draft.line_of("wp:attachment_url"),
        path=path,
        line=draft.line,
        body_line=draft.body_line,
        restricted=restricted(all_meta),
        doubtful=any(text.doubtful for text in visible_texts) or (bool(body.withheld) and len(raw) > LARGEST),
        withheld=(*(place for text in visible_texts for place in text.withheld), *withheld),
        kept=(raw_words(raw) - raw_words(body.text)).total() if body.withheld else 0,
        unseen=unseen,
    )


def _unseen(raw: str, visible_text: str) -> tuple[str, ...]:
    """Return the addresses in a text that are not in its visible part."""
    return tuple(dict.fromkeys(url for url in URL.findall(raw) if url not in visible_text))


def _enclosed(pair: tuple[str, str]) -> str:
    """Return the address of a recording that WordPress recorded because a text links to it."""
    return pair[1].split("\n")[0].strip() if pair[0] == "enclosure" else ""


def term_of(draft: Draft) -> WxrTerm | None:
    """Return a term's definition; None for one without slug and name."""
    forms = {
        "wp:category": (
            "category",
            "wp:category_nicename",
            "wp:cat_name",
            "wp:category_parent",
            "wp:category_description",
        ),
        "wp:tag": ("post_tag", "wp:tag_slug", "wp:tag_name", "", "wp:tag_description"),
        "wp:term": ("", "wp:term_slug", "wp:term_name", "wp:term_parent", "wp:term_description"),
    }
    taxonomy, slug, name, parent, description = forms[draft.name]
    visible_description = visible(draft.text(description).strip(), draft.line)
    term = WxrTerm(
        taxonomy=taxonomy or draft.line_of("wp:term_taxonomy"),
        slug=draft.line_of(slug),
        name=html.unescape(draft.line_of(name)) or draft.line_of(slug),
        parent=draft.line_of(parent) if parent else "",
        description="" if visible_description.doubtful else visible_description.text,
        id=draft.number("wp:term_id"),
        withheld=visible_description.withheld,
    )
    return term if term.slug or term.name else None


def _terms(draft: Draft) -> tuple[WxrTerm, ...]:
    """Return the terms of an item, each once; WXR 1.0 lists each with and without its slug."""
    terms: dict[tuple[str, str], WxrTerm] = {}
    for sub in draft.subs:
        if sub.name != "category":
            continue
        domain = sub.attributes.get("domain", "category")
        name = html.unescape(" ".join(sub.fields.get("", "").split()))
        slug = sub.attributes.get("nicename", "").strip()
        taxonomy = "post_tag" if domain == "tag" else domain
        key = (taxonomy, name.casefold())
        if name and (key not in terms or (slug and not terms[key].slug)):
            terms[key] = _term(taxonomy, slug, name)
        elif slug and name and terms[key].slug != slug:
            terms[taxonomy, slug + "\0"] = _term(taxonomy, slug, name)
    return tuple(terms.values())


@lru_cache(maxsize=4096)
def _term(taxonomy: str, slug: str, name: str) -> WxrTerm:
    """Return a term of an item; equal terms are the same object."""
    return WxrTerm(taxonomy, slug, name)


def _meta(draft: Draft) -> tuple[tuple[str, str], ...]:
    pairs = (
        (sub.fields.get("wp:meta_key", "").strip(), sub.text("wp:meta_value"))
        for sub in draft.subs
        if sub.name == "wp:postmeta"
    )
    return tuple((key, value) for key, value in pairs if key)


def _comments(draft: Draft) -> tuple[tuple[WxrComment, ...], tuple[Withheld, ...]]:
    """Return the comments of an item, and their hidden parts."""
    comments: list[WxrComment] = []
    withheld: list[Withheld] = []
    for sub in draft.subs:
        if sub.name == "wp:comment":
            visible_text = visible(sub.text("wp:comment_content").strip(), sub.line)
            comments.append(_comment(sub, visible_text))
            withheld += visible_text.withheld
    return tuple(comments), tuple(withheld)


def _comment(draft: Draft, visible_text: Visible) -> WxrComment:
    kind = draft.line_of("wp:comment_type") or "comment"
    return WxrComment(
        id=draft.number("wp:comment_id"),
        parent=draft.number("wp:comment_parent"),
        author=MAIL.sub("", html.unescape(draft.line_of("wp:comment_author"))).strip() or "Anonymous",
        url=draft.line_of("wp:comment_author_url"),
        date=draft.line_of("wp:comment_date"),
        date_gmt=draft.line_of("wp:comment_date_gmt"),
        text=visible_text.text,
        approved="0" if visible_text.doubtful else draft.line_of("wp:comment_approved"),
        kind=kind,
        user=draft.number("wp:comment_user_id"),
    )
