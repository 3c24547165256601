"""What publishing will do, in plain words, before it does it."""

from __future__ import annotations

import re
from typing import Any


def effects(site: Any) -> list[str]:
    """Return what the check says, with the sizes left out, for they are the theme's."""
    code, result = site.run("check", "--effects")
    assert code == 0, result
    return [re.sub(r"[\d.]+ [kM]B", "SIZE", line) for line in result.splitlines()]


def test_before_the_first_time_everything_is_new(site: Any) -> None:
    site.configure(SEARCH={"enabled": True})
    site.post("one")
    result = effects(site)
    assert result[:3] == [
        "Nothing is published there yet, as far as can be seen from here: everything is sent.",
        "11 pages new:",
        "  /2026/01/01/one/",
    ]
    assert result[12:15] == ["  and 1 more", "Subscribers will see 1 new post:", '  "One"']
    assert result[15].endswith(" files to upload, SIZE.")
    assert result[16:] == ["Nothing is scheduled.", f"{result[15].split()[0]} files checked: nothing would break."]


def test_each_change_is_named_for_what_readers_meet(site: Any) -> None:
    site.configure(HOSTING={"host": "nginx"}, SEARCH={"enabled": False}, FEED_MAX_ITEMS=4)
    for number, name in enumerate(("one", "two", "three", "four"), start=1):
        site.post(name, date=f"2026-01-0{number}")
    site.publish()
    folder = site.folder / "content/posts"
    (folder / "one.md").unlink()
    (site.folder / "redirects.txt").write_text("/2026/01/01/one/ gone\n")
    for name, old_text, new_text in (
        ("two", "title: Two", "title: Two\nslug: second"),
        ("three", "Text.", "Better text."),
    ):
        path = folder / f"{name}.md"
        path.write_text(path.read_text().replace(old_text, new_text))
    site.run("check", "--fix")
    site.post("five", date="2026-02-05")
    site.post("long-ago", date="2014-01-01")
    result = effects(site)
    for lines in (
        ["5 pages new:", "  /2014/01/01/long-ago/", "  /2014/01/", "  /2014/", "  /2026/02/05/five/", "  /2026/02/"],
        ["1 page moved:", "  /2026/01/02/two/ to /2026/01/02/second/"],
        ["1 page gone:", "  /2026/01/01/one/"],
        ["Subscribers will see 1 new post:", '  "Five"'],
        ["2 posts in feeds will be updated without being announced again:", '  "Three"', '  "Two"'],
        ["1 new post too old to stand in a feed; subscribers will not be told:", '  "Long-Ago" (2014-01-01)'],
    ):
        start = result.index(lines[0]) if lines[0] in result else -1
        assert result[start : start + len(lines)] == lines, result
    site.publish()
    assert effects(site)[:3] == [
        "No page changes.",
        "Subscribers will see 0 new posts.",
        "Every file is published already; there is nothing to upload.",
    ]
