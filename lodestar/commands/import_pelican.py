"""`import-pelican`: a site made with Pelican becomes content."""

from lodestar.pelican_import.command import execute as run
from lodestar.pelican_import.command import parser

__all__ = ["parser", "run"]
