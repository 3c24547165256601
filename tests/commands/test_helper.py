"""The second child process of a build, which renders the few outputs of an edit: without it the site is the same."""

from __future__ import annotations

import subprocess
import sys

import pytest

from lodestar.engine.child import is_available
from tests.commands.conftest import POST, build, tree
from tests.web import ROOT

pytestmark = pytest.mark.seconds

FATES = {
    "as usual": "",
    "gone before it is ready": "import lodestar.engine.ahead as a; a.get_ready_to_render = lambda *_: os._exit(1)",
    "gone in the middle of its work": (
        "import lodestar.engine.render as r; real, here = r.setup, os.getpid()\n"
        "def setup(*given):\n"
        "    render = real(*given)\n"
        "    return lambda output: (render(output), os.getpid() == here or os._exit(1))[0]\n"
        "r.setup = setup"
    ),
    "killed while it writes to the store": (
        "import signal, sqlite3; from lodestar.engine.kept import KeptTexts; real, here = KeptTexts.store, os.getpid()\n"
        "def store(texts):\n"
        "    if os.getpid() == here:\n"
        "        return real(texts)\n"
        "    db = sqlite3.connect(texts._bodies._path)\n"
        "    db.execute('PRAGMA synchronous=OFF'), db.execute('PRAGMA cache_size=1')  # it writes before it commits\n"
        "    rows = [(str(number), 'proof', 'x' * 100_000) for number in range(50)]\n"
        "    db.executemany('REPLACE INTO shown VALUES (?,?,?)', rows)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "KeptTexts.store = store"
    ),
}


@pytest.mark.parametrize("fate", FATES)
def test_an_edit_makes_the_site_that_a_clean_build_makes(folder, fate):
    build(folder)
    (folder / "content/posts/silence.md").write_text(POST.replace("Text.", "Another text."))
    code = (
        "import os, sys; sys.argv = ['tasks.py', 'build', '--settings', 'small.py']\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n{FATES[fate]}\n"
        "from lodestar.commands.dispatch import run; import tasks\n"
        "code = run(next(task for task in tasks.TASKS if task.name == 'build'), sys.argv[2:])\n"
        "print('rendered', 'here' if 'lodestar.engine.render' in sys.modules else 'there'); sys.exit(code)"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.endswith("rendered there\n") is (fate == "as usual" and is_available())
    files = tree(folder / "output")
    assert any(b"Another text." in data for data in files.values())
    build(folder, "--clean", "--output", "clean")
    assert files == tree(folder / "clean")
    assert not list(folder.glob(".output.*"))


def test_a_fault_that_is_found_while_it_renders_leaves_the_site_as_it_was(folder):
    build(folder)
    before = tree(folder / "output")
    (folder / "content/posts/silence.md").write_text(POST.replace("Text.", "[There](/nowhere/)"))
    result = build(folder)
    assert (result.returncode, '"/nowhere/" leads to nothing' in result.stderr) == (1, True)
    assert tree(folder / "output") == before
    assert not list(folder.glob(".output.*"))
