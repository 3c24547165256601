"""What a real WordPress served for an export, and what a built site answers with our rules."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

from tests.wordpress.exports import SERVED

DIGITS = {"year": r"\d{4}", "month": r"\d\d", "day": r"\d\d", "n": r"\d+"}
REFRESH = re.compile(r'http-equiv="refresh" content="0; ?url=(?:https?://[^/"]+)?([^"]+)"')
TURNS = 6


def addresses(name: str) -> Iterator[dict[str, str]]:
    """Kind, path, status and redirect target of every address of an export's blog."""
    with open(SERVED / name / "urls.tsv", encoding="utf-8") as stream:
        yield from csv.DictReader(stream, delimiter="\t")


def rendered(name: str) -> list[dict[str, Any]]:
    """What WordPress made of every post, page and attachment."""
    lines = (SERVED / name / "rendered.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@dataclass(frozen=True)
class Site:
    """A built site, and the rules that the import wrote for its host."""

    output: Path
    exact: dict[str, str]
    patterns: list[tuple[re.Pattern[str], str]]

    @classmethod
    def of(cls, content: Path, output: Path) -> Site:
        """The site in `output`, with the rules in `content`."""
        data = yaml.safe_load((content / "redirects.yaml").read_text(encoding="utf-8"))
        exact = {rule["from"]: rule["to"] for rule in data["redirects"]}
        return cls(output, exact, [(_pattern(rule["from"]), rule["to"]) for rule in data["patterns"]])

    def answer(self, path: str, turns: int = 0) -> str:
        """The address on which a reader lands; empty when nothing answers."""
        if turns > TURNS:
            return ""
        plain, _, query = path.partition("?")
        if query:
            return self._by_rule(path, turns) or self.answer(plain, turns + 1)
        file = self.output / unquote(plain).strip("/")
        for name in ("index.html", "index.xml"):
            if plain.endswith("/") and (file / name).is_file():
                found = REFRESH.search((file / name).read_text(encoding="utf-8"))
                return self.answer(found[1], turns + 1) if found and name == "index.html" else plain
        if file.is_file() and not plain.endswith("/"):
            return plain
        if file.is_dir() and not plain.endswith("/"):
            return self.answer(f"{plain}/", turns + 1)
        return self._by_rule(plain, turns) or ("" if plain.endswith("/") else self._by_rule(f"{plain}/", turns))

    def _by_rule(self, path: str, turns: int) -> str:
        if path in self.exact:
            return self.answer(self.exact[path], turns + 1)
        for pattern, target in self.patterns:
            if found := pattern.fullmatch(path):
                for name, value in found.groupdict().items():
                    target = target.replace("*" if name == "rest" else f":{name}", value)
                return self.answer(target, turns + 1) if target != path else ""
        return ""


def _pattern(rule: str) -> re.Pattern[str]:
    parts = re.split(r"(:\w+|\*)", rule)
    made = (
        "(?P<rest>.+?)"
        if part == "*"
        else f"(?P<{part[1:]}>{DIGITS.get(part[1:], '[^/]+')})"
        if part[:1] == ":"
        else re.escape(part)
        for part in parts
    )
    return re.compile("".join(made) + ("/?" if rule.endswith("*") else ""))
