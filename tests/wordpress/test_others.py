"""The exports of others: all of them come in, twice, and leave no mail or IP address behind."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.wordpress.conftest import Importing, accounts
from tests.wordpress.exports import others

SECRET = re.compile(r"<wp:(?:author_email|comment_author_email|comment_author_IP)>(?:<!\[CDATA\[)?\s*([^<\]\s]+)")


@pytest.mark.seconds
@pytest.mark.parametrize("source", others(), ids=lambda path: path.stem)
def test_every_export_comes_in_and_leaves_no_mail_or_ip_address(importing: Importing, source: Path) -> None:
    result = importing(source)
    assert result.code in (0, 1)
    assert not result.errors
    all_text = result.everything(with_hidden=True) + result.output
    for secret in set(SECRET.findall(source.read_text(encoding="utf-8", errors="replace"))):
        assert secret not in all_text
    words_in, words_out, words_kept, words_lost, words_added = accounts(result[".import/report.txt"])
    assert (words_in - words_kept + words_added, words_lost) == (words_out, 0), (
        "no word is lost, and each that was added or kept back is told"
    )
    assert "Files: " in importing(source).output
