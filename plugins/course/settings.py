"""The settings of courses: `COURSES` in `pelicanconf.py`."""

from __future__ import annotations

from typing import Literal

from lodestar.base.settings import SettingsModel


class CourseSettings(SettingsModel, frozen=True):
    """How courses are offered."""

    enrolled: Literal["link", "passphrase"] = "link"
    """Where lessons for those who enrolled are: `link`: on the platform the course is sold on, and the site leads
    there; `passphrase`: on the site, encrypted, and opened by a passphrase that each cohort is given."""
