"""The menus of the old blog, as a navigation file."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from lodestar.html_to_markdown.tags import untagged
from lodestar.wordpress.blocks import MARK, facts_of
from lodestar.wordpress.files import one_line
from lodestar.wordpress.index import public
from lodestar.wordpress.links import BlogLinks
from lodestar.wordpress.model import WxrItem
from lodestar.wordpress.terms import WxrTerms

HEAD = "# Menus of the WordPress blog; written by import-wordpress. What the site shows is the menu in site.yaml"
DEEPEST = 8


def menus(terms: WxrTerms, links: BlogLinks) -> dict[str, Any]:
    """Return each menu by its name, as nested labels and addresses, without entries that readers could not see."""
    items_by_menu: dict[str, list[WxrItem]] = {}
    for number, item in links.index.items.items():
        if item.type == "nav_menu_item" and public(item) and number not in links.index.skipped:
            for term in item.terms:
                if term.taxonomy == "nav_menu":
                    items_by_menu.setdefault(term.name, []).append(item)
    old = {
        one_line(name): _children("0", sorted(items, key=lambda member: member.order), terms, links, 0)
        for name, items in items_by_menu.items()
    }
    new = {one_line(title) or "Menu": _block_menu(body, terms, links) for title, body in links.index.navigation.items()}
    return old | {name: entries for name, entries in new.items() if entries}


def head(by_name: Mapping[str, Any]) -> str:
    """Return the comment at the top of the file of menus, with the first menu in the format of `site.yaml`."""
    first = leading(by_name)
    if not first:
        return f"{HEAD}.\n# None of these leads anywhere.\n"
    lines = "".join(f"#   {json.dumps(label, ensure_ascii=False)}: {json.dumps(url)}\n" for label, url in first)
    return f"{HEAD};\n# to show the first of these menus, put this there:\n# menu:\n{lines}"


def leading(by_name: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the label and address of each entry of the first menu with links, each label once."""
    first = next(filter(None, map(_leading, by_name.values())), [])
    entries = {str(entry["label"]): str(entry["url"]) for entry in reversed(first)}
    return tuple((label, entries.pop(label)) for label in [str(entry["label"]) for entry in first] if label in entries)


def _leading(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the entries of a menu with an address; a heading is replaced with the entries below it."""
    return [
        leader for entry in entries for leader in ([entry] if "url" in entry else _leading(entry.get("children", [])))
    ]


def _block_menu(body: str, terms: WxrTerms, links: BlogLinks) -> list[dict[str, Any]]:
    """Return the menu of a block theme: `navigation-link` and `navigation-submenu`, which may be nested."""
    entries: list[dict[str, Any]] = []
    open_menus = [entries]
    for mark in MARK.finditer(body):
        if mark[1]:
            if mark[3] == "navigation-submenu" and len(open_menus) > 1:
                open_menus.pop()
            continue
        facts = facts_of(mark[4])
        if mark[3] not in ("navigation-link", "navigation-submenu", "home-link"):
            continue
        kind = {"post-type": "post_type", "taxonomy": "taxonomy"}.get(str(facts.get("kind")), "custom")
        label, url = _resolve(kind, str(facts.get("id", "")), str(facts.get("url", "")), terms, links)
        url = "/" if mark[3] == "home-link" else url
        entry: dict[str, Any] = {"label": one_line(unescape(untagged(str(facts.get("label", ""))))) or label or "Home"}
        entry |= {"url": url} if url else {}
        if mark[3] == "navigation-submenu" and not mark[5]:
            entry["children"] = []
            open_menus[-1].append(entry)
            open_menus.append(entry["children"])
        elif url:
            open_menus[-1].append(entry)
    return [entry for entry in entries if "url" in entry or entry.get("children")]


def _children(parent: str, items: list[WxrItem], terms: WxrTerms, links: BlogLinks, depth: int) -> list[dict[str, Any]]:
    entries = []
    for item in items:
        if (item.fact("_menu_item_menu_item_parent").strip() or "0") != parent or depth > DEEPEST:
            continue
        label, url = _target(item, terms, links)
        children = _children(str(item.id), items, terms, links, depth + 1)
        heading = one_line(unescape(item.title))
        if url or (heading and item.fact("_menu_item_type") == "custom"):
            entry: dict[str, Any] = {"label": heading or label} | ({"url": url} if url else {})
            entries.append(entry | ({"children": children} if children else {}))
        else:
            entries += children
    return entries


def _target(item: WxrItem, terms: WxrTerms, links: BlogLinks) -> tuple[str, str]:
    """Return the label and address of an entry; no address for something that readers cannot see."""
    kind, number = item.fact("_menu_item_type"), item.fact("_menu_item_object_id")
    return _resolve(kind, number, item.fact("_menu_item_url"), terms, links)


def _resolve(kind: str, number: str, address: str, terms: WxrTerms, links: BlogLinks) -> tuple[str, str]:
    if kind == "custom":
        url = links.new_address(address)
        return "", url if url.startswith(("http", "/")) or re.match("#.", url) else ""
    if kind == "post_type" and number.isdigit():
        place = links.places.get(links.index.by_id.get(int(number), -1))
        target = links.index.item(int(number))
        if target and place and place.public:
            return one_line(unescape(target.title)), place.address
    if kind == "taxonomy" and number.isdigit():
        for key, named in terms.named.items():
            if named.term.id == int(number) and terms.used[key]:
                return named.label, f"/{'category' if key[0] == 'category' else 'tag'}/{named.path}/"
    return "", ""
