"""`test`: the whole suite."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys

from commands.environment import ROOT

PASSES_ON = True
"""Options that are not this command's own are pytest's."""


def parser() -> argparse.ArgumentParser:
    """The command's options."""
    made = argparse.ArgumentParser(
        description="Run the whole suite; a browser is installed first where there is none and the machine can.",
        epilog="Example: python3 tasks.py test tests/plugins -k categories",
    )
    made.add_argument("paths", nargs="*", metavar="ARG", help="what to run, as for pytest (default: everything)")
    return made


def run(options: argparse.Namespace) -> int:
    """Run pytest with the given arguments."""
    install_browser()
    return subprocess.run([sys.executable, "-m", "pytest", *options.paths, *options.more], cwd=ROOT).returncode


def install_browser() -> None:
    """Chromium from Debian's packages, else Playwright's own; tests say what is missing where neither can be had."""
    if shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome"):
        return
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Installing the browser that tests use (once) ...", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], **quiet)
        if subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], **quiet).returncode == 0:
            return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])
