"""Where a list goes on: opaque to who reads it, and worth nothing but a place in that list."""

from __future__ import annotations

import base64
import json
import re

from bot.channels.api.problems import ApiProblemError
from storage.tables.types import MOST_ROWS

LONGEST = 120  # characters of a cursor
_SIGNS = re.compile(r"[A-Za-z0-9_-]+")


def write_cursor(of: str, after: int) -> str:
    """The place behind this number in the list of this name."""
    said = json.dumps([of, after], separators=(",", ":"))
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def read_cursor(of: str, cursor: str | None) -> int:
    """The number behind which the list goes on, 0 from its beginning. ApiProblemError for a cursor
    of another list, or of none."""
    if cursor is None:
        return 0
    try:
        if len(cursor) > LONGEST or not _SIGNS.fullmatch(cursor):
            raise ValueError
        said = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        name, after = json.loads(said)
    except (ValueError, TypeError, RecursionError):
        raise ApiProblemError("bad_cursor") from None
    whole = isinstance(after, int) and not isinstance(after, bool) and 0 <= after <= MOST_ROWS
    if name != of or not whole or write_cursor(of, after) != cursor:
        raise ApiProblemError("bad_cursor")
    return int(after)
