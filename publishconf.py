"""What production changes, and nothing else."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from lodestar.publishing.target_file import read_targets

HOSTING, PUBLISH = read_targets(Path(__file__).with_name("publish.yaml"))  # what the desk set up
from pelicanconf import *  # noqa: F403
from pelicanconf import SITE, SITEURL

SITEURL = SITE.get("address", SITEURL)
