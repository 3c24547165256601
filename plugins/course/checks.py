"""Checks of a course that need all of the content."""

from __future__ import annotations

from lodestar.base.problems import Problem, did_you_mean
from lodestar.engine.site import Site
from plugins.course.calendar import revised
from plugins.course.core import FOLDER, Tree, troubles
from plugins.course.dates import upcoming_cohorts
from plugins.course.sealing import KEY_VARIABLE, MAKE_KEY, PHRASE_VARIABLE, SHORTEST, Secrets, variable, variables


def check(site: Site, tree: Tree, secrets: Secrets | None) -> bool:
    """Report everything that is wrong with a course, and return whether it can be built nevertheless."""
    if _unread(site, tree):
        return False
    problem_count = len(site.problems)
    lessons = [lesson for lesson in site.content["lessons"] if lesson.course == tree.course.slug]
    for trouble in troubles(tree, lessons):
        line = trouble.line or site.line_of(trouble.path, *trouble.keys)
        site.problems.append(Problem(f"{site.shown}/{trouble.path}", line, trouble.what, trouble.cure))
    _cohorts(site, tree)
    _names(site, tree)
    _private_files(site, tree)
    if secrets and not all(lesson.free for lesson in tree.lessons):
        _secrets(site, tree, secrets)
    return len(site.problems) == problem_count


def _unread(site: Site, tree: Tree) -> bool:
    """Return whether a file of the course could not be read, so that further checks would be guesswork."""
    folder = f"{site.shown}/{FOLDER}{tree.course.slug}/"
    return any(problem.fatal and problem.path.startswith(folder) for problem in site.problems)


def _cohorts(site: Site, tree: Tree) -> None:
    course = tree.course
    if course.enrol_when == "next cohort" and not upcoming_cohorts(course.cohorts, site.today):
        last = max((cohort.enrol_by for cohort in course.cohorts), default="")
        fault = (
            f"no next cohort is ahead: the last one could be joined until {last}"
            if last
            else "no next cohort is ahead: there are none"
        )
        site.refuse(course.path, ("enrol", "when"), fault, 'add a cohort, or write "when: any time" below "enrol:"')
    for index, cohort in enumerate(course.cohorts):
        revision = revised(course, cohort)
        if revision != cohort.revision:
            reason = "what the calendar says has changed" if cohort.revision else "the cohort has no revision"
            site.refuse(
                course.path, ("cohorts", index, "revision"), f"{cohort.id}: {reason}", f'write "revision: {revision}"'
            )


def _names(site: Site, tree: Tree) -> None:
    """Refuse names of missing instructors, tags, posts and portraits."""
    course = tree.course
    static = {file.path for file in site.static}
    for index, voice in enumerate(course.voices):
        if voice.portrait and voice.portrait not in static | site.withheld.keys():
            cure = did_you_mean(voice.portrait, static, f"put it at {site.shown}/{voice.portrait}")
            keys = ("testimonials", index, "portrait")
            site.refuse(course.path, keys, f'the picture "{voice.portrait}" does not exist', cure)
    authors = site.content.get("authors", ())
    if course.instructor and site.terms.author_called(course.instructor) is None:
        cure = did_you_mean(course.instructor, [author.name for author in authors], "add a file below authors/")
        site.refuse(
            course.path, ("instructor",), f'unknown author "{course.instructor}"', cure, missing=course.instructor
        )
    for index, tag in enumerate(course.tags):
        if site.terms.slug_of("tag", tag) not in site.tags:
            cure = did_you_mean(tag, [term.label for term in site.tags.values()], "delete it")
            site.refuse(course.path, ("tags", index), f'no post has the tag "{tag}"', cure, missing=tag)
    posts = {post.article.path for post in site.posts}
    for lesson in tree.lessons:
        for index, path in enumerate(lesson.builds_on):
            if path not in posts:
                fault = f'"{path}" is no post that readers can see'
                cure = did_you_mean(path, posts, "write its path below content/")
                site.refuse(lesson.path, ("builds_on", index), fault, cure, missing=path)


def _private_files(site: Site, tree: Tree) -> None:
    """Refuse files of lessons for enrolled learners in folders from which any text may publish them."""
    for lesson in tree.lessons:
        for reference in lesson.body.references if not lesson.free else ():
            if reference.target in site.withheld and not reference.target.startswith(FOLDER):
                fault = (
                    f'everyone can fetch "{reference.written}" as soon as another text shows it, '
                    "and the lesson is only for those who enrolled"
                )
                folder = f"{site.shown}/{lesson.path.rpartition('/')[0]}/"
                cure = f"move the file into {folder}, or show it on a public page of the course"
                line = site.line_of(lesson.path, text=reference.written)
                site.problems.append(Problem(f"{site.shown}/{lesson.path}", line, fault, cure))


def _secrets(site: Site, tree: Tree, secrets: Secrets) -> None:
    path, slug = tree.course.path, tree.course.slug
    if not secrets.key:
        fault = f"the environment has no {KEY_VARIABLE} of 64 hexadecimal digits, under which lessons are encrypted"
        site.refuse(path, (), fault, f"make one with {MAKE_KEY}, and keep it with your other secrets")
    names = variables(slug, (cohort.id for cohort in tree.course.cohorts), tree.course.enrol_when == "any time")
    phrases = {name: phrase for name, phrase in secrets.phrases.items() if name in names}
    if not phrases:
        example = PHRASE_VARIABLE + (next(iter(names)) if names else variable(slug, "cohort"))
        site.refuse(
            path,
            (),
            f"{'no cohort' if tree.course.cohorts else 'nobody'} has a passphrase, so nobody could read the lessons",
            f"set {example} in the environment",
        )
    for name, phrase in phrases.items():
        if len(phrase) < SHORTEST:
            fault = f"the passphrase of {names[name]} has fewer than {SHORTEST} characters, and could be guessed"
            site.refuse(path, (), fault, "take four or more words that do not belong together")
    for name in secrets.phrases.keys() - names.keys():
        if name.startswith(variable(slug, "")):
            cure = "known: " + ", ".join(PHRASE_VARIABLE + name for name in sorted(names))
            site.refuse(path, (), f"{PHRASE_VARIABLE}{name} in the environment belongs to no cohort", cure, fatal=False)
