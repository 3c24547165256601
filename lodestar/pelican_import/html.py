"""Cleans the HTML of a text by Pelican of what only its own style sheets use."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bs4 import Tag

from lodestar.html_to_markdown.tree import soup

NOISE = frozenset({
    "reference", "external", "internal", "docutils", "simple", "literal", "first", "last", "section", "arabic",
    "footnote-reference", "pre", "image-reference", "align-default", "line-block", "line", "compound", "std", "std-ref",
    "loweralpha", "upperalpha", "lowerroman", "upperroman", "literal-block", "code", "doctest-block", "highlight-default",
    "codehilite", "highlight", "field-list", "field", "option-list", "head", "stub", "caption-text", "docinfo",
})  # fmt: skip
"""Classes of docutils and Pygments without meaning for readers."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LANGUAGE = re.compile(r"(?:language-|lang-)([\w+#.-]+)")


def plain_tree(html: str, languages: Sequence[str] = ()) -> Tag:
    """Return the tree of a text: code without colors and line numbers, headings without the marks that link to
    them, no table of contents, no classes of docutils. `languages` are those of its colored blocks of code."""
    root = soup(html)
    colored = root.select("div.highlight pre:not(.linenos *):not(.linenodiv *)")
    for pre, language in zip(colored, languages, strict=False) if len(colored) == len(languages) else ():
        pre["class"] = f"language-{language}"
    for tag in root.select(
        "div.toc, div.contents.topic, nav.contents, a.headerlink, span.linenos, td.linenos, .lineno"
    ):
        if not tag.decomposed:
            tag.decompose()
    for tag in root.select("a.toc-backref"):
        tag.unwrap()
    for tag in root.find_all("tt"):  # docutils' form of code
        tag.name = "code"
        tag.attrs.clear()
    for tag in root.select("code > span"):
        tag.unwrap()
    for pre in root.find_all("pre"):
        _plain_code(pre)
    for tag in root.select("table.highlighttable, table.codehilitetable"):
        if code := tag.find("pre"):
            tag.replace_with(code)
    for tag in root.select("div.highlight, div.codehilite"):
        tag.unwrap()
    for tag in root.find_all(["colgroup", "col"]):
        if not tag.decomposed:
            tag.decompose()
    for tag in root.find_all(["table", "tbody", "td", "th", "tr", "li", "ul", "ol", "dl"]):
        for name in ("border", "valign", "frame", "rules", "cellpadding", "cellspacing"):
            del tag[name]
    for tag in root.find_all("div", class_="section"):
        _free_section(tag)
    for tag in root.find_all("section"):
        _free_section(tag)
    for tag in root.find_all(True):
        _strip_classes(tag)
    return root


def plain_html(html: str, languages: Sequence[str] = ()) -> str:
    """Return what `plain_tree` returns, as HTML."""
    return plain_tree(html, languages).decode_contents()


def _plain_code(pre: Tag) -> None:
    """Reduce a code block to its text and the name of its language."""
    holders = [pre, *pre.find_all("code"), *([pre.parent] if pre.parent else [])]
    classes = " ".join(word for tag in holders for word in tag.get_attribute_list("class") if word)
    match = LANGUAGE.search(classes)
    named = [word for word in pre.get_attribute_list("class") if word and word not in NOISE]
    language = match[1] if match else named[0] if named and "literal-block" in classes else ""
    code = Tag(name="code", attrs={"class": f"language-{language}"} if language else {})
    code.string = pre.get_text().removeprefix("\n")
    pre.clear()
    del pre["class"]
    pre.append(code)


def _free_section(tag: Tag) -> None:
    """Unwrap a section; links to it lead to its heading."""
    heading = next((child for child in tag.contents if isinstance(child, Tag)), None)
    if tag.get("id") and heading is not None and heading.name in HEADINGS and not heading.get("id"):
        heading["id"] = str(tag["id"])
    tag.unwrap()


def _strip_classes(tag: Tag) -> None:
    classes = [word for word in tag.get_attribute_list("class") if word and word not in NOISE]
    if classes:
        tag["class"] = " ".join(classes)
    else:
        del tag["class"]
