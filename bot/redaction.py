"""Keep secrets out of logs and errors: a bot's token stands in every URL of the Bot API."""

from __future__ import annotations

import re

# A token follows the word "bot" in URLs, so \b would miss it.
_TOKEN = re.compile(r"(?<!\d)\d{6,20}:[A-Za-z0-9_-]{30,}|(?<=/bot)\d+(?::|%3A)[A-Za-z0-9_-]+")
_PASSWORD = re.compile(r"(://[^:/@\s]+:)[^@\s]+@")


def redact(text: str, *secrets: str) -> str:
    """The text with everything that looks like a token, passwords in URLs, and the given secrets
    blotted out."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "[secret]")
    return _PASSWORD.sub(r"\1[password]@", _TOKEN.sub("[token]", text))
