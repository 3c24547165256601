"""Merges lists of followers: each address once, with the earliest consent; a "no" in any list wins."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lodestar.publishing.followers.lists import FollowerRow

NO_ADDRESS = ("no address", "no valid address", "letters before the @ that mail services do not take")
"""Reasons for refusal that concern the address, not the person."""


class Account(NamedTuple):
    """The result for all rows of some lists."""

    kept: tuple[FollowerRow, ...]
    """One for each follower, by address."""
    duplicates: tuple[tuple[FollowerRow, FollowerRow], ...]
    """Rows of a person who is kept or refused by another row, each with that row."""
    refused: tuple[FollowerRow, ...]

    @property
    def total(self) -> int:
        """The number of rows."""
        return len(self.kept) + len(self.duplicates) + len(self.refused)


def account(rows: Iterable[FollowerRow]) -> Account:
    """Return the result for each row; the order of the lists does not matter."""
    people: dict[str, list[FollowerRow]] = {}
    refused = []
    for row in rows:
        if row.refusal in NO_ADDRESS:
            refused.append(row)
        else:
            people.setdefault(row.key, []).append(row)
    kept, duplicates = [], []
    for person_rows in people.values():
        refusals = [row for row in person_rows if row.refusal]
        decisive = (
            refusals[0] if refusals else min(person_rows, key=lambda row: (not row.date, row.date, row.file, row.line))
        )
        if refusals:
            refused.append(decisive)
        else:
            name = decisive.name or next((row.name for row in person_rows if row.name), "")
            kept.append(decisive._replace(name=name))
        duplicates += [(row, decisive) for row in person_rows if row is not decisive]
    ordered = sorted(refused, key=lambda row: (row.file, row.line))
    return Account(
        tuple(sorted(kept, key=lambda row: row.key)),
        tuple(sorted(duplicates, key=lambda pair: (pair[0].file, pair[0].line))),
        tuple(ordered),
    )


def buttondown_file(followers: Sequence[FollowerRow]) -> str:
    """Return the followers as CSV with the column names of Buttondown's import."""
    rows = [(row.email, row.name, row.date, f"Consent: {_consent(row)}", "moved") for row in followers]
    return _csv(("email", "name", "creation_date", "notes", "tags"), rows)


def mailchimp_file(followers: Sequence[FollowerRow]) -> str:
    """Return the followers as CSV with the column names of Mailchimp's own exports."""
    rows = []
    for row in followers:
        first, _, last = row.name.partition(" ")
        moment = row.date.replace("T", " ").removesuffix("Z")
        rows.append((row.email, first, last.strip(), moment, _consent(row), "moved"))
    return _csv(("Email Address", "First Name", "Last Name", "OPTIN_TIME", "Consent", "Tags"), rows)


def report(result: Account) -> str:
    """Return a report on every row. It contains addresses, so it is for the author alone."""
    lines = [f"{result.total:,} rows: {counts(result)}.", ""]
    lines += [f"{row.file}:{row.line}: kept: {row.email} ({_consent(row)})" for row in result.kept]
    lines += [
        f"{row.file}:{row.line}: duplicate of {decisive.file}:{decisive.line}: {row.email}"
        for row, decisive in result.duplicates
    ]
    lines += [f"{row.file}:{row.line}: refused, {row.refusal}: {row.email or '(empty)'}" for row in result.refused]
    return "\n".join([*lines, ""])


def counts(result: Account) -> str:
    """Return how many rows were kept, duplicate or refused, and why; without addresses."""
    reasons = Counter(row.refusal for row in result.refused)
    counted = ", ".join(f"{count:,} {reason}" for reason, count in sorted(reasons.items()))
    return (
        f"{len(result.kept):,} kept, {len(result.duplicates):,} there more than once, {len(result.refused):,} refused"
        + (f" ({counted})" if counted else "")
    )


def _consent(row: FollowerRow) -> str:
    return f"{row.date or 'date not known'}, {row.source}"


def _csv(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")  # RFC 4180, section 2
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()
