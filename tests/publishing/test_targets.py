"""Each target against the real thing: what lies where after a deployment, a second one, and going back."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from lodestar.base.settings import SettingsError
from lodestar.publishing.manifest import Manifest, ReleaseFile, difference
from lodestar.publishing.settings import read_settings
from lodestar.publishing.targets.base import DeployFailed
from tests.publishing import parcels


def ignore(line: str) -> None:
    """Nobody listens."""


def deploy(target: Any, parcel: Any) -> None:
    target.deploy(parcel, target.manifest(), ignore)


def releases(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "releases").iterdir() if not path.name.startswith("."))


@pytest.fixture(params=["folder", pytest.param("rsync", marks=pytest.mark.slow)])
def live(request: Any, tmp_path: Path) -> tuple[Path, Any]:
    """The root of a folder or of the same layout behind a real sshd, and what deploys to it."""
    root = tmp_path / "live site"
    if request.param == "folder":
        return root, parcels.target_of({"kind": "folder", "path": str(root), "keep": 3})
    port, options = request.getfixturevalue("servers").sshd()
    host = f"{request.getfixturevalue('login')}@127.0.0.1"
    return root, parcels.target_of(
        {"kind": "rsync", "host": host, "port": port, "path": str(root), "ssh": options, "keep": 3}
    )


def test_releases_lie_side_by_side_and_share_what_did_not_change(live: Any, tmp_path: Path) -> None:
    root, target = live
    assert target.manifest() is None
    first, second = (parcels.make_parcel(tmp_path / str(number), number, 4) for number in (1, 2))
    deploy(target, first)
    assert target.manifest() == first.manifest
    deploy(target, second)
    assert target.manifest() == second.manifest
    assert (root / "current" / "index.html").read_text() == (second.folder / "index.html").read_text()
    first_copy, second_copy = (
        root / "releases" / parcel.manifest.release / "same/index.txt" for parcel in (first, second)
    )
    assert first_copy.stat().st_ino == second_copy.stat().st_ino, "an unchanged file is a hard link"
    assert not (root / "current" / "only-in-1").exists()


def test_styles_of_the_last_release_stay_for_one_release(live: Any, tmp_path: Path) -> None:
    root, target = live
    for number in (1, 2, 3):
        deploy(target, parcels.make_parcel(tmp_path / str(number), number, 1))
    assert sorted(path.name for path in (root / "current/theme/css").iterdir()) == [
        "site.000000000002.css",
        "site.000000000003.css",
    ]


def test_going_back_is_one_switch_and_old_releases_are_pruned(live: Any, tmp_path: Path) -> None:
    root, target = live
    results = [parcels.make_parcel(tmp_path / str(number), number, 1) for number in range(1, 6)]
    for parcel in results:
        deploy(target, parcel)
    names = [parcel.manifest.release for parcel in results]
    assert releases(root) == names[2:]
    assert target.rollback(ignore) == names[3]
    assert str((root / "current").readlink()) == f"releases/{names[3]}"
    assert target.manifest() == results[3].manifest
    new_parcel = parcels.make_parcel(tmp_path / "6", 6, 1)
    deploy(target, new_parcel)
    assert target.rollback(ignore) == names[3], "what was taken back never comes back"
    target.rollback(ignore)
    with pytest.raises(DeployFailed, match="there is nothing to go back to"):
        target.rollback(ignore)


def test_a_machine_that_cannot_be_reached_is_said_so(servers: Any, login: str, tmp_path: Path) -> None:
    target = parcels.target_of(
        {"kind": "rsync", "host": f"{login}@127.0.0.1", "port": servers.free_port(), "path": "/nowhere"}
    )
    with pytest.raises(DeployFailed, match="readers have what they had"):
        deploy(target, parcels.make_parcel(tmp_path / "1", 1, 1))


@pytest.mark.seconds
def test_pages_are_pushed_to_a_branch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bare_repository, work = tmp_path / "bare.git", tmp_path / "work"
    for command in (
        ["git", "init", "--quiet", "--bare", str(bare_repository)],
        ["git", "init", "--quiet", str(work)],
        ["git", "-C", str(work), "remote", "add", "origin", str(bare_repository)],
        ["git", "-C", str(work), "config", "user.email", "author@example.com"],
        ["git", "-C", str(work), "config", "user.name", "Author"],
    ):
        subprocess.run(command, check=True)
    monkeypatch.chdir(work)
    target = parcels.target_of({"kind": "github-pages", "cname": "www.example.com"})
    assert target.manifest() is None
    first, second = (parcels.make_parcel(tmp_path / str(number), number, 3) for number in (1, 2))

    def shown(path: str) -> str:
        return subprocess.run(
            ["git", "-C", str(bare_repository), "show", f"gh-pages:{path}"], capture_output=True, text=True, check=True
        ).stdout

    deploy(target, first)
    assert target.manifest() == first.manifest
    deploy(target, second)
    assert target.manifest() == second.manifest
    assert shown("index.html") == (second.folder / "index.html").read_text()
    assert (shown("CNAME").strip(), shown(".nojekyll")) == ("www.example.com", "")
    assert shown("theme/css/site.000000000001.css"), "styles of the last release stay"
    assert target.rollback(ignore) == first.manifest.release
    assert shown("index.html") == (first.folder / "index.html").read_text()
    fresh_clone = tmp_path / "fresh"
    subprocess.run(
        ["git", "clone", "--quiet", "--no-local", "--depth=1", f"file://{bare_repository}", str(fresh_clone)],
        check=True,
    )
    for name, value in (("email", "author@example.com"), ("name", "Author")):
        subprocess.run(["git", "-C", str(fresh_clone), "config", f"user.{name}", value], check=True)
    monkeypatch.chdir(fresh_clone)
    for name in ("heads/gh-pages", "lodestar/published"):
        lock = fresh_clone / f".git/refs/{name}.lock"
        lock.parent.mkdir(parents=True, exist_ok=True)
        lock.touch()
        os.utime(lock, (0, 0))  # of a git that was killed long ago
    deploy(target, second)
    assert target.rollback(ignore) == first.manifest.release, "another machine knows what was there before"


@pytest.fixture
def bucket(s3: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, dict[str, Any]]:
    import boto3

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    client = boto3.client("s3", endpoint_url=s3, region_name="us-east-1")
    client.create_bucket(Bucket="site")
    return client, {"kind": "s3", "bucket": "site", "endpoint": s3, "region": "us-east-1", "prefix": "www"}


def test_a_bucket_gets_what_changed_with_types_and_lifetimes(bucket: Any, tmp_path: Path) -> None:
    client, settings = bucket
    target = parcels.target_of(settings)
    assert target.manifest() is None
    first, second, third = (parcels.make_parcel(tmp_path / str(number), number, 3) for number in (1, 2, 3))
    deploy(target, first)

    def head(key: str) -> tuple[str, str]:
        result = client.head_object(Bucket="site", Key=f"www/{key}")
        return result["ContentType"], result["CacheControl"]

    assert head("theme/css/site.000000000001.css") == ("text/css; charset=utf-8", "public, max-age=31536000, immutable")
    assert head("index.html") == ("text/html; charset=utf-8", "public, max-age=300")
    assert head("feed/index.xml") == ("application/rss+xml; charset=utf-8", "public, max-age=300")
    assert head("feed/index.html") == head("feed/index.xml"), "a bucket answers /feed/ with index.html only"
    untouched = client.head_object(Bucket="site", Key="www/same/index.txt")["LastModified"]
    deploy(target, second)
    assert client.head_object(Bucket="site", Key="www/same/index.txt")["LastModified"] == untouched
    assert target.manifest() and target.manifest().files == second.manifest.files

    def styles() -> list[str]:
        objects = client.list_objects_v2(Bucket="site", Prefix="www/theme/css/")["Contents"]
        return [item["Key"][-6:-4] for item in objects]

    assert styles() == ["01", "02"]
    deploy(target, third)
    assert styles() == ["02", "03"]
    page_objects = client.list_objects_v2(Bucket="site", Prefix="www/only-in-")["Contents"]
    assert [item["Key"] for item in page_objects] == ["www/only-in-3/index.html"]


def test_a_bucket_redirects_by_itself(bucket: Any, tmp_path: Path) -> None:
    from dataclasses import replace

    client, settings = bucket
    parcel = replace(parcels.make_parcel(tmp_path / "1", 1, 1), redirects={"0/index.html": "/new/"})
    deploy(parcels.target_of(settings), parcel)
    assert client.get_object(Bucket="site", Key="www/0/index.html")["WebsiteRedirectLocation"] == "/new/"


def test_a_manifest_reads_back_and_half_of_one_does_not() -> None:
    files = {name: ReleaseFile("x", 3) for name in ("a b.html", "a\u2028b.html", "a\nb.html", "a\tb\r.html")}
    result = Manifest(
        "20260101T000000Z", files, {"urn:uuid:1": "y"}, {"urn:uuid:1": "/a/"}, {"old.css": ReleaseFile("z", 1)}
    )
    assert Manifest.parse(result.text()) == result
    assert all(Manifest.parse(result.text()[:end]) is None for end in range(len(result.text())))
    for line in ("file\tx\tmany\tname", "file\tx", "entry", "other\tx\ty", ""):
        assert Manifest.parse(result.text().replace("end\n", f"{line}\nend\n")) is None, line
    assert Manifest.parse("<html>") is None


def test_a_difference_names_what_is_new_changed_and_gone() -> None:
    result = difference(
        {"a": ReleaseFile("1", 1), "b": ReleaseFile("1", 1)}, {"b": ReleaseFile("2", 1), "c": ReleaseFile("3", 1)}
    )
    assert result == (("c",), ("b",), ("a",))
    assert result.sent == ("b", "c")


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        (
            {"targets": {"live": {"kind": "ftp"}, "new": {"kind": "s3"}}},
            "publishconf.py: PUBLISH['targets']['live'] has the kind 'ftp'; write one of folder, rsync, github-pages, s3\n"
            "publishconf.py: PUBLISH['targets']['new'] has no 'bucket'; add it",
        ),
        ({"targets": {"live": {"kind": "folder"}}}, "publishconf.py: PUBLISH['targets']['live'] has no 'path'; add it"),
        (
            {"targets": {"live": {"kind": "folder", "paht": "/srv"}}},
            "publishconf.py: PUBLISH['targets']['live']['paht'] is not a setting; known are path, keep",
        ),
        (
            {"targets": {"live": {"kind": "folder", "path": "/srv", "keep": 1}}},
            "publishconf.py: PUBLISH['targets']['live'] keep is wrong; expected `int` >= 2",
        ),
        (
            {"target": {}},
            "pelicanconf.py: PUBLISH['target'] is not a setting; known are announce, channels, default, targets",
        ),
    ],
)
def test_a_wrong_setting_is_said(settings: Any, message: str) -> None:
    with pytest.raises(SettingsError) as error:
        read_settings(settings)
    assert str(error.value) == message
