"""A build that is stopped while it runs."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from tests.commands.conftest import build, tree
from tests.web import ROOT, until

pytestmark = pytest.mark.seconds


def _is_gone(group: int) -> bool:
    """Return whether no process of a group is left: workers look every third of a second whether their parent lives."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def test_ctrl_c_ends_every_process_and_leaves_the_last_good_site(folder):
    build(folder)
    for number in range(150):
        text = (
            f"---\ntitle: Post {number}\ndate: 2025-01-01\ntags: [t{number % 9}]\n---\n" + "Words *and* more.\n\n" * 60
        )
        (folder / f"content/posts/p{number}.md").write_text(text)
    assert build(folder, "--output", "whole").returncode == 0
    before, after = tree(folder / "output"), tree(folder / "whole")
    with open(folder / "small.py", "a") as settings:
        settings.write("import pathlib\npathlib.Path('begun').touch()\n")

    def rendered(count: int) -> bool:
        return any(
            sum(len(names) for _, _, names in os.walk(staging)) >= count for staging in folder.glob(".output.staging-*")
        )

    command = [sys.executable, str(ROOT / "tasks.py"), "build", "--settings", "small.py", "--clean", "--workers", "3"]
    stop_count = 0
    for moment in ((folder / "begun").exists, lambda: rendered(1), lambda: rendered(75), lambda: rendered(150)):
        (folder / "begun").unlink(missing_ok=True)
        process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, start_new_session=True)
        until(lambda process=process, moment=moment: moment() or process.poll() is not None)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        output = process.communicate()[1].decode()
        stop_count += process.returncode == 130
        assert (process.returncode, output.strip()) in ((130, "Stopped."), (0, ""))
        until(lambda process=process: _is_gone(process.pid))
        assert tree(folder / "output") in (before, after), "a commit that has begun is done first"
        before = tree(folder / "output")
    assert stop_count, "no build was still running when it was stopped; the test proves nothing"
    assert build(folder).returncode == 0
