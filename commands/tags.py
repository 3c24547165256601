"""`tags`: what there is to tidy among the tags; `--merge` and `--rename` rewrite the posts and lose no address."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from commands.site import SiteOptions, related, site_arguments

if TYPE_CHECKING:
    from plugins.site import Site, Term
    from plugins.tag_archives.hygiene import Findings

PLACES = (("posts", ("tags",)), ("calls", ("when", "tags")), ("courses", ("tags",)))
"""The folders below content/ whose files name tags, and under which keys."""


class Refused(Exception):
    """Why the tags were left as they are."""


def parser() -> argparse.ArgumentParser:
    """The command's options."""
    made = argparse.ArgumentParser(
        description="List every tag and what there is to tidy, or give tags other names. A tag that is merged or renamed "
        "stays as a synonym of the other, so its address and its links keep working.",
        epilog='Example: python3 tasks.py tags --merge "1:1s" one-on-ones',
    )
    site_arguments(made)
    change = made.add_mutually_exclusive_group()
    change.add_argument("--merge", nargs=2, metavar=("TAG", "INTO"), default=None, help="make one tag of two")
    change.add_argument("--rename", nargs=2, metavar=("TAG", "NAME"), default=None, help="give a tag another name")
    return made


def run(options: argparse.Namespace) -> int:
    """List, merge or rename."""
    from plugins.tag_archives.hygiene import findings

    site = related(SiteOptions.of(options))
    if not (options.merge or options.rename):
        print("\n".join(report(findings(site), site.shown)))
        return 0
    old, new = options.merge or options.rename
    try:
        edits = changes(site, Path(options.content), old, new, merge=bool(options.merge))
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    for path, text in edits.items():
        _write(path, text)
        print(f"{'changed' if text is not None else 'removed'} {path.as_posix()}")
    return 0


def report(found: Findings, shown: str) -> Iterator[str]:
    """The lines of the list."""
    width = max((len(tag.label) for tag in found.tags), default=0)
    yield from (f"{tag.label:{width}}  {tag.posts:5}  {tag.years}" for tag in found.tags)
    groups = (
        ("Spelled in several ways:", [", ".join(names) for names in found.spellings]),
        ("Nearly the same name:", [f"{one}, {other}" for one, other in found.twins]),
        ("Nearly the same posts:", [f"{one}, {other} ({count} shared)" for one, other, count in found.alike]),
        ("On a single post:", found.singletons),
        ("Described, but on no post:", [f"{shown}/{path}" for path in found.unused]),
        ("Posts with more than eight tags:", [f"{shown}/{path} ({count})" for path, count in found.crowded]),
    )
    for heading, lines in groups:
        if lines:
            yield from ("", heading, *(f"  {line}" for line in lines))


def changes(site: Site, content: Path, old: str, new: str, merge: bool) -> dict[Path, str | None]:
    """The new text of each file that changes; None for one that goes. Raises Refused."""
    from plugins.front_matter.editing import rename_entries

    slug = site.addresses.slug
    term, other = _tag(site, old), _tag(site, new)
    if term is None:
        raise Refused(_unknown(site, old))
    if merge and other is None:
        raise Refused(f'no post has the tag "{new}"; to give "{old}" that name, use --rename')
    if not merge and other is not None and other is not term:
        raise Refused(f'there is a tag "{other.label}" already; to make one of both, use --merge')
    if other is term and merge:
        raise Refused(f'"{old}" and "{new}" are one tag already')
    name = other.label if merge and other else new
    names = (term.slug, slug(term.label))
    edits: dict[Path, str | None] = {}
    for folder, keys in PLACES:
        for path in sorted((content / folder).rglob("*.md")):
            before = _read(path)
            after = rename_entries(before, keys, lambda each: slug(each) in names, name)
            if after != before:
                edits[path] = after
    edits.update(_files(site, content, term.label, name))
    return edits


def _tag(site: Site, name: str) -> Term | None:
    """The tag that has `name` for its label or its slug."""
    slug = site.addresses.slug
    return next((term for term in site.tags.values() if slug(name) in (term.slug, slug(term.label))), None)


def _unknown(site: Site, name: str) -> str:
    for term in site.tags.values():
        if name.casefold() in map(str.casefold, getattr(term.file, "synonyms", ())):
            return f'"{name}" is another name of "{term.label}" already; its address leads there'
    return f'no post has the tag "{name}"; python3 tasks.py tags lists all of them'


def _files(site: Site, content: Path, label: str, name: str) -> dict[Path, str | None]:
    """What becomes of the files that describe the two tags: the one that stays has the other as a synonym."""
    from plugins.front_matter.editing import add_entries, quoted, set_value

    slug = site.addresses.slug
    files = {slug(file.label): file for file in site.content.get("tags", ())}
    old, new = files.get(slug(label)), files.get(slug(name))
    address = [old.slug] if old and old.slug != slug(label) else []  # its own, which no other name stands for
    synonyms = [label, *address, *(old.synonyms if old else ())]
    if slug(label) == slug(name):  # another spelling of the same address
        return {content / old.path: set_value(_read(content / old.path), "label", name)} if old else {}
    if old and new:
        raise Refused(
            f"{site.shown}/{old.path} and {site.shown}/{new.path} both describe their tag; move what is worth keeping "
            "into the second and delete the first, then try again"
        )
    if new:
        return {content / new.path: add_entries(_read(content / new.path), "synonyms", synonyms, "label")}
    target = content / "tags" / f"{slug(name)}.md"
    if not old:
        return {target: f"---\nlabel: {quoted(name)}\nsynonyms: [{quoted(label)}]\n---\n"}
    text = add_entries(set_value(_read(content / old.path), "label", name), "synonyms", synonyms, "label")
    return {content / old.path: None, target: text} if content / old.path != target else {target: text}


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def _write(path: Path, text: str | None) -> None:
    """Replace a file in one step, or remove it."""
    if text is None:
        path.unlink()
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(text.encode())
    os.replace(new, path)
