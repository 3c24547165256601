"""What is refused in headers and texts: each fault is named once, where it stands, with a cure, all in one run."""

from __future__ import annotations

import pytest

from tests.plugins.header_faults import REFUSED, messages, write_all


@pytest.mark.says
def test_every_fault_of_all_files_is_named_once_and_together(build_site, tmp_path):
    write_all(tmp_path / "content")
    built = build_site()
    assert built.messages == messages()
    assert built.code == 1 and not built.output.exists()


@pytest.mark.says
@pytest.mark.parametrize("name", ["comment-in-title", "unclosed-single", "merge-in-header", "anchor"])
def test_what_is_refused_is_right_with_what_its_message_proposes(build_site, name):
    text, _ = REFUSED[name]
    first = build_site(f"-- content/posts/x.md --\n{text}").messages[0]
    mended = {
        "merge-in-header": "tags: [a]",
    }.get(name) or first.split("put the value in quotes: ")[1].split(", or the comment")[0]
    lines = text.split("\n")
    if name == "merge-in-header":
        lines[3:8] = [mended]
    else:
        lines[1] = mended
    built = build_site("-- content/posts/x.md --\n" + "\n".join(lines))
    assert (built.messages, built.code) == ([], 0)
