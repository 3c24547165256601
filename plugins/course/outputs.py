"""All files of a course."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from lodestar.base.fingerprints import Keyed, fingerprint
from lodestar.base.languages import gettext, using
from lodestar.base.values import Link
from lodestar.engine.site import Entry, Output, Site
from plugins.course import pages
from plugins.course.assemble import FEEDS, CourseBuilder
from plugins.course.calendar import ics
from plugins.course.data import list_data
from plugins.course.sealing import SealedFile, Secrets, keys_file, variables
from plugins.feeds.core import FORMATS, Feed, common_settings, own_id

WORKER = "static/course/worker.js"
"""The service worker in the theme; it is published in the folder whose pages it caches."""


def outputs(site: Site, courses: Iterable[CourseBuilder], secrets: Secrets | None, theme: str) -> Iterator[Output]:
    """Yield the files of all courses; `theme` is a hash of the theme and of its words."""
    builders = tuple(courses)
    for course in builders:
        with using(site.languages[course.lang]):
            files = (*_pages(course), *_feeds(site, course), *_calendars(site, course), *_sealed(site, course, secrets))
        results = [output._replace(language=site.output_language(course.lang)) for output in files]
        yield from results
        yield from _offline(site, course, results, theme)
    if builders:
        yield _list(site, builders)


def _source(site: Site, path: str) -> str:
    return f"{site.shown}/{path}"


def _file(url: str) -> str:
    """Return the path of the file that answers an address."""
    return url.lstrip("/") + ("index.html" if url.endswith("/") else "")


def _pages(course: CourseBuilder) -> Iterator[Output]:
    source = _source(course.site, course.tree.course.path)
    url, title = course.url, course.tree.course.title
    yield Output(_file(url), "course.html", course.landing(), source)
    for place, lesson in enumerate(course.tree.lessons):
        value = course.lesson(place)
        yield Output(_file(value.url), "lesson.html", value, _source(course.site, lesson.path))
    whole = pages.WholePage(
        gettext("%(course)s, on one page", course=title),
        gettext("All of the course %(course)s.", course=title),
        f"{url}all/",
        course.outline,
        course.modules(False),
    )
    yield Output(_file(whole.url), "course-whole.html", whole, source)
    workbook = pages.WholePage(
        gettext("Workbook: %(course)s", course=title),
        gettext("The exercises of the course %(course)s, with your own answers.", course=title),
        f"{url}workbook/",
        course.outline,
        course.modules(True),
    )
    yield Output(_file(workbook.url), "workbook.html", workbook, source)
    certificate = course.certificate()
    yield Output(_file(certificate.url), "certificate.html", certificate, source)


def _feeds(site: Site, course: CourseBuilder) -> Iterator[Output]:
    """Yield the feeds of the free lessons, newest first; other lessons are in no feed."""
    if not course.outline.feeds:
        return
    tree = course.tree
    free = [lesson for lesson in tree.lessons if lesson.free]
    author = course.author()
    writers = (Link(author.name, site.urls.get(author.path, "/")),) if author else ()
    entries = [
        Entry(
            title=lesson.title,
            url=tree.lesson_url(lesson),
            id=lesson.id or tree.lesson_url(lesson),
            date=lesson.date or tree.course.date,
            modified="",
            summary=lesson.summary,
            slug=lesson.slug,
            authors=writers,
            categories=(),
            tags=tuple(term.link for term in course.tags()),
            body=site.resolve(lesson, lesson.prose),
            parts={},
            lang=course.lang,
        )
        for lesson in reversed(free)
    ]
    entries.sort(key=lambda entry: entry.date, reverse=True)
    common = common_settings(site)
    for name, path in FEEDS.items():
        address = course.url + path
        value = Feed(
            title=f"{tree.course.title} | {site.settings['SITENAME']}",
            description=tree.course.summary,
            url=course.url,
            self_url=address,
            updated=max(entry.date for entry in entries),
            entries=tuple(map(Keyed, entries)),
            id=own_id(common.id, "course", tree.course.slug, 0),
            image=common.image,
            hub=common.hub,
        )
        place = address.lstrip("/") + ("index.xml" if address.endswith("/") else "")
        yield Output(place, FORMATS[name], value, f"the feed {address}")


def _calendars(site: Site, course: CourseBuilder) -> Iterator[Output]:
    for cohort in course.tree.course.cohorts:
        text = ics(course.tree.course, cohort, site.url + course.url, course.verb)
        yield Output(f"{course.url[1:]}{cohort.id}.ics", "text", text, _source(site, course.tree.course.path))


def _sealed(site: Site, course: CourseBuilder, secrets: Secrets | None) -> Iterator[Output]:
    """Yield encrypted lessons and files, and the wrapped keys; only the keys change with a passphrase."""
    if not course.seals or secrets is None:
        return
    tree = course.tree
    files: set[str] = set()
    for lesson in tree.lessons:
        if not lesson.free:
            value = course.sealed(lesson)
            yield Output(course.sealed_url(lesson)[1:], "lesson-sealed.html", value, _source(site, lesson.path))
            files |= {reference.target for reference in lesson.body.references if reference.target in site.withheld}
    for path in sorted(files):
        address = course.sealed_address(path)
        file = SealedFile(path, site.withheld[path], course.seal(address))
        yield Output(address[1:], "plugins.course.sealing:sealed_file", file, _source(site, path))
    cohorts = (cohort.id for cohort in tree.course.cohorts)
    names = variables(tree.course.slug, cohorts, tree.course.enrol_when == "any time")
    phrases = {name: secrets.phrases[name] for name in names if name in secrets.phrases}
    text = keys_file(course.key, phrases, tree.course.slug)
    yield Output(course.outline.keys[1:], "text", text, _source(site, tree.course.path))


def _offline(site: Site, course: CourseBuilder, outputs: Iterable[Output], theme: str) -> Iterator[Output]:
    """Yield the service worker, and the list of what it caches, whose version changes with anything on it."""
    outputs = list(outputs)
    files = {
        reference.target: site.addresses.static(reference.target)
        for lesson in course.tree.lessons
        if lesson.free
        for reference in lesson.body.references
    }
    static = {file.path: file.hash for file in site.static}
    file_urls = sorted(files[path] for path in files if path in static)
    version = fingerprint(
        [
            theme,
            [(item.address, fingerprint(item.value)) for item in outputs],
            [static[path] for path in sorted(files) if path in static],
        ]
    )
    urls = [
        "/" + item.address.removesuffix("index.html") for item in outputs if not item.address.endswith((".xml", ".ics"))
    ]
    text = json.dumps({"version": version, "files": [site.base + url for url in urls + file_urls]}, indent=1) + "\n"
    source = _source(site, course.tree.course.path)
    yield Output(f"{course.url[1:]}offline.json", "text", text, source)
    worker = Path(site.settings["THEME"]) / WORKER
    if worker.exists():
        yield Output(f"{course.url[1:]}worker.js", "text", worker.read_text(encoding="utf-8"), source)


def _list(site: Site, courses: tuple[CourseBuilder, ...]) -> Output:
    """Return the page of all courses."""
    cards = tuple(
        pages.CourseCard(course.tree.course.title, course.url, course.tree.course.promise, course.facts(), course.lang)
        for course in courses
    )
    data = list_data((course.tree for course in courses), site.url)
    about = gettext("Courses by %(site)s.", site=site.settings["SITENAME"])
    value = pages.CourseList(gettext("Courses"), about, "/courses/", cards, data)
    return Output("courses/index.html", "course-list.html", value, "the list of courses")
