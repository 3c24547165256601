"""`desk-bench`: how long it takes from saving one post to the reload of its page, from the start to a usable list of posts,
and from a key to the screen.

Posts are made here, of the words of the site's own, so that nothing else is needed. Times are those of this machine,
whatever else it does: the load is printed beside them.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from lodestar.base.root import ROOT
from lodestar.commands import desk_typing
from lodestar.commands.editor import fetch_editor

SETTINGS = "import sys\n\nsys.path.insert(0, {root!r})\nfrom pelicanconf import *\n\nCACHE_PATH = {cache!r}\nMENUITEMS = ()\nTHEME = {theme!r}\n"
POST = "---\ntitle: {title}\ndate: {date}\ncategories: [{category}]\ntags: [{tags}]\nsummary: {summary}\n---\n{body}\n"
WORDS = 800


def write_posts(folder: Path, number: int) -> list[Path]:
    """Write `number` posts of about 800 words."""
    chance = random.Random(number)
    words = re.findall(
        r"[A-Za-z]+",
        " ".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "content/posts").rglob("*.md"))),
    )
    tags = [f"{first.lower()} {second.lower()}" for first, second in zip(words[0:300:2], words[1:300:2], strict=False)]
    results = []
    for index in range(number):
        texts = [" ".join(chance.choices(words, k=80)) + "." for _ in range(WORDS // 80)]
        day = f"{2005 + index * 20 // number}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02} 08:{index % 60:02}"
        path = folder / f"posts/{day[:4]}/post-{index}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        post_tags = ", ".join(dict.fromkeys(chance.choices(tags, k=6)))
        category = chance.choice(("Leadership", "Career", "Coaching", "Communication"))
        path.write_text(
            POST.format(
                title=f"Post {index}",
                date=day,
                category=category,
                tags=post_tags,
                summary=texts[0][:120],
                body="\n\n".join(texts),
            ),
            encoding="utf-8",
        )
        results.append(path)
    (folder / "pages").mkdir()
    (folder / "pages/about.md").write_text("---\ntitle: About\n---\nAbout.\n", encoding="utf-8")
    (folder / "calls").mkdir()
    return results


class Started:
    """A desk that runs."""

    def __init__(self, home: Path) -> None:
        settings = home / "settings.py"
        settings.write_text(
            SETTINGS.format(root=str(ROOT), cache=str(home / "cache"), theme=str(ROOT / "theme")), encoding="utf-8"
        )
        command = [
            sys.executable,
            str(ROOT / "tasks.py"),
            "desk",
            "--no-browser",
            "--port",
            "0",
            "--settings",
            str(settings),
            "--output",
            "preview",
        ]
        self.began = time.monotonic()
        self.process = subprocess.Popen(command, cwd=home, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        result = None
        while not result:
            line = self.process.stdout.readline()
            if not line:
                raise SystemExit("the desk did not start")
            result = re.search(r"127\.0\.0\.1:(\d+)/\?key=(\S+)", line)
        self.port, self._cookie = int(result[1]), ""
        self._cookie = self._ask(f"/?key={result[2]}").getheader("Set-Cookie", "").partition(";")[0]

    @property
    def origin(self) -> str:
        """The desk's origin."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def cookie(self) -> dict[str, str]:
        """What lets a browser in."""
        name, _, value = self._cookie.partition("=")
        return {"name": name, "value": value, "url": self.origin}

    def get(self, path: str, site: bool = False) -> bytes:
        """Ask the desk, or the preview."""
        return self._ask(path, site).read()

    def _ask(self, path: str, site: bool = False) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        host = f"{'localhost' if site else '127.0.0.1'}:{self.port}"
        connection.request("GET", path, headers={"Host": host, "Cookie": self._cookie})
        return connection.getresponse()

    def reload(self, page: str, change: Path) -> float:
        """Return the seconds from a change of a file to the event that reloads a page."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=600)
        connection.request("GET", f"/.desk/events?page={page}", headers={"Host": f"localhost:{self.port}"})
        answer = connection.getresponse()
        answer.readline()
        time.sleep(1)
        began = time.monotonic()
        edit(change, began)
        while not (line := answer.readline()).startswith(b"event: reload"):
            if line.startswith(b"event: notice"):
                raise SystemExit(f"the site cannot be built: {self.get(page, site=True).decode()[-2000:]}")
        self.get(page, site=True)
        seconds = time.monotonic() - began
        connection.close()
        return seconds

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait()


def edit(change: Path, moment: float) -> None:
    """Add a line to a post."""
    change.write_text(f"{change.read_text(encoding='utf-8')}\nAt {moment}.\n", encoding="utf-8")


def time_builds(home: Path, change: Path, runs: int) -> list[float]:
    """Return how many seconds builds take, each after one edit, in a process of their own as from a terminal."""
    settings = home / "build.py"
    values = {"root": str(ROOT), "cache": str(home / "cache of builds"), "theme": str(ROOT / "theme")}
    settings.write_text(SETTINGS.format(**values), encoding="utf-8")
    command = [sys.executable, str(ROOT / "tasks.py"), "build", "--settings", str(settings), "--output", "built"]
    results = []
    for _ in range(runs + 1):
        edit(change, time.monotonic())
        began = time.monotonic()
        subprocess.run(command, cwd=home, check=True, capture_output=True)
        results.append(time.monotonic() - began)
    return results[1:]  # the first one made everything


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(
        description="Measure the desk: from its start to the list of posts, from a save to the reload of its page beside a build with one edit, from a key to the screen.",
        epilog="Example: python3 tasks.py desk-bench --posts 10000 --list-only",
    )
    parser.add_argument("--posts", type=int, default=1000, metavar="N", help="how many posts (default: 1000)")
    parser.add_argument("--runs", type=int, default=7, metavar="N", help="how many saves (default: 7)")
    parser.add_argument("--list-only", action="store_true", help="measure the list of posts alone")
    parser.add_argument(
        "--typing",
        action="store_true",
        help="measure alone how long a key takes to the screen, in a text of 5,000 words",
    )
    return parser


def run(options: argparse.Namespace) -> int:
    """Measure, and say the figures."""
    if options.typing:
        return _measure_typing()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        posts = write_posts(home / "content", options.posts)
        desk = Started(home)
        try:
            desk.get("/posts")
            print(
                f"{options.posts:,} posts: the list is there {time.monotonic() - desk.began:.2f} s after the start (load {os.getloadavg()[0]:.1f})"
            )
            if options.list_only:
                return 0
            while b"being built" in desk.get("/", site=True):
                time.sleep(1)
            print(f"the whole site was built after {time.monotonic() - desk.began:.1f} s")
            while b"so far" in desk.get("/check"):
                time.sleep(1)
            post = posts[len(posts) // 2]
            page = (
                "/"
                + next((home / "preview").glob(f"*/*/*/{post.stem}/index.html"))
                .parent.relative_to(home / "preview")
                .as_posix()
                + "/"
            )
            durations = [desk.reload(page, post) for _ in range(options.runs)]
            print(
                f"save to reload: median {statistics.median(durations):.2f} s, best {min(durations):.2f} s of {options.runs} (load {os.getloadavg()[0]:.1f})"
            )
        finally:
            desk.stop()
        build_seconds = statistics.median(time_builds(home, post, options.runs))
        share = statistics.median(durations) / build_seconds
        print(f"a build with one edit: median {build_seconds:.2f} s; from save to reload takes {share:.0%} of it")
    return 0


def _measure_typing() -> int:
    """Say how long a key takes to the screen in the editor, beside the plain text area."""
    fetch_editor(print)
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        [post] = write_posts(home / "content", 1)
        header, words = post.read_text(encoding="utf-8").rsplit("---\n", 1)
        post.write_text(header + "---\n" + words * -(-desk_typing.WORDS // WORDS), encoding="utf-8")
        desk = Started(home)
        try:
            path = post.relative_to(home / "content").as_posix()
            durations = desk_typing.measure_typing(f"{desk.origin}/write/{path}", desk.cookie)
        finally:
            desk.stop()
    plain, editor = durations["plain"], durations["editor"]
    print(
        f"a key to the screen, in {desk_typing.WORDS:,} words: {editor:.1f} ms in the editor, {plain:.1f} ms in a plain text area, "
        f"{editor / plain:.2f} times as long (load {os.getloadavg()[0]:.1f})"
    )
    return 0
