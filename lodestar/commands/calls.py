"""`calls`: which call to action each post carries, which rule chose it, and why others lost."""

from __future__ import annotations

import argparse

from lodestar.engine.program import SiteOptions, related, site_arguments


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(
        description="Say for every post which call to action it carries, and why.",
        epilog="Example: python3 tasks.py calls",
    )
    site_arguments(parser)
    return parser


def run(options: argparse.Namespace) -> int:
    """Print a few lines for each post, newest first."""
    from plugins.course_cta.hooks import chooser

    site = related(SiteOptions.of(options))
    choice = chooser(site)
    for post in site.posts:
        chosen = choice(post)
        print(f"{site.shown}/{post.article.path}: {chosen.call.slug if chosen.call else 'none'} ({chosen.why})")
        for name, reason in chosen.lost:
            print(f"    not {name}: {reason}")
    return 0
