"""Where the site can be published; each target uses the tool that is best kept for it."""

from __future__ import annotations

from pathlib import Path

from lodestar.publishing.settings import FolderTarget, PagesTarget, RsyncTarget, Target
from lodestar.publishing.targets.base import Deployer


def deployer(target: Target, cache: Path, again: bool = False) -> Deployer:
    """Return what publishes to a target. What it must remember here is kept in the folder `cache`; with `again` it
    believes nothing of what it finds there."""
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
