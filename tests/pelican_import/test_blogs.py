"""Real sites made with Pelican, in folders of their own below the one that LODESTAR_PELICAN names: all of them move in.

A site that needs plugins has an environment with them, `.venv`, in its folder. They are run, and nothing is kept of them.
Where the variable is unset, these tests are not collected.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.pelican_import.comparing import Moved

FOLDER = os.environ["LODESTAR_PELICAN"]
SITES = sorted({path.parent for path in Path(FOLDER).glob("*/pelicanconf.py")})


def test_there_are_sites_in_the_folder() -> None:
    assert SITES, f"{FOLDER} holds no folder with a pelicanconf.py"


@pytest.mark.parametrize("old", SITES, ids=lambda path: path.name)
def test_every_address_id_and_word_of_a_real_site_is_there(tmp_path: Path, old: Path) -> None:
    python = old / ".venv/bin/python"
    moved = Moved(old, tmp_path / "new", str(python) if python.is_file() else "")
    print({**moved.outcome.counts}, {key: value for key, value in moved.outcome.totals.items() if "words" in key})
    print("Named in the report:", moved.outcome.unanswered)
    assert moved.dead_addresses() == []
    assert moved.lost_ids() == []
    assert moved.changed_texts() == []
    assert set(moved.outcome.became) >= set(moved.outcome.site.sources)
    again = moved.import_again()
    assert again.counts["new"] == again.counts["updated"] == again.counts["conflict"] == 0
