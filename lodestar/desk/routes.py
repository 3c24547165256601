"""The desk's pages and the addresses they answer at."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from lodestar.desk.addresses_page import AddressesPage
from lodestar.desk.begin_page import BeginPage
from lodestar.desk.check_page import CheckPage
from lodestar.desk.checker import Checker
from lodestar.desk.comments_page import CommentsPage
from lodestar.desk.kept_page import KeptPage
from lodestar.desk.opened import Opened
from lodestar.desk.order_page import OrderPage
from lodestar.desk.out_page import OutPage
from lodestar.desk.packages import package
from lodestar.desk.pages import STATIC
from lodestar.desk.pane_page import PanePage
from lodestar.desk.paste_page import PastePage
from lodestar.desk.posts_page import PostsPage
from lodestar.desk.publish_page import PublishPage
from lodestar.desk.publisher import Publisher
from lodestar.desk.remove_page import RemovePage
from lodestar.desk.series_page import SeriesPage
from lodestar.desk.settings_page import SettingsPage
from lodestar.desk.state import Desk
from lodestar.desk.terms_page import TERMS, TermsPage
from lodestar.desk.thumbnails import Thumbnails
from lodestar.desk.update_page import UpdatePage
from lodestar.desk.versions_page import VersionsPage
from lodestar.desk.where_page import WherePage
from lodestar.desk.write_page import WritePage

FILES = dict.fromkeys(("desk.css", "live.css"), "text/css; charset=utf-8") | {
    file.name: "text/javascript; charset=utf-8" for file in sorted(STATIC.glob("*.js"))
}


def routes(desk: Desk) -> list[BaseRoute]:
    """Return every route of the desk."""
    checker = desk.notes["checker of all"] = Checker(desk)
    checker.start()
    remove, terms = RemovePage(desk), TermsPage(desk)
    opened, publisher, paste, thumbnails = Opened(desk), Publisher(desk), PastePage(desk), Thumbnails(desk)
    posts, write, kept, pane, check, publish = (
        PostsPage(desk, checker),
        WritePage(desk, checker, opened),
        KeptPage(desk, opened),
        PanePage(desk),
        CheckPage(desk, checker, publisher),
        PublishPage(desk, publisher),
    )
    return [
        Route("/", posts.home),
        Route("/begin", BeginPage(desk).page, methods=["GET", "POST"]),
        Route("/settings", SettingsPage(desk, opened).page, methods=["GET", "POST"]),
        Route("/posts", posts.table, methods=["GET", "POST"]),
        *(Route(f"/files/{kind}", terms.of(kind), methods=["GET", "POST"]) for kind in TERMS),
        Route("/files/{kind}", posts.files),
        Route("/new/{kind}", posts.new, methods=["GET", "POST"]),
        Route("/do/{what}/{path:path}", posts.do, methods=["GET", "POST"]),
        Route("/write/{path:path}", write.page, methods=["GET", "POST"]),
        Route("/rename/{kind}/{name:path}", terms.rename, methods=["GET", "POST"]),
        Route("/course/{course}", OrderPage(desk).page, methods=["GET", "POST"]),
        Route("/series", SeriesPage(desk).page, methods=["GET", "POST"]),
        Route("/addresses", AddressesPage(desk).page, methods=["GET", "POST"]),
        Route("/pictures", remove.pictures),
        Route("/replace/{path:path}", remove.replace, methods=["POST"]),
        Route("/delete/{path:path}", remove.delete, methods=["GET", "POST"]),
        Route("/deleted", remove.deleted, methods=["GET", "POST"]),
        Route("/comments", CommentsPage(desk).page, methods=["GET", "POST"]),
        Route("/versions/{path:path}", VersionsPage(desk).page, methods=["GET", "POST"]),
        Route("/keep", kept.keep, methods=["POST"]),
        Route("/keep/drop", kept.drop, methods=["POST"]),
        Route("/here", kept.here),
        Route("/pane", pane.pane, methods=["POST"]),
        Route("/paste", paste.paste, methods=["POST"]),
        Route("/document", paste.document, methods=["POST"]),
        Route("/picture", paste.picture, methods=["POST"]),
        Route("/picture/drop", paste.drop, methods=["POST"]),
        Route("/choose", paste.choose),
        Route("/thumbnail", thumbnails.of_file, methods=["POST"]),
        Route("/thumbnail/{path:path}", thumbnails.of_site),
        Route("/links", pane.links),
        Route("/check", check.site),
        Route("/check/lists", check.lists, methods=["GET", "POST"]),
        Route("/check/fix/{path:path}", check.fix, methods=["POST"]),
        Route("/check/{path:path}", check.one),
        Route("/publish", publish.page, methods=["GET", "POST"]),
        Route("/publish/mend", publish.mend, methods=["POST"]),
        Route("/publish/where", WherePage(desk).page, methods=["GET", "POST"]),
        Route("/update", UpdatePage(desk, publisher).page, methods=["GET", "POST"]),
        Route("/publish/lines", publish.lines),
        Route("/out/{path:path}", OutPage(desk, checker, publisher).page, methods=["GET", "POST"]),
        Route("/static/{name}", _file),
        Route("/static/packages/{lock}/{name:path}", package),
        Route("/static/theme/{name}", _theme(desk)),
    ]


async def _file(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in FILES:
        return PlainTextResponse("There is no such file.", 404)
    return FileResponse(STATIC / name, media_type=FILES[name])


def _theme(desk: Desk) -> Any:
    """Return an endpoint for the site's own design tokens, so that the desk looks like the site."""
    from pathlib import Path

    folder = Path(desk.settings["THEME"]) / "static" / "css"

    async def file(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in ("layers.css", "tokens.css", "reset.css") or not (folder / name).is_file():
            return PlainTextResponse("", 200, media_type="text/css")
        return FileResponse(folder / name, media_type=FILES["desk.css"])

    return file
