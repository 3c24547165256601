"""What production changes, and nothing else."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from pelicanconf import *  # noqa: F403
from pelicanconf import SITE, SITEURL

SITEURL = SITE.get("address", SITEURL)
