"""Secrets of places: kept outside the project for their owner alone, given to the place that they open and to no other."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from lodestar.publishing import secrets
from lodestar.publishing.secrets import NotPrivate, bucket_keys, git_environment, keep_secrets, secrets_of
from lodestar.publishing.settings import RsyncTarget, S3Target

REMOTE = "https://github.com/anna/site.git"
PLACE = secrets.git_place(REMOTE)


@pytest.fixture(autouse=True)
def private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, and a project in which the tests run."""
    for name in (*secrets.AWS.values(), "AWS_PROFILE", secrets.TOKEN, "GIT_CONFIG_COUNT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    return tmp_path / "home" / "lodestar" / "secrets.json"


def test_a_secret_is_kept_for_its_owner_alone(private: Path) -> None:
    keep_secrets(PLACE, {"token": " opensesame ", "other": ""})
    assert secrets_of(PLACE) == {"token": "opensesame"}
    assert stat.S_IMODE(private.stat().st_mode) == 0o600
    assert stat.S_IMODE(private.parent.stat().st_mode) == 0o700
    keep_secrets("s3 amazon site", {"access_key": "a"})
    assert secrets_of(PLACE) == {"token": "opensesame"}, "those of other places stay"
    private.chmod(0o644)
    assert secrets_of(PLACE) == {}, "a file that others could have read is not believed"


def test_secrets_are_not_kept_in_the_project(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "project" / "config"))
    with pytest.raises(NotPrivate, match="lies in the folder of your site"):
        keep_secrets(PLACE, {"token": "opensesame"})
    assert not (tmp_path / "project" / "config").exists()


def ask_git(url: str) -> str:
    """Return what git knows of a place when it asks for a password; nobody is asked."""
    env = {
        **os.environ,
        **git_environment(REMOTE),
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "true",
        "GIT_CONFIG_GLOBAL": "/dev/null",
    }
    result = subprocess.run(
        ["git", "credential", "fill"], input=f"url={url}\n\n", capture_output=True, text=True, env=env
    )
    return result.stdout


def test_git_gets_the_token_for_its_own_host_and_no_other() -> None:
    assert git_environment(REMOTE) == {}
    keep_secrets(PLACE, {"token": "opensesame"})
    assert "password=opensesame" in ask_git(REMOTE)
    assert "opensesame" not in ask_git("https://elsewhere.example/anna/site.git")
    assert git_environment("https://github.com/anna/other.git") == {}
    assert git_environment("git@github.com:anna/site.git") == {}


def test_a_key_of_the_desk_opens_servers_where_no_other_is_named(private: Path) -> None:
    target = RsyncTarget(host="anna@www.example.com", path="/srv/site")
    assert secrets.ssh_options(target) == []
    key = secrets.ssh_key(make=True)
    assert stat.S_IMODE(key.stat().st_mode) == 0o600 and key.with_name("key.pub").read_text().startswith("ssh-ed25519 ")
    assert secrets.ssh_options(target)[:2] == ["-i", str(key)]
    known_hosts = subprocess.run(
        ["ssh", *secrets.ssh_options(target), "-G", "www.example.com"], capture_output=True, text=True
    )
    assert f"{key.parent}/known_hosts" in known_hosts.stdout
    assert secrets.ssh_options(RsyncTarget(host="a@b", path="/", ssh=("-i", "/home/me/key"))) == []


@pytest.mark.parametrize(
    "remote", ["https://github.com/anna/site", "https://anna@github.com/anna/site.git", "https://github.com/anna/site/"]
)
def test_one_repository_has_one_place_however_it_is_written(remote: str) -> None:
    assert secrets.git_place(remote) == PLACE


def test_the_environment_goes_before_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    target = S3Target(bucket="site")
    keep_secrets(PLACE, {"token": "kept"})
    keep_secrets(secrets.place_of(target), {"access_key": "kept", "secret_key": "hidden"})
    assert bucket_keys(target) == {"aws_access_key_id": "kept", "aws_secret_access_key": "hidden"}
    assert bucket_keys(S3Target(bucket="site", endpoint="https://elsewhere.example")) == {}, "another place"
    monkeypatch.setenv(secrets.TOKEN, "given")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "given")
    environment: dict[str, Any] = git_environment(REMOTE)
    assert environment[secrets.TOKEN] == "given" and bucket_keys(target) == {}
