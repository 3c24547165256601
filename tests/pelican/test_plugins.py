"""Plugins written for Pelican: what works as in Pelican works, and what finds nothing to do is named once."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.running import run_pelican, run_task
from tests.web import ROOT

pytestmark = pytest.mark.seconds

PELICAN = Path(sys.executable).parent / "pelican"
POST = "---\ntitle: Post\ndate: 2024-01-10\ntags: [one]\n---\nText of a post.\n"


class Folder:
    """A site of one post, with plugins of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "content/posts").mkdir(parents=True)
        (path / "content/posts/post.md").write_text(POST)

    def build(
        self, plugins: dict[str, str], settings: str = "", pelican: bool = False, in_new_process: bool = False
    ) -> tuple[int, str]:
        """Build with some plugins, by the command of this project or by Pelican's own: exit code, and what is said.

        `in_new_process`: in a process that begins without plugins and Pelican, which our own command imports in part, then anew.
        """
        for name, code in plugins.items():
            (self.path / f"{name}.py").write_text(code)
        (self.path / "s.py").write_text(
            f"import sys\nsys.path[:0] = [{str(ROOT)!r}, {str(self.path)!r}]\nfrom pelicanconf import *\n"
            f'THEME = {str(ROOT / "tests/tiny-theme")!r}\nMENUITEMS = LINKS = ()\nAUTHOR = ""\n'
            f'SEARCH = {{"enabled": False}}\nPICTURES = {{"cards": False}}\nPLUGINS = [*PLUGINS, *{sorted(plugins)!r}]\n{settings}\n'
        )
        arguments = ["content", "-s", "s.py"] if pelican else ["build", "--settings", "s.py"]
        if in_new_process:
            program = [str(PELICAN)] if pelican else [sys.executable, str(ROOT / "tasks.py")]
            env = {**os.environ, "NO_COLOR": "1", "COLUMNS": "400", "PYTHONPATH": str(ROOT)}
            result = subprocess.run([*program, *arguments], cwd=self.path, capture_output=True, text=True, env=env)
        else:
            result = (run_pelican if pelican else run_task)(self.path, *arguments)
        return result.returncode, result.stdout + result.stderr

    def __getitem__(self, path: str) -> str:
        return (self.path / "output" / path).read_text()


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


BOTH = pytest.mark.parametrize("pelican", [False, True], ids=["tasks.py", "pelican"])
NEIGHBORS = """
from pelican import signals
def neighbors(generator): pass
def register(): signals.article_generator_finalized.connect(neighbors)
"""


def test_no_template_of_pelicans_own_themes_is_compiled(folder: Folder) -> None:
    listening = """
    import jinja2, sys
    from pelican import signals
    compile_template = jinja2.Environment.compile
    def told(self, source, name=None, filename=None, *more, **options):
        print("COMPILED", filename, file=sys.stderr)
        return compile_template(self, source, name, filename, *more, **options)
    def register(): jinja2.Environment.compile = told
    """
    code, output = folder.build({"listening": textwrap.dedent(listening)}, in_new_process=True)
    compiled = [line.split()[1] for line in output.splitlines() if line.startswith("COMPILED")]
    assert code == 0 and compiled and not [name for name in compiled if "/pelican/themes/" in name]


@BOTH
def test_a_plugin_that_finds_no_posts_gets_one_line_with_what_stands_in_its_place(
    folder: Folder, pelican: bool
) -> None:
    code, output = folder.build({"neighbors": NEIGHBORS}, pelican=pelican)
    assert code == 0
    assert output.count("neighbors") - output.count("its neighbors") == 1
    assert (
        's.py:9: the plugin "neighbors" will do nothing: it waits for article_generator_finalized, and here Pelican reads no texts and writes no pages; '
        "a post's page leads to its neighbors in time"
    ) in " ".join(output.split())


def test_a_plugin_that_nobody_knows_gets_its_line_too(folder: Folder) -> None:
    code, output = folder.build({"house": NEIGHBORS})
    assert code == 0
    assert "pages; take it out of PLUGINS, or write it anew for Lodestar's signals (docs/pelican.md)" in output


def test_a_plugin_that_does_some_of_its_work_is_told_which_part_it_will_not_do(folder: Folder) -> None:
    plugin_code = NEIGHBORS.rstrip() + "; signals.finalized.connect(neighbors)\n"
    assert (
        'the plugin "house" will do only a part of its work: it waits for article_gen'
        in folder.build({"house": plugin_code})[1]
    )


@pytest.mark.parametrize("name", ["sitemap", "i18n_subsites", "render_math", "search"])
def test_a_plugin_that_would_do_harm_is_refused_by_name(folder: Folder, name: str) -> None:
    code, output = folder.build({name: "def register(): pass"})
    assert code == 1 and output.count("\n") == 1
    assert output.startswith(f's.py:9: the plugin "{name}" does not work here; ')


WRECK = """
from pelican import signals
def wreck(pelican):
    with open(pelican.settings["OUTPUT_PATH"] + "/sitemap.xml", "w") as file:
        file.write({damage!r})
def register(): signals.finalized.connect(wreck)
"""


@BOTH
@pytest.mark.parametrize("damage", ["", "<urlset></urlset>"])
def test_a_plugin_that_damages_a_committed_file_is_named(folder: Folder, pelican: bool, damage: str) -> None:
    code, output = folder.build({"house": WRECK.format(damage=damage)}, pelican=pelican)
    assert code == 1
    assert "output/sitemap.xml: a plugin (house) changed what this file says after it was written; take the" in output
    assert "Traceback" not in output


def test_the_next_build_without_that_plugin_makes_the_file_anew(folder: Folder) -> None:
    folder.build({})
    before = folder["sitemap.xml"]
    folder.build({"house": WRECK.format(damage="")})
    folder.build({})
    assert folder["sitemap.xml"] == before


MINIFY = """
import pathlib
from pelican import signals
def minify(pelican):
    for path in pathlib.Path(pelican.settings["OUTPUT_PATH"]).rglob("*.html"):
        path.write_text(" ".join(path.read_text().split()).replace("&#39;", "'"))
def register(): signals.finalized.connect(minify)
"""


def test_pages_that_a_plugin_makes_smaller_stay_so_and_are_not_made_again(folder: Folder) -> None:
    page = "2024/01/10/post/index.html"
    code, _ = folder.build({"house": MINIFY})
    assert (code, "\n" in folder[page].strip()) == (0, False)
    assert "Nothing changed." in folder.build({"house": MINIFY})[1]
    assert "\n" not in folder[page].strip()


READS = """
from pelican import signals
from pelican.generators import Generator
from pelican.writers import Rss201rev2Feed
class Notes(Generator):
    def generate_output(self, writer):
        body, metadata = self.readers.get_reader("md").read(self.path + "/../note.md") if 0 else ("", {})
        page = self.readers.read_file(base_path=self.path, path="../note.md")
        writer.write_file("note.txt", self.env.from_string(page.content), self.context)
def feed(pelican):
    made = Rss201rev2Feed(title="Made", link="/", description="By a plugin")
    with open(pelican.settings["OUTPUT_PATH"] + "/own.xml", "w") as file:
        made.write(file, "utf-8")
def register():
    signals.get_generators.connect(lambda_free)
    signals.finalized.connect(feed)
def lambda_free(pelican): return Notes
"""


@BOTH
def test_a_plugin_reads_and_writes_by_pelicans_own_means(folder: Folder, pelican: bool) -> None:
    (folder.path / "note.md").write_text("Title: Note\nDate: 2024-01-01\n\nSome *words*.\n")
    code, output = folder.build({"house": READS}, pelican=pelican, in_new_process=not pelican)
    assert (code, "Traceback" in output) == (0, False), output
    assert "<em>words</em>" in folder["note.txt"]
    assert "<title>Made</title>" in folder["own.xml"]


FILTERS = """
from pelican import signals
def twice(text): return text * 2
def add(generator): generator.env.filters["twice"] = twice
def register(): signals.generator_init.connect(add)
"""


@BOTH
def test_templates_have_the_filters_that_a_plugin_adds(folder: Folder, pelican: bool) -> None:
    (folder.path / "over").mkdir()
    (folder.path / "over/article.html").write_text("{{ 'ab'|twice }}")
    code, output = folder.build(
        {"house": FILTERS}, "THEME_TEMPLATES_OVERRIDES = ['over']", pelican, in_new_process=not pelican
    )
    assert (code, folder["2024/01/10/post/index.html"]) == (0, "abab"), output


EXTENSION = """
from markdown import Extension
from markdown.treeprocessors import Treeprocessor
from pelican import signals
class Marks(Treeprocessor):
    def run(self, root): root.set("data-mark", self.md.mark)
class Marking(Extension):
    def __init__(self, {arguments}):
        self.config = {{"mark": ["x", ""]}}
        {start}
    def extendMarkdown(self, md):
        md.mark = self.getConfig("mark")
        md.preprocessors.register(Shout(md), "shout", 1)
from markdown.preprocessors import Preprocessor
class Shout(Preprocessor):
    def run(self, lines): return [line.replace("Text", self.md.mark) for line in lines]
def add(pelican): pelican.settings["MARKDOWN"]["extensions"].append(Marking({given}))
def register(): signals.initialized.connect(add)
"""


@BOTH
def test_a_plugin_may_add_an_extension_of_markdown(folder: Folder, pelican: bool) -> None:
    code_of = EXTENSION.format(arguments="**options", start="super().__init__(**options)", given='mark="Words"')
    code, output = folder.build({"house": code_of}, pelican=pelican, in_new_process=not pelican)
    assert code == 0, output
    assert "Words of a post." in folder["2024/01/10/post/index.html"]


def test_an_extension_that_only_its_plugin_can_make_is_one_line(folder: Folder) -> None:
    code_of = EXTENSION.format(arguments="needed", start="super().__init__()", given="3")
    code, output = folder.build({"house": code_of})
    assert (code, output.count("\n")) == (1, 1)
    assert 's.py:9: the plugin "house" adds an extension to MARKDOWN that only it can make; name' in output


def test_a_plugin_that_fails_is_named_without_a_traceback(folder: Folder) -> None:
    fails = "from pelican import signals\ndef fail(pelican): open('no-such-file')\ndef register(): signals.{signal}.connect(fail)\n"
    for signal in ("initialized", "finalized"):
        code, output = folder.build({"house": fails.format(signal=signal)}, in_new_process=True)
        assert code == 1 and "Traceback" not in output
        assert (
            "the plugin \"house\" fails: FileNotFoundError: [Errno 2] No such file or directory: 'no-such-file'; mend"
            in output
        )


@pytest.mark.parametrize(
    ("plugins", "message"),
    [
        (["plugins.tag_archives"], 'PLUGINS names "plugins.tag_archives", which only "lodestar.engine" asks for anything; put "lodestar.engine" before it'),
        (["lodestar.engine"], 'PLUGINS names no plugin that makes pages; add "plugins.articles" and "plugins.pages"'),
    ],
)  # fmt: skip
@BOTH
def test_plugins_of_ours_say_what_they_need(folder: Folder, pelican: bool, plugins: list[str], message: str) -> None:
    code, output = folder.build({}, f"PLUGINS = {plugins!r}", pelican, in_new_process=True)
    assert code == 1 and message in output and "Traceback" not in output


@BOTH
def test_the_last_line_counts_what_was_built(folder: Folder, pelican: bool) -> None:
    (folder.path / "content/pages").mkdir()
    (folder.path / "content/pages/about.md").write_text("---\ntitle: About\n---\n")
    (folder.path / "content/posts/wip.md").write_text(POST.replace("title", "status: draft\ntitle"))
    for _ in range(2):
        output = " ".join(folder.build({}, pelican=pelican)[1].split())
        if pelican:
            expected = "Processed 1 article, 1 draft, 0 hidden articles, 1 page, 0 hidden pages and 0 draft pages"
            assert expected in output
        else:
            assert "1 post, 1 archive" in output


def test_an_option_that_is_not_honored_is_named_without_a_line(folder: Folder) -> None:
    folder.build({})
    command = [str(PELICAN), "content", "-d", "-s", "s.py"]
    env = {**os.environ, "NO_COLOR": "1", "COLUMNS": "400", "PYTHONPATH": str(ROOT)}
    result = subprocess.run(command, cwd=folder.path, capture_output=True, text=True, env=env)
    assert "the command line: DELETE_OUTPUT_DIRECTORY is not honored: a build" in " ".join(result.stdout.split())


def test_a_theme_for_pelican_is_refused_in_two_lines(folder: Folder) -> None:
    code, output = folder.build({}, "THEME = 'notmyidea'")
    assert code == 1
    assert [line.partition(" THEME")[0] for line in output.splitlines()] == ["s.py:10:", "s.py:10:"]
    assert (
        "notmyidea, which has no templates/home.html: " in output
        and "docs/themes.md lists what each is given" in output
    )
