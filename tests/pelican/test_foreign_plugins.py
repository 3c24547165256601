"""The plugins for Pelican that public sites name most: each does its job, is built in here, or is refused by name."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from lodestar.engine.pelican.counterparts import COUNTERPARTS, HARMFUL
from tests.web import ROOT

pytestmark = pytest.mark.slow

NOTHING, PART, REFUSED, WORKS = "will do nothing", "will do only a part of its work", "does not work here", ""
OBJECT = "adds an extension to MARKDOWN that only it can make"
PLUGINS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "feed_filter": ("pelican-feed-filter==1.1.0", (), NOTHING),
    "featured_image": ("pelican-featured-image==1.1.0", (), NOTHING),
    "htmlmin": ("pelican-htmlmin==2.0.0", ("htmlmin",), WORKS),
    "i18n_subsites": ("pelican-i18n-subsites==1.0.0", (), REFUSED),
    "image_process": ("pelican-image-process==3.4.0", (), PART),
    "injector": ("pelican-injector==1.0.0", (), NOTHING),
    "jinja2content": ("pelican-jinja2content==1.0.1", (), NOTHING),
    "jinja_filters": ("pelican-jinja-filters==2.1.1", ("titlecase",), WORKS),
    "linkclass": ("pelican-linkclass==2.2.1", (), OBJECT),
    "liquid_tags": ("pelican-liquid-tags==1.0.4", (), OBJECT),
    "minify": ("pelican-minify==2.0.2", ("minify_html",), WORKS),
    "more_categories": ("pelican-more-categories==0.1.0", (), NOTHING),
    "neighbors": ("pelican-neighbors==1.2.0", (), NOTHING),
    "pelican_redirect": ("pelican-redirect==3.0.0", (), PART),
    "photos": ("pelican-photos==1.6.2", (), PART),
    "precompress": ("pelican-precompress==2.4.0", ("pelican-granular-signals==1.2.0",), WORKS),
    "random_article": ("pelican-random-article==0.3.0", (), NOTHING),
    "read_more": ("pelican-read-more==1.0.0", (), NOTHING),
    "readtime": ("pelican-readtime==0.2.1", (), NOTHING),
    "related_posts": ("pelican-related-posts==1.0.0", (), NOTHING),
    "render_math": ("pelican-render-math==1.0.5", (), REFUSED),
    "search": ("pelican-search==1.1.1", ("rtoml",), REFUSED),
    "seo": ("pelican-seo==1.4.0", (), NOTHING),
    "series": ("pelican-series==3.1.1", (), NOTHING),
    "share_post": ("pelican-share-post==1.2.1", (), NOTHING),
    "simple_footnotes": ("pelican-simple-footnotes==1.0.3", (), NOTHING),
    "sitemap": ("pelican-sitemap==1.2.2", (), REFUSED),
    "statistics": ("pelican-statistics==1.0.0", (), NOTHING),
    "tag_cloud": ("pelican-tag-cloud==1.0.1", (), NOTHING),
    "touch": ("pelican-touch==1.0.0", (), NOTHING),
    "webassets": ("pelican-webassets==2.1.0", ("webassets",), WORKS),
    "yaml_metadata": ("pelican-yaml-metadata==2.2.0", (), NOTHING),
}
"""Package, what it needs beside what a build has, and what is said of the plugin."""
POST = "---\ntitle: Post\ndate: 2024-01-10\ntags: [one]\n---\nText of a post.\n"


@pytest.mark.parametrize("name", PLUGINS)
def test_a_published_plugin_works_or_is_named_with_what_stands_in_its_place(tmp_path: Path, name: str) -> None:
    package, needs, status = PLUGINS[name]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(tmp_path / "packages")]
    installed = subprocess.run([*pip, package, *needs], capture_output=True, text=True)
    assert installed.returncode == 0, f"{package} cannot be installed here: {installed.stderr}"
    (tmp_path / "content/posts").mkdir(parents=True)
    (tmp_path / "content/posts/post.md").write_text(POST)
    (tmp_path / "s.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom pelicanconf import *\n"
        f'THEME = {str(ROOT / "tests/tiny-theme")!r}\nMENUITEMS = LINKS = ()\nAUTHOR = ""\n'
        f'SEARCH = {{"enabled": False}}\nPICTURES = {{"cards": False}}\nPLUGINS = [*PLUGINS, "pelican.plugins.{name}"]\n'
    )
    command = [sys.executable, str(ROOT / "tasks.py"), "build", "--settings", "s.py"]
    env = {**os.environ, "NO_COLOR": "1", "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path / 'packages'}"}
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=env)
    warnings = [line for line in result.stderr.splitlines() if line.startswith("s.py:")]
    assert "Traceback" not in result.stderr
    assert result.returncode == (1 if status in (REFUSED, OBJECT) else 0), result.stderr
    assert len(warnings) == (1 if status else 0), result.stderr
    if status:
        assert f'the plugin "{name}" {status}' in warnings[0]
    if status in (WORKS, NOTHING, PART):
        assert "Text of a post." in (tmp_path / "output/2024/01/10/post/index.html").read_text()
        second_result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, env=env)
        assert "Nothing changed." in second_result.stdout, second_result.stdout


def test_each_plugin_that_is_not_done_here_has_its_counterpart() -> None:
    known_names = {name for name, (_, _, status) in PLUGINS.items() if status in (NOTHING, PART, REFUSED)}
    assert known_names - COUNTERPARTS.keys() == set()
    assert set(HARMFUL) == {name for name, (_, _, status) in PLUGINS.items() if status == REFUSED}
