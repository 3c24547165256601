"""Posts as people write them: pictures, tables, footnotes, raw HTML, nested and loose lists, and so on.

`FEATURES` says how often a post holds each feature. About one post in seven holds none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tools.bench.pictures import NAMES
from tools.bench.prose import Prose

Block = Callable[[Prose], str]


def _picture(prose: Prose) -> str:
    title = f' "{prose.phrase()}"' if prose.random.random() < 0.3 else ""
    return f"![{prose.phrase()}](/images/{prose.random.choice(NAMES)}{title})"


def _captioned(prose: Prose) -> str:
    """Return a picture with a caption, in raw HTML as WordPress and most converters write it."""
    side = prose.random.choice(("alignleft", "alignright", "aligncenter"))
    return (
        f'<figure class="wp-caption {side}">\n'
        f'<img src="/images/{prose.random.choice(NAMES)}" alt="{prose.phrase()}" width="320" height="240">\n'
        f"<figcaption>{prose.phrase()}, <em>{' '.join(prose.clause())}</em>.</figcaption>\n</figure>"
    )


def _raw_html(prose: Prose) -> str:
    shape = prose.random.randrange(3)
    if shape == 0:
        return (
            f'<div class="box">\n<p><strong>{prose.phrase()}.</strong> {prose.paragraph(20)}</p>\n'
            f'<p><a href="https://example.com/workbook?a=1&amp;b=2">{prose.phrase()}</a></p>\n</div>'
        )
    if shape == 1:
        return f"<details>\n<summary>{prose.phrase()}</summary>\n<p>{prose.paragraph(40)}</p>\n</details>"
    return f"{prose.paragraph(25)} This is the 2<sup>nd</sup> time, and <u>it {' '.join(prose.clause())}</u>."


def _table(prose: Prose) -> str:
    rows = [
        f"| {prose.noun().capitalize()} | {prose.noun().capitalize()} | {prose.noun().capitalize()} |",
        "|---|:--|--:|",
    ]
    for number in range(prose.random.randint(3, 7)):
        rows.append(f'| **{prose.noun()}** | {prose.phrase()} | "{prose.phrase()}" {number} |')
    return "\n".join(rows)


def _nested_list(prose: Prose) -> str:
    lines = []
    for _ in range(prose.random.randint(3, 5)):
        lines.append(f"- {prose.phrase()}")
        lines += [f"    - *{prose.adjective()}*: {' '.join(prose.clause())}" for _ in range(prose.random.randint(0, 3))]
    return "\n".join(lines)


def _loose_list(prose: Prose) -> str:
    items = []
    for number in range(1, prose.random.randint(4, 6)):
        items.append(f"{number}.  **{prose.phrase()}.** {prose.paragraph(20)}")
        if prose.random.random() < 0.5:
            items.append(f"    {prose.paragraph(15)}")
    return "\n\n".join(items)


def _numbered_list(prose: Prose) -> str:
    return "\n".join(f"{number}. {prose.phrase()}." for number in range(1, prose.random.randint(4, 9)))


def _hard_breaks(prose: Prose) -> str:
    """Return lines that end in two spaces, as in a poem or an address."""
    return "  \n".join(prose.phrase() for _ in range(prose.random.randint(3, 5)))


def _code(prose: Prose) -> str:
    name = prose.noun()
    return (
        f"Put `{name}: yes` into the file, then run it:\n\n```python\nfor {name} in range(3):\n"
        f'    if {name} < 2 and "{prose.adjective()}":\n        print(f"<{{{name}}}> & more")\n```'
    )


def _speech(prose: Prose) -> str:
    """Return direct speech with nested quotation marks, dashes and dots, which a typographer has to replace."""
    return (
        f'"I\'m not sure -- {" ".join(prose.clause())}," she said. "He told me, \'{prose.phrase()}\'... and that was it." '
        f"{prose.paragraph(20)}"
    )


def _entities(prose: Prose) -> str:
    return (
        f"{prose.phrase()} &mdash; Smith &amp; Sons &copy; 2019, 10&nbsp;% of it &hellip; AT&T, R&D, 3 < 4 and "
        f"caf&eacute;. {prose.paragraph(20)}"
    )


FEATURES: dict[str, tuple[float, Block]] = {
    "picture": (0.40, _picture),
    "captioned picture": (0.20, _captioned),
    "raw HTML": (0.15, _raw_html),
    "table": (0.10, _table),
    "nested list": (0.15, _nested_list),
    "loose list": (0.15, _loose_list),
    "numbered list": (0.20, _numbered_list),
    "hard line breaks": (0.12, _hard_breaks),
    "code": (0.04, _code),
    "direct speech": (0.35, _speech),
    "entities": (0.12, _entities),
}
"""The features of posts: the share of posts that hold each one, once or twice."""
FOOTNOTES, REFERENCE_LINKS, POST_LINKS = 0.10, 0.12, 0.35
"""The shares of posts with features that span several paragraphs."""


def people_body(prose: Prose, earlier: str) -> str:
    """Return a body as people write it; `earlier` is the address of an older post, which some bodies link to."""
    random = prose.random
    paragraphs = [prose.paragraph(random.randint(25, 95)) for _ in range(random.randint(6, 16))]
    for before, after in (("**", "**"), ("*", "*"), ("[", f"](https://example.com/articles/{random.randrange(9999)})")):
        _decorate(prose, paragraphs, before, after)
    if earlier and random.random() < POST_LINKS:
        _decorate(prose, paragraphs, "[", f"]({earlier})")
    ends: list[str] = []
    if random.random() < FOOTNOTES:
        for number in range(1, random.randint(2, 4)):
            _decorate(prose, paragraphs, "", f"[^{number}]")
            ends.append(f"[^{number}]: {prose.paragraph(12)}")
    if random.random() < REFERENCE_LINKS:
        _decorate(prose, paragraphs, "[", "][book]")
        ends.append(f'[book]: https://example.net/?p={random.randrange(9999)}&v=2 "{prose.phrase()}"')
    blocks = _with_headings(prose, paragraphs)
    for share, block in FEATURES.values():
        for _ in range((random.random() < share) * random.choice((1, 1, 2))):
            blocks.insert(random.randrange(1, len(blocks) + 1), block(prose))
    return "\n\n".join([*blocks, *ends]) + "\n"


def _decorate(prose: Prose, paragraphs: list[str], before: str, after: str) -> None:
    """Wrap two words of a paragraph that has no markup yet, where there is one."""
    plain = [number for number, text in enumerate(paragraphs) if not any(sign in text for sign in "*[")]
    if plain:
        number = prose.random.choice(plain)
        paragraphs[number] = prose.decorate(paragraphs[number], before, after)


def _with_headings(prose: Prose, paragraphs: list[str]) -> list[str]:
    """Return the paragraphs with a heading before some, and a tight list or a quotation in half of the posts."""
    blocks = []
    for number, text in enumerate(paragraphs):
        if number and number % 3 == 0:
            blocks.append(f"{'##' if number % 2 else '###'} The {prose.adjective()} {prose.noun()}")
        blocks.append(text)
    if prose.random.random() < 0.5:
        blocks.insert(2, "\n".join(f"- {prose.phrase()}." for _ in range(prose.random.randint(3, 6))))
    if prose.random.random() < 0.5:
        blocks.insert(len(blocks) // 2, "> " + prose.paragraph(25))
    return blocks


def people_title(random: Random, number: int) -> str:
    """Return a title, half of which have a colon, quotation marks, an apostrophe or an ampersand; `number` makes it unique."""
    prose = Prose(random)
    adjective, noun, other = prose.adjective().capitalize(), prose.noun().capitalize(), prose.noun().capitalize()
    shape = random.randrange(10)
    if shape == 0:
        return f'The {noun} That Says "{adjective}": Part {number}'
    if shape == 1:
        return f"Don't Lose the {adjective} {noun}: {number} Lessons"
    if shape == 2:
        return f"{noun} & {other}, or What's {adjective} About No. {number}"
    if shape == 3:
        return f'"{adjective} {noun}!" and {number} Other Answers'
    if shape == 4:
        return f"{adjective} {noun}: How {other} Begins (Part {number})"
    return f"The {adjective} {noun} and the {other}, Part {number}"


def people_summary(prose: Prose) -> str:
    """Return two sentences, some of which hold a colon or quotation marks."""
    first, second = (" ".join(prose.sentence()) for _ in range(2))
    if prose.random.random() < 0.2:
        return f'What I tell every {prose.noun()}: "{first}." {second}.'
    return f"{first}. {second}."
