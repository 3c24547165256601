"""An import may be run again: nothing changes, or only what the export changed and the author did not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.wordpress.conftest import Imported, Importing
from tests.wordpress.exports import comment, export, item, term

POST = "posts/2020/post-1.md"


def snapshot(imported: Imported) -> dict[str, tuple[bytes, int]]:
    paths = (path for path in imported.folder.rglob("*") if path.is_file())
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in paths}


def test_the_same_export_twice_changes_nothing(importing: Importing) -> None:
    text = export(item(1, "Words", terms=term("A", "a-b"), comments=comment(1, "c")), item(2, "x", status="draft"))
    first = snapshot(importing(text))
    second_import = importing(text)
    assert snapshot(second_import) == first
    assert "Files: 8 same." in second_import.output


def test_a_newer_export_updates_what_the_author_left_alone(importing: Importing) -> None:
    importing(export(item(1, "old"), item(2, "stays")))
    result = importing(export(item(1, "new"), item(2, "stays"), item(3, "added")))
    assert result.body(POST) == "new"
    assert "posts/2020/post-3.md" in result


def test_what_the_author_edited_is_kept_and_the_conflict_shown(importing: Importing) -> None:
    result = importing(export(item(1, "old")))
    (result.folder / POST).write_text("---\ntitle: Mine\ndate: 2020-02-03\n---\nMine.\n", encoding="utf-8")
    second_import = importing(export(item(1, "new")))
    assert second_import.body(POST) == "Mine."
    assert "new" in second_import[f".import/conflicts/{POST}"]
    assert f"content/{POST}:1: changed here and in the export" in second_import.output


def test_an_edit_is_no_conflict_when_the_export_did_not_change(importing: Importing) -> None:
    result = importing(export(item(1, "old")))
    (result.folder / POST).write_text("---\ntitle: Mine\ndate: 2020-02-03\n---\nMine.\n", encoding="utf-8")
    second_import = importing(export(item(1, "old")))
    assert "1 edited" in second_import.output
    assert "Changed on both sides" not in second_import.output


def test_a_file_that_was_there_before_is_never_written_over(importing: Importing, tmp_path: Path) -> None:
    (tmp_path / "content/posts/2020").mkdir(parents=True)
    (tmp_path / "content" / POST).write_text("mine", encoding="utf-8")
    result = importing(export(item(1, "theirs")))
    assert result[POST] == "mine"
    assert "was here before the import" in result.output


def test_a_file_the_author_deleted_stays_deleted(importing: Importing) -> None:
    result = importing(export(item(1, "x")))
    (result.folder / POST).unlink()
    assert POST not in importing(export(item(1, "x")))


def test_a_post_that_was_renamed_moves_its_file(importing: Importing) -> None:
    importing(export(item(1, "x", post_name="before")))
    result = importing(export(item(1, "x", post_name="after")))
    assert "posts/2020/after.md" in result
    assert "posts/2020/before.md" not in result


def test_a_post_that_became_private_is_a_draft_next_time(importing: Importing) -> None:
    importing(export(item(1, "x")))
    assert "status: draft" in importing(export(item(1, "x", status="private")))[POST]


@pytest.mark.parametrize("folder", ["posts", "comments", "tags"])
def test_a_link_out_of_the_content_folder_is_not_followed(importing: Importing, tmp_path: Path, folder: str) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "content" / folder).symlink_to(tmp_path / "outside")
    result = importing(export(item(1, "x", terms=term("C++", "c-2"), comments=comment(1, "c"))))
    assert result.code == 1
    assert "this is not inside the content folder" in result.errors
    assert not list((tmp_path / "outside").iterdir())


def test_notes_of_earlier_imports_that_cannot_be_read_stop_the_import(importing: Importing, tmp_path: Path) -> None:
    (tmp_path / "content/.import").mkdir(parents=True)
    (tmp_path / "content/.import/state.json").write_text("{", encoding="utf-8")
    assert "the notes of earlier imports cannot be read" in importing(export(item(1, "x"))).errors
