"""A reminder in a few words, for a channel that may bring nothing but a fixed text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conversations.protocol.messages import Reply

_NOTICES = frozenset({"notice.nudge", "notice.round"})
LONGEST = 30  # characters of one word in such a text


def brief_of(replies: Sequence[Reply]) -> dict[str, str] | None:
    """Unit, period, due day and how many questions are left; None for anything that is no
    reminder of a report."""
    for reply in replies:
        if reply.code in _NOTICES:
            return _words(reply.data)
        if reply.code == "digest":
            reports = [item for item in reply.data["items"] if item["kind"] == "report"]
            if reports:
                return _words(reports[0])
    return None


def _words(data: Mapping[str, Any]) -> dict[str, str]:
    words = {
        "unit": data["unit"],
        "period": data["period"],
        "due": data.get("due") or "–",
        "left": str(data.get("left", "–")),
    }
    return {name: text[:LONGEST] for name, text in words.items()}
