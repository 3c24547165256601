"""Move a site made with Pelican in, build it, and compare it with what Pelican made: addresses, ids in feeds, words."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from lxml import etree

from lodestar.base.root import ROOT
from lodestar.engine.program import SiteOptions, hearing, load, run_quietly
from lodestar.html_to_markdown.compare import parts_of
from lodestar.pelican_import.html import plain_html
from lodestar.pelican_import.reading import settings_file
from lodestar.pelican_import.run import MoveOptions, MoveOutcome, run
from tests.conftest import clear_signals

ATOM = "{http://www.w3.org/2005/Atom}"
PUBLIC = ("published", "hidden")


class MovedSite:
    """An old site, the content that it became, and the site that was built of it."""

    def __init__(self, old_site: Path, new_site: Path, python: str = "", settings: str = "") -> None:
        self.old, self.new, self.content, self.output = old_site, new_site, new_site / "content", new_site / "output"
        self._named, self._python = settings, python
        self.outcome = self.import_again()
        self.warnings = self._build()

    def import_again(self) -> MoveOutcome:
        """Import the site, as often as one likes."""
        clear_signals()
        site_settings = ROOT / "pelicanconf.py"
        settings = settings_file(self.old, self._named)
        with hearing(quiet=True):
            return run(MoveOptions(self.old, settings, self.content, site_settings, self._python, take=True))

    def _build(self) -> list[str]:
        clear_signals()
        site_options = SiteOptions(str(self.content), str(self.output), str(ROOT / "pelicanconf.py"))
        overrides = {
            "CACHE_PATH": str(self.new / "cache"), "THEME": str(ROOT / "theme"), "SEARCH": {"enabled": False},
            "PICTURES": {"cards": False}, "FEED_MAX_ITEMS": 100_000, "SITEURL": self.outcome.site.address,
        }  # fmt: skip
        with hearing(quiet=True) as messages:
            try:
                run_quietly(load(site_options, {"workers": 1}, None, {**self.outcome.settings, **overrides}))
            except SystemExit as stop:
                raise AssertionError("\n".join(map(str, (stop, *messages.problems)))) from None
        return [str(problem) for problem in messages.problems]

    def __getitem__(self, path: str) -> str:
        return (self.content / path).read_text(encoding="utf-8")

    def __contains__(self, path: str) -> bool:
        return (self.content / path).exists()

    def body(self, path: str) -> str:
        """Return the Markdown of a content file."""
        return self[path].split("---\n", 2)[2].strip("\n")

    def header(self, path: str) -> list[str]:
        """Return the lines of a content file's front matter."""
        return self[path].split("---\n", 2)[1].splitlines()

    def page(self, path: str) -> str:
        """Return a file of the new site."""
        return (self.output / path).read_text(encoding="utf-8")

    def dead_addresses(self) -> list[str]:
        """Return the files of the old output that the new one lacks, but for drafts, the theme's, and what the report names."""
        drafts = {place.text.save_as for place in self.outcome.places if not place.public}
        named_paths = {address.lstrip("/") for address in self.outcome.unanswered}
        return [
            file
            for file, kind, _ in self.outcome.site.output
            if kind != "theme" and file not in drafts | named_paths and not (self.output / file).is_file()
        ]

    def lost_ids(self) -> list[str]:
        """Return the ids of posts that the feed of all posts has not exactly once."""
        feed = self.outcome.settings.get("FEED_ALL_ATOM", "feed/atom/index.xml")
        tree = etree.fromstring((self.output / feed).read_bytes())
        id_counts = Counter(entry.findtext(f"{ATOM}id") for entry in tree.iter(f"{ATOM}entry"))
        posts = (place.text for place in self.outcome.places if place.text.kind == "post")
        expected = [text.id for text in posts if text.status == "published" and not (text.translation or text.future)]
        return [id for id in expected if id_counts[id] != 1] + [id or "" for id in id_counts if id not in expected]

    def changed_texts(self) -> list[str]:
        """Return the texts whose words are not those of the old site, but for what the report names."""
        named_paths = {note.path for note in self.outcome.notes if note.kind in ("loss", "fault")}
        changed_paths = []
        for place in self.outcome.places:
            file = place.address.strip("/")
            page = self.output / (file if file.endswith(".html") else f"{file}/index.html".lstrip("/"))
            if place.text.status not in PUBLIC or place.text.future or place.text.source in named_paths:
                continue
            if letters(place.text.html) not in letters(page.read_text(encoding="utf-8")):
                changed_paths.append(place.text.source)
        return changed_paths


def letters(html: str) -> str:
    """Return the letters of a text, without what typography may change."""
    return re.sub(r"[\W_]", "", "".join(parts_of(plain_html(html)).words)).casefold()
