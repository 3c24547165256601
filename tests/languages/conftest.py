"""A site with every kind of page, whose author writes Greek letters, and a catalog in a language that does not exist."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from io import BytesIO

import pytest
from babel.messages.pofile import write_po

from lodestar.base.languages.extraction import messages
from tests.conftest import ROOT, BuiltSite, SiteBuilder

LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "אבגדהוזחטיכלמנסעפצקרשתםןףץאבגדהוזחטיכלמנסעפצקרשתםןףץ"
)
KEPT = re.compile(r"%\(\w+\)s|%%|<[^>]*>|&\w+;")
"""What stays in a message as it is: placeholders and markup."""
HEAD = 'msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n\n'
NAME = "Αθηνά"
POSTS = "".join(
    f"""-- content/posts/2026/p{number}.md --
---
title: Τίτλος {number}
date: 2026-0{number}-05
modified: {"2026-05-20" if number == 1 else ""}
authors: {"[Αθηνά, Ερμής, Ήρα]" if number == 1 else "[Αθηνά]"}
categories: {"[Πρώτα/Εντός, Άλλα]" if number % 2 else "[Πρώτα]"}
tags: [ακρόαση, λόγος{", σιωπή" if number < 4 else ""}]
summary: Περίληψη {number}.
subtitle: Υπότιτλος
note: Σημείωση.
series: Σειρά
---
Κείμενο. [Πρώτα](../2026/p1.md)

## Πρώτο μέρος

{"λόγος " * 400}

## Δεύτερο μέρος

https://www.youtube.com/watch?v=aqz-KE-bpKQ

## Τρίτο μέρος

{"λόγος " * 400}

## Τέταρτο μέρος

Τέλος.
"""
    for number in range(1, 6)
)
SITE = f"""-- content/site.yaml --
name: Αστέρι
sentence: Πρόταση για όλους
author: {NAME}
address: https://example.com
language: he
mail: hello@example.com
menu:
  Αρχή: /
footer:
  Όλα: /archives/
{POSTS}-- content/posts/2024/old.md --
---
title: Παλιό
slug: palio
date: 2024-02-05
categories: [Πρώτα]
tags: [ακρόαση]
aliases: [/old/]
---
Κείμενο.
-- content/pages/about.md --
---
title: Σελίδα
---
Κείμενο.
-- content/authors/athina.md --
---
name: {NAME}
role: Σύμβουλος
links:
  - label: Δίκτυο
    url: https://social.example/@a
---
Βίος.
-- content/authors/ermes.md --
---
name: Ερμής
---
Βίος.
-- content/authors/era.md --
---
name: Ήρα
---
Βίος.
-- content/tags/akroasi.md --
---
label: ακρόαση
slug: akroasi
summary: Περίληψη.
picks: [posts/2026/p1.md]
---
Εισαγωγή.
-- content/calls/offer.md --
---
heading: Έλα
link_text: Πήγαινε
url: /about/
default: true
---
Κείμενο.
-- content/comments/p2.yaml --
- post: posts/2026/p2.md
  id: one
  name: Ζευς
  date: 2026-03-01 10:00
  text: Ωραία.
- id: two
  name: {NAME}
  author: athina
  date: 2026-03-02 10:00
  reply_to: one
  text: Ευχαριστώ.
- id: three
  name: Αλλού
  date: 2026-03-03 10:00
  kind: pingback
  url: https://other.example/
  text: Μνεία.
"""


@cache
def pseudo_catalog() -> str:
    """Return a catalog that says every message in Hebrew letters, in brackets, and changes nothing that is kept."""
    catalog = messages(ROOT)
    for message in catalog:
        if message.id:
            forms = message.id if isinstance(message.id, tuple) else (message.id,)
            translations = tuple(map(pseudo, forms))
            message.string = translations if len(translations) > 1 else translations[0]
    data = BytesIO()
    write_po(data, catalog, omit_header=True)
    return HEAD + data.getvalue().decode()


def pseudo(text: str) -> str:
    """Return a message as the language that does not exist has it."""
    parts = KEPT.split(text)
    kept_parts = [*KEPT.findall(text), ""]
    return "⟦" + "".join(part.translate(LETTERS) + keep for part, keep in zip(parts, kept_parts, strict=True)) + "⟧"


@pytest.fixture
def pseudo_site(build_site: SiteBuilder) -> Callable[..., BuiltSite]:
    """Builds the site in the language that does not exist, with the project's own theme."""

    def build(**settings: object) -> BuiltSite:
        build_site.write(f"{SITE}-- content/languages/he.po --\n{pseudo_catalog()}")
        return build_site(theme=ROOT / "theme", **settings)

    return build
