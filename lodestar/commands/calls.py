"""`calls`: which call to action each post carries, which rule chose it, and why others lost."""

from __future__ import annotations

import argparse

from lodestar.engine.program import SiteOptions, related, site_arguments


def parser() -> argparse.ArgumentParser:
    """The command's options."""
    made = argparse.ArgumentParser(
        description="Say for every post which call to action it carries, and why.",
        epilog="Example: python3 tasks.py calls",
    )
    site_arguments(made)
    return made


def run(options: argparse.Namespace) -> int:
    """Print a few lines a post, newest first."""
    from plugins.course_cta.hooks import chooser

    site = related(SiteOptions.of(options))
    choice = chooser(site)
    for each in site.posts:
        chosen = choice(each)
        print(f"{site.shown}/{each.article.path}: {chosen.call.slug if chosen.call else 'none'} ({chosen.why})")
        for name, why in chosen.lost:
            print(f"    not {name}: {why}")
    return 0
