"""Pelican, imported without docutils.

Pelican imports docutils and Pygments on every run, for reStructuredText that this site does not have; that is a third
of what importing it takes. A hack, then: while Pelican is imported, stand-ins take the place of what its reader of
reStructuredText asks for. Afterwards they are gone, so whoever imports docutils gets the real one.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

STAND_INS: dict[str, dict[str, Any]] = {
    "docutils": {},
    "docutils.core": {},
    "docutils.io": {},
    "docutils.parsers": {},
    "docutils.parsers.rst": {},
    "docutils.parsers.rst.languages": {"get_language": bool},
    "docutils.writers": {},
    "docutils.writers.html4css1": {"HTMLTranslator": object, "Writer": object},
    "pelican.rstdirectives": {},
}
"""What `pelican.readers` imports for reStructuredText, and the names that it takes from there."""


def import_pelican() -> Any:
    """The module `pelican`; where it or docutils is there already, as it is."""
    if sys.modules.keys().isdisjoint(("pelican", "docutils")):
        for name, attributes in STAND_INS.items():
            sys.modules[name] = ModuleType(name)
            vars(sys.modules[name]).update(attributes)
        try:
            import pelican
        finally:
            for name in STAND_INS:
                del sys.modules[name]
    import pelican

    return pelican
