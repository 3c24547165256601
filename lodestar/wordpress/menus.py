"""The menus of the old blog, as a navigation file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import unescape
from typing import Any

from lodestar.wordpress.files import one_line
from lodestar.wordpress.index import public
from lodestar.wordpress.links import Links
from lodestar.wordpress.model import Item
from lodestar.wordpress.terms import Terms

HEAD = """\
# Menus of the WordPress blog; written by import-wordpress. What the site shows is MENUITEMS in pelicanconf.py;
# to show the first of these menus, put this there:
"""
DEEPEST = 8


def menus(terms: Terms, links: Links) -> dict[str, Any]:
    """Each menu by its name: labels and addresses, nested; entries of what readers cannot see are left out."""
    found: dict[str, list[Item]] = {}
    for number, item in links.index.items.items():
        if item.type == "nav_menu_item" and public(item) and number not in links.index.skipped:
            for term in item.terms:
                if term.taxonomy == "nav_menu":
                    found.setdefault(term.name, []).append(item)
    return {
        one_line(name): _below("0", sorted(items, key=lambda each: each.order), terms, links, 0)
        for name, items in found.items()
    }


def head(found: Mapping[str, Any]) -> str:
    """What stands above the menus in their file: what they are, and the first of them as a setting."""
    first: list[dict[str, Any]] = next(iter(found.values()), [])
    lines = (f"#     ({json.dumps(each['label'])}, {json.dumps(each['url'])}),\n" for each in first)
    return f"{HEAD}# MENUITEMS = (\n{''.join(lines)}# )\n"


def _below(parent: str, items: list[Item], terms: Terms, links: Links, depth: int) -> list[dict[str, Any]]:
    entries = []
    for item in items:
        if (item.fact("_menu_item_menu_item_parent").strip() or "0") != parent or depth > DEEPEST:
            continue
        label, url = _target(item, terms, links)
        children = _below(str(item.id), items, terms, links, depth + 1)
        if url:
            entry: dict[str, Any] = {"label": one_line(unescape(item.title)) or label, "url": url}
            entries.append(entry | ({"children": children} if children else {}))
        else:
            entries += children
    return entries


def _target(item: Item, terms: Terms, links: Links) -> tuple[str, str]:
    """Label and address of what an entry leads to; no address for what readers cannot see."""
    kind, number = item.fact("_menu_item_type"), item.fact("_menu_item_object_id")
    if kind == "custom":
        url = links.here(item.fact("_menu_item_url"))
        return "", url if url.startswith(("http", "/", "#")) else ""
    if kind == "post_type" and number.isdigit():
        place = links.made.get(links.index.by_id.get(int(number), -1))
        target = links.index.item(int(number))
        if target and place and place.public:
            return one_line(unescape(target.title)), place.address
    if kind == "taxonomy" and number.isdigit():
        for key, named in terms.named.items():
            if named.term.id == int(number) and terms.used[key]:
                return named.label, f"/{'category' if key[0] == 'category' else 'tag'}/{named.path}/"
    return "", ""
