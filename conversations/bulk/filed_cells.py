"""Cells of a file that cannot be answers as they stand: what each may mean."""

from __future__ import annotations

from conversations.answer_types.reader import read_answer
from conversations.answers.values import Coded
from conversations.bulk.model import BulkEntry, read_entry, refuse_entry
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.parsing.result import AmbiguousReading, ReadState, ReadValue
from conversations.reports.previous import UnreadCell
from conversations.text.normalize import fold_text

TICKS = frozenset({"x", "v", "\u2713", "\u2714", "\u2611", "\u2612"})


def read_cell(form: Form, one: UnreadCell) -> BulkEntry:
    """The cell as an entry for its row that says why it is not stored, and what it may mean."""
    if one.code.startswith("burst."):  # it may belong to another row, whether it can be read or not
        return BulkEntry(row=one.key, said=one.read, reading=refuse_entry(one.code, one.read))
    found = read_entry(form, one.key, one.read)
    ways = _ways(form.row(one.key), one)
    if not ways:
        return found
    code = one.code if one.ways else "which.choice"
    doubt = AmbiguousReading(code=code, data={"read": one.read}, readings=ways)
    return found.model_copy(update={"reading": doubt})


def ticked_answer(row: Row, said: str) -> ReadValue | None:
    """The yes that a mere tick may stand for."""
    yes = [option.code for option in row.options if fold_text(option.label) == "co"]
    return ReadValue(value=Coded(code=yes[0])) if yes and fold_text(said) in TICKS else None


def _ways(row: Row, one: UnreadCell) -> tuple[ReadValue | ReadState, ...]:
    """What the cell may mean: one of its ways, or the yes that a mere tick stands for."""
    if (yes := ticked_answer(row, one.read)) is not None:
        return (yes,)
    found = (read_answer(row, way) for way in one.ways if way)
    return tuple(dict.fromkeys(way for way in found if isinstance(way, ReadValue | ReadState)))
