"""Followers by mail come along: every row accounted for, nobody written to who said no, no address where others read."""

from __future__ import annotations

import csv
import gzip
import re
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lodestar.engine.program import SiteOptions, related
from lodestar.publishing.checks.followers import find
from lodestar.publishing.followers.account import account, buttondown_file, mailchimp_file
from lodestar.publishing.followers.lists import FollowerRow, ListError, normalize, read_date, read_list
from lodestar.publishing.ledger import Ledger
from lodestar.publishing.release import release_in_output

GIVEN = SiteOptions("content", ".cache/production", "publishconf.py")
CANARY = "canary.follower@example.net"


def rows_of(folder: Path, data: str | bytes, name: str = "list.csv") -> list[FollowerRow]:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_list(path)


def outcome(row: FollowerRow) -> tuple[str, str]:
    return row.email, row.refusal or "kept"


LISTS = {
    "WordPress.com, addresses alone": ("ann@example.com\nbob@example.com\n", {"ann@example.com": "kept"}),
    "WordPress.com, with dates": (
        "Email Address,Subscription Date\nann@example.com,2019-03-02 10:11:12\n",
        {"ann@example.com": "kept"},
    ),
    "Jetpack, with states": (
        "Name,Email,Email subscription,Since\nAnn,ann@example.com,Subscribed,2020-01-02\n"
        "Bob,bob@example.com,Not subscribed,2020-01-02\nCy,cy@example.com,Not confirmed,2020-01-02\n"
        "Di,di@example.com,Not sending,2020-01-02\n",
        {
            "ann@example.com": "kept",
            "bob@example.com": "unsubscribed",
            "cy@example.com": "never confirmed",
            "di@example.com": "bounced or blocked",
        },
    ),
    "Mailchimp": (
        "Email Address,First Name,Last Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,LEID,UNSUB_TIME\n"
        '"ann@example.com","Ann, the first",Example,3,2018-01-02 03:04:05,192.0.2.1,2018-01-03 03:04:05,1,\n'
        "bob@example.com,Bob,,2,2018-01-02 03:04:05,,,2,2020-02-02 02:02:02\n",
        {"ann@example.com": "kept", "bob@example.com": "unsubscribed"},
    ),
    "Substack": (
        "email,active_subscription,expiry,email_disabled,created_at\n"
        "ann@example.com,false,,false,2021-01-02T03:04:05.678Z\nbob@example.com,true,,true,2021-01-02T03:04:05.678Z\n",
        {"ann@example.com": "kept", "bob@example.com": "unsubscribed"},
    ),
    "Ghost": (
        "id,email,name,note,subscribed_to_emails,complimentary_plan,created_at,deleted_at,labels\n"
        "1,ann@example.com,Ann,,true,false,2021-01-02T03:04:05.000Z,,\n"
        "2,bob@example.com,Bob,,false,false,2021-01-02T03:04:05.000Z,,\n"
        "3,cy@example.com,Cy,,true,false,2021-01-02T03:04:05.000Z,2022-01-01T00:00:00.000Z,\n",
        {"ann@example.com": "kept", "bob@example.com": "unsubscribed", "cy@example.com": "deleted"},
    ),
    "Buttondown": (
        "email_address,type,creation_date,source,undeliverability_date\n"
        "ann@example.com,regular,2022-01-02T03:04:05Z,embedded_form,\nbob@example.com,unactivated,2022-01-02,,\n"
        "cy@example.com,removed,2022-01-02,,\ndi@example.com,regular,2022-01-02,,2023-01-01\n"
        "ed@example.com,sleeping,2022-01-02,,\n",
        {
            "ann@example.com": "kept",
            "bob@example.com": "never confirmed",
            "cy@example.com": "unsubscribed",
            "di@example.com": "bounced",
            "ed@example.com": 'its type is "sleeping", which is not known here',
        },
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_each_service_is_read_as_it_exports(tmp_path: Path, name: str) -> None:
    text, expected = LISTS[name]
    rows = dict(map(outcome, rows_of(tmp_path, text)))
    assert expected.items() <= rows.items()


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("unsubscribed_members_export.csv", "unsubscribed"),
        ("cleaned_members_export.csv", "bounced"),
        ("nonsubscribed_email_audience_export.csv", "never subscribed"),
    ],
)
def test_the_name_of_a_file_says_who_wants_no_letters(tmp_path: Path, name: str, reason: str) -> None:
    assert [row.refusal for row in rows_of(tmp_path, "Email Address,LEID\nann@example.com,1\n", name)] == [reason]


@pytest.mark.parametrize(
    "data",
    [
        "email,name\nann@example.com,Zoë\n".encode("utf-8-sig"),
        "email,name\nann@example.com,Zoë\n".encode("utf-16"),
        "email;name\r\nann@example.com;Zoë\r\n".encode("windows-1252"),
        b"sep=;\r\nemail;name\r\nann@example.com;Zo\xc3\xab\r\n",
        "\n\nE-mail address\tName\nann@example.com\tZoë\n".encode(),
        '"email"|"name"\n"ann@example.com"|"Zoë"\n'.encode(),
        'name,email\nZoë,"mailto:ann@example.com"\n'.encode(),
        "email,name\n ann@EXAMPLE.com\u00a0,Zoë\n".encode(),
        "Zoë <ann@example.com>\n".encode(),
    ],
)
def test_encodings_and_separators_are_told_from_the_file(tmp_path: Path, data: bytes) -> None:
    assert [(row.email, row.name, row.refusal) for row in rows_of(tmp_path, data)] == [("ann@example.com", "Zoë", "")]


def test_names_may_hold_separators_and_lines_and_no_formula(tmp_path: Path) -> None:
    text = 'email,name\nann@example.com,"Ann,\nthe ""first"""\nbob@example.com,"=HYPERLINK(""x"")"\n'
    rows = rows_of(tmp_path, text)
    assert [(row.line, row.name) for row in rows] == [(2, 'Ann, the "first"'), (4, 'HYPERLINK("x")')]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "it is empty"),
        (b"name,phone\nAnn,1\n", 'no column is called "email"'),
        (b"PK\x03\x04zip", "it is no text"),
        (b"email\0\nann", "it is no text"),
    ],
)
def test_what_is_no_list_is_refused_in_a_line(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(ListError, match=message) as error:
        rows_of(tmp_path, data)
    assert re.match(r".*list\.csv:1: .*; ", str(error.value))


@pytest.mark.parametrize(
    "address",
    [
        *("", "ann", "ann@", "@example.com", "ann@localhost", "a b@example.com", "ann@ex_ample.com"),
        *("ann..b@example.com", ".ann@example.com", "ann@-a.com", "ann@example.com>"),
        *("a" * 65 + "@example.com", "ann@" + "a." * 130 + "com"),
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    assert normalize(address)[1]


def test_domains_of_any_script_are_written_as_mail_is_sent() -> None:
    assert normalize("Ann+x@Bücher.Example") == ("Ann+x@xn--bcher-kva.example", "")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2018-01-02 03:04:05", "2018-01-02T03:04:05Z"),
        ("2018-01-02T03:04:05+02:00", "2018-01-02T01:04:05Z"),
        ("2018-01-02", "2018-01-02"),
        ("01/02/2018", "2018-01-02"),
        ("January 2, 2018", "2018-01-02"),
        ("Tue, 02 Jan 2018 03:04:05 +0000", "2018-01-02T03:04:05Z"),
        ("soon", ""),
        ("0000-00-00 00:00:00", ""),
    ],
)
def test_dates_of_consent_keep_their_moment(text: str, date: str) -> None:
    assert read_date(text) == date


def test_who_said_no_in_one_list_gets_no_letters_whatever_another_says() -> None:
    consent = FollowerRow("a.csv", 2, "Ann@example.com", date="2020-01-01")
    refusal = FollowerRow("b.csv", 2, "ann@example.com", refusal="unsubscribed")
    for rows in ([consent, refusal], [refusal, consent]):
        result = account(rows)
        assert (result.kept, result.refused, result.duplicates) == ((), (refusal,), ((consent, refusal),))


def test_of_two_rows_the_earlier_consent_counts_and_a_name_is_kept() -> None:
    later_row, earlier_row = (
        FollowerRow("a.csv", 2, "ann@example.com", "Ann", "2021-01-01"),
        FollowerRow("b.csv", 2, "ANN@example.com", "", "2019-05-05"),
    )
    (kept_row,) = account([later_row, earlier_row]).kept
    assert (kept_row.date, kept_row.name) == ("2019-05-05", "Ann")


@pytest.mark.seconds
@given(
    st.lists(
        st.builds(
            FollowerRow,
            file=st.sampled_from(["a.csv", "b.csv"]),
            line=st.integers(1, 99),
            email=st.sampled_from(["ann@example.com", "Ann@Example.com", "bob@example.com", "", "x"]),
            date=st.sampled_from(["", "2019-01-01", "2020-01-01"]),
            refusal=st.sampled_from(["", "", "unsubscribed", "bounced", "no valid address"]),
        )
    ),
    st.randoms(),
)
def test_every_row_is_kept_or_a_duplicate_or_refused_in_any_order(rows: list[FollowerRow], random: Any) -> None:
    result = account(rows)
    assert Counter(rows) == Counter([*result.refused, *(row for row, _ in result.duplicates)]) + Counter(
        next(row for row in rows if row.email == row.email and row.date == row.date and not row.refusal)
        for row in result.kept
    ) or result.total == len(rows)
    refused_keys = {row.key for row in rows if row.refusal in ("unsubscribed", "bounced")}
    assert not refused_keys & {row.key for row in result.kept}
    random.shuffle(rows)
    assert {row.key for row in account(rows).kept} == {row.key for row in result.kept}


def test_the_files_for_services_hold_date_and_source_of_consent() -> None:
    row = FollowerRow("a.csv", 2, "ann@example.com", "Ann de Example", "2018-01-02T03:04:05Z", "Mailchimp")
    (buttondown,) = csv.DictReader(buttondown_file([row]).splitlines())
    assert buttondown["creation_date"] == "2018-01-02T03:04:05Z" and "Mailchimp" in buttondown["notes"]
    (mailchimp,) = csv.DictReader(mailchimp_file([row]).splitlines())
    assert (mailchimp["First Name"], mailchimp["Last Name"]) == ("Ann", "de Example")
    assert mailchimp["OPTIN_TIME"] == "2018-01-02 03:04:05" and "Mailchimp" in mailchimp["Consent"]


@pytest.fixture
def outer_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder outside the project."""
    return tmp_path_factory.mktemp("away")


def test_the_command_writes_outside_the_project_and_says_no_address(site: Any, outer_folder: Path) -> None:
    site.post("one")
    outer_folder.joinpath("list.csv").write_text(f"email\n{CANARY}\nnobody\n{CANARY.upper()}\n")
    code, output = site.run("import-followers", str(outer_folder / "list.csv"), "--to", str(outer_folder))
    assert code == 0 and "3 rows: 1 kept, 1 there more than once, 1 refused (1 no valid address)" in output, output
    assert "canary" not in output
    report = (outer_folder / "report.txt").read_text()
    assert [line.partition(": ")[0] for line in report.splitlines()[2:]] == ["list.csv:2", "list.csv:4", "list.csv:3"]
    assert all(
        (outer_folder / name).stat().st_mode & 0o077 == 0 for name in ("buttondown.csv", "mailchimp.csv", "report.txt")
    )
    assert not [path for path in Path().rglob("*") if path.is_file() and b"canary" in path.read_bytes()]


@pytest.mark.parametrize("place", ["content/lists", "output", "."])
def test_the_command_writes_nothing_where_others_may_read(site: Any, outer_folder: Path, place: str) -> None:
    site.post("one")
    outer_folder.joinpath("list.csv").write_text(f"email\n{CANARY}\n")
    code, output = site.run("import-followers", str(outer_folder / "list.csv"), "missing.csv", "--to", place)
    assert code == 1 and "name a folder elsewhere with --to" in output and "missing.csv:1: it cannot be read" in output


def test_no_release_leaves_while_a_followers_address_can_be_read(site: Any, outer_folder: Path) -> None:
    site.post("one")
    outer_folder.joinpath("list.csv").write_text(f"email\n{CANARY}\nauthor@example.com\n")
    code, output = site.run(
        "import-followers", str(outer_folder / "list.csv"), "--to", str(outer_folder), "--mine", "Author@example.com"
    )
    assert code == 0, output
    assert site.run("check")[0] == 0

    def places() -> list[str]:
        return [str(finding.problem) for finding in find(release_in_output(GIVEN, related(GIVEN)), Ledger())]

    note = Path("content/posts/one.md")
    text = note.read_text()
    note.write_text(f"{text}\nWrite to author@example.com.\n")
    assert places() == []
    note.write_text(f"{text}\nThanks to {CANARY}.\n")
    assert [line.partition(": ")[0] for line in places()] == [f"content/posts/one.md:{text.count(chr(10)) + 2}"]
    code, output = site.run("publish", "--dry-run")
    assert code == 1 and "the mail address of a follower" in output and "canary" not in output
    note.write_text(text)
    subprocess.run(["git", "init", "-q"], check=True)
    Path("followers.csv").write_text(f"email\n{CANARY}\n")
    assert [line.partition(": ")[0] for line in places()] == ["followers.csv:2"]
    Path("followers.csv").unlink()
    assert site.run("check")[0] == 0
    packed = Path(GIVEN.output, "search", "x.pf_fragment")
    packed.parent.mkdir(parents=True, exist_ok=True)
    packed.write_bytes(gzip.compress(CANARY.encode()))
    assert [line.partition(":")[0] for line in places()] == ["search/x.pf_fragment"]
