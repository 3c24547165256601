"""Publishing to a branch: whatever the settings name, nothing that somebody wrote is replaced, here or at the remote."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest


def git(folder: Path, *words: str) -> str:
    return subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True, text=True).stdout.strip()


class Repository:
    """A site in a repository, with a remote that it was pushed to."""

    def __init__(self, site: Any) -> None:
        self.site, self.work, self.remote = site, site.folder, site.folder.parent / f"{site.folder.name}.git"
        site.post("one")
        git(self.work.parent, "init", "--quiet", "--bare", "-b", "main", str(self.remote))
        git(self.work, "init", "--quiet", "-b", "main")
        for name, value in (("email", "author@example.com"), ("name", "Author")):
            git(self.work, "config", f"user.{name}", value)
        git(self.work, "remote", "add", "origin", str(self.remote))
        (self.work / ".gitignore").write_text(".cache\ntheme\n")
        git(self.work, "add", "--all")
        git(self.work, "commit", "--quiet", "-m", "Write a post")
        git(self.work, "push", "--quiet", "--set-upstream", "origin", "main")

    def publish(self, *words: str, branch: str = "gh-pages", remote: str = "origin") -> tuple[int, str]:
        self.site.configure(PUBLISH={"targets": {"live": {"kind": "github-pages", "remote": remote, "branch": branch}}})
        code, output = self.site.run("publish", *words)
        return int(code), str(output)

    def refs(self) -> str:
        """Return every branch, here and at the remote, with the commit it ends with, and what is changed here."""
        local_refs = git(self.work, "for-each-ref", "refs/heads", "--format=%(objectname) %(refname)")
        changed = [
            line for line in git(self.work, "status", "--porcelain").splitlines() if "publishconf.py" not in line
        ]
        return "\n".join((local_refs, git(self.work, "ls-remote", "origin"), *changed))

    def commit_elsewhere(self, branch: str, path: str, subject: str) -> None:
        """Somebody else adds a file to a branch at the remote, which may not be there yet."""
        other_clone = self.work.parent / f"{self.work.name}-other"
        if not other_clone.exists():
            git(self.work.parent, "clone", "--quiet", str(self.remote), str(other_clone))
            git(other_clone, "config", "user.email", "other@example.com")
            git(other_clone, "config", "user.name", "Somebody")
        git(other_clone, "fetch", "--quiet", "origin")
        start = f"origin/{branch}" if f"origin/{branch}" in git(other_clone, "branch", "--remotes") else "origin/main"
        git(other_clone, "checkout", "--quiet", "-B", branch, start)
        (other_clone / path).write_text("Mine.")
        git(other_clone, "add", "--all")
        git(other_clone, "commit", "--quiet", "-m", subject)
        git(other_clone, "push", "--quiet", "origin", branch)


@pytest.fixture
def repository(site: Any) -> Repository:
    return Repository(site)


@pytest.mark.parametrize("words", [(), ("--dry-run",), ("--rollback",)])
def test_the_branch_that_is_written_on_is_refused(repository: Repository, words: tuple[str, ...]) -> None:
    before = repository.refs()
    code, output = repository.publish(*words, branch="main")
    assert code == 1
    assert output.splitlines()[-1] == (
        "Not published: origin, branch main is what you write on here, and the site would take its place: name a "
        'branch of its own, such as "branch": "gh-pages", in publishconf.py (and in the settings of the host)'
    )
    assert repository.refs() == before


def test_a_branch_that_another_working_tree_has_checked_out_is_refused(repository: Repository) -> None:
    git(repository.work, "worktree", "add", "--quiet", "-b", "gh-pages", str(repository.work.parent / "tree"))
    for remote in ("origin", str(repository.remote), f"{repository.remote}/"):
        code, output = repository.publish(remote=remote)
        assert (code, "is what you write on here" in output) == (1, True), remote
    assert "gh-pages" not in git(repository.work, "ls-remote", "origin")


def test_a_branch_that_somebody_made_is_refused_at_the_first_publish(repository: Repository) -> None:
    repository.commit_elsewhere("gh-pages", "cv.html", "Put my CV online")
    before = repository.refs()
    code, output = repository.publish()
    assert (code, "origin, branch gh-pages holds what no release made (" in output) == (1, True)
    assert "“Put my CV online” by Somebody); it stays as it is: name a branch of its own" in output
    assert repository.refs() == before


def test_what_somebody_added_after_a_release_is_not_replaced(repository: Repository) -> None:
    assert repository.publish()[0] == 0
    repository.commit_elsewhere("gh-pages", "CNAME", "Create CNAME")
    before = repository.refs()
    repository.site.post("two", date="2026-01-02")
    code, output = repository.publish()
    assert (code, "“Create CNAME” by Somebody" in output) == (1, True)
    assert "publish --again goes on above it" in output
    assert [line for line in repository.refs().splitlines() if "posts/two" not in line] == before.splitlines()
    code, output = repository.publish("--again")
    assert code == 0, output
    assert len(git(repository.remote, "log", "--format=%s", "gh-pages").splitlines()) == 3, (
        "what was added is in the past"
    )
    assert repository.publish("--rollback")[0] == 0


def test_the_default_branch_of_the_source_is_refused_from_any_branch_and_address(repository: Repository) -> None:
    """Also where an earlier version already put the site in its place: its history is the source's."""
    git(repository.work, "switch", "--quiet", "-c", "drafts")
    for remote in ("origin", repository.remote.as_uri()):
        code, output = repository.publish(branch="main", remote=remote)
        assert (code, "“Write a post” by Author" in output) == (1, True)
    assert repository.publish()[0] == 0
    source, release = git(repository.work, "ls-remote", "origin", "main", "gh-pages").split()[2::-2]
    tree = git(repository.work, "rev-parse", f"{release}^{{tree}}")
    subject = git(repository.work, "show", "-s", "--format=%s", release)
    harmed = git(repository.work, "commit-tree", tree, "-p", source, "-m", subject)
    git(repository.work, "push", "--quiet", "origin", f"{harmed}:main")
    code, output = repository.publish(branch="main")
    assert (code, "“Write a post” by Author" in output) == (1, True)
    assert git(repository.work, "ls-remote", "origin", "main").split()[0] == harmed


def test_publishing_writes_no_branch_and_no_file_of_the_repository(repository: Repository) -> None:
    before = git(repository.work, "rev-parse", "main")
    for number in (1, 2):
        repository.site.post(f"more-{number}", date=f"2026-01-0{number + 1}")
        assert repository.publish()[0] == 0
    assert (
        git(repository.work, "for-each-ref", "refs/heads", "--format=%(refname) %(objectname)")
        == f"refs/heads/main {before}"
    )
    assert git(repository.work, "diff", "--cached", "--name-only") == ""
    subjects = git(repository.work, "log", "--format=%s", "refs/lodestar/published").splitlines()
    assert len(subjects) == 2 and all(subject.startswith("Publish 20") for subject in subjects)
    assert git(repository.remote, "rev-parse", "gh-pages") == git(
        repository.work, "rev-parse", "refs/lodestar/published"
    )


def test_going_back_takes_no_release_out_of_the_branch(repository: Repository) -> None:
    trees = {}
    for number in (1, 2, 3):
        repository.site.post(f"more-{number}", date=f"2026-01-0{number + 1}")
        assert repository.publish()[0] == 0
        tree, subject = git(repository.remote, "show", "-s", "--format=%T %s", "gh-pages").split(" ", 1)
        trees[subject.removeprefix("Publish ")] = tree
    for name in sorted(trees, reverse=True)[1:]:
        assert f"Pushed the release {name} again" in repository.publish("--rollback")[1]
        assert git(repository.remote, "rev-parse", "gh-pages^{tree}") == trees[name]
    assert len(git(repository.remote, "log", "--format=%s", "gh-pages").splitlines()) == 5
    assert (
        f"holds no release before {min(trees)}; there is nothing to go back to" in repository.publish("--rollback")[1]
    )
    repository.site.post("four", date="2026-01-05")
    assert repository.publish()[0] == 0, "and a new release follows on what was gone back to"
    assert f"Pushed the release {min(trees)} again" in repository.publish("--rollback")[1], (
        "what was taken back never comes back"
    )


def test_a_repository_that_holds_the_site_alone_may_use_any_branch(repository: Repository, tmp_path: Path) -> None:
    site_repository = tmp_path / "author.github.io.git"
    git(tmp_path, "init", "--quiet", "--bare", "-b", "main", str(site_repository))
    for number in (1, 2):
        repository.site.post(f"more-{number}", date=f"2026-01-0{number + 1}")
        code, output = repository.publish(branch="main", remote=str(site_repository))
        assert code == 0, output
    assert len(git(site_repository, "log", "--format=%s", "main").splitlines()) == 2


def test_whoever_can_read_the_repository_can_read_drafts_and_publishing_says_so(repository: Repository) -> None:
    line = 'not for every reader (drafts, posts that wait, lessons for those enrolled), but for whoever can read the repository at the git remote "origin": keep it private (docs/deploying.md says how).'
    assert "keep it private" not in repository.publish()[1]
    repository.site.post("two", front="status: draft\n", date="2026-01-02")
    assert f"1 text is {line}" in repository.publish("--dry-run")[1]
    repository.site.post("three", date="2027-01-02")
    repository.site.file("pages/plans.md", "---\ntitle: Plans\nstatus: draft\n---\nText.\n")
    assert f"3 texts are {line}" in repository.publish()[1]
    git(repository.work, "remote", "rename", "origin", "elsewhere")
    git(repository.work, "remote", "remove", "elsewhere")
    assert "keep it private" not in repository.publish("--dry-run", remote=str(repository.remote))[1]
