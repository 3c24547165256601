"""A site in another language: its pages say so, and are made again when its words change."""

from __future__ import annotations

from pathlib import Path

import pytest

from lodestar.base.languages import Languages, using
from tests.conftest import ROOT, SiteBuilder

THEME = ROOT / "theme"
SITE = "-- content/site.yaml --\nname: Ruhig führen\n"
POST = "-- content/posts/2026/a.md --\n---\ntitle: A\ndate: 2026-02-05\n---\nText.\n"
PAGE = "2026/02/05/a/index.html"
CATALOG = '-- content/languages/{}.po --\nmsgid "Skip to content"\nmsgstr "{}"\n'


@pytest.mark.seconds
def test_the_language_of_the_site_is_that_of_its_pages(build_site: SiteBuilder) -> None:
    german = build_site(f"{SITE}language: de\n{POST}", theme=THEME)
    assert (german.code, german.messages) == (0, [])
    assert '<html lang="de">' in german[PAGE]
    assert ">Zum Inhalt springen</a>" in german[PAGE]
    assert "5. Februar 2026" in german[PAGE]
    english = build_site(f"{SITE}language: en\n{POST}", theme=THEME)
    assert '<html lang="en">' in english[PAGE]
    assert ">Skip to content</a>" in english[PAGE]
    assert "February 5, 2026" in english[PAGE]


@pytest.mark.seconds
def test_a_third_language_is_a_file(build_site: SiteBuilder) -> None:
    site = build_site(f"{SITE}language: he\n{POST}{CATALOG.format('he', 'דלג <&> לתוכן')}", theme=THEME)
    assert (site.code, site.messages) == (0, [])
    assert '<html lang="he" dir="rtl">' in site[PAGE]
    assert ">דלג &lt;&amp;&gt; לתוכן</a>" in site[PAGE]
    assert "5 בפברואר 2026" in site[PAGE]
    assert not any(path.endswith(".po") for path in site.files())


@pytest.mark.seconds
def test_pages_are_made_again_when_their_words_change(build_site: SiteBuilder) -> None:
    text = f"{SITE}language: de\n{POST}"
    assert ">Zum Inhalt springen</a>" in build_site(text, theme=THEME)[PAGE]
    site = build_site(CATALOG.format("de", "Gleich lesen"), theme=THEME)
    assert ">Gleich lesen</a>" in site[PAGE]
    assert build_site(theme=THEME).run.result.rendered == []
    assert ">Lesen</a>" in build_site(CATALOG.format("de", "Lesen"), theme=THEME)[PAGE]
    (site.folder / "content" / "languages" / "de.po").unlink()
    assert ">Zum Inhalt springen</a>" in build_site(theme=THEME)[PAGE]


@pytest.mark.says
def test_what_is_wrong_in_a_catalog_of_the_authors_stops_the_build(build_site: SiteBuilder) -> None:
    broken = '-- content/languages/he.po --\nmsgid "By %(name)s"\nmsgstr "%(nam)s"\n'
    site = build_site(f"{SITE}language: he\n{POST}{broken}-- content/languages/german.po --\nx\n", theme=THEME)
    assert site.code == 1
    assert site.messages == [
        "content/languages/german.po:1: is a catalog of no language; name it as its language, such as fr.po or pt-BR.po",
        'content/languages/he.po:1: the translation "%(nam)s" cannot be used: nothing fills "%(nam)s"; '
        "known here: %(name)s; a percent sign is %%",
    ]


SPEAKING = """
from lodestar.base.languages import gettext
from lodestar.engine.signals import get_outputs
from lodestar.engine.site import Output

def say(value, places):
    return f"{value}: {gettext('Skip to content')}".encode()

def outputs(site):
    yield Output("a.txt", "speaking:say", "mine", "a test")
    yield Output("b.txt", "speaking:say", "other", "a test", "de")
    yield Output("a.html", "words.html", None, "a test")
    yield Output("b.html", "words.html", None, "a test", "de")

def register():
    get_outputs.connect(outputs)
"""


def test_an_output_is_made_in_its_own_language(build_site: SiteBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    (build_site.folder / "speaking.py").write_text(SPEAKING)
    monkeypatch.syspath_prepend(str(build_site.folder))
    templates = build_site.folder / "templates"
    templates.mkdir()
    (templates / "words.html").write_text(
        '{% from "part.html" import part %}{{ site.language }} {{ once(part, "2026-02-05") }} {{ "2026-02-05"|month }}'
    )
    (templates / "part.html").write_text(
        '{% set word = _("Skip to content") %}{% macro part(day) %}{{ word }} {{ day|long_date }}{% endmacro %}'
    )
    settings = {"PLUGINS": ["lodestar.engine", "speaking"], "THEME_TEMPLATES_OVERRIDES": [str(templates)]}
    site = build_site(f"{SITE}language: en\n", **settings)
    assert (site.code, site.messages) == (0, [])
    assert site["a.txt"] == "mine: Skip to content"
    assert site["b.txt"] == "other: Zum Inhalt springen"
    assert site["a.html"] == "en Skip to content February 5, 2026 February 2026"
    assert site["b.html"] == "de Zum Inhalt springen 5. Februar 2026 Februar 2026"
    site = build_site(CATALOG.format("de", "Lesen"), **settings)
    assert {"b.html", "b.txt"} <= set(site.run.result.rendered)
    assert site["b.txt"] == "other: Lesen"


def test_messages_in_templates_escape_their_values_and_may_hold_markup(tmp_path: Path) -> None:
    from lodestar.engine.templates import environment
    from lodestar.engine.theme import Theme

    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "t.html").write_text(
        '<p title="{{ _("Hello, %(name)s", name=name) }}">{{ ngettext("%(num)s <post>", "%(num)s <posts>", count) }}'
        ' {% trans url="/?a&b" %} <a href="{{ url }}">Read</a> 5 %{% endtrans %}'
        " {% trans num=count, name=name %} {{ num }} post by {{ name }}{% pluralize %} {{ num }} posts by {{ name }}{% endtrans %}"
    )
    (tmp_path / "nl.po").write_text(
        'msgid "Hello, %(name)s"\nmsgstr "Dag \\"%(name)s\\""\n\n'
        'msgid "<a href=\\"%(url)s\\">Read</a> 5 %%"\nmsgstr "<a href=\\"%(url)s\\">Lees</a> 5 %%"\n\n'
        'msgid "%(num)s post by %(name)s"\nmsgid_plural "%(num)s posts by %(name)s"\n'
        'msgstr[0] "%(num)s stuk van %(name)s"\nmsgstr[1] "%(num)s stukken van %(name)s"\n'
    )
    with using(Languages("nl", tmp_path)[""]):
        text = environment(Theme(tmp_path), None).get_template("t.html").render(name='A "<b>"', count=1200)
    assert text == (
        '<p title="Dag &#34;A &#34;&lt;b&gt;&#34;&#34;">1.200 &lt;posts&gt;'
        ' <a href="/?a&amp;b">Lees</a> 5 % 1.200 stukken van A &#34;&lt;b&gt;&#34;'
    )
