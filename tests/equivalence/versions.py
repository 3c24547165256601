"""A site in many versions, to go from one to the next when something goes wrong on the way."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

POSTS = 24


def site(version: int, posts: int = POSTS) -> str:
    """Return a site that differs from version to version: texts, tags, posts that come and go."""
    parts = ["-- content/pages/about.md --\n---\ntitle: About\n---\nAbout.\n"]
    for number in range(posts):
        body = f"Version {version if number % 3 else 0} of post {number}.\n\n" + "Words upon words.\n\n" * 30
        tags = f"[t{(number + version) % 5}, all]"
        text = f"---\ntitle: Post {number}\ndate: 2026-01-{number + 1:02}\ntags: {tags}\n---\n{body}"
        parts.append(f"-- content/posts/p{number}.md --\n" + ("(deleted)\n" if (number + version) % 7 == 0 else text))
    return "".join(parts)


def prepare(build_site, version: int, posts: int = POSTS) -> None:
    """Write a version of the site."""
    for number in range(posts):
        path = build_site.folder / f"content/posts/p{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    build_site.write(site(version, posts))


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def clean(build_site, name: str) -> dict[str, bytes]:
    """Return what a clean build of the present content makes."""
    folder = build_site.folder
    built = build_site(OUTPUT_PATH=str(folder / name), CACHE_PATH=str(folder / f"{name}-cache"))
    assert built.code == 0
    result = tree(folder / name)
    for leftover in (folder / name, folder / f"{name}-cache"):
        shutil.rmtree(leftover)
    return result


def in_another_process(build_site, workers: int, before: Callable[[], None] = lambda: None) -> int:
    """Begin a build in a process of its own, which does `before` first; its process id."""
    process = os.fork()
    if process == 0:
        code = 70
        try:
            os.setsid()
            before()
            code = build_site(BUILD={"workers": workers}).code
        finally:
            os._exit(code)
    return process
