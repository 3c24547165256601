"""Every kind of target keeps what was announced: who changes it knows what is there, whoever else is at work."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from lodestar.publishing.targets import s3_lock
from lodestar.publishing.targets.base import DeployFailed
from tests.publishing import parcels


def folder(request: pytest.FixtureRequest, root: Path) -> dict[str, Any]:
    return {"kind": "folder", "path": str(root / "live")}


def rsync(request: pytest.FixtureRequest, root: Path) -> dict[str, Any]:
    port, options = request.getfixturevalue("servers").sshd()
    host = f"{request.getfixturevalue('login')}@127.0.0.1"
    return {"kind": "rsync", "host": host, "port": port, "path": str(root / "live"), "ssh": options}


def branch(request: pytest.FixtureRequest, root: Path) -> dict[str, Any]:
    """Return the settings of a branch, as on a machine where git was told no name."""
    request.getfixturevalue("monkeypatch").setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for words in (
        ["init", "--quiet", "--bare", "bare.git"],
        ["init", "--quiet", "."],
        ["remote", "add", "origin", "bare.git"],
        ["config", "user.useConfigOnly", "true"],
    ):
        subprocess.run(["git", *words], check=True)
    return {"kind": "github-pages"}


def bucket(request: pytest.FixtureRequest, root: Path) -> dict[str, Any]:
    import boto3

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        request.getfixturevalue("monkeypatch").setenv(name, "testing")
    s3 = request.getfixturevalue("s3")
    boto3.client("s3", endpoint_url=s3, region_name="us-east-1").create_bucket(Bucket="site")
    return {"kind": "s3", "bucket": "site", "endpoint": s3, "region": "us-east-1"}


@pytest.fixture(params=[folder, rsync, branch, bucket], ids=lambda make: make.__name__)
def target(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, servers: Any) -> Any:
    """The settings of a target of each kind, to which nothing was published yet."""
    monkeypatch.chdir(tmp_path)
    return request.param(request, tmp_path)


def adding(line: str) -> Callable[[str], str]:
    return lambda text: f"{text}{line}\n"


def test_what_is_announced_is_kept_beside_releases_and_nobody_writes_over_another(
    target: dict[str, Any], tmp_path: Path
) -> None:
    first_target, second_target = parcels.target_of(target), parcels.target_of(target)
    assert first_target.amend(lambda text: text) == ""
    assert first_target.manifest() is None, "looking and noting publish nothing"
    assert first_target.amend(adding("Zoë's post\tdue 1")) == "Zoë's post\tdue 1\n"
    texts: list[str] = []

    def change(text: str) -> str:
        texts.append(text)
        if len(texts) == 1 and target["kind"] != "s3":
            assert second_target.amend(adding("faster")).endswith("faster\n")
        return f"{text}slower\n"

    if target["kind"] == "s3":  # there a lock is held from reading to writing
        second_target.amend(adding("faster"))
    assert first_target.amend(change) == "Zoë's post\tdue 1\nfaster\nslower\n"
    assert texts[-1] == "Zoë's post\tdue 1\nfaster\n"
    parcel = parcels.make_parcel(tmp_path / "parcels/1", 1, 2)
    first_target.deploy(parcel, None, lambda line: None)
    assert second_target.manifest().release == parcel.manifest.release
    assert second_target.amend(adding("last")).endswith("slower\nlast\n"), "a release leaves it alone"


def test_a_bucket_that_another_holds_is_not_written_to(
    request: pytest.FixtureRequest, servers: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = bucket(request, tmp_path)
    first_target, second_target = parcels.target_of(target), parcels.target_of(target)
    inner: list[str] = []

    def change(text: str) -> str:
        if not inner:
            inner.append("outside of the lock")
            return f"{text}one\n"
        with monkeypatch.context() as patch:
            patch.setattr(s3_lock, "publisher", lambda: "another")
            with pytest.raises(DeployFailed, match="another publisher is at work there"):
                second_target.amend(adding("two"))
        return f"{text}one\n"

    assert first_target.amend(change) == "one\n"


def test_a_damaged_file_is_said_so(tmp_path: Path) -> None:
    target = parcels.target_of({"kind": "folder", "path": str(tmp_path / "live")})
    target.amend(adding("line"))
    path = tmp_path / "live/announced.txt"
    path.write_text(path.read_text() + "half a li")
    with pytest.raises(DeployFailed, match=r"announced\.txt is damaged; delete it"):
        target.amend(adding("more"))
