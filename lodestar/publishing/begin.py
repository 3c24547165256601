"""Makes the site its author's own: writes her answers, and removes as much of the sample as she wants.

Nothing of hers is overwritten: a value that she does not give stays, and so does a sample text that she has changed.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from lodestar.base.addresses import Addresses
from lodestar.base.files import replace, shown
from lodestar.base.front_matter.header import Fault, decode, mapping, split
from lodestar.base.front_matter.site_values import problems, with_values
from lodestar.base.front_matter.write import front_matter
from lodestar.base.names import read_name
from lodestar.base.problems import Problem
from lodestar.base.root import ROOT
from lodestar.base.site_file import SAMPLE_MENU, SITE_FILE
from lodestar.engine.accent import faults
from lodestar.publishing import sample

SAMPLE: Mapping[str, str] = {
    "look": "leave it where it is, to look at first",
    "course": "keep the course, and take the rest away",
    "empty": "take all of it away",
}
"""The choices for the sample."""
KEPT = "sample"
"""The folder below the cache that keeps the sample texts which were removed."""
LICENSE = """\
# License of the content

The code of this project is under the GNU Affero General Public License, version 3 or later: see `LICENSE`.

Everything in `content/` (posts, pages, lessons, biographies, pictures) is © {author}, all rights reserved, where a text
does not say otherwise.
"""
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".svg", ".avif")


class BeginQuestion(NamedTuple):
    """A question to the author."""

    key: str
    text: str
    hint: str = ""


QUESTIONS = (
    BeginQuestion("name", "What is your site called?"),
    BeginQuestion("sentence", "What is it about, in one sentence?"),
    BeginQuestion("author", "What is your name?", "posts that name nobody are yours"),
    BeginQuestion("portrait", "Which picture of you may it show?", "a file on this computer; none is fine"),
    BeginQuestion("address", "Which address will it have?", "such as https://www.your-name.com; you can say it later"),
    BeginQuestion("timezone", "In which time zone are you?", "such as America/Chicago or Europe/Berlin"),
    BeginQuestion("language", "In which language do you write?", "its short name: en, de, fr"),
    BeginQuestion("mail", "Which mail address may readers write to?", "it can be read by everybody"),
    BeginQuestion("color", "Which color should links have?", "such as #a5441f; none for the one that is there"),
)
"""The questions, in order."""

READABLE = (
    "Drafts, and posts that wait, are no part of the site; but whoever can read a repository that holds this folder can "
    "read them: keep it private (docs/deploying.md says how)."
)
"""A note for everyone who begins a site."""


class BeginRefused(Exception):
    """Nothing was written; the argument lists everything that is wrong."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.problems = tuple(problems)


class BegunSite(NamedTuple):
    """The site that is begun."""

    content: Path
    cache: Path
    root: Path
    """The folder of the project, with the license of the content."""
    theme: Path
    """The theme, on whose backgrounds a color has to be readable."""
    declared: tuple[str, ...]
    """The models of the values that plugins declare for the site."""
    slug: Callable[[str], str]
    """Makes a slug of a name, as the settings say."""

    @classmethod
    def of(cls, content: Path, settings: Mapping[str, Any]) -> BegunSite:
        """Return the site in a content folder; only the project's own content folder has a license to change."""
        declared = next(kind.declared for kind in settings["BUILD_RUN"].declared.kinds if kind.name == "site")
        root = ROOT if content.resolve() == ROOT / "content" else content.resolve().parent
        return cls(
            content, Path(settings["CACHE_PATH"]), root, Path(settings["THEME"]), declared, Addresses(settings).slug
        )

    @property
    def file(self) -> Path:
        """The file of the site's values."""
        return self.content / SITE_FILE


def current(place: BegunSite) -> dict[str, Any]:
    """Return the values of the site file; empty where it is missing or cannot be read."""
    try:
        return mapping(decode(place.file.read_bytes())).fields
    except (OSError, Fault):
        return {}


def author_values(place: BegunSite) -> dict[str, str]:
    """Return the author's own values: those in the site file that are not the sample's."""
    values = {key: str(value) for key, value in current(place).items() if isinstance(value, str)}
    return values if values.get("id") != sample.ID else {}


def begin(place: BegunSite, values: Mapping[str, str], sample_choice: str) -> list[str]:
    """Write the author's values, and return lines that say what was done. Raises BeginRefused before anything is written.

    An empty value leaves the one in the file, as long as it is hers; of the sample's values only those that name
    nobody stays.
    """
    answers = {key: " ".join(value.split()) for key, value in values.items() if value.strip()}
    old_values, own_values = current(place), author_values(place)
    changes: dict[str, Any] = dict(answers)
    if not own_values and not answers.get("name"):
        fault = "the site has no name of its own yet"
        raise BeginRefused([Problem(shown(place.file), 1, fault, 'say what it is called: --name "..."')])
    if not own_values:
        changes = {key: None for key in ("sentence", "author", "address", "mail") if key in old_values} | changes
        changes["id"] = f"urn:uuid:{uuid.uuid4()}"
    portrait = _portrait(place, answers, old_values)
    if portrait:
        changes["portrait"] = portrait
        if not old_values.get("portrait_alt"):
            changes["portrait_alt"] = answers.get("author") or str(old_values.get("author", ""))
    changes |= _menus(old_values, sample_choice)
    data = place.file.read_bytes() if place.file.is_file() else b""
    try:
        new = with_values(data, changes)
    except Fault as fault:
        raise BeginRefused([Problem(shown(place.file), fault.line, fault.what, fault.cure)]) from None
    results = [problem for problem in problems(new, place.declared, shown(place.file)) if problem.fatal]
    header = mapping(decode(new))
    results += [
        Problem(shown(place.file), header.line(key), fault, cure)
        for key, fault, cure in faults(header.fields, place.theme)
    ]
    if results:
        raise BeginRefused(results)
    report = _remove_sample(place, sample_choice)
    if new != data:
        replace(place.file, new)
        report.insert(0, f"Written: {shown(place.file)}")
    if portrait and not (place.content / portrait).is_file():
        (place.content / portrait).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(answers["portrait"], place.content / portrait)
        report.append(f"Your portrait is at {shown(place.content / portrait)}.")
    author = str(header.fields.get("author", ""))
    return report + _author(place, author) + _license(place, author)


def _portrait(place: BegunSite, answers: Mapping[str, str], old_values: Mapping[str, Any]) -> str:
    """Return where the portrait is put, below content/. Raises BeginRefused for a file that is not a picture."""
    picture = Path(answers.get("portrait", "")).expanduser()
    if not answers.get("portrait") or (not picture.is_absolute() and (place.content / picture).is_file()):
        return answers.get("portrait", "")
    if not picture.is_file() or picture.suffix.lower() not in PICTURES:
        fault = f"there is no picture {picture}"
        raise BeginRefused([Problem(shown(place.file), 1, fault, f"name a file that ends in {', '.join(PICTURES)}")])
    name = place.slug(answers.get("author") or str(old_values.get("author", ""))) or "portrait"
    path = f"images/authors/{name}{picture.suffix.lower()}"
    number = 2
    while (place.content / path).is_file() and (place.content / path).read_bytes() != picture.read_bytes():
        path, number = f"images/authors/{name}-{number}{picture.suffix.lower()}", number + 1
    return path


def _menus(old_values: Mapping[str, Any], sample_choice: str) -> dict[str, dict[str, str]]:
    """Return the sample's menus without entries that lead to removed pages; nothing for the author's own menus."""
    removed = {"/workshops/", "/about/", "/privacy/"} if sample_choice != "look" else set()
    removed |= {"/courses/lead-from-the-heart/"} if sample_choice == "empty" else set()
    if tuple(old_values.get("menu", {}).items()) != SAMPLE_MENU:
        return {}
    menus = {key: old_values[key] for key in ("menu", "footer") if isinstance(old_values.get(key), dict)}
    return {key: {label: url for label, url in menu.items() if url not in removed} for key, menu in menus.items()}


def _remove_sample(place: BegunSite, sample_choice: str) -> list[str]:
    if sample_choice == "look":
        return []
    moved = sample.remove_sample(place.content, place.cache / KEPT, sample_choice == "course")
    remaining = (
        [name for name in sample.names() if (place.content / name).is_file()] if sample_choice == "empty" else []
    )
    report = (
        [f"Taken away: {len(moved)} files of the sample; they lie in {shown(place.cache / KEPT)}."] if moved else []
    )
    return report + [f"{shown(place.content / name)} stays, since you changed it." for name in remaining]


def _author(place: BegunSite, author: str) -> list[str]:
    """Create the author's page, unless she has one in a file of any name, such as an import's."""
    folder = place.content / "authors"
    path = folder / f"{place.slug(author)}.md"
    if (
        not place.slug(author)
        or path.exists()
        or any(_names(file) == read_name(author) for file in folder.glob("*.md"))
    ):
        return []
    replace(path, front_matter({"name": author}).encode())
    return [f"Written: {shown(path)}, where your biography goes"]


def _names(path: Path) -> str:
    """Return the name of the author whom a file describes; empty for a file that cannot be read."""
    try:
        return read_name(str(split(decode(path.read_bytes())).fields.get("name", "")))
    except (Fault, OSError):
        return ""


def _license(place: BegunSite, author: str) -> list[str]:
    """Write the author's name into the license of the content, as long as it is the sample's."""
    path = place.root / "LICENSE-CONTENT.md"
    if author in ("", sample.AUTHOR) or not path.is_file() or f"© {sample.AUTHOR}" not in path.read_text("utf-8"):
        return []
    replace(path, LICENSE.format(author=author).encode())
    return [f"Written: {shown(path)}, which says that the content is yours"]
