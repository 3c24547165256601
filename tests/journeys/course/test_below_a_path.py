"""A site below a path of its host, as project pages have it: every address is there, and search and course work."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import html

from lodestar.commands.browser import serving
from tests.journeys.course.learner import (
    COURSE,
    LESSON,
    LOCKED,
    PHRASE,
    Server,
    built,
    new,
    opened,
)

BASE = "/blog"
PLACES = ("href", "src", "action", "poster", "srcset", "data-home", "data-keys", "data-sealed", "data-indexes")
CSS_URL = re.compile(r"url\(\s*[\"']?(?!data:)([^\"')]+)")


@pytest.fixture(scope="session")
def served_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to serve, in which the site lies below its path."""
    folder = tmp_path_factory.mktemp("below")
    output = built(folder, "passphrase", f"http://localhost:8000{BASE}")
    (folder / "served").mkdir()
    (folder / "served" / BASE.strip("/")).symlink_to(output)
    return folder / "served"


def addresses(page: str, text: str) -> Iterator[str]:
    """Yield every address of a page that a browser might ask its host for, as it would ask."""
    for element in html.fromstring(text).iter("*"):
        for name in PLACES:
            value = str(element.get(name) or "")
            parts = (
                [item.split()[0] for item in value.split(",") if item.split()] if name == "srcset" else value.split()
            )
            yield from (
                urljoin(page, part) for part in (parts if name in ("srcset", "data-indexes") else [value]) if part
            )
        if element.tag == "meta" and element.get("http-equiv") == "refresh":
            yield urljoin(page, element.get("content").partition("url=")[2])
        if element.get("style") or element.tag == "style":
            yield from (urljoin(page, result) for result in CSS_URL.findall(f"{element.get('style')} {element.text}"))


def is_answered(served: Path, address: str) -> bool:
    """Return whether the host has a file for an address; an index answers for its folder."""
    file = served / unquote(urlsplit(address).path).lstrip("/")
    return file.is_file() or any((file / name).is_file() for name in ("index.html", "index.xml", "pagefind.js"))


def test_every_address_on_every_page_leads_to_something_below_the_path(served_folder: Path) -> None:
    home, checked, dead = f"http://localhost:8000{BASE}/", 0, set()
    for file in sorted((served_folder / "blog").rglob("*")):
        page = f"http://localhost:8000/{file.relative_to(served_folder).as_posix()}"
        if file.suffix == ".html":
            results = set(addresses(page, file.read_text(encoding="utf-8")))
        elif file.suffix == ".css":
            results = {urljoin(page, item) for item in CSS_URL.findall(file.read_text(encoding="utf-8"))}
        elif file.suffix == ".webmanifest":
            web_manifest = json.loads(file.read_text(encoding="utf-8"))
            results = {
                urljoin(page, item)
                for item in (web_manifest["start_url"], *(icon["src"] for icon in web_manifest["icons"]))
            }
        elif file.name == "offline.json":
            results = {urljoin(page, item) for item in json.loads(file.read_text(encoding="utf-8"))["files"]}
        elif file.suffix in (".xml", ".json"):
            text = file.read_text(encoding="utf-8").replace("&quot;", '"')
            results = {item.rstrip("\\") for item in re.findall(r"http://localhost:8000[^\s\"'<>\])]*", text)}
        else:
            continue
        for item in results:
            if item.startswith("http://localhost:8000"):
                checked += 1
                if not item.startswith(home) or not is_answered(served_folder, item):
                    dead.add((page, item))
    assert checked > 1000
    assert not dead, sorted(dead)[:20]


def test_a_reader_searches_and_reads_on(served_folder: Path, browser) -> None:
    with serving(served_folder) as url:
        page = browser.new_page()
        faults: list[str] = []
        page.on("console", lambda message: message.type == "error" and faults.append(message.text))
        page.goto(f"{url}{BASE}/")
        page.get_by_role("link", name="Search").first.click()
        page.get_by_role("searchbox").first.fill("listening")
        result = page.locator(".search-form ol a").first
        result.wait_for()
        assert str(result.get_attribute("href")).startswith(f"{BASE}/")
        result.click()
        page.wait_for_url(re.compile(rf"{BASE}/(?!search)"))
        assert page.locator("h1").inner_text()
        assert page.evaluate("document.styleSheets[0].cssRules.length") > 0
        page.close()
        assert faults == []


def test_a_learner_opens_a_lesson_and_takes_the_course_along(served_folder: Path, playwright, tmp_path: Path) -> None:
    server = Server(served_folder)
    context = opened(playwright, server, tmp_path)
    page = new(context, BASE + LOCKED)
    page.get_by_label("Passphrase").first.fill(PHRASE)
    page.locator("[data-unlock] button").first.click()
    page.locator("[data-sealed] h2, [data-sealed] p").first.wait_for()
    links = page.locator("[data-sealed] a[href^='/']").evaluate_all("all => all.map(each => each.getAttribute('href'))")
    assert all(link.startswith(f"{BASE}/") for link in links)
    assert page.locator("[data-sealed] img").first.evaluate("each => each.decode().then(() => each.naturalWidth)") > 0
    page.goto(BASE + LESSON)
    page.locator("[data-offline] summary").click()
    page.locator("[data-offline-keep]").click()
    page.get_by_text("can be read without a network").wait_for()
    page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    server.stop()
    page.goto(BASE + COURSE + "the-weather-you-bring/")
    assert page.get_by_role("heading", level=1).inner_text() == "The Weather You Bring"
    assert page.evaluate("getComputedStyle(document.querySelector('.lesson-exercise')).borderRadius") != "0px"
    assert not [complaint for complaint in context.complaints if "Security Policy" in complaint]
    context.close()
