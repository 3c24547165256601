"""The columns of other services' lists: those with the address, the name and the consent, and those that end it.

Taken from exports of WordPress.com and Jetpack, Mailchimp, Substack, Ghost and Buttondown. Column names are compared
without case, spaces and punctuation: `Email Address`, `email_address` and `E-mail address` are the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

EMAIL = ("email", "emailaddress", "subscriberemail", "useremail", "mail")
NAME = ("name", "fullname", "displayname")
FIRST, LAST = ("firstname", "fname"), ("lastname", "lname")
DATES = (
    "optintime",
    "creationdate",
    "subscriptiondate",
    "datesubscribed",
    "subscribedat",
    "subscribedon",
    "since",
    "createdat",
    "created",
    "datecreated",
    "dateadded",
    "confirmtime",
    "date",
)
"""Columns with the date of subscription, the best one first."""
SOURCES = ("source", "subscriptionsource", "referrerurl", "referrer")
ENDED = {
    "unsubtime": "unsubscribed",
    "unsubscribedat": "unsubscribed",
    "unsubscriptiondate": "unsubscribed",
    "cleantime": "bounced",
    "undeliverabilitydate": "bounced",
    "deletedat": "deleted",
    "churndate": "",
}
"""Columns with the date on which it ended, and what that means; `churndate` (of payments) is not one."""
STATES = (
    "emailsubscription",
    "emailsubscriptionstatus",
    "subscriptionstatus",
    "status",
    "memberstatus",
    "subscribertype",
    "type",
    "state",
)
"""Columns with the state of a subscription in a word."""
FLAGS = {
    "subscribedtoemails": True,
    "subscribed": True,
    "emaildisabled": False,
    "unsubscribed": False,
    "bounced": False,
    "active": True,
}
"""Boolean columns, each with the value that means letters are wanted."""
YES, NO = frozenset({"true", "yes", "y", "1", "t"}), frozenset({"false", "no", "n", "0", "f"})
WANTED = frozenset(
    {"", "subscribed", "active", "confirmed", "enabled", "regular", "premium", "paid", "free", "comped", "gifted"}
    | {"trialed", "trial", "email", "emailsubscriber", "wordpresscom", "subscriber", "author", "founding"}
)
"""States in which letters are wanted."""
REFUSED = {
    "notsubscribed": "unsubscribed",
    "unsubscribed": "unsubscribed",
    "removed": "unsubscribed",
    "churned": "unsubscribed",
    "inactive": "unsubscribed",
    "disabled": "unsubscribed",
    "nonsubscribed": "never subscribed",
    "transactional": "never subscribed",
    "notconfirmed": "never confirmed",
    "unconfirmed": "never confirmed",
    "unactivated": "never confirmed",
    "pending": "never confirmed",
    "notsending": "bounced or blocked",
    "cleaned": "bounced",
    "bounced": "bounced",
    "undeliverable": "bounced",
    "complained": "reported a letter as spam",
    "spammy": "held to be no person",
    "blocked": "blocked",
    "archived": "deleted",
    "deleted": "deleted",
}
"""States in which letters are not wanted, each with its name in reports."""
FILES = {
    "unsubscribed": "unsubscribed",
    "cleaned": "bounced",
    "nonsubscribed": "never subscribed",
    "transactional": "never subscribed",
}
"""Beginnings of the names of Mailchimp's files of members who want no letters; some have no column for it."""
SIGNATURES = (
    ("Mailchimp", {"leid"}),
    ("Mailchimp", {"memberrating"}),
    ("Substack", {"activesubscription"}),
    ("Substack", {"emaildisabled"}),
    ("Ghost", {"subscribedtoemails"}),
    ("Buttondown", {"subscribertype"}),
    ("Buttondown", {"undeliverabilitydate"}),
    ("Buttondown", {"creationdate"}),
    ("WordPress.com", {"emailsubscription"}),
    ("WordPress.com", {"subscriptiondate"}),
)
"""Columns by which a service is recognized."""


def key_of(name: str) -> str:
    """Return the name of a column or state in the form in which names are compared."""
    return re.sub(r"[\W_]+", "", name).casefold()


def service_of(columns: Mapping[str, int]) -> str:
    """Return the name of the service that exports such columns; empty where it is unknown."""
    return next((name for name, signature in SIGNATURES if signature <= columns.keys()), "")


def refusal_of(cells: Mapping[str, str]) -> str:
    """Return why a row's person is to get no letters; empty for no reason.

    An unknown state is a refusal: a missing letter can be made up for, an unwanted one cannot.
    """
    for column, meaning in ENDED.items():
        if meaning and cells.get(column):
            return meaning
    for column in STATES:
        if (state := key_of(cells.get(column, ""))) in REFUSED:
            return REFUSED[state]
        if state not in WANTED:
            return f'its {column} is "{cells[column]}", which is not known here'
    for column, is_wanted in FLAGS.items():
        value = cells.get(column, "").casefold()
        if value and value in (NO if is_wanted else YES):
            return "bounced" if column == "bounced" else "unsubscribed"
    return ""
