"""A target that was damaged or emptied is noticed and made whole, and what no release of ours made is left alone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

OURS = "2026/01/01/one/index.html"


def files_of(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture(params=["folder", pytest.param("rsync", marks=pytest.mark.slow)])
def released(request: Any, site: Any) -> Any:
    """A site that was published to a folder, or to the same layout behind a real sshd."""
    if request.param == "rsync":
        port, options = request.getfixturevalue("servers").sshd()
        host = f"{request.getfixturevalue('login')}@127.0.0.1"
        target = {"kind": "rsync", "host": host, "port": port, "path": str(site.live), "ssh": options}
        site.configure(PUBLISH={"targets": {"live": target}})
    site.post("one")
    site.publish()
    return site


def remove_a_page(live: Path) -> None:
    (live / "current" / OURS).unlink()


def alter_a_page(live: Path) -> None:
    """Another text of the same length, at the same time: only its bytes tell."""
    path = live / "current" / OURS
    status, text = path.stat(), path.read_text()
    path.write_text(text.replace("Text.", "Lies."))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def empty_the_release(live: Path) -> None:
    shutil.rmtree((live / "current").resolve())


def remove_the_link(live: Path) -> None:
    (live / "current").unlink()


def remove_the_manifests(live: Path) -> None:
    shutil.rmtree(live / "manifests")


def cut_the_manifest(live: Path) -> None:
    (path,) = (live / "manifests").iterdir()
    path.write_text(path.read_text()[:-20])


def remove_everything(live: Path) -> None:
    shutil.rmtree(live)


@pytest.mark.parametrize(
    "damage",
    [
        remove_a_page,
        alter_a_page,
        empty_the_release,
        remove_the_link,
        remove_the_manifests,
        cut_the_manifest,
        remove_everything,
    ],
)
def test_what_readers_lost_is_noticed_and_put_back(released: Any, damage: Callable[[Path], None]) -> None:
    before = files_of(released.live / "current")
    damage(released.live)
    code, output = released.run("publish", "--dry-run")
    assert code == 0
    noticed = ("No longer there as published: ", "Nothing is published there yet, as far as can be seen from here")
    assert any(words in output for words in noticed), output
    released.publish()
    assert files_of(released.live / "current") == before
    assert "there is nothing to upload" in released.publish()


def test_another_machine_whose_page_was_lost_gets_it_again(site: Any, servers: Any, login: str) -> None:
    """The short form of the above for rsync."""
    port, options = servers.sshd()
    target = {"kind": "rsync", "host": f"{login}@127.0.0.1", "port": port, "path": str(site.live), "ssh": options}
    site.configure(PUBLISH={"targets": {"live": target}})
    site.post("one")
    site.publish()
    before = files_of(site.live / "current")
    remove_a_page(site.live)
    assert "No longer there as published: " in site.run("publish", "--dry-run")[1]
    site.publish()
    assert files_of(site.live / "current") == before


def test_an_altered_page_is_not_linked_into_the_next_release(released: Any) -> None:
    alter_a_page(released.live)
    released.post("two", date="2026-01-02")
    released.publish()
    assert b"Text." in (released.live / "current" / OURS).read_bytes()


def test_everything_is_sent_again_when_that_is_asked_for(released: Any) -> None:
    first = (released.live / "current").readlink()
    assert released.run("publish", "--again")[0] == 0
    assert (released.live / "current").readlink() != first
    assert len(list((released.live / "releases").iterdir())) == 2


def test_releases_of_others_are_neither_deleted_nor_gone_back_to(released: Any) -> None:
    for name in ("0-precious", "20200101000000", "20200101T000000Z", "00000101T000000Z"):
        (released.live / "releases" / name).mkdir()
        (released.live / "releases" / name / "mine.txt").write_text("mine")
    (released.live / "manifests/20200101T000000Z.txt").write_text("mine")
    code, output = released.run("publish", "--rollback")
    assert (code, "holds no release before" in output) == (1, True)
    for _ in range(6):
        assert released.run("publish", "--again")[0] == 0
    names = {path.name for path in (released.live / "releases").iterdir()}
    assert {"0-precious", "20200101000000", "20200101T000000Z", "00000101T000000Z"} < names
    assert len(names) == 4 + 5, "of ours, five stay"


@pytest.mark.parametrize("kind", ["link", "folder"])
def test_what_readers_see_by_others_is_left_alone(site: Any, kind: str) -> None:
    """A site that another tool deploys has a folder of just this form."""
    site.post("one")
    foreign_release = site.live / "releases/20200101000000"
    foreign_release.mkdir(parents=True)
    (foreign_release / "index.html").write_text("mine")
    if kind == "link":
        (site.live / "current").symlink_to("releases/20200101000000")
    else:
        shutil.copytree(foreign_release, site.live / "current")
    before = files_of(site.live)
    for words in ((), ("--again",), ("--rollback",), ("--dry-run",)):
        code, output = site.run("publish", *words)
        assert (code, "/current is no release of ours (" in output) == (1, True), output
    assert files_of(site.live) == before


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("content", "this folder is that of the content"),
        ("content/live", "this folder lies in that of the content (content)"),
        ("theme/../theme/static", "this folder lies in that of the theme (theme)"),
        (".git/live", "this folder is git's own"),
    ],
)
def test_a_folder_in_which_the_author_writes_is_not_published_to(site: Any, path: str, reason: str) -> None:
    site.post("one")
    site.configure(PUBLISH={"targets": {"live": {"kind": "folder", "path": path}}})
    before = files_of(site.folder)
    assert site.run("publish") == (1, f"Not published: {path}: {reason}; name another in publishconf.py\n")
    assert files_of(site.folder) == before


@pytest.fixture
def bucket(site: Any, s3: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A client for the bucket that the site is published to."""
    import boto3

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    client = boto3.client("s3", endpoint_url=s3, region_name="us-east-1")
    client.create_bucket(Bucket="site")
    target = {"kind": "s3", "bucket": "site", "endpoint": s3, "region": "us-east-1", "prefix": "www"}
    site.configure(PUBLISH={"targets": {"live": target}})
    site.post("one")
    return client


def objects(client: Any) -> dict[str, bytes]:
    keys = [item["Key"] for item in client.list_objects_v2(Bucket="site").get("Contents", ())]
    return {key: client.get_object(Bucket="site", Key=key)["Body"].read() for key in keys}


def test_a_bucket_that_was_damaged_or_emptied_is_made_whole(site: Any, bucket: Any) -> None:
    site.publish()
    before = objects(bucket)
    manifest = "www/.lodestar/manifest.txt"
    page = before[f"www/{OURS}"]
    for lost_keys in ([f"www/{OURS}"], before.keys() - {manifest}, list(before), [manifest]):
        for key in lost_keys:
            bucket.delete_object(Bucket="site", Key=key)
        words = ("--again",) if lost_keys == [manifest] else ()  # of what stands there nothing says that it is ours
        assert site.run("publish", *words)[0] == 0
        objects_now = objects(bucket)
        assert {key: objects_now[key] for key in before if key != manifest} == {
            key: data for key, data in before.items() if key != manifest
        }
    bucket.put_object(Bucket="site", Key=f"www/{OURS}", Body=page.replace(b"Text.", b"Lies."))
    assert f"No longer there as published: 1 file, such as {OURS}" in site.publish()
    assert objects(bucket)[f"www/{OURS}"] == page
    assert "there is nothing to upload" in site.publish()


def test_a_bucket_in_which_something_stands_is_refused_at_first(site: Any, bucket: Any) -> None:
    bucket.put_object(Bucket="site", Key="www/index.html", Body=b"mine")
    bucket.put_object(Bucket="site", Key="www/cv.pdf", Body=b"mine")
    before = objects(bucket)
    code, output = site.run("publish")
    assert code == 1
    assert "site: index.html of what no release made would be replaced; it stays as it is" in output
    assert objects(bucket) == before
    assert site.run("publish", "--again")[0] == 0
    assert objects(bucket)["www/cv.pdf"] == b"mine"
    site.file("cv.pdf", "%PDF-1.4")
    code, output = site.run("publish")
    assert (code, "site: cv.pdf of what no release made would be replaced" in output) == (1, True), (
        "nor by a later release"
    )
    assert objects(bucket)["www/cv.pdf"] == b"mine"


def test_a_bucket_gets_the_release_before_again_from_what_the_clone_keeps(site: Any, bucket: Any) -> None:
    (site.folder / "content/images").mkdir()
    (site.folder / "content/images/a.pdf").write_bytes(b"%PDF-1.4")
    releases = []
    for body in ("First.", "Second.", "Third."):
        site.post("one", body=body)
        site.publish()
        releases.append({key: data for key, data in objects(bucket).items() if "/.lodestar/" not in key})
    for release in (releases[1], releases[0]):
        code, output = site.run("publish", "--rollback")
        assert code == 0, output
        objects_now = objects(bucket)
        assert {key: objects_now[key] for key in release} == release
    code, output = site.run("publish", "--rollback")
    assert (code, "this clone does not hold the release before" in output) == (1, True)
    site.publish()
    assert site.run("publish", "--rollback")[0] == 0
    objects_now = objects(bucket)
    assert {key: objects_now[key] for key in releases[0]} == releases[0], "what was taken back never comes back"
    assert site.run("publish")[0] == 0
    shutil.rmtree(site.folder / ".cache/release/kept")
    assert "take the change back (git revert) and publish" in site.run("publish", "--rollback")[1]


def test_half_a_pair_of_keys_is_said_in_a_line(site: Any, bucket: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    for words in ((), ("--rollback",), ("--dry-run",)):
        code, output = site.run("publish", *words)
        assert code == 1
        assert output.startswith(
            "Not published: site: Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY"
        )
        assert len(output.splitlines()) == 1
