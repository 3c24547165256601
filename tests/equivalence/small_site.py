"""The small site that the edits begin with: some of everything that the project knows."""

from __future__ import annotations

import importlib
import io
import json
import re
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from PIL import Image
from pydantic.fields import FieldInfo

from lodestar.base.front_matter.fields import Fields, key_of
from pelicanconf import PLUGINS
from tests.web import ROOT

TITLES = ("Listening", "Trust first", "A quiet room", "On <time> & tea")
TAGS = ("listening", "trust", "one-on-ones", "heart-led leadership", "Insights®")
CATEGORIES = ("Leadership", "Coaching/One to One", "Coaching", "Career")
AUTHORS = {"margaret-smith": "Margaret Smith", "daniel-okafor": "Daniel Okafor"}
BODIES = {
    "plain": "Plain words, written with ease.\n",
    "headings": '# Top\n\nText with a [link](/about/).\n\n## One\n\nText.\n\n## Two\n\nMore "quoted" text.\n',
    "links": "A [post]({filename}/posts/p1.md) and a [tag]({tag}trust).\n\n![A drawing](../images/a.svg)\n",
    "blocks": "![A square](../images/a.png)\n\n> quote\n\n- list\n- items\n\n```\ncode\n```\n",
    "long": "Words upon words. " * 200 + "\n\n## Late\n\nMore.\n",
}
DATES = (
    "2025-12-31 23:59",
    "2026-01-01 00:00",
    "2026-03-05 08:00",
    "2026-05-31 23:59",
    "2026-06-01 00:00",
    "2026-06-01 11:59",
    "2026-06-02 09:00",
)
NAMES = tuple(f"p{number}" for number in range(7))
COURSE = "courses/calm"
LESSON = "---\ntitle: {title}\nminutes: 20\nobjectives: [Breathe.]\nkey_points: [Air.]\naccess: {access}\n---\n{body}\n"
EXERCISE = "Text.\n\n::: reflection {{#air-01-in}}\nWhere is {}?\n:::"
CALL = "---\nheading: {}\nurl: {}\nlink_text: Come\n{}---\nJoin us.\n"
FILES = {
    "pages/about.md": "---\ntitle: About\n---\nAbout.\n",
    "pages/subscribe.md": "---\ntitle: Subscribe\n---\nHow to follow.\n",
    "pages/ueber.md": "---\ntitle: Über uns\nlang: de\n---\nWir.\n",
    "images/a.svg": "<svg/>",
    "calls/course.md": CALL.format("H", "/about/", "default: true\n"),
    "calls/workshops.md": CALL.format("W", "/about/", "placement: 1\n"),
    "tags/trust.md": "---\nlabel: trust\n---\nAbout trust.\n",
    f"{COURSE}/course.md": "---\ntitle: Calm\ndate: 2026-01-05\npromise: Lead calmly.\n---\nWelcome.\n",
    f"{COURSE}/01-breathe/module.md": "---\ntitle: Breathe\n---\nA module.\n",
    f"{COURSE}/01-breathe/01-in.md": LESSON.format(title="In", access="free", body=EXERCISE.format("air")),
    f"{COURSE}/01-breathe/02-out.md": LESSON.format(title="Out", access="free", body="More."),
}


def picture(color: str, width: int = 24) -> bytes:
    """Return a picture of one color."""
    target = io.BytesIO()
    Image.new("RGB", (width, 16), color).save(target, "PNG")
    return target.getvalue()


NAMES_OF = {
    "call": ("", "workshops", "none"),
    "image_focus": ("", "top left"),
    "translations": ([], ["pages/ueber.md"]),
    "lesson": ("", f"{COURSE}/01-breathe/01-in.md"),
}
"""Values of the declared keys that must name something of the small site, or one of a few things."""


def declared(plugin: str) -> dict[str, type[Fields]]:
    """Return the models of header keys that a plugin declares, by the name of their kind of content."""
    declare = getattr(importlib.import_module(plugin), "declare_fields", None)
    results = {}
    for kind, place in (declare({}) if declare else {}).items():
        module, _, name = place.partition(":")
        results[kind] = getattr(importlib.import_module(module), name)
    return results


def samples(info: FieldInfo) -> tuple[Any, ...]:
    """Return the values of a declared key, by its type; the first is that of a post which does not have it."""
    key = key_of(info)
    if key.listed:
        return ([], ["Trust", "Work, life"])
    if key.picture:
        return ("", "images/a.png")
    if key.markdown:
        return ("", "Was at [home](/about/).")
    by_type: dict[Any, tuple[Any, ...]] = {
        bool: (info.default, not info.default),
        datetime: ("", "2026-05-01"),
        int: (info.default, 2),
        dict[str, Any]: ({}, {"mood": "calm"}),
    }
    return by_type.get(info.annotation, ("", "Trust"))


DECLARED = {
    name: NAMES_OF.get(name) or samples(info)
    for plugin in PLUGINS
    for kind, model in declared(plugin).items()
    if kind == "posts"
    for name, info in model.model_fields.items()
}
"""Values of each header key that the site's plugins declare for posts."""


class SmallSite:
    """The files of a site below `folder`, with the project's own theme; every change of them is made here."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.posts: dict[str, dict[str, Any]] = {}
        shutil.copytree(ROOT / "theme", folder / "theme")
        self.release(1)
        self.begin()

    def begin(self) -> None:
        """Make the content what it is at first."""
        shutil.rmtree(self.folder / "content", ignore_errors=True)
        (self.folder / "redirects.txt").write_text("")
        self.posts.clear()
        for path, text in FILES.items():
            self.write(path, text)
        (self.folder / "content/images/a.png").write_bytes(picture("red"))
        for slug, name in AUTHORS.items():
            self.write(f"authors/{slug}.md", f"---\nname: {name}\nbio: Hello from {name}.\n---\nLong.\n")
        for number, name in enumerate(NAMES[:4]):
            self.posts[name] = {
                "title": TITLES[number],
                "date": DATES[number],
                "tags": [TAGS[number], "trust"],
                "categories": [CATEGORIES[number]],
                "body": "plain",
            }
            self.save(name)

    def write(self, path: str, text: str) -> None:
        """Write a file of the content."""
        target = self.folder / "content" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def remove(self, path: str) -> None:
        """Delete a file of the content, where it is."""
        (self.folder / "content" / path).unlink(missing_ok=True)

    def path(self, name: str) -> Path:
        """Return where a post stands."""
        return self.folder / f"content/posts/{name}.md"

    def save(self, name: str) -> None:
        """Write a post as its fields say; those that say nothing are left out."""
        fields = {**self.posts[name]}
        if fields.get("image"):
            fields.setdefault("image_alt", "A square")
        body, date = BODIES[fields.pop("body")], fields.pop("date")
        lines = [f"{key}: {json.dumps(value)}" for key, value in fields.items() if value not in ("", [], {})]
        self.write(f"posts/{name}.md", "\n".join(["---", f"date: {date}", *lines, "---", body]))

    def templates(self, kind: str) -> list[str]:
        """Return the templates of the theme: `pages` that are rendered, `components` that are imported, `layouts` extended."""
        folder = self.folder / "theme/templates"
        result = folder.glob("*.*") if kind == "pages" else (folder / kind).rglob("*.*")
        return sorted(path.relative_to(folder).as_posix() for path in result)

    def mark(self, template: str, mark: str) -> None:
        """Change what a template writes: each element that begins a line gets an attribute, which another mark replaces."""
        text = (ROOT / "theme/templates" / template).read_text(encoding="utf-8")
        target = self.folder / "theme/templates" / template
        marked_text = re.sub(r"^(\s*<[a-z]+)(?=[\s>])", rf"\1{mark}", text, flags=re.MULTILINE)
        target.write_text(marked_text, encoding="utf-8")

    def style(self, sheet: str, text: str) -> None:
        """Append to a style sheet of the theme as it was at first."""
        source = ROOT / "theme/static/css" / sheet
        first = source.read_text(encoding="utf-8") if source.exists() else ""
        (self.folder / "theme/static/css" / sheet).write_text(first + text, encoding="utf-8")

    def release(self, number: int) -> None:
        """Install a release of a plugin that is not ours: what it adds, and what its Markdown extension does, differ."""
        target = self.folder / "elsewhere/house.py"
        target.parent.mkdir(exist_ok=True)
        target.write_text(
            (Path(__file__).parent / "house.py").read_text().replace("RELEASE = 0", f"RELEASE = {number}")
        )
