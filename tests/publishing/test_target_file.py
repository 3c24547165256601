"""publish.yaml: what the desk writes is what publishing reads, and what somebody wrote wrongly is said with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lodestar.base.settings import SettingsError
from lodestar.publishing.settings import read_settings
from lodestar.publishing.target_file import file_content, parse_targets, read_targets

LINES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)
TARGETS = st.one_of(
    st.fixed_dictionaries({"kind": st.just("folder"), "path": LINES}, optional={"keep": st.integers(2, 99)}),
    st.fixed_dictionaries({"kind": st.just("rsync"), "host": LINES, "path": LINES, "port": st.integers(1, 65535)}),
    st.fixed_dictionaries({"kind": st.just("github-pages"), "remote": LINES, "branch": LINES, "cname": LINES}),
    st.fixed_dictionaries({"kind": st.just("s3"), "bucket": LINES}, optional={"endpoint": LINES}),
)


@given(st.dictionaries(LINES, TARGETS, max_size=3))
def test_what_is_written_is_what_is_read(targets: dict[str, dict[str, object]]) -> None:
    default = next(iter(targets), "")
    values, faults = parse_targets(file_content("netlify", default, targets))
    assert not faults
    assert read_settings({"targets": values.get("targets", {})}) == read_settings({"targets": targets})
    assert (values["host"], values.get("default", "")) == ("netlify", default)


def test_without_a_file_nothing_is_set_up(tmp_path: Path) -> None:
    assert read_targets(tmp_path / "publish.yaml") == ({}, {})


def test_everything_that_is_wrong_is_said_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "publish.yaml"
    file.write_text(
        "hots: x\nhost: ftp\ndefault: nowhere\ntargets:\n  one:\n    kind: folder\n    paht: x\n  two:\n    kind: ftp\n"
        "  three:\n    kind: s3\n    bucket: site\n    secret_key: s\n"
    )
    with pytest.raises(SettingsError) as error:
        read_targets(file)
    assert str(error.value.code).splitlines() == [
        'publish.yaml:1: "hots" is not a key; known are host, default, targets',
        "publish.yaml:2: \"host\" is 'ftp'; write one of pages, netlify, cloudflare, nginx, apache, s3",
        "publish.yaml:3: \"default\" is 'nowhere'; write one of one, two, three",
        'publish.yaml:7: "paht" is not a setting; known are path, keep',
        "publish.yaml:8: \"two\" has the kind 'ftp'; write one of folder, rsync, github-pages, s3",
        'publish.yaml:13: "secret_key" is not a setting; known are bucket, prefix, region, endpoint',
    ]


@pytest.mark.parametrize("text", ["targets: live\n", "- a\n", "host: [\n", "\x00"])
def test_what_is_no_such_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "publish.yaml").write_text(text)
    with pytest.raises(SettingsError, match=r"publish\.yaml:1: "):
        read_targets(tmp_path / "publish.yaml")
