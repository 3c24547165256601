"""The course as learners meet it: built, served under a strict policy, opened in a browser with a profile on disk."""

from __future__ import annotations

import functools
import http.server
import shutil
import threading
import wave
from pathlib import Path
from typing import ClassVar

from lodestar.base.policy import PREFETCH
from lodestar.commands.browser import ARGUMENTS, SiteHandler, chromium
from tests.running import run_pelican
from tests.web import PATIENCE, share_compiled

ROOT = Path(__file__).parents[3]
COURSE = "/courses/lead-from-the-heart/"
LESSON, LOCKED = COURSE + "heart-and-spine/", COURSE + "ask-before-you-fix/"
CANARY = "Questions can become a dodge."
"""A sentence of a lesson that is locked."""
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><title>Canarypicture</title></svg>'
FILES = """
![A wide door](still.svg)

::: audio {src=talk.wav captions=talk.vtt} A pause
One second of silence.
:::
"""
PLATFORM = "https://platform.example/lead"
PHRASE = "kind words and a backbone"
POLICY = (
    f"default-src 'none'; script-src 'self' {PREFETCH}; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "media-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'self'"
)


class WaitingHandler(SiteHandler):
    more: ClassVar = {"Content-Security-Policy": POLICY}

    def do_GET(self) -> None:
        self.server.answers.wait()
        super().do_GET()


class Server:
    """Serves a folder on a port of its own, until it is stopped: then there is no network.

    While `answers` is cleared, it takes requests and answers none, as a bad network does.
    """

    def __init__(self, folder: Path) -> None:
        handler = functools.partial(WaitingHandler, directory=str(folder))
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.answers = self.server.answers = threading.Event()
        self.answers.set()
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.running = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.answers.set()
        if self.running:
            self.running = False
            self.server.shutdown()
            self.server.server_close()


def built(folder: Path, enrolled: str, url: str = "") -> Path:
    """Build the site with its own content, and a locked lesson with files, on a day on which a cohort is ahead.

    `url` is where it is published, where that is not what the settings say.
    """
    shutil.copytree(ROOT / "content", folder / "content")
    module = folder / "content" / COURSE.strip("/") / "02-hear-your-people"
    lesson = module / "02-ask-before-you-fix.md"
    lesson.write_text(lesson.read_text(encoding="utf-8") + FILES, encoding="utf-8")
    course = folder / "content" / COURSE.strip("/") / "course.md"
    course.write_text(course.read_text(encoding="utf-8").replace("\nlevel:", f"\nplatform: {PLATFORM}\nlevel:", 1))
    (module / "still.svg").write_text(PICTURE, encoding="utf-8")
    (module / "talk.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:01.000\nCanarycaption\n", encoding="utf-8")
    with wave.open(str(module / "talk.wav"), "wb") as sound:
        sound.setparams((1, 1, 8000, 0, "NONE", "not compressed"))
        sound.writeframes(bytes([128]) * 8000)
    (folder / "conf.py").write_text(
        f"import sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom datetime import datetime, timezone\n"
        "from pelicanconf import *\n"
        f"PATH = {str(folder / 'content')!r}\nTHEME = {str(ROOT / 'theme')!r}\nCACHE_PATH = {str(folder / 'cache')!r}\n"
        f"OUTPUT_PATH = {str(folder / 'site')!r}\nNOW = datetime(2027, 1, 4, 12, tzinfo=timezone.utc)\n"
        f"COURSES = {{'enrolled': {enrolled!r}}}\n" + (f"SITEURL = {url!r}\n" if url else "")
    )
    share_compiled(folder / "cache", "pictures")
    secrets = {"COURSE_KEY": "0123456789abcdef" * 4, "COURSE_PASSPHRASE_LEAD_FROM_THE_HEART_SPRING_2027": PHRASE}
    result = run_pelican(ROOT, "-s", str(folder / "conf.py"), **secrets)
    assert result.returncode == 0, result.stdout + result.stderr
    return folder / "site"


def opened(playwright, server, profile: Path, **options):
    """Open a browser; its pages do not scroll smoothly, for what is pressed then may be elsewhere when it is let go."""
    result = playwright.chromium.launch_persistent_context(
        str(profile / "profile"),
        executable_path=chromium(),
        args=ARGUMENTS,
        base_url=server.url,
        reduced_motion="reduce",
        **options,
    )
    result.set_default_timeout(PATIENCE * 1000)
    result.complaints = []
    result.on("console", lambda message: message.type == "error" and result.complaints.append(message.text))
    result.on("weberror", lambda error: result.complaints.append(str(error.error)))
    return result


def new(context, url: str):
    page = context.new_page()
    page.goto(url)
    return page
