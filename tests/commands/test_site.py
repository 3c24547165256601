"""A build as commands run it."""

from __future__ import annotations

import gc

import pytest
from pelican.plugins import signals

from lodestar.engine import relate
from lodestar.engine.program import SiteOptions, load, run_quietly
from tests.conftest import ROOT, TINY_THEME


def test_a_build_that_another_plugin_breaks_lets_the_next_one_begin(build_site):
    build_site.write("-- content/posts/p.md --\n---\ntitle: P\ndate: 2026-01-01\n---\nWords.\n")
    folder = build_site.folder
    options = SiteOptions(str(folder / "content"), str(folder / "output"), str(ROOT / "pelicanconf.py"))
    settings = {"CACHE_PATH": str(folder / "cache"), "THEME": str(TINY_THEME), "SEARCH": {"enabled": False}}

    def fail(generators: object) -> None:
        raise RuntimeError

    broken = load(options, {}, settings=settings)
    signals.all_generators_finalized.connect(fail)
    with pytest.raises(RuntimeError):
        run_quietly(broken)
    assert gc.isenabled()
    signals.all_generators_finalized.disconnect(fail)
    assert "p/index.html" in " ".join(run_quietly(load(options, {}, settings=settings)).result.new)


def test_every_step_says_how_far_it_is(build_site, monkeypatch):
    monkeypatch.setattr(relate, "STRIDE", 1)
    steps: list[tuple[str, int, int]] = []
    posts = "".join(f"-- content/posts/{n}.md --\n---\ntitle: P{n}\ndate: 2026-01-01\n---\nText.\n" for n in (1, 2))
    build_site(posts, PROGRESS=lambda *step: steps.append(step))
    ends = [(step, total) for step, finished, total in steps if finished == total]
    assert [step for step, _ in ends] == ["Reading", "Relating", "Planning", "Rendering"]
    assert dict(ends)["Relating"] == 2
    assert [finished for step, finished, _ in steps if step == "Planning"] == list(range(1, dict(ends)["Planning"] + 1))
