"""An answer to the question that stands open, with a note behind it: `21, ghi chú là theo kế hoạch
72`. Both are previewed."""

from __future__ import annotations

import re

from conversations.answer_types.reader import read_answer
from conversations.bulk.model import BulkAnswers, BulkEntry
from conversations.dialog import preview
from conversations.dialog.readers.proposal import Proposal, act_on
from conversations.dialog.readers.text_at_row import TextAtRow
from conversations.parsing.result import ReadState, ReadValue
from conversations.text.normalize import clean_text, fold_text

LONGEST = 1_000  # characters
_NOTE = re.compile(
    r"(?P<answer>\S.{0,60}?)(?:\s*[,;.]\s*|\s+)(?:kem\s+|them\s+|co\s+)?(?:ghi chu|gc)(?!\w)"
    r"(?:\s+(?:la|rang|cho cau nay la|cau nay la)(?=\s)|\s*:)?\s*"
    r"(?P<words>(?!(?:cho|vao|o|cua|dong|cau|muc)\b)[^\s:].*)"
)


def propose_with_note(asked: TextAtRow) -> Proposal | None:
    """The answer and its note; None for another text, and for a row that takes any text."""
    plain = " ".join(clean_text(asked.text).split())
    folded = fold_text(plain)
    if len(plain) > LONGEST or len(folded) != len(plain) or asked.row.is_free_text:
        return None
    found = _NOTE.fullmatch(folded)
    if found is None:
        return None
    said = plain[slice(*found.span("answer"))]
    reading = read_answer(asked.row, said)
    if not isinstance(reading, ReadValue | ReadState) or reading.remark is not None:
        return None
    key, note = asked.row.key, plain[slice(*found.span("words"))].rstrip(" ;")
    ways = (BulkAnswers(entries=(BulkEntry(row=key, said=said, reading=reading),)),)
    return act_on(preview.preview_readings, asked.turn, ways, said, (), {key: note})
