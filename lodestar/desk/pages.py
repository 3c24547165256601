"""The desk's own templates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from secrets import token_urlsafe
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from lodestar.base.problems import Problem
from lodestar.desk.form_values import in_one_line
from lodestar.desk.packages import imports
from lodestar.desk.saving import refused
from lodestar.engine.summary import count

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

Item = TypeVar("Item")
STATIC = Path(__file__).with_name("static")
TEMPLATES = Path(__file__).with_name("templates")
INLINE = ("write.html",)
"""Pages with a script or style inside, which a nonce allows."""


@cache
def environment() -> Environment:
    """Return the environment of the desk's templates."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters["count"] = count
    environment.filters["in_one_line"] = in_one_line
    environment.globals["imports"] = imports
    environment.filters["capitalize_first"] = lambda text: text[:1].upper() + text[1:]
    return environment


def fragment(template: str, **values: Any) -> str:
    """Render a template and return its text."""
    return environment().get_template(template).render(**values)


SAID = {
    "saved": "Saved.",
    "made": "Made. It is a draft: readers do not see it until you publish it.",
    "copied": "Copied. The copy is a draft with an address of its own.",
    "scheduled": "Scheduled.",
    "retired": "Retired. Readers lose it when you publish, and its address still answers. The text stays, as a draft.",
    "mended": "Mended.",
    "listed": "Your lists are saved.",
    "several": "Done. What each text was before is among its earlier versions; readers see it when you publish.",
    "known": "The word is on your list now.",
    "converted": "The text has its new form now.",
    "deleted": "Deleted. It can be put back from here.",
    "back": "It is back.",
    "returned": "The text is what it was then. What it was before is among its earlier versions.",
    "held": "It is a draft again, and readers do not get it.",
    "moved": "The order is as you wanted it. Readers see it when you publish.",
    "renamed": "It has its new name in every text. Readers see it when you publish.",
    "unnamed": "All is as it was before.",
    "addressed": "The list is as you wanted it. It holds for readers when you publish.",
    "settled": "Saved. Readers see it when you publish.",
    "taken": "The picture is in the site.",
    "replaced": "Replaced. Every text that shows it shows the new picture; readers see it when you publish.",
    "approved": "Approved. Readers see it once you publish.",
    "refused": "Deleted. It is at the end of this page, should you think again.",
    "renewed": "The desk is here again.",
    "waits": "It waits again.",
    "gone": "Gone for good. Its letter, read once more, is known and makes no comment.",
}
"""The message of a page after something was done, by the value of `said` in its address."""


def paged(items: Sequence[Item], page: str, size: int) -> tuple[Sequence[Item], int, int]:
    """Return the items on the page that is asked for, its number, and that of the last page."""
    last = max(1, -(-len(items) // size))
    number = min(max(1, int(page) if page.isdecimal() else 1), last)
    return items[(number - 1) * size : number * size], number, last


def _blamed(desk: Desk, problem: Problem) -> tuple[Problem, str, str]:
    """Return a problem in the desk's words, and path and title of the text that it is about; empty where it is about none."""
    problem = refused(problem)
    path = problem.path.removeprefix(f"{desk.shown}/")
    row = desk.library.row(path) if path != problem.path else None
    worded = msgspec.structs.replace(problem, what=_titled(desk, problem.what), cure=_titled(desk, problem.cure))
    return worded, path if row else "", row.title if row else ""


def _titled(desk: Desk, words: str) -> str:
    """Return a message of a build with titles in place of paths, and the desk's own label for a slug."""

    def title(match: re.Match[str]) -> str:
        row = desk.library.row(match[1])
        return f"“{row.title}”" if row else match[0]

    named = re.sub(rf"{re.escape(desk.shown)}/(\S+\.md)", title, words)
    return named.replace("another slug", "another “Address (last part)”, below “More settings”")


def answer(desk: Desk, template: str, status: int = 200, *, title: str, here: str, **values: Any) -> Response:
    """Return a page of the desk."""
    from lodestar.desk.posts_page import kinds_listed

    values = {
        "said": "",
        "typed": (),
        "details": "",
        "nonce": token_urlsafe(16) if template in INLINE else "",
        **values,
    }
    text = fragment(
        template, title=title, here=here, site=desk.origins.site, token=desk.origins.token, lang=desk.settings.get("DEFAULT_LANG", "en"), name=desk.settings["SITENAME"],
        kinds=kinds_listed(), mark=desk.mark, day=desk.day, problems=[_blamed(desk, problem) for problem in desk.builder.problems], sayings=SAID,
        discussed=hasattr(desk.settings.get("COMMENTS"), "address"), **values,
    )  # fmt: skip
    headers = {"Content-Security-Policy": desk.origins.policy(values["nonce"])}
    return HTMLResponse(text, status, headers)
