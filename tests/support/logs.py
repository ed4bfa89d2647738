"""Logs of the tests: the library's own set-up draws tracebacks with every local variable, which
takes seconds each."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog


def plain_logs() -> None:
    """Print what is logged, and tracebacks as Python writes them."""
    renderer = structlog.dev.ConsoleRenderer(
        colors=False, exception_formatter=structlog.dev.plain_traceback
    )
    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.dev.set_exc_info, renderer],
        cache_logger_on_first_use=False,
    )


@contextmanager
def restored_logs() -> Iterator[None]:
    """Leave the logs as they were: a command that runs in the test's process sets up its own."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    if (root.handlers, root.level) != (handlers, level):
        root.handlers[:] = handlers
        root.setLevel(level)
        plain_logs()
