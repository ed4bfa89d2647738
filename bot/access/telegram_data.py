"""What Telegram tells a page that it opens inside of itself: signed for our bot, and fresh.

The check is the one that Telegram describes for Mini Apps: the fields but `hash`, sorted, one a
line, under a key that is made of the bot's token.
"""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from urllib.parse import parse_qsl

TELEGRAM_PATH = "/ban/telegram"  # the page that Telegram opens
FRESH = timedelta(minutes=10)
AHEAD = timedelta(minutes=1)  # that Telegram's clock may be before ours
DATA_BYTES = 8_192
MOST_FIELDS = 30


@dataclass(frozen=True, slots=True)
class TelegramVisitor:
    """Who opened the page: what Telegram calls them; `mark` is the signature, which comes once."""

    sender: str
    mark: str


def read_telegram_data(data: str, token: str, now: datetime) -> TelegramVisitor | None:
    """Who opened the page, as `data` says; None when the bot of this token did not sign it, or not
    just now."""
    if len(data) > DATA_BYTES:
        return None
    try:
        pairs = parse_qsl(data, keep_blank_values=True, max_num_fields=MOST_FIELDS)
        fields = dict(pairs)
        if len(fields) != len(pairs):
            return None
        signed = fields.pop("hash", "")
        if not _is_signed(fields, signed, token):
            return None
        at = datetime.fromtimestamp(int(fields["auth_date"]), UTC)
        sender = json.loads(fields["user"])["id"]
    except (ValueError, KeyError, TypeError, OverflowError, OSError, RecursionError):
        return None
    if not isinstance(sender, int) or isinstance(sender, bool) or sender <= 0:
        return None
    return TelegramVisitor(str(sender), signed) if now - FRESH < at < now + AHEAD else None


def _is_signed(fields: dict[str, str], signed: str, token: str) -> bool:
    lines = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    key = hmac.new(b"WebAppData", token.encode(), sha256).digest()
    made = hmac.new(key, lines.encode("utf-8", "replace"), sha256).hexdigest()
    return hmac.compare_digest(made.encode(), signed.encode("utf-8", "replace"))
