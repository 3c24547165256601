"""The commands that everyone uses: what they say, with which exit code, and that all ways to build are one."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import tasks
from lodestar.base.site_file import keep_site
from lodestar.commands.dispatch import main
from tests.web import ROOT, until

pytestmark = pytest.mark.seconds

BIN = Path(sys.executable).parent
POST = "---\ntitle: Silence\ndate: 2026-01-02\ntags: [listening]\n---\nText.\n"


def run(*words: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "tasks.py"), *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, env={**os.environ, "NO_COLOR": "1"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A site of one post, with the project's own settings."""
    (tmp_path / "content/posts").mkdir(parents=True)
    (tmp_path / "content/posts/silence.md").write_text(POST)
    (tmp_path / "small.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom pelicanconf import *\n"
        f'THEME = {str(ROOT / "tests/tiny-theme")!r}\nMENUITEMS = LINKS = ()\nAUTHOR = ""\nSEARCH = {{"enabled": False}}\n'
        'PICTURES = {"cards": False}\n'
    )
    return tmp_path


def build(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return run("build", "--settings", "small.py", *words, folder=folder)


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_build_ends_with_a_short_summary(folder):
    done = build(folder)
    assert (done.returncode, done.stderr) == (0, "")
    first, second, *_, last = done.stdout.splitlines()
    assert re.fullmatch(r"1 post, 1 archive, \d+ feeds; \d+ files in \d\.\d\d s", first)
    assert re.fullmatch(r"\d+ new\.", second)
    assert last == "To look at it: python3 -m http.server --directory output, then open http://localhost:8000/"


def test_a_second_build_says_that_nothing_changed(folder):
    build(folder)
    assert "Nothing changed." in build(folder).stdout


def test_changes_are_listed_when_asked_for(folder):
    build(folder)
    (folder / "content/posts/silence.md").write_text(POST.replace("Text", "Other text"))
    lines = build(folder, "--changes").stdout.splitlines()
    assert "  changed  2026/01/02/silence/index.html" in lines
    assert not [line for line in lines if "tags/index.html" in line]


@pytest.mark.parametrize(
    ("change", "asked", "answer"),
    [
        (
            None,
            "/2026/01/02/silence/",
            "not rendered; template, facts about the site, words of the language and value are as in the last build",
        ),
        (POST.replace("Text", "Other"), "/2026/01/02/silence/", "rendered; value changed"),
        (
            POST.replace("Text", "Other"),
            "tags/index.html",
            "not rendered; template, facts about the site, words of the language and value are as in the last build",
        ),
        (None, "/nowhere/", "no output has this address"),
    ],
)
def test_why_an_output_was_rendered_is_explained(folder, change, asked, answer):
    build(folder)
    if change:
        (folder / "content/posts/silence.md").write_text(change)
    assert answer in build(folder, "--explain", asked).stdout


def test_without_an_earlier_build_that_is_the_reason(folder):
    build(folder)
    assert "rendered; no earlier build is remembered" in build(folder, "--clean", "--explain", "tags/index.html").stdout


def test_something_wrong_in_the_content_is_exit_code_1_without_a_traceback(folder):
    (folder / "content/posts/silence.md").write_text(POST.replace("title", "titel"))
    done = build(folder)
    assert done.returncode == 1
    assert done.stderr == (
        'content/posts/silence.md:1: no "title"; add a line "title: ..."\n'
        'content/posts/silence.md:2: unknown key "titel"; did you mean "title"?\n'
    )
    assert not (folder / "output").exists()


def test_a_content_folder_that_is_not_there_is_said(folder):
    done = build(folder, "--content", "contents")
    assert done.returncode == 1
    assert "there is no folder" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [["nosuchtask"], ["build", "--nonsense"], ["build", "--workers", "many"]])
def test_wrong_use_is_exit_code_2(words):
    done = run(*words)
    assert done.returncode == 2 and "Traceback" not in done.stderr


def test_a_setting_that_nobody_reads_is_said_with_the_others(folder):
    with open(folder / "small.py", "a") as settings:
        settings.write('ARCHIVES = {"full_per_pages": 5, "tag": "whole"}\n')
    done = build(folder)
    assert done.returncode == 1
    assert "pelicanconf.py: ARCHIVES['full_per_pages'] is not a setting; known are" in done.stderr
    assert "pelicanconf.py: ARCHIVES['tag'] is 'whole'; " in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_template_is_named_with_its_line(folder, tmp_path):
    import shutil

    shutil.copytree(ROOT / "tests/tiny-theme", tmp_path / "theme")
    (tmp_path / "theme/templates/page.html").write_text("fine\n{{ page.titel }}\n")
    (tmp_path / "content/pages").mkdir()
    (tmp_path / "content/pages/about.md").write_text("---\ntitle: About\n---\n")
    with open(folder / "small.py", "a") as settings:
        settings.write(f"THEME = {str(tmp_path / 'theme')!r}\n")
    done = build(folder)
    assert done.returncode == 1
    assert done.stderr.startswith("theme/templates/page.html:2: ") and "titel" in done.stderr
    assert "about/index.html" in done.stderr and "Traceback" not in done.stderr


def test_every_way_to_build_makes_the_same_files(folder):
    build(folder, "--output", "by-task")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    pelican = [str(BIN / "pelican"), "content", "-s", "small.py", "-o", "by-pelican"]
    assert subprocess.run(pelican, cwd=folder, env=env, capture_output=True).returncode == 0
    assert tree(folder / "by-task") == tree(folder / "by-pelican") != {}
    settings = ["--settings", str(folder / "small.py"), "--content", str(folder / "content")]
    by_invoke = [str(BIN / "invoke"), "build", *settings, "--output", str(folder / "by-invoke")]
    done = subprocess.run(by_invoke, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert tree(folder / "by-task") == tree(folder / "by-invoke")


def test_plain_pelican_ends_with_1_and_no_traceback_when_something_is_wrong(folder):
    (folder / "content/posts/silence.md").write_text(POST.replace("2026-01-02", "March"))
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    pelican = [str(BIN / "pelican"), "content", "-s", "small.py", "-o", "out"]
    done = subprocess.run(pelican, cwd=folder, env=env, capture_output=True, text=True)
    assert done.returncode == 1
    assert "March" in done.stdout + done.stderr and "Traceback" not in done.stdout + done.stderr


def test_every_task_explains_itself_with_an_example(capsys):
    def refuse(needs):
        raise AssertionError("who asks for help installs nothing")

    listed = [line.split()[0] for line in run().stdout.splitlines()[2:] if line.startswith("  ")]
    assert {"build", "test", "calls", "bench"} <= set(listed)
    for name in listed:
        assert main(tasks.TASKS, [name, "--help"], refuse) == 0
        assert "xample" in capsys.readouterr().out, name
    assert run("build", "--help").returncode == 0


def test_a_build_with_nothing_to_do_imports_nothing_that_makes_pages(folder):
    keep_site(
        ROOT / "content", ROOT / ".cache"
    )  # what the settings take from site.yaml, as a build of the project does
    build(folder)
    code = (
        "import sys; sys.argv = ['tasks.py', 'build', '--settings', 'small.py']\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        "from lodestar.commands.dispatch import run; import tasks\n"
        "run(next(task for task in tasks.TASKS if task.name == 'build'), sys.argv[2:])\n"
        "print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    imported = done.stdout.splitlines()[-1].split()
    steps = ("engine.relate", "engine.site", "engine.write")
    rooms = tuple(f"lodestar.{room}" for room in ("desk", "wordpress", "publishing", *steps))
    foreign = ("pytest", "hypothesis", "starlette", "lxml", "pydantic", "markdown", "yaml", "PIL", "docutils", "boto3")
    foreign += ("jinja2", "multiprocessing", "dateutil")
    assert [name for name in imported if name.startswith(rooms) or name.partition(".")[0] in foreign] == []
    assert [name for name in imported if name.startswith("plugins.") and name.endswith(".hooks")] == []


def test_what_settings_give_to_jinja_is_there_though_pelican_comes_without_it(folder):
    with (folder / "small.py").open("a") as settings:
        settings.write('JINJA_FILTERS = {"shout": str.upper}\nTEMPLATE_PAGES = {"loud.html": "loud/index.html"}\n')
    (folder / "content/loud.html").write_text("<p>{{ 'listen'|shout }}</p>\n")
    assert build(folder).returncode == 0
    assert (folder / "output/loud/index.html").read_text() == "<p>LISTEN</p>"
    assert "Nothing changed." in build(folder).stdout


def test_what_reads_a_file_imports_no_pelican():
    code = (
        "import sys; from importlib import import_module; from pathlib import Path\n"
        "from lodestar.base.front_matter import document, kinds, reading\n"
        "for path in sorted(Path('plugins').glob('*/fields.py')): import_module(f'plugins.{path.parent.name}.fields')\n"
        "for path in sorted(Path('plugins').glob('*/reading.py')): import_module(f'plugins.{path.parent.name}.reading')\n"
        "import plugins.course.blocks; print('pelican' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout == "False\n", done.stdout + done.stderr


def _is_gone(group: int) -> bool:
    """Whether no process of a group is left: workers look every third of a second whether their parent lives."""
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def test_ctrl_c_ends_every_process_and_leaves_the_last_good_site(folder):
    build(folder)
    for number in range(400):
        text = (
            f"---\ntitle: Post {number}\ndate: 2025-01-01\ntags: [t{number % 9}]\n---\n" + "Words *and* more.\n\n" * 60
        )
        (folder / f"content/posts/p{number}.md").write_text(text)
    assert build(folder, "--output", "whole").returncode == 0
    before, after = tree(folder / "output"), tree(folder / "whole")
    with open(folder / "small.py", "a") as settings:
        settings.write("import pathlib\npathlib.Path('begun').touch()\n")

    def rendered(count: int) -> bool:
        return any(
            sum(len(names) for _, _, names in os.walk(staging)) >= count for staging in folder.glob(".output.staging-*")
        )

    command = [sys.executable, str(ROOT / "tasks.py"), "build", "--settings", "small.py", "--clean", "--workers", "3"]
    stopped = 0
    for moment in ((folder / "begun").exists, lambda: rendered(1), lambda: rendered(200), lambda: rendered(400)):
        (folder / "begun").unlink(missing_ok=True)
        process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, start_new_session=True)
        until(lambda process=process, moment=moment: moment() or process.poll() is not None)
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        said = process.communicate()[1].decode()
        stopped += process.returncode == 130
        assert (process.returncode, said.strip()) in ((130, "Stopped."), (0, ""))
        until(lambda process=process: _is_gone(process.pid))
        assert tree(folder / "output") in (before, after), "a commit that has begun is done first"
        before = tree(folder / "output")
    assert stopped, "no build was still running when it was stopped; the test proves nothing"
    assert build(folder).returncode == 0


READS = """
from pelican import signals
from pelican.readers import MarkdownReader, Markdown
from pelican.writers import Atom1Feed, get_tag_uri


class Loud(Markdown):
    def convert(self, source):
        return super().convert(source).upper()


class Feed(Atom1Feed):
    pass


def read(pelican):
    html, meta = MarkdownReader(pelican.settings).read("note.txt")
    print(html, meta["title"], Loud().convert("hi"), get_tag_uri("https://example.com/a", None))
    print(Feed("t", "https://example.com/", "d").feed["title"])


def register():
    signals.initialized.connect(read)
"""


def test_a_plugin_may_use_pelicans_own_readers_and_feeds(folder):
    (folder / "reads.py").write_text(READS)
    (folder / "note.txt").write_text("Title: Aside\n\nSome *words*.\n")
    with (folder / "small.py").open("a") as settings:
        settings.write(f'sys.path.insert(0, {str(folder)!r})\nPLUGINS = [*PLUGINS, "reads"]\n')
    done = build(folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:2] == ["<p>Some <em>words</em>.</p> Aside <P>HI</P> tag:example.com:/a", "t"]


def test_the_extensions_of_the_settings_are_the_only_list_of_them(folder):
    with (folder / "small.py").open("a") as settings:
        settings.write('MARKDOWN = {"extensions": ["nl2br"]}\n')
    (folder / "content/posts/silence.md").write_text(POST + "one\ntwo -- three\n")
    assert build(folder).returncode == 0
    assert "one<br>\ntwo -- three" in (folder / "output/2026/01/02/silence/index.html").read_text()
