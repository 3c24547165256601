"""`show`: explains a page: why it exists, what it is made from, and what it contains."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lodestar.base.problems import did_you_mean
from lodestar.engine.program import SiteOptions, build, content_path, load, related, site_arguments
from lodestar.engine.theme import SLOTS

if TYPE_CHECKING:
    from lodestar.engine.site import Output, Published, Site

JSON_LD = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
SHOWN = re.compile(r'<(?:img|script|source|audio|video)\b[^>]*\bsrc="(/[^"]+)"|<link rel="stylesheet" href="(/[^"]+)"')


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(
        description="Explain one page: why it exists, what it is made from, its tags, call, related posts, redirects, feeds, JSON-LD, weight.",
        epilog="Example: python3 tasks.py show content/posts/2025/letting-go-of-the-details.md",
    )
    parser.add_argument(
        "path",
        metavar="PATH",
        nargs="?",
        default="",
        help="a content file, an address such as /about/, or a file of the output",
    )
    parser.add_argument("--slot", default="", metavar="NAME", help="print the template of a slot of the theme instead")
    site_arguments(parser)
    return parser


def run(options: argparse.Namespace) -> int:
    """Build, and print everything about a page; return 1 when it does not exist."""
    from lodestar.engine.plan import output_of
    from lodestar.publishing.release import release_in_output

    site_options = SiteOptions.of(options)
    if options.slot:
        return _slot(site_options, options.slot)
    if not options.path:
        print("Which page? Name a content file, an address such as /about/, or a file of the output.", file=sys.stderr)
        return 1
    build(site_options, {})
    site = related(site_options)
    outputs = release_in_output(site_options, site).outputs
    path = content_path(options.path, options.content)
    waiting = next((post for post in site.content.get("posts", ()) if post.path == path), None)
    url = site.urls.get(path, "")
    address = _find(url or options.path, outputs, Path(options.output))
    if not address:
        if waiting:
            reason = "it is a draft" if waiting.status == "draft" else f"its date, {waiting.date}, is in the future"
            print(f"{options.path}: readers see no page of it, since {reason}.")
            return 0
        print(
            f'There is no page "{options.path}"; name a content file, an address such as /about/, or a file of the output.',
            file=sys.stderr,
        )
        return 1
    for name, value in facts(site, address, output_of(outputs, address), Path(options.output)):
        print(f"{name + ':':16} {value}")
    return 0


def _slot(site_options: SiteOptions, name: str) -> int:
    """Print the template of a slot; return 1 where the theme opens none of that name."""
    theme = load(site_options, {}).settings["BUILD_RUN"].declared.theme
    opened = theme.opened_slots()
    if name not in opened:
        names = ", ".join(sorted(opened)) or "none"
        print(f'The theme opens no slot "{name}"; {did_you_mean(name, opened, f"it opens {names}")}', file=sys.stderr)
        return 1
    print(theme.find(f"{SLOTS}{name}.html")[0], end="")
    return 0


def _find(request: str, outputs: Any, folder: Path) -> str:
    path = request.partition("#")[0].strip("/")
    candidates = (path, f"{path}/index.html".lstrip("/"), f"{path}/index.xml".lstrip("/"))
    return next(
        (
            candidate
            for candidate in candidates
            if candidate and (candidate in outputs or (folder / candidate).is_file())
        ),
        "",
    )


def facts(site: Site, address: str, output: Output | None, folder: Path) -> Iterator[tuple[str, str]]:
    """Yield the facts about the output at `address`."""
    from lodestar.engine.plan import url_of

    url = url_of(address)
    yield "Address", url
    yield "File", address
    yield "Exists because", f"of {output.source}" if output else "a plugin makes it of all other pages"
    yield "Template", output.template if output else "none"
    item = next((post for post in site.posts if post.url == url), None)
    if item:
        yield from _post(site, item)
    yield from (("Leads here", redirect) for redirect in _redirects(site, url))
    data = (folder / address).read_bytes() if (folder / address).is_file() else b""
    text = data.decode("utf-8", "replace") if address.endswith(".html") else ""
    for match in JSON_LD.findall(text):
        described = json.loads(match)
        nodes = described.get("@graph", [described]) if isinstance(described, dict) else described
        yield "JSON-LD", ", ".join(str(node.get("@type", "?")) for node in nodes)
    yield "Weight", _weight(data, text, folder)


def _post(site: Site, post: Published) -> Iterator[tuple[str, str]]:
    from plugins.course_cta.hooks import chooser

    article = post.article
    yield "Title", article.title
    yield "Status", f"{article.status}, {article.date}" + (f", changed {article.modified}" if article.modified else "")
    yield "Words", f"{article.body.words:,}"
    yield from (
        (kind, ", ".join(f"{term.label} ({term.url})" for term in terms))
        for kind, terms in (("Authors", post.authors), ("Categories", post.categories), ("Tags", post.tags))
        if terms
    )
    choice = chooser(site)(post)
    yield "Call", f"{choice.call.slug if choice.call else 'none'} ({choice.why})"
    yield from (("  not", f"{name}: {reason}") for name, reason in choice.lost)
    yield from _related(site, post)
    names = [
        ("FEED_ALL_RSS", ""),
        *(("TAG_FEED_RSS", term.slug) for term in post.tags),
        *(("CATEGORY_FEED_RSS", term.slug) for term in post.categories),
        *(("AUTHOR_FEED_RSS", term.slug) for term in post.authors),
    ]
    feeds = [url for url in (site.addresses.feed(name, slug)[0] for name, slug in names) if url]
    yield "Feeds", ", ".join(feeds) + f"; its id there is {article.id or 'its address'}"


def _related(site: Site, post: Published) -> Iterator[tuple[str, str]]:
    from lodestar.engine.signals import answers, get_page_parts

    for answer in answers(get_page_parts, site):
        if "related" in answer:
            links = answer["related"](post) or ()
            titles = [
                str(getattr(link, "label", getattr(link, "title", link)))
                for link in (links if isinstance(links, tuple) else ())
            ]
            if titles:
                yield "Related", "; ".join(titles)


def _redirects(site: Site, url: str) -> list[str]:
    from plugins.redirects.hooks import all_redirects

    return [f"{redirect.old} ({redirect.path})" for redirect in all_redirects(site) if redirect.new == url]


def _weight(data: bytes, text: str, folder: Path) -> str:
    import gzip

    def size(number: int) -> str:
        return f"{number / 1000:,.1f} kB"

    paths = {source or sheet for source, sheet in SHOWN.findall(text)}
    total = sum((folder / path.lstrip("/")).stat().st_size for path in paths if (folder / path.lstrip("/")).is_file())
    suffix = f"; with the {len(paths)} files it shows {size(len(data) + total)}" if paths else ""
    return f"{size(len(data))}, {size(len(gzip.compress(data)))} compressed{suffix}"
