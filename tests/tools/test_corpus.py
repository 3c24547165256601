"""The posts that builds are measured on: the same at each run, as people write them, and read by each generator alike."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from lodestar.base.root import ROOT
from tools.bench import corpus, generators
from tools.bench.runner import BenchSite

pytestmark = pytest.mark.seconds

HOLDS = {
    "a picture": r"^!\[[^]]+\]\(/images/",
    "a picture with a caption": r"^<figure[\s\S]+?<figcaption>",
    "other raw HTML": r"<(?:div|details|sup)\b",
    "a table": r"^\|---",
    "a footnote": r"\[\^1\](?!:)[\s\S]+^\[\^1\]: ",
    "a nested list": r"^- .*\n    - ",
    "a loose list": r"^1\.  .*\n\n(?:    .*\n\n)?2\.  ",
    "a numbered list": r"^1\. .*\n2\. ",
    "a hard line break": r"\S  \n\S",
    "a reference link": r"\]\[book\][\s\S]+^\[book\]: ",
    "code": r"^```python$",
    "an entity": r"&mdash;",
    "quotation marks inside quotation marks": r"\"He told me, '",
    "a link to another post": r"\]\(/posts/",
}
SOMETHING = "|".join(
    f"(?:{pattern})" for name, pattern in HOLDS.items() if "link to" not in name and "marks" not in name
)


@pytest.fixture(scope="module")
def people() -> list[corpus.CorpusPost]:
    return list(corpus.posts("people", 1000))


def test_posts_hold_what_people_write(people: list[corpus.CorpusPost]) -> None:
    for name, pattern in HOLDS.items():
        share = sum(bool(re.search(pattern, post.body, re.MULTILINE)) for post in people) / len(people)
        assert 0.03 < share < 0.6, (name, share)
    rich_share = sum(bool(re.search(SOMETHING, post.body, re.MULTILINE)) for post in people) / len(people)
    assert 0.7 < rich_share < 0.95, "at least seven in ten, and some that are plain"
    assert sum(bool(re.search("[\"':&]", post.title)) for post in people) > 400


def test_plain_posts_hold_none_of_it() -> None:
    for post in corpus.posts("plain", 100):
        assert not re.search(SOMETHING, post.body, re.MULTILINE)


@pytest.mark.parametrize("kind", corpus.KINDS)
def test_a_post_is_the_same_however_it_is_asked_for(kind: str) -> None:
    posts = list(corpus.posts(kind, 50, stop=52))
    assert posts == list(corpus.posts(kind, 50, stop=52))
    assert next(corpus.posts(kind, 50, start=30)) == posts[30]
    program = (
        "import hashlib; from tools.bench import corpus; "
        f"print(hashlib.sha256(str(list(corpus.posts({kind!r}, 50, stop=52))).encode()).hexdigest())"
    )
    texts = {
        subprocess.check_output([sys.executable, "-c", program], cwd=ROOT, env={"PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    }
    assert len(texts) == 1
    assert len({post.file_name for post in posts}) == len({post.slug for post in posts}) == 52
    assert all(post.date < next_post.date for post, next_post in pairwise(posts)), "added posts are the newest"


@pytest.mark.parametrize("kind", corpus.KINDS)
def test_each_generator_reads_the_same_facts(kind: str) -> None:
    for post in corpus.posts(kind, 200):
        for form in ("lodestar", "hugo"):
            _, head, body = corpus.text_of(post, kind, form).split("---\n", 2)
            facts = yaml.safe_load(head)
            assert {name: facts[name] for name in ("title", "tags", "categories", "summary", "slug")} == {
                "title": post.title,
                "tags": post.tags,
                "categories": post.categories,
                "summary": post.summary,
                "slug": post.slug,
            }
            assert body == "\n" + post.body
        head, _, body = corpus.text_of(post, kind, "pelican").partition("\n\n")
        facts = dict(line.split(": ", 1) for line in head.splitlines())
        assert (facts["Title"], facts["Tags"], facts["Summary"]) == (post.title, ", ".join(post.tags), post.summary)
        assert body == post.body


@pytest.mark.seconds
def test_our_build_has_nothing_to_say_about_them(tmp_path: Path) -> None:
    """As they would be measured: a warning would be work that no peer does."""
    site = BenchSite(generators.lodestar(), "people", 60, tmp_path, patience=0)
    result = subprocess.run(site.generator.command, cwd=site.folder, capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, ""), result.stdout + result.stderr
    newest = list(corpus.posts("people", 60))[-1]
    page = (site.output / f"posts/{newest.slug}/index.html").read_text(encoding="utf-8")
    assert "[^1]" not in page and "][book]" not in page
    assert (site.output / "images/bridge-1.png").is_file()
