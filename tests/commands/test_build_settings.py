"""What the settings of a site give to Jinja, Markdown and Pelican reaches its build."""

from __future__ import annotations

import pytest

from tests.commands.conftest import POST, build

pytestmark = pytest.mark.seconds


def test_what_settings_give_to_jinja_is_there_though_pelican_comes_without_it(folder):
    with (folder / "small.py").open("a") as settings:
        settings.write('JINJA_FILTERS = {"shout": str.upper}\nTEMPLATE_PAGES = {"loud.html": "loud/index.html"}\n')
    (folder / "content/loud.html").write_text("<p>{{ 'listen'|shout }}</p>\n")
    assert build(folder).returncode == 0
    assert (folder / "output/loud/index.html").read_text() == "<p>LISTEN</p>"
    assert "Nothing changed." in build(folder).stdout


PLUGIN = """
from pelican import signals
from pelican.generators import Generator


class Sum(Generator):
    def generate_output(self, writer):
        writer.write_file("sum.html", self.env.from_string("{{ 1 + 1 }}"), self.context)


def generator(pelican):
    return Sum


def register():
    signals.get_generators.connect(generator)
"""


@pytest.mark.parametrize("plugins", ["ours", "'ours'"], ids=["a module", "its name"])
def test_a_plugin_that_the_settings_import_works_as_one_that_they_name(folder, plugins):
    (folder / "ours.py").write_text(PLUGIN)
    with (folder / "small.py").open("a") as settings:
        settings.write(f"sys.path.insert(0, {str(folder)!r})\nimport ours\nPLUGINS = [*PLUGINS, {plugins}]\n")
    assert build(folder).returncode == 0
    assert (folder / "output/sum.html").read_text() == "2"


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
    result = build(folder)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines()[:2] == ["<p>Some <em>words</em>.</p> Aside <P>HI</P> tag:example.com:/a", "t"]


def test_the_extensions_of_the_settings_are_the_only_list_of_them(folder):
    with (folder / "small.py").open("a") as settings:
        settings.write('MARKDOWN = {"extensions": ["nl2br"]}\n')
    (folder / "content/posts/silence.md").write_text(POST + "one\ntwo -- three\n")
    assert build(folder).returncode == 0
    assert "one<br>\ntwo -- three" in (folder / "output/2026/01/02/silence/index.html").read_text()
