"""`tags`: what there is to tidy among the tags; `--merge` and `--rename` rewrite the posts and lose no address."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lodestar.engine.program import SiteOptions, related, site_arguments

if TYPE_CHECKING:
    from lodestar.engine.site import Site, Term
    from plugins.tag_archives.hygiene import Findings

PLACES = (("posts", "tags"), ("calls", "when.tags"), ("courses", "tags"))
"""The folders below content/ whose files name tags, and under which key."""


ORDER = ("label", "synonyms")
"""Where a file that describes a tag has its synonyms."""


class TagsRefused(Exception):
    """Why the tags were left as they are."""


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(
        description="List every tag and what there is to tidy, or give tags other names. A tag that is merged or renamed "
        "stays as a synonym of the other, so its address and its links keep working.",
        epilog='Example: python3 tasks.py tags --merge "1:1s" one-on-ones',
    )
    site_arguments(parser)
    change = parser.add_mutually_exclusive_group()
    change.add_argument("--merge", nargs=2, metavar=("TAG", "INTO"), default=None, help="make one tag of two")
    change.add_argument("--rename", nargs=2, metavar=("TAG", "NAME"), default=None, help="give a tag another name")
    return parser


def run(options: argparse.Namespace) -> int:
    """List, merge or rename."""
    from lodestar.base.files import replace
    from plugins.tag_archives.hygiene import findings

    changing = bool(options.merge or options.rename)
    site = related(SiteOptions.of(options), DRAFTS=changing)  # a tag may stand in drafts alone
    if not changing:
        print("\n".join(report(findings(site), site.shown)))
        return 0
    old, new = options.merge or options.rename
    try:
        edits = changes(site, Path(options.content), old, new, merge=bool(options.merge))
    except TagsRefused as refused:
        print(refused, file=sys.stderr)
        return 1
    for path, data in edits.items():
        if data is None:
            path.unlink()
        else:
            replace(path, data)
        print(f"{'removed' if data is None else 'changed'} {path.as_posix()}")
    return 0


def report(findings: Findings, shown: str) -> Iterator[str]:
    """Yield the lines of the list."""
    width = max((len(tag.label) for tag in findings.tags), default=0)
    yield from (f"{tag.label:{width}}  {tag.posts:5}  {tag.years}" for tag in findings.tags)
    groups = (
        ("Spelled in several ways:", [", ".join(names) for names in findings.spellings]),
        ("Nearly the same name:", [f"{one}, {other}" for one, other in findings.twins]),
        ("Nearly the same posts:", [f"{one}, {other} ({count} shared)" for one, other, count in findings.alike]),
        ("On a single post:", findings.singletons),
        ("Described, but on no post:", [f"{shown}/{path}" for path in findings.unused]),
        ("Posts with more than eight tags:", [f"{shown}/{path} ({count})" for path, count in findings.crowded]),
    )
    for heading, lines in groups:
        if lines:
            yield from ("", heading, *(f"  {line}" for line in lines))


def changes(site: Site, content: Path, old: str, new: str, merge: bool) -> dict[Path, bytes | None]:
    """Return the new content of each file that changes, None for one that goes. Raises Refused."""
    from lodestar.base.front_matter.edit import CannotEdit, rename_in_list
    from lodestar.base.front_matter.header import Fault

    term, other = _tag(site, old), _tag(site, new)
    if term is None:
        raise TagsRefused(_unknown(site, old))
    if merge and other is None:
        raise TagsRefused(f'no post has the tag "{new}"; to give "{old}" that name, use --rename')
    if not merge and other is not None and other is not term:
        raise TagsRefused(f'there is a tag "{other.label}" already; to make one of both, use --merge')
    alike = site.tags.get(site.terms.slug_for("tag", new))
    if other is None and alike and alike is not term:
        raise TagsRefused(f'"{new}" would have the address of the tag "{alike.label}"; choose another name')
    if other is term and merge:
        raise TagsRefused(f'"{old}" and "{new}" are one tag already')
    name = other.label if merge and other else new
    edits: dict[Path, bytes | None] = {}
    refused: list[str] = []
    for folder, key in PLACES:
        for path in sorted((content / folder).rglob("*.md")):
            before = path.read_bytes()
            try:
                after = rename_in_list(before, key, lambda entry: _tag(site, entry) is term, name)
            except (CannotEdit, Fault) as error:
                refused.append(f"{path.as_posix()}: {error}")
                continue
            if after != before:
                edits[path] = after
    if refused:
        raise TagsRefused("\n".join(refused))
    edits.update(_files(site, content, term.label, name))
    return edits


def _tag(site: Site, name: str) -> Term | None:
    """Return the tag that has `name` for its label or its slug."""
    return None if site.terms.is_synonym("tag", name) else site.tags.get(site.terms.slug_of("tag", name))


def _unknown(site: Site, name: str) -> str:
    term = site.tags.get(site.terms.slug_of("tag", name))
    if term:
        return f'"{name}" is another name of "{term.label}" already; its address leads there'
    return f'no post has the tag "{name}"; python3 tasks.py tags lists all of them'


def _files(site: Site, content: Path, label: str, name: str) -> dict[Path, bytes | None]:
    """Return what becomes of the files that describe the two tags: the one that stays has the other as a synonym."""
    from lodestar.base.front_matter.edit import add_to_list, edit
    from lodestar.base.front_matter.write import front_matter
    from lodestar.base.names import fold

    slug = partial(site.addresses.slug, kind="tag")
    files = {fold(file.label): file for file in site.content.get("tags", ())}
    old, new = files.get(fold(label)), files.get(fold(name))
    address = [old.slug] if old and old.slug != slug(label) else []  # its own, which no other name stands for
    synonyms = [label, *address, *(old.synonyms if old else ())]
    if slug(label) == slug(name):  # another spelling of the same address
        return {content / old.path: edit((content / old.path).read_bytes(), {"label": name})} if old else {}
    if old and new:
        raise TagsRefused(
            f"{site.shown}/{old.path} and {site.shown}/{new.path} both describe their tag; move what is worth keeping "
            "into the second and delete the first, then try again"
        )
    if new:
        return {content / new.path: add_to_list((content / new.path).read_bytes(), "synonyms", synonyms, ORDER)}
    target = content / "tags" / f"{slug(name)}.md"
    if target.exists() and not (old and target == content / old.path):
        raise TagsRefused(f"{target.as_posix()} describes another tag; rename that file, then try again")
    if not old:
        return {target: front_matter({"label": name, "synonyms": [label]}).encode()}
    data = add_to_list(edit((content / old.path).read_bytes(), {"label": name}), "synonyms", synonyms, ORDER)
    return {content / old.path: None, target: data} if content / old.path != target else {target: data}
