"""Real sites made with Pelican, in folders of their own below the one that LODESTAR_PELICAN names: all of them move in.

A site that needs plugins has an environment with them, `.venv`, in its folder. They are run, and nothing is kept of them.
Where the variable is unset, these tests are not collected.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.pelican_import.comparing import MovedSite

FOLDER = os.environ["LODESTAR_PELICAN"]
SITES = sorted({path.parent for path in Path(FOLDER).glob("*/pelicanconf.py")})


def test_there_are_sites_in_the_folder() -> None:
    assert SITES, f"{FOLDER} holds no folder with a pelicanconf.py"


@pytest.mark.parametrize("old_site", SITES, ids=lambda path: path.name)
def test_every_address_id_and_word_of_a_real_site_is_there(tmp_path: Path, old_site: Path) -> None:
    python = old_site / ".venv/bin/python"
    moved_site = MovedSite(old_site, tmp_path / "new", str(python) if python.is_file() else "")
    print(
        {**moved_site.outcome.counts},
        {key: value for key, value in moved_site.outcome.totals.items() if "words" in key},
    )
    print("Named in the report:", moved_site.outcome.unanswered)
    assert moved_site.dead_addresses() == []
    assert moved_site.lost_ids() == []
    assert moved_site.changed_texts() == []
    assert set(moved_site.outcome.became) >= set(moved_site.outcome.site.sources)
    second_outcome = moved_site.import_again()
    assert second_outcome.counts["new"] == second_outcome.counts["updated"] == second_outcome.counts["conflict"] == 0
