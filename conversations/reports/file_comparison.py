"""A file that comes back, beside what was handed in: the very version, an older one, or which
cells were changed since."""

from __future__ import annotations

from collections.abc import Mapping
from operator import not_
from typing import Literal

from pydantic import Field

from conversations.answers.values import Answer
from conversations.forms.model import Form
from conversations.frozen import Frozen
from conversations.reports.file_signatures import FileSignature
from conversations.reports.previous import FiledAppendix
from conversations.reports.printed_answers import normalize_cell, note_cell, value_cell


class ChangedCell(Frozen):
    """A cell that reads otherwise; `note` tells a cell of Ghi chú from one of Số liệu."""

    key: str
    label: str
    note: bool
    file: str
    ours: str


class FileComparison(Frozen):
    """What a file turned out to be. `same` is the version whose cells it has exactly, `code` the
    code it carries, of the version `sealed`; `against` is the version that the changes are told
    from: the approved one, or else the last. `decisions` are those of all versions. `pdf` is said
    of one that carries a code and is not read cell by cell: it is the issued file byte for byte, or
    it is not."""

    report: int
    unit: str
    period: str
    code: str = ""
    sealed: int | None = None
    same: int | None = None
    against: int = 0
    decisions: Mapping[int, str | None] = Field(default_factory=dict)
    changed: tuple[ChangedCell, ...] = ()
    absent: int = 0
    pdf: Literal["", "same", "changed"] = ""
    signatures: tuple[FileSignature, ...] = Field(default=(), exclude_if=not_)


SHORT = 80  # characters of a cell that is quoted
Cells = Mapping[str, tuple[str, str]]


class ComparedVersion(Frozen):
    """A version as it was handed in. `decision` is approved, returned, recalled, or None while
    it waits."""

    version: int
    decision: str | None
    answers: Mapping[str, Answer]


def compare_file(
    form: Form, filed: FiledAppendix, submissions: list[ComparedVersion], found: FileComparison
) -> FileComparison:
    """`found`, with what the comparison of the file with each submission comes to. There is at
    least one submission."""
    cells = _cells_of_file(filed)
    approved = [one for one in submissions if one.decision == "approved"]
    against = (approved or submissions)[-1]
    ours = {one.version: _cells(_in_appendix(form, one.answers)) for one in submissions}
    exact = [version for version, known in ours.items() if known == cells]
    same = against.version if against.version in exact else (exact[-1] if exact else None)
    return found.model_copy(
        update={
            "same": same,
            "against": against.version,
            "decisions": {one.version: one.decision for one in submissions},
            "changed": _changes(form, cells, ours[against.version]),
            "absent": sum(key in filed.absent for key in form.order),
        }
    )


def _in_appendix(form: Form, answers: Mapping[str, Answer]) -> Mapping[str, Answer]:
    """The answers without the words of the report in words, which no appendix has."""
    if not form.words:
        return answers
    return {key: one for key, one in answers.items() if not form.is_of_words(key)}


def _cells(answers: Mapping[str, Answer]) -> Cells:
    found = {
        key: (normalize_cell(value_cell(answer)), normalize_cell(note_cell(answer)))
        for key, answer in answers.items()
    }
    return {key: cells for key, cells in found.items() if any(cells)}


def _cells_of_file(filed: FiledAppendix) -> Cells:
    """The file's cells, also those that no answer can be read from."""
    cells = dict(_cells(filed.answers))
    for one in filed.unread:
        cells[one.key] = (normalize_cell(one.read), cells.get(one.key, ("", ""))[1])
    return cells


def _changes(form: Form, file: Cells, ours: Cells) -> tuple[ChangedCell, ...]:
    found = []
    for row in form.rows:
        theirs, mine = file.get(row.key, ("", "")), ours.get(row.key, ("", ""))
        for at, note in enumerate((False, True)):
            if theirs[at] != mine[at]:
                label = row.tagged_title
                cells = {"file": theirs[at][:SHORT], "ours": mine[at][:SHORT]}
                found.append(ChangedCell(key=row.key, label=label, note=note, **cells))
    return tuple(found)
