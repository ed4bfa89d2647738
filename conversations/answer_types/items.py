"""The names of the items of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from pydantic import Field

from conversations.answer_types.base import AnswerType, CellRule
from conversations.answers.figure import Figure
from conversations.answers.item_names import is_name, split_names
from conversations.answers.values import Names, Value
from conversations.parsing.result import Reading, ReadValue, RefusedReading
from conversations.parsing.states import read_state
from conversations.parsing.suffix import MeasuredRow
from conversations.text.courtesy import without_courtesy
from conversations.text.normalize import shorten_text

LONGEST_CELL = 1_000  # characters of the names of a list in a workbook


class ItemsType(AnswerType):
    """The names of at most `most` items. `known` are those that most reports have; where the list
    is not `free` there are no others. `keeps`: those of the last period are offered. `shown` is a
    name as an example."""

    type: Literal["items"] = "items"
    most: int = Field(ge=1)
    known: tuple[str, ...] = ()
    free: bool = True
    keeps: bool = False
    shown: str = ""
    is_list: ClassVar[bool] = True

    @property
    def example(self) -> str:
        return "; ".join(self.known[:2]) or "Đất đai; Y tế"

    def read(self, said: str, row: MeasuredRow) -> Reading:
        """All names, one behind the other: `Đất đai; Y tế`."""
        if state := read_state(without_courtesy(said)):
            return state
        names = split_names(said)
        if not names or not all(map(is_name, names)) or len(names) > self.most:
            data = {"read": shorten_text(said), "example": self.example, "limit": self.most}
            return RefusedReading(code="refused.items", data=data)
        return ReadValue(value=Names(names=names, closed=True))

    def fits(self, value: Value) -> bool:
        return isinstance(value, Names) and len(value.names) <= self.most

    def total(self, figures: Sequence[Figure]) -> Value | None:
        """Every name that one of them has, once."""
        names = dict.fromkeys(name for one in figures for name in self.codes_of(one))
        return Names(names=tuple(names), closed=True) if names else None

    def codes_of(self, figure: Figure) -> tuple[str, ...]:
        return split_names(figure.text or "")

    def describe_total(self, *, flow: bool) -> str:
        return "gộp theo tên mục"

    @property
    def description(self) -> str:
        return f"tên các mục, tối đa {self.most} mục"

    @property
    def cell_rule(self) -> CellRule:
        return CellRule(holds="length", most=LONGEST_CELL, message="Tên các mục, cách nhau bằng ;")
