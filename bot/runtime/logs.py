"""Logging: one set-up, one redaction step for every record, ours and the libraries'."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping, Sequence
from typing import Any

import structlog

from bot.runtime.redaction import redact_secrets
from bot.runtime.request_ids import with_request

CHATTY = (
    *("httpx", "httpcore", "telegram", "aiosqlite", "alembic", "websockets"),
    *("uvicorn.access", "uvicorn.error", "uvicorn.asgi"),  # the handshake's headers, at DEBUG
)


def set_up_logging(level: str, form: str, secrets: Sequence[str] = ()) -> None:
    """Send every record to stderr, as lines for people or as JSON lines; the secrets, and
    everything that looks like one, are blotted out."""

    def redacted(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        return {
            key: redact_secrets(value, *secrets) if isinstance(value, str) else value
            for key, value in event.items()
        }

    def redacted_line(_: Any, __: str, line: Any) -> str:
        """What was no text before it was written out: the parts of an object, of a traceback."""
        return redact_secrets(str(line), *secrets)

    shared: list[Any] = [
        with_request,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    last: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            redacted,
            last,
            redacted_line,
        ],
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
