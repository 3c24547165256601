"""The front of the home page: the author, her course, posts to begin with, subjects."""

from __future__ import annotations

from lodestar.base.problems import did_you_mean
from lodestar.base.values import Author, Image, SiteFile, TermFile, Value
from lodestar.engine.site import Site, Term
from plugins.tag_archives.features import Pick, picked

PICKS, SUBJECTS = 3, 6
"""How many there are where the author names none."""


class Who(Value):
    """The author of the site."""

    name: str
    role: str
    url: str
    portrait: Image | None


class Front(Value):
    """The content of the home page besides the newest posts."""

    who: Who | None
    course: Pick | None
    picks: tuple[Pick, ...]
    subjects: tuple[Pick, ...]
    header: Image | None = None
    """The wide picture at the top."""


def front(site: Site) -> Front:
    """Return what the home page shows; names that `site.yaml` has and nobody else does are refused."""
    site_file = site.said
    fields = site_file.fields if site_file else {}
    subjects = (
        _named(site, site_file, fields["subjects"]) if site_file and fields.get("subjects") else _introduced(site)
    )
    picks = picked(site, site_file, fields["picks"]) if site_file and fields.get("picks") else _first_picks(site)
    header = site.image_of(site_file, "header") if site_file else None
    return Front(_who(site), _course(site), picks, tuple(map(_pick, subjects)), header)


def _who(site: Site) -> Who | None:
    name = site.settings.get("AUTHOR", "")
    term = site.authors.get(site.terms.slug_of("author", name)) if name else None
    if term is None:
        return None
    author = term.file if isinstance(term.file, Author) else None
    portrait = site.image_of(author, "portrait") if author else None
    if not portrait and site.said:
        portrait = site.image_of(site.said, "portrait")
    return Who(term.label, author.role if author else "", term.url, portrait)


def _course(site: Site) -> Pick | None:
    courses = (course for course in site.content.get("courses", ()) if course.path in site.urls)
    course = next(courses, None)
    return Pick(course.title, site.urls[course.path], course.promise, site.tag_of(course.lang)) if course else None


def _introduced(site: Site) -> list[Term]:
    """Return the tags with a summary, those with most posts first."""
    terms = [term for term in site.tags.values() if isinstance(term.file, TermFile) and term.file.summary]
    return sorted(terms, key=lambda term: (-len(site.members.get(term, ())), term.label.casefold()))[:SUBJECTS]


def _named(site: Site, site_file: SiteFile, names: tuple[str, ...]) -> list[Term]:
    terms = []
    for index, name in enumerate(names):
        if term := site.tags.get(site.terms.slug_of("tag", name)):
            terms.append(term)
            continue
        cure = did_you_mean(name, [tag.label for tag in site.tags.values()], "write the name of a tag that a post has")
        site.refuse(site_file.path, ("subjects", index), f'the subject "{name}" is no tag', cure)
    return terms


def _first_picks(site: Site) -> tuple[Pick, ...]:
    """Return the first of the posts that each subject begins with, of the subjects with most posts."""
    paths = (term.file.picks[:1] for term in _introduced(site) if isinstance(term.file, TermFile))
    posts = dict.fromkeys(path for picks in paths for path in picks if path in site.published)
    published = (site.published[path] for path in list(posts)[:PICKS])
    return tuple(Pick(post.article.title, post.url, post.article.summary, post.lang) for post in published)


def _pick(term: Term) -> Pick:
    summary = term.file.summary if isinstance(term.file, TermFile) else ""
    return Pick(term.label, term.url, summary, term.lang)
