"""A deployment that is killed at any moment leaves readers with the old site or the new, and can be run again.

A few kills in the suite, many with `python3 tasks.py test --slow`.
"""

from __future__ import annotations

import io
import os
import random
import re
import signal
import subprocess
import sys
import tarfile
import time
from pathlib import Path
from typing import Any

import pytest

from lodestar.publishing.ledger import read_ledger
from tests.publishing import parcels

ROOT = Path(__file__).parents[2]
STYLE = re.compile(r'href="/([^"]+)"')


def look_at_folder(root: Path) -> Any:
    """Return a function that asserts: `current` shows one release, whole, with the styles that its pages name."""

    def look(old: Any, new: Any, finished: bool) -> None:
        files = {
            path.relative_to(root / "current").as_posix(): path.read_text()
            for path in (root / "current").rglob("*")
            if path.is_file()
        }
        current_parcels = [
            parcel for parcel in (old, new) if parcel.manifest.release == (root / "current").readlink().name
        ]
        assert len(current_parcels) == 1
        assert not finished or current_parcels[0] is new
        for path in current_parcels[0].manifest.files:
            assert files[path] == (current_parcels[0].folder / path).read_text()
        extra = files.keys() - current_parcels[0].manifest.files.keys()
        assert all(path.startswith("theme/css/") for path in extra)
        for path, text in files.items():
            if path.endswith(".html"):
                assert STYLE.findall(text)[0] in files, f"{path} has no styles"

    return look


@pytest.mark.kills(100)
def test_a_folder_survives_kills(kills: int, tmp_path: Path) -> None:
    root = tmp_path / "live"
    turns = parcels.kill_at_random(
        tmp_path / "parcels", {"kind": "folder", "path": str(root)}, kills, look_at_folder(root)
    )
    assert len(list(turns)) == kills


@pytest.mark.kills(40)
def test_another_machine_survives_kills(kills: int, tmp_path: Path, servers: Any, login: str) -> None:
    port, options = servers.sshd()
    root = tmp_path / "live"
    target = {"kind": "rsync", "host": f"{login}@127.0.0.1", "port": port, "path": str(root), "ssh": options}
    turns = parcels.kill_at_random(tmp_path / "parcels", target, kills, look_at_folder(root))
    assert len(list(turns)) == kills


@pytest.mark.kills(100)
def test_a_branch_survives_kills(kills: int, tmp_path: Path) -> None:
    """The branch that is served is one whole release, and what a killed git leaves behind does not stop the next."""
    bare_repository, work = tmp_path / "bare.git", tmp_path / "work"
    for command in (
        ["init", "--quiet", "--bare", str(bare_repository)],
        ["init", "--quiet", str(work)],
        ["-C", str(work), "remote", "add", "origin", str(bare_repository)],
        ["-C", str(work), "config", "user.email", "author@example.com"],
        ["-C", str(work), "config", "user.name", "Author"],
    ):
        subprocess.run(["git", *command], check=True)

    def look(old: Any, new: Any, finished: bool) -> None:
        packed = subprocess.run(
            ["git", "-C", str(bare_repository), "archive", "gh-pages"], check=True, capture_output=True
        )
        with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
            files = {
                getmember.name: archive.extractfile(getmember).read().decode()  # type: ignore[union-attr]
                for getmember in archive.getmembers()
                if getmember.isfile()
            }
        wholes = [
            parcel
            for parcel in (old, new)
            if all(files.get(path) == (parcel.folder / path).read_text() for path in parcel.manifest.files)
        ]
        assert wholes and (not finished or wholes[0] is new)
        for path, text in files.items():
            if path.endswith(".html"):
                assert STYLE.findall(text)[0] in files, f"{path} has no styles"

    target = {"kind": "github-pages", "remote": "origin"}
    assert len(list(parcels.kill_at_random(tmp_path / "parcels", target, kills, look, work))) == kills


@pytest.mark.kills(40)
def test_a_bucket_survives_kills(kills: int, tmp_path: Path, s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """No page is ever there without its styles, and every page is an old one or a new one."""
    import boto3

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    client = boto3.client("s3", endpoint_url=s3, region_name="us-east-1")
    client.create_bucket(Bucket="site")

    def look(old: Any, new: Any, finished: bool) -> None:
        keys = [
            item["Key"]
            for page in client.get_paginator("list_objects_v2").paginate(Bucket="site")
            for item in page["Contents"]
        ]
        files = {key: client.get_object(Bucket="site", Key=key)["Body"].read().decode() for key in keys}
        for path, text in files.items():
            if path.endswith(".html") and not path.startswith("feed/"):
                assert STYLE.findall(text)[0] in files, f"{path} has no styles"
                expected_files = [parcel.folder / path for parcel in (old, new) if path in parcel.manifest.files]
                assert any(text == item.read_text() for item in expected_files), path
        if finished:
            pages = {key for key in files if key.endswith(".html") and not key.startswith("feed/")}
            assert pages == {path for path in new.manifest.files if path.endswith(".html")}
            assert files["feed/index.xml"] == (new.folder / "feed/index.xml").read_text()

    target = {"kind": "s3", "bucket": "site", "endpoint": s3, "region": "us-east-1"}
    (tmp_path / "clone").mkdir()  # where nobody else is at work, who would have to be waited for
    assert len(list(parcels.kill_at_random(tmp_path / "parcels", target, kills, look, tmp_path / "clone"))) == kills


PUBLISH = "import sys; sys.path.insert(0, {root!r}); from lodestar.commands import publish as it; sys.exit(it.run(it.parser().parse_args([])))"


def test_the_command_survives_kills(kills: int, site: Any) -> None:
    """Whatever `publish` was doing: each post has one id for ever, and the ledger knows in the end what readers have."""
    chance = random.Random(7)
    command = [sys.executable, "-c", PUBLISH.format(root=str(ROOT))]

    def publish(seconds: float | None = None) -> float:
        start_time = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
        try:
            output, _ = process.communicate(timeout=seconds)
            assert process.returncode == 0, output.decode()
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
        return time.monotonic() - start_time

    site.post("begin", "id:\n")
    duration = publish()
    known_ids: dict[str, str] = {}
    for turn in range(max(1, kills // 3)):
        name = f"post-{turn:03}"
        site.post(name, "id:\n", date=f"2026-01-01 {10 + turn // 60}:{turn % 60:02}")
        publish(chance.uniform(0.1, duration))
        texts = {path.stem: path.read_text() for path in (site.folder / "content/posts").glob("*.md")}
        ledger, damaged = read_ledger(site.folder / "published")
        assert damaged == []
        publish()
        ids = {}
        for stem, text in texts.items():
            text_now = (site.folder / f"content/posts/{stem}.md").read_text()
            (ids[stem],) = re.findall(r"^id: (urn:uuid:\S+)$", text_now, re.MULTILINE)
            assert f"id: {ids[stem]}\n" in text or "id:\n" in text, "an id that was written is never another"
        assert ids | known_ids == ids
        known_ids = ids
        ledger, _ = read_ledger(site.folder / "published")
        current = (site.live / "current").readlink().name
        assert current in ledger.releases and set(ids.values()) <= ledger.entries.keys()
        feed = (site.live / "current/feed/index.xml").read_text()
        assert ids[name] in feed and len(re.findall("<guid", feed)) == min(20, len(ids))
        assert not list((site.live / "current").rglob("*.new")), "half a file that an edit left is not published"
