"""Turns the text in an export into the HTML that WordPress would serve, with notes on what was found."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape, unescape

from lodestar.html_to_markdown.embeds import bare_links
from lodestar.html_to_markdown.tags import untagged
from lodestar.wordpress.autop import autop
from lodestar.wordpress.blocks import flatten, has_blocks
from lodestar.wordpress.expand import CODE_NAMES, CORE, code_blocks, handlers, lacking
from lodestar.wordpress.model import Served, WxrItem, WxrPicture
from lodestar.wordpress.shortcodes import codes_in, expand, unknown, unwrap
from lodestar.wordpress.smilies import smile
from lodestar.wordpress.texturize import texturize

NEXT_PAGE = re.compile(r"\n?<!--nextpage-->\n?", re.IGNORECASE)
OTHER_COMMENT = re.compile(r"<!--(?!more|nextpage)(?:.*?-->|.*$)", re.DOTALL)
FORMULA = re.compile(r"\$latex(?:=|\s)[^$]{0,5000}\$|\[latex\][^\[\]]{0,5000}\[/latex\]")
"""A formula, as WordPress.com's `$latex …$` has it."""
STAYS = "it stays visible; write what it stood for"
GALLERIES = ("gallery", "slideshow", "playlist")
UNREAD = {
    **dict.fromkeys(GALLERIES, "the export has none of its files"),
    **dict.fromkeys(("audio", "video"), "it names no file, and none hangs on the post"),
}
"""Why a known shortcode cannot be read."""
LARGEST = 2_000_000
"""The most characters of a body whose typography and shortcodes are processed; a larger one is kept as it is."""


def serve(
    item: WxrItem,
    pictures: Mapping[int, WxrPicture],
    below: Callable[[int], Sequence[WxrPicture]] = lambda _: (),
    reusable: Callable[[int], str] = lambda _: "",
) -> Served:
    """Return the body of an item as WordPress would serve it."""
    text = item.body.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LARGEST:
        note = (item.body_line, f"a text of {len(text)} characters", "taken as it is, without typography", "note")
        return Served(text, (note,))
    codes = handlers(item, pictures, below)
    notes: list[tuple[int, str, str, str]] = []
    for offset, tag in unknown(text, {**codes, **dict.fromkeys(CODE_NAMES)}):
        notes.append((_line(item, text, offset), f"the shortcode {tag}", STAYS, "loss"))
    for offset, tag, code in codes_in(text, codes):
        if codes[code.name](code) is None:
            reason = UNREAD.get(code.name, "only its plugin knows what that is")
            notes.append((_line(item, text, offset), f"the shortcode {tag} ({reason})", STAYS, "loss"))
        elif code.name in GALLERIES and (number := lacking(code, pictures)):
            fault = f"{number} of the files of {tag}, which the export has not,"
            notes.append((_line(item, text, offset), fault, "it shows the others; bring them by hand", "loss"))
    for formula in FORMULA.finditer(text):
        cure = "it is shown as it was typed; write it in words, or as a picture"
        notes.append((_line(item, text, formula.start()), "a formula", cure, "loss"))
    text = FORMULA.sub(lambda formula: f"<code>{escape(unescape(formula[0]), quote=False)}</code>", text)
    classic = not has_blocks(text)
    if not classic:
        flat, replaced_blocks = flatten(text, reusable, item.fact("footnotes"))
        for block in replaced_blocks:
            outcome = f'a link "{block.instead}" stands there' if block.instead else "nothing stands there now"
            notes.append((_line(item, text, block.offset), f"the dynamic block {block.name}", outcome, "loss"))
        text = flat
    pages = 1 + len(NEXT_PAGE.findall(text))
    text = OTHER_COMMENT.sub("", text)
    text = code_blocks(text)
    text = texturize(bare_links(text), CORE)
    if classic:
        text = unwrap(autop(text), tuple(codes), lambda code: expand(code, codes) == code)
    return Served(smile(expand(text, codes)), tuple(notes), pages)


def plain_title(text: str) -> str:
    """Return a title as readers see it, without tags."""
    return " ".join(unescape(untagged(texturize(text))).split())


def _line(item: WxrItem, text: str, offset: int) -> int:
    return item.body_line + text.count("\n", 0, offset)
