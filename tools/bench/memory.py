"""Peak memory of a command: all of its processes together. Linux only."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

INTERVAL = 0.02
"""Seconds between two samples."""
SHARE = re.compile(rb"^Pss:\s+(\d+) kB", re.MULTILINE)


def peak(command: Sequence[str], folder: str, env: Mapping[str, str]) -> float:
    """Run a command in `folder` and return the most megabytes (2**20 bytes) that its processes took together.

    Each process counts with its proportional share (Pss in /proc/PID/smaps_rollup), so memory that forked processes
    share counts once. Sampling costs time, so such a run is not timed. Raises CalledProcessError.
    """
    process = subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    highest = 0
    while process.poll() is None:
        highest = max(highest, memory(process.pid))
        time.sleep(INTERVAL)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return highest / 1024


def memory(process: int) -> int:
    """Return the kilobytes that a process and its descendants take together now."""
    family = list(_family(process))  # list all of them first: a parent read before it forks would count twice
    return sum(map(_share, family))


def _family(process: int) -> Iterator[int]:
    """Yield a process and all of its descendants."""
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            ids = children.read_text().split()
        except OSError:
            continue
        for child in ids:
            yield from _family(int(child))


def _share(process: int) -> int:
    """Return the share of a process in kilobytes; 0 for one that has ended."""
    try:
        match = SHARE.search(Path(f"/proc/{process}/smaps_rollup").read_bytes())
    except OSError:
        return 0
    return int(match[1]) if match else 0
