"""The form for letters, as readers meet it: one question, no script, and nothing sent for who fills in every field."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest
from axe_playwright_python.sync_playwright import Axe

from lodestar.commands.browser import serving

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
ROOT = Path(__file__).parents[2]
PAGE = "-- content/pages/subscribe.md --\n---\ntitle: Follow\nsummary: How to follow.\n---\nWhat a feed is.\n"


@contextmanager
def provider() -> Iterator[tuple[str, list[dict[str, list[str]]]]]:
    """Serve a service that takes forms; yield its address, and the list of what it was sent."""
    sent_forms: list[dict[str, list[str]]] = []

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            sent_forms.append(parse_qs(body, keep_blank_values=True))
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(b"<title>Thanks</title>Look into your mailbox.")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Service) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/subscribe", sent_forms
        server.shutdown()


def test_the_form_asks_one_thing_and_works_without_a_script(browser: Any, build_site: Any) -> None:
    with provider() as (action, sent_forms):
        email = {"provider": "generic", "action": action, "often": "for each, about twice a month"}
        site = build_site(PAGE, ROOT / "theme", FEEDS={"follow": "subscribe", "email": email})
        assert site.code == 0, site.messages
        with serving(site.output) as address:
            for scheme, width in (("light", 320), ("dark", 1280)):
                page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
                page.goto(f"{address}/subscribe/")
                faults = Axe().run(page).response["violations"]
                assert not faults, [(item["id"], item["nodes"][0]["html"]) for item in faults]
                assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), width
                page.close()
            context = browser.new_context(java_script_enabled=False)
            page = context.new_page()
            page.goto(f"{address}/subscribe/")
            form = page.locator("form.email-form")
            assert form.get_by_role("textbox").count() == 1, "one question"
            assert "one letter for each, about twice a month, and nothing else" in form.inner_text()
            page.get_by_label("Your e-mail address").fill("reader@mail.example")
            form.locator("[tabindex='-1']").fill("I fill in everything", force=True)
            assert not form.evaluate("form => form.reportValidity()"), "a program is not let through"
            form.locator("[tabindex='-1']").fill("", force=True)
            form.get_by_role("button").click()
            page.get_by_text("Look into your mailbox.").wait_for()
            assert sent_forms == [{"email": ["reader@mail.example"], "reason": [""]}]
            context.close()
