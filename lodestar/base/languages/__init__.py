"""The words that readers see besides the author's texts, with dates, numbers and lists, in the language of a page.

`with using(language):` sets that language; `gettext`, `long_date` and all other functions here use it. English is
written in code and templates; every other language is a catalog, `de.po` (gettext), beside this file or in
`content/languages/`, where the author may also say a single word otherwise. Dates, numbers and lists follow Unicode's
CLDR, as Babel has it; Babel is imported only where another language than American English is used.
"""

from lodestar.base.languages.catalogs import FOLDER, Languages, languages_of
from lodestar.base.languages.language import ENGLISH, Language
from lodestar.base.languages.words import (
    current,
    direction,
    full_date,
    gettext,
    gettext_noop,
    list_separator,
    listed,
    long_date,
    month,
    ngettext,
    number,
    pgettext,
    plural_forms,
    price,
    using,
)

__all__ = [
    "ENGLISH",
    "FOLDER",
    "Language",
    "Languages",
    "current",
    "direction",
    "full_date",
    "gettext",
    "gettext_noop",
    "languages_of",
    "list_separator",
    "listed",
    "long_date",
    "month",
    "ngettext",
    "number",
    "pgettext",
    "plural_forms",
    "price",
    "using",
]
