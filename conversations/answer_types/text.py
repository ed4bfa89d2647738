"""Free text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

from conversations.answer_types.base import AnswerType, CellRule
from conversations.answers.figure import Figure
from conversations.answers.values import Text, Value
from conversations.parsing.result import Reading, ReadValue, refuse_long
from conversations.parsing.states import read_state, read_unclear_state
from conversations.parsing.suffix import MeasuredRow
from conversations.text.phrases import without_courtesy

LONGEST_CELL = 1_000  # characters of a text in a workbook to be filled


class TextType(AnswerType):
    """Free text of at most `limit` characters."""

    type: Literal["text"] = "text"
    limit: int = 1_000
    largest: ClassVar[int] = 4_000
    is_free_text: ClassVar[bool] = True

    @property
    def example(self) -> str:
        return "Đã hoàn thành"

    def read(self, said: str, row: MeasuredRow) -> Reading:
        state = read_state(without_courtesy(said))
        if state is not None and state.remark is None:
            return state
        if unclear := read_unclear_state(said):
            as_typed = ReadValue(value=Text(text=said))
            return unclear.model_copy(update={"readings": (*unclear.readings, as_typed)})
        if len(said) > self.limit:
            return refuse_long(said, self.limit, self.example)
        return ReadValue(value=Text(text=said))

    def fits(self, value: Value) -> bool:
        return isinstance(value, Text) and len(value.text) <= self.limit

    def total(self, figures: Sequence[Figure]) -> None:
        return None

    def describe_total(self, *, flow: bool) -> str:
        return "đếm số đơn vị theo nội dung"

    @property
    def description(self) -> str:
        return "chữ"

    @property
    def cell_rule(self) -> CellRule:
        most = min(self.limit, LONGEST_CELL)
        return CellRule(holds="length", most=most, message=f"Dài nhất {self.limit} ký tự.")
