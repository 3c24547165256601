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
    """Yield every object within a value."""
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
    """Return what checks a kind of node; the schema itself is checked once, and not for each of a thousand nodes."""
    schema = {"$ref": f"#/$defs/{kind}", "$defs": SCHEMAS["$defs"]}
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_nodes_fit_their_schemas(data) -> None:
    seen_types: set[str] = set()
    for page, graph in data:
        for node in graph.get("@graph", []):
            text = json.dumps(node)
            if text in seen_types:  # the site and its author are on every page
                continue
            seen_types.add(text)
            for error in validator(node["@type"]).iter_errors(node):
                pytest.fail(f"{page}: {error.message} in {node}")


def test_every_name_leads_to_a_thing(data) -> None:
    named_ids = {node["@id"] for _, graph in data for node in nodes(graph) if "@id" in node and "@type" in node}
    referenced_ids = {node["@id"] for _, graph in data for node in nodes(graph) if set(node) == {"@id"}}
    assert referenced_ids <= named_ids, referenced_ids - named_ids


def test_one_thing_has_one_kind_and_one_name(data) -> None:
    kinds: dict[str, set[str]] = {}
    names: dict[str, set[str]] = {}
    for _, graph in data:
        for node in nodes(graph):
            if "@id" in node and "@type" in node:
                kinds.setdefault(node["@id"], set()).add(str(node["@type"]))
                names.setdefault(node["@id"], set()).add(str(node.get("name", node.get("headline", ""))))
    assert {key for key, values in kinds.items() if len(values) > 1} == set()
    assert {key for key, values in names.items() if len(values) > 1} == set()


def test_it_says_only_what_the_page_shows(data) -> None:
    for page, graph in data:
        for node in graph.get("@graph", []):
            if node["@type"] != "BlogPosting":
                continue
            text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", SCRIPT.sub("", page.read_text(encoding="utf-8"))))
            text = text.replace("&#39;", "'").replace("&amp;", "&").replace("&#34;", '"')
            for value in (node["headline"], *node.get("keywords", ()), *(author["name"] for author in node["author"])):
                assert value in text, f"{page} does not show {value!r}"
