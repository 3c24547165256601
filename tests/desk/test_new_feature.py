"""A feature that is added as a folder has its forms at the desk without a line there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.conftest import CONTENT, Live
from tests.desk.test_write import fields_in, fields_of

pytestmark = pytest.mark.server

POST = "posts/2026/first.md"
FEATURE = {
    "__init__.py": """
from lodestar.engine.signals import get_fields

def declare_fields(settings):
    return {"posts": "mood.fields:Post", "site": "mood.fields:Site"}

def register():
    get_fields.connect(declare_fields)
""",
    "fields.py": '''
from typing import Annotated, Literal

from lodestar.base.front_matter.fields import Color, Fields, Flag, Key, Line, Posts, Terms

class Sound(Fields):
    """What plays."""

    title: Line = ""
    """What it is called."""
    loud: Flag = False
    """Whether it is loud."""

class Post(Fields):
    """What a post says."""

    mood: Literal["", "calm", "brisk"] = ""
    """How it feels to read it."""
    sounds: tuple[Sound, ...] = ()
    """What plays beside it."""
    after: Posts = ()
    """Posts to read before, as paths below content/."""

class Site(Fields):
    """What the site says."""

    moods: Annotated[Terms, Key(group="Moods")] = ()
    """The moods that there are."""
    glow: Annotated[Color, Key(group="Moods")] = ""
    """The color of a mood."""
''',
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Live]:
    for name, text in FEATURE.items():
        (tmp_path / "mood").mkdir(exist_ok=True)
        (tmp_path / "mood" / name).write_text(text)
    settings = f'\nsys.path.insert(0, {str(tmp_path)!r})\nPLUGINS = [*PLUGINS, "mood"]\n'
    result = Live(tmp_path, {**CONTENT, "site.yaml": "name: Calm\n"}, settings_lines=settings)
    yield result
    result.stop()


def test_its_keys_have_fields_and_are_saved(desk: Live) -> None:
    form = fields_of(desk, POST)
    assert {"has.mood", "has.sounds", "has.after"} <= form.keys()
    page = desk.get(f"/write/{POST}").text
    assert "How it feels to read it." in page and "Posts to read before." in page and ">Third</option>" in page
    sounds = {"sounds.row": ["new"], "sounds.new.title": "Rain", "sounds.new.loud": "true"}
    sent_form = {**form, "mood": "calm", **sounds, "after": "posts/2026/second.md", "do": "save"}
    assert desk.post(f"/write/{POST}", sent_form).status == 303
    assert "mood: calm\nsounds:\n  - title: Rain\n    loud: true\nafter: [posts/2026/second.md]\n" in desk.read(POST)
    site = fields_in(desk.get("/settings").text, "settings")
    assert "<h2>Moods</h2>" in desk.get("/settings").text
    site_form = {**site, "moods": "calm, brisk", "glow": "#112233", "glow.own": "yes"}
    assert desk.post("/settings", site_form).status == 303
    assert {"moods: [calm, brisk]", 'glow: "#112233"'} <= set(desk.read("site.yaml").splitlines())
