"""A value in a sentence, with the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

SIGN = re.compile(r"[^\w%]+")
LINKS = frozenset(("la", "thi", "bang", ":", "="))


@dataclass(frozen=True)
class Said:
    """A value with the words before it, and those behind it up to the next sign; a clause
    without one has words alone. `glued`: no sign stands between the last value and this one, so
    that the words between them may be of either. `remark` stands in brackets behind the value, with
    them: it explains the value, whatever numbers and words of rows it has."""

    before: tuple[str, ...]
    value: str = ""
    behind: tuple[str, ...] = ()
    glued: bool = False
    asks: bool = False  # a question mark ends the clause
    leads: bool = False  # a colon ends it: it says what is spoken about
    remark: str = ""

    @property
    def typed(self) -> str:
        """The value with its remark."""
        return f"{self.value} {self.remark}" if self.remark else self.value

    @property
    def clause(self) -> str:
        """All of it, as it was typed."""
        return " ".join((*self.before, *filter(None, (self.typed,)), *self.behind))

    @property
    def line(self) -> str:
        """As it is quoted: the words, and the value behind a colon."""
        if self.asks:
            return f"{self.clause}?"
        words = " ".join(word for word in self.before or self.behind if not SIGN.fullmatch(word))
        return f"{words}: {self.typed}" if words and self.value else words or self.typed
