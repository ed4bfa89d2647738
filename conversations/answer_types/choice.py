"""One of a few codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from conversations.answer_types.base import AnswerType
from conversations.answers.figure import Figure
from conversations.answers.values import Coded, Value
from conversations.parsing.choice import Option, read_choice
from conversations.parsing.result import Reading
from conversations.parsing.suffix import MeasuredRow


class ChoiceType(AnswerType):
    """One of a few codes, in the order the form prints them."""

    type: Literal["choice"] = "choice"
    options: tuple[Option, ...]

    @property
    def choices(self) -> tuple[Option, ...]:
        return self.options

    @property
    def example(self) -> str:
        return self.options[0].label.lower()

    def read(self, said: str, row: MeasuredRow) -> Reading:
        return read_choice(self.options, said, self.example)

    def fits(self, value: Value) -> bool:
        return isinstance(value, Coded) and value.code in [one.code for one in self.options]

    def total(self, figures: Sequence[Figure]) -> None:
        return None

    def describe_total(self, *, flow: bool) -> str:
        return "đếm số đơn vị theo mã"

    @property
    def description(self) -> str:
        return "chọn mã"

    def print_value(self, value: Value) -> str:
        """`Có (1)`."""
        code = value.printed
        return f"{self.label_of(code)} ({code})" if self.fits(value) else code
