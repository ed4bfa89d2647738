"""A text that was typed at the question of one row."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from conversations.answer_types.reader import read_answer
from conversations.bulk.extras import MessageExtras, split_extras
from conversations.bulk.lead_ins.named_headings import names_heading
from conversations.bulk.parser import bare_answer
from conversations.dialog.readers.own_label import without_own_label
from conversations.dialog.readers.proposal import (
    TypedText,
)
from conversations.dialog.readers.row_state import state_of_row, state_of_this, state_without_any
from conversations.dialog.readers.yes_no import settle_yes_no
from conversations.dialog.sentences import (
    Heard,
)
from conversations.forms.row import Row
from conversations.parsing.result import (
    AmbiguousReading,
    Reading,
    ReadState,
    ReadValue,
    RefusedReading,
)
from conversations.speech.messages_to_bot import announced_words, speaks_to_bot

LONGEST_LABELLED = 80  # characters of words of a row with its answer, typed at a long text


@dataclass(frozen=True)
class TextAtRow(TypedText):
    """A text that was typed at the question of this row."""

    row: Row = field(kw_only=True)
    revision: int = field(kw_only=True)
    back_to: str | None = field(kw_only=True)

    @cached_property
    def reading(self) -> Reading:
        """What it says as an answer to the row."""
        row, text, plain = self.row, self.text, read_answer(self.row, self.text)
        if not row.is_free_text:
            found = _without_furniture(self, plain)
            bare = without_own_label(self.turn.form, row, found)
            settled = settle_yes_no(self.turn.form, row, text, bare)
            return bare if any(one.row not in (None, row.key) for one in self._numbers) else settled
        state = state_of_this(text) or state_without_any(self.turn.form, row, text)
        if state is not None:
            return state
        none = [one.reading for one in self.heard if one.row == row.key]
        if len(self.heard) == 1 and none and isinstance(none[0], AmbiguousReading | ReadState):
            return none[0]  # `không có nhiệm vụ khác`: there are none
        return _own_words(self, plain)

    @cached_property
    def asides(self) -> MessageExtras:
        """Notes in lines of their own, beside answers below headings."""
        turn, typed = self.turn, self.turn.typed
        headed = "\n" in typed.strip() and names_heading(turn.form, typed)
        return split_extras(turn.form, (), typed) if headed else MessageExtras(typed, {})

    @property
    def _numbers(self) -> Heard:
        """What is heard of the text, where it has numbers."""
        return self.heard if any(map(str.isdigit, self.text)) else ()

    @property
    def is_prose(self) -> bool:
        """Whether it is some lines for a long text, whatever labels and numbers stand in them."""
        said = self.turn.typed.strip()
        long = "\n" in said or len(said) > LONGEST_LABELLED
        return self.row.answer_type.most_letters > 0 and long

    @property
    def has_remark(self) -> bool:
        """Whether words stand beside the answer, which may be something else."""
        known = (
            self.reading.readings if isinstance(self.reading, AmbiguousReading) else (self.reading,)
        )
        return any(isinstance(one, ReadValue | ReadState) and one.remark for one in known)


def _without_furniture(asked: TextAtRow, reading: Reading) -> Reading:
    """The reading of the answer alone, where thanks, a bullet or the number of a list stand around
    it, or who says that there is nothing."""
    typed = asked.turn.typed or asked.text
    bare = bare_answer(typed)
    alone = bare != typed and "\n" not in bare
    if alone and (isinstance(reading, RefusedReading) or "\n" in typed.strip()):
        reading = read_answer(asked.row, bare)
    if not isinstance(reading, RefusedReading):
        return reading
    return state_of_row(asked.turn.form, asked.row, asked.text) or reading


def _own_words(asked: TextAtRow, reading: Reading) -> Reading:
    """The answer in words. What sounds like a message to the bot is one only when it is told to
    be: `trả lời: …`."""
    if words := announced_words(asked.text):
        return read_answer(asked.row, words)
    if isinstance(reading, ReadValue) and speaks_to_bot(asked.turn.form, asked.text):
        example = asked.row.answer_type.example
        return RefusedReading(code="refused.message", data={"read": asked.text, "example": example})
    return reading
