"""The site's content security policy, from what features declare."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lodestar.base.policy import EVERY_PAGE, OWN, Policy, faults, merge_sources
from lodestar.base.settings import SettingsError
from lodestar.engine.signals import answers, get_sources


def content_policy(settings: Mapping[str, Any]) -> Policy:
    """Return the policy of a site: its own files, and what features declare. Raises SettingsError for an invalid source."""
    shared, features = dict(OWN), dict[str, dict[str, tuple[str, ...]]]()
    for answer in answers(get_sources, settings):
        for feature, sources in answer.items():
            for name, fault, cure in faults(sources):
                owner = f" for {feature}" if feature else ""
                raise SettingsError(f"pelicanconf.py: the content policy{owner}: {name} {fault}; {cure}")
            if feature == EVERY_PAGE:
                shared = merge_sources(shared, sources)
            else:
                features[feature] = merge_sources(features.get(feature, {}), sources)
    named = tuple((name, tuple(sources.items())) for name, sources in sorted(features.items()))
    return Policy(tuple(shared.items()), named)
