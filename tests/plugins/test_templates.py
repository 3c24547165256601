"""Pages are those that Jinja as it is would make, and a worker's share of the work does not change them."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, UndefinedError

from lodestar.base.fingerprints import Keyed
from lodestar.base.values import Link, Value
from lodestar.engine import ahead, quick, templates
from lodestar.engine.ahead import Compilation, compile_order, compile_templates
from lodestar.engine.closures import Closures, closures_in
from lodestar.engine.pelican.jinja import FILTERS_OF_OURS, GLOBALS_OF_OURS
from lodestar.engine.quick import Generator, Templates
from lodestar.engine.render import place_of
from lodestar.engine.store import Store
from lodestar.engine.templates import environment
from lodestar.engine.theme import Theme
from lodestar.engine.workers import MAX_PORTION, portions

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 12, 1, tzinfo=UTC)
"""After the last post of the real content."""


class Thing(Value):
    """What has parts, and nothing else."""

    parts: dict[str, int]


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def built(build_site):
    """Builds the real content with the real theme; the files that come of it."""

    def build(name: str, workers: int) -> dict[str, bytes]:
        folders = {"OUTPUT_PATH": str(build_site.folder / name), "CACHE_PATH": str(build_site.folder / f"{name}-cache")}
        result = build_site(
            theme=ROOT / "theme",
            now=NOW,
            PATH=str(ROOT / "content"),
            BUILD={"workers": workers},
            **folders,
            AUTHOR="Margaret Smith",
        )
        assert result.code == 0
        return tree(build_site.folder / name)

    return build


@pytest.mark.seconds
def test_pages_are_those_of_jinja_as_it_is(built, monkeypatch):
    our_pages = built("ours", workers=2)
    monkeypatch.setattr("lodestar.engine.templates.Templates", Environment)
    assert built("jinja", workers=1) == our_pages


@pytest.mark.parametrize("total", [0, 1, 7, 100, 10 * MAX_PORTION])
@pytest.mark.parametrize("workers", [2, 3, 16])
def test_portions_hold_each_task_once_and_never_grow(total, workers):
    results = list(portions(total, workers))
    assert sorted(task for start, end in results for task in range(start, end)) == list(range(total))
    sizes = [end - start for start, end in results]
    assert sizes == sorted(sizes, reverse=True)
    assert max(sizes, default=0) <= MAX_PORTION


@pytest.mark.parametrize(
    "macro",
    [
        "{% macro m(a, b) %}{{ a }}-{{ b }}{% endmacro %}{{ m('<', 2) }}",
        "{% macro m(a, b=2) %}{{ a }}-{{ b }}{% endmacro %}{{ m('<') }}{{ m('<', b=3) }}",
        "{% macro m(a) %}{{ a }}{{ varargs|join }}{% endmacro %}{{ m('<') }}{{ m('<', 2) }}",
        "{% macro m(a) %}{{ a }}{{ kwargs|length }}{% endmacro %}{{ m('<') }}{{ m('<', b=1) }}",
        "{% macro m(a) %}{{ a }}{{ caller() }}{% endmacro %}{% call m('<') %}&{% endcall %}",
        "{% macro m() %}x{% endmacro %}{% for _ in [1, 2] %}{{ m() }}{% endfor %}",
        "{% macro m(a, class='<') %}{{ a }}{{ class }}{% endmacro %}{{ m(1) }}{{ m(1, class='>') }}{{ m(class='&', a=2) }}",
        "{% macro m(a, b=a) %}{{ a ~ b }}{% endmacro %}{{ m(*['<', 2]) }}{{ m(**{'a': 1}) }}{{ m(1)|upper }}{{ m(1) ~ '<' }}",
        "{% macro n() %}{{ caller() }}{% endmacro %}{% macro m(a) %}{% call n() %}{{ a }}{% endcall %}{% endmacro %}{{ m('<') }}",
        "{% macro m(a) %}{% if a %}<b>{{ m(a[1:]) }}</b>{% endif %}{% endmacro %}{{ m('abc') }}{% set x = m('a') %}{{ x }}",
        "{% macro m(a) %}{{ a is defined }}{{ a|default('<') }}{% endmacro %}{{ m() }}{{ m(none) }}",
        "{% macro m(a, b) %}{% macro n(c) %}{{ a }}{{ c }}{% endmacro %}{{ n(b) }}{% endmacro %}{{ m('<', '>') }}",
        "{% set d = {'x': '<', 'items': 2} %}{{ d.x }}{{ d['x'] }}{{ d.y is defined }}{{ d.y|default('-') }}{{ d.items()|list }}",
        "{{ 'x' if 0 }}{% set y = 'x' if 0 %}{{ y is defined }}{{ y }}{{ 'abc'.upper() }}{{ range(3)|list }}{{ [1, 2][1] }}",
        "{{ ['<', '>']|join('&')|upper }}{{ 'a' ~ '<' }}{{ ('<'|safe) ~ '>' }}{{ none }}{{ 3 }}",
    ],
)
def test_every_kind_of_macro_and_expression_reads_as_in_jinja(macro, tmp_path):
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "t.html").write_text(macro)
    jinja_text = Environment(autoescape=True).from_string(macro).render()
    assert environment(Theme(tmp_path), None).get_template("t.html").render() == jinja_text


@pytest.mark.parametrize(
    "faulty",
    [
        "{{ page.nothing }}",
        "{{ page.parts.nothing }}",
        "{{ page.parts.nothing.more }}",
        "{{ page.nothing() }}",
        "{{ nothing('x') }}",
        "{{ ('x' if 0).more }}",
        "{% macro m(a) %}{{ a }}{% endmacro %}{{ m() }}",
        "{% if page.nothing %}x{% endif %}",
    ],
)
def test_what_is_not_there_is_missed_in_the_words_of_jinja(faulty, tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "t.html").write_text(faulty)
    page = Thing({"a": 1})
    with pytest.raises(UndefinedError) as jinja:
        jinja_template = Environment(autoescape=True, undefined=StrictUndefined, loader=DictLoader({"t.html": faulty}))
        jinja_template.get_template("t.html").render(page=page)
    with pytest.raises(UndefinedError) as our_error:
        environment(Theme(tmp_path), None).get_template("t.html").render(page=page)
    assert str(our_error.value) == str(jinja.value)
    assert place_of(our_error.value) == "theme/templates/t.html:1"


@pytest.mark.parametrize("names", ["wanted", "there, wanted", "there as wanted"])
def test_imports_take_what_a_component_exports_or_say_what_it_does_not(names, tmp_path):
    texts = {
        "t.html": "{% from 'c.html' import " + names + " %}{{ wanted('<') }}",
        "c.html": "{% macro there(a) %}{{ a }}{% endmacro %}",
    }
    (tmp_path / "templates").mkdir()
    for name, text in texts.items():
        (tmp_path / "templates" / name).write_text(text)
    jinja_environment = Environment(autoescape=True, undefined=StrictUndefined, loader=DictLoader(texts))

    def said(templates: Environment) -> str:
        try:
            return templates.get_template("t.html").render()
        except UndefinedError as error:
            return str(error)

    assert said(environment(Theme(tmp_path), None)) == said(jinja_environment)


@pytest.mark.parametrize("call", ["m(1, 2)", "m(b=1)", "m(1, a=1)"])
def test_a_macro_refuses_what_it_does_not_take(call, tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "t.html").write_text("{% macro m(a) %}{{ a }}{% endmacro %}{{ " + call + " }}")
    with pytest.raises(TypeError):
        environment(Theme(tmp_path), None).get_template("t.html").render()


def test_a_keyed_value_reads_as_the_value_itself(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "t.html").write_text("{{ page.label }}{{ page.nothing is defined }}")
    assert environment(Theme(tmp_path), None).get_template("t.html").render(page=Keyed(Link("<", "/"))) == "&lt;False"


def test_templates_compiled_by_other_code_are_compiled_again(tmp_path, monkeypatch):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "t.html").write_text("{{ 1 }}")
    compiled = []
    real_visit = Generator.visit_Template
    monkeypatch.setattr(Generator, "visit_Template", lambda *arguments: (compiled.append(1), real_visit(*arguments)))
    for code, times in (("one", 1), ("one", 1), ("another", 2)):
        monkeypatch.setattr(templates, "compiler_digest", lambda code=code: code)
        environment(Theme(tmp_path), tmp_path / "cache").get_template("t.html").render()
        assert len(compiled) == times


@pytest.mark.parametrize("module", [quick, templates])
def test_the_code_that_compiles_templates_is_known_by_its_text(module, tmp_path, monkeypatch):
    assert templates.compiler_digest.__wrapped__() == templates.compiler_digest()
    other_code = tmp_path / "other.py"
    other_code.write_text(Path(module.__file__).read_text() + "# another")
    monkeypatch.setattr(module, "__file__", str(other_code))
    assert templates.compiler_digest.__wrapped__() != templates.compiler_digest()


def test_another_version_of_jinja_compiles_templates_again(monkeypatch):
    monkeypatch.setattr(templates, "version", lambda name: "0")
    assert templates.compiler_digest.__wrapped__() != templates.compiler_digest()


def test_templates_compiled_ahead_are_those_that_pages_are_made_of(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "templates" / "parts").mkdir(parents=True)
    (tmp_path / "templates" / "page.html").write_text('{% include "parts/head.html" %}{{ page }}')
    (tmp_path / "templates" / "parts" / "head.html").write_text("<p>")
    (tmp_path / "templates" / "broken.html").write_text("{% if %}")
    (tmp_path / "templates" / "unknown.html").write_text("{{ page|no_filter }}")
    theme, cache = Theme(tmp_path), tmp_path / "cache"
    *_, (_, references) = compile_templates(theme, cache)
    monkeypatch.setattr(Templates, "compile", None)
    html = environment(theme, cache / "templates").get_template("page.html").render(page=1)
    assert html == "<p>1"
    monkeypatch.setattr(Closures, "_parse", None)
    assert Closures(theme, references, cache).names(["page.html"]) == ("page.html", "parts/head.html")


def test_a_build_waits_for_the_templates_that_it_needs_and_no_longer(tmp_path: Path, monkeypatch) -> None:
    def compiled(theme: Theme, cache: Path) -> Iterator[object]:
        yield "page.html", {"a digest": ("parts/head.html",)}
        signal.pause()

    monkeypatch.setattr(ahead, "compile_templates", compiled)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").touch()
    theme, store = Theme(tmp_path), Store(tmp_path / "store.sqlite", "")
    with ExitStack() as ending:
        ending.callback(store.close)
        Compilation(theme, tmp_path, ending).finish(store, ["page.html", "copy"])
        assert closures_in(store, theme, tmp_path).references == {"a digest": ("parts/head.html",)}


def test_templates_of_most_sites_are_compiled_first_then_short_ones(tmp_path: Path) -> None:
    names = ("article.html", "a.html", "b.html", "components/c.html")
    (tmp_path / "templates" / "components").mkdir(parents=True)
    for number, name in enumerate(names):
        (tmp_path / "templates" / name).write_text("long" * (len(names) - number))
    assert [name for name in compile_order(Theme(tmp_path)) if name in names] == ["article.html", "b.html", "a.html"]


def test_a_template_is_parsed_once_for_its_references_and_its_code(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text("{{ page }}")
    theme, cache = Theme(tmp_path), tmp_path / "cache"
    assert Closures(theme, {}, cache).names(["page.html"]) == ("page.html",)
    monkeypatch.setattr(Environment, "_parse", None)
    assert environment(theme, cache / "templates").get_template("page.html").render(page=1) == "1"


def test_the_names_that_settings_may_not_take_are_those_of_the_environment(tmp_path: Path) -> None:
    our_environment = environment(Theme(tmp_path), None)
    jinja_environment = Environment()
    assert our_environment.globals.keys() - jinja_environment.globals.keys() == GLOBALS_OF_OURS
    assert our_environment.filters.keys() - jinja_environment.filters.keys() == FILTERS_OF_OURS
