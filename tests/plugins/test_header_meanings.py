"""Headers that are right: what dates and words in them mean."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("date", ["2026-3-3", "2026-3-03 9:05", "2026-03-3T09:05"])
def test_a_date_may_leave_out_the_zero_of_month_day_and_hour(build_site, date):
    built = build_site(f"-- content/posts/x.md --\n---\ntitle: X\ndate: {date}\n---\n[Home]({{index}})\n")
    assert 'href="/"' in built["2026/03/03/x/index.html"]


def test_yaml_and_key_value_headers_mean_the_same(build_site):
    yaml = build_site(
        "-- content/posts/x.md --\n---\ntitle: One\ndate: 2026-01-02 08:00\ntags: [a, b c]\n"
        "categories: [Y, Y/Z]\nsummary: S\n---\nText.\n"
    )["2026/01/02/x/index.html"]
    key_value_site = build_site(
        "-- content/posts/x.md --\nTitle: One\nDate: 2026-01-02 08:00\nTags: a, b c\nCategory: Y, Y/Z\n"
        "Summary: S\n\nText.\n"
    )["2026/01/02/x/index.html"]
    assert yaml == key_value_site


def test_words_that_yaml_takes_for_something_else_stay_words(build_site):
    built = build_site("-- content/posts/x.md --\n---\ntitle: No\ndate: 2026-01-02\ntags: [2025, yes]\n---\nText.\n")
    assert "title No" in built["2026/01/02/x/index.html"]
    assert "tag/2025/index.html" in built and "tag/yes/index.html" in built


def test_a_date_is_in_the_sites_time_zone_in_summer_and_winter(build_site):
    built = build_site(
        """\
-- content/posts/winter.md --
---
title: Winter
date: 2026-01-02 23:30
---
-- content/posts/summer.md --
---
title: Summer
date: 2025-07-02 23:30
---
""",
        TIMEZONE="America/Chicago",
    )
    assert "on 2026-01-02T23:30:00-06:00" in built["2026/01/02/winter/index.html"]
    assert "on 2025-07-02T23:30:00-05:00" in built["2025/07/02/summer/index.html"]


def test_an_empty_site_builds(build_site):
    assert "index.html" in build_site()
