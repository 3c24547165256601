"""After any series of edits, an incremental build leaves the very files that a clean build makes.

The short form runs some fifty steps; `python3 tasks.py equivalence --steps 2000` runs more.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from pelican import Pelican
from pelican.settings import read_settings

from tests.conftest import ROOT, TINY_THEME, clear_signals

STEPS = int(os.environ.get("LODESTAR_STEPS", "50"))
RUN = 25
"""Steps in one series of edits."""
TITLES = ("Listening", "Trust first", "A quiet room", "On <time> & tea")
TAGS = ("listening", "trust", "one-on-ones", "heart-led leadership", "Insights®")
CATEGORIES = ("Leadership", "Coaching/One to One", "Coaching", "Career")
AUTHORS = ("Margaret Smith", "Daniel Okafor")
BODIES = (
    "Plain words.\n",
    '# Top\n\nText with a [link](/about/).\n\n## One\n\nText.\n\n## Two\n\nMore "quoted" text.\n',
    "A [post]({filename}/posts/p1.md) and a [tag]({tag}trust).\n\n![A drawing](../images/a.svg)\n",
    "> quote\n\n- list\n- items\n\n```\ncode\n```\n",
)
DAYS = ("2025-12-31 23:59", "2026-01-01 00:00", "2026-03-05 08:00", "2026-06-01 11:59", "2026-06-02 09:00")
CALLS = ("", "workshops", "course", "none")
NAMES = [f"p{number}" for number in range(8)]

posts = st.sampled_from(NAMES)


class Edits(RuleBasedStateMachine):
    """A small site, edited at random; built after every step, both ways."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="lodestar-"))
        self.now = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
        self.settings: dict[str, Any] = {}
        self.built = False

    def teardown(self) -> None:
        shutil.rmtree(self.folder)
        clear_signals()

    # what the site holds

    @initialize()
    def begin(self) -> None:
        shutil.copytree(TINY_THEME, self.folder / "theme")
        (self.folder / "theme/static/css").mkdir(parents=True)
        self.write("theme/static/css/base.css", "p { margin: 0 }")
        self.write("content/pages/about.md", "---\ntitle: About\n---\nAbout.\n")
        self.write("content/images/a.svg", "<svg/>")
        for slug, name in (("margaret-smith", AUTHORS[0]), ("daniel-okafor", AUTHORS[1])):
            self.write(f"content/authors/{slug}.md", f"---\nname: {name}\nbio: Hello from {name}.\n---\nLong.\n")
        self.write(
            "content/calls/course.md", "---\nheading: H\nurl: /about/\nlink_text: L\ndefault: true\n---\nJoin.\n"
        )
        self.write(
            "content/calls/workshops.md", "---\nheading: W\nurl: /about/\nlink_text: L\nplacement: 1\n---\nCome.\n"
        )
        for number, name in enumerate(NAMES[:4]):
            self.post(name, TITLES[number], DAYS[number], [TAGS[number], "trust"], [CATEGORIES[number]], BODIES[0])

    def write(self, path: str, text: str) -> None:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def post(
        self, name: str, title: str, date: str, tags: list[str], categories: list[str], body: str, more: str = ""
    ) -> None:
        header = f'---\ntitle: "{title}"\ndate: {date}\ntags: {tags}\ncategories: {categories}\n{more}---\n'
        self.write(f"content/posts/{name}.md", header + body)

    def path(self, name: str) -> Path:
        return self.folder / f"content/posts/{name}.md"

    # edits

    @rule(
        name=posts,
        title=st.sampled_from(TITLES),
        date=st.sampled_from(DAYS),
        tags=st.lists(st.sampled_from(TAGS), max_size=4, unique=True),
        categories=st.lists(st.sampled_from(CATEGORIES), max_size=3, unique=True),
        body=st.sampled_from(BODIES),
        call=st.sampled_from(CALLS),
        authors=st.lists(st.sampled_from(AUTHORS), max_size=2, unique=True),
        status=st.sampled_from(("published", "published", "published", "draft", "hidden")),
    )
    def write_post(self, name, title, date, tags, categories, body, call, authors, status) -> None:
        more = f"call: {call}\n" if call else ""
        more += f"authors: {authors}\n" if authors else ""
        self.post(name, title, date, tags, categories, body, more + f"status: {status}\n")

    @rule(
        name=posts,
        old=st.sampled_from(("title: ", "date: 2026", "tags: [")),
        new=st.sampled_from(("title: X", "date: 2025", "tags: [")),
    )
    def edit_in_place(self, name: str, old: str, new: str) -> None:
        if self.path(name).exists() and old.split(":")[0] == new.split(":")[0]:
            text = self.path(name).read_text(encoding="utf-8")
            self.path(name).write_text(text.replace(old, new, 1) + "\nOne more line.\n", encoding="utf-8")

    @rule(
        name=posts,
        slug=st.sampled_from(("", "other-slug", "p1")),
        alias=st.sampled_from(("", "/old/", "/2026/01/01/p1/")),
    )
    def readdress(self, name: str, slug: str, alias: str) -> None:
        more = (f"slug: {slug}\n" if slug else "") + (f"aliases: [{alias}]\n" if alias else "")
        self.post(name, "Readdressed", DAYS[2], ["trust"], ["Career"], BODIES[1], more)

    @rule(name=posts)
    def delete(self, name: str) -> None:
        self.path(name).unlink(missing_ok=True)

    @rule(name=posts, other=posts)
    def swap_or_rename(self, name: str, other: str) -> None:
        one, two = self.path(name), self.path(other)
        if one.exists() and two.exists() and one != two:
            first, second = one.read_bytes(), two.read_bytes()
            one.write_bytes(second)
            two.write_bytes(first)
        elif one.exists() and one != two:
            one.rename(two)

    @rule(name=posts)
    def touch(self, name: str) -> None:
        if self.path(name).exists():
            os.utime(self.path(name))

    @rule(name=posts)
    def change_with_the_time_put_back(self, name: str) -> None:
        if self.path(name).exists():
            status = self.path(name).stat()
            text = self.path(name).read_text(encoding="utf-8")
            swapped = text.translate(str.maketrans("ei", "ie")) if "Plain words" in text else text
            self.path(name).write_text(swapped.replace("tetli", "title").replace("datI", "date"), encoding="utf-8")
            os.utime(self.path(name), ns=(status.st_atime_ns, status.st_mtime_ns))

    @rule(bio=st.sampled_from(("A coach.", "A coach who [listens]({tag}trust).", "")), who=st.sampled_from((0, 1)))
    def edit_bio(self, bio: str, who: int) -> None:
        slug = ("margaret-smith", "daniel-okafor")[who]
        self.write(f"content/authors/{slug}.md", f'---\nname: {AUTHORS[who]}\nbio: "{bio}"\n---\nLonger.\n')

    @rule(
        label=st.sampled_from(("Trust", "trust")),
        synonym=st.sampled_from(("", "confidence", "listening")),
        style=st.sampled_from(("", "excerpts")),
    )
    def edit_term(self, label: str, synonym: str, style: str) -> None:
        more = (f"synonyms: [{synonym}]\n" if synonym else "") + (f"style: {style}\n" if style else "")
        self.write("content/tags/trust.md", f"---\nlabel: {label}\n{more}---\nAbout trust.\n")

    @rule(tag=st.sampled_from(TAGS), order=st.integers(0, 2), until=st.sampled_from(("", "2026-03-01")))
    def edit_call(self, tag: str, order: int, until: str) -> None:
        when = f'when:\n  tags: ["{tag}"]\n' + (f'  until: "{until}"\n' if until else "")
        self.write(
            "content/calls/workshops.md",
            f"---\nheading: W\nurl: https://example.org/w\nlink_text: L\norder: {order}\n{when}---\nCome.\n",
        )

    @rule(text=st.sampled_from(("<svg/>", "<svg></svg>", "(gone)")))
    def edit_picture(self, text: str) -> None:
        if text == "(gone)":
            (self.folder / "content/images/a.svg").unlink(missing_ok=True)
        else:
            self.write("content/images/a.svg", text)

    @rule(
        template=st.sampled_from(("article.html", "parts.html", "archive.html", "feed.rss.xml")),
        mark=st.sampled_from(("a", "b")),
    )
    def edit_template(self, template: str, mark: str) -> None:
        path = self.folder / "theme/templates" / template
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("entry {{", f"entry {mark} {{{{", 1) + f"<!-- {mark} -->", encoding="utf-8")

    @rule(css=st.sampled_from(("p { margin: 0 }", "p { margin: 1px }", "")))
    def edit_styles(self, css: str) -> None:
        self.write("theme/static/css/base.css", css)

    @rule(
        change=st.sampled_from(
            (
                {"SITENAME": "Another name"},
                {"FEED_MAX_ITEMS": 2},
                {"ARCHIVES": {"full_per_page": 1, "excerpts_per_page": 2}},
                {"ARTICLE_URL": "p/{slug}/", "ARTICLE_SAVE_AS": "p/{slug}/index.html"},
                {"TIMEZONE": "Pacific/Auckland"},
                {"MARKDOWN": {"extensions": []}},
                {"without": "plugins.author_bio"},
                {"without": "plugins.feeds"},
                {"without": "plugins.course_cta"},
                {},
            )
        )
    )
    def change_settings(self, change: dict[str, Any]) -> None:
        self.settings = change

    @rule(hours=st.integers(1, 30))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    # what must hold

    tally: ClassVar[list[int]] = []
    """The exit code of each incremental build."""

    @precondition(lambda self: (self.folder / "theme").exists())
    @invariant()
    def the_incremental_build_equals_the_clean_one(self) -> None:
        kept = tree(self.folder / "output")
        stamps = times(self.folder / "output")
        code, said = self.build("output", "cache", workers=1)
        self.tally.append(code)
        clean_code, clean_said = self.build("clean", "clean-cache", workers=4)
        incremental = tree(self.folder / "output")
        clean = tree(self.folder / "clean")
        shutil.rmtree(self.folder / "clean", ignore_errors=True)
        shutil.rmtree(self.folder / "clean-cache", ignore_errors=True)
        assert (code, said) == (clean_code, clean_said)
        if code:
            assert incremental == kept, "a build that fails changes nothing"
        else:
            assert incremental == clean
            same = [path for path in kept if kept[path] == incremental.get(path)]
            after = times(self.folder / "output")
            assert [path for path in same if stamps[path] != after[path]] == [], "equal files are not touched"

    def build(self, output: str, cache: str, workers: int) -> tuple[int, list[str]]:
        """Build into `output`; the exit code and what was said."""
        clear_signals()
        plugins = read_settings(str(ROOT / "pelicanconf.py"))["PLUGINS"]
        change = {key: value for key, value in self.settings.items() if key != "without"}
        override = {
            "PATH": str(self.folder / "content"),
            "OUTPUT_PATH": str(self.folder / output),
            "CACHE_PATH": str(self.folder / cache),
            "THEME": str(self.folder / "theme"),
            "NOW": self.now,
            "BUILD": {"workers": workers},
            "AUTHOR": "",
            "PLUGINS": [name for name in plugins if name != self.settings.get("without")],
            **change,
        }
        heard: list[str] = []
        handler = _Listener(heard)
        logging.getLogger("plugins").addHandler(handler)
        try:
            Pelican(read_settings(str(ROOT / "pelicanconf.py"), override=override)).run()
            return 0, sorted(heard)
        except SystemExit as stop:
            return int(stop.code or 0), sorted(heard)
        finally:
            logging.getLogger("plugins").removeHandler(handler)


class _Listener(logging.Handler):
    def __init__(self, heard: list[str]) -> None:
        super().__init__(logging.WARNING)
        self.heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def times(folder: Path) -> dict[str, int]:
    """Every file below a folder with its time."""
    return {
        path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()
    }


@pytest.mark.says
def test_incremental_builds_equal_clean_ones(monkeypatch) -> None:
    monkeypatch.setattr("plugins.build.write.LEAST", 4)
    monkeypatch.setattr("plugins.build.read.LEAST", 2)
    Edits.tally.clear()
    run_state_machine_as_test(
        Edits,
        settings=settings(
            max_examples=max(1, STEPS // RUN),
            stateful_step_count=RUN,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            derandomize="LODESTAR_STEPS" not in os.environ,
            report_multiple_bugs=False,
        ),
    )
    good = Edits.tally.count(0)
    print(f"{len(Edits.tally)} builds, {good} of them good")
    assert good > len(Edits.tally) // 3, "too few builds were good for their equality to prove anything"
