"""A plugin declares header keys; how they are read, refused and remembered follows."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lodestar.base.front_matter.declared import combined
from lodestar.base.front_matter.models import Post
from lodestar.base.settings import SettingsError
from lodestar.base.values import Article
from tests.conftest import ROOT, BuiltSite, SiteBuilder
from tests.conftest import sections as files_of

PLUGIN = """\
-- mood/__init__.py --
from lodestar.engine.signals import get_fields


def declare_fields(settings):
    return {"posts": "mood.fields:Post", "pages": "mood.fields:Post"}


def register():
    get_fields.connect(declare_fields)
-- mood/fields.py --
from lodestar.base.front_matter.fields import Date, Fields, Flag, Line, Markdown, Names, PicturePath


class Post(Fields):
    mood: Line = ""
    \"\"\"How it feels.\"\"\"
    remark: Markdown = ""
    sketch: PicturePath = ""
    guests: Names = ()
    loud: Flag = False
    held: Date | None = None
"""
POST = """\
-- content/posts/one.md --
---
title: One
date: 2026-01-01
{}
---
text
"""


@pytest.fixture(autouse=True)
def plugin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder from which plugins of others are imported."""
    folder = tmp_path / "elsewhere"
    write(folder, PLUGIN)
    monkeypatch.syspath_prepend(str(folder))
    yield folder
    for name in [name for name in sys.modules if name.partition(".")[0] in ("mood", "other")]:
        del sys.modules[name]


def write(folder: Path, text: str) -> None:
    for path, body in files_of(text).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(body)


def plugins_with(*names: str) -> list[str]:
    import runpy

    return [*runpy.run_path(str(ROOT / "pelicanconf.py"))["PLUGINS"], *names]


def build(build_site: SiteBuilder, header: str, *names: str) -> BuiltSite:
    return build_site(POST.format(header), PLUGINS=plugins_with(*names))


def test_a_declared_key_is_kept_as_plain_data_and_markdown_is_read_once(build_site: SiteBuilder) -> None:
    header = 'mood: "it\'s calm"\nremark: See [here](/).\nguests: [Ann]\nheld: 2026-01-02\nloud: "no"'
    post = build(build_site, header, "mood").run.result.site.articles[0].article
    assert post.fields == {"mood": "it’s calm", "guests": ["Ann"], "held": "2026-01-02T00:00:00+00:00"}
    assert [reference.target for reference in post.documents["remark"].references] == ["/"]


def test_a_list_is_read_in_a_header_of_plain_lines_too(build_site: SiteBuilder) -> None:
    text = "-- content/posts/one.md --\nTitle: One\nDate: 2026-01-01\nGuests: Ann, Bob\nTags: a, b\n\ntext\n"
    post = build_site(text, PLUGINS=plugins_with("mood")).run.result.site.articles[0].article
    assert (post.fields["guests"], post.tags) == (["Ann", "Bob"], ("a", "b"))


@pytest.mark.says
def test_what_is_wrong_with_a_declared_key_is_said_with_its_line(build_site: SiteBuilder) -> None:
    header = "moood: calm\nsketch: images/none.png\nheld: soon\nguests: Ann, Bob"
    assert build(build_site, header, "mood").messages == [
        'content/posts/one.md:4: unknown key "moood"; did you mean "mood"?',
        'content/posts/one.md:6: the date "soon" is vague; write it as 2026-03-18 or 2026-03-18 09:30',
        'content/posts/one.md:7: "Ann, Bob" is one name with a comma in it; write a list: [Ann, Bob]',
    ]
    assert build(build_site, "sketch: images/none.png", "mood").messages == [
        'content/posts/one.md:4: the picture "images/none.png" does not exist; put it at content/images/none.png'
    ]


@pytest.mark.says
def test_a_plugin_that_is_left_out_leaves_no_key_in_posts_that_were_read_before(build_site: SiteBuilder) -> None:
    assert build(build_site, "mood: calm", "mood").code == 0
    known_keys = "aliases, authors, call, categories, "
    result = build(build_site, "mood: calm")
    assert result.code == 1 and result.messages[0].startswith(
        f'content/posts/one.md:4: unknown key "mood"; known keys: {known_keys}'
    )


@pytest.mark.says
def test_two_plugins_cannot_declare_the_same_key(build_site: SiteBuilder, plugin_folder: Path) -> None:
    write(plugin_folder, PLUGIN.replace("mood/", "other/").replace("mood.fields", "other.fields"))
    assert build(build_site, "mood: calm", "mood", "other").code == 1
    with pytest.raises(SettingsError, match=r'"mood" is declared by mood\.fields and by other\.fields'):
        combined(Post, ("mood.fields:Post", "other.fields:Post"))


def test_what_is_declared_for_no_kind_or_by_no_model_is_refused(plugin_folder: Path) -> None:
    from lodestar.base.kinds import Kind
    from lodestar.engine.declarations import declared_kinds
    from lodestar.engine.signals import get_fields, get_kinds

    def kinds(settings: object) -> tuple[Kind, ...]:
        return (Kind("posts", "posts", Article, "lodestar.base.front_matter.kinds:article"),)

    def keys(settings: object) -> dict[str, str]:
        return {"post": "mood.fields:Post"}

    get_kinds.connect(kinds)
    get_fields.connect(keys)
    with pytest.raises(SettingsError, match='declares header keys for "post"; did you mean "posts"'):
        declared_kinds({"PLUGINS": ["mood"]})
    for place in ("mood.field:Post", "mood.fields:Posts"):
        with pytest.raises(SettingsError, match=f'"{place}", which does not exist'):
            combined(Post, (place,))


@pytest.mark.says
def test_a_link_of_a_declared_text_that_leads_nowhere_is_refused(build_site: SiteBuilder) -> None:
    assert build(build_site, "remark: See [there](/nowhere/).", "mood").messages == [
        'content/posts/one.md:4: "/nowhere/" leads to nothing; no page has this address'
    ]


@pytest.mark.says
def test_keys_of_a_plugin_that_is_left_out_are_said_and_stop_nothing(build_site: SiteBuilder) -> None:
    plugins = [name for name in plugins_with() if name != "plugins.series"]
    for _ in range(2):
        built = build_site(POST.format("series: Trust\ncall: none"), PLUGINS=plugins)
        assert (built.code, built.messages) == (
            0,
            [
                'content/posts/one.md:4: nothing reads the key "series", since PLUGINS leaves out plugins.series; add "plugins.series" to PLUGINS in pelicanconf.py, or delete the line'
            ],
        )
    assert build_site().messages == []
