"""Names and attributes by which WordPress and its plugins restrict content to some readers.

Closed by default: a name with words for members, access or logging in restricts, even if its plugin is unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

STEMS = re.compile(
    r"(?<!re)member|mitglied|membre|miembro|restrict|premium|paywall|priva(?:te?|do|to)(?![a-z])|priv[eé](?![a-z])|protect"
    r"|subscri|suscri|abonn|access(?!ib|or)|logged|log-?_?in(?![a-z])|paid(?![a-z])|locke[rd]|s2(?:if|member)|mepr|pmpro"
    r"|wishlist|memberful|patreon|passster|ppwp|hidden|conditional|confidential|secret|adminonly|am4(?!guest)"
    r"|(?:^|[_-])(?:wlm|wcm|rcp|ihc|um|swpm|arm|mm|llms|ld|dap|aam|ppw|ds)(?=[_-])"
    r"|(?:^|[_-])(?:student|hide|vip|lock|gated?|password|role|capabilit\w*|can|if\d*|timed|expires?|expiry|drip|"
    r"draft|todo|ignore|eyesonly|steady|course[_-](?:content|complete|inprogress|notstarted))(?=$|[_-])",
    re.IGNORECASE,
)
"""Parts of names of shortcodes and blocks whose content is for some readers only."""
FOR_EVERYONE = re.compile(
    r"non[_-]?member|not[_-]?(?:a[_-]?)?(?:member|logged|paid)|logged?[_-]?out|guest|visitor|unrestrict|login[_-]?(?:form|link|button)$",
    re.IGNORECASE,
)
"""Names for content that everybody else could read on the old blog."""
WIDGET = re.compile(
    r"form|button|link|list|login|log-?in$|regist|account|profile|name|logout|check-?out|levels?|sign-?up|director|count|"
    r"widget|url|price|plan|status|expir|avatar|info|menu|page|subscri|search|table|map|chat|box$",
    re.IGNORECASE,
)
"""Names of shortcodes without content, such as `[login_form]`."""
WALL = re.compile(r"paywall|steady[_-]", re.IGNORECASE)
"""Matches a single tag after which everything is for paying readers."""
KEYS = re.compile(
    r"visib|condition|restrict|access(?!ib|or|_?token|_?key)|(?<!re)membership|members?_?only|content_?control|protect|paywall|logged_?in|"
    r"user_?(?:role|state)|roles$|capabilit|hide_?block|block_?permission|block_?controls|password|pass_?code|who_?can|"
    r"disable_?element|expir|^(?:is_?)?hidden$",
    re.IGNORECASE,
)
"""Keys of the attributes of blocks and shortcodes that decide who sees them."""
HARMLESS = frozenset({
    "contentvisibility", "labelvisibility", "showvisibility", "product_visibility", "catalog_visibility",
    "visibilityoption",
})  # fmt: skip
"""Keys that look similar but concern parts of a block that everybody sees."""
SWITCHES = frozenset({"visible", "isvisible", "is_visible"})
"""Keys that hide a block when they are false."""
NOTHING = frozenset({
    "", "0", "all", "any", "everybody", "everyone", "public", "none", "no", "off", "false", "logged-out", "logged_out", "guest",
    "null", "default", "a:0:{}", "visible", "show", "both", "open",
})  # fmt: skip
"""Values that restrict nobody."""
SIZES = re.compile(
    r"(?:hid|visib|show|display)\w*[-_ ](?:on[-_ ])?(?:xs|sm|md|lg|xl|phone|mobile|tablet|laptop|desktop|large|small)",
    re.IGNORECASE,
)
"""Values that hide something on some screen sizes only, and so from nobody."""
ROLES = frozenset({
    "administrator", "editor", "author", "contributor", "subscriber", "customer", "member", "members", "student", "premium",
    "logged-in", "logged_in", "loggedin", "logged in", "subscribers", "admin", "members-only", "members_only", "private", "draft",
})  # fmt: skip
"""Values of shortcode attributes that mean some readers only, or nobody."""
META = re.compile(
    r"(?!.*(?:error|message|text|redirect|_url)).*?(?:restrict|paywall|memberful|members?_access|_access(?:_|$)|"
    r"access_level|access_role|user_level|subscription_level|"
    r"newsletter_access|(?:^|_)is_paid|private_content|wpmem_block|passster|content_protect|nav_menu_role|subscribers?_only|"
    r"leaky_paywall|pmpro_|mepr_|wc_memberships_(?!force_public))",
    re.IGNORECASE,
)
"""Custom fields by which plugins restrict a whole post."""
BUILDERS = {
    "_elementor_data": (
        "Elementor",
        re.compile(r'"e_display_conditions"\s*:\s*(?:\[\s*)?"[^"]|"enabled_visibility"\s*:\s*"yes"'),
    ),
    "_fl_builder_data": ("Beaver Builder", re.compile(r'"visibility_display";s:\d+:"(?:logged_in|logic|0)"')),
}
"""Custom fields in which page builders say who sees a part; the text in the post contains all parts."""
REACH = frozenset({
    "to", "for", "role", "roles", "user", "users", "who", "show", "show_to", "visible", "visible_to", "audience", "level", "levels",
    "plan", "plans", "status", "if", "group", "groups", "display", "only",
})  # fmt: skip
"""Keys of shortcode attributes that may say who it is for."""
SCREENS = frozenset({"mobile", "tablet", "desktop"})


def restricts(name: str) -> bool:
    """Return whether the name of a shortcode or block says that its content is for some readers only."""
    return bool(STEMS.search(name)) and not FOR_EVERYONE.search(name)


def active(value: Any) -> bool:
    """Return whether the value of a setting restricts anybody; values of unknown form count as restricting."""
    if isinstance(value, Mapping):
        if any(value.get(key) is False for key in ("enable", "enabled")):
            return False
        return any(active(inner) for key, inner in value.items() if key not in ("id", "enable", "enabled"))
    if isinstance(value, list):
        return any(map(active, value))
    if isinstance(value, str):
        return value.strip().casefold() not in NOTHING and not SIZES.search(value)
    return bool(value)


def hides(attributes: Mapping[str, Any]) -> bool:
    """Return whether the attributes of a block hide it from some readers, by WordPress's rule or a plugin's.

    Core: `render_block_core_block_visibility` in wp-includes/block-supports/block-visibility.php renders nothing for
    `{"metadata": {"blockVisibility": false}}`; its object form hides a block on screens of some sizes.
    """
    metadata = attributes.get("metadata")
    for key, value in [*attributes.items(), *(metadata.items() if isinstance(metadata, Mapping) else ())]:
        folded = key.casefold()
        if folded == "editorskit":
            if _editorskit(value):
                return True
        elif folded == "blockvisibility":
            if _block_visibility(value):
                return True
        elif isinstance(value, Mapping) and value and {str(name).casefold() for name in value} <= SCREENS:
            if not any(value.values()):
                return True
        elif value is False if folded in SWITCHES else KEYS.search(key) and folded not in HARMLESS and active(value):
            return True
    return False


def _block_visibility(value: Any) -> bool:
    """Return whether WordPress's `blockVisibility`, or that of the plugin Block Visibility, hides a block."""
    if not isinstance(value, Mapping):
        return value is not True and value is not None
    viewport = value.get("viewport")
    if isinstance(viewport, Mapping) and set(value) == {"viewport"}:
        return all(viewport.get(screen) is False for screen in SCREENS)
    sets = value.get("controlSets", [])
    if value.get("hideBlock") or not isinstance(sets, list) or set(value) - {"hideBlock", "controlSets", "layout"}:
        return True
    controls = [
        entry.get("controls") for entry in sets if isinstance(entry, Mapping) and entry.get("enable") is not False
    ]
    return any(
        not isinstance(entry, Mapping)
        or active({k: v for k, v in entry.items() if k not in ("screenSize", "browserDevice")})
        for entry in controls
    )


def _editorskit(value: Any) -> bool:
    """Return whether EditorsKit hides a block: it writes all of its switches, of which two restrict."""
    if not isinstance(value, Mapping):
        return active(value)
    logic = [inner for key, inner in value.items() if key in ("logic", "acf_visibility") or key.endswith("logic")]
    return value.get("loggedout") is False or active(logic)


def hides_in_shortcode(named: Mapping[str, str], plain: Iterable[str]) -> bool:
    """Return whether the attributes of a shortcode hide it: from members, behind a password, or switched off."""
    for key, value in named.items():
        folded = value.strip().casefold()
        if KEYS.search(key) and key not in HARMLESS and active(folded):
            return True
        if key in ("disabled", "disabled_on") and folded in ("on", "on|on|on", "yes", "true"):
            return True
        if key in REACH and folded in ROLES:
            return True
    return any(word.strip("!()").casefold() in ROLES for word in plain)


def restricted(meta: Iterable[tuple[str, str]]) -> bool:
    """Return whether the custom fields of an item restrict all of it."""
    return any(META.match(key) and _keeps(value.strip()) for key, value in meta)


def builder_that_hides(meta: Iterable[tuple[str, str]]) -> str:
    """Return the name of the page builder that shows a part of an item to some readers only; empty for none."""
    rules = ((*BUILDERS[key], value) for key, value in meta if key in BUILDERS)
    return next((name for name, hidden, value in rules if hidden.search(value)), "")


def _keeps(value: str) -> bool:
    if "_um_custom_access_settings" in value:  # Ultimate Member writes its fields into every post
        has_settings = re.search(r'_um_custom_access_settings";(?:b:1|i:1|s:1:"1")', value)
        is_for_everyone = re.search(r'_um_accessible";(?:i:[01]|s:1:"[01]")', value)
        return bool(has_settings) and not is_for_everyone
    if re.match(r"a:\d+:\{", value):  # keys and values of PHP's `serialize` alternate
        values = re.findall(r's:\d+:"([^"]*)";|[ibd]:([\d.]+);', value)
        return any(active(text or number) for text, number in values[1::2])
    return active(value) and value not in ("b:0;", 's:0:"";')
