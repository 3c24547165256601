"""Accessible in a language that is written from right to left, and where a text is in another one than the site.

The site's own content, once, as a site in the language that does not exist, with a post and a page in German.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from lodestar.commands.browser import serving
from tests.languages.conftest import pseudo_catalog
from tests.quality.test_accessibility import PAGES, RULES, WIDTHS, visit
from tests.web import ROOT, build, shared

pytestmark = [pytest.mark.browser, pytest.mark.filterwarnings("ignore::ResourceWarning")]
COURSE = "/courses/lead-from-the-heart"
GERMAN = ("posts/2017/feedback-in-four-sentences.md", "pages/about.md")
FEW = {
    **{kind: PAGES[kind] for kind in ("home", "post", "two authors", "tag archive", "course", "page", "search")},
    "lesson": f"{COURSE}/say-what-you-value/",
    "certificate": f"{COURSE}/certificate/",
    "follow": "/subscribe/",
}


def build_from_right_to_left(folder: Path) -> Path:
    """Build the site's content in Hebrew letters around English and German texts; the output folder."""
    content = folder / "content"
    shutil.copytree(ROOT / "content", content)
    site_file = content / "site.yaml"
    site_file.write_text(site_file.read_text().replace("language: en", "language: he"))
    (content / "languages").mkdir()
    (content / "languages" / "he.po").write_text(pseudo_catalog())
    course = content / "courses" / "lead-from-the-heart" / "course.md"
    course.write_text(course.read_text().replace("lang: en\n", ""))  # as the site
    for path in GERMAN:
        text = (content / path).read_text()
        (content / path).write_text(text.replace("---\n", "---\nlang: de\n", 1))
    return build(folder, "--content", str(content))


@pytest.fixture(scope="module")
def mirrored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where that site is served."""
    with serving(shared(tmp_path_factory, "mirrored", build_from_right_to_left)) as url:
        yield url


def look(browser: Any, url: str, width: int, scheme: str = "light") -> None:
    """Open a page and let axe read it."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    visit(page, url)
    result = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    overhang = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    context.close()
    assert result.violations_count == 0, f"{url} at {width} px:\n{result.generate_report()}"
    assert overhang <= 0, f"{url} is {overhang} px wider than {width} px"


@pytest.mark.parametrize("kind", FEW)
def test_axe_finds_nothing_from_right_to_left_and_in_german(browser: Any, mirrored: str, kind: str) -> None:
    look(browser, mirrored + FEW[kind], 390)


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("kind", PAGES | FEW)
def test_axe_finds_nothing_on_any_page_at_any_width(
    browser: Any, mirrored: str, kind: str, width: int, scheme: str
) -> None:
    look(browser, mirrored + (PAGES | FEW)[kind], width, scheme)
