"""Access control: only the machine's own browser, at the two origins of this run, may use the desk.

A web page elsewhere can make a browser send requests here (cross-site POST) or give this machine's address another name
(DNS rebinding). So each request must name one of our two hosts; one that names its origin must come from ours; a change
must come from the desk itself and carry the desk's token; and the desk shows nothing to a browser that was not let in
by the link that the command printed.
"""

from __future__ import annotations

import hmac
from html import escape
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, quote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response

from lodestar.desk.entrance import Entrance
from lodestar.desk.incoming import typed_in
from lodestar.desk.origins import Origins
from lodestar.desk.pages import fragment

STRANGER = "Open the desk by the last link in the window from which it was started; it lets one browser in, once."
RETURNED = 2_000_000
"""Most bytes of a form that is returned to a browser that was not let in."""
LONG = 80
"""Characters beyond which a value is shown in a text area."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Stranger(PlainTextResponse):
    """The refusal of a browser that was not let in."""


class Guard:
    """Middleware in front of both applications: checks each request, and passes it to the one that it is for."""

    def __init__(self, desk: Any, preview: Any, origins: Origins, entrance: Entrance | None) -> None:
        self._desk, self._preview, self._origins, self._entrance = desk, preview, origins, entrance
        self._cookie = f"desk-{origins.port}"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Refuse the request, or pass it on."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._desk(scope, receive, send)
            return
        answer = self._refusal(scope)
        if isinstance(answer, Stranger) and scope["method"] == "POST":
            await (await self._returned(Request(scope, receive), answer))(scope, receive, self._careful(scope, send))
        elif answer is None:
            app = self._desk if _host(scope) == self._origins.desk_host else self._preview
            await app(scope, receive, self._careful(scope, send))
        else:
            await answer(scope, receive, send)

    def _refusal(self, scope: Any) -> Response | None:
        host, headers, method = _host(scope), _headers(scope), scope["method"]
        if host not in (self._origins.desk_host, self._origins.site_host):
            return PlainTextResponse(f"This is the desk of a site, at {self._origins.desk}/ alone.", 421)
        own_origins = {self._origins.desk, self._origins.site}
        if any(origin not in own_origins for origin in headers.get("origin", [])):
            return PlainTextResponse("The desk answers no other site.", 403)
        if host == self._origins.site_host:
            return (
                None
                if method in SAFE
                else PlainTextResponse("The preview is for looking.", 405, {"Allow": "GET, HEAD"})
            )
        if self._entrance is None:
            return RedirectResponse(self._origins.site + "/", 307)
        if method not in SAFE and headers.get("origin") != [self._origins.desk]:
            return PlainTextResponse("Changes are made from the desk itself.", 403)
        return self._let_in(scope, headers)

    def _let_in(self, scope: Any, headers: dict[str, list[str]]) -> Response | None:
        """Return None for a browser that was let in; the way in for one with the key of this start; else a refusal."""
        if any(_equal(value, self._origins.cookie) for value in _cookies(headers, self._cookie)):
            return None
        if scope["method"] == "GET":
            keys = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("key", [])
            if len(keys) == 1 and self._entrance and self._entrance.opens(keys[0]):
                answer = _onward("/")
                answer.set_cookie(self._cookie, self._origins.cookie, httponly=True, samesite="strict", path="/")
                return answer
            if headers.get("referer") == [f"{self._origins.site}/"] and headers.get("sec-fetch-mode") == ["navigate"]:
                query = scope.get("query_string", b"").decode("latin-1")
                return _onward(quote(scope["path"]) + (f"?{query}" if query else ""))
        return Stranger(STRANGER, 403)

    async def _returned(self, request: Request, refusal: Response) -> Response:
        """Return a page with the submitted values, so that a browser that was forgotten can send them again.

        It shows nothing but what was sent, and nothing is stored.
        """
        try:
            form = await typed_in(request, RETURNED)
        except HTTPException:
            return refusal
        action = quote(request.scope["path"])
        return HTMLResponse(fragment("returned.html", action=action, values=form.values, long=LONG), 403)

    def _is_own(self, scope: Any) -> bool:
        """Return whether a request comes from a page or a style of ours."""
        own_prefixes = (f"{self._origins.desk}/", f"{self._origins.site}/")
        return any(referer.startswith(own_prefixes) for referer in _headers(scope).get("referer", []))

    def _careful(self, scope: Any, send: Any) -> Any:
        """Return `send`, extended by security headers."""
        desk = _host(scope) == self._origins.desk_host

        async def sending(message: Any) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                extra = {
                    "content-security-policy": self._origins.policy()
                    if desk
                    else f"frame-ancestors 'self' {self._origins.desk}",
                    "x-content-type-options": "nosniff",
                    "referrer-policy": "same-origin",
                    "cross-origin-opener-policy": "same-origin",
                }
                if desk:
                    extra |= {"cross-origin-resource-policy": "same-origin", "cache-control": "no-store"}
                else:  # the pane beside the editor shows the site's pictures; other pages may not even measure them
                    extra["cross-origin-resource-policy"] = "cross-origin" if self._is_own(scope) else "same-origin"
                    extra["access-control-allow-origin"] = self._origins.desk  # fonts need CORS
                message = {
                    **message,
                    "headers": [
                        *message["headers"],
                        *(
                            (name.encode(), value.encode())
                            for name, value in extra.items()
                            if name.encode() not in present
                        ),
                    ],
                }
            await send(message)

        return sending


def _onward(path: str) -> Response:
    """Return a page that redirects by itself, so that the next request counts as our own and the browser sends the
    cookie.

    An HTTP redirect that began on another site would not send it, since the cookie is `SameSite=Strict`.
    """
    link = escape(path)
    head = f'<meta charset="utf-8"><meta http-equiv="refresh" content="0;url={link}"><title>The desk</title>'
    page = f'<!doctype html><html lang="en"><head>{head}</head><body><p><a href="{link}">Go on</a></p></body></html>'
    return HTMLResponse(page, headers={"Referrer-Policy": "no-referrer", "Cache-Control": "no-store"})


def _host(scope: Any) -> str:
    """Return the one host a request names; empty where it names none, or several."""
    hosts = _headers(scope).get("host", [])
    return hosts[0].lower() if len(hosts) == 1 else ""


def _headers(scope: Any) -> dict[str, list[str]]:
    headers: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        headers.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return headers


def _cookies(headers: dict[str, list[str]], name: str) -> list[str]:
    cookies = []
    for line in headers.get("cookie", []):
        try:
            jar = SimpleCookie(line)
        except CookieError:
            continue
        if name in jar:
            cookies.append(jar[name].value)
    return cookies


def _equal(value: str, expected: str) -> bool:
    return hmac.compare_digest(value.encode("utf-8", "replace"), expected.encode())
