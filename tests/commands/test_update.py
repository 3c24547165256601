"""A site that was begun with an older version takes up this one, and nothing of its author's is touched."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from lodestar.publishing import update as update_module
from lodestar.publishing.update import Disputed, NotUpdated, go_back, has_version, news, update
from tests.repository import git

ROOT = Path(__file__).parents[2]
HERS = {
    "content/posts/2026/mine.md": "---\ntitle: Mine\ndate: 2026-02-01 09:00\n---\nMy first post.\n",
    "content/site.yaml": "name: Calm Teams\nauthor: Jane Coach\nid: urn:uuid:11111111-2222-4333-8444-555555555555\n",
    "redirects.txt": "/old/ /about/\n",
    "published/releases.txt": "mine\n",
    "publish.yaml": "targets:\n  live:\n    kind: folder\n    path: /srv/site\n",
    "LICENSE-CONTENT.md": "All mine.\n",
}


def write(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def author_files(folder: Path) -> dict[str, bytes]:
    """Return what is in the folders that are the author's."""
    roots = [folder / "content", folder / "published"]
    files = [path for root in roots for path in root.rglob("*") if path.is_file()]
    files += [folder / name for name in ("redirects.txt", "publish.yaml", "LICENSE-CONTENT.md")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def versions(tmp_path: Path) -> Path:
    """A small Lodestar with an old and a new version, and a site that was begun with the old one."""
    folder = tmp_path / "site"
    git(tmp_path, "init", "--quiet", "-b", "main", str(folder))
    conf = "import sys\n\nfrom pelicanconf import *\n\nSITEURL = 'x'\n"
    write(folder, {
        "lodestar.py": "old\n\n\n\nend\n", "publishconf.py": conf, "content/posts/sample.md": "old\n", "LICENSE-CONTENT.md": "Sample.\n",
        "content/site.yaml": "name: Lead from the Heart\nid: urn:uuid:8dbc972c-6631-421f-b3a9-813279888194\n",
    })  # fmt: skip
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "old")
    git(folder, "checkout", "--quiet", "-b", "new")
    write(folder, {
        "lodestar.py": "new\n\n\n\nend\n", "publishconf.py": conf.replace("sys\n\n", "sys\n\nread()\n"), "content/posts/sample.md": "new\n",
        "content/posts/another.md": "new\n", "LICENSE-CONTENT.md": "Sample of the new version.\n",
    })  # fmt: skip
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "new")
    git(folder, "tag", "v1.2.0")
    git(folder, "checkout", "--quiet", "main")
    return folder


def test_what_is_hers_stays_and_the_rest_is_new(versions: Path) -> None:
    (versions / "content/posts/sample.md").unlink()
    write(versions, HERS)
    with open(versions / "publishconf.py", "a") as stream:
        stream.write("PUBLISH = {}\n")
    before = author_files(versions)
    update(versions, "v1.2.0")
    assert author_files(versions) == before
    assert (versions / "lodestar.py").read_text().startswith("new")
    conf = (versions / "publishconf.py").read_text()
    assert "read()" in conf and conf.endswith("PUBLISH = {}\n"), "both wrote into it, in different lines"
    assert not git(versions, "status", "--porcelain")
    with pytest.raises(NotUpdated, match="has that version already"):
        update(versions, "v1.2.0")


def test_a_sample_that_nobody_made_hers_is_that_of_the_new_version(versions: Path) -> None:
    update(versions, "v1.2.0")
    assert (versions / "content/posts/sample.md").read_text() == "new\n"
    assert (versions / "content/posts/another.md").exists()


@pytest.mark.parametrize("recorded", [True, False])
def test_a_changed_lodestar_stops_the_update_and_leaves_all_as_it_was(versions: Path, recorded: bool) -> None:
    write(versions, {**HERS, "lodestar.py": "mine\n\n\n\nend\n"})
    if recorded:
        git(versions, "add", "--all")
        git(versions, "commit", "--quiet", "-m", "mine")
    before = author_files(versions)
    with pytest.raises(NotUpdated, match=r"lodestar\.py"):
        update(versions, "v1.2.0")
    assert author_files(versions) == before and (versions / "lodestar.py").read_text().startswith("mine")
    assert "MERGE_HEAD" not in [path.name for path in (versions / ".git").iterdir()]


def release(folder: Path, version: str, files: dict[str, str]) -> None:
    """Make a new version, on the branch of Lodestar itself."""
    git(folder, "checkout", "--quiet", "new")
    write(folder, files)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", version)
    git(folder, "tag", version)
    git(folder, "checkout", "--quiet", "main")


def test_the_way_back_and_the_next_version_bring_all_that_both_changed(versions: Path) -> None:
    release(versions, "v1.3.0", {"end.py": "newest\n", "CHANGELOG.md": "## 1.3.0\n\n- A *New post*.\n"})
    write(versions, HERS)
    before = author_files(versions)
    update(versions, "v1.2.0")
    write(versions, {"content/posts/2026/mine.md": "Written after the update.\n"})
    before["content/posts/2026/mine.md"] = b"Written after the update.\n"
    go_back(versions)
    assert (versions / "lodestar.py").read_text().startswith("old") and author_files(versions) == before
    assert not has_version(versions, "v1.2.0")
    with pytest.raises(NotUpdated, match="no update"):
        go_back(versions)
    assert news(versions, "v1.3.0") == ["A New post."]
    update(versions, "v1.3.0")
    assert (versions / "lodestar.py").read_text().startswith("new") and (versions / "end.py").exists()
    assert author_files(versions) == before and not git(versions, "status", "--porcelain")
    go_back(versions)
    assert (versions / "lodestar.py").read_text().startswith("old"), "where she was before"
    assert not (versions / "end.py").exists()
    update(versions, "v1.3.0")
    assert (versions / "end.py").exists() and (versions / "lodestar.py").read_text().startswith("new")
    assert author_files(versions) == before


def test_a_version_that_does_not_run_leaves_all_as_it_was(versions: Path) -> None:
    write(versions, HERS)
    update(versions, "v1.2.0")
    release(versions, "v1.3.0", {"lodestar.py": "no Python\n"})
    before = author_files(versions), git(versions, "rev-parse", "HEAD")
    with pytest.raises(NotUpdated, match="it does not run"):
        update(versions, "v1.3.0", trial=lambda: "it does not run")
    assert (author_files(versions), git(versions, "rev-parse", "HEAD")) == before and not git(
        versions, "status", "--porcelain"
    )


def test_what_is_saved_while_it_runs_stays(versions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(versions, HERS)
    path, record = next(path for path in HERS if path.startswith("content/posts/")), update_module._record

    def record_and_write(root: Path, anyway: bool) -> None:
        record(root, anyway)
        (root / path).write_text("words saved meanwhile")

    monkeypatch.setattr(update_module, "_record", record_and_write)
    update(versions, "v1.2.0")
    assert (versions / path).read_text() == "words saved meanwhile"
    assert (versions / "lodestar.py").read_text().startswith("new")


@pytest.mark.parametrize("recorded", [True, False])
def test_a_changed_lodestar_gives_way_where_that_is_wanted_and_comes_back(versions: Path, recorded: bool) -> None:
    write(versions, {**HERS, "lodestar.py": "mine\n\n\n\nend\n"})
    if recorded:
        git(versions, "add", "--all")
        git(versions, "commit", "--quiet", "-m", "mine")
    before = author_files(versions)
    with pytest.raises(Disputed) as raised:
        update(versions, "v1.2.0")
    assert raised.value.names == ("lodestar.py",)
    update(versions, "v1.2.0", anyway=True)
    assert (versions / "lodestar.py").read_text().startswith("new") and author_files(versions) == before
    go_back(versions)
    assert (versions / "lodestar.py").read_text().startswith("mine") and author_files(versions) == before


@pytest.mark.seconds
def test_this_state_merges_into_a_site_that_was_begun_long_ago(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    git(tmp_path, "clone", "--quiet", "--shared", "--no-checkout", str(ROOT), str(folder))
    log_command = ("log", "--diff-filter=A", "--format=%H", "--", "content/site.yaml")
    first_commit = git(ROOT, *log_command).split()[
        -1
    ]  # the first commit in which the author says there what her site is
    git(folder, "checkout", "--quiet", "-B", "newer", git(ROOT, "rev-parse", "HEAD").strip())
    write(folder, {"lodestar/newer.txt": "Newer than any version, also where a clone has the last commit alone.\n"})
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "newer")
    git(folder, "checkout", "--quiet", "-B", "mine", first_commit)
    for path in (folder / "content" / "posts").rglob("*.md"):
        path.unlink()
    write(folder, HERS)
    with open(folder / "publishconf.py", "a") as stream:
        stream.write('PUBLISH = {"targets": {"live": {"kind": "folder", "path": "/srv/site"}}}\n')
    before = author_files(folder)
    update(folder, "newer")
    assert author_files(folder) == before and (folder / "lodestar/newer.txt").is_file()
    conf = (folder / "publishconf.py").read_text()
    assert "read_targets" in conf and conf.endswith('"path": "/srv/site"}}}\n'), "hers below, ours above"
    assert (folder / "lodestar" / "publishing" / "ledger.py").read_bytes() == (
        subprocess.run(
            ["git", "-C", str(ROOT), "show", "HEAD:lodestar/publishing/ledger.py"], capture_output=True, check=True
        ).stdout
    )
