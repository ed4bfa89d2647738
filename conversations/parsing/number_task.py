"""What is asked of a text that should be a number, and how it is refused or asked back."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.parsing.number_rule import NumberRule
from conversations.parsing.result import AmbiguousReading, ReadState, ReadValue, RefusedReading
from conversations.parsing.suffix import MeasuredRow
from conversations.text.normalize import shorten_text


@dataclass(frozen=True)
class NumberTask:
    """One row, the text that is read for it and as it was `said`, and what numbers it takes."""

    row: MeasuredRow
    text: str
    said: str
    rule: NumberRule

    @property
    def whole(self) -> bool:
        return self.rule.whole

    def refused(self, code: str, **data: object) -> RefusedReading:
        words = {"read": shorten_text(self.said), "example": self.rule.example}
        return RefusedReading(code=code, data=words | data)

    def which(
        self, code: str, *readings: ReadValue | ReadState, **data: object
    ) -> AmbiguousReading:
        return AmbiguousReading(
            code=code, data={"read": shorten_text(self.said)} | data, readings=readings
        )
