"""What machines read: JSON-LD that fits its schema, in which one thing has one name and every name leads somewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

SCHEMAS = json.loads((Path(__file__).parent / "structured_data.json").read_text())
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def graphs(site: Path) -> Iterator[tuple[Path, Any]]:
    for page in sorted(site.rglob("*.html")):
        for result in SCRIPT.findall(page.read_text(encoding="utf-8")):
            yield page, json.loads(result)


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every object within a value."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from nodes(item)


@pytest.fixture(scope="session")
def data(site: Path) -> list[tuple[Path, Any]]:
    return list(graphs(site))


def test_every_kind_of_page_says_what_it_is(data) -> None:
    kinds = {node["@type"] for _, graph in data for node in graph.get("@graph", [graph])}
    assert kinds >= {"BlogPosting", "BreadcrumbList", "ProfilePage", "CollectionPage", "WebSite"}


@cache
def validator(kind: str) -> jsonschema.Draft202012Validator:
    """What a kind of node is held against; the schema itself is looked at once, and not for each of a thousand nodes."""
    schema = {"$ref": f"#/$defs/{kind}", "$defs": SCHEMAS["$defs"]}
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_nodes_fit_their_schemas(data) -> None:
    seen: set[str] = set()
    for page, graph in data:
        for node in graph.get("@graph", []):
            text = json.dumps(node)
            if text in seen:  # the site and its author are on every page
                continue
            seen.add(text)
            for error in validator(node["@type"]).iter_errors(node):
                pytest.fail(f"{page}: {error.message} in {node}")


def test_every_name_leads_to_a_thing(data) -> None:
    named = {node["@id"] for _, graph in data for node in nodes(graph) if "@id" in node and "@type" in node}
    asked = {node["@id"] for _, graph in data for node in nodes(graph) if set(node) == {"@id"}}
    assert asked <= named, asked - named


def test_one_thing_has_one_kind_and_one_name(data) -> None:
    kinds: dict[str, set[str]] = {}
    names: dict[str, set[str]] = {}
    for _, graph in data:
        for node in nodes(graph):
            if "@id" in node and "@type" in node:
                kinds.setdefault(node["@id"], set()).add(str(node["@type"]))
                names.setdefault(node["@id"], set()).add(str(node.get("name", node.get("headline", ""))))
    assert {key for key, found in kinds.items() if len(found) > 1} == set()
    assert {key for key, found in names.items() if len(found) > 1} == set()


def test_it_says_only_what_the_page_shows(data) -> None:
    for page, graph in data:
        for node in graph.get("@graph", []):
            if node["@type"] != "BlogPosting":
                continue
            text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", SCRIPT.sub("", page.read_text(encoding="utf-8"))))
            text = text.replace("&#39;", "'").replace("&amp;", "&").replace("&#34;", '"')
            for shown in (node["headline"], *node.get("keywords", ()), *(author["name"] for author in node["author"])):
                assert shown in text, f"{page} does not show {shown!r}"
