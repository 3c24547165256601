"""Courses as schema.org data, made from the same values as their pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from plugins.course.core import Tree
from plugins.course.dates import duration
from plugins.course.values import Cohort

SCHEMA = "https://schema.org"


def course_data(
    tree: Tree, cohorts: Iterable[Cohort], site: str, name: str, instructor: dict[str, Any], image: str, lang: str
) -> dict[str, Any]:
    """Return a `Course`, with its instances, syllabus and offer. `site` is the site's address, `name` its name, `lang` the
    language of the course."""
    course, url = tree.course, site + tree.url
    data: dict[str, Any] = {
        "@context": SCHEMA,
        "@type": "Course",
        "@id": url,
        "url": url,
        "name": course.title,
        "description": course.summary,
        "inLanguage": lang,
        "provider": {"@type": "Organization", "name": name, "url": site + "/"},
        "timeRequired": duration(tree.minutes),
        "teaches": list(course.outcomes),
        "syllabusSections": [
            {
                "@type": "Syllabus",
                "name": chapter.module.title,
                "timeRequired": duration(chapter.minutes),
                **({"description": chapter.module.summary} if chapter.module.summary else {}),
            }
            for chapter in tree.chapters
        ],
        "hasCourseInstance": [_instance(tree, cohort, url, instructor) for cohort in cohorts]
        or [_self_paced(tree, instructor)],
    }
    if course.level:
        data["educationalLevel"] = course.level
    if image:
        data["image"] = site + image
    if course.suits:
        data["audience"] = {"@type": "Audience", "audienceType": " ".join(course.suits)}
    if course.price:
        free = not course.price.amount.strip("0.")
        data["offers"] = {
            "@type": "Offer",
            "category": "Free" if free else "Paid",
            "price": course.price.amount,
            "priceCurrency": course.price.currency,
            "url": url + "#enroll",
        }
    return data


def _instance(tree: Tree, cohort: Cohort, url: str, instructor: dict[str, Any]) -> dict[str, Any]:
    return {
        "@type": "CourseInstance",
        "@id": f"{url}#{cohort.id}",
        "courseMode": "online",
        "startDate": cohort.start,
        "endDate": cohort.end,
        "courseWorkload": duration(tree.minutes),
        **({"instructor": instructor} if instructor else {}),
    }


def _self_paced(tree: Tree, instructor: dict[str, Any]) -> dict[str, Any]:
    mode = {"@type": "CourseInstance", "courseMode": "online", "courseWorkload": duration(tree.minutes)}
    return {**mode, **({"instructor": instructor} if instructor else {})}


def list_data(trees: Iterable[Tree], site: str) -> dict[str, Any]:
    """Return an `ItemList` of courses."""
    items = [
        {"@type": "ListItem", "position": place, "url": site + tree.url, "name": tree.course.title}
        for place, tree in enumerate(trees, start=1)
    ]
    return {"@context": SCHEMA, "@type": "ItemList", "itemListElement": items}
