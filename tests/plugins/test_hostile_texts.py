"""Texts made to hold up a build are refused, by what they are and not by a clock; what people write is not."""

from __future__ import annotations

import pytest

from lodestar.base.front_matter.bounds import check_bounds
from lodestar.base.front_matter.header import Fault

MANY = 30_000
REPEATED = [
    "[", "![", "[a](", "[a](<", "[a][", "<a ", "<http://", "<![CDATA[", "<!--", "``a` ", "*a", "<img src=", '<a href="', "<iframe srcdoc=\"",
    "> ", ">", "# a\n", "```\n", "a\n=\n", "*[A]: x\n", "a {: #b }\n", "<style>", "<script", "'", '"', "[^a]: x\n", "a\n: b\n\n", "> - ",
]  # fmt: skip
NESTED = {
    "lists": "\n".join("    " * depth + "- a" for depth in range(500)),
    "lists with quotes": "\n\n".join("    " * depth + "- > a" for depth in range(500)),
    "quotes": "\n\n".join(">" * depth + " a" for depth in range(1, 500)),
    "brackets": "[" * 1000 + "a" + "]" * 1000,
    "one bracket and many links": "[" * 50 + "[a](b) " * 2000,
}


@pytest.mark.parametrize("text", [sign * MANY for sign in REPEATED], ids=REPEATED)
def test_a_sign_that_is_repeated_without_end_is_refused(text):
    with pytest.raises(Fault):
        check_bounds(text)


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED)
def test_what_is_nested_without_end_is_refused(text):
    with pytest.raises(Fault):
        check_bounds(text)


@pytest.mark.says
def test_every_such_text_is_named_in_one_run(build_site):
    built = build_site(
        f"-- content/posts/a.md --\n---\ntitle: A\ndate: 2026-01-02\n---\nFine.\n\n{'[' * 8000}\n"
        f"-- content/posts/b.md --\n---\ntitle: B\ndate: 2026-01-02\nnote: {'<a ' * 3300}\n---\nFine.\n"
        "-- content/posts/c.md --\n---\ntitle: C\ndate: 2026-01-02\n---\nFine.\n"
        f"-- content/comments/c.yaml --\n- name: A\n  date: 2026-01-02\n  text: '{'![' * 4000}'\n"
        f"- name: B\n  date: 2026-01-02\n  text: {'a' * 70_000}\n"
        "- name: B\n  date: 2026-01-02\n  text: a &#11; b\n"
    )
    cure = "this is no text that somebody wrote: mend or delete it"
    crowded = "more brackets, stars and quotes of code in a paragraph than a page can hold"
    assert built.messages == [
        f"content/comments/c.yaml:3: {crowded}; {cure}",
        "content/comments/c.yaml:6: the comment has 70000 characters; delete it, or leave at most 65535",
        'content/comments/c.yaml:9: "&#11;" is no character that a page may hold; delete it',
        f"content/posts/a.md:7: {crowded}; {cure}",
        f"content/posts/b.md:4: more tags that are never closed than a page can hold; {cure}",
    ]
    assert built.code == 1


LONG = {
    "a list of links": "- [A link with some words](https://example.org/a_page_of_words) and why\n" * 2000,
    "a paragraph of links": "[A link with some words](https://example.org/page) and more. " * 500,
    "a book": "## A chapter\n\n" + "Some words of a *long* and **old** book, [with](/a/) links. " * 20 + "\n\n",
    "code": "```c\n" + "for (i=0; i<n; i++) { if (a[i]<b) x->y = c[i]; }\n" * 500 + "```\n",
    "plain text of code": "for (i=0; i<n; i++) { if (a[i]<b) x(y, c[i]); }\n" * 60,
    "a table": "| a | b |\n|---|---|\n" + "| [x](/y/) | `z` |\n" * 1000,
    "letters in letters": "\n".join(">" * depth + " said" for depth in range(1, 12)),
    "an outline": "\n".join("    " * depth + "- point" for depth in range(10)),
    "footnotes": "".join(f"Words.[^{n}]\n\n" for n in range(900)) + "".join(f"[^{n}]: Note.\n" for n in range(900)),
    "blocks of another program": '<div class="wp-block">\n\nWords.\n\n</div>\n\n' * 900,
    "poetry": "A line  \n" * 3000,
}


@pytest.mark.parametrize("text", [*LONG.values(), LONG["a book"] * 300], ids=[*LONG, "a long book"])
def test_what_people_write_is_far_from_any_bound(text):
    check_bounds(text)
