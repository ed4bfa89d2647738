"""What an officer has to read: characters, and messages that are taller than a phone's screen."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 40  # characters of a line in a bubble, on a screen of 360 pixels
HEIGHT = 24  # lines between the head and the box to type in, on one of 640
BUTTON = 2  # lines that a row of buttons takes


@dataclass
class ReadingTally:
    """Of all messages: their characters, those of the longest, and how many do not fit a screen."""

    characters: int = 0
    longest: int = 0
    tall: int = 0

    def add(self, text: str, button_rows: int = 0) -> None:
        self.characters += len(text)
        self.longest = max(self.longest, len(text))
        self.tall += count_lines(text) + BUTTON * button_rows > HEIGHT

    def __str__(self) -> str:
        return f"{self.characters:8}{self.longest:8}{self.tall:6}"


def count_lines(text: str) -> int:
    """The lines that a text takes on a phone."""
    return sum(max(1, len(textwrap.wrap(line, WIDTH))) for line in text.splitlines())


def tally_messages(messages: Sequence[tuple[str, int]]) -> ReadingTally:
    """Texts, each with the number of its rows of buttons."""
    tally = ReadingTally()
    for text, rows in messages:
        tally.add(text, rows)
    return tally
