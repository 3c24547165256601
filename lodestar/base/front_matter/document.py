"""Converts Markdown to HTML, and collects what the site needs to know of a text: links, headings, sections, words."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any
from urllib.parse import unquote

from markdown import Markdown
from markdown.extensions import Extension

from lodestar.base.digest import key_of
from lodestar.base.front_matter.bounds import check_bounds
from lodestar.base.front_matter.boxes import box
from lodestar.base.front_matter.characters import forbidden_in
from lodestar.base.front_matter.collector import Collect
from lodestar.base.front_matter.header import Fault
from lodestar.base.front_matter.leftovers import placeholder_left, unclosed
from lodestar.base.front_matter.link_targets import refer
from lodestar.base.front_matter.loads import loads_in
from lodestar.base.front_matter.mentions import addresses
from lodestar.base.front_matter.merges import place_of
from lodestar.base.front_matter.options import OUR_OWN, SHIPPED
from lodestar.base.front_matter.quick import quicken
from lodestar.base.front_matter.quotes import QuotesExtension
from lodestar.base.front_matter.typography import smarty_options
from lodestar.base.markers import SECTION, WORD
from lodestar.base.values import Document


class Parser(Markdown):
    """Python-Markdown, which asks all installed packages only for extensions that are neither its own nor ours."""

    def build_extension(self, ext_name: str, configs: Mapping[str, Any]) -> Extension:
        """Return the extension of a name, with its options."""
        name = f"markdown.extensions.{ext_name}" if ext_name in SHIPPED else ext_name
        if name.startswith(OUR_OWN) and ":" not in name:
            return import_module(name).makeExtension(**configs)  # type: ignore[no-any-return]
        return super().build_extension(ext_name, configs)


class MarkdownReader:
    """A Markdown parser with the site's own extensions, built once per process."""

    def __init__(self, config: dict[str, Any]) -> None:
        configs = config.get("extension_configs", {})
        names = dict.fromkeys([*config.get("extensions", []), *configs])
        extensions = [*names, QuotesExtension(smarty_options(config)), Collect()]
        options = {key: value for key, value in config.items() if key not in ("extensions", "extension_configs")}
        self._markdown = Parser(
            extensions=extensions, extension_configs=configs, **{"output_format": "html", **options}
        )
        self._collector: Any = self._markdown.treeprocessors["lodestar"]
        quicken(self._markdown)

    def convert(self, text: str, path: str, line: int = 1) -> tuple[Document, str]:
        """Return the document that a Markdown text becomes, and its HTML.

        `path` is the file's path below content/, `line` the line on which the text begins. Raises Fault.
        """
        if WORD in text:
            place = line + text.count("\n", 0, text.index(WORD))
            raise Fault(place, f'the text holds "{WORD}", which is reserved', "write it otherwise")
        check_bounds(text, line)
        folder = path.rpartition("/")[0]
        try:
            html = self._convert(text, folder)
        except Fault as fault:  # extensions count lines from the start of the text
            raise Fault(line - 1 + fault.line, fault.what, fault.cure) from None
        except RecursionError:
            raise Fault(line, "quotes or lists nested too deeply", "nest them less deeply") from None
        if reference := forbidden_in(html):
            message = f'"{reference}" is no character that a page may hold'
            raise Fault(line + text.count("\n", 0, place_of(text, reference)), message, "delete it")
        if leftover := placeholder_left(html, text):
            message = f'"{leftover.written}" stands where no link can be, and readers would see it'
            raise Fault(
                line + leftover.line, message, "write it as a link or an attribute of its own, or as code: `...`"
            )
        return self._describe(
            html, folder, tuple((tag, line + lines_before) for tag, lines_before in unclosed(self._collector.raw, text))
        ), html

    def _convert(self, text: str, folder: str) -> str:
        self._collector.begin(folder)
        self._markdown.reset()
        html = self._markdown.convert(text).replace(f"<p>{SECTION}</p>", SECTION)
        return box(str(self._collector.marks.settle(html)))

    def _describe(self, html: str, folder: str, unclosed: tuple[tuple[str, int], ...]) -> Document:
        if not html:
            return Document("")
        result = self._collector
        references = tuple(result.marks.references)
        mentioned = (refer(address, False, folder) for address in addresses(html))
        mentions = tuple(dict.fromkeys(unquote(item.target).lstrip("/") for item in mentioned if item))
        return Document(
            key_of(html),
            result.words,
            references,
            tuple(result.headings),
            result.sections,
            loads_in(html, references),
            mentions,
            unclosed,
        )
