"""Every key and setting of courses has a manual, and `docs/course.md` shows it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel

from lodestar.base.front_matter.fields import Fields
from lodestar.base.front_matter.manual import keys
from lodestar.commands.docs import filled
from plugins.course import models
from plugins.course.fences import KINDS

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "course.md"
MODELS = [
    var
    for var in vars(models).values()
    if isinstance(var, type) and issubclass(var, BaseModel) and var.__module__ == models.__name__
]


def test_the_page_is_up_to_date() -> None:
    assert filled(PAGE) == PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("model", MODELS)
def test_every_key_is_there(model: type[Fields]) -> None:
    assert f"<!-- keys: plugins/course/models.py {model.__name__} -->" in PAGE.read_text(encoding="utf-8")
    assert all(fault for _, fault in keys(ROOT / "plugins/course/models.py", model.__name__))


def test_every_kind_of_block_is_there() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"::: {kind}" not in text and f"`{kind}`" not in text] == []
