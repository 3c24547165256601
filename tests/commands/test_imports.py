"""What a command leaves out of its process, so that it begins at once."""

from __future__ import annotations

import subprocess
import sys

import pytest

from lodestar.base.site_file import keep_site
from tests.commands.conftest import build
from tests.web import ROOT

pytestmark = pytest.mark.seconds


def test_a_build_with_nothing_to_do_imports_nothing_that_makes_pages(folder):
    keep_site(ROOT / "content", ROOT / ".cache")  # as a build of the project does
    build(folder)
    code = (
        "import sys; sys.argv = ['tasks.py', 'build', '--settings', 'small.py']\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "from lodestar.commands.dispatch import run; import tasks\n"
        "run(next(task for task in tasks.TASKS if task.name == 'build'), sys.argv[2:])\n"
        "print(*sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    imported = result.stdout.splitlines()[-1].split()
    steps = ("engine.relate", "engine.site", "engine.write")
    rooms = tuple(f"lodestar.{room}" for room in ("desk", "wordpress", "publishing", *steps))
    foreign = ("pytest", "hypothesis", "starlette", "lxml", "pydantic", "markdown", "yaml", "PIL", "docutils", "boto3")
    foreign += ("jinja2", "multiprocessing", "dateutil")
    assert [name for name in imported if name.startswith(rooms) or name.partition(".")[0] in foreign] == []
    assert [name for name in imported if name.startswith("plugins.") and name.endswith(".hooks")] == []


@pytest.mark.parametrize("module", ["desk.worker", "commands.check", "commands.publish", "commands.new"])
def test_what_loads_a_site_leaves_it_to_that_how_much_of_pelican_is_imported(module):
    code = f"import sys, lodestar.{module}; print('pelican' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert result.stdout == "False\n", result.stdout + result.stderr


def test_what_reads_a_file_imports_no_pelican():
    code = (
        "import sys; from importlib import import_module; from pathlib import Path\n"
        "from lodestar.base.front_matter import document, kinds, reading\n"
        "for path in sorted(Path('plugins').glob('*/fields.py')): import_module(f'plugins.{path.parent.name}.fields')\n"
        "for path in sorted(Path('plugins').glob('*/reading.py')): import_module(f'plugins.{path.parent.name}.reading')\n"
        "import plugins.course.blocks; print('pelican' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert result.stdout == "False\n", result.stdout + result.stderr


@pytest.mark.parametrize(
    ("extensions", "imported"),
    [(["extra", "plugins.films.blocks"], set()), (["extra", "codehilite"], {"pygments", "importlib.metadata"})],
    ids=["plain code", "colored code"],
)
def test_the_child_that_reads_asks_installed_packages_only_for_what_colors_code(tmp_path, extensions, imported):
    settings = tmp_path / "conf.py"
    settings.write_text(f"MARKDOWN = {{'extensions': {extensions}}}", encoding="utf-8")
    code = (
        f"import sys; from lodestar.engine.light_reading import prepare; prepare({str(settings)!r})\n"
        "print(*(name for name in ('pygments', 'importlib.metadata') if sys.modules.get(name)))"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert (set(result.stdout.split()), result.stderr) == (imported, "")
