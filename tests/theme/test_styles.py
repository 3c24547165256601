"""The stylesheet: declared layers, colors and lengths in one place, contrast that is computed, little weight."""

from __future__ import annotations

import gzip
import re
from itertools import product
from pathlib import Path

import pytest

from lodestar.engine.facts import SITE
from lodestar.engine.stylesheet import minified, stylesheets
from lodestar.engine.theme import Theme

THEME = Path(__file__).parents[2] / "theme"
CSS = THEME / "static" / "css"
PLUGINS = {path.parent.name: path.parent for path in (THEME.parent / "plugins").glob("*/*.css")}
STYLES = dict(sorted(Theme(THEME, PLUGINS).styles()))
"""The file of each style sheet by its place; those of plugins stand among the components."""
FILES = list(STYLES)
STYLED = [name for name in FILES if name != "layers.css"]
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
LAYER = re.compile(r"@layer ([\w-]+)\s*{")
COLOR = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(|:\s*(?:black|white|red|gray)\b"
)
LENGTH = re.compile(r"(?<![\w-])\d*\.?\d+(?:px|pt|cm|mm|rem|ch|ex|cqi|cqb)\b")
"""Not em, nor a share of the window: those follow from where they stand."""
CONDITION = re.compile(r"@(?:container|media|page)[^{;]*{(?:\s*margin:[^;}]*;?)?")
PAIR = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)")
TEXT, LARGE = 4.5, 3.0
"""Least contrast: WCAG 2.2, success criteria 1.4.3 and 1.4.11."""


def without_comments(name: str) -> str:
    """Return a file of the theme's CSS without its comments."""
    return COMMENT.sub("", STYLES[name].read_text(encoding="utf-8"))


def test_layers_are_declared_in_one_line_and_nothing_else() -> None:
    assert without_comments("layers.css").strip() == "@layer reset, tokens, base, layout, components, utilities, print;"


@pytest.mark.parametrize("name", STYLED)
def test_all_of_a_file_is_in_the_declared_layer_of_its_name_or_in_print(name: str) -> None:
    layer = name.split("/")[0].removesuffix(".css")
    declared = re.findall(r"\w+", without_comments("layers.css").removeprefix("@layer"))
    assert layer in declared
    assert set(LAYER.findall(without_comments(name))) - {layer, "print"} == set()
    assert outermost(without_comments(name)) - {f"@layer {layer}", "@layer print"} == set()


def outermost(text: str) -> set[str]:
    """Return what opens the outermost blocks of a stylesheet."""
    openings, depth, start = set(), 0, 0
    for place, character in enumerate(text):
        if character == "{":
            if depth == 0:
                openings.add(text[start:place].strip())
            depth += 1
        elif character == "}":
            depth, start = depth - 1, place + 1
    return openings


def matches_of(names: list[str], pattern: re.Pattern[str], ignored: re.Pattern[str] = COMMENT) -> dict[str, list[str]]:
    """What a pattern finds, by the name of the style sheet, outside of what is ignored."""
    return {name: matches for name in names if (matches := pattern.findall(ignored.sub("", without_comments(name))))}


def test_colors_are_in_the_tokens_alone() -> None:
    assert matches_of([name for name in STYLED if name != "tokens.css"], COLOR) == {}


def test_lengths_are_in_the_tokens_and_in_layout_primitives_alone() -> None:
    others = [name for name in STYLED if name != "tokens.css" and not name.startswith("layout/")]
    assert matches_of(others, LENGTH, CONDITION) == {}


def test_nothing_is_important_but_in_reset_and_print() -> None:
    others = [name for name in STYLED if name != "reset.css" and not name.endswith("print.css")]
    assert matches_of(others, re.compile("!important")) == {}


def test_directions_are_logical() -> None:
    physical = r"(?:margin|padding|border)-(?:left|right|top|bottom)|[^-]\b(?:width|height|left|right|top|bottom):"
    assert matches_of(STYLED, re.compile(physical)) == {}


def test_a_file_is_short() -> None:
    assert [name for name in FILES if len(STYLES[name].read_text(encoding="utf-8").splitlines()) > 120] == []


def test_every_custom_property_that_is_used_is_defined() -> None:
    all_styles = "".join(map(without_comments, FILES))
    defined = set(re.findall(r"(--[\w-]+)\s*:", all_styles))
    assert set(re.findall(r"var\((--[\w-]+)\)", all_styles)) - defined == set()


def luminance(color: str) -> float:
    """Relative luminance, as WCAG defines it."""
    channels = [int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return sum(weight * item for weight, item in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(first_color: str, second_color: str) -> float:
    """Return the contrast of two colors, from 1 to 21."""
    dark, light = sorted((luminance(first_color), luminance(second_color)))
    return (light + 0.05) / (dark + 0.05)


PAIRS = [
    *product(("ink", "ink-soft", "terracotta", "teal"), ("paper", "paper-deep"), [TEXT]),
    *product(("on-night", "on-night-soft"), ["night"], [TEXT]),
    ("on-button", "button", TEXT),
    ("on-mark", "ochre", TEXT),
    ("button", "paper-deep", LARGE),
    ("ochre", "paper", LARGE),
    ("ochre-on-night", "night", LARGE),
    ("on-mark", "ochre-on-night", TEXT),
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("front", "background", "least_contrast"), PAIRS)
def test_text_stands_out_from_what_is_behind_it(
    front: str, background: str, least_contrast: float, scheme: str
) -> None:
    palette = {
        name: {"light": light, "dark": dark}[scheme]
        for name, light, dark in PAIR.findall(without_comments("tokens.css"))
    }
    assert contrast(palette[front], palette[background]) >= least_contrast


def test_the_stylesheet_is_light() -> None:
    weights = {
        name: len(gzip.compress(sheet.value.encode())) for name, sheet in stylesheets(Theme(THEME, PLUGINS)).items()
    }
    assert weights[SITE] <= 7_500, "what every page loads before it is shown"
    assert sum(weights.values()) <= 12_500


def test_what_some_pages_need_has_a_sheet_of_its_own(tmp_path: Path) -> None:
    for name in ("layers.css", "components/a.css", "components/course/b.css", "layout/c.css"):
        path = tmp_path / "static" / "css" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f".{path.stem} {{ color: red }}")
    sheets = stylesheets(Theme(tmp_path))
    assert {name: sheet.value.count("{") for name, sheet in sheets.items()} == {"site": 3, "course": 1}
    assert sheets["site"].value.startswith(".layers"), "the order of the layers comes first"


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ('a::after { content: ", " ; }', 'a::after{content:", ";}'),
        ("a { content: '/* none */  \\' { }' }", "a{content:'/* none */  \\' { }'}"),
        ("a { background: url( a;b{c}.png ) , url('x  y') }", "a{background:url( a;b{c}.png ),url('x  y')}"),
        ("a { width: calc( 1px  +  2px ) }", "a{width:calc( 1px + 2px )}"),
        ("@media (width > 30em) and (color) { a > b { top: 0 } }", "@media (width>30em) and (color){a>b{top:0}}"),
        ("a { margin: 1px/* and */2px }", "a{margin:1px/**/2px}"),
        ("/* first */\na , b:hover > c { /* in */ color: red; /* out */ }", "a,b:hover>c{color:red;}"),
        (".a\\;  b { top: 0 }", ".a\\; b{top:0}"),
        ("a { top: 0 } /* never closed", "a{top:0}"),
    ],
)
def test_css_is_made_smaller_and_says_the_same(css: str, expected: str) -> None:
    assert minified(css) == expected
