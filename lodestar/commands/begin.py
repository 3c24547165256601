"""`begin`: make the site yours: ask for its name and the rest, and say what to do with the sample."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

from lodestar.base.root import ROOT
from lodestar.engine.program import SETTINGS, SiteOptions, load
from lodestar.publishing.begin import (
    QUESTIONS,
    READABLE,
    SAMPLE,
    BeginQuestion,
    BeginRefused,
    BegunSite,
    author_values,
    begin,
    current,
)
from lodestar.publishing.sample import has_sample

NEXT = """\
Next: python3 tasks.py desk opens a place to write in your browser;
python3 tasks.py import-wordpress brings a WordPress blog in (docs/moving-from-wordpress.md),
import-pelican one that Pelican made (docs/moving-from-pelican.md)."""


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(
        description="Make the site yours: write its name and the rest into content/site.yaml. What you do not name is "
        "asked; Enter keeps what is there. It can be run again, and never writes over a text of yours.",
        epilog='Example: python3 tasks.py begin --name "Calm Teams" --author "Jane Coach" --sample empty',
    )
    for question in QUESTIONS:
        about = f"{question.text} ({question.hint})" if question.hint else question.text
        parser.add_argument(f"--{question.key}", default="", metavar="TEXT", help=about)
    parser.add_argument(
        "--sample", choices=sorted(SAMPLE), default="", help="; ".join(f"{k}: {v}" for k, v in SAMPLE.items())
    )
    parser.add_argument("--yes", action="store_true", help="ask nothing; what is not named stays as it is")
    parser.add_argument("--content", default="content", metavar="DIR", help="where the content is (default: content)")
    return parser


def run(options: argparse.Namespace) -> int:
    """Ask the questions and write the answers; return 1, with nothing written, when an answer is invalid."""
    content = Path(options.content)
    content.mkdir(parents=True, exist_ok=True)
    settings = load(SiteOptions(options.content, "output", str(ROOT / SETTINGS)), {}).settings
    place = BegunSite.of(content, settings)
    named = {question.key: getattr(options, question.key) for question in QUESTIONS}
    try:
        values = named if options.yes else _ask_all(place, named)
        sample_choice = options.sample or ("look" if options.yes else _sample(place))
        for line in begin(place, values, sample_choice):
            print(line)
    except BeginRefused as refused:
        for problem in refused.problems:
            print(problem, file=sys.stderr)
        print("Nothing was written.", file=sys.stderr)
        return 1
    print(NEXT)
    print(READABLE)
    return 0


def _ask_all(place: BegunSite, named: Mapping[str, str]) -> dict[str, str]:
    """Ask each question that no option answers, and return the answers."""
    values = author_values(place)
    offered = values or {key: str(current(place).get(key, "")) for key in ("timezone", "language")}
    return {
        question.key: named[question.key] or _ask(question, offered.get(question.key, "")) for question in QUESTIONS
    }


def _ask(question: BeginQuestion, default: str) -> str:
    hint = f" ({question.hint})" if question.hint else ""
    try:
        return input(f"{question.text}{hint}{f' [{default}]' if default else ''} ").strip() or default
    except EOFError:
        print()
        return default


def _sample(place: BegunSite) -> str:
    """Ask what to do with the sample, if there is any left."""
    if not has_sample(place.content):
        return "look"
    print("Lodestar came with sample texts. What should become of them?")
    for key, text in SAMPLE.items():
        print(f"  {key}: {text}")
    while True:
        answer = _ask(BeginQuestion("sample", "look, course or empty?"), "look").lower()
        if answer in SAMPLE:
            return answer
        print(f'"{answer}" is none of them.')
