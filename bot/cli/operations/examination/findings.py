"""What was found: good, worth a look, or in the way of a start."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FindingMark(StrEnum):
    GOOD = "✓"
    NOTE = "!"
    BAD = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `text` is in the spoken language."""

    mark: FindingMark
    text: str

    def __str__(self) -> str:
        return f"{self.mark} {self.text}"


def good(text: str) -> Finding:
    return Finding(FindingMark.GOOD, text)


def note(text: str) -> Finding:
    return Finding(FindingMark.NOTE, text)


def bad(text: str) -> Finding:
    return Finding(FindingMark.BAD, text)
