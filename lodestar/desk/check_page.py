"""The pages that list findings and fix them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from lodestar.base.digest import digest
from lodestar.base.front_matter.edit import CannotEdit
from lodestar.base.front_matter.header import Fault
from lodestar.desk import lists
from lodestar.desk.checker import Checker
from lodestar.desk.checking import NotMended, id_of, mended
from lodestar.desk.cures import cures
from lodestar.desk.findings import Ask, Fix, Put, Rename, Swap, TextFinding
from lodestar.desk.incoming import STALE, Stale, form_of
from lodestar.desk.kinds import kind_of
from lodestar.desk.pages import answer, paged
from lodestar.desk.paths import PathRefused, place
from lodestar.desk.publisher import Publisher
from lodestar.desk.saving import Changed, read, readable, reason_of
from lodestar.desk.writing import Conflict, save_file
from lodestar.engine.summary import count
from lodestar.publishing.ledger import known_ledger

if TYPE_CHECKING:
    from lodestar.desk.state import Desk

PAGE = 40
"""Files on one page of the report."""
NAMES = {
    "title-length": "Long title", "summary-missing": "No summary", "summary-length": "Long summary", "alt-text": "Picture without words",
    "heading-order": "Order of headings", "broken-link": "Broken link", "link-words": "Words of a link", "tag-twins": "Nearly equal tags",
    "unknown-key": "Unknown key", "unread-key": "Key that nothing reads", "spelling": "Spelling", "long-sentence": "Long sentence", "long-paragraph": "Long paragraph", "avoid": "Word to avoid",
    "abbreviation": "Abbreviation", "no-call": "No call to action", "alike": "Too much like another", "no-list": "List not shown as one",
    "flat-list": "List within a list", "unclosed-html": "HTML left open", "other-markdown": "Shown as typed", "blocked": "Kept from readers", "invalid": "Cannot be built", "unreadable": "Cannot be read",
}  # fmt: skip


KEYS = {"tag-twins": "tags", "no-call": "call"}
"""The field that a finding of a rule is about; findings that ask for words name it themselves."""


class ShownFinding(NamedTuple):
    """A finding as the page shows it."""

    id: str
    name: str
    finding: TextFinding
    buttons: tuple[tuple[int, str], ...]
    """Number and label of each fix that one click applies."""
    place: str
    """Where the editor shows it: the query or fragment after the address of its page."""
    question: tuple[int, str] | None
    """Number and question of the fix that asks for words first."""


class CheckPage:
    """The pages of the check: of the whole site, of one text, and of the lists of words."""

    def __init__(self, desk: Desk, checker: Checker, publisher: Publisher) -> None:
        self._desk, self._checker, self._publisher = desk, checker, publisher

    async def site(self, request: Request) -> Response:
        """Show the findings of all files, those with the most mistakes first."""
        desk, query = self._desk, request.query_params
        await asyncio.to_thread(desk.library.refresh)
        self._checker.want()
        rule, level = query.get("rule", ""), query.get("level", "")
        files, counts = [], {"must": 0, "look": 0}
        for path, findings in self._checker.all().items():
            for finding in findings:
                counts[finding.level] += 1
            matches = [
                finding
                for finding in findings
                if (not rule or finding.rule == rule) and (not level or finding.level == level)
            ]
            if matches:
                files.append((path, matches))
        files.sort(key=lambda pair: (-sum(finding.level == "must" for finding in pair[1]), pair[0]))
        visible, number, last = paged(files, query.get("page", "1"), PAGE)
        shown_files = [(path, self._title(path), shown_findings(path, findings)) for path, findings in visible]
        release = await asyncio.to_thread(self._publisher.look)
        refused = await asyncio.to_thread(cures, desk, release.findings if release and release.code is not None else ())
        return answer(
            desk, "check.html", title="Check", here="check", release=release, cures=refused, files=shown_files, counts=counts, done=self._checker.done, total=self._checker.total,
            rule=rule, level=level, names=NAMES, number=number, last=last, said=query.get("said", ""), trouble=desk.notes.get("checker", ""),
        )  # fmt: skip

    def _title(self, path: str) -> str:
        row = self._desk.library.row(path)
        return row.title if row else path

    async def one(self, request: Request) -> Response:
        """Show the findings in one text."""
        return await asyncio.to_thread(self._one, request.path_params["path"], request.query_params.get("said", ""))

    def _one(
        self, path: str, said: str = "", fault: str = "", status: int = 200, typed: Sequence[tuple[str, str]] = ()
    ) -> Response:
        desk = self._desk
        try:
            exists = place(desk.content, path).is_file() and kind_of(path) is not None
        except PathRefused:
            exists = False
        if not exists:
            why = "There is no such text: it was renamed or removed, or never was."
            return answer(desk, "sorry.html", 404, title="Not here", here="check", why=why, typed=typed)
        desk.library.refresh()
        result = shown_findings(path, self._checker.now(path))
        return answer(
            desk, "check-one.html", status, title=f"Check: {self._title(path)}", here="check", path=path, findings=result, said=said, fault=fault, typed=typed,
            effects=self._effects(path), url=desk.url_of(path),
        )  # fmt: skip

    def _effects(self, path: str) -> list[str]:
        """Return what publishing a file means for its address and for feeds, in sentences."""
        row, url = self._desk.library.row(path), self._desk.url_of(path)
        if row is None or row.kind != "post" or not url:
            return []
        if row.shown_status == "draft":
            return ["It is a draft: publishing leaves it out."]
        ledger, _ = known_ledger(self._desk.content)
        data = (readable(self._desk.content / path) or b"").decode("utf-8", "replace")
        sentences = []
        live = [post for post in self._desk.library.rows("post") if self._desk.state_of(post) in ("live", "changed")]
        newer = sum(post.instant > row.instant for post in live) if self._desk.state_of(row) == "waiting" else 0
        if newer:
            sentences.append(
                f"Its date, {row.date}, has passed: it appears below {count(newer, 'post')} that readers have."
            )
        if row.shown_status == "scheduled":
            sentences.append(f"Readers see it from {row.date}.")
        old = [
            address
            for address, entry in ledger.addresses.items()
            if entry.what == "post" and row.id and entry.detail == row.id and address != url
        ]
        if self._desk.builder.problems:  # the known address is that of an earlier state
            return [*sentences, "Its address is known once the site can be built."]
        sentences.append(f"Its address is {url}" + ("." if url in ledger.addresses else ", which is new."))
        sentences += [
            f"It was published at {address}: write that into “Old addresses”, so that links to it still work."
            for address in old
            if address not in data
        ]
        if row.id and row.id in ledger.entries:
            sentences.append("Subscribers have seen it already; they are not told again.")
        elif row.shown_status != "hidden":
            sentences.append("Subscribers will see it as a new post.")
        return sentences

    async def fix(self, request: Request) -> Response:
        """Fix one finding."""
        form = await form_of(request, self._desk.origins.token)
        path = request.path_params["path"]
        return await asyncio.to_thread(
            self._fix, path, form.get("id"), form.get("fix"), form.get("answer"), form.get("back")
        )

    def _fix(self, path: str, id: str, number: str, words: str, back: str) -> Response:
        desk, typed = self._desk, [("answer", words)] if words.strip() else []
        try:
            file = place(desk.content, path)
            data = read(file)
            result = next((item for item in self._checker.now(path) if id_of(item) == id), None)
            if data is None or result is None:
                raise NotMended("this was mended already, or the text changed meanwhile")
            if number == "known" and result.rule in ("spelling", "abbreviation"):
                lists.add_word(desk.content, result.quote)
                self._checker.want(everything=True)
                return RedirectResponse(_return_address(path, back, "known"), 303)
            if not number.isdecimal() or int(number) >= len(result.fixes):
                raise NotMended("there is no such change")
            save_file(desk, path, mended(path, data, result.fixes[int(number)], words, desk.settings), digest(data))
        except (PathRefused, NotMended, CannotEdit, Fault) as reason:
            return self._one(path, fault=reason_of(reason), status=422, typed=typed)
        except OSError as error:
            return self._one(path, fault=reason_of(error), status=507, typed=typed)
        except (Conflict, Changed):
            return self._one(path, fault="the text changed meanwhile", status=409, typed=typed)
        self._checker.now(path)
        return RedirectResponse(_return_address(path, back, "mended"), 303)

    async def lists(self, request: Request) -> Response:
        """Show or save the author's own lists of words."""
        desk = self._desk
        fault, status = "", 200
        texts = {name: lists.text_of(desk.content, name) for name in (lists.WORDS, lists.AVOID)}
        marks = {name: lists.mark_of(desk.content, name) for name in texts}
        if request.method == "POST":
            try:
                form = await form_of(request, desk.origins.token)
                for name in texts:
                    mark = form.get(f"{name}.base")
                    await asyncio.to_thread(lists.write, desk.content, name, form.get(name), mark)
            except Stale as stale:
                form, fault, status = stale.form, STALE, 403
                marks = {name: form.get(f"{name}.base") for name in texts}
            except Changed:
                fault, status = "one of the lists was changed meanwhile; saving again puts yours over it", 409
            except OSError as error:
                fault, status = reason_of(error), 507
            else:
                self._checker.want(everything=True)
                return RedirectResponse("/check/lists?said=listed", 303)
            texts = {name: form.get(name).replace("\r\n", "\n") for name in texts}
        return answer(
            desk,
            "lists.html",
            status,
            fault=fault,
            marks=marks,
            title="Your lists of words",
            here="check",
            texts=texts,
            said=request.query_params.get("said", ""),
        )


def _return_address(path: str, page: str, message: str) -> str:
    places = {"site": "/check", "out": f"/out/{quote(path)}"}
    return f"{places.get(page, f'/check/{quote(path)}')}?said={message}"


def shown_findings(path: str, findings: Sequence[TextFinding]) -> list[ShownFinding]:
    """Return the findings of a file as pages show them."""
    return [_shown_finding(path, item) for item in findings]


def _shown_finding(path: str, finding: TextFinding) -> ShownFinding:
    buttons = tuple((number, _words(fix)) for number, fix in enumerate(finding.fixes) if not isinstance(fix, Ask))
    asks = [(number, fix.question) for number, fix in enumerate(finding.fixes) if isinstance(fix, Ask)]
    kind = kind_of(path)
    heading = kind.heading if kind and finding.rule == "title-length" else ""
    key = (
        heading
        or KEYS.get(finding.rule)
        or next((fix.key for fix in finding.fixes if isinstance(fix, Ask) and fix.key), "")
    )
    place = f"#field-{key}" if key else f"?line={finding.line}"
    return ShownFinding(
        id_of(finding), NAMES.get(finding.rule, finding.rule), finding, buttons, place, asks[0] if asks else None
    )


def _words(fix: Fix) -> str:
    if isinstance(fix, Swap) and fix.words:
        return fix.words
    if isinstance(fix, Swap):
        return f"Write “{fix.new.strip()}”" if len(fix.new) < 60 else "Write it so"
    if isinstance(fix, Rename):
        return f"Rename it “{fix.name}”"
    if isinstance(fix, Put) and fix.value is None:
        return f"Take out “{fix.key}”"
    if isinstance(fix, Put) and fix.key == "call":
        return "It wants none"
    return "Mend it"
