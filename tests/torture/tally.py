"""What is counted in a run, and how the counts of several runs add up."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields
from typing import Any

# What must be 0 in every run, whatever was done to the processes.
NEVER = (
    "lost",
    "wrong",
    "extra",
    "broken",
    "unsaid",
    "unexpected",
    "stale",
    "unhandled",
    "dirty",
    "silent",
    "unexplained",
)


@dataclass
class Tally:
    """`kills` counts every fault; `answers` the answers that officers saw confirmed, `prompts` the
    right next questions they saw. `lost`: confirmed and not stored; `wrong`: stored as something
    else, or on another row; `extra`: history without a change behind it; `broken`: chains that
    do not hold; `unsaid`: messages that were committed and never came; `unexpected`: messages
    that should not have come; `stale`: an earlier question after a later one; `unhandled`: events
    that were stored and not handled; `dirty`: processes that did not end well; `silent`: answers
    of a colleague written over unasked; `unexplained`: errors in the logs that come of nothing
    that was done. `asked`: conflicts that were put to an officer. Seen twice:
    `again_text`, `again_document`, `again_reminder`; `unsure`: documents and reminders of which
    nobody knows whether they arrived."""

    kills: int = 0
    walks: int = 0
    answers: int = 0
    prompts: int = 0
    lost: int = 0
    wrong: int = 0
    extra: int = 0
    broken: int = 0
    unsaid: int = 0
    unexpected: int = 0
    stale: int = 0
    unhandled: int = 0
    dirty: int = 0
    silent: int = 0
    unexplained: int = 0
    asked: int = 0
    again_text: int = 0
    again_document: int = 0
    again_reminder: int = 0
    unsure: int = 0
    longest_wait: float = 0.0  # seconds from a text to all of its answer
    notes: list[str] = field(default_factory=list)

    def __add__(self, other: Tally) -> Tally:
        sums: dict[str, Any] = {}
        for one in fields(self):
            mine, theirs = getattr(self, one.name), getattr(other, one.name)
            sums[one.name] = max(mine, theirs) if one.name == "longest_wait" else mine + theirs
        return Tally(**sums)

    @property
    def failures(self) -> dict[str, int]:
        """What broke a promise, with its count."""
        return {name: count for name in NEVER if (count := getattr(self, name))}

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def note(self, text: str) -> None:
        """Something to look at; the first of them are enough."""
        if len(self.notes) < 20:
            self.notes.append(text)
