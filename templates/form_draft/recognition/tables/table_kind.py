"""What kind of table it is: rows that are printed, a list that the officer fills, a single line."""

from __future__ import annotations

from collections.abc import Sequence

from templates.form_draft.model import TableKind
from templates.form_draft.recognition.language.lexicon import TEXT_HEADS, TEXT_HEADS_OF_LISTS
from templates.form_draft.recognition.language.words import begins_with
from templates.form_draft.recognition.tables.figures import begins_as_total
from templates.form_draft.recognition.tables.paper_rows import PaperRow
from templates.form_draft.recognition.tables.slots import Slot
from templates.form_draft.recognition.tables.stubs import Columns

_WIDEST_SINGLE = 2


def tell_kind(rows: Sequence[PaperRow], columns: Columns) -> TableKind:
    """By the lines that are blank, and what is printed in the others."""
    printed = [row for row in rows if not row.blank]
    blank = [row for row in rows if row.blank]
    asked = [row for at, row in enumerate(rows) if not row.blank and not _heads_list(rows, at)]
    if blank and not asked:
        named = bool(columns.stubs) or any(_names_items(slot) for slot in columns.open[:2])
        return "list" if printed or len(blank) > 1 or named else "single_row"
    if not blank and len(printed) == 1 and len(columns.open) > _WIDEST_SINGLE:
        return "single_row" if begins_as_total(printed[0].label) else "fixed"
    return "fixed"


def _heads_list(rows: Sequence[PaperRow], at: int) -> bool:
    """Whether a printed row stands over items, or sums them up."""
    row = rows[at]
    if row.wide or begins_as_total(row.label):
        return True
    return at + 1 < len(rows) and rows[at + 1].blank and (row.bold or not row.code)


def _names_items(slot: Slot) -> bool:
    return len(slot.path) == 1 and begins_with(slot.leaf, (*TEXT_HEADS, *TEXT_HEADS_OF_LISTS))
