"""What the editor requests while the author writes: the text as the site shows it, and texts to link to."""

from __future__ import annotations

import asyncio
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from lodestar.base.front_matter.header import Fault, decode, plain_entities, split
from lodestar.base.front_matter.typography import substitutes, typographic
from lodestar.desk.as_readers import as_readers_see
from lodestar.desk.checking import answered_yet
from lodestar.desk.incoming import Form, form_of
from lodestar.desk.kinds import kind_of
from lodestar.desk.pages import fragment
from lodestar.desk.paths import PathRefused, place
from lodestar.desk.writing import converted, html_of
from plugins.contents.core import minutes

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

LINKED = 20
"""Most texts that are offered to link to."""


class PanePage:
    """Answers the requests of the editor."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def pane(self, request: Request) -> Response:
        """Render the content of the editor as the site shows it."""
        return await asyncio.to_thread(self._pane, await form_of(request, self._desk.origins.token))

    def _pane(self, form: Form) -> Response:
        desk, path = self._desk, form.get("path")
        kind = kind_of(path, desk.settings)
        try:
            place(desk.content, path)
            if kind is None:
                raise PathRefused("this is no text")
            title, text = form.get(kind.heading) or path, f"---\ntitle: x\n---\n{form.get('body')}"
            if "raw" in form.values:
                header = split(decode(form.get("body").encode()))
                title, text = str(header.fields.get(kind.heading, path)), f"---\ntitle: x\n---\n{header.body}"
            title = typographic(plain_entities(title), substitutes(desk.reading.markdown))
            result = converted(desk, path, text.encode())
            fault = next((f"{problem.what}; {problem.cure}" for problem in result.problems if not result.html), "")
        except (PathRefused, Fault) as reason:
            return HTMLResponse(
                fragment(
                    "pane.html", title="Preview", html="", fault=str(reason), style="", picture="", alt="", note=""
                )
            )
        html = html_of(desk, result)
        page = as_readers_see(self._built(path), desk.origins.site, title, html) if html else ""
        page = page or self._plain(form, title, html, fault)
        site = desk.origins.site
        pictures, media = (
            " ".join(source for source in desk.builder.known.policy.sources(name) or () if source != "'self'")
            for name in ("img-src", "media-src")
        )  # other hosts, where the site's policy allows them
        # The same origin, so that the editor keeps its scroll position; no script runs there, by two of these directives.
        policy = f"sandbox allow-same-origin; default-src 'none'; style-src {site}; img-src {site} {pictures}; media-src {site} {media}; font-src {site}; frame-ancestors 'self'"
        page = page.replace("<html", f"<html {_length(desk, result.document.words)}", 1)
        return HTMLResponse(page, headers={"Content-Security-Policy": policy, "Referrer-Policy": "origin"})

    def _built(self, path: str) -> str:
        """Return the page of a text as it was last built; empty for none."""
        url = self._desk.url_of(path)
        file = self._desk.builder.paths.output / url.strip("/") / "index.html"
        return file.read_text(encoding="utf-8") if url and file.is_file() else ""

    def _plain(self, form: Form, title: str, html: str, fault: str) -> str:
        """Render a text alone, in the site's style."""
        desk, picture = self._desk, form.get("image").strip()
        style = next(
            (url for url in desk.builder.known.addresses if url.startswith("/theme/site.") and url.endswith(".css")), ""
        )
        return fragment(
            "pane.html", title=title, html=Markup(html), fault=fault, style=desk.origins.site + style if style else "",
            picture=f"{desk.origins.site}/{quote(picture)}" if picture in desk.library.pictures else "", alt=form.get("image_alt"), note=form.get("note"),
        )  # fmt: skip

    async def links(self, request: Request) -> Response:
        """Return title and link of the texts that match the words of the query."""
        desk, words = self._desk, request.query_params.get("q", "").casefold().split()
        rows = (row for row in desk.library.rows() if all(word in row.search for word in words))
        rows = (row for row in rows if desk.url_of(row.path) or not answered_yet(desk))
        results = [{"title": row.title, "link": f"{{filename}}/{row.path}"} for row in islice(rows, LINKED)]
        return JSONResponse(results)


def _length(desk: Desk, words: int) -> str:
    """Return attributes with the length of a text: words, and minutes where the site shows them."""
    pace = getattr(desk.settings.get("CONTENTS"), "words_per_minute", 0)
    return f'data-words="{words}" data-minutes="{minutes(words, pace) if pace else 0}"'
