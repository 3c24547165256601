"""Series: the parts in the order in which they were published."""

from __future__ import annotations

SITE = """\
-- content/posts/one.md --
---
title: One
date: 2026-01-01
series: First steps
---
text
-- content/posts/two.md --
---
title: Two
date: 2026-02-01
series: first-steps
---
text
-- content/posts/alone.md --
---
title: Alone
date: 2026-03-01
series: Something else
---
text
"""


def test_parts_stand_in_order_under_the_oldest_ones_name(build_site) -> None:
    from plugins.series.hooks import parts

    site = build_site(SITE).run.result.site
    box = parts(site)["series_box"]
    results = {article.article.slug: box(article) for article in site.articles}
    assert results["two"].name == "First steps"
    assert [link.label for link in results["two"].parts] == ["One", "Two"]
    assert (results["one"].number, results["two"].number) == (1, 2)
    assert results["alone"] is None


def test_numbers_come_before_dates(build_site) -> None:
    from plugins.series.hooks import parts

    numbered = SITE.replace("series: first-steps", "series: first-steps\npart: 1").replace(
        "series: Something else", "series: First steps"
    )
    site = build_site(numbered).run.result.site
    box = parts(site)["series_box"]
    results = {article.article.slug: box(article) for article in site.articles}
    assert [link.label for link in results["one"].parts] == ["Two", "One", "Alone"]
    assert (results["two"].number, results["one"].number) == (1, 2)
