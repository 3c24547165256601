"""Types of items: those that may become posts or pages, those with private data, and those without texts."""

from __future__ import annotations

import re

NO_CONTENT = frozenset({
    "attachment", "nav_menu_item", "revision", "wp_block", "wp_template", "wp_template_part", "wp_font_family", "wp_font_face",
    "wp_global_styles", "wp_navigation", "custom_css", "customize_changeset", "oembed_cache", "user_request",
})  # fmt: skip
"""WordPress's own types that are neither posts nor pages."""
PRIVATE = re.compile(
    r"feedback|flamingo|inbound|wpforms|wpcf7|ninja_?forms?|nf_sub|mailpoet|user_request|(?:^|[_-])order(?:s|_refund|_placehold)?$|"
    r"(?:^|[_-])(?:shop|wc|edd|give|llms|mp|mepr|rcp|pmpro|wpsc)[_-](?:order|subscription|payment|log|membership|transaction)|"
    r"payment|donation|donor|invoice|transaction|refund|coupon|voucher|submission|subscriber|subscription|customers?$|booking|"
    r"appointment|reservation|attendee|rsvp|registration|signup|enrol|applica(?:nt|tion)|candidate|(?:^|[_-])leads?$|contact|"
    r"(?:^|[_-])(?:sub|subs|log|logs|user|users|membership|message|messages|ticket|tickets|entry|entries|form|forms|"
    r"mail|mails|email|emails|essays?|assignments?|reply_private|note_private|conversation|chat)(?:$|[_-])|"
    r"form_?entr|(?:form|quiz|survey|poll)[_-]?(?:result|attempt|answer|respons)",
    re.IGNORECASE,
)
"""Matches names of types for letters, orders, form entries or personal data."""
TECHNICAL = re.compile(
    r"^wp_|^acf|guest-author|redirect|template|^elementor|^et_|^fl-|^vc_|^oembed|css|snippet|popup|widget|^jp_|^amp_|"
    r"_cache$|scheduled-action|sidebar|^nav_|style|layout|^ml-slide|^rm_|^tablepress|^mc4wp|changeset",
    re.IGNORECASE,
)
"""Matches names of types in which plugins keep their settings."""


def is_private(name: str) -> bool:
    """Return whether items of a type contain what people told the author in private."""
    return bool(PRIVATE.search(name))


def may_become_posts(name: str) -> bool:
    """Return whether items of a type can be texts for readers."""
    return not (name in NO_CONTENT or is_private(name) or TECHNICAL.search(name))
