"""`test`: the suite; `test --fast`: style, types and the quick tests; `test --slow`: what takes minutes by itself."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from contextlib import suppress

from lodestar.base.root import ROOT
from lodestar.commands import lint
from lodestar.commands.browser import SHELL, chromium
from lodestar.commands.environment import apart

SUITE, SLOW = "not slow", "slow"
FAST = "not slow and not browser and not server and not seconds"
"""The marker expression of the quick part; pyproject.toml explains the markers."""
CORES = min(os.cpu_count() or 1, 4)
"""How many processes share the quick tests, which wait for nothing; each has to find all tests anew, which takes seconds."""
PROCESSES = min(2 * CORES, 4)
"""How many share any other part; each starts a browser and a desk of its own, and waits for them half of its time."""
PASSES_ON = True
"""Options that are not this command's own are pytest's."""

SERVERS = {"nginx": "nginx-light", "apache2": "apache2", "sshd": "openssh-server", "rsync": "rsync"}
"""Servers that tests start on loopback, with the Debian package of each."""


def parser() -> argparse.ArgumentParser:
    """Return the command's options."""
    parser = argparse.ArgumentParser(
        description="Run the whole suite; a browser is installed first where there is none and the machine can.",
        epilog="Example: python3 tasks.py test tests/plugins -k categories",
    )
    parser.add_argument("paths", nargs="*", metavar="ARG", help="what to run, as for pytest (default: everything)")
    parser.add_argument(
        "-m", dest="marks", metavar="MARKERS", default="", help="only tests of these markers, as for pytest"
    )
    parser.add_argument(
        "-k", dest="names", metavar="NAMES", default="", help="only tests of these names, as for pytest"
    )
    parts = parser.add_mutually_exclusive_group()
    parts.add_argument(
        "--fast",
        action="store_true",
        help="under a minute: formatting, style, types, and all quick tests that need no browser and no server",
    )
    parts.add_argument(
        "--slow",
        action="store_true",
        help="what the suite has in a short form only: many more kills and mutated exports, axe on every page",
    )
    return parser


def run(options: argparse.Namespace) -> int:
    """Run pytest with the given arguments, and return 0 where all tests pass."""
    if options.fast:
        return run_fast(options)
    install_browser()
    install_servers()
    install_isso()
    if options.slow and not shutil.which("java"):
        install_package("default-jre-headless")  # for the checker of HTML
    return run_pytest(options)


def run_pytest(options: argparse.Namespace) -> int:
    """Run pytest once our code is compiled, and keep what pytest compiles of the tests, which takes it six seconds: tests start
    hundreds of processes, and where Python may not keep what it compiles (PYTHONDONTWRITEBYTECODE) each would do it anew.
    """
    subprocess.run([sys.executable, "-m", "compileall", "-q", "lodestar", "plugins", "tasks.py"], cwd=ROOT)
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(pytest_command(options), cwd=ROOT, env=env).returncode


def run_fast(options: argparse.Namespace) -> int:
    """Check style and types while the quick tests run, and print their results after those of the tests."""
    checks = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for command in lint.commands()
    ]
    codes = [run_pytest(options)]
    for process in checks:
        output = process.communicate()[0]
        codes.append(process.returncode)
        if process.returncode:
            print(output, end="", flush=True)
    return max(codes)


def pytest_command(options: argparse.Namespace) -> list[str]:
    """Return the command that runs the chosen part of the suite; `-m` chooses within it.

    A whole part is shared by several processes, a file at a time, since the tests of a file share what they build.
    """
    part = FAST if options.fast else SLOW if options.slow else SUITE
    marks = f"({part}) and ({options.marks})" if options.marks else part
    names = ["-k", options.names] if options.names else []
    shared = (
        []
        if options.paths or options.names
        else [f"--numprocesses={CORES if options.fast else PROCESSES}", "--dist=loadfile", "--no-loadscope-reorder"]
    )
    return [sys.executable, "-m", "pytest", "-m", marks, *names, *options.paths, *shared, *options.more]


def install_browser() -> None:
    """Install Chromium without windows from Debian's packages; where that cannot be had and there is no other Chromium,
    Playwright's own. Tests report a missing browser.
    """
    if not shutil.which(SHELL) and not install_package(SHELL) and not chromium():
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"])


def install_servers() -> None:
    """Install the servers for tests of publishing; tests report a missing one."""
    for program, package in SERVERS.items():
        if not shutil.which(program) and not shutil.which(program, path="/usr/sbin:/sbin"):
            install_package(package)


def install_isso() -> None:
    """Install the comment server Isso in a separate environment: it is compiled, and needs older libraries than ours."""
    if isso() is not None:
        return
    if not shutil.which("cc"):
        install_package("gcc")
    with suppress(OSError):  # the test that needs it reports it
        apart("isso")


def isso() -> str | None:
    """Return the path of Isso; None where it is not installed."""
    own = ROOT / ".cache" / "isso" / "bin" / "isso"
    return os.environ.get("ISSO") or shutil.which("isso") or (str(own) if own.exists() else None)


def install_package(name: str) -> bool:
    """Install a Debian package where this machine and user can; return whether it worked."""
    if not shutil.which("apt-get") or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    print(f"Installing {name}, which tests use (once) ...", flush=True)
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    steps = (["apt-get", "update", "-qq"], ["apt-get", "install", "-y", "-qq", name])
    return [subprocess.run(step, stdout=subprocess.DEVNULL, env=env).returncode for step in steps][-1] == 0
