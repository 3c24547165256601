"""What a header may say in one way or another, and what readers get of it."""

from __future__ import annotations

import pytest

from lodestar.base.front_matter.header import split
from lodestar.base.front_matter.yaml_reader import read_yaml

POST = "-- content/posts/x.md --\n---\ntitle: T\ndate: 2026-01-02\n{}\n---\nText.\n"
PAGE = "2026/01/02/x/index.html"
HARMLESS = [
    "date: 2026-01-02 # moved from Monday",
    "status: draft # until Monday",
    "url: /a/b/ # as it was",
    "title: 'My #1 tip' # said by a friend",
    "tags: [a, b] # old",
    "tags: # mine\n  - a # one\n  - b",
    "tags: [\n  a, # one\n  b,\n]",
    "# a line of its own\ntitle: C#, F# and x#y",
    "summary: | # the long one\n  A #1 tip\n  # and more",
    "note: >\n  #1 of many",
]


@pytest.mark.parametrize("header", HARMLESS)
def test_a_comment_that_takes_no_word_away_stays_a_comment(header):
    assert split(f"---\n{header}\n---\n").fields


def test_words_that_yaml_takes_for_nothing_say_nothing(build_site):
    built = build_site(POST.format("summary: null\ntags: [~, trust, '']\nslug:\naliases:\nmodified: ''"))
    assert "post T | Text." in built["index.html"]
    assert [path for path in built.files() if path.startswith("tag/")] == [
        path for path in built.files() if path.startswith("tag/trust/")
    ]


def test_the_older_form_has_none_of_what_yaml_drops(build_site):
    built = build_site("-- content/posts/x.md --\nTitle: My #1 !tip & null\nDate: 2026-01-02\n\nText.\n")
    assert "title My #1 !tip &amp; null" in built[PAGE]


@pytest.mark.parametrize(
    ("line", "tags"),
    [
        ("one; two three; four", ["four", "one", "two-three"]),
        ("one, two three, four", ["four", "one", "two-three"]),
        ("one, two; three", ["one-two", "three"]),
        ("R&amp;D; Q&A", ["qa", "rd"]),
        ("R&amp;D, Q&A", ["qa", "rd"]),
        ("one;", ["one"]),
    ],
)
def test_the_older_form_parts_names_as_pelican_does(build_site, line, tags):
    built = build_site(f"-- content/posts/x.md --\nTitle: T\nDate: 2026-01-02\nTags: {line}\n\nText.\n")
    assert sorted({path.split("/")[1] for path in built.files() if path.startswith("tag/")}) == tags


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Q&amp;A", "Q&amp;A"),
        ("AT&T and &nothing;", "AT&amp;T and &amp;nothing;"),
        ("A&#8212;B", "A—B"),
        ("&lt;b&gt; in HTML", "&lt;b&gt; in HTML"),
        ("How to write &amp;amp;", "How to write &amp;amp;"),
    ],
)
def test_entities_in_titles_are_read_once(build_site, title, expected):
    built = build_site(f"-- content/posts/x.md --\n---\ntitle: '{title}'\ndate: 2026-01-02\n---\nText.\n")
    assert f"title {expected}" in built[PAGE]


def test_a_tag_with_an_entity_is_the_tag_without(build_site):
    built = build_site(POST.format("tags: [R&amp;D, R&D]"))
    assert sum(path.startswith("tag/") and path.endswith("d/index.html") for path in built.files()) == 1


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("Read **this** and [that](https://example.org/)", "Read this and that"),
        ("'`code`, <b>bold</b> and snake_case_words'", "code, bold and snake_case_words"),
        ("A List<String> of 5 < 6", "A List&lt;String&gt; of 5 &lt; 6"),
        ("'1. Begin *here*'", "1. Begin *here*"),
        ("'#1 for you'", "#1 for you"),
        ("2 * 3 * 4", "2 * 3 * 4"),
    ],
)
def test_a_summary_is_shown_in_plain_words(build_site, summary, expected):
    assert f"post T | {expected}\n" in build_site(POST.format(f"summary: {summary}"))["index.html"]


@pytest.mark.parametrize("name", ["a--b", "a__b", "2026-plan_b"])
def test_file_names_and_slugs_follow_one_rule(build_site, name):
    named_post, slugged_post = POST.format("").replace("x.md", f"{name}.md"), POST.format(f"slug: {name}-2")
    built = build_site(named_post + slugged_post)
    assert f"2026/01/02/{name}/index.html" in built and f"2026/01/02/{name}-2/index.html" in built


@pytest.mark.parametrize("date", ["9999-12-31", "9999-12-30 23:59", "0100-01-01"])
def test_a_date_far_away_is_a_date(build_site, date):
    assert build_site(f"-- content/posts/x.md --\n---\ntitle: T\ndate: {date}\n---\nText.\n").code == 0


@pytest.mark.says
@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_at_the_end_of_the_calendar_is_refused_where_the_next_one_counts(build_site, day):
    call = f"-- content/calls/c.md --\n---\nheading: H\nurl: /\nlink_text: L\nexpires: {day}\n---\n"
    refusal = f'content/calls/c.md:5: the day "{day}" is too far away; write it as 2027-03-01'
    assert build_site(POST.format("") + call).messages == [refusal]
    cohort = f"cohorts:\n  - id: summer\n    start: 2026-07-06\n    end: {day}\n    enrol_by: {day}\n"
    course = f"-- content/courses/c/course.md --\n---\ntitle: C\ndate: 2026-01-05\npromise: P.\n{cohort}---\nText.\n"
    messages = build_site("-- content/calls/c.md --\n(deleted)\n" + course).messages
    assert [refusal for refusal in messages if f'the day "{day}" is too far away' in refusal]


@pytest.mark.says
def test_what_was_modified_in_the_future_is_refused(build_site):
    built = build_site(POST.format("modified: 2031-01-01"))
    assert built.messages == [
        "content/posts/x.md:4: modified is in the future (2031-01-01); "
        "write the day on which the text was changed, or delete the line"
    ]
    assert built.code == 1


@pytest.mark.says
def test_what_was_modified_before_its_day_is_passed_over_with_one_line(build_site):
    built = build_site(POST.format("modified: 2025-12-31"))
    assert built.messages == [
        "content/posts/x.md:4: modified (2025-12-31) lies before date (2026-01-02), and is passed over; delete the line"
    ]
    assert built.code == 0 and "2025-12-31" not in "".join(built[path] for path in built.files() if "feed" in path)
    assert build_site().messages == built.messages


def test_a_text_modified_on_its_own_day_is_passed_over_in_silence(build_site):
    built = build_site(
        "-- content/posts/x.md --\n---\ntitle: T\ndate: 2026-01-02 09:30\nmodified: 2026-01-02\n---\nX.\n"
    )
    assert "2026-01-02T00:00" not in "".join(built[path] for path in built.files())


SHOWN = """\
```
<<<<<<< HEAD
Mine.
=======
Theirs.
>>>>>>> branch
```

<pre>
&lt;&lt;&lt;&lt;&lt;&lt;&lt; HEAD
</pre>

    <<<<<<< HEAD

A heading
=======

>>>>>>> Seven times quoted
>>>>>>> and on
"""


def test_a_text_may_show_the_marks_of_a_merge_in_code(build_site):
    assert build_site(POST.format("") + SHOWN).code == 0


def test_references_in_code_are_words(build_site):
    built = build_site(POST.format("") + "`&#11;`\n\n```\n&#xFFFE;\n```\n\n&#8212; &#x1F600; &#; &#146;\n")
    assert built.code == 0


def test_yaml_reads_as_its_own_library_does():
    """But for words that mean nothing to YAML, which are none here either."""
    text = (
        'a: 1\nb: [x, "y, z", {c: d}]\ne: |\n  f\n\n  g\nh: >-\n  i\n  j\nk: ""\n"l m": \'n\'\'o\'\np:\n- q\n- r: s\n'
    )
    assert read_yaml(text).value == {
        "a": "1",
        "b": ["x", "y, z", {"c": "d"}],
        "e": "f\n\ng\n",
        "h": "i j",
        "k": "",
        "l m": "n'o",
        "p": ["q", {"r": "s"}],
    }


@pytest.mark.says
def test_names_that_no_disk_can_hold_are_named_where_they_stand(build_site):
    long_name = "a" * 300
    built = build_site(POST.format(f"tags: [b, {long_name}]\ncategories: [{long_name}]"))
    assert built.messages == [
        "content/posts/x.md:4: the tag has 300 characters; write at most 200",
        "content/posts/x.md:5: the category has 300 characters; write at most 200",
    ]
    for alias in (long_name, "é" * 150):
        [message] = build_site(POST.format(f"aliases: [/{alias}/]")).messages
        assert "is longer than a file's name may be; write at most 255 letters between two slashes" in message


def test_a_text_that_begins_like_a_header_loses_no_word(build_site):
    built = build_site(
        "-- content/posts/x.md --\n---\ntitle: T\ndate: 2026-01-02\n---\nLink: first line.\n\n---\n\nEnd.\n"
    )
    assert "Link: first line." in built["2026/01/02/x/index.html"]


def test_an_address_can_be_written_out(build_site):
    built = build_site("-- content/posts/x.md --\n---\ntitle: T\ndate: 2026-01-02\nurl: /caf%C3%A9/old/\n---\nText.\n")
    assert "title T" in built["café/old/index.html"]
