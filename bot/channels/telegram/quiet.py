"""The libraries under the Telegram channel say too much: request URLs, which hold the token."""

from __future__ import annotations

import logging
import warnings

from telegram.warnings import PTBDeprecationWarning


def quiet_libraries() -> None:
    """Silence the loggers that print request URLs: httpx at INFO, the others at DEBUG. Also a
    warning about the type of retry_after, which is read either way."""
    warnings.filterwarnings("ignore", message=".*retry_after", category=PTBDeprecationWarning)
    for name, level in (
        ("httpx", logging.WARNING),
        ("httpcore", logging.WARNING),
        ("telegram", logging.INFO),
    ):
        logger = logging.getLogger(name)
        if logger.getEffectiveLevel() < level or logger.level == logging.NOTSET:
            logger.setLevel(level)
