"""From lists to followers: each address once, with the earliest consent; who said "no" anywhere gets no letters."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lodestar.publishing.followers.lists import Row

NO_ADDRESS = ("no address", "no valid address", "letters before the @ that mail services do not take")
"""Refusals that are about the address, not the person."""


class Account(NamedTuple):
    """All rows of some lists, each with what became of it."""

    kept: tuple[Row, ...]
    """One for each follower, by address."""
    duplicates: tuple[tuple[Row, Row], ...]
    """Rows of a person who is kept or refused by another row, with that other one."""
    refused: tuple[Row, ...]

    @property
    def total(self) -> int:
        """How many rows there were."""
        return len(self.kept) + len(self.duplicates) + len(self.refused)


def account(rows: Iterable[Row]) -> Account:
    """Return what becomes of each row; the order of the lists does not matter."""
    people: dict[str, list[Row]] = {}
    refused = []
    for row in rows:
        if row.refusal in NO_ADDRESS:
            refused.append(row)
        else:
            people.setdefault(row.key, []).append(row)
    kept, duplicates = [], []
    for same in people.values():
        ended = [row for row in same if row.refusal]
        chosen = ended[0] if ended else min(same, key=lambda row: (not row.date, row.date, row.file, row.line))
        if ended:
            refused.append(chosen)
        else:
            name = chosen.name or next((row.name for row in same if row.name), "")
            kept.append(chosen._replace(name=name))
        duplicates += [(row, chosen) for row in same if row is not chosen]
    by_place = sorted(refused, key=lambda row: (row.file, row.line))
    return Account(
        tuple(sorted(kept, key=lambda row: row.key)),
        tuple(sorted(duplicates, key=lambda pair: (pair[0].file, pair[0].line))),
        tuple(by_place),
    )


def buttondown_file(followers: Sequence[Row]) -> str:
    """Return the CSV that Buttondown's import takes, with its names of columns."""
    rows = [(row.email, row.name, row.date, f"Consent: {_consent(row)}", "moved") for row in followers]
    return _csv(("email", "name", "creation_date", "notes", "tags"), rows)


def mailchimp_file(followers: Sequence[Row]) -> str:
    """Return the CSV that Mailchimp's import takes, with the names of its own exports."""
    rows = []
    for row in followers:
        first, _, last = row.name.partition(" ")
        moment = row.date.replace("T", " ").removesuffix("Z")
        rows.append((row.email, first, last.strip(), moment, _consent(row), "moved"))
    return _csv(("Email Address", "First Name", "Last Name", "OPTIN_TIME", "Consent", "Tags"), rows)


def report(result: Account) -> str:
    """Return the account of every row, for the author alone: it holds addresses."""
    lines = [f"{result.total:,} rows: {counts(result)}.", ""]
    lines += [f"{row.file}:{row.line}: kept: {row.email} ({_consent(row)})" for row in result.kept]
    lines += [
        f"{row.file}:{row.line}: duplicate of {other.file}:{other.line}: {row.email}"
        for row, other in result.duplicates
    ]
    lines += [f"{row.file}:{row.line}: refused, {row.refusal}: {row.email or '(empty)'}" for row in result.refused]
    return "\n".join([*lines, ""])


def counts(result: Account) -> str:
    """Return how many rows were kept, duplicates and refused, and why; without any address."""
    reasons = Counter(row.refusal for row in result.refused)
    said = ", ".join(f"{count:,} {reason}" for reason, count in sorted(reasons.items()))
    return (
        f"{len(result.kept):,} kept, {len(result.duplicates):,} there more than once, {len(result.refused):,} refused"
        + (f" ({said})" if said else "")
    )


def _consent(row: Row) -> str:
    return f"{row.date or 'date not known'}, {row.source}"


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")  # RFC 4180, section 2
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
