"""The workflows for GitHub Actions: what they name exists, and the shell steps that publish do what they say in a clean clone."""

from __future__ import annotations

import importlib
import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.web import share_compiled

ROOT = Path(__file__).parents[2]
WORKFLOWS: dict[str, dict[str, Any]] = {
    path.stem: yaml.load(path.read_text(), yaml.BaseLoader)  # YAML 1.1 takes the key "on" for true
    for path in (ROOT / ".github/workflows").iterdir()
}
WORKFLOW = WORKFLOWS["publish"]
JOBS: dict[str, dict[str, Any]] = {
    job: settings for workflow in WORKFLOWS.values() for job, settings in workflow["jobs"].items()
}
STEPS = [(job, number, step) for job, settings in JOBS.items() for number, step in enumerate(settings["steps"])]
ACTIONS = {
    "actions/checkout": {"persist-credentials"},
    "actions/setup-python": {"python-version"},
    "actions/cache": {"path", "key", "restore-keys"},
}
"""The actions it may use, and what each may be given."""
DAILY = "17 6 * * *"


def test_the_workflows_have_the_parts_that_github_knows() -> None:
    assert set(WORKFLOWS) == {"ci", "publish"}
    for workflow in WORKFLOWS.values():
        assert set(workflow) <= {"name", "on", "permissions", "concurrency", "jobs"}
        assert workflow["permissions"] == {"contents": "read"}, "only the job that publishes may write"
    assert len(JOBS) == sum(len(workflow["jobs"]) for workflow in WORKFLOWS.values()), "one name, one job"
    assert set(WORKFLOW["on"]) == {"push", "schedule", "workflow_dispatch"}
    assert WORKFLOW["on"]["push"] == {"branches": ["main"]}
    for item in WORKFLOW["on"]["schedule"]:
        assert re.fullmatch(r"(\*|\d+(,\d+)*)( (\*|\d+)){4}", item["cron"]), item
    assert WORKFLOW["permissions"] == {"contents": "read"}, "only the job that publishes may write"
    for name, job in JOBS.items():
        assert set(job) <= {"if", "runs-on", "timeout-minutes", "strategy", "permissions", "env", "steps"}
        assert "permissions" not in job or name == "publish"
        assert int(job["timeout-minutes"]) <= 30


@pytest.mark.parametrize(("job", "number", "step"), STEPS, ids=[f"{job}-{number}" for job, number, _ in STEPS])
def test_each_step_is_one_that_runs(job: str, number: int, step: dict[str, Any]) -> None:
    assert set(step) <= {"id", "if", "name", "uses", "with", "run", "env"}
    assert ("uses" in step) != ("run" in step)
    if "uses" in step:
        name, _, version = step["uses"].partition("@")
        assert set(step.get("with", ())) <= ACTIONS[name] and re.fullmatch(r"[0-9a-f]{40}", version)
        return
    check_shell(step["run"])


def test_each_secret_is_only_where_it_is_needed() -> None:
    """Packages are installed, and content is read, by steps that could tell nobody a secret."""
    needed = {
        "SSH_KEY": {"The key for rsync"},
        "SSH_KNOWN_HOSTS": {"The key for rsync"},
        "AWS_ACCESS_KEY_ID": {"Is something due?", "Publish"},
        "AWS_SECRET_ACCESS_KEY": {"Is something due?", "Publish"},
        "BUTTONDOWN_API_KEY": {"Publish"},
        "SMTP_USER": {"Publish"},
        "SMTP_PASSWORD": {"Publish"},
        "token": {"Is something due?", "Give new posts their ids", "Publish", "Write down what was published"},
    }
    results: dict[str, set[str]] = {}
    for _, _, step in STEPS:
        for value in step.get("env", {}).values():
            for name in re.findall(r"(?:secrets|github)\.(\w+)", value):
                results.setdefault(name, set()).add(step["name"])
        assert "secrets." not in step.get("run", "") + str(step.get("with", ""))
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"] == {"persist-credentials": "false"}, "else every step finds the token in .git/config"
    assert results == needed
    assert "secrets" not in yaml.dump({job: {**job_settings, "steps": []} for job, job_settings in JOBS.items()})
    names = [step.get("name", "") for step in JOBS["publish"]["steps"]]
    assert names.index("Install the locked packages, before any secret is there") < names.index("The key for rsync")


def test_a_step_with_a_token_gives_it_to_git(tmp_path: Path) -> None:
    (step,) = [step for _, _, step in STEPS if "credential.helper" in step.get("run", "")]
    git(tmp_path, "init", "--quiet")
    subprocess.run(["bash", "-e", "-c", step["run"]], cwd=tmp_path, check=True)
    options = {"input": "protocol=https\nhost=github.com\n\n", "cwd": tmp_path, "capture_output": True, "text": True}
    filled = subprocess.run(["git", "credential", "fill"], env={**os.environ, "GIT_TOKEN": "t"}, **options)  # type: ignore[call-overload]
    assert "username=x-access-token\npassword=t\n" in filled.stdout


def check_shell(text: str) -> None:
    """Bash can read it, and the tasks in it take the options they are given."""
    subprocess.run(["bash", "-n"], input=re.sub(r"\$\{\{.*?\}\}", "x", text), text=True, check=True)
    for words in re.findall(r"python3 tasks\.py ([^;|&#\n]*)", text):
        task, *options = shlex.split(words)
        module = importlib.import_module(f"lodestar.commands.{task}")
        unknown_options = module.parser().parse_known_args(
            [option for option in options if option not in ("--help", ">", "/dev/null")]
        )[1]
        assert not unknown_options or getattr(module, "PASSES_ON", False), words


def test_ci_runs_lint_and_the_suite_on_every_python_that_may_be_used() -> None:
    assert set(WORKFLOWS["ci"]["on"]) == {"pull_request", "push"}
    assert [step["run"] for step in JOBS["lint"]["steps"] if "run" in step] == ["python3 tasks.py lint"]
    matrix = JOBS["suite"]["strategy"]["matrix"]
    assert matrix["os"] == ["ubuntu-latest", "macos-latest"]
    oldest = re.search(r'requires-python = ">=(.*)"', (ROOT / "pyproject.toml").read_text())
    assert oldest and matrix["python"][0] == oldest[1] and matrix["python"] == ["3.11", "3.12", "3.13", "3.14"]


def test_each_expression_names_what_is_there() -> None:
    for job, job_settings in JOBS.items():
        ids = {step["id"]: step["run"] for step in job_settings["steps"] if "id" in step}
        text = yaml.dump(job_settings)
        conditions = [step["if"] for step in job_settings["steps"] if "if" in step]
        for expression in (*re.findall(r"\$\{\{(.*?)\}\}", text), *conditions):
            for name in re.findall(r"[a-z]\w*(?:\.\w+)+", re.sub(r"'[^']*'", "", expression)):
                if step := re.fullmatch(r"steps\.(\w+)\.outputs\.(\w+)", name):
                    assert f'echo "{step[2]}=' in ids[step[1]], (job, name)
                elif choice := re.fullmatch(r"matrix\.(\w+)", name):
                    matrix = job_settings["strategy"]["matrix"]
                    assert choice[1] in matrix or any(choice[1] in extra for extra in matrix["include"]), (job, name)
                else:
                    assert re.fullmatch(
                        r"github\.(event_name|ref|run_id|token|event\.schedule)|runner\.os|secrets\.\w+", name
                    )
            for pattern in re.findall(r"hashFiles\('(.*?)'\)", expression):
                assert list(ROOT.glob(pattern)), pattern


def fill_in(text: str, schedule: str, outputs: dict[str, str]) -> str:
    """Return a step's shell, with the expressions in it replaced as GitHub does."""
    values = {"github.event.schedule": schedule} | {f"steps.{name}": value for name, value in outputs.items()}
    return re.sub(r"\$\{\{ *(.*?) *\}\}", lambda match: values[match[1]], text)


class Runner:
    """Runs the shell steps of the job that publishes in a fresh clone each time, as GitHub does; of caches, it has compiled templates alone."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.origin, self.live = folder, folder / "origin.git", folder / "live"
        first = folder / "first"
        paths = git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard", "-z").split("\0")
        for name in filter(None, paths):
            if not name.startswith(("content/", "tests/", "docs/")) and (ROOT / name).is_file():
                (first / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, first / name)
        target = {"targets": {"live": {"kind": "folder", "path": str(self.live)}}}
        with (first / "publishconf.py").open("a") as settings:
            settings.write(
                f"PUBLISH, HOSTING = {target!r}, {{'host': 'nginx'}}\nAUTHOR, MENUITEMS, LINKS = '', (), ()\n"
            )
            settings.write("REHEARSAL, SITEURL, TIMEZONE = True, 'https://example.com', 'America/Chicago'\n")
            settings.write("import datetime, os\nNOW = datetime.datetime.fromisoformat(os.environ['NOW'])\n")
            settings.write("PICTURES, FEEDS, COURSES = {'cards': False}, {}, {}\n")
        for name, day in (("one", "01"), ("two", "02")):
            post = first / f"content/posts/{name}.md"
            post.parent.mkdir(parents=True, exist_ok=True)
            post.write_text(f"---\ntitle: {name.title()}\ndate: 2026-06-{day}\n---\nText.\n")
        git(folder, "init", "--quiet", "--bare", "-b", "main", str(self.origin))
        git(first, "init", "--quiet", "-b", "main")
        git(first, "add", "--all")
        git(first, "-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "Begin")
        git(first, "push", "--quiet", str(self.origin), "main")

    def publish(self, moment: str, schedule: str = "") -> None:
        """Run the job at a moment."""
        work = self.folder / f"work-{moment}-{schedule[:2].strip()}"
        git(self.folder, "clone", "--quiet", "--depth=1", f"file://{self.origin}", str(work))
        (work / ".venv").symlink_to((ROOT / ".venv").resolve())
        share_compiled(work / ".cache")
        outputs_file = work / ".git" / "outputs"
        outputs_file.touch()
        for step in JOBS["publish"]["steps"]:
            outputs = {
                f"due.outputs.{name}": value for name, value in re.findall("(.*)=(.*)", outputs_file.read_text())
            }
            condition = re.fullmatch(r"steps\.\w+\.outputs\.(\w+) == 'yes'", step["if"]) if "if" in step else None
            if "run" not in step or (condition and outputs.get(f"due.outputs.{condition[1]}") != "yes"):
                continue
            environment = {**os.environ, "GITHUB_OUTPUT": str(outputs_file), "NOW": moment, "CI": "true"}
            environment.pop(
                "PYTHONDONTWRITEBYTECODE", None
            )  # the steps share a clone, which the first of them compiles
            command = ["bash", "-e", "-o", "pipefail", "-c", fill_in(step["run"], schedule, outputs)]
            result = subprocess.run(command, cwd=work, env=environment, capture_output=True, text=True)
            assert result.returncode == 0, result.stdout + result.stderr
        assert not git(work, "status", "--porcelain"), "something is left uncommitted"

    def subjects(self) -> list[str]:
        """Return the commits of the repository, oldest first."""
        return git(self.origin, "log", "--reverse", "--format=%s", "main").splitlines()


def git(folder: Path, *words: str) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True).stdout


def test_the_recipe_for_others_names_what_there_is() -> None:
    text = (ROOT / "docs/deploying.md").read_text()
    (recipe,) = re.findall(r"```sh\n(set -eu\n.*?)```", text, re.DOTALL)
    check_shell(recipe)


@pytest.mark.seconds
def test_the_steps_publish_what_is_pushed_and_what_comes_due(tmp_path: Path) -> None:
    runner = Runner(tmp_path)
    half_hourly = next(item["cron"] for item in WORKFLOW["on"]["schedule"] if item["cron"] != DAILY)
    runner.publish("2026-06-01T12:00:00+00:00")
    assert runner.subjects() == ["Begin", "content: Add ids", "published: Add a release"]
    post = runner.live / "current/2026/06/01/one/index.html"
    assert post.is_file() and not (runner.live / "current/2026/06/02").exists()
    runner.publish("2026-06-01T12:30:00+00:00", half_hourly)
    assert len(runner.subjects()) == 3, "nothing was due"
    runner.publish("2026-06-02T12:00:00+00:00", half_hourly)
    assert runner.subjects()[3:] == ["content: Add ids", "published: Add a release"]
    assert (runner.live / "current/2026/06/02/two/index.html").is_file()
