"""The import says what the settings of the site must say to be the blog's, and writes none of them."""

from __future__ import annotations

from pathlib import Path

from tests.wordpress.conftest import Importing
from tests.wordpress.exports import export, item

EXAMPLE = """
SITENAME = "Lead from the Heart"
SITESUBTITLE = "Practical advice"
AUTHOR = "Margaret Smith"
TIMEZONE = "America/Chicago"
SITEURL = "http://localhost:8000"
COMMENTS = {"provider": "mail", "address": "hello@example.com"}
"""


def test_the_lines_that_make_the_site_the_authors_are_told(importing: Importing, tmp_path: Path) -> None:
    (tmp_path / "pelicanconf.py").write_text(EXAMPLE)
    (tmp_path / "publishconf.py").write_text('from pelicanconf import *\nSITEURL = "https://example.com"\n')
    text = export(item(1, "x")).replace(
        "<title>A Blog</title>", "<title>A Blog</title><description>On &amp; off</description>"
    )
    output = importing(text).output
    assert (
        "The settings say otherwise than the blog; write, where the blog is right:\n"
        '  SITENAME = "A Blog"  # in pelicanconf.py; now "Lead from the Heart"\n'
        '  SITESUBTITLE = "On & off"  # in pelicanconf.py; now "Practical advice"\n'
        '  SITEURL = "https://blog.example"  # in publishconf.py; now "https://example.com"\n'
        '  COMMENTS = {"provider": "mail", "address": "…"}  # in pelicanconf.py; your own mail address\n'
    ) in output
    assert (tmp_path / "pelicanconf.py").read_text() == EXAMPLE


def test_settings_that_are_right_are_not_spoken_of(importing: Importing, tmp_path: Path) -> None:
    example = EXAMPLE.replace("Lead from the Heart", "A Blog").replace("http://localhost:8000", "https://blog.example")
    (tmp_path / "pelicanconf.py").write_text(example.replace("hello@example.com", "me@blog.example"))
    assert "otherwise" not in importing(export(item(1, "x"))).output


def test_an_address_that_comes_from_site_yaml_is_no_setting(importing: Importing, tmp_path: Path) -> None:
    (tmp_path / "pelicanconf.py").write_text('SITE = read()\nSITEURL = "http://localhost:8000"\n')
    (tmp_path / "publishconf.py").write_text('SITEURL = SITE.get("address", SITEURL)\n')
    output = importing(export(item(1, "x"))).output
    assert "otherwise" not in output
    assert "address: https://blog.example" in output
