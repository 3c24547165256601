"""The targets to which the site can be published; each uses the best maintained tool for it."""

from __future__ import annotations

from pathlib import Path

from lodestar.publishing.settings import FolderTarget, PagesTarget, RsyncTarget, Target
from lodestar.publishing.targets.base import Deployer


def deployer(target: Target, cache: Path, again: bool = False) -> Deployer:
    """Return the deployer for a target. It keeps its own records in the folder `cache`; with `again` it
    does not trust what it finds at the target."""
    if isinstance(target, FolderTarget):
        from lodestar.publishing.targets.folder import FolderDeployer

        return FolderDeployer(target)
    if isinstance(target, RsyncTarget):
        from lodestar.publishing.targets.rsync import Rsync

        return Rsync(target)
    if isinstance(target, PagesTarget):
        from lodestar.publishing.targets.github_pages import GitHubPages

        return GitHubPages(target, again)
    from lodestar.publishing.targets.s3 import S3

    return S3(target, cache, again)
