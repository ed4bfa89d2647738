"""Several of a few codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from conversations.answer_types.base import AnswerType, CellRule
from conversations.answers.figure import Figure
from conversations.answers.values import Codes, Value
from conversations.parsing.choice import Option
from conversations.parsing.choices import read_choices
from conversations.parsing.result import Reading
from conversations.parsing.suffix import MeasuredRow

LONGEST_CELL = 500  # characters of several choices in a workbook


class ChoicesType(AnswerType):
    """One or more of a few codes, in the order the form prints them."""

    type: Literal["choices"] = "choices"
    options: tuple[Option, ...]
    is_shown: ClassVar[bool] = True

    @property
    def several(self) -> tuple[Option, ...]:
        return self.options

    @property
    def example(self) -> str:
        return ", ".join(one.code for one in self.options[:2])

    def read(self, said: str, row: MeasuredRow) -> Reading:
        return read_choices(self.options, said, self.example)

    def fits(self, value: Value) -> bool:
        known = [one.code for one in self.options]
        return isinstance(value, Codes) and [one for one in known if one in value.codes] == [
            *value.codes
        ]

    def total(self, figures: Sequence[Figure]) -> None:
        return None

    def codes_of(self, figure: Figure) -> tuple[str, ...]:
        return tuple(figure.text.split(", ")) if figure.text else ()

    def describe_total(self, *, flow: bool) -> str:
        return "đếm số đơn vị theo mã"

    @property
    def description(self) -> str:
        return "chọn một hoặc nhiều mã"

    @property
    def cell_rule(self) -> CellRule:
        listed = "; ".join(f"{one.code} = {one.label}" for one in self.options)
        message = f"Điền các mã, cách nhau bằng dấu phẩy: {listed}"
        return CellRule(holds="length", most=LONGEST_CELL, message=message[:255])

    def label_of(self, code: str) -> str:
        return next((one.label for one in self.options if one.code == code), code)

    def print_value(self, value: Value) -> str:
        """`Trực tuyến (0), Phát phiếu (1)`."""
        if not isinstance(value, Codes):
            return value.printed
        return ", ".join(f"{self.label_of(code)} ({code})" for code in value.codes)
