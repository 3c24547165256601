"""Markers in stored HTML for what is known only later: addresses, ids, the beginnings of sections.

They are plain words, so that replacing them is a search for fixed strings. A text that contains them is refused.
"""

from __future__ import annotations

import re

WORD = "x-lodestar-"
URL = WORD + "url-{}-"
"""Stands for the address of the document's nth reference."""
ID = WORD + "id-"
"""Precedes each id of a document and each link to one, so that several documents on a page can differ."""
PAGE = WORD + "page-"
"""Stands for the address of the document's own page, where a link leads to a place there that is not in the document."""
HEADING = WORD + "h"
"""Stands for the `h` in the tags of headings, `<h2>` and `</h2>`; below other headings they go down."""
SOURCES = f"<!--{WORD}sources-{{}}-->"
"""Stands before the picture whose address is the document's nth reference, for the same picture in other formats."""
SECTION = f"<!--{WORD}section-->"
"""Stands before each heading of the outermost level, except where a section would have no text before it."""
MESSAGE = WORD + "message-"
"""Stands before a message that is looked up in the language of the page, in hexadecimal digits and a hyphen."""
MESSAGE_MARKER = re.compile(f"{MESSAGE}([0-9a-f]*)-")
"""Matches such a marker."""
LANGUAGE = WORD + "language-"
"""Stands for the code of that language."""


def said_later(message: str) -> str:
    """Return the mark of a message (`gettext_noop`): pages in several languages may show one stored text."""
    return f"{MESSAGE}{message.encode().hex()}-"
