"""Serves the built site on loopback, and finds a browser."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


SHELL = "chromium-headless-shell"
"""Chromium without windows, which Playwright takes too where it brings its own: the same pages in a quarter of the
processor's time, for each window of the other has tabs and bars that nobody sees.
"""


def chromium() -> str | None:
    """Return the machine's Chromium, the one without windows if it has that; None for Playwright's own."""
    names = (SHELL, "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


class SiteHandler(http.server.SimpleHTTPRequestHandler):
    """Answers as hosts do: `/feed/` with feed/index.xml, what is not there with 404.html."""

    more: Mapping[str, str] = {}
    """The headers of each answer, beside the usual ones."""

    def end_headers(self) -> None:
        """Send the other headers, too."""
        for name, value in self.more.items():
            self.send_header(name, value)
        super().end_headers()

    def send_head(self) -> Any:
        """Send the headers, those of index.xml for a folder that has no page."""
        path = Path(self.translate_path(self.path))
        if (path / "index.xml").exists() and not (path / "index.html").exists():
            self.path = self.path.rstrip("/") + "/index.xml"
        return super().send_head()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send 404.html, if the site has one, for what is not there."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.exists():
            super().send_error(code, message, explain)
            return
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(page.read_bytes())

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Send a file to a browser, which may leave the page before its end."""
        with suppress(ConnectionError):
            super().copyfile(source, outputfile)

    def log_message(self, *_: object) -> None:
        """Write no log."""


@contextmanager
def serving(folder: Path, headers: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve a folder on loopback as hosts do, and yield its address."""
    handler = type("Handler", (SiteHandler,), {"more": headers or {}})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
