"""What the officers type, and what must be stored once a text was replied to."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

Rows = dict[str, Any]


@dataclass(frozen=True)
class Walk:
    """Texts in order. After the first `opening` of them the officer stands before a question;
    they are not measured. `messages[n]` is how many messages the first n texts are replied to
    with, `stored[n]` which rows text n writes."""

    texts: tuple[bytes, ...]  # as JSON
    messages: tuple[int, ...]
    stored: tuple[Rows, ...]
    opening: int

    @classmethod
    def of(cls, steps: Sequence[dict[str, Any]], opening: int) -> Walk:
        return cls(
            tuple(_typed(str(step["text"])) for step in steps),
            tuple(accumulate((step["messages"] for step in steps), initial=0)),
            tuple(step["stored"] for step in steps),
            opening,
        )

    def rows(self, texts: int) -> Rows:
        """What the database must hold after so many texts."""
        held: Rows = {}
        for stored in self.stored[:texts]:
            held |= stored
        return held


def _typed(text: str) -> bytes:
    """The end of an update's message; a command is marked as Telegram marks it."""
    message: dict[str, Any] = {"text": text}
    if text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    return json.dumps(message)[1:].encode()


@dataclass(frozen=True)
class Script:
    """Two walks: the first officers take turns between them, later ones take the first."""

    first: Walk
    second: Walk


def for_product(recorded: dict[str, Any]) -> Script:
    """The second walk begins with a half filled report."""
    walks = (recorded[name] for name in ("blank", "half"))
    return Script(*(Walk.of(walk["steps"], walk["opening"]) for walk in walks))


def for_peers(questions: int) -> Script:
    """A number for each question."""
    numbers = [str(n * 7 % 100) for n in range(questions)]
    steps: list[dict[str, Any]] = [{"text": "/start", "messages": 1, "stored": {}}]
    steps += [
        {"text": number, "messages": 1, "stored": {str(place): number}}
        for place, number in enumerate(numbers)
    ]
    walk = Walk.of(steps, 1)
    return Script(walk, walk)
