"""A long text that comes in several messages: `thêm: …` is written behind what there is."""

from __future__ import annotations

import re
from decimal import Decimal

from conversations.answer_types.reader import read_answer
from conversations.answers.values import Text
from conversations.dialog.readers.proposal import Proposal, act_on
from conversations.dialog.row_answers import handle_reading
from conversations.dialog.turn import Turn
from conversations.forms.row import Row
from conversations.parsing.result import AmbiguousReading, Reading
from conversations.text.normalize import shorten_text
from conversations.text.numbers import print_number

_MORE = re.compile(r"\s*(?:thêm|them|viết tiếp|viet tiep|nối thêm|noi them)\s*:\s*(?=\S)", re.I)


def propose_more(turn: Turn, row: Row, back_to: str | None) -> Proposal | None:
    """More of a long text, of the one that is asked where it has some, else of the one that was
    written last, else the first of it; None for any other text."""
    found = _MORE.match(turn.typed)
    if found is None:
        return None
    more = turn.typed[found.end() :].strip()
    if not row.answer_type.most_letters and not any(map(str.isalpha, more)):
        return None
    for key in (row.key, *(one.row for one in turn.session.written)):
        value = turn.report.answer(key).value if key in turn.form.by_key else None
        if isinstance(value, Text) and turn.form.row(key).answer_type.most_letters:
            here = back_to if key == row.key else row.key
            return act_on(_append, turn, turn.form.row(key), f"{value.text}\n{more}", more, here)
    return act_on(_append, turn, row, more, more, back_to) if row.answer_type.most_letters else None


def _append(turn: Turn, row: Row, text: str, more: str, back_to: str | None) -> None:
    """Write the longer text; what is too long is refused as any other."""
    revision, said = turn.report.answer(row.key).revision, len(turn.replies)
    handle_reading(turn, row, revision, _only_text(read_answer(row, text)), back_to)
    length = print_number(Decimal(len(text)))
    turn.reword(said, "changed", "appended", length=length, more=shorten_text(more))


def _only_text(reading: Reading) -> Reading:
    """The text as it was typed, where its keys or a slip would be asked about."""
    return reading.readings[-1] if isinstance(reading, AmbiguousReading) else reading
