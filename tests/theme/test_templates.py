"""The templates: none is left to Pelican's simple theme, and each component is what its first lines say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lodestar.engine.templates import environment, prepare
from lodestar.engine.theme import Theme

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "theme" / "templates"
CSS = ROOT / "theme" / "static" / "css" / "components"
WANTED = re.compile(r'"(?!index\.)([a-z0-9][a-z0-9.-]*\.(?:html|xml))"')
MACRO = re.compile(r"{% macro (\w+)\((.*?)\) %}")
PLUGINS = {path.parent.name: path.parent for path in sorted((ROOT / "plugins").glob("*/__init__.py"))}
THEME = Theme(ROOT / "theme", PLUGINS)
BROUGHT = sorted(
    f"{name}/{path.name}" for name, folder in PLUGINS.items() for path in folder.glob("*.html") if name != "search"
)
"""Templates that plugins bring to slots; the search index is made of another one."""
ALL = [*sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.is_file()), *BROUGHT]
MACROS = [name for name in ALL if name.startswith("components/") or name in BROUGHT]
VISIBLE = [name for name in MACROS if name.count("/") == 1]
"""Those that show something on a page: neither for the head of a page nor for feeds."""


def used_templates() -> set[str]:
    """Return the templates that the plugins name, but for those that they bring along."""
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "plugins").rglob("*.py"))
    names = {name for text in texts for name in WANTED.findall(text) if not name.startswith("sitemap")}
    return {name for name in names if not any((ROOT / "plugins").rglob(name))}


def test_every_template_the_plugins_name_is_ours() -> None:
    assert sorted(used_templates() - set(ALL)) == []


@pytest.mark.parametrize("name", ALL)
def test_a_template_compiles(name: str) -> None:
    environment(THEME, None).get_template(name)


@pytest.mark.parametrize("name", MACROS)
def test_a_component_is_one_macro_named_as_its_file_and_shows_an_example_call(name: str) -> None:
    text = THEME.find(name)[0]
    macros = MACRO.findall(text)
    assert len(macros) == 1
    macro, inputs = macros[0]
    assert macro.startswith(Path(name).stem.replace("-", "_"))
    first = text.partition("#}")[0]
    assert first.startswith("{#")
    assert re.search(rf"\b{macro}\b", first), "the first lines show a call"
    assert ("Takes:" in first) == bool(inputs)


@pytest.mark.parametrize("name", VISIBLE)
def test_a_component_has_the_class_of_its_name_and_a_style_of_the_same_name(name: str) -> None:
    stem = Path(name).stem
    text = THEME.find(name)[0]
    folder = PLUGINS[name.partition("/")[0]] if name in BROUGHT else CSS
    styles = list(folder.rglob(f"{stem}.css"))
    if not re.search(r'class="(?!visually-hidden")', text):
        return  # it shows only what others made, or nothing but a script
    assert re.search(rf'class="{stem}[ "{{]', text)
    assert all(f".{stem}" in style.read_text(encoding="utf-8") for style in styles)


def test_a_style_is_named_after_a_component_or_a_class_or_says_what_it_is_for() -> None:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in CSS.rglob("*.css")}
    odd = {stem for stem, text in texts.items() if f".{stem}" not in text and not text.startswith("/*")}
    assert {stem for stem in odd if f"components/{stem}.html" not in ALL} == set()


def matches_of(pattern: str) -> dict[str, list[str]]:
    """What a pattern finds, by the name of the template."""
    return {name: matches for name in ALL if (matches := re.findall(pattern, THEME.find(name)[0]))}


def test_templates_stay_short() -> None:
    assert [name for name in ALL if len(THEME.find(name)[0].splitlines()) > 150] == []


def test_no_page_has_a_style_or_a_handler_of_its_own() -> None:
    assert matches_of(r"<style|\sstyle=|\son[a-z]+=\"|javascript:") == {}


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert matches_of(r"""(?:src|href)=["'](?:https?:)?//""") == {}


def test_a_template_loaded_ahead_is_used_unless_it_changed_meanwhile(tmp_path: Path) -> None:
    theme, cache = Theme(tmp_path), tmp_path / "kept"
    (tmp_path / "templates").mkdir()
    text = tmp_path / "templates" / "page.html"
    text.write_text("old")
    prepare(theme, cache, ["page.html"])
    ready = environment(theme, cache)
    assert "page.html" in ready._loaded  # type: ignore[attr-defined]
    assert environment(theme, cache) is not ready
    prepare(theme, cache, ["page.html"])
    text.write_text("new")
    assert environment(theme, cache).get_template("page.html").render() == "new"
