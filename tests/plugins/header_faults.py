"""Headers and texts that are refused: for each the file below content/posts/, its text, and what is said of it."""

from __future__ import annotations

DATE = "date: 2026-01-02\n"


def titled(line: str) -> str:
    """Return a post with a line of its own for the title."""
    return f"---\n{line}\n{DATE}---\nText.\n"


def with_line(line: str, text: str = "Text.\n") -> str:
    """Return a post with one more line in its header."""
    return f"---\ntitle: T\n{DATE}{line}\n---\n{text}"


COMMENT = 'would be dropped: a "#" behind a space begins a comment; put the value in quotes'
MERGE = "keep what is right of the two versions, and delete the lines with the marks"
BOTH = "<<<<<<< HEAD\nMine.\n=======\nTheirs.\n>>>>>>> branch\n"

REFUSED: dict[str, tuple[str, str]] = {
    # what YAML takes out of a value
    "comment-in-title": (
        titled("title: My #1 tip for managers"),
        f'2: "#1 tip for managers" {COMMENT}: title: "My #1 tip for managers", or the comment on a line of its own',
    ),
    "comment-with-space": (
        titled("title: Reason # 3"),
        f'2: "# 3" {COMMENT}: title: "Reason # 3", or the comment on a line of its own',
    ),
    "comment-for-value": (
        with_line("tags: #leadership"),
        f'4: "#leadership" {COMMENT}: tags: "#leadership", or the comment on a line of its own',
    ),
    "comment-for-item": (
        with_line("tags:\n  - trust\n  - #growth"),
        f'6: "#growth" {COMMENT}, or the comment on a line of its own',
    ),
    "comment-in-list": (
        with_line("tags: [trust #1, growth]"),
        '4: "#1, growth]" would be dropped: a "#" behind a space begins a comment; '
        "put the name that holds it in quotes",
    ),
    "tag": (
        titled("title: !Important things"),
        '2: a value that begins with "!"; put the value in quotes: title: "!Important things"',
    ),
    "anchor": (
        titled("title: &copy 2025"),
        '2: a value that begins with "&"; put the value in quotes: title: "&copy 2025"',
    ),
    "alias": (
        titled("title: *Trust* is earned"),
        '2: a value that begins with "*"; put the value in quotes: title: "*Trust* is earned"',
    ),
    "aliases-that-grow": (
        with_line("note: &a [x, x]\nsummary: [*a, *a]"),
        '4: a value that begins with "&"; put the value in quotes: note: "&a [x, x]"\n'
        '5: a value that begins with "*"; put the value in quotes',
    ),
    "deep": (with_line("tags: " + "[" * 100_000), "4: lists nested too deeply; nest at most 20 of them"),
    # values that YAML cannot read
    "at": (titled("title: @work"), '2: a value that begins with "@"; put the value in quotes: title: "@work"'),
    "percent": (with_line("note: %x"), '4: a value that begins with "%"; put the value in quotes: note: "%x"'),
    "backtick": (
        titled("title: `code` first"),
        '2: a value that begins with "`"; put the value in quotes: title: "`code` first"',
    ),
    "greater": (
        titled("title: > 5 things"),
        '2: a value that begins with ">"; put the value in quotes: title: "> 5 things"',
    ),
    "dash-in-value": (
        titled("title: - a dash"),
        '2: a value that begins with "-"; put the value in quotes: title: "- a dash"',
    ),
    "words-after-list": (
        titled("title: [Interview] with Ann"),
        '2: a value that begins with "["; put the value in quotes: title: "[Interview] with Ann"',
    ),
    "words-after-quote": (
        titled('title: "Trust" is a verb'),
        "2: the value goes on after its closing quote; put the value in quotes: title: '\"Trust\" is a verb'",
    ),
    "unclosed-single": (
        titled("title: 'Tis the season"),
        "2: the quote ' that begins the value is never closed; close it, or put the value in quotes: "
        'title: "\'Tis the season"',
    ),
    "unclosed-double": (
        titled('title: "Twas the night'),
        '2: the quote " that begins the value is never closed; close it, or put the value in quotes: '
        "title: '\"Twas the night'",
    ),
    "unclosed-list": (with_line("tags: [a, b"), "4: a list that is never closed; end it with a bracket"),
    "backslash": (
        titled('title: "C:\\data"'),
        '2: a "\\" between double quotes, which means something else there; write "\\\\", or use \' quotes',
    ),
    "colon": (
        titled("title: Trust: a start"),
        '2: a ": " inside an unquoted value; put the value in quotes: title: "Trust: a start"',
    ),
    "indented": (
        f"---\ntitle: T\n {DATE}---\nText.\n",
        "3: the line begins with a space, which makes it a part of the one above; "
        "begin it at the left edge: date: 2026-01-02",
    ),
    "no-space": (with_line("tags:trust"), '4: "tags:trust" in the header; write "tags: trust"'),
    "several": (
        f"---\ntitle: 'Tis\n{DATE}summary: a: b\ntags: [a\nnote: !x y\n---\nText.\n",
        "2: the quote ' that begins the value is never closed; close it, or put the value in quotes: "
        'title: "\'Tis"\n4: a ": " inside an unquoted value; put the value in quotes: summary: "a: b"\n'
        "5: a list that is never closed; end it with a bracket\n"
        '6: a value that begins with "!"; put the value in quotes: note: "!x y"',
    ),
    # signs that nobody sees
    "space-after-colon": (
        titled("title:\u00a0My title"),
        '2: the invisible character U+00A0 behind the colon; write a plain space: "title: My title"',
    ),
    "space-in-older-form": (
        "Title:\u00a0T\nDate: 2026-01-02\n\nText.\n",
        '1: the invisible character U+00A0 behind the colon; write a plain space: "Title: T"',
    ),
    "line-separator": (titled("title: One\u2028two"), "2: invisible character U+2028; delete it"),
    "byte-order-mark": (titled("title: One\ufefftwo"), "2: the invisible character U+FEFF in title; delete it"),
    "two-marks": ("\ufeff\ufeff" + with_line("note: x"), "1: invisible character U+FEFF; delete it"),
    "next-line": (titled("title: One\x85two"), "2: control character U+0085; delete it"),
    "invisible-title": (titled("title: \u200b"), '2: "title" is empty; write something after "title:"'),
    "filler-title": (titled("title: \u3164"), '2: "title" is empty; write something after "title:"'),
    "invisible-in-key": (
        with_line("ta\u200bgs: [a]"),
        '4: the invisible character U+200B in the key "ta\u200bgs"; delete it',
    ),
    "invisible-in-date": (
        "---\ntitle: T\ndate: 2026-01-02\u00a009:30\n---\nText.\n",
        "3: the invisible character U+00A0 in date; delete it",
    ),
    "invisible-in-status": (
        with_line("status: draft\u200b"),
        "4: the invisible character U+200B in status; delete it",
    ),
    # values of another shape, and of no size
    "list-for-line": (
        titled("title: [Interview]"),
        '2: title is a list; write one line; with its brackets it needs quotes: title: "[Interview]"',
    ),
    "braces-for-line": (
        titled("title: {name}"),
        '2: title is a group of keys; write one line; with its brackets it needs quotes: title: "{name}"',
    ),
    "keys-for-list": (
        with_line("tags: {a: b}"),
        "4: tags is a group of keys; write a list: tags: [one, two]",
    ),
    "list-in-list": (
        with_line("tags: [[a]]"),
        "4: an entry of tags is a list; write it as words, in quotes where it begins with a bracket or brace",
    ),
    "list-for-date": ("---\ntitle: T\ndate: [2026-01-02]\n---\nText.\n", "3: date is a list; write one value"),
    "perhaps": (with_line("comments: perhaps"), '4: comments "perhaps" is neither yes nor no; write "true" or "false"'),
    "null-title": (titled("title: null"), '2: "title" is empty; write something after "title:"'),
    "endless-title": (
        titled("title: " + "a" * 1_000_000),
        "2: title has 1000000 characters; write at most 10000, and what is longer into the text",
    ),
    "long-slug": (with_line("slug: " + "a" * 300), "4: slug has 300 characters; write at most 200"),
    "-dash": (
        with_line("note: x"),
        '1: the file name "-dash" cannot be an address; '
        'rename it with lower-case letters, digits and hyphens, or add a line "slug: ..."',
    ),
    # dates
    "last-minute": (
        "---\ntitle: T\ndate: 9999-12-31 23:59 -06:00\n---\nText.\n",
        '3: the date "9999-12-31 23:59 -06:00" is too far away; write it as 2026-03-18 or 2026-03-18 09:30',
    ),
    "first-minute": (
        "---\ntitle: T\ndate: 0001-01-01T00:00+14:00\n---\nText.\n",
        '3: the date "0001-01-01T00:00+14:00" is too far away; write it as 2026-03-18 or 2026-03-18 09:30',
    ),
    # keys of other systems
    "draft": (with_line("draft: true"), '4: unknown key "draft"; write "status: draft"'),
    "no-draft": (
        with_line("draft: false"),
        '4: unknown key "draft"; delete the line; a text is published unless its status says otherwise',
    ),
    "unpublished": (with_line("published: false"), '4: unknown key "published"; write "status: draft"'),
    "published-on": (
        with_line("published: 2026-01-02"),
        '4: unknown key "published"; delete the line; "date" says it',
    ),
    "updated": (with_line("updated: 2026-02-02"), '4: unknown key "updated"; here it is called "modified"'),
    "lastmod": (with_line("lastmod: 2026-02-02"), '4: unknown key "lastmod"; here it is called "modified"'),
    "description": (with_line("description: S"), '4: unknown key "description"; here it is called "summary"'),
    "excerpt": (with_line("excerpt: S"), '4: unknown key "excerpt"; here it is called "summary"'),
    "both": (
        with_line("summary: S\ndescription: S"),
        '5: unknown key "description"; delete the line; "summary" says it',
    ),
    "permalink": (with_line("permalink: /a/"), '4: unknown key "permalink"; here it is called "url"'),
    "keywords": (
        with_line("keywords: [a]"),
        '4: unknown key "keywords"; here it is called "tags"',
    ),
    "cover": (with_line("cover: a.png"), '4: unknown key "cover"; here it is called "image"'),
    "layout": (
        with_line("layout: post"),
        '4: unknown key "layout"; delete the line; the theme decides how each kind of text looks',
    ),
    # what git leaves
    "merge-in-text": (with_line("note: x", BOTH), f'6: a merge that git could not finish ("<<<<<<< HEAD"); {MERGE}'),
    "merge-in-header": (
        with_line("<<<<<<< HEAD\ntags: [a]\n=======\ntags: [b]\n>>>>>>> branch"),
        f'4: a merge that git could not finish ("<<<<<<< HEAD"); {MERGE}',
    ),
    "merge-around-fences": (
        with_line("note: x", "<<<<<<< HEAD\n```python\n=======\n```ruby\n>>>>>>> branch\ncode\n```\n"),
        f'6: a merge that git could not finish ("<<<<<<< HEAD"); {MERGE}',
    ),
    "merge-half-mended": (
        with_line("note: x", "Mine.\n\nTheirs.\n>>>>>>> branch\n"),
        f'9: a merge that git could not finish (">>>>>>> branch"); {MERGE}',
    ),
    "merge-of-whole-file": (
        "<<<<<<< HEAD\n" + with_line("note: x") + "=======\n>>>>>>> branch\n",
        f'1: a merge that git could not finish ("<<<<<<< HEAD"); {MERGE}',
    ),
    # characters that XML forbids
    "vertical-tab": (
        with_line("note: x", "One.\n\n`&#11;` in code, and &#11; in words.\n"),
        '8: "&#11;" is no character that a page may hold; delete it',
    ),
    "nothing": (titled("title: A&#0;B"), '2: "&#0;" in title is no character that a page may hold; delete it'),
    "no-character": (
        with_line("note: A&#xFFFE;B"),
        '4: "&#xFFFE;" is no character that a page may hold; delete it',
    ),
}
"""By the name of the file, without its ending; a message a line, each after `path:`."""


def messages() -> list[str]:
    """Return what is said of all of them together, by file and line."""
    lines = [
        (f"content/posts/{name}.md", int(row.partition(":")[0]), f"content/posts/{name}.md:{row}")
        for name, (_, rows) in REFUSED.items()
        for row in rows.split("\n")
    ]
    return [message for _, _, message in sorted(lines)]


def write_all(folder) -> None:
    """Write them all below a content folder."""
    (folder / "posts").mkdir(parents=True, exist_ok=True)
    for name, (text, _) in REFUSED.items():
        (folder / "posts" / f"{name}.md").write_text(text, encoding="utf-8", newline="")
