"""The HTML of a body as a clean tree: what may not stay is removed, and addresses are those of this site."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from bs4 import BeautifulSoup, Tag
from bs4.element import Comment, NavigableString

from lodestar.html_to_markdown.compare import BACKGROUND
from lodestar.html_to_markdown.embeds import link, title_of, watchable
from lodestar.html_to_markdown.layout import LEVELS, elements
from lodestar.html_to_markdown.tags import key_of

DROPPED = ("script", "style", "noscript", "template", "object", "embed", "applet", "link", "meta", "base", "frameset")
FORMS = ("form", "input", "button", "select", "textarea", "fieldset", "label", "option")
NOISE_ATTRIBUTES = frozenset({
    "decoding", "loading", "srcset", "sizes", "data-id", "data-fn", "data-link", "data-attachment-id",
    "data-permalink", "data-orig-file", "data-orig-size", "data-comments-opened", "data-image-meta",
    "data-image-title", "data-image-description", "data-medium-file", "data-large-file", "data-full-url",
    "aria-describedby", "contenteditable", "data-mce-style", "data-mce-bogus", "itemprop", "itemscope",
    "itemtype",
})  # fmt: skip
NOISE_CLASSES = re.compile(
    r"^(wp-image-\d+|size-\S+|wp-block-(?!button|columns?|group|cover|media|pullquote|verse|file|table|gallery)\S+|"
    r"attachment-\S+|align(none)|is-layout-\S+|wp-container-\S+|mce\S*|Apple-\S+|p\d|s\d|MsoNormal|has-text-align-left)$"
)
ALIGNED = LEVELS.keys() | {"p", "div", "td", "th"}
"""Elements whose attribute `align` aligns their words."""
LIFTED = LEVELS.keys() | {"p", "div", "blockquote", "li", "figure"}
"""Blocks that may be furniture."""
KEPT_STYLE = re.compile(r"text-align\s*:\s*(center|right|left|justify)", re.IGNORECASE)
SAFE_URL = re.compile(r"^(?:https?:|mailto:|tel:|ftp:|sms:|[/#?.{]|[^:/?#]*(?:[/?#]|$))", re.IGNORECASE)
DEEPEST = 80
"""Most levels of nested elements; more of them break Markdown and parsers."""
URLS = {
    "a": ("href",),
    "img": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
    "source": ("src",),
    "area": ("href",),
}


LOADED = {"img": "img-src", "audio": "media-src", "video": "media-src", "source": "media-src"}
IMAGES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg")


@dataclass
class Cleaned:
    """A tree, and what was removed from it."""

    root: Tag
    dropped: list[str]
    """Short descriptions of what was removed."""
    lifted: list[str]
    """The furniture that was removed, as HTML."""


def document_of(html: str) -> Tag:
    """Parse a whole document, including its head."""
    return BeautifulSoup(html, "lxml")


def soup(html: str) -> Tag:
    """Parse some HTML and return its body."""
    document = BeautifulSoup(f"<body>{html}</body>", "lxml")
    body = document.body
    return body if body is not None else document.new_tag("body")


def clean(html: str, address: Callable[[str, str], str], furniture: frozenset[str] = frozenset()) -> Cleaned:
    """Return the clean tree of a body, with `address(url, tag)` in place of each address, and without lines of `furniture`."""
    root = soup(html)
    dropped: list[str] = []
    for tag in elements(root):
        if vars(tag).get("_decomposed"):  # as `tag.decomposed`, which searches the whole element first
            continue
        if tag.name == "iframe":
            _frame(tag, dropped)
        elif tag.name in DROPPED or tag.name.startswith(("fb:", "g:")):
            _drop(tag, dropped)
        elif tag.name in FORMS and tag.name not in ("label", "fieldset"):
            _form(tag, dropped)
        else:
            _background(tag, address)
            _attributes(tag, address)
    for comment in [node for node in root.descendants if isinstance(node, Comment)]:
        if not re.match(r"\s*(more|nextpage)", comment):
            comment.extract()
    lifted = _lift(root, furniture) if furniture else []
    return Cleaned(root, dropped, lifted)


def loads(root: Tag) -> list[tuple[str, str]]:
    """Return what a page with this body loads from elsewhere: the directive of a content policy, and the address."""
    addresses = [
        (LOADED[tag.name], str(tag.get(name)))
        for tag in elements(root, LOADED)
        for name in ("src", "poster")
        if re.match(r"https?://", str(tag.get(name) or ""))
    ]
    return [("img-src" if url.lower().endswith(IMAGES) else directive, url) for directive, url in addresses]


def dead_jumps(root: Tag) -> list[str]:
    """Return the ids that links of a body name on its own page and that do not exist there."""
    jumps = (str(tag.get("href", "")) for tag in elements(root, ("a",)))
    named = [unquote(jump[1:]) for jump in jumps if jump.startswith("#")]
    if not named:
        return []
    ids = {str(tag.get(name)) for tag in elements(root) for name in ("id", "name") if tag.get(name)}
    return [name for name in dict.fromkeys(named) if name and name != "top" and name not in ids]


def depth(root: Tag) -> int:
    """Return the number of levels of nested elements."""
    deepest, level, node = 0, [(root, 0)], root
    while level:
        node, node_depth = level.pop()
        deepest = max(deepest, node_depth)
        level += [(child, node_depth + 1) for child in node.children if isinstance(child, Tag)]
    return deepest


def _background(tag: Tag, address: Callable[[str, str], str]) -> None:
    """Move the background picture of an element, as in older cover blocks, into it."""
    if match := BACKGROUND.search(str(tag.get("style") or "")):
        tag.insert(0, Tag(name="img", attrs={"src": address(match[1], "img"), "alt": ""}, can_be_empty_element=True))


def _frame(tag: Tag, dropped: list[str]) -> None:
    url = str(tag.get("src") or tag.get("data-src") or "")
    url = watchable(url)
    if not re.match(r"https?://\S+$", url):
        _drop(tag, dropped)
        return
    title = str(tag.get("title") or "").strip()
    link_tag = soup(link(url)).find("a")
    assert isinstance(link_tag, Tag)
    if title:
        link_tag["title"] = f"{title} ({title_of(url)})"
    tag.replace_with(link_tag)


def _drop(tag: Tag, dropped: list[str]) -> None:
    """Remove an element; where possible, leave a link to what it showed."""
    url = str(tag.get("src") or tag.get("data") or "")
    if tag.name == "noscript":
        tag.unwrap()
        return
    if tag.name in ("object", "applet"):
        embed = tag.find("embed")
        url = url or (str(embed.get("src") or "") if isinstance(embed, Tag) else "")
    if tag.name in ("object", "embed", "applet") and re.match(r"https?://\S+$", url):
        tag.replace_with(soup(link(watchable(url))).find("a") or "")
        return
    dropped.append(f"<{tag.name}>")
    tag.decompose()


def _form(tag: Tag, dropped: list[str]) -> None:
    if tag.name == "form":
        dropped.append("<form>")
        tag.unwrap()
    elif tag.name == "button":
        tag.unwrap()
    else:
        dropped.append(f"<{tag.name}>")
        tag.decompose()


def _attributes(tag: Tag, address: Callable[[str, str], str]) -> None:
    for name in list(tag.attrs):
        if (
            name.startswith("on")
            or name in NOISE_ATTRIBUTES
            or ":" in name
            or not re.fullmatch(r"[a-zA-Z][\w-]*", name)
        ):
            del tag[name]
    for name in URLS.get(tag.name, ()):
        value = tag.get(name)
        if value is None:
            continue
        url = str(value).strip()
        if not SAFE_URL.match(url.replace("\t", "").replace("\n", "")):
            del tag[name]
        else:
            tag[name] = address(url, tag.name)
    _classes(tag)
    if tag.name == "a":
        if tag.get("name") and not tag.get("id"):
            tag["id"] = str(tag["name"])
        for name in ("target", "rel", "name"):
            del tag[name]


def _classes(tag: Tag) -> None:
    classes = [word for word in tag.get_attribute_list("class") if word and not NOISE_CLASSES.match(word)]
    style = str(tag.get("style") or "")
    align = str(tag.get("align") or "").lower()
    match = KEPT_STYLE.search(style)
    side = match[1].lower() if match else align if tag.name in ALIGNED else ""
    if side in ("center", "right", "justify"):
        classes.append(f"has-text-align-{side}")
    elif align in ("left", "right", "center") and tag.name in ("img", "table"):
        classes.append(f"align{align}")
    for name in ("style", "align", "class"):
        del tag[name]
    if classes:
        tag["class"] = " ".join(dict.fromkeys(classes))


def _lift(root: Tag, furniture: frozenset[str]) -> list[str]:
    """Remove the furniture from the end of a body, and return it as HTML."""
    lifted = []
    blocks = elements(root, LIFTED)
    for block in reversed(blocks[-8:]):
        if block.decomposed:
            continue
        key = key_of(block.get_text())
        if key in furniture:
            lifted.append(str(block))
            block.decompose()
    while lifted and root.contents and _empty(root.contents[-1]):
        root.contents[-1].extract()
    return lifted


def _empty(node: object) -> bool:
    if isinstance(node, Comment):
        return False
    if isinstance(node, NavigableString):
        return not node.strip()
    return isinstance(node, Tag) and (
        node.name in ("hr", "br") or (not node.get_text(strip=True) and not node.find(["img", "video", "audio", "a"]))
    )
