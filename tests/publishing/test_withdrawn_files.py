"""Files come with the text that leads to them and go with it, at the target and in the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

ADDRESSES = Path("published/addresses.txt")


def test_a_file_of_a_draft_is_neither_published_nor_in_the_ledger(site: Any) -> None:
    site.post("one")
    site.file("files/a.pdf", "pdf")
    site.post("two", "status: draft\n", body="[a](/files/a.pdf)")
    site.publish()
    assert not (site.live / "current/files/a.pdf").exists()
    assert "/files/a.pdf" not in ADDRESSES.read_text()
    site.post("two", body="[a](/files/a.pdf)")
    site.publish()
    assert (site.live / "current/files/a.pdf").read_text() == "pdf"
    assert "/files/a.pdf" in ADDRESSES.read_text()


def test_a_retired_post_takes_its_files_along(site: Any) -> None:
    site.post("one")
    site.file("files/a.pdf", "pdf")
    site.file("files/café(1).svg", '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>')
    body = "[a](/files/a.pdf) ![b]({static}/files/café(1).svg)"
    site.post("two", body=body)
    site.publish()
    site.post("two", "status: draft\n", body=body)
    (output,) = site.refused()
    assert "/2026/01/01/two/ was published and would vanish" in output
    Path("redirects.txt").write_text("/2026/01/01/two/ gone\n")
    site.publish()
    assert not (site.live / "current/files/a.pdf").exists()
    site.publish()


def test_a_file_that_is_deleted_while_texts_may_still_use_it_is_missed(site: Any) -> None:
    site.post("one")
    site.file("files/a.pdf", "pdf").parent.joinpath("b.pdf").write_text("b")
    site.publish()
    Path("content/files/b.pdf").unlink()
    (output,) = site.refused()
    assert "/files/b.pdf was published and would vanish" in output


def test_texts_that_were_once_copied_as_they_are_may_vanish(site: Any) -> None:
    site.post("one")
    site.publish()
    lines = "".join(
        f"/posts/{name}\tfile\t\t20260101T000000Z\n"
        for name in ("x.md~", "x.MD", "%23x.md%23", "x.md.bak", "y.markdown")
    )
    ADDRESSES.write_text(ADDRESSES.read_text() + lines)
    site.publish()
