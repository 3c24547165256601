"""A trial of a target says what is missing, each time against the real thing, and changes nothing for readers."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from lodestar.publishing.settings import read_settings
from lodestar.publishing.trial import lacks_of, plain

ADDRESS = "https://www.anna.example"


def lacks(settings: dict[str, Any], address: str = ADDRESS) -> list[str]:
    target = read_settings({"targets": {"live": settings}}).targets["live"]
    return [lack.words for lack in lacks_of(target, address, Path("cache"))]


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_a_folder(tmp_path: Path, project: Path) -> None:
    live = tmp_path / "new" / "live"
    assert lacks({"kind": "folder", "path": str(live)}) == []
    assert not live.parent.exists(), "a trial makes nothing"
    (tmp_path / "file").write_text("x")
    (tmp_path / "other" / "current").mkdir(parents=True)
    for path, words in (
        ("live", "“live” does not say where the folder is. Begin it with /"),
        (str(project / "live"), "The folder lies where you write. Name one outside of the folder of your site"),
        (str(tmp_path), "The folder lies where you write. Name one outside of the folder of your site"),
        (str(tmp_path / "file"), "There is a file of that name. Name another folder"),
        (
            str(tmp_path / "file" / "below"),
            "The folder may not be written. Let your account write there, or name another",
        ),
        (
            str(tmp_path / "other"),
            "Something else is in this folder, which the site would take the place of. Name a folder of its own",
        ),
    ):
        assert lacks({"kind": "folder", "path": path}) == [words]


@pytest.mark.parametrize("address", ["", "http://localhost:8000", "https://example.com"])
def test_a_site_without_an_address(tmp_path: Path, address: str) -> None:
    assert lacks({"kind": "folder", "path": str(tmp_path / "live")}, address) == [
        "Your site has no address of its own yet"
    ]


def test_a_branch(tmp_path: Path) -> None:
    bare_repository = tmp_path / "bare.git"
    settings = {"kind": "github-pages", "remote": str(bare_repository), "branch": "site"}
    history = "No history is kept of your site yet, and this host takes it from there"
    assert lacks(settings) == [history]
    subprocess.run(["git", "init", "--quiet", "-b", "main"], check=True)
    [lack] = lacks(settings)
    assert lack.startswith("There is no such repository, or the token is not for it.")
    assert lacks({**settings, "remote": "origin"}) == ["The address of the repository is missing"]
    subprocess.run(["git", "init", "--quiet", "--bare", str(bare_repository)], check=True)
    assert lacks(settings) == []
    assert not subprocess.run(
        ["git", "-C", str(bare_repository), "for-each-ref"], capture_output=True, check=True
    ).stdout, "nothing is pushed"
    assert lacks({**settings, "cname": "old.example"}) == [
        "The address of your site is www.anna.example now, and GitHub is told old.example. Save this form once more"
    ]


@pytest.mark.server
def test_a_server(servers: Any, login: str, tmp_path: Path) -> None:
    port, options = servers.sshd()
    settings = {
        "kind": "rsync",
        "host": f"{login}@127.0.0.1",
        "port": port,
        "path": str(tmp_path / "live"),
        "ssh": options,
    }
    assert lacks(settings) == []
    assert not (tmp_path / "live").exists()
    (tmp_path / "file").write_text("x")
    assert lacks({**settings, "path": str(tmp_path / "file")}) == [
        "The folder may not be written. Let your account write there, or name another"
    ]
    [stranger] = lacks({**settings, "ssh": [*options[2:], "-o", "IdentitiesOnly=yes", "-i", str(tmp_path / "none")]})
    assert stranger == "The server does not know the public key of this computer. Give it to your host"
    [lack] = lacks({**settings, "port": servers.free_port()})
    assert lack.startswith("Nobody answers there.")


@pytest.mark.server
def test_a_bucket(s3: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import boto3

    from lodestar.publishing.secrets import keep_secrets, place_of

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    settings = {"kind": "s3", "bucket": "site", "endpoint": s3, "region": "us-east-1"}
    assert lacks(settings) == ["The access key and the secret key are missing"]
    target = read_settings({"targets": {"live": settings}}).targets["live"]
    keep_secrets(place_of(target), {"access_key": "one", "secret_key": "two"})
    assert lacks(settings) == ["There is no such bucket. Look at its name and its region, or make it"]
    client = boto3.client(
        "s3", endpoint_url=s3, region_name="us-east-1", aws_access_key_id="one", aws_secret_access_key="two"
    )
    client.create_bucket(Bucket="site")
    assert lacks(settings) == []
    assert client.list_objects_v2(Bucket="site")["KeyCount"] == 0, "what the trial wrote is taken away"


@pytest.mark.parametrize("port", ["40123", "14030", "44040"])
def test_a_port_is_no_answer_of_a_server(port: str) -> None:
    message = f"ssh: connect to host 127.0.0.1 port {port}: Connection refused"
    assert plain(message).words.startswith("Nobody answers there.")
