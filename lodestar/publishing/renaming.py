"""Renames or merges tags and categories: computes the files that change, without losing an address.

The old address of a renamed tag redirects: the old name stays as a synonym. A category keeps its address
when it is renamed, and so do those nested in it; one that is merged into another redirects there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from lodestar.base.front_matter.edit import CannotEdit, add_to_list, edit, rename_in_list
from lodestar.base.front_matter.header import Fault
from lodestar.base.front_matter.write import front_matter
from lodestar.base.kinds import TERM_FOLDERS
from lodestar.base.names import fold, joined, path_of
from lodestar.base.values import TermFile
from lodestar.engine.site import Site, Term

PLACES = {
    "tag": (("posts", "tags"), ("calls", "when.tags"), ("courses", "tags")),
    "category": (("posts", "categories"), ("calls", "when.categories")),
}
"""The folders below content/ whose files name tags or categories, with the key."""
ORDER = ("label", "synonyms")
"""The order of keys in such a file."""
Edits = dict[Path, bytes | None]
"""The new content of each changed file; None for a deleted one."""


class RenamingRefused(Exception):
    """Why the names were left as they are; `words` say it without files and commands."""

    def __init__(self, message: str, words: str = "") -> None:
        super().__init__(message)
        self.words = words or message


class BothDescribed(RenamingRefused):
    """Both terms to be merged are described, and one description would be lost."""


def terms_of(site: Site, kind: str) -> Mapping[str, Term]:
    """Return the tags or the categories of a site, by their slugs."""
    return site.tags if kind == "tag" else site.categories


def term_named(site: Site, kind: str, name: str) -> Term | None:
    """Return the tag or category whose label or slug is `name`; None for none."""
    return None if site.terms.is_synonym(kind, name) else terms_of(site, kind).get(site.terms.slug_of(kind, name))


def changes(site: Site, content: Path, kind: str, old: str, new: str, merge: bool, drop: bool = False) -> Edits:
    """Return the edits that rename a tag or category, or merge it into another.

    Where both are described, `drop` allows the first description to be dropped. Raises RenamingRefused.
    """
    term, target_term = term_named(site, kind, old), term_named(site, kind, new)
    if term is None:
        raise RenamingRefused(
            _unknown(site, kind, old), f"there is no {kind} “{old}” any more; look at the list once more"
        )
    if merge and target_term is None:
        raise RenamingRefused(f'no post has the {kind} "{new}"; to give "{old}" that name, use --rename')
    if not merge and target_term is not None and target_term is not term:
        raise RenamingRefused(f'there is a {kind} "{target_term.name}" already; to make one of both, use --merge')
    same_address = terms_of(site, kind).get(site.terms.slug_for(kind, new))
    if target_term is None and same_address and same_address is not term:
        raise RenamingRefused(
            f'"{new}" would have the address of the {kind} "{same_address.name}"; choose another name'
        )
    if target_term is term and merge:
        raise RenamingRefused(f'"{old}" and "{new}" are one {kind} already')
    nested = [item for item in terms_of(site, kind).values() if term in item.lineage[1:]]
    if merge and nested:
        raise RenamingRefused(f'"{nested[0].name}" lies in "{term.name}"; merge that first')
    if kind == "category" and not merge and path_of(new)[:-1] != path_of(term.name)[:-1]:
        raise RenamingRefused(f'"{new}" lies elsewhere than "{term.name}"; change the last part of its name alone')
    name = target_term.name if merge and target_term else new
    depth = len(path_of(term.name))
    names = {term.name: name} | {item.name: joined((*path_of(name), *path_of(item.name)[depth:])) for item in nested}
    edits = _texts(site, content, kind, names)
    if kind == "category" and not merge:
        edits.update(_renamed(site, content, [term, *nested], names))
    else:
        edits.update(_files(site, content, kind, term, target_term, name, drop))
    return edits


def _texts(site: Site, content: Path, kind: str, names: dict[str, str]) -> Edits:
    """Return the edits of texts that name the renamed terms."""
    edits: Edits = {}
    refused: list[str] = []
    for folder, key in PLACES[kind]:
        for path in sorted((content / folder).rglob("*.md")):
            before = after = path.read_bytes()
            try:
                for old, new in names.items():
                    after = rename_in_list(after, key, _means(site, kind, old), new)
            except (CannotEdit, Fault) as error:
                refused.append(f"{path.as_posix()}: {error}")
                continue
            if after != before:
                edits[path] = after
    if refused:
        words = f"some texts say their {key} in a way that is not changed by itself; change the name in each of them"
        raise RenamingRefused("\n".join(refused), words)
    return edits


def _means(site: Site, kind: str, name: str) -> Callable[[str], bool]:
    """Return a function that says whether a name in a text means the term `name`."""
    term = term_named(site, kind, name)
    return lambda entry: term_named(site, kind, entry) is term


def _unknown(site: Site, kind: str, name: str) -> str:
    term = terms_of(site, kind).get(site.terms.slug_of(kind, name))
    if term:
        return f'"{name}" is another name of "{term.name}" already; its address leads there'
    return f'no post has the {kind} "{name}"; python3 tasks.py tags lists all of them'


def _renamed(site: Site, content: Path, terms: list[Term], names: dict[str, str]) -> Iterator[tuple[Path, bytes]]:
    """Yield the edits of categories' files; each stays where it is, since its place is its address."""
    for term in terms:
        name = names[term.name]
        if isinstance(term.file, TermFile):
            path = content / term.file.path
            data = edit(path.read_bytes(), {"label": name})
            yield path, add_to_list(data, "synonyms", [term.name], ORDER) if term is terms[0] else data
        elif term is terms[0]:
            path = content / TERM_FOLDERS["category"] / f"{term.slug}.md"
            yield path, front_matter({"label": name, "synonyms": [term.name]}).encode()


def _files(site: Site, content: Path, kind: str, term: Term, target_term: Term | None, name: str, drop: bool) -> Edits:
    """Return the edits of the files that describe two terms: the one that stays gets the other as a synonym."""
    files = {fold(file.label): file for file in site.content.get(TERM_FOLDERS[kind], ())}
    old, new = files.get(fold(term.name)), files.get(fold(name))
    default_slug, slug = (
        site.terms.slug_of_letters(term),
        target_term.slug if target_term else site.terms.slug_of_name(kind, name),
    )
    old_slug_names = (
        [joined((*path_of(term.name)[:-1], term.slug.rpartition("/")[2]))] if term.slug != default_slug else []
    )
    synonyms = [term.name, *old_slug_names, *(old.synonyms if old else ())]
    synonyms = [synonym for synonym in synonyms if fold(synonym) != fold(name)]
    if term.slug == slug == default_slug:  # another spelling of the same address
        return {content / old.path: edit((content / old.path).read_bytes(), {"label": name})} if old else {}
    if old and new and not drop:
        raise BothDescribed(
            f"{site.shown}/{old.path} and {site.shown}/{new.path} both describe their {kind}; move what is worth keeping "
            "into the second and delete the first, then try again"
        )
    if new:
        edits: Edits = {content / old.path: None} if old else {}
        return edits | {content / new.path: add_to_list((content / new.path).read_bytes(), "synonyms", synonyms, ORDER)}
    target = content / TERM_FOLDERS[kind] / f"{slug}.md"
    if target.exists() and not (old and target == content / old.path):
        raise RenamingRefused(
            f"{target.as_posix()} describes another {kind}; rename that file, then try again",
            f"something else has the place of that {kind} already; choose another name",
        )
    if not old:
        return {target: front_matter({"label": name, "synonyms": synonyms}).encode()}
    remaining = [synonym for synonym in old.synonyms if fold(synonym) != fold(name)]
    data = edit(
        (content / old.path).read_bytes(), {"label": name, "slug": None, "synonyms": remaining or None}, order=ORDER
    )
    data = add_to_list(data, "synonyms", synonyms, ORDER)
    return {content / old.path: None, target: data} if content / old.path != target else {target: data}
