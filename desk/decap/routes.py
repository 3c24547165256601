"""Decap's page, and the protocol by which it reads and writes: that of its own local backend."""

from __future__ import annotations

import asyncio
import base64
import binascii
import hmac
import json
import secrets
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import yaml
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from desk.decap.config import ADD, config
from desk.decap.install import MAIN
from desk.edits import CannotEdit, YamlText, edited, same
from desk.forms import TRUE, fields, order
from desk.incoming import body_of
from desk.kinds import BY_NAME, Kind, kind_of, kinds
from desk.pages import STATIC, fragment
from desk.paths import Refused, place
from desk.pictures import FOLDER, Unfit, store
from desk.saving import digest, read
from desk.writing import Conflict, problems_of, save_file
from plugins.front_matter.fields import read_date
from plugins.front_matter.header import FENCE, Fault, decode, split

if TYPE_CHECKING:
    from desk.state import Desk


PATIENCE = 30
"""Seconds to wait for the first build."""


class No(Exception):
    """A request of Decap's that is refused; the message is shown to the author."""


def routes(desk: Desk) -> list[BaseRoute]:
    """Decap's routes."""
    decap = Decap(desk)
    return [
        Route("/editor/", decap.page),
        Route("/editor/config.json", decap.config),
        Route("/editor/init.js", decap.start),
        Route("/editor/api/{token}/{tab}", decap.api, methods=["POST"]),
        Route("/editor/files/{name}", decap.file),
    ]


class Decap:
    """Serves Decap, and answers it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._opened: dict[tuple[str, str], bytes] = {}
        """What each tab saw of each file, so that a save over somebody else's is refused."""

    async def page(self, request: Request) -> Response:
        """The page that Decap fills."""
        return HTMLResponse(fragment("decap.html", main=f"/editor/files/{MAIN}", name=self._desk.settings["SITENAME"]))

    async def start(self, request: Request) -> Response:
        """The script that starts it."""
        return FileResponse(STATIC / "decap.js", media_type="text/javascript; charset=utf-8")

    async def file(self, request: Request) -> Response:
        """One of Decap's own files."""
        folder, name = self._desk.notes["decap"], request.path_params["name"]
        if "/" in name or "\\" in name or name.startswith(".") or not (folder / name).is_file():
            return PlainTextResponse("There is no such file.", 404)
        return FileResponse(
            folder / name, media_type="application/wasm" if name.endswith(".wasm") else "text/javascript; charset=utf-8"
        )

    async def config(self, request: Request) -> Response:
        """The configuration, with an address of this tab's own."""
        desk = self._desk
        await asyncio.to_thread(desk.builder.settle, PATIENCE)  # the site's own style is known once it is built
        rows = desk.library.rows()
        choices = {
            key: sorted({name for row in rows for name in getattr(row, key)}, key=str.casefold)
            for key in ("tags", "categories")
        }
        names = {row.title for row in rows if row.kind == "author"} | (
            {desk.settings["AUTHOR"]} if desk.settings.get("AUTHOR") else set()
        )
        calls = [row.path.rpartition("/")[2].removesuffix(".md") for row in desk.library.rows("call")]
        proxy = f"{desk.origins.desk}/editor/api/{desk.origins.token}/{secrets.token_hex(8)}"
        style = next(
            (url for url in desk.builder.known.addresses if url.startswith("/theme/site.") and url.endswith(".css")), ""
        )
        found = config(
            kinds(desk.settings), "content", {**choices, "authors": sorted(names)}, calls, proxy, desk.origins.site
        )
        return JSONResponse({"config": found, "style": desk.origins.site + style if style else ""})

    async def api(self, request: Request) -> Response:
        """One question of Decap's."""
        if not hmac.compare_digest(request.path_params["token"], self._desk.origins.token):
            return JSONResponse({"error": "this page is from an earlier start of the desk; load it again"}, 403)
        try:
            asked = json.loads(await body_of(request))
            action, params = str(asked["action"]), dict(asked.get("params") or {})
        except (ValueError, KeyError, TypeError):
            return JSONResponse({"error": "this is no question"}, 400)
        method = getattr(self, f"_do_{action}", None)
        if method is None:
            return JSONResponse({"error": f"the desk does not know {action}"}, 422)
        try:
            return JSONResponse(method(request.path_params["tab"], params))
        except (No, Refused, Fault, CannotEdit, Unfit, KeyError, TypeError, ValueError) as reason:
            return JSONResponse({"error": str(reason)}, 422)
        except Conflict as conflict:
            return JSONResponse(
                {"error": f"the file changed since you opened it; yours is kept in {conflict.kept}"}, 409
            )

    def _do_info(self, tab: str, params: Mapping[str, Any]) -> Any:
        return {"repo": self._desk.settings["SITENAME"], "publish_modes": ["simple"], "type": "local_fs"}

    def _entry(self, tab: str, path: str) -> dict[str, Any]:
        below = _below(path)
        if kind_of(below) is None or not below.endswith(".md"):
            raise No(f"{path} is no text of the site")
        data = read(place(self._desk.content, below))
        if data is None:
            return {"data": None, "file": {"path": path, "id": None}}
        self._opened[tab, below] = data
        return {"data": data.decode("utf-8", "replace"), "file": {"path": path, "label": None, "id": digest(data)}}

    def _do_entriesByFolder(self, tab: str, params: Mapping[str, Any]) -> Any:
        folder = _below(str(params["folder"])) + "/"
        self._desk.library.refresh()
        rows = [row for row in self._desk.library.rows() if row.path.startswith(folder) and row.status != "faulty"]
        found = [self._entry(tab, f"content/{row.path}") for row in rows]
        return [
            each for each in found if each["data"] and each["data"].startswith(FENCE)
        ]  # other headers: changed to YAML first

    def _do_entriesByFiles(self, tab: str, params: Mapping[str, Any]) -> Any:
        return [self._entry(tab, str(each["path"])) for each in params["files"]]

    def _do_getEntry(self, tab: str, params: Mapping[str, Any]) -> Any:
        return self._entry(tab, str(params["path"]))

    def _do_unpublishedEntries(self, tab: str, params: Mapping[str, Any]) -> Any:
        return []

    def _do_getDeployPreview(self, tab: str, params: Mapping[str, Any]) -> Any:
        kind = BY_NAME.get(str(params["collection"]))
        url = self._desk.url_of(f"{kind.files.folder}/{params['slug']}.md") if kind else ""
        return {"url": self._desk.origins.site + url, "status": "SUCCESS"} if url else None

    def _do_persistEntry(self, tab: str, params: Mapping[str, Any]) -> Any:
        files = params.get("dataFiles") or [params["entry"]]
        for asset in params.get("assets") or []:
            self._asset(asset)
        for file in files:
            if file.get("newPath") not in (None, file["path"]):
                raise No("the desk keeps a file where it is; change its address with slug")
            self._save(tab, _below(str(file["path"])), str(file["raw"]))
        return {"message": "entry persisted"}

    def _save(self, tab: str, path: str, raw: str) -> None:
        desk, kind = self._desk, kind_of(path, self._desk.settings)
        if kind is None:
            raise No(f"{path} is no text of the site")
        opened = self._opened.get((tab, path))
        given = split(raw if raw.startswith(FENCE) else f"---\n---\n{raw}")
        if opened is None:
            data, base = _fresh(kind, given.fields, given.body), ""
        else:
            header = split(decode(opened))
            data = edited(opened, changes(kind, header.fields, given.fields, desk.zone), given.body, order(kind.model))
            base = digest(opened)
        if faults := [f"{each.what}; {each.cure}" for each in problems_of(desk, path, data) if each.fatal]:
            raise No(". ".join(faults))
        save_file(desk, path, data, base)
        self._opened[tab, path] = data

    def _asset(self, asset: Mapping[str, Any]) -> str:
        name = str(asset["path"]).replace("\\", "/").rpartition("/")[2]
        try:
            data = base64.b64decode(str(asset["content"]), validate=True)
        except binascii.Error:
            raise No(f"{name} came damaged") from None
        path = store(self._desk.content, name, data, self._desk.slug)
        self._desk.changed()
        return path

    def _do_getMedia(self, tab: str, params: Mapping[str, Any]) -> Any:
        self._desk.library.refresh()
        return [self._media(path) for path in self._desk.library.pictures if path.startswith(FOLDER + "/")]

    def _do_getMediaFile(self, tab: str, params: Mapping[str, Any]) -> Any:
        return self._media(_below(str(params["path"])))

    def _media(self, path: str) -> dict[str, Any]:
        if path not in self._desk.library.pictures:
            raise No(f"there is no picture {path}")
        data = place(self._desk.content, path).read_bytes()
        return {
            "id": digest(data),
            "content": base64.b64encode(data).decode(),
            "encoding": "base64",
            "path": f"content/{path}",
            "name": path.rpartition("/")[2],
        }

    def _do_persistMedia(self, tab: str, params: Mapping[str, Any]) -> Any:
        path = self._asset(params["asset"])
        self._desk.library.refresh()
        return self._media(path)


def _below(path: str) -> str:
    """A path as Decap has it, below content/."""
    if not path.startswith("content/"):
        raise No(f"{path} is outside of the content")
    return path.removeprefix("content/")


def changes(kind: Kind, header: Mapping[str, Any], given: Mapping[str, Any], zone: Any) -> dict[str, Any]:
    """What Decap changed: what it only wrote otherwise (quotes, dates, empty values) is no change."""
    found: dict[str, Any] = {}
    for field in fields(kind.model):
        now, before = given.get(field.name), header.get(field.name)
        if field.widget == "terms":
            extra = str(given.get(ADD + field.name) or "").splitlines()
            now = [
                *(now if isinstance(now, list) else [now] if now else []),
                *(each.strip() for each in extra if each.strip()),
            ]
        if field.widget == "check":
            was = str(before).lower() in TRUE if before not in (None, "") else field.default == "true"
            if now is not None and (str(now).lower() in TRUE) != was:
                found[field.name] = "true" if str(now).lower() in TRUE else "false"
        elif (
            same(before, now)
            or (not before and (not now or now == field.default or _nothing(now)))
            or (field.widget == "date" and _moment(before, zone) == _moment(now, zone) is not None)
        ):
            continue
        elif field.widget == "yaml":
            found[field.name] = (
                None
                if _nothing(now)
                else YamlText(yaml.safe_dump(_without_nothing(now), allow_unicode=True, sort_keys=False, width=100))
            )
        else:
            found[field.name] = now or None
    return found


def _fresh(kind: Kind, fields_: Mapping[str, Any], body: str) -> bytes:
    """A new file."""
    from zoneinfo import ZoneInfo

    bare = b"---\n---\n" + body.strip("\n").encode() + b"\n"
    return edited(bare, changes(kind, {}, fields_, ZoneInfo("UTC")), None, order(kind.model))


def _moment(value: Any, zone: Any) -> Any:
    try:
        return read_date(str(value), zone)
    except ValueError:
        return None


def _nothing(value: Any) -> bool:
    """Whether a value says nothing, however deep."""
    if isinstance(value, Mapping):
        return all(_nothing(each) for each in value.values())
    if isinstance(value, list):
        return all(_nothing(each) for each in value)
    return value in (None, "", "false")


def _without_nothing(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_nothing(each) for key, each in value.items() if not _nothing(each)}
    if isinstance(value, list):
        return [_without_nothing(each) for each in value if not _nothing(each)]
    return value
