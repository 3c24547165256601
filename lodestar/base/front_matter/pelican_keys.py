"""Header keys of Pelican's manual that mean nothing here, each with what stands in its place."""

from __future__ import annotations

PELICAN_KEYS = {
    "keywords": 'write them as "tags"',
    "lang": "a site has one language, DEFAULT_LANG; delete the line",
    "template": 'a theme shows every post alike; put what differs below "extra:", and let the template look there',
    "save_as": 'write the whole address as "url: /..."',
    "translation": "a site has one language; delete the line, and make a site of its own for the other",
}
"""By key, in lower case."""
