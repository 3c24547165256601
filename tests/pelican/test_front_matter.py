"""Keys of an author's own, and keys of Pelican's manual that mean nothing here."""

from __future__ import annotations

import shutil

import pytest

from tests.conftest import TINY_THEME, SiteBuilder

SHOWN = "{% set extra = {parts} %}{{ extra.mood }} {{ extra.moods|join('+') }} {{ extra.of.one }} {{ extra.Number }}"
EXTRA = "extra:\n  mood: calm\n  moods: [a, b]\n  of:\n    one: deep\n  Number: 007\n"


def test_templates_get_the_keys_below_extra_as_they_are_written(build_site: SiteBuilder) -> None:
    theme = build_site.folder / "theme"
    shutil.copytree(TINY_THEME, theme)
    (theme / "templates/article.html").write_text(SHOWN.replace("{parts}", "page.entry.parts.extra"))
    (theme / "templates/page.html").write_text(SHOWN.replace("{parts}", "page.parts.extra"))
    built = build_site(
        f"-- content/posts/a.md --\n---\ntitle: A\ndate: 2024-01-10\n{EXTRA}---\nText.\n"
        f"-- content/pages/b.md --\n---\ntitle: B\n{EXTRA}---\nText.\n",
        theme=theme,
    )
    assert built["2024/01/10/a/index.html"] == built["b/index.html"] == "calm a+b deep 007"


@pytest.mark.says
def test_extra_without_keys_is_refused_at_its_line(build_site: SiteBuilder) -> None:
    built = build_site("-- content/posts/a.md --\nTitle: A\nDate: 2024-01-10\nExtra: calm\n\nText.\n")
    assert built.messages == [
        'content/posts/a.md:3: "extra" has no keys below it; write them indented, a line each, between lines "---"'
    ]


@pytest.mark.says
@pytest.mark.parametrize(
    ("line", "cure"),
    [
        ("Template: special", 'a theme shows every post alike; put what differs below "extra:"'),
        ("Save_as: x.html", 'write the whole address as "url: /..."'),
        ("Translation: true", 'delete the line, and name the other versions of the text in "translations:"'),
    ],
)
@pytest.mark.parametrize("folder", ["posts", "pages"])
def test_a_key_of_pelicans_manual_is_refused_with_its_counterpart(
    build_site: SiteBuilder, line: str, cure: str, folder: str
) -> None:
    date = "Date: 2024-01-10\n" if folder == "posts" else ""
    built = build_site(f"-- content/{folder}/a.md --\nTitle: A\n{line}\n{date}\nText.\n")
    key = line.partition(":")[0].lower()
    start = f'content/{folder}/a.md:2: unknown key "{key}"; {cure}'
    assert len(built.messages) == 1 and built.messages[0].startswith(start)
