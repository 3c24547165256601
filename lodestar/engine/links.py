"""Resolves links inside the site."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from functools import cached_property
from urllib.parse import unquote

from msgspec.structs import replace

from lodestar.base.address import Address, has_answer, quoted, read_address
from lodestar.base.problems import Problem, did_you_mean
from lodestar.base.values import Body, Document, Picture, Reference, Source
from lodestar.engine.plan import folded
from lodestar.engine.site import Site

COLUMN = 640
"""The width of the text column in pixels; a narrower picture says so in `sizes`."""

DRAWINGS = (".svg", ".svgz")
"""Endings of vector graphics."""

BETTER = "save it as JPEG or PNG"
"""The cure for a picture in a format that few browsers support."""


class Resolver:
    """Resolves the references of documents; a broken one becomes a problem of the site."""

    def __init__(self, site: Site, paths: frozenset[str]) -> None:
        self.site = site
        self.paths = paths
        self.static = {file.path for file in site.static}
        self._cures: dict[tuple[str, str], str] = {}

    def resolve(self, source: Source, document: Document | None) -> Body:
        """Return a document of `source` with an address for each of its references."""
        if document is None or not document.key:
            return Body("")
        urls = tuple([self.address(source, reference) for reference in document.references])
        pictures = self._pictures(source, document)
        return Body(document.key, urls, document.words, document.headings, document.sections, pictures)

    def _pictures(self, source: Source, document: Document) -> tuple[Picture | None, ...]:
        """Return what is known of the pictures among a document's references."""
        if not any(reference.image for reference in document.references):
            return ()
        results = []
        for reference in document.references:
            picture = self._picture(reference)
            if picture and picture.fault:
                self._refuse(
                    source,
                    reference,
                    f'the picture "{reference.written}" {picture.fault}',
                    "put a whole copy of the picture in its place",
                )
            if picture and picture.doubt:
                fault = f'the picture "{reference.written}" {picture.doubt}'
                self._refuse(source, reference, fault, BETTER, fatal=False)
            if reference.bare:
                fault = f'the picture "{reference.written}" has no alternative text'
                cure = 'say what it shows: ![...](...), or alt="..." in HTML'
                self._refuse(source, reference, fault, cure, fatal=False)
            results.append(sized(picture, reference))
        return tuple(results)

    def _picture(self, reference: Reference) -> Picture | None:
        """Return what is known of the picture of a reference by path or by address; None for no picture."""
        path = self._spelled(reference.target.lstrip("/") if reference.kind == "path" else reference.target)
        return self.site.picture(path) if reference.image and path in self.static else None

    def address(self, source: Source, reference: Reference) -> str:
        """Return the address of a reference; report a problem and return an empty string where it has none."""
        if reference.kind == "path":
            return read_address(reference.target) + reference.suffix
        if reference.kind not in ("filename", "static"):
            return self._term(source, reference)
        result = self._file(source, reference)
        return result + reference.suffix if result else ""

    def _file(self, source: Source, reference: Reference) -> str:
        path = self._spelled(reference.target)
        if path in self.static:
            return self.site.addresses.static(path)
        if url := self.site.urls.get(path):
            return url
        if reference.target in self.site.uncopied:
            fault = (
                f'"{reference.written}" leads to {self.site.shown}/{reference.target}, which is not copied to the site'
            )
            cure = "name it, or its folder, in STATIC_PATHS, or take the link out"
        elif reference.target in self.paths:
            fault = f'"{reference.written}" leads to {self.site.shown}/{reference.target}, which readers cannot see'
            cure = "publish it first, or take the link out"
        elif reference.image:
            fault = f'the picture "{reference.written}" does not exist'
            cure = self._proposal(source, reference, self.static, f"put it at {self.site.shown}/{reference.target}")
        else:
            fault = f'"{reference.written}" leads to nothing'
            absent = f"there is no {self.site.shown}/{reference.target}"
            cure = self._proposal(source, reference, self.paths, absent)
        self._refuse(source, reference, fault, cure, missing=reference.target)
        return ""

    def _proposal(self, source: Source, reference: Reference, names: Collection[str], otherwise: str) -> str:
        """Return a proposal for a reference to a file; a path that starts at content/ is proposed with its placeholder."""
        name = reference.target
        full_path = reference.written.rpartition("}")[2].lstrip("/")
        if reference.suffix and full_path in names:  # "#" or "?" is a part of the name
            return f'write "{{{reference.kind}}}/{quoted(full_path)}"'
        cure = self._cure("picture" if reference.image else "file", name, names, otherwise)
        if f'"{source.path}"' in cure:  # no text means itself
            cure = did_you_mean(name, set(names) - {source.path}, otherwise)
        placeholder = "static" if reference.written in self.static else "filename"
        return cure.replace(f'"{reference.written}"', f'"{{{placeholder}}}/{reference.written}"')

    def _spelled(self, path: str) -> str:
        """Return a path as spelled on the disk, which may use another Unicode form."""
        if path.isascii() or path in self.paths:
            return path
        return self._composed.get(unicodedata.normalize("NFC", path), path)

    @cached_property
    def _composed(self) -> dict[str, str]:
        """The paths of files by their composed forms (NFC)."""
        return {unicodedata.normalize("NFC", path): path for path in sorted(self.paths) if not path.isascii()}

    def _term(self, source: Source, reference: Reference) -> str:
        kind, name = reference.kind, reference.target
        terms = {"tag": self.site.tags, "category": self.site.categories, "author": self.site.authors}[kind]
        rest = reference.suffix  # it may belong to the name (`C#`, `Why? How`): the longest known name counts
        for end in (len(rest), *(place for place in range(len(rest) - 1, -1, -1) if rest[place] in "?#")):
            if term := terms.get(self.site.terms.slug_of(kind, name + unquote(rest[:end]))):
                return term.url + rest[end:]
        labels = [candidate.label for candidate in terms.values()]
        self._refuse(
            source,
            reference,
            f'"{reference.written}" leads to nothing',
            self._cure(kind, name, labels, f'no post has the {kind} "{name}"'),
            missing=name,
        )
        return ""

    def _cure(self, kind: str, name: str, names: Collection[str], otherwise: str) -> str:
        """Return what may be meant by a name, looked for once: a page that is gone may have a link in every post."""
        if (kind, name) not in self._cures:
            self._cures[kind, name] = did_you_mean(name, names, otherwise)
        return self._cures[kind, name]

    def _refuse(
        self, source: Source, reference: Reference, fault: str, cure: str, fatal: bool = True, missing: str = ""
    ) -> None:
        line = self.site.line_of(source.path, text=reference.written)
        path = f"{self.site.shown}/{source.path}"
        self.site.problems.append(Problem(path, line, fault, cure, fatal, reference.written, missing))


def sized(picture: Picture | None, reference: Reference) -> Picture | None:
    """Return a picture in the size that the text gives, in proportion; only a drawing may be enlarged."""
    width, height = reference.size
    if reference.share:
        return picture and replace(picture, width=0, height=0)
    if picture is None or not picture.width or not picture.height:
        return replace(picture or Picture(0, 0), width=width, height=height) if width or height else picture
    shown_width = width or round(picture.width * height / picture.height)
    if not shown_width or (shown_width >= picture.width and not reference.target.lower().endswith(DRAWINGS)):
        return picture
    sizes = f"(min-width: {shown_width + 40}px) {shown_width}px, 94vw" if shown_width < COLUMN else picture.sizes
    return replace(
        picture, width=shown_width, height=max(1, round(picture.height * shown_width / picture.width)), sizes=sizes
    )


def dead_paths(site: Site, addresses: frozenset[Address]) -> list[Problem]:
    """Return a problem for each link written as an address (`/about/`) that no output answers."""
    published = site.urls.keys()
    resolver = Resolver(site, frozenset())
    count = len(site.problems)
    cures: dict[Address, str] = {}
    answered: set[str] = set()
    """Targets that have an answer, before they are read as addresses."""
    for value in site.sources():
        for document in (value.body, *value.documents.values()):
            for reference in document.references:
                if reference.kind != "path" or reference.target in answered:
                    continue
                if value.path not in published and hasattr(value, "status"):
                    continue
                target = read_address(reference.target)
                if target == "/" or has_answer(target, addresses):
                    answered.add(reference.target)
                else:
                    cure = cures.get(target) or cures.setdefault(target, _nearest(target, addresses))
                    fault = f'"{reference.written}" leads to nothing'
                    resolver._refuse(value, reference, fault, cure, missing=target)
    result = site.problems[count:]
    del site.problems[count:]
    return result


def _nearest(target: Address, addresses: frozenset[Address]) -> str:
    """Return the most similar address, in words, for one that nothing answers."""
    plain = folded(unquote(target))
    similar = next((address for address in sorted(addresses) if folded(unquote(address)) == plain), None)
    if similar and similar.lower() != target.lower():
        return f'its letters are put together in another way; write "{similar}"'
    return did_you_mean(target, addresses, "no page has this address")
