"""Links to a text that readers lose: they follow it, or are taken off and their words stay."""

from __future__ import annotations

import pytest

from lodestar.desk.linking import relinked, unnamed

OLD, URL = "posts/2019/old.md", "/2019/01/02/old/"


@pytest.mark.parametrize(
    ("markdown", "followed", "taken_off"),
    [
        ("See [it]({filename}/posts/2019/old.md).", "See [it](/new/).", "See it."),
        ("See [it]({filename}../2019/old.md#end).", "See [it](/new/).", "See it."),
        ("See [it](/2019/01/02/old/).", "See [it](/new/).", "See it."),
        ('[It]({filename}/posts/2019/old.md "A title")', '[It](/new/ "A title")', "It"),
        ("[**it** [sic]](/2019/01/02/old)", "[**it** [sic]](/new/)", "**it** [sic]"),
        ("[two](/2019/01/02/old/) and [two](/other/)", "[two](/new/) and [two](/other/)", "two and [two](/other/)"),
        ("[a]: {filename}/posts/2019/old.md", "[a]: /new/", "[a]: /"),
        ("![a](/2019/01/02/old/) [b](https://x.example/2019/01/02/old/)",) * 3,
        ("[c]({filename}/posts/2019/older.md) [d](/2019/01/02/old/more/) [e]() [f](#old)",) * 3,
    ],
)
def test_links_follow_or_are_taken_off(markdown: str, followed: str, taken_off: str) -> None:
    for new_address, expected in (("/new/", followed), ("", taken_off)):
        data = f"---\ntitle: T\n---\n{markdown}\r\n\xe9\n".encode()
        assert (
            relinked(data, "posts/2020/b.md", OLD, URL, new_address).decode()
            == f"---\ntitle: T\n---\n{expected}\r\n\xe9\n"
        )


def test_bytes_that_are_no_text_stay() -> None:
    data = b"[it](/2019/01/02/old/) \xff\xfe"
    assert relinked(data, "posts/b.md", OLD, URL, "/new/") == b"[it](/new/) \xff\xfe"


def test_a_lesson_builds_no_more_on_a_post_that_readers_lose() -> None:
    lesson = "courses/calm/01-begin/01-breathe.md"
    data = b"---\ntitle: T\nbuilds_on:\n  - posts/2019/old.md\n  - posts/2020/b.md\n---\nSee [it](/2019/01/02/old/).\n"
    after = b"---\ntitle: T\nbuilds_on:\n  - posts/2020/b.md\n---\nSee [it](/new/).\n"
    assert relinked(data, lesson, OLD, URL, "/new/") == after
    assert (
        unnamed(unnamed(data, lesson, OLD), lesson, "posts/2020/b.md")
        == b"---\ntitle: T\n---\nSee [it](/2019/01/02/old/).\n"
    )
    assert unnamed(b"---\ntitle: [\nposts/2019/old.md", lesson, OLD).startswith(b"---"), "a header that cannot be read"
