"""Two clones publish to one place at nearly the same moment: readers have one release, whole, and the other is told.

A few rounds in the suite, many with `python3 tasks.py test --slow`.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lodestar.publishing.targets.base import DeployFailed
from lodestar.publishing.targets.s3_lock import ObjectLock
from tests.publishing import parcels

TOLD = ("another publisher was faster", "another publisher is at work there")


@pytest.fixture
def clone(tmp_path: Path) -> Callable[[str], Path]:
    """Answers the folder of a clone by its name."""

    def folder(name: str) -> Path:
        (tmp_path / "clones" / name).mkdir(parents=True, exist_ok=True)
        return tmp_path / "clones" / name

    return folder


def play(
    rounds: int,
    tmp_path: Path,
    target: dict[str, Any],
    clone: Callable[[str], Path],
    read_files: Callable[[], Mapping[str, str]],
    at_once: bool = True,
) -> None:
    """Play the rounds: after each readers have exactly one of the releases, and whoever failed was told why."""
    for possible_parcels, messages in parcels.race(tmp_path / "parcels", target, rounds, clone):
        assert all(not words or words == "killed" or any(reason in words for reason in TOLD) for words in messages), (
            messages
        )
        assert "" in messages or "killed" in messages, messages
        if "killed" in messages and not at_once:
            continue
        files = read_files()
        whole_parcels = [
            parcel
            for parcel in possible_parcels
            if all(files.get(path) == (parcel.folder / path).read_text() for path in parcel.manifest.files)
        ]
        assert len(whole_parcels) == 1, f"a mixture, after {messages}"
        extra = files.keys() - whole_parcels[0].manifest.files.keys()
        assert all(path.startswith((".", "theme/css/")) for path in extra), extra
        if "killed" not in messages:
            assert any(whole_parcels[0] is parcel for parcel in possible_parcels[-2:]), messages


def texts_of(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text() for path in root.rglob("*") if path.is_file()}


@pytest.mark.kills(100)
def test_to_a_folder(kills: int, tmp_path: Path, clone: Any) -> None:
    root = tmp_path / "live"
    play(kills, tmp_path, {"kind": "folder", "path": str(root)}, clone, lambda: texts_of(root / "current"))


@pytest.mark.kills(40)
def test_to_another_machine(kills: int, tmp_path: Path, clone: Any, servers: Any, login: str) -> None:
    port, options = servers.sshd()
    root = tmp_path / "live"
    target = {"kind": "rsync", "host": f"{login}@127.0.0.1", "port": port, "path": str(root), "ssh": options}
    play(kills, tmp_path, target, clone, lambda: texts_of(root / "current"))


@pytest.mark.kills(100)
def test_to_a_branch(kills: int, tmp_path: Path, clone: Any) -> None:
    bare_repository = tmp_path / "bare.git"
    subprocess.run(["git", "init", "--quiet", "--bare", str(bare_repository)], check=True)
    for name in "ab":
        for words in (
            ["init", "--quiet"],
            ["remote", "add", "origin", str(bare_repository)],
            ["config", "user.email", f"{name}@example.com"],
            ["config", "user.name", name],
        ):
            subprocess.run(["git", "-C", str(clone(name)), *words], check=True)

    def shown() -> dict[str, str]:
        packed = subprocess.run(
            ["git", "-C", str(bare_repository), "archive", "gh-pages"], check=True, capture_output=True
        )
        with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
            files = [getmember for getmember in archive.getmembers() if getmember.isfile()]
            return {file.name: archive.extractfile(file).read().decode() for file in files}  # type: ignore[union-attr]

    play(kills, tmp_path, {"kind": "github-pages"}, clone, shown)


@pytest.mark.kills(40)
def test_to_a_bucket(kills: int, tmp_path: Path, clone: Any, s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bucket cannot switch at once, so here a killed publisher leaves a mixture; the next one mends it."""
    import boto3

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    client = boto3.client("s3", endpoint_url=s3, region_name="us-east-1")
    client.create_bucket(Bucket="site")
    target = {"kind": "s3", "bucket": "site", "endpoint": s3, "region": "us-east-1"}

    def shown() -> dict[str, str]:
        pages = client.get_paginator("list_objects_v2").paginate(Bucket="site")
        keys = [item["Key"] for page in pages for item in page["Contents"]]
        files = {key: client.get_object(Bucket="site", Key=key)["Body"].read().decode() for key in keys}
        return {key: text for key, text in files.items() if key != "feed/index.html"}

    play(kills, tmp_path, target, clone, shown, at_once=False)


class PlainBucket:
    """A bucket of a service that knows no conditional writes."""

    def __init__(self) -> None:
        self.held: list[bytes] = []

    def put_object(self, Body: bytes, **words: str) -> None:
        if "IfNoneMatch" in words or "IfMatch" in words:
            raise ClientError({"Error": {"Code": "NotImplemented"}}, "PutObject")
        self.held = [Body]

    def list_objects_v2(self, **words: Any) -> dict[str, list[bytes]]:
        return {"Contents": self.held}

    def get_object(self, **words: str) -> dict[str, Any]:
        if not self.held:
            raise ClientError({"Error": {"Code": "NoSuchKey"}}, "GetObject")
        date, body = datetime(2026, 1, 1, tzinfo=UTC), io.BytesIO(self.held[0])
        headers = {"date": "Thu, 01 Jan 2026 00:00:59 GMT"}
        return {"ETag": "x", "Body": body, "LastModified": date, "ResponseMetadata": {"HTTPHeaders": headers}}

    def delete_object(self, **words: str) -> None:
        self.held = []


def test_a_service_without_conditional_writes_is_locked_as_well_as_it_can_be() -> None:
    bucket = PlainBucket()
    with ObjectLock(bucket, "site", "lock") as lock:
        lock.check()
        assert bucket.held
        bucket.held = [b"another 1 2"]
        with (
            pytest.raises(DeployFailed, match="another publisher is at work there"),
            ObjectLock(bucket, "site", "lock"),
        ):
            pass
    assert bucket.held == [b"another 1 2"], "what is another's stays"
    bucket.held = []
    with ObjectLock(bucket, "site", "lock"):
        assert bucket.held
    assert not bucket.held


def test_who_was_overtaken_while_building_is_told_and_changes_nothing(
    site: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import lodestar.commands.publish

    site.post("one")
    site.publish()
    ledger = {path.name: path.read_text() for path in (site.folder / "published").iterdir()}
    parcel = parcels.make_parcel(tmp_path / "parcels/9", 9, 2)
    build = lodestar.commands.publish.make_release

    def build_slowly(*words: Any) -> Any:
        target = parcels.target_of({"kind": "folder", "path": str(site.live)})
        target.deploy(parcel, target.manifest(), lambda line: None)
        return build(*words)

    site.post("two", date="2026-01-02")
    with monkeypatch.context() as patch:
        patch.setattr(lodestar.commands.publish, "make_release", build_slowly)
        code, output = site.run("publish")
    name = parcel.manifest.release
    assert (code, output.splitlines()[-1]) == (
        1,
        f"Not published: {site.live}: another publisher was faster; readers have its release {name}. "
        "Take its changes (git pull), then publish again",
    )
    assert (site.live / "current").readlink().name == name
    assert {path.name: path.read_text() for path in (site.folder / "published").iterdir()} == ledger
    assert f"published/ does not know the release {name}, which readers have" in site.run("publish")[1]
