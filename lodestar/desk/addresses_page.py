"""The page of redirect rules: old addresses, where each one leads, and what is wrong with it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lodestar.base.digest import digest
from lodestar.base.problems import did_you_mean
from lodestar.desk.choices import draft_addresses, named_places, places, readable_addresses
from lodestar.desk.incoming import STALE, Form, Stale, form_of
from lodestar.desk.pages import answer
from lodestar.desk.saving import Changed, read, reason_of, save
from lodestar.publishing.mend import FILE_HEAD
from plugins.redirects.patterns import is_pattern
from plugins.redirects.rules import GONE, IMPORTED_FILE, Rule, old_address, read_rules, with_rules

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

CHANGED_MEANWHILE = "the list was changed meanwhile; look at it once more, and save again"


class ShownRule(NamedTuple):
    """A redirect rule, as a row of the table."""

    old: str
    new: str
    title: str
    """The title of the page that it leads to; empty where the desk does not know it."""
    wrong: str
    own: bool
    """Whether it can be edited here; rules that an import wrote cannot."""


class AddressesPage:
    """Lists and edits redirect rules."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def page(self, request: Request) -> Response:
        """Show the rules; or add, change or remove one."""
        query = request.query_params
        if request.method == "GET":
            form = Form({"before": [query.get("change", "")]})
            return await asyncio.to_thread(self._list, form, said=query.get("said", ""))
        try:
            form = await form_of(request, self._desk.origins.token)
        except Stale as stale:
            return await asyncio.to_thread(self._list, stale.form, STALE, 403)
        return await asyncio.to_thread(self._do, form)

    def _do(self, form: Form) -> Response:
        old, new = form.get("old").strip(), GONE if form.get("gone") == "yes" else form.get("new").strip()
        new = named_places(self._desk).get(new.casefold(), new)
        try:
            if reason := self._write(old, new, form.get("before"), form.get("do") == "remove"):
                return self._list(form, reason, 422)
        except Changed:
            return self._list(form, CHANGED_MEANWHILE, 409)
        except OSError as error:
            return self._list(form, reason_of(error), 507)
        self._desk.builder.want(anew=True)  # redirect rules are part of the settings
        self._desk.changed()
        return RedirectResponse("/addresses?said=addressed", 303)

    @property
    def _file(self) -> Path:
        return Path(self._desk.settings["REDIRECTS"].file)

    def _answered(self) -> set[str]:
        """Return the addresses at which readers get a page; empty before the first build."""
        rules = {rule.old for file in (self._file, self._desk.content / IMPORTED_FILE) for rule in _rules(file)}
        return readable_addresses(self._desk) - rules

    def _write(self, old: str, new: str, before: str, remove: bool) -> str:
        """Write or remove a rule and return why not; empty where it was done.

        `before` is the old address of the rule that it replaces. Raises Changed, OSError.
        """
        data = read(self._file)
        text = data.decode("utf-8") if data is not None else FILE_HEAD
        rules: dict[str, str] = {rule.old: rule.new for rule in read_rules(text, "")[0]}
        if before and old_address(before) not in rules:
            raise Changed(data)
        if not remove and (reason := self._fault(old, new, rules)):
            return reason
        new_text = with_rules(text, [] if remove else [(old, new)], [old, *([before] if before else [])])
        save(self._file, new_text.encode(), digest(data) if data is not None else "")
        return ""

    def _fault(self, old: str, new: str, rules: Mapping[str, str]) -> str:
        """Return why a rule is invalid; empty where it is valid."""
        if not old or not new:
            return "write the old address and where it leads"
        if any(letter.isspace() for letter in old + new):
            return "an address has no spaces"
        if not old.startswith("/") or not (new == GONE or new.startswith(("/", "http://", "https://"))):
            return 'an address of your site begins with "/", one elsewhere with "https://"'
        if problems := read_rules(f"{old} {new}", "")[1]:
            return f"{problems[0].what}; {problems[0].cure}"
        old = old_address(old)
        answered = self._answered()
        if old in answered:
            return f"there is a page at {old}; its own address cannot lead elsewhere"
        other_rules = {known_old: known_new for known_old, known_new in rules.items() if known_old != old}
        return "" if is_pattern(old) else _target_fault(old, new, other_rules, answered)

    def _list(self, form: Form, fault: str = "", status: int = 200, said: str = "") -> Response:
        desk, answered, drafts = self._desk, self._answered(), draft_addresses(self._desk)
        titles = dict(places(desk))
        rules = []
        for file, own in ((self._file, True), (desk.content / IMPORTED_FILE, False)):
            parsed = _rules(file)
            targets: dict[str, str] = {rule.old: rule.new for rule in parsed}
            for rule in parsed:
                wrong = "" if is_pattern(rule.old) else _target_fault(rule.old, rule.new, targets, answered)
                if desk.path_at(rule.old) and rule.old not in drafts:
                    wrong = "a page has this address itself"
                rules.append(ShownRule(rule.old, rule.new, titles.get(rule.new, ""), wrong, own))
        changed = next((rule for rule in rules if rule.own and rule.old == form.get("before")), None)
        return answer(
            desk, "addresses.html", status, title="Old addresses", here="settings", rules=rules, gone=GONE, fault=fault,
            before=changed.old if changed else "", old=form.get("old", changed.old if changed else ""),
            new=form.get("new", changed.new if changed and changed.new != GONE else ""), choices={"places": places(desk)}, said=said,
        )  # fmt: skip


def _rules(file: Path) -> list[Rule]:
    return read_rules((read(file) or b"").decode("utf-8", "replace"), "")[0]


def _target_fault(old: str, new: str, targets: Mapping[str, str], answered: Collection[str]) -> str:
    """Return what is wrong with the target of a rule; empty where nothing is, or the desk cannot know."""
    target = new.partition("#")[0].partition("?")[0]
    if new == GONE or not new.startswith("/") or target in answered:
        return ""
    if new == old:
        return "it cannot lead to itself"
    steps = [old, new]
    while steps[-1] in targets and steps[-1] not in steps[:-1]:
        steps.append(targets[steps[-1]])
    if steps[-1] in steps[:-1]:
        return f"they lead in a circle: {' to '.join(steps)}; name the page that readers shall see"
    if len(steps) > 2:
        return f"{new} is an old address itself; name {steps[-1]}"
    return (
        f"there is no page at {new}; {did_you_mean(target, answered, 'choose a page that is there')}"
        if answered
        else ""
    )
