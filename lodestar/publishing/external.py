"""Checks links to other sites, slowly; results are kept for a while, and stop a release only if asked to."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from lodestar.base.files import replace
from lodestar.publishing.release import Release

PATIENCE = 10.0
"""Seconds that a host may take to answer."""
PAUSE = 1.0
"""Seconds between two requests to one host."""
ALL = 120.0
"""Seconds after which the remaining links wait for the next run."""
GOOD_FOR, BAD_FOR = 7 * 86400.0, 3600.0
"""Seconds for which results are kept: of a page that exists, and of one that does not."""
AT_ONCE = 8
ALIVE = frozenset({401, 403, 405, 429, 503, 999})
"""Status codes of hosts that refuse programs; the page may well exist."""
AGENT = "Mozilla/5.0 (compatible; link check of a personal site)"


def external_links(release: Release) -> dict[str, list[str]]:
    """Return every address of another site, with the pages that link to it."""
    host = urlsplit(release.url).netloc
    results: dict[str, list[str]] = defaultdict(list)
    for path, page in release.pages.items():
        if path.endswith(".html"):
            for link in (*page.links, *page.pictures):
                try:
                    parts = urlsplit(link)
                except ValueError:  # such as http://[yoursite].com, which `ask` reports
                    results[link].append(path)
                    continue
                if parts.scheme in ("http", "https") and parts.netloc != host:
                    results[link.partition("#")[0]].append(path)
    return dict(sorted(results.items()))


def ask(url: str, pause: float = PAUSE) -> str:
    """Return what is wrong with an address; empty if it answers. Where HEAD is refused, GET follows after a pause."""
    try:
        urlsplit(url)
    except ValueError:
        return "is no address"
    for method in ("HEAD", "GET"):
        if method == "GET":
            time.sleep(pause)
        request = urllib.request.Request(url, method=method, headers={"User-Agent": AGENT})
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE):
                return ""
        except urllib.error.HTTPError as error:
            if error.code in ALIVE:
                return ""
            if method == "GET":
                return f"answers {error.code}"
        except (OSError, HTTPException, ValueError) as error:
            reason = getattr(error, "reason", error)
            return f"does not answer ({reason})"
    return ""


def dead(urls: Iterable[str], cache: Path, now: float, pause: float = PAUSE) -> dict[str, str]:
    """Return what is wrong with each address that does not answer; results are kept in the file `cache`."""
    stored = _load(cache)
    results = {url: fault for url, (moment, fault) in stored.items() if now - moment < (BAD_FOR if fault else GOOD_FOR)}
    by_host: dict[str, list[str]] = defaultdict(list)
    addresses = list(urls)
    for url in addresses:
        if url not in results:
            by_host[_host(url)].append(url)
    deadline = time.monotonic() + ALL

    def ask_host(host: str) -> list[tuple[str, str]]:
        answers = []
        for number, url in enumerate(by_host[host]):
            if time.monotonic() > deadline:
                break
            if number:
                time.sleep(pause)
            answers.append((url, ask(url, pause)))
        return answers

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for answers in pool.map(ask_host, sorted(by_host)):
            for url, fault in answers:
                stored[url] = (now, fault)
                results[url] = fault
    _keep(cache, stored)
    return {url: results[url] for url in addresses if results.get(url)}


def _host(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""


def check_external(release: Release, say: Callable[[str], None]) -> int:
    """Report the dead links to other sites, and return how many there are."""
    links = external_links(release)
    result = dead(links, release.cache / "external.json", time.time())
    for url, reason in result.items():
        say(f"{_place(release, links[url], url)}: {url} {reason}; link to where it is now, or take the link out")
    say(f"{len(links):,} links to other sites, {len(result):,} of them dead.")
    return len(result)


def _place(release: Release, paths: list[str], url: str) -> str:
    """Return the file and line of a link in the content, and on how many more pages it shows."""
    sources = dict.fromkeys(release.source(path) for path in paths)
    content = f"{release.site.shown}/"
    for source in sources:
        if source.startswith(content) and (line := release.site.line_of(source.removeprefix(content), text=url)) > 1:
            return f"{source}:{line}"
    return f"{paths[0]}:1"


def _load(cache: Path) -> dict[str, tuple[float, str]]:
    try:
        return {url: (float(moment), str(fault)) for url, (moment, fault) in json.loads(cache.read_text()).items()}
    except (OSError, ValueError):
        return {}


def _keep(cache: Path, results: Mapping[str, tuple[float, str]]) -> None:
    replace(cache, json.dumps(results).encode())
