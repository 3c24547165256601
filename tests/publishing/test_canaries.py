"""Nothing that is not published goes out: a word is put into every kind of it, and looked for in every byte.

Looked for is a word as it stands, in what is compressed, and in Base64. Where one of these tests fails, something of
somebody's is in public.
"""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import zlib
from base64 import b64encode
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from lodestar.wordpress.command import main
from tests.plugins.telling import SECRET, TELLING
from tests.plugins.test_course import COURSE
from tests.publishing.test_branch import git
from tests.web import ROOT
from tests.wordpress.exports import comment, export, item

PHRASE = "kind words and a backbone"
KEY = "0123456789abcdef" * 4
WITHHELD = '<!-- wp:paragraph {"metadata":{"blockVisibility":false}} --><p>canarywithheld</p><!-- /wp:paragraph -->'
POST = "---\ntitle: {title}\ndate: {date}\n{more}---\n{body}\n"
UNPUBLISHED = {
    "posts/draft.md": POST.format(
        title="canarytitle",
        date="2026-01-02",
        more="status: draft\ntags: [canarytag, shared]\ncategories: [canarycategory]\nsummary: canarysummary\nseries: canaryseries\n",
        body="canarydraft\n\n![canaryalt](../images/draft.svg)\n\n[canarylink](../files/draft.pdf)\n\n## canaryheading",
    ),
    "posts/older.md": "Title: canaryolder\nDate: 2026-01-02\nStatus: draft\n\ncanaryplain\n",
    "posts/windows.md": "---\r\ntitle: canarywindows\r\ndate: 2026-01-02\r\nstatus: draft\r\n---\r\ncanarycrlf\r\n",
    "posts/future.md": POST.format(
        title="canaryfuture", date="2026-06-02", more="tags: [shared]\n", body="canarylater"
    ),
    "pages/draft.md": "---\ntitle: canarypage\nstatus: draft\n---\ncanarypagetext\n",
    "images/draft.svg": '<svg xmlns="http://www.w3.org/2000/svg"><title>canarydrawing</title></svg>',
    "files/draft.pdf": "canaryfile",
    "comments/draft.yaml": "- name: canaryreader\n  date: 2026-01-03 10:00\n  text: canarycomment\n",
    # left by editors, by git, by programs that sync
    "posts/one.md~": "canaryemacs",
    "posts/#one.md#": "canaryautosave",
    "posts/.one.md.swp": "canaryvim",
    "posts/one.md.bak": "canarybackup",
    "posts/one.md.orig": "canaryorig",
    "posts/one_REMOTE_4242.md": POST.format(title="canaryremote", date="2026-01-01", more="", body="canarytheirs"),
    "posts/one (Ann's conflicted copy 2026-01-02).md": "canarysync",
    # kept by the desk
    "posts/.one.md.4242-4242.new": "canaryunfinished",
    ".versions/posts/one.md/20260101T090000000000-0123abcd.md": "canaryversion",
    ".desk/words.txt": "canaryword\n",
    ".desk/avoid.txt": "canaryavoid -> canaryinstead\n",
}
PUBLISHED = {
    "posts/one.md": POST.format(
        title="One", date="2026-01-01", more="tags: [shared]\n", body="Words for all. {pictures}"
    ),
    "posts/two.md": POST.format(title="Two", date="2026-01-04", more="tags: [shared]\n", body="Words for all too."),
    "pages/about.md": "---\ntitle: About\n---\nAbout.\n",
    "pages/privacy.md": "---\ntitle: Privacy\n---\nNothing is kept.\n",
    "pages/subscribe.md": "---\ntitle: Subscribe\n---\nHow.\n",
    "calls/course.md": "---\nheading: H\nurl: /about/\nlink_text: Come\ndefault: true\n---\nCome.\n",
}
HIDDEN = POST.format(
    title="canaryhidden", date="2026-01-02", more="status: hidden\ntags: [shared]\n", body="canaryhiddentext"
)
ENDINGS = {"JPEG": "jpg", "PNG": "png", "WebP": "webp", "GIF": "gif", "AVIF": "avif"}
CANARY = re.compile(rb"canary[a-z]*", re.IGNORECASE)
ENCODED = re.compile(b"|".join(b64encode(b"\0" * at + b"canary")[(at * 8 + 5) // 6 :][:-3] for at in range(3)))


def layers(data: bytes) -> Iterator[bytes]:
    """Yield some bytes, and what they hold in compressed form."""
    yield data
    for start in re.finditer(rb"\x1f\x8b\x08|x[\x01\x5e\x9c\xda]", data):
        unpack = zlib.decompressobj(47)
        with suppress(zlib.error):
            yield unpack.decompress(data[start.start() :])


def find_canaries(data: bytes) -> set[str]:
    """Return the words that are looked for in some bytes, and what the camera said in them."""
    words = set()
    for layer in layers(data):
        words |= {item.decode().lower() for item in CANARY.findall(layer)}
        words |= {"Base64"} if ENCODED.search(layer) else set()
        words |= {SECRET.decode()} if SECRET in layer or b64encode(SECRET)[:16] in layer else set()
    return words


def found_below(folder: Path) -> dict[str, set[str]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): words for path in files if (words := find_canaries(path.read_bytes()))}


def test_what_is_looked_for_is_found_however_it_is_packed() -> None:
    for number in range(3):
        assert find_canaries(b"x" * number + b64encode(b"x" * number + b"a canary here")) == {"Base64"}
    assert find_canaries(b"before" + gzip.compress(b"a canarydraft") + b"after") == {"canarydraft"}
    assert find_canaries(b"before" + zlib.compress(b"Canarydraft")) == {"canarydraft"}
    assert find_canaries(TELLING["EXIF in a JPEG"]()) == {SECRET.decode()}
    assert not find_canaries(b"a can of harm and carry")


@pytest.fixture
def canaries(site: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A site with a word in every kind of what is not published, in a repository with a bare remote."""
    monkeypatch.setenv("COURSE_KEY", KEY)
    monkeypatch.setenv("COURSE_PASSPHRASE_CALM_SUMMER", PHRASE)
    for name in ("pelicanconf.py", "publishconf.py"):
        path = site.folder / name
        path.write_text(path.read_text() + "COURSES = {'enrolled': 'passphrase'}\nSEARCH = {'enabled': True}\n")
    shutil.rmtree(site.folder / "theme")
    shutil.copytree(ROOT / "theme", site.folder / "theme")
    moved_item = item(
        9, f"<p>Moved.</p>{WITHHELD}", comments=comment(1, "Well said.", comment_author_email="canary@mail.example")
    )
    (site.folder / "export.xml").write_text(export(moved_item))
    assert main([str(site.folder / "export.xml"), "--content", str(site.folder / "content")]) == 0
    pictures = {}
    for number, (case, make) in enumerate(TELLING.items()):
        for form, ending in ENDINGS.items():
            if form in case:
                pictures[f"images/{number}.{ending}"] = make()
    for path, data in pictures.items():
        site.file(path, "").write_bytes(data)
    images = " ".join(f"![A picture](../{path})" for path in pictures)
    for path, text in {**PUBLISHED, **UNPUBLISHED, "posts/canaryhidden.md": HIDDEN}.items():
        site.file(path, "").write_bytes(text.replace("{pictures}", images).encode())
    for head, text in zip(*[iter(re.split(r"^-- content/(\S+) --\n", COURSE, flags=re.M)[1:])] * 2, strict=True):
        site.file(head, text)
    kept_file = site.folder / ".cache/desk/kept/unsaved/0123abcd.json"
    kept_file.parent.mkdir(parents=True)
    kept_file.write_text(json.dumps({"fields": {"body": ["canarykept"]}}))
    remote = site.folder.parent / f"{site.folder.name}.git"
    git(site.folder.parent, "init", "--quiet", "--bare", str(remote))
    git(site.folder, "init", "--quiet", "-b", "main")
    for name, value in (("email", "author@example.com"), ("name", "Author")):
        git(site.folder, "config", f"user.{name}", value)
    git(site.folder, "remote", "add", "origin", str(remote))
    (site.folder / ".gitignore").write_text(".cache\noutput\n")
    git(site.folder, "add", "--all")
    git(site.folder, "commit", "--quiet", "-m", "Write")
    site.remote = remote
    target = {"kind": "github-pages", "remote": "origin", "branch": "gh-pages"}
    with open(site.folder / "publishconf.py", "a") as settings:
        settings.write(f"PUBLISH = {{'targets': {{'live': {target!r}}}}}\n")
    return site


def objects(remote: Path) -> Iterator[bytes]:
    """Everything that a repository holds, whatever branch or commit it belongs to."""
    words = ["git", "-C", str(remote), "cat-file", "--batch-all-objects"]
    object_ids = subprocess.run(
        [*words, "--batch-check=%(objectname) %(objecttype)"], check=True, capture_output=True, text=True
    )
    for line in object_ids.stdout.splitlines():
        name, kind = line.split()
        yield subprocess.run(["git", "-C", str(remote), "cat-file", kind, name], check=True, capture_output=True).stdout


def test_no_word_of_what_is_not_published_is_in_any_byte_that_goes_out(canaries: Any) -> None:
    code, messages = canaries.run("build", "--settings", "pelicanconf.py")
    assert code == 0, messages
    code, log = canaries.run("publish")
    assert code == 0, log
    leaking_lines = [line for line in (messages + log).splitlines() if find_canaries(line.encode()) - {"canaryhidden"}]
    # whoever publishes may read where a hidden post went, and the title of what comes next
    assert leaking_lines == ['Next: "canaryfuture", Tuesday, June 2, 2026 at 00:00 (UTC).']
    hidden_outputs = {"2026/01/02/canaryhidden/index.html": {"canaryhidden", "canaryhiddentext"}}
    for output in (canaries.folder / "output", canaries.folder / ".cache/production"):
        assert (output / "index.html").is_file() and list(output.rglob("*.pf_fragment")), "it is built whole"
        assert {path: words for path, words in found_below(output).items() if path not in hidden_outputs} == {}
        assert [path for path in output.rglob("*") if "canary" in path.name and path.name != "canaryhidden"] == []
    published_objects = list(objects(canaries.remote))
    assert any(b"Words for all." in data for data in published_objects)
    assert set().union(*map(find_canaries, published_objects)) <= {"canaryhidden", "canaryhiddentext"}
    assert PHRASE.encode() not in b"".join(published_objects) and KEY.encode() not in b"".join(published_objects)


SIDES = "<<<<<<< HEAD\n{}canaryours\n=======\n{}canarytheirs\n>>>>>>> other\n"


def test_neither_side_of_an_unfinished_merge_goes_out(canaries: Any) -> None:
    assert canaries.run("publish")[0] == 0
    before = git(canaries.remote, "for-each-ref")
    post_text = (canaries.folder / "content/posts/two.md").read_text()
    unmerged_files = {
        "posts/two.md": post_text.replace("title: Two\n", SIDES.format("title: ", "title: ")),
        "posts/one.md": post_text.replace("Words for all too.", SIDES.format("", "")),
        "posts/draft.md": post_text.replace("Words for all too.", SIDES.format("", "")).replace(
            "tags:", "status: draft\ntags:"
        ),
        "pages/about.md": f"---\ntitle: About\n---\nAbout.\n\n- one\n{SIDES.format('- ', '- ')}",
        "comments/one.yaml": f"- name: Ann\n  date: 2026-01-03\n{SIDES.format('  text: ', '  text: ')}",
        "images/drawn.svg": f'<svg xmlns="http://www.w3.org/2000/svg">\n{SIDES.format("<desc>", "<desc>")}</svg>\n',
        "files/dates.ics": f"BEGIN:VCALENDAR\n{SIDES.format('DESCRIPTION:', 'DESCRIPTION:')}END:VCALENDAR\n",
    }
    for path, text in unmerged_files.items():
        canaries.file(path, text)
    code, log = canaries.run("publish")
    named_files = {line.split(":")[0] for line in log.splitlines() if "a merge that git could not finish" in line}
    assert (code, find_canaries(log.encode()), named_files) == (
        1,
        set(),
        {f"content/{path}" for path in unmerged_files},
    )
    assert git(canaries.remote, "for-each-ref") == before
    assert not {"canaryours", "canarytheirs"} & set().union(
        *found_below(canaries.folder / ".cache/production").values()
    )
