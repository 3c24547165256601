"""Each post reaches each channel once, whatever is killed, lost, done twice, rolled back or merged.

A part of a year in the suite, a whole one with a thousand faults with `python3 tasks.py test --slow`.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from lodestar.publishing.channels import standings
from tests.publishing.year import OLD, Year


@pytest.fixture(params=[60, pytest.param(1000, marks=pytest.mark.slow)], ids=["some", "thousand"])
def faults(request: pytest.FixtureRequest) -> int:
    """How much goes wrong."""
    return int(request.param)


def test_in_a_year_of_faults_no_post_is_announced_twice_or_never(
    faults: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(standings, "replace", lambda path, data, durable: path.write_bytes(data))
    year = Year(tmp_path, seed=faults)
    year.play(faults)
    posts = sorted(set.union(*(clone.posts for clone in year.clones)))
    for name, service in year.channels.items():
        assert not service.reached.keys() & set(posts[:OLD]), "what the blog brought is not announced"
        counts = Counter(service.reached[id] for id in posts[OLD:])
        assert counts == {1: len(posts) - OLD}, f"{name}: posts by how often they reached it: {counts}"
    print(f"{len(posts) - OLD} posts, {dict(year.faults)}, the author was asked {year.question_count} times")
