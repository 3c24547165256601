"""`import-wordpress`: a WordPress export becomes content."""

from lodestar.wordpress.command import execute as run
from lodestar.wordpress.command import parser

__all__ = ["parser", "run"]
