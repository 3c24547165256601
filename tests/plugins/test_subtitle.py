"""The subtitle, by which a feature is measured: one folder and one line in PLUGINS, and no trace without them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = pytest.mark.seconds

FILES = ["__init__.py", "fields.py", "subtitle.css", "subtitle.html"]
LINE = '    "plugins.subtitle",\n'
PROJECT = ("lodestar", "docs", "plugins", "theme", "tools", "pelicanconf.py", "tasks.py")
POST = "---\ntitle: Trust\ndate: 2026-01-05\n{}tags: [trust]\n---\nWords.\n"
SETTINGS = 'from pelicanconf import *\n\nAUTHOR = ""\nMENUITEMS = LINKS = ()\nSEARCH = {"enabled": False}\nPICTURES = {"cards": False}\n'
LOOK = """\
import json, sys
from pathlib import Path
sys.path.insert(0, "")
from lodestar.commands.docs import filled
from lodestar.engine.program import SiteOptions, load
from lodestar.desk.forms import fields
from lodestar.desk.kinds import kind_of
settings = load(SiteOptions("content", "output", "settings.py"), {}).settings
form = [field.name for field in fields(kind_of("posts/one.md", settings).model)]
print(json.dumps({"form": form, "page": filled(Path("docs/authoring.md"))}))
"""


def project(folder: Path, with_subtitle: bool) -> Path:
    """Return a copy of the project with a small site."""
    folder.mkdir()
    for name in PROJECT:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, folder / name)
    if not with_subtitle:
        shutil.rmtree(folder / "plugins/subtitle")
        settings = (folder / "pelicanconf.py").read_text()
        assert LINE in settings
        (folder / "pelicanconf.py").write_text(settings.replace(LINE, ""))
    (folder / "settings.py").write_text(SETTINGS)
    post(folder, "")
    return folder


def post(folder: Path, line: str) -> None:
    (folder / "content/posts").mkdir(parents=True, exist_ok=True)
    (folder / "content/posts/one.md").write_text(POST.format(line))


def run(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def build(folder: Path) -> subprocess.CompletedProcess[str]:
    words = ["build", "--settings", "settings.py"]
    return run(
        folder,
        f"import sys; sys.path.insert(0, ''); from lodestar.commands.dispatch import main; import tasks; sys.exit(main(tasks.TASKS, {words}, lambda needs: None))",
    )


def pages(folder: Path) -> dict[str, str]:
    """Return every text of the output, without the name of the style sheet, which changes with what it holds."""
    results = {}
    for path in sorted((folder / "output").rglob("*")):
        if path.is_file() and path.suffix in (".html", ".xml", ".json", ".txt"):
            results[path.relative_to(folder / "output").as_posix()] = re.sub(
                r"site\.\w{12}\.css", "site.css", path.read_text(encoding="utf-8")
            )
    return results


@pytest.fixture(scope="module")
def project_with(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("with") / "project", True)


@pytest.fixture(scope="module")
def project_without(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return project(tmp_path_factory.mktemp("without") / "project", False)


def test_it_is_one_folder_and_one_line() -> None:
    assert sorted(path.name for path in (ROOT / "plugins/subtitle").iterdir() if path.is_file()) == FILES
    assert LINE in (ROOT / "pelicanconf.py").read_text()
    code = [path for folder in PROJECT[:-2] for path in (ROOT / folder).rglob("*.py")]
    strangers = [path for path in code if "plugins.subtitle" in path.read_text(encoding="utf-8")]
    assert [path for path in strangers if path.parent != ROOT / "plugins/subtitle"] == []


def test_a_subtitle_stands_under_the_title_everywhere(project_with: Path) -> None:
    post(project_with, "subtitle: It's <where> work begins\n")
    result = build(project_with)
    assert result.returncode == 0, result.stderr
    line = '<p class="subtitle">It’s &lt;where&gt; work begins</p>'
    shown_pages = pages(project_with)
    assert f'<h1 class="p-name">Trust</h1>{line}' in shown_pages["2026/01/05/one/index.html"]
    for path in ("index.html", "tag/trust/index.html", "2026/index.html"):
        assert f"</a></h{3 if path.startswith('tag') else 2}>{line}" in shown_pages[path], path
    words = "<p>It’s &lt;where&gt; work begins</p>"
    assert words in shown_pages["feed/index.xml"] and words in shown_pages["feed/atom/index.xml"]
    assert json.loads(shown_pages["feed.json"])["items"][0]["content_html"].startswith(words)


def test_a_misspelled_subtitle_is_refused(project_with: Path) -> None:
    post(project_with, "subtitel: Words\n")
    result = build(project_with)
    assert result.returncode == 1
    assert 'content/posts/one.md:4: unknown key "subtitel"; did you mean "subtitle"?' in result.stderr


def test_it_is_documented_and_edited_at_the_desk(project_with: Path) -> None:
    keys = json.loads(run(project_with, LOOK).stdout)
    assert "subtitle" in keys["form"]
    assert "| `subtitle` | A line under the title. |" in keys["page"]


def test_without_folder_and_line_no_trace_is_left(project_with: Path, project_without: Path) -> None:
    post(project_with, "")
    assert (build(project_with).returncode, build(project_without).returncode) == (0, 0)
    assert pages(project_with) == pages(project_without)
    sheet = next((project_without / "output/theme").glob("site.*.css")).read_text()
    assert (
        ".subtitle" in next((project_with / "output/theme").glob("site.*.css")).read_text() and ".subtitle" not in sheet
    )
    keys = json.loads(run(project_without, LOOK).stdout)
    assert "subtitle" not in keys["form"] and "`subtitle`" not in keys["page"]


def test_without_folder_and_line_the_key_is_unknown(project_without: Path) -> None:
    post(project_without, "subtitle: Words\n")
    result = build(project_without)
    assert result.returncode == 1 and 'content/posts/one.md:4: unknown key "subtitle"; ' in result.stderr
