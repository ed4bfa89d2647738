"""Free text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from conversations.answer_types.base import AnswerType, CellRule
from conversations.answers.figure import Figure
from conversations.answers.values import Text, Value
from conversations.parsing.appointment import asks_to_remind, read_appointment
from conversations.parsing.result import (
    AmbiguousReading,
    Reading,
    ReadState,
    ReadValue,
    RefusedReading,
    refuse_long,
)
from conversations.parsing.states import read_state, read_unclear_state
from conversations.parsing.suffix import MeasuredRow
from conversations.text.courtesy import text_without_courtesy, without_courtesy
from conversations.text.normalize import fold_text, shorten_text
from conversations.text.raw_keys import decode_keys

_SLIP = re.compile(
    r"[\s,.;]+(?:à|ủa|ý|í|ối|xin lỗi)[\s,]+(?:em |chị |anh |tôi )?(?:ghi |gõ |viết )?"
    r"(?:nhầm|lộn|quên|không phải|sửa lại|viết lại)[\s,:.]+(?:rồi[\s,]+)?(?:là\s+)?(?P<meant>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_LEAD = r"(?:(?:con|va|vay|the|roi|a|da|ve|cai|phan|muc|dong|cau|cho|o)[\s,]+){0,4}"
_SET = r"(?:[\s,]+(?:thi|la|co|gom|ghi)(?=[\s:,])[\s:,]*|\s*[:=]\s*)+"
_BRACKETS = re.compile(r"\([^()]*\)|<[^<>]*>")
LONGEST_LABEL = 100  # characters of a label that may stand before the text
LONG_TEXT = 1_000  # characters; what may have more is prose of several paragraphs
MOST_LINES = 200  # that a form may allow
LONGEST_CELL = 1_000  # characters of a text in a workbook to be filled


def _whole_state(said: str) -> ReadState | None:
    """The state that the whole text names; `chưa có số, nhắc tôi thứ sáu` is one too."""
    bare = without_courtesy(said)
    state = read_state(bare) or read_appointment(bare)
    if state is None or state.remark is None or asks_to_remind(state.remark):
        return state
    return None


def _doubt_keys(said: str) -> AmbiguousReading | None:
    """A text whose Telex or VNI keys were not put together, if it is one."""
    decoded = decode_keys(said)
    if decoded is None:
        return None
    state = read_state(decoded) or read_state(fold_text(decoded))
    made = state if state is not None and state.remark is None else None
    as_typed = ReadValue(value=Text(text=said))
    readings = (made or ReadValue(value=Text(text=decoded)), as_typed)
    return AmbiguousReading(code="which.keys", data={"read": shorten_text(said)}, readings=readings)


def _doubt_slip(said: str) -> AmbiguousReading | None:
    """`Họp 2 lần, à nhầm 3 lần`: what is wrong with a text only its writer knows."""
    match = _SLIP.search(said)
    if match is None:
        return None
    readings = tuple(ReadValue(value=Text(text=one)) for one in (match["meant"], said))
    data = {"read": shorten_text(said)}
    return AmbiguousReading(code="which.correction", data=data, readings=readings)


def _without_label(said: str, label: str) -> str:
    """A text without the label of its own row before it: `còn nhiệm vụ khác thì: phối hợp …`."""
    words = fold_text(_BRACKETS.sub(" ", label)).split()
    head = said[: 2 * LONGEST_LABEL]
    folded = fold_text(head)
    if len(words) < 2 or len(label) > LONGEST_LABEL or len(folded) != len(head):
        return said
    named = r"[\s,]+".join(re.escape(word.strip(" .,:")) for word in words)
    match = re.match(rf"{_LEAD}{named}(?:\s*\([^()]*\))?{_SET}(?=\S)", folded)
    return said[match.end() :] if match else said


def _count_lines(text: str) -> int:
    return sum(bool(line.strip()) for line in text.splitlines())


class TextType(AnswerType):
    """Free text of at most `limit` characters, and of at most `lines` lines if the form says so.
    `prose`: several paragraphs, however short they must be."""

    type: Literal["text"] = "text"
    prose: bool = False
    limit: int = 1_000
    lines: Annotated[int, Field(ge=1, le=MOST_LINES)] | None = None
    largest: ClassVar[int] = 10_000
    settable: ClassVar[tuple[str, ...]] = ("limit", "lines")
    is_free_text: ClassVar[bool] = True

    @property
    def most_letters(self) -> int:
        return self.limit if self.prose or self.limit > LONG_TEXT else 0

    @property
    def example(self) -> str:
        return "Đã hoàn thành"

    def read(self, said: str, row: MeasuredRow) -> Reading:
        said = _without_label(said, row.label)
        if state := _whole_state(said):
            return state
        if unclear := read_unclear_state(said):
            as_typed = ReadValue(value=Text(text=said))
            return unclear.model_copy(update={"readings": (*unclear.readings, as_typed)})
        bare = text_without_courtesy(said)
        if len(bare) > self.limit:
            return refuse_long(bare, self.limit, self.example)
        if self.lines is not None and (count := _count_lines(bare)) > self.lines:
            data = {"read": shorten_text(bare), "example": self.example}
            return RefusedReading(
                code="refused.lines", data={**data, "lines": count, "limit": self.lines}
            )
        return _doubt_keys(bare) or _doubt_slip(bare) or ReadValue(value=Text(text=bare))

    def fits(self, value: Value) -> bool:
        if not isinstance(value, Text) or len(value.text) > self.limit:
            return False
        return self.lines is None or _count_lines(value.text) <= self.lines

    def total(self, figures: Sequence[Figure]) -> None:
        return None

    def describe_total(self, *, flow: bool) -> str:
        return "đếm số đơn vị theo nội dung"

    @property
    def description(self) -> str:
        return "chữ" if self.lines is None else f"chữ, tối đa {self.lines} dòng"

    @property
    def cell_rule(self) -> CellRule:
        most = min(self.limit, LONGEST_CELL)
        return CellRule(holds="length", most=most, message=f"Dài nhất {self.limit} ký tự.")
