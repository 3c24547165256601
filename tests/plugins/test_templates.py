"""Pages are those that Jinja as it is would make, and a worker's share of the work does not change them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from jinja2 import Environment

from plugins.build.templates import environment
from plugins.workers import MOST, portions

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 12, 1, tzinfo=UTC)
"""After the last post of the real content."""


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


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


def test_pages_are_those_of_jinja_as_it_is(built, monkeypatch):
    ours = built("ours", workers=2)
    monkeypatch.setattr("plugins.build.templates.Templates", Environment)
    assert built("jinja", workers=1) == ours


@pytest.mark.parametrize("total", [0, 1, 7, 100, 10 * MOST])
@pytest.mark.parametrize("workers", [2, 3, 16])
def test_portions_hold_each_task_once_and_never_grow(total, workers):
    found = list(portions(total, workers))
    assert sorted(task for start, end in found for task in range(start, end)) == list(range(total))
    sizes = [end - start for start, end in found]
    assert sizes == sorted(sizes, reverse=True)
    assert max(sizes, default=0) <= MOST


@pytest.mark.parametrize(
    "macro",
    [
        "{% macro m(a, b) %}{{ a }}-{{ b }}{% endmacro %}{{ m('<', 2) }}",
        "{% macro m(a, b=2) %}{{ a }}-{{ b }}{% endmacro %}{{ m('<') }}{{ m('<', b=3) }}",
        "{% macro m(a) %}{{ a }}{{ varargs|join }}{% endmacro %}{{ m('<') }}{{ m('<', 2) }}",
        "{% macro m(a) %}{{ a }}{{ kwargs|length }}{% endmacro %}{{ m('<') }}{{ m('<', b=1) }}",
        "{% macro m(a) %}{{ a }}{{ caller() }}{% endmacro %}{% call m('<') %}&{% endcall %}",
        "{% macro m() %}x{% endmacro %}{% for _ in [1, 2] %}{{ m() }}{% endfor %}",
        "{{ ['<', '>']|join('&')|upper }}{{ 'a' ~ '<' }}{{ ('<'|safe) ~ '>' }}{{ none }}{{ 3 }}",
    ],
)
def test_every_kind_of_macro_and_expression_reads_as_in_jinja(macro, tmp_path):
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "t.html").write_text(macro)
    plain = Environment(autoescape=True).from_string(macro).render()
    assert environment(tmp_path, None).get_template("t.html").render() == plain
