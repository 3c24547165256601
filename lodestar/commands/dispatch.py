"""From the table in `tasks.py` to a command line, and to tasks of `invoke`; each command's own parser serves both."""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

WRONG_USE = 2
_SHOWS = '"preview" builds, shows the site and follows every change'
_PUTS = '"publish" puts the site where PUBLISH says (docs/deploying.md)'
QUICKSTART = {
    "clean": '"build --clean" makes everything anew; the folder output may be deleted',
    "html": '"build" does it',
    "rebuild": '"build --clean" does it',
    **dict.fromkeys(
        ["regenerate", "serve", "reserve", "livereload", "devserver", "serve-global", "devserver-global"], _SHOWS
    ),
    **dict.fromkeys(["gh-pages", "github", "ssh-upload", "sftp-upload", "rsync-upload", "s3-upload"], _PUTS),
    **dict.fromkeys(["ftp-upload", "dropbox-upload", "cf-upload"], f"{_PUTS}; that host is not among them"),
}
"""The tasks that pelican-quickstart writes into a site's tasks.py and Makefile, and what does their job here."""


class Task(NamedTuple):
    """A command: its name, what it does, and the sets of packages it needs."""

    name: str
    what: str
    needs: tuple[str, ...] = ("site",)
    leaves_nothing: bool = False
    """Whether nothing has to be tidied up after it, so that its process may end at once."""

    @property
    def module(self) -> str:
        """The module that does the work."""
        return "lodestar.commands." + self.name.replace("-", "_")


def main(tasks: Sequence[Task], arguments: Sequence[str], ensure: Callable[[Sequence[str]], None]) -> int:
    """Run the task that `arguments` name; the exit code is 0, 1 for something wrong in the content, 2 for wrong use."""
    by_name = {task.name: task for task in tasks}
    if not arguments or arguments[0] in ("-h", "--help"):
        print(_listing(tasks))
        return 0
    task = by_name.get(arguments[0])
    if task is None:
        print(f"{_describe_unknown(arguments[0], by_name)}\n\n{_listing(tasks)}", file=sys.stderr)
        return WRONG_USE
    if {"-h", "--help"} & set(arguments[1:]):
        print(parser_of(task).format_help(), end="")
        return 0
    ensure(task.needs)
    if task.leaves_nothing:
        gc.disable()  # what its process leaves is gone with it
    try:
        code = run(task, arguments[1:])
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads what is said has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    if task.leaves_nothing:
        _end(code)
    return code


def parser_of(task: Task) -> argparse.ArgumentParser:
    """Return the options of a task, for which no package has to be installed."""
    from lodestar.commands.placeholders import placeholders  # takes more to import than a build uses otherwise

    with placeholders():
        parser: argparse.ArgumentParser = importlib.import_module(task.module).parser()
    parser.prog = f"python3 tasks.py {task.name}"
    return parser


def _describe_unknown(name: str, tasks: Iterable[str]) -> str:
    """Return what to say of a task that is not there: how it is called here, if at all."""
    import difflib

    plain = name.replace("_", "-")
    if plain in QUICKSTART:
        return f'There is no task "{name}" here: {QUICKSTART[plain]}.'
    near = difflib.get_close_matches(plain, list(tasks), n=1)
    return f'There is no task "{name}"{f"; did you mean {near[0]}?" if near else "."}'


def _end(code: int) -> None:
    """End this process without taking apart what it has made, which takes a twentieth of a short build."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def run(task: Task, arguments: Sequence[str]) -> int:
    """Run one task with its own arguments."""
    module = importlib.import_module(task.module)
    parser: argparse.ArgumentParser = module.parser()
    parser.prog = f"python3 tasks.py {task.name}"
    options, unknown = parser.parse_known_args(arguments)
    options.more = unknown
    if unknown and not getattr(module, "PASSES_ON", False):
        parser.error(f"unknown: {' '.join(unknown)}")
    try:
        return int(module.run(options) or 0)
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


def _listing(tasks: Sequence[Task]) -> str:
    width = max(len(task.name) for task in tasks)
    lines = [f"  {task.name:{width}}  {task.what}" for task in tasks]
    return "\n".join(["python3 tasks.py TASK [options]   (TASK --help explains one)", "", *lines])


def collection(tasks: Sequence[Task], ensure: Callable[[Sequence[str]], None]) -> Any:
    """Return the tasks as a collection of `invoke`."""
    from invoke.collection import Collection

    return Collection(**{task.name: _invocable(task, ensure) for task in tasks})


def _invocable(task: Task, ensure: Callable[[Sequence[str]], None]) -> Any:
    """Return a task of `invoke` with the options of the command's own parser."""
    import inspect

    from invoke.tasks import task as decorate

    parser = parser_of(task)
    actions = [action for action in parser._actions if action.dest != "help"]
    help_texts = {action.dest: parser._get_formatter()._expand_help(action) for action in actions if action.help}

    def body(context: Any, **values: Any) -> None:
        ensure(task.needs)
        code = run(task, [word for action in actions for word in _words(action, values[action.dest])])
        if code:
            sys.exit(code)

    kinds = inspect.Parameter.POSITIONAL_OR_KEYWORD
    parameters = [inspect.Parameter("context", kinds)]
    for action in sorted(actions, key=lambda item: bool(item.option_strings)):
        default = action.default if action.default is not None or action.option_strings else inspect.Parameter.empty
        if action.nargs in ("*", "+"):
            default = []
        parameters.append(inspect.Parameter(action.dest, kinds, default="" if default is None else default))
    body.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    body.__doc__, body.__name__ = task.what, task.name
    lists = [action.dest for action in actions if action.nargs in ("*", "+")]
    return decorate(body, name=task.name, iterable=lists, auto_shortflags=False, help=help_texts)


def _words(action: argparse.Action, value: Any) -> list[str]:
    """Return the words of a command line that set an option."""
    if not value or value == action.default:
        return []
    if not action.option_strings:
        return list(map(str, value)) if isinstance(value, list) else [str(value)]
    if action.nargs == 0:
        return [action.option_strings[-1]]
    return [action.option_strings[-1], *(map(str, value) if isinstance(value, list) else [str(value)])]
