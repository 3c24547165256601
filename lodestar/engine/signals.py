"""Lodestar's own signals, besides Pelican's: how a plugin adds content, parts of a page, and outputs.

Each is sent once per build, and each receiver returns a value, as for Pelican's `get_generators`. Connect
module-level functions only, since signals hold weak references; or name them, see `connect`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any

from blinker import ANY, Namespace

_namespace = Namespace()

get_kinds = _namespace.signal("kinds of content")
"""Sent with Pelican's settings; answer with a tuple of `lodestar.base.kinds.Kind`."""

get_sources = _namespace.signal("sources of the content policy")
"""Sent with Pelican's settings; answer with {feature: {directive: sources}}.

Pages that show the feature may load from there: the theme names it, `site.policy("search")`. The name "" stands for
every page.
"""

get_fields = _namespace.signal("fields of a header")
"""Sent with Pelican's settings; answer with {name of a kind of content: `module:Model`}.

The model, made of the types in `lodestar.base.front_matter.fields`, holds the header keys that the plugin reads in files of
that kind. It is imported only when a file has to be read.
"""

get_slots = _namespace.signal("slots of a theme")
"""Sent with Pelican's settings; answer with {name of a slot: `template:macro`}, or several of these for a slot.

Where a theme opens the slot, the macro is given the part of an entry or page that has its name: a part that a plugin
adds (`get_parts`, ...), or a header key that it declares; so a part that is worked out has a name that no key has. The
macro may take `at`, where the slot is, and `ids`, what goes before ids. Its template, such as `series/series-box.html`,
lies in the plugin's folder, and styles lie beside it.
A plugin whose templates or styles are used in another way answers, too, with an empty dictionary: Pelican's plugins may
have templates that are none of the site's.
"""

get_addresses = _namespace.signal("addresses of content")
"""Sent with the `Site` before anything is resolved; answer with {path below content/: address}.

The moment to add texts that readers may not see to `Site.private`, and folders to `Site.guarded`: what only such texts
lead to is not published.
"""

get_pictures = _namespace.signal("pictures")
"""Sent with the `Site` before anything is resolved; answer with a function of a path below content/ giving a `Picture`.

The function gives None for what is no picture. One plugin answers at most.
"""

get_parts = _namespace.signal("parts of an entry")
"""Sent with the `Site`; answer with {name: function of a `Published` article giving a value, or None for nothing}.

The parts stand wherever the entry does: on its page, in archives, in feeds.
"""

get_page_parts = _namespace.signal("parts of an article's page")
"""As `get_parts`, for what only the article's own page shows; the functions may look at every article."""

get_standalone_parts = _namespace.signal("parts of a page")
"""As `get_page_parts`, for pages that are no posts; the functions are given a `lodestar.base.values.Page`."""

get_text_parts = _namespace.signal("parts of any text's page")
"""As `get_page_parts`, for the own page of any text: post, page or course.

The functions are given its `lodestar.base.values.Source`.
"""

get_archive_parts = _namespace.signal("parts of an archive")
"""As `get_page_parts`, for the first page of an archive: shown there once, below its posts.

The functions are given a `lodestar.engine.site.Term`.
"""

get_outputs = _namespace.signal("outputs")
"""Sent with the `Site`; answer with an iterable of `lodestar.engine.site.Output`."""

get_closing_outputs = _namespace.signal("outputs about outputs")
"""Sent with the `Planned` site once all else is planned; answer with an iterable of `Output` (sitemap, search)."""


def connect(signal: Any, receiver: str) -> None:
    """Connect a function, named as `module:function`, whose module is imported only when the signal is sent.

    A build with nothing to do needs what plugins declare, but nothing that they make: the modules that make it
    would take a quarter of its time to import.
    """
    signal.connect(_deferred(receiver), weak=False)


@cache
def _deferred(receiver: str) -> Callable[[object], Any]:
    """Return the same function for each receiver, since a process that builds again connects it again."""
    module, _, name = receiver.partition(":")

    def answer(sender: object) -> Any:
        return getattr(import_module(module), name)(sender)

    answer.__module__ = module
    return answer


def modules_of_makers() -> Iterator[str]:
    """Yield the modules of all functions that make something for a build, which `connect` leaves to be imported."""
    parts = (get_parts, get_page_parts, get_standalone_parts, get_text_parts, get_archive_parts)
    for signal in (get_addresses, get_pictures, *parts, get_outputs, get_closing_outputs):
        yield from (receiver.__module__ for receiver in signal.receivers_for(ANY))


def answers(signal: Any, sender: object) -> list[Any]:
    """Return the answers of the receivers of `signal` to `sender`, ordered by module name."""
    answered = [(receiver.__module__, answer) for receiver, answer in signal.send(sender) if answer is not None]
    return [answer for _, answer in sorted(answered, key=lambda pair: pair[0])]


def makers(signal: Any, site: object) -> dict[str, Callable[[Any], Any]]:
    """Return the functions of plugins that make parts, by the names of the parts."""
    return {name: make for answer in answers(signal, site) for name, make in answer.items()}


def parts_of(item: object, makers: Mapping[str, Callable[[Any], Any]]) -> dict[str, Any]:
    """Return the parts that functions make of something, without empty ones."""
    return {name: part for name, make in makers.items() if (part := make(item)) is not None}


def ordered_answers(signal: Any, settings: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Return the answers of the receivers of `signal` to Pelican's settings, with their plugins, in the order of PLUGINS."""
    names = [getattr(plugin, "__name__", str(plugin)) for plugin in settings["PLUGINS"] or ()]
    results = []
    for receiver, answer in signal.send(settings):
        module = receiver.__module__
        place = max((name for name in names if f"{module}.".startswith(f"{name}.")), key=len, default=module)
        if answer is not None:
            results.append((place, answer))
    return sorted(results, key=lambda pair: (names.index(pair[0]) if pair[0] in names else len(names), pair[0]))
