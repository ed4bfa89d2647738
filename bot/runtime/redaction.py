"""Keep secrets out of logs and errors: a bot's token stands in every URL of the Bot API."""

from __future__ import annotations

import re

# A token follows the word "bot" in URLs, so \b would miss it.
_TOKEN = re.compile(r"(?<!\d)\d{6,20}:[A-Za-z0-9_-]{30,}|(?<=/bot)\d+(?::|%3A)[A-Za-z0-9_-]+")
_PASSWORD = re.compile(r"(://[^:/@\s]*:)[^@\s]+@|((?:ssl)?password=)[^&\s'\"]+", re.IGNORECASE)
# Cookies of ours, the key behind # in the link of the web chat, links to files, pages, calendars.
_COOKIE = re.compile(r"((?:__Host-|__Secure-)?phuluc[\w-]*=)[^;,\s'\"]+")
_KEY = re.compile(r"(#key=)[\w-]+")
_LINK = re.compile(r"(/(?:tep|trang|moi|lich)/)[^/?\s'\"]+")
# Tokens of the programming interface, and secrets that events are signed by.
_OWN = re.compile(r"(plk_|whsec_)[A-Za-z0-9+/=_-]{8,}")
_BEARER = re.compile(r"(Bearer )[^\s'\"]+", re.IGNORECASE)


def redact_secrets(text: str, *secrets: str) -> str:
    """The text with everything that looks like a token, passwords in URLs, and the given secrets
    blotted out."""
    for secret in secrets:
        if secret:
            text = text.replace(secret, "[secret]")
    text = _PASSWORD.sub(_without_password, _TOKEN.sub("[token]", text))
    for secret_after in (_COOKIE, _KEY, _LINK, _BEARER, _OWN):
        text = secret_after.sub(r"\1[secret]", text)
    return text


def _without_password(found: re.Match[str]) -> str:
    return f"{found[1]}[password]@" if found[1] else f"{found[2]}[password]"
