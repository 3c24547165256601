"""English-like prose from a seeded random generator: the words, sentences and paragraphs of the benchmark's posts."""

from __future__ import annotations

from random import Random


def split(text: str, separator: str = " ") -> tuple[str, ...]:
    """Return the words or phrases of a text."""
    return tuple(text.split(separator))


NOUNS = split(
    "leader team meeting question answer decision habit story promise value mistake lesson manager "
    "colleague conversation season project customer mentor morning week organisation culture strategy "
    "plan vision purpose conflict silence courage trust patience kindness feedback praise goal budget "
    "deadline calendar priority signal pattern practice principle example community family voice room "
    "door table letter journey mountain river garden seed harvest bridge compass anchor map horizon light "
    "work effort energy attention result failure success change habit risk reward"
)
VERBS = split(
    "builds asks listens serves chooses learns grows notices protects invites offers carries keeps finds "
    "teaches shapes turns gives holds opens measures names repairs rewards trusts shares admits explains "
    "begins finishes leaves changes needs makes remembers practises welcomes challenges steadies guides "
    "follows"
)
ADJECTIVES = split(
    "honest quiet small steady brave clear patient humble generous difficult simple uncomfortable useful "
    "ordinary daily lasting genuine thoughtful careful hopeful tired busy broken open shared common "
    "strong gentle curious deliberate early late"
)
ADVERBS = split("slowly often rarely together first gladly openly well again today quietly deeply")
JOINS = split(
    "because; although; and; so; while; whenever; before; even when; as if; unless",
    "; ",
)
STARTS = split(
    "In my experience,; Over the years,; Ask yourself whether; It turns out that; On most days,; I have "
    "seen that; Consider how; When pressure rises,; At its best,; For example,; Sooner or later; Let us "
    "be clear:",
    "; ",
)


class Prose:
    """Writes sentences and paragraphs; the same generator state gives the same words."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def noun(self) -> str:
        """Return a noun."""
        return self.random.choice(NOUNS)

    def adjective(self) -> str:
        """Return an adjective."""
        return self.random.choice(ADJECTIVES)

    def clause(self) -> list[str]:
        """Return the words of a clause, lowercase and without punctuation."""
        random = self.random
        words = ["the" if random.random() < 0.6 else "a"]
        if random.random() < 0.5:
            words.append(random.choice(ADJECTIVES))
        words += [random.choice(NOUNS), random.choice(VERBS)]
        if random.random() < 0.75:
            words += ["the" if random.random() < 0.5 else "every"]
            if random.random() < 0.4:
                words.append(random.choice(ADJECTIVES))
            words.append(random.choice(NOUNS))
        if random.random() < 0.3:
            words.append(random.choice(ADVERBS))
        if random.random() < 0.25:
            words += [random.choice(["of", "with", "in", "for", "without"]), "our", random.choice(NOUNS)]
        return words

    def phrase(self) -> str:
        """Return a clause as text that begins with a capital."""
        text = " ".join(self.clause())
        return text[0].upper() + text[1:]

    def sentence(self) -> list[str]:
        """Return the words of a sentence, without its full stop."""
        random, words = self.random, []
        if random.random() < 0.3:
            words += random.choice(STARTS).split()
        words += self.clause()
        if random.random() < 0.6:
            words += random.choice(JOINS).split() + self.clause()
        words[0] = words[0][0].upper() + words[0][1:]
        return words

    def paragraph(self, target: int) -> str:
        """Return sentences of at least `target` words together."""
        sentences: list[str] = []
        count = 0
        while count < target:
            words = self.sentence()
            count += len(words)
            sentences.append(" ".join(words) + ("?" if self.random.random() < 0.08 else "."))
        return " ".join(sentences)

    def decorate(self, text: str, before: str, after: str) -> str:
        """Wrap two neighboring words from the middle of a text in markup."""
        words = text.split(" ")
        place = self.random.randrange(1, len(words) - 3)
        words[place] = before + words[place]
        words[place + 1] = words[place + 1].rstrip(".?") + after
        return " ".join(words)


def plain_body(prose: Prose) -> str:
    """Return about 800 words with headings, one list, one quotation, links and emphasis, and nothing else."""
    random = prose.random
    target, count = random.randint(700, 900) - 115, 0  # 115: list, quote, headings
    paragraphs: list[str] = []
    while len(paragraphs) < 7 or count < target - 25:
        paragraphs.append(prose.paragraph(random.randint(55, 75)))
        count += len(paragraphs[-1].split())
    book = '](https://example.net/?p={}&v=2 "A book")'
    paragraphs[0] = prose.decorate(paragraphs[0], "**", "**")
    paragraphs[1] = prose.decorate(paragraphs[1], "*", "*")
    paragraphs[2] = prose.decorate(paragraphs[2], "[", f"](https://example.com/articles/{random.randrange(9999)})")
    paragraphs[3] = prose.decorate(paragraphs[3], "[", book.format(random.randrange(9999)))
    paragraphs[4] = prose.decorate(paragraphs[4], "[", "](/about/)")
    paragraphs[5] = prose.decorate(paragraphs[5], "**", "**")
    items = [f"- **{prose.adjective().capitalize()} {prose.noun()}**: {' '.join(prose.clause())}." for _ in range(5)]
    quote = "> " + prose.paragraph(30)
    headings = [f"## The {prose.adjective()} {prose.noun()} {number}" for number in (1, 2)]
    headings.append(f"### {prose.noun().capitalize()} and {prose.noun()}")
    third = max(2, len(paragraphs) // 3)
    blocks = [*paragraphs[:2], headings[0], *paragraphs[2 : third + 1], "\n".join(items), headings[1]]
    blocks += [*paragraphs[third + 1 : 2 * third], quote, headings[2], *paragraphs[2 * third :]]
    return "\n\n".join(blocks) + "\n"
