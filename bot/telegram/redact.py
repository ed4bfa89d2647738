"""Keep the bot's token out of logs and errors: it stands in every URL of the Bot API."""

from __future__ import annotations

import logging
import re
import warnings

from telegram.warnings import PTBDeprecationWarning

# A token follows the word "bot" in URLs, so \b would miss it.
_TOKEN = re.compile(r"(?<!\d)\d{6,12}:[A-Za-z0-9_-]{30,}|(?<=/bot)\d+(?::|%3A)[A-Za-z0-9_-]+")


def redact(text: str, *secrets: str) -> str:
    """The text with everything that looks like a token, and the given secrets, blotted out."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "[secret]")
    return _TOKEN.sub("[token]", text)


class RedactingFilter(logging.Filter):
    """For a log handler: a record that passes carries no token, not even in its traceback."""

    def __init__(self, *secrets: str) -> None:
        super().__init__()
        self._secrets = secrets

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redact(record.getMessage(), *self._secrets), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text, *self._secrets)
        return True


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
