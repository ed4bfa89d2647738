"""What an answer is said to be made of, where that may be the answers of rows beside its own."""

from __future__ import annotations

from conversations.bulk.model import BulkAnswers, BulkEntry, read_entry
from conversations.bulk.said_values import cut_values
from conversations.bulk.sentences import hear_answers
from conversations.dialog.outline import tell_apart
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.parsing.result import ReadValue, as_answer
from conversations.reports.printed_answers import print_answer
from conversations.text.normalize import shorten_text

LABEL = 40  # characters of a label by which a way is told


def read_parts(form: Form, row: Row, whole: ReadValue, said: str = "") -> BulkAnswers | None:
    """The answers in the remark of an answer, for this row and those below or beside it: `kiểm tra
    12 đơn vị (5 phòng, 7 trực thuộc)`; and what is `said` before it where the remark has that of
    this row: `tổng 28 nhiệm vụ, đã xong 19`. None where it has none."""
    remark = whole.remark or ""
    if not any(one.value for one in cut_values(remark)):
        return None
    beside = form.asked_by_heading[form.group_of(row.key).key]
    ways = (hear_answers(form, rows, remark, within=True) for rows in (_rows_of(form, row), beside))
    heard = next((way for way in ways if any(one.is_sure for one in way)), ())
    parts = tuple(one for one in heard if one.is_sure)
    given = {one.row for one in parts}
    if given <= {row.key}:
        before = [key for key in beside if key != row.key]
        front = hear_answers(form, before, said.partition(remark)[0], within=True) if given else ()
        parts = (*(one for one in front if one.is_sure), *parts)
        if len(parts) < 2:
            return None
    unclear = (one.said for one in heard if not one.is_sure and any(map(str.isdigit, one.said)))
    parts = (*parts, *(read_entry(form, None, said) for said in unclear))
    if all(one.row != row.key for one in parts):
        plain = whole.model_copy(update={"remark": None})
        own = BulkEntry(row=row.key, said=print_answer(row, as_answer(plain)), reading=plain)
        parts = (own, *parts)
    titles = tell_apart(form, [one.row for one in parts if one.row is not None])
    words = " · ".join(
        f"{shorten_text(titles[one.row], LABEL)}: {one.said}" if one.row else one.said
        for one in parts
    )
    return BulkAnswers(entries=parts, words=words)


def _rows_of(form: Form, row: Row) -> tuple[str, ...]:
    """The rows that are parts of this one: those below it, or cells of its line that say so."""
    below = tuple(key for key in form.order if key.startswith(f"{row.key}."))
    if below or row.cell is None:
        return below
    block, place = form.blocks_by_key[row.cell.table], row.cell
    parts = {one.key for one in block.columns if one.part_of == place.column}
    cells = next(line.cells for line in block.lines if line.key == place.row)
    return tuple(key for column, key in cells.items() if column in parts)


def propose_parts(form: Form, row: Row, whole: ReadValue, said: str) -> tuple[BulkAnswers, ...]:
    """The two ways in which an answer with a remark may be meant: as it stands, or with what the
    remark says as answers of their own; none where that has no row."""
    parts = read_parts(form, row, whole)
    if parts is None:
        return ()
    own = BulkEntry(row=row.key, said=said, reading=whole)
    return BulkAnswers(entries=(own,), words=shorten_text(f"{row.title}: {said}", 80)), parts
