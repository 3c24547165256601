"""The command that brings catalogs up to date with what templates and code say."""

from __future__ import annotations

from pathlib import Path

import pytest

from lodestar.base.languages import catalogs
from lodestar.base.languages.extraction import messages, untranslated, updated
from lodestar.commands import translate
from tests.conftest import ROOT

TEMPLATE = """{# Translators: Above the text. #}
{{ _("Skip to content") }}{{ ngettext("one post", "%(num)s posts", 2) }}
{% trans name=name %}
  By
  {{ name }}
{% endtrans %}"""
CODE = """from lodestar.base.languages import gettext, gettext_noop, pgettext
A = gettext_noop("A word")
B = pgettext("a button", "Search")
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small project with a template, code, and no catalog."""
    files = {
        "theme/templates/a.html": TEMPLATE,
        "plugins/b.py": CODE,
        "plugins/quiet.py": '_("no word of ours")',
        "lodestar/base/languages/de.po": "",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    monkeypatch.setattr(translate, "ROOT", tmp_path)
    monkeypatch.setattr(catalogs, "OURS", tmp_path / "lodestar/base/languages")
    return tmp_path


def run(project: Path, *words: str) -> int:
    return translate.run(translate.parser().parse_args([*words, "--content", str(project / "content")]))


def test_messages_of_templates_and_code_are_found(project):
    messages_by_id = {message.id: message for message in messages(project) if message.id}
    assert set(messages_by_id) == {"Skip to content", ("one post", "%(num)s posts"), "By %(name)s", "A word", "Search"}
    assert messages_by_id["Search"].context == "a button"
    assert messages_by_id["Skip to content"].auto_comments == ["Above the text."]


def test_a_language_is_begun_filled_in_and_checked(project, capsys):
    assert run(project, "fr") == 0
    path = project / "content/languages/fr.po"
    text = path.read_text()
    assert '"Language: fr\\n"' in text and "plugins/b.py\n" in text
    assert "content/languages/fr.po: begun; 5 of 5 messages wait for words\n" in capsys.readouterr().out
    assert run(project) == 0 and path.read_text() == text, "the second time changes nothing"
    path.write_text(text.replace('msgid "A word"\nmsgstr ""', 'msgid "A word"\nmsgstr "Un mot"'))
    (project / "plugins/b.py").write_text(CODE.replace("a button", "a heading") + 'C = gettext("More")\n')
    assert run(project) == 0
    assert "up to date; 5 of 6 messages" in capsys.readouterr().out
    assert 'msgstr "Un mot"' in path.read_text() and '#~ msgctxt "a button"' in path.read_text()
    assert run(project, "--check") == 1, "ours misses all of them"
    output = capsys.readouterr().out
    assert 'the message "Skip to content" has no translation; write one' in output
    assert "fr.po" not in output, "a catalog of the author's own may be half done"


def test_what_a_catalog_of_ours_misses_or_has_too_much_is_named(project, capsys):
    our_catalog = project / "lodestar/base/languages/de.po"
    messages_before = messages(project)
    text = updated("", "de", messages_before, keeps=False)
    assert [line for line, _, _ in untranslated(text, "de", messages_before)] == sorted(
        line for line, _, is_there in untranslated(text, "de", messages_before) if is_there
    )
    our_catalog.write_text(
        text.replace('msgstr ""\n\n', 'msgstr "Wort %(name)s"\n\n', 3) + '\nmsgid "Gone"\nmsgstr "Weg"\n'
    )
    assert run(project, "--check") == 1
    output = capsys.readouterr().out
    assert 'nothing says "Gone"; python3 tasks.py translate takes it out' in output
    assert 'the message "one post" has no translation; write one' in output
    run(project)
    assert "Gone" not in our_catalog.read_text()


def test_a_catalog_with_marks_of_a_merge_stays_as_it_is(project, capsys):
    our_catalog = project / "lodestar/base/languages/de.po"
    our_catalog.write_text(text := 'msgid "a"\n<<<<<<< HEAD\nmsgstr "b"\n')
    assert run(project) == 1
    assert "lodestar/base/languages/de.po:2: " in capsys.readouterr().out
    assert our_catalog.read_text() == text


def test_a_name_of_no_language_is_refused(project, capsys):
    assert run(project, "the french one") == 1
    assert capsys.readouterr().err == '"the french one" is no language; write its short name, such as en, en-GB or de\n'


def test_our_own_catalogs_are_complete(capsys):
    assert translate.run(translate.parser().parse_args(["--check", "--content", str(ROOT / "content")])) == 0
    assert capsys.readouterr().out == ""
