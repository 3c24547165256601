"""Whenever a build is killed, the next one leaves what a clean build makes; until then each file is whole.

The short form kills a dozen builds; `python3 tasks.py equivalence --kills 200` kills more.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable

import pytest

from lodestar.engine import commit, write
from lodestar.engine.lock import Lock
from lodestar.engine.manifest import OutputManifest
from lodestar.engine.store import Store
from tests.equivalence.versions import clean, in_another_process, prepare, site, tree

pytestmark = pytest.mark.seconds

KILLS = int(os.environ.get("LODESTAR_KILLS", "12"))
STRIDE = 1 if "LODESTAR_KILLS" in os.environ else 13
"""From one step of a commit at which the build ends to the next that is tried."""
VERSIONS = 11
"""How many versions of the site there are, each made by a clean build once; after the last comes the first again."""
CRASH = 9


@pytest.mark.says
def test_a_build_that_is_killed_at_any_moment_is_made_good_by_the_next(build_site, monkeypatch, capsys):
    monkeypatch.setattr("lodestar.engine.write.MIN_OUTPUTS", 4)
    monkeypatch.setattr("lodestar.engine.read.MIN_FILES", 4)
    chance = random.Random(7)
    prepare(build_site, 0)
    start_time = time.monotonic()
    assert build_site().code == 0
    duration = time.monotonic() - start_time
    expected = {0: clean(build_site, "clean-0")}
    before, killed = expected[0], 0
    for turn in range(1, 4 * KILLS):
        if killed == KILLS:
            break
        version = turn % VERSIONS
        prepare(build_site, version)
        process = in_another_process(build_site, workers=1 + turn % 2)
        time.sleep(chance.uniform(0, duration))
        os.kill(process, signal.SIGKILL)
        killed += os.WIFSIGNALED(os.waitpid(process, 0)[1])
        if version not in expected:
            expected[version] = clean(build_site, f"clean-{version}")
        after = expected[version]
        for path, data in tree(build_site.folder / "output").items():
            assert data in (before.get(path), after.get(path)), f"{path} is neither the old file nor the new one"
        assert build_site().code == 0
        assert tree(build_site.folder / "output") == after
        before = after
    if "LODESTAR_KILLS" in os.environ:
        with capsys.disabled():
            print(f"\n{killed} of {turn} builds killed before their end")
    assert killed == KILLS, "the builds ended before they could be killed; the test proves nothing"


def crash_at(moment: int) -> Callable[[], None]:
    """Make this process end, as if it were killed, before the step of a commit that has this number."""
    steps = iter(range(moment + 1))

    def stepping(place, name: str) -> None:
        real_function = getattr(place, name)

        def step(*arguments, **options):
            if next(steps) == moment:
                os._exit(CRASH)
            return real_function(*arguments, **options)

        setattr(place, name, step)

    def prepared() -> None:
        for place, name in (
            (OutputManifest, "write"),
            (Store, "keep_outputs"),
            (Store, "remember"),
            (commit.os, "rename"),
            (commit.os, "replace"),
            (commit.os, "link"),
            (commit.os, "unlink"),
            (commit.os, "makedirs"),
        ):
            stepping(place, name)

    def when_the_commit_begins(self, *arguments):
        prepared()
        return real_commit(self, *arguments)

    real_commit = write.Writing._commit

    def armed() -> None:
        write.Writing._commit = when_the_commit_begins

    return armed


@pytest.mark.says
def test_a_build_that_is_killed_at_any_step_of_its_commit_is_made_good_by_the_next(build_site):
    expected = {}
    for version in (1, 2):
        prepare(build_site, version, posts=3)
        expected[version] = clean(build_site, f"clean-{version}")
    assert build_site().code == 0
    for moment in range(0, 1000, STRIDE):
        version = 1 + moment // STRIDE % 2
        prepare(build_site, version, posts=3)
        process = in_another_process(build_site, 1, crash_at(moment))
        code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
        for path, data in tree(build_site.folder / "output").items():
            assert data in (expected[1].get(path), expected[2].get(path)), (
                f"{path} is neither the old file nor the new one"
            )
        assert build_site().code == 0
        assert tree(build_site.folder / "output") == expected[version]
        if code != CRASH:
            break
    assert code == 0 and moment > 50, "the steps were not counted; the test proves nothing"


@pytest.mark.says
def test_a_second_build_at_once_is_told_to_wait(build_site):
    build_site(site(0).replace("(deleted)\n", "---\ntitle: T\ndate: 2026-01-02\n---\n"))
    path = next((build_site.folder / "cache").glob("*.lock"))
    lock = Lock(path)
    try:
        built = build_site()
    finally:
        lock.release()
    assert built.code == 1
    assert built.messages == ["another build is writing to output; wait until it is done, then build again"]
    assert build_site().code == 0


@pytest.mark.says
def test_of_two_builds_at_once_one_may_be_told_to_wait_and_the_site_is_whole(build_site):
    prepare(build_site, 1)
    expected = clean(build_site, "clean")
    for _ in range(3):
        builds = [in_another_process(build_site, workers=2) for _ in range(2)]
        codes = sorted(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) for process in builds)
        assert codes in ([0, 0], [0, 1])
        assert tree(build_site.folder / "output") == expected
