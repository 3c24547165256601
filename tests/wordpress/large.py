"""A large export, and how much memory and time its import takes: `python -m tests.wordpress.large --megabytes 500`."""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from lodestar.wordpress.command import main
from tests.wordpress.exports import FOOT, HEAD, comment, item, term

WORDS = """trust listen team question feedback calm honest decision meeting courage leader people work change learn ask
don't it's "quoted" -- and then ... one's own <em>really</em> <strong>never</strong> & always"""
START = 2_005
YEARS = 20
COMMENTS = 3
"""How many comments a post has."""


def large(posts: int, letters: int) -> Iterator[str]:
    """Yield an export with `posts` posts of about `letters` letters each, piece by piece; the same each time."""
    dice = random.Random(1)
    yield HEAD
    for number in range(1, posts + 1):
        day = f"{START + number % YEARS}-{number % 12 + 1:02d}-{number % 28 + 1:02d}"
        yield item(
            number,
            "\n\n".join(_paragraphs(dice, letters)),
            title=f"Post {number}: {dice.choice(WORDS.split())}",
            post_date=f"{day} 10:00:00",
            post_date_gmt=f"{day} 16:00:00",
            link=f"https://blog.example/{day.replace('-', '/')}/post-{number}/",
            terms="".join(term(f"Tag {tag}", f"tag-{tag}") for tag in dice.sample(range(400), 4)),
            comments="".join(comment(number * 10 + answer, "I agree, thank you.") for answer in range(COMMENTS)),
        )
    yield FOOT


def _paragraphs(dice: random.Random, letters: int) -> Iterator[str]:
    length = 0
    while length < letters:
        text = " ".join(dice.choices(WORDS.split(), k=70))
        length += len(text)
        yield f"<h2>{text[:30]}</h2>" if "meeting meeting" in text else text


def measure(argv: list[str] | None = None) -> int:
    """Make an export of the size asked for, import it, and say what that took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=int, default=0, help="how large the export is")
    parser.add_argument("--posts", type=int, default=10_000, help="how many posts it has")
    parser.add_argument("--folder", type=Path, required=True, help="where export and content go")
    options = parser.parse_args(argv)
    export = options.folder / "large.xml"
    with open(export, "w", encoding="utf-8") as stream:
        stream.writelines(large(options.posts, options.megabytes * 1_000_000 // options.posts or 3_500))
    start = time.monotonic()
    code = main([str(export), "--content", str(options.folder / "content")])
    took = time.monotonic() - start
    own_memory, workers_memory = (
        resource.getrusage(usage).ru_maxrss / 1024 for usage in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    size = export.stat().st_size / 1_000_000
    print(
        f"{options.posts} posts, {size:.0f} MB: {took:.0f} s, at most {own_memory:.0f} MB, each worker at most {workers_memory:.0f} MB"
    )
    return code


if __name__ == "__main__":
    sys.exit(measure())
