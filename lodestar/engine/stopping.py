"""Stops a build early with a message, and leaves the output folder as it was."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from lodestar.base.problems import Problem, TemplateFault

NOT_WRITTEN = "the site could not be written and stands as it was. Mend this, then build again"
"""The cure of what the disk refuses."""
logger = logging.getLogger(__name__)
if hasattr(logger, "disable_filter"):
    logger.disable_filter()  # Pelican's loggers print a message once per process; a preview builds many times


class Stopped(SystemExit):
    """The build ends here; all problems are reported, and the output folder is as it was."""


@contextmanager
def stopping(cleanup: ExitStack, output: Path, store: Path) -> Iterator[None]:
    """Report errors of templates and disks, and end the build."""
    try:
        yield
    except TemplateFault as fault:
        logger.error("%s", fault.args[0])
    except OSError as error:
        _log_refusal(error.filename2 or error.filename or output, error.strerror)
    except sqlite3.Error as error:
        _log_refusal(store, error)
    except BaseException:
        cleanup.close()
        raise
    else:
        return
    cleanup.close()
    raise Stopped(1)


def tell(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Log problems of the content, and return them. Raises Stopped where one of them is fatal."""
    for problem in problems:
        (logger.error if problem.fatal else logger.warning)("%s", problem)
    if any(problem.fatal for problem in problems):
        raise Stopped(1)
    return tuple(problems)


def _log_refusal(place: object, reason: object) -> None:
    logger.error("%s: %s; %s", place, reason, NOT_WRITTEN)
