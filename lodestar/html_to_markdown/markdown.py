"""An HTML tree as the Markdown that an author would write; what Markdown cannot express stays HTML.

Each block is written, rendered again and compared: one that comes out different stays HTML.
"""

from __future__ import annotations

from functools import lru_cache

from bs4 import Comment, Tag
from markdown import Markdown

from lodestar.base.front_matter.quick import quicken
from lodestar.base.front_matter.quotes import QuotesExtension
from lodestar.html_to_markdown.compare import Parts, lost, parts_of
from lodestar.html_to_markdown.inline import raw
from lodestar.html_to_markdown.kinds import as_html, write
from lodestar.html_to_markdown.layout import blocks, comment, join, tidy

EXTENSIONS = ("extra", "sane_lists", "smarty")


@lru_cache(maxsize=1)
def _renderer() -> Markdown:
    renderer = Markdown(extensions=[*EXTENSIONS, QuotesExtension()], output_format="html")
    quicken(renderer)
    return renderer


def render(text: str) -> str:
    """Render Markdown as the site does."""
    renderer = _renderer()
    renderer.reset()
    return renderer.convert(text)


def markdown(root: Tag) -> str:
    """Return the Markdown of a body."""
    return written(root)[0]


def written(root: Tag) -> tuple[str, Parts]:
    """Return the Markdown of a body, and the parts of its rendered HTML."""
    tidy(root)
    tags = blocks(root)
    parts = [_Block(part) for part in tags]
    before = parts_of("".join(raw(part) if isinstance(part, Tag) else comment(part) for part in tags))
    text = join([part.text for part in parts])
    after = parts_of(render(text))
    if not lost(before, after):
        return text, after
    for part in parts:
        part.check()
    text = join([part.text for part in parts])
    return text, parts_of(render(text))


class _Block:
    """A block of a body and its Markdown."""

    def __init__(self, node: Tag | Comment) -> None:
        self.node = node
        self.text = comment(node) if isinstance(node, Comment) else write(node)

    def check(self) -> None:
        """Fall back to HTML where the rendered Markdown has other parts."""
        if isinstance(self.node, Tag) and self.text:
            html = raw(self.node)
            if lost(parts_of(html), parts_of(render(self.text))):
                self.text = as_html(self.node)
