"""Completes stored HTML for the page or feed that shows it."""

from __future__ import annotations

import re
from html import escape

from lodestar.base.languages import current, gettext
from lodestar.base.markers import HEADING, ID, LANGUAGE, MESSAGE, MESSAGE_MARKER, PAGE, SECTION, SOURCES, URL
from lodestar.base.values import Body, Picture

DEEPEST = 6


def show(
    html: str,
    body: Body,
    *,
    ids: str = "",
    shift: int = 0,
    plain: bool = False,
    insert: str = "",
    after: int = 0,
    eager: bool = False,
    page: str = "",
) -> str:
    """Return the complete HTML of a body.

    `ids` goes before each id, for pages that show several bodies; headings go `shift` levels down; `insert` is put after
    the section numbered `after`, or at the end. Pictures are fetched when they come near, the first one at once where
    `eager` says so; `plain` shows them without choices, as feeds do. `page` is the address of the body's own page, for
    other pages that show it. Its own few words are those of the language in use.
    """
    for number, picture in enumerate(body.pictures):
        lazy = not plain and not (eager and first_picture(body.pictures) == number)
        html = _with_picture(html, number, body.urls[number], picture, choices=not plain, lazy=lazy)
    for number, url in enumerate(body.urls):
        html = html.replace(URL.format(number), escape(url))
    html = html.replace(ID, ids).replace(PAGE, escape(page))
    if MESSAGE in html:
        html = MESSAGE_MARKER.sub(_translate, html)
    html = html.replace(LANGUAGE, current().code)
    if shift:
        for level in range(1, DEEPEST + 1):
            html = html.replace(f"{HEADING}{level}", f"h{min(level + shift, DEEPEST)}")
    else:
        html = html.replace(HEADING, "h")
    if not insert:
        return html.replace(SECTION, "")
    parts = html.split(SECTION)
    split_at = after + 1 if 0 < after < len(parts) - 1 else len(parts)
    # joined, not added: Markup would escape its neighbors
    return "".join([*parts[:split_at], insert, *parts[split_at:]])


def _translate(mark: re.Match[str]) -> str:
    return escape(gettext(bytes.fromhex(mark[1]).decode()))


def first_picture(pictures: tuple[Picture | None, ...]) -> int:
    """Return the index of the first picture; -1 for none."""
    return next((number for number, picture in enumerate(pictures) if picture), -1)


def plain_size(picture: Picture) -> tuple[int, int]:
    """Return the size at which a picture is shown without a choice of files: never larger than its file."""
    if not 0 < picture.src_width < picture.width or not picture.height:
        return picture.width, picture.height
    return picture.src_width, max(1, round(picture.height * picture.src_width / picture.width))


def attributes(picture: Picture, lazy: bool, plain: bool = False) -> str:
    """Return the attributes of an `img` after its address."""
    width, height = plain_size(picture) if plain else (picture.width, picture.height)
    size = f' width="{width}"' if width else ""
    size += f' height="{height}"' if height else ""
    return size + (' loading="lazy" decoding="async"' if lazy else "")


def sources(picture: Picture) -> str:
    """Return `source` elements for the picture's other formats and sizes."""
    return "".join(
        f'<source type="{kind}" srcset="{escape(srcset)}" sizes="{escape(picture.sizes)}">'
        for kind, srcset in picture.sources
    )


def _with_picture(html: str, number: int, url: str, picture: Picture | None, choices: bool, lazy: bool) -> str:
    """Return the HTML with the picture of reference `number` filled in."""
    place = SOURCES.format(number)
    if picture is None or place not in html:
        return html.replace(place, "")
    mark = f'src="{URL.format(number)}"'
    address = f'src="{escape(picture.src or url)}"{attributes(picture, lazy, plain=not choices)}'
    return html.replace(place, sources(picture) if choices else "").replace(mark, address)
