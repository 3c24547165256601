"""Warns of categories nested in one that nothing else uses: the slash may belong to the name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from lodestar.base.names import joined, path_of
from lodestar.engine.site import Site, Term

Place = tuple[str | int, ...]
"""A place in a header."""
Nesting = dict[Term, tuple[str, Place, str]]
"""Where an article first names each nested category, and how: the path of the file, the place, the name."""


def warn_of_lonely(site: Site, categories: Iterable[Term], nesting: Nesting) -> None:
    """Add a warning to `site` for each nested category that alone makes its parent a category."""
    direct = {term for post in site.posts for term in post.categories}
    children: dict[Term, list[Term]] = defaultdict(list)
    for term in categories:
        if term.parent:
            children[term.parent].append(term)
    for term, (path, place, name) in nesting.items():
        parent = term.parent
        if parent and not (parent.file or term.file or parent in direct) and children[parent] == [term]:
            fault = f'the category "{name}" lies in "{parent.name}", which nothing else uses'
            full_name = joined((*path_of(parent.name)[:-1], f"{parent.label}/{term.label}"))
            file = f"{site.shown}/categories/{parent.slug}.md"
            cure = f"write '{full_name}' if the slash belongs to its name, or describe \"{parent.name}\" in {file}"
            site.refuse(path, place, fault, cure, fatal=False)
