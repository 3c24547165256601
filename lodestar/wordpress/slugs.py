"""Names in addresses and file names: only letters, digits, hyphens and underscores are kept."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

from lodestar.html_to_markdown.tags import untagged

LONGEST = 150
NOT_SLUG = re.compile(r"[^a-z0-9_-]+")
RUNS = re.compile(r"[-_]*-[-_]*|_{2,}")


def safe(raw: str) -> str:
    """Return a slug of an export made safe: unchanged where it is safe already, empty where nothing is left.

    Other alphabets are transliterated to Latin letters, since the site's addresses are plain.
    """
    text = unquote(raw, errors="replace").strip().lower()
    if not text.isascii():
        text = _latin(text)
    text = NOT_SLUG.sub("-", text.lower().replace("'", ""))
    return _tidy(text)


def of_title(title: str) -> str:
    """Return the slug WordPress would give a title."""
    return safe(untagged(title).replace("&", " ").replace(".", "-"))


def of_login(login: str) -> str:
    """Return the slug that WordPress gives to an author with this login; one made of a mail address hides the address."""
    text = login.replace("@", "").replace(".", "-")
    return safe(text)


def _tidy(text: str) -> str:
    text = RUNS.sub(lambda run: "_" if set(run[0]) == {"_"} else "-", text)
    return text[:LONGEST].strip("-_")


def _latin(text: str) -> str:
    try:
        from unidecode import unidecode
    except ImportError:
        plain = unicodedata.normalize("NFKD", text)
        return "".join(letter for letter in plain if letter.isascii())
    return str(unidecode(text, errors="ignore"))
