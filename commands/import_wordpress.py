"""`import-wordpress`: a WordPress export becomes content."""

from wordpress.command import execute as run
from wordpress.command import parser

__all__ = ["parser", "run"]
