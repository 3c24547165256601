"""What plugins put into the slots of a theme: where it stands, in which order, and what is wrong with it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lodestar.engine import write as engine_write
from tests.conftest import BuiltSite, SiteBuilder
from tests.conftest import sections as files_of
from tests.plugins.test_fields import plugins_with

PLUGIN = """\
-- {name}/__init__.py --
from lodestar.engine.signals import get_fields, get_slots


def declare_fields(settings):
    return {{"posts": "{name}.fields:Post", "pages": "{name}.fields:Post"}}


def fill_slots(settings):
    return {{"under_title": "{name}/{name}.html:{name}"}}


def register():
    get_fields.connect(declare_fields)
    get_slots.connect(fill_slots)
-- {name}/fields.py --
from lodestar.base.front_matter.fields import Fields, Line


class Post(Fields):
    {name}: Line = ""
-- {name}/{name}.html --
{{% macro {name}(text, at) %}}<i>{{{{ text }}}} at {{{{ at }}}}</i>{{% endmacro %}}
-- {name}/{name}.css --
.{name} {{ color: red }}
"""
THEME = """\
-- theme/templates/article.html --
{% from "slots/under_title.html" import under_title %}
{% from "slots/empty.html" import empty %}
<link href="{{ site.stylesheet }}">
<h1>{{ page.title }}</h1>{{ under_title(page.entry.parts, "page") }}{{ empty(page.parts, "page") }}
-- theme/templates/page.html --
{% from "slots/under_title.html" import under_title %}
<h1>{{ page.title }}</h1>{{ under_title(page.parts, "page") }}
-- theme/static/css/layers.css --
@layer components;
-- content/posts/one.md --
---
title: One
date: 2026-01-01
mood: calm & <b>
tone: low
---
text
-- content/pages/about.md --
---
title: About
tone: high
---
text
"""


@pytest.fixture(autouse=True)
def plugin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder from which plugins of others are imported."""
    folder = tmp_path / "elsewhere"
    for name in ("mood", "tone"):
        write(folder, PLUGIN.format(name=name))
    monkeypatch.syspath_prepend(str(folder))
    yield folder
    for name in [name for name in sys.modules if name.partition(".")[0] in ("mood", "tone")]:
        del sys.modules[name]


def write(folder: Path, text: str) -> None:
    for path, body in files_of(text).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(body)


def build(build_site: SiteBuilder, *names: str, text: str = THEME) -> BuiltSite:
    theme = build_site.folder / "theme"
    if not theme.exists():
        import shutil

        from tests.conftest import TINY_THEME

        shutil.copytree(TINY_THEME, theme)
    return build_site(text, theme=theme, PLUGINS=plugins_with(*names))


def title(built: BuiltSite, path: str) -> str:
    return next(line for line in built.lines(path) if line.startswith("<h1>"))


def test_parts_stand_in_the_order_of_plugins_and_text_is_escaped(build_site: SiteBuilder) -> None:
    built = build(build_site, "tone", "mood")
    assert (
        title(built, "2026/01/01/one/index.html") == "<h1>One</h1><i>low at page</i><i>calm &amp; &lt;b&gt; at page</i>"
    )
    assert title(built, "about/index.html") == "<h1>About</h1><i>high at page</i>"
    built = build(build_site, "mood", "tone")
    assert (
        title(built, "2026/01/01/one/index.html") == "<h1>One</h1><i>calm &amp; &lt;b&gt; at page</i><i>low at page</i>"
    )


def test_an_empty_slot_changes_no_byte(build_site: SiteBuilder) -> None:
    text_without_keys = THEME.replace("mood: calm & <b>\n", "").replace("tone: low\n", "").replace("tone: high\n", "")
    assert title(build(build_site, text=text_without_keys), "2026/01/01/one/index.html") == "<h1>One</h1>"


def test_a_theme_has_its_own_in_the_place_of_what_a_plugin_brings(build_site: SiteBuilder) -> None:
    own_templates = (
        "-- theme/templates/mood/mood.html --\n{% macro mood(text) %}<b>{{ text }}</b>{% endmacro %}\n"
        "-- theme/static/css/mood/mood.css --\n.mood { color: blue }\n"
    )
    built = build(build_site, "mood", "tone", text=THEME + own_templates)
    assert title(built, "2026/01/01/one/index.html").startswith("<h1>One</h1><b>calm &amp; &lt;b&gt;</b>")
    sheet = next(built[path] for path in built.files() if path.endswith(".css"))
    assert ".tone{color:red}" in sheet and ".mood{color:blue}" in sheet and ".mood{color:red}" not in sheet


def test_a_change_of_a_style_or_template_of_a_plugin_is_seen_and_discards_nothing(
    build_site: SiteBuilder, plugin_folder: Path
) -> None:
    build(build_site, "mood", "tone")
    write(plugin_folder, "-- mood/mood.css --\n.mood { color: green }\n")
    write(plugin_folder, "-- tone/tone.html --\n{% macro tone(text) %}<u>{{ text }}</u>{% endmacro %}\n")
    built = build(build_site, "mood", "tone")
    assert built.run.result.discarded == "" and built.run.result.read == 0
    assert "<u>low</u>" in built["2026/01/01/one/index.html"]
    assert "color:green" in next(built[path] for path in built.files() if path.endswith(".css"))
    assert build(build_site, "mood", "tone").run.result.rendered == []


@pytest.mark.says
@pytest.mark.parametrize(
    ("template", "message"),
    [
        ("{% macro moot(text) %}{% endmacro %}", 'mood fills the slot under_title with a macro "mood", which mood/mood.html has not; did you mean "moot"?'),
        ("{% macro mood(text) %}\n{{ text.nothing }}{% endmacro %}", "plugins/mood/mood.html:2: 'str object' has no attribute 'nothing'; seen while making 2026/01/01/one/index.html"),
        ("\n{% macro mood(text) %}{% if %}{% endmacro %}", "plugins/mood/mood.html:2: Expected an expression, got 'end of statement block'; docs/themes.md says what a template may hold"),
        ("{% macro mood(text) %}{{ text|loud }}{% endmacro %}", "plugins/mood/mood.html:1: No filter named 'loud'; docs/themes.md says what a template may hold"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_template_is_said_with_its_place(
    build_site: SiteBuilder, plugin_folder: Path, monkeypatch: pytest.MonkeyPatch, template: str, message: str
) -> None:
    monkeypatch.setattr(engine_write, "MIN_OUTPUTS", 1)  # templates are loaded before the first page is made
    write(plugin_folder, f"-- mood/mood.html --\n{template}\n")
    built = build(build_site, "mood", "tone")
    assert (built.code, built.messages) == (1, [message])


@pytest.mark.says
def test_a_fault_of_a_template_is_said_with_what_is_wrong_in_texts(
    build_site: SiteBuilder, plugin_folder: Path
) -> None:
    write(plugin_folder, "-- mood/mood.html --\n{% macro mood(text) %}{% if %}{% endmacro %}\n")
    built = build(build_site, "mood", "tone", text=THEME.replace("tone: low\n---\ntext", "---\n[x](/nowhere/)", 1))
    assert [message.split(": ")[0] for message in built.messages] == [
        "plugins/mood/mood.html:1",
        "content/posts/one.md:6",
    ]


def test_a_slot_that_the_theme_does_not_open_is_refused(build_site: SiteBuilder, plugin_folder: Path) -> None:
    from lodestar.base.settings import SettingsError
    from lodestar.engine.theme import Filling, Theme

    build(build_site, "mood", "tone")
    theme = Theme(build_site.folder / "theme", {}, (Filling("undertitle", "mood", "mood/mood.html", "mood"),))
    with pytest.raises(SettingsError, match=r'mood fills the slot undertitle, .*did you mean "under_title"'):
        theme.check()


def test_the_template_of_a_slot_can_be_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    from lodestar.commands.show import parser, run

    assert run(parser().parse_args(["--slot", "before_text"])) == 0
    assert '{% from "series/series-box.html" import series_box as show_series_box %}' in capsys.readouterr().out
    assert run(parser().parse_args(["--slot", "before_texts"])) == 1
    assert capsys.readouterr().err == 'The theme opens no slot "before_texts"; did you mean "before_text"?\n'
