"""Everything that may happen to a site between two builds, as rules of a state machine."""

from __future__ import annotations

import os
from collections import Counter
from datetime import datetime, timedelta
from typing import Any, ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.equivalence.building import PYTHON
from tests.equivalence.small_site import AUTHORS, BODIES, CATEGORIES, DATES, DECLARED, NAMES, TAGS, TITLES, SmallSite

FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "body": st.sampled_from(tuple(BODIES)),
    "title": st.sampled_from(TITLES),
    "summary": st.sampled_from(("", "In short.")),
    "date": st.sampled_from(DATES),
    "modified": st.sampled_from(("", "2026-05-01")),
    "status": st.sampled_from(("published", "draft", "hidden")),
    "lang": st.sampled_from(("", "de", "ar")),
    "slug": st.sampled_from(("", "other-slug", "p1")),
    "aliases": st.lists(st.sampled_from(("/old/", "/older/", "/2026/01/01/p1/")), max_size=1),
    "tags": st.lists(st.sampled_from(TAGS), max_size=4, unique=True),
    "categories": st.lists(st.sampled_from(CATEGORIES), max_size=3, unique=True),
    "authors": st.lists(st.sampled_from(sorted(AUTHORS.values())), max_size=2, unique=True),
    **{key: st.sampled_from(values) for key, values in DECLARED.items()},
}
"""What may be said of a post, by the key of its front matter."""
posts = st.sampled_from(NAMES)


class PostEdits(RuleBasedStateMachine):
    """What an author does to posts."""

    site: SmallSite
    done: ClassVar[Counter[str]] = Counter()
    """How often each kind of edit was made."""

    def did(self, *kinds: str) -> None:
        """Count edits."""
        self.done.update(kinds)

    def change(self, name: str, key: str, value: Any) -> None:
        """Let one field of a post say something else."""
        posts = self.site.posts
        if posts:
            name = name if name in posts else sorted(posts)[NAMES.index(name) % len(posts)]
            if posts[name].get(key) != value:
                posts[name][key] = value
                self.site.save(name)
                self.did(key)

    @rule(name=posts, fields=st.fixed_dictionaries({key: FIELDS[key] for key in ("title", "date", "tags", "body")}))
    def write(self, name: str, fields: dict[str, Any]) -> None:
        self.did("rewrite" if name in self.site.posts else "add")
        self.site.posts[name] = fields
        self.site.save(name)

    @rule(name=posts)
    def delete(self, name: str) -> None:
        if self.site.posts.pop(name, None):
            self.site.path(name).unlink()
            self.did("delete")

    @rule(name=posts, other=posts)
    def rename(self, name: str, other: str) -> None:
        if name in self.site.posts and other not in self.site.posts:
            self.site.posts[other] = self.site.posts.pop(name)
            self.site.path(name).rename(self.site.path(other))
            self.did("rename")

    @rule(name=posts, other=posts, move=st.booleans())
    def swap(self, name: str, other: str, move: bool) -> None:
        """Two files change places: by their names, so that each keeps its times, or by what they hold."""
        contents = self.site.posts
        if name == other or not contents.keys() >= {name, other}:
            return
        first_path, second_path = self.site.path(name), self.site.path(other)
        if move:
            spare_path = first_path.with_suffix(".between")
            first_path.rename(spare_path)
            second_path.rename(first_path)
            spare_path.rename(second_path)
        else:
            first, second = first_path.read_bytes(), second_path.read_bytes()
            first_path.write_bytes(second)
            second_path.write_bytes(first)
        contents[name], contents[other] = contents[other], contents[name]
        self.did("swap")

    @rule(name=posts, ahead=st.sampled_from((0, -86400, 86400)))
    def touch(self, name: str, ahead: int) -> None:
        """The file gets another time stamp and stays as it is."""
        if name in self.site.posts:
            moment = self.site.path(name).stat().st_mtime_ns + ahead * 10**9
            os.utime(self.site.path(name), ns=(moment, moment))
            self.did("touch")

    @rule(name=posts, back=st.booleans())
    def change_and_put_the_time_back(self, name: str, back: bool) -> None:
        """The file keeps its size and its time stamp, and says something else."""
        if name not in self.site.posts:
            return
        fields, status = self.site.posts[name], self.site.path(name).stat()
        fields["title"] = "".join(sorted(fields["title"], reverse=back))
        self.site.save(name)
        os.utime(self.site.path(name), ns=(status.st_atime_ns, status.st_mtime_ns))
        self.did("time put back")


def changing(key: str) -> Any:
    """Return the rule that changes one field."""

    def change(self: PostEdits, name: str, value: Any) -> None:
        self.change(name, key, value)

    change.__name__ = f"change_{key}"
    return rule(name=posts, value=FIELDS[key])(change)


for field in FIELDS:  # a rule each: they are what an author does most
    setattr(PostEdits, f"change_{field}", changing(field))


class OtherEdits(PostEdits):
    """What happens besides: time goes by, programs are upgraded, someone meddles with the output."""

    now: datetime
    upgraded: str

    @rule(hours=st.integers(1, 30))
    def wait(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        self.did("time")

    @rule(number=st.integers(1, 2))
    def upgrade_a_plugin(self, number: int) -> None:
        self.site.release(number)
        self.did("plugin version")

    @rule(name=st.sampled_from(("", "markdown", PYTHON, "lodestar/engine")))
    def upgrade(self, name: str) -> None:
        self.upgraded = name
        self.did("library version")

    @rule(number=st.integers(0, 200), delete=st.booleans())
    def spoil_an_output(self, number: int, delete: bool) -> None:
        files = sorted(path for path in (self.site.folder / "output").rglob("*") if path.is_file())
        if files and delete:
            files[number % len(files)].unlink()
        elif files:
            files[number % len(files)].write_text("spoiled")
        self.did("spoiled output")
