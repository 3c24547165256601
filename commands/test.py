"""`test`: the whole suite."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from contextlib import suppress

from commands.browser import chromium
from commands.environment import ROOT, apart

PASSES_ON = True
"""Options that are not this command's own are pytest's."""

SERVERS = {"nginx": "nginx-light", "apache2": "apache2", "sshd": "openssh-server", "rsync": "rsync"}
"""Programs that tests start on loopback, and Debian's package of each."""


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
    install_servers()
    install_isso()
    return subprocess.run([sys.executable, "-m", "pytest", *options.paths, *options.more], cwd=ROOT).returncode


def install_browser() -> None:
    """Chromium from Debian's packages, else Playwright's own; tests say what is missing where neither can be had."""
    if chromium() or install_package("chromium"):
        return
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])


def install_servers() -> None:
    """The servers that tests of publishing ask; tests that need one say so where it cannot be had."""
    for program, package in SERVERS.items():
        if not shutil.which(program) and not shutil.which(program, path="/usr/sbin:/sbin"):
            install_package(package)


def install_isso() -> None:
    """The comment server Isso, in an environment of its own: it has to be compiled, and wants older libraries than ours."""
    if isso() is not None:
        return
    if not shutil.which("cc"):
        install_package("gcc")
    with suppress(OSError):  # the test that needs it says so
        apart("isso")


def isso() -> str | None:
    """The program Isso; None where it is not installed."""
    own = ROOT / ".cache" / "isso" / "bin" / "isso"
    return os.environ.get("ISSO") or shutil.which("isso") or (str(own) if own.exists() else None)


def install_package(name: str) -> bool:
    """Install one of Debian's packages where this machine and this user can; whether it worked."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    print(f"Installing {name}, which tests use (once) ...", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    steps = (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", name])
    return [subprocess.run(step, stdout=subprocess.DEVNULL, env=env).returncode for step in steps][-1] == 0
