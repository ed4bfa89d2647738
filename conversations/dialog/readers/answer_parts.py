"""What an answer is said to be made of, where that may be the answers of rows beside its own."""

from __future__ import annotations

from conversations.bulk.model import BulkAnswers, BulkEntry
from conversations.bulk.sentences import hear_answers
from conversations.dialog.outline import tell_apart
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.parsing.result import ReadValue, as_answer
from conversations.reports.printed_answers import print_answer
from conversations.text.normalize import shorten_text

LABEL = 40  # characters of a label by which a way is told


def read_parts(form: Form, row: Row, whole: ReadValue) -> BulkAnswers | None:
    """The answers in the remark of an answer, for this row and those beside it: `kiểm tra 12 đơn vị
    (5 phòng, 7 trực thuộc)`; None where it has none but those of rows below."""
    remark = whole.remark or ""
    if not any(map(str.isdigit, remark)):
        return None
    beside = form.asked_by_heading[form.group_of(row.key).key]
    parts = tuple(one for one in hear_answers(form, beside, remark, within=True) if one.is_sure)
    if all(str(one.row).startswith(row.key) for one in parts):
        return None
    if all(one.row != row.key for one in parts):
        plain = whole.model_copy(update={"remark": None})
        own = BulkEntry(row=row.key, said=print_answer(row, as_answer(plain)), reading=plain)
        parts = (own, *parts)
    titles = tell_apart(form, [str(one.row) for one in parts])
    words = " · ".join(f"{shorten_text(titles[str(one.row)], LABEL)}: {one.said}" for one in parts)
    return BulkAnswers(entries=parts, words=words)
