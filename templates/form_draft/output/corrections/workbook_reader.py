"""A corrected workbook read back into its draft: everything that a person changed, or everything
that cannot be taken, and then nothing is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from templates.form_draft.model import DraftSigner, FormDraft
from templates.form_draft.output.corrections.doubts import find_doubt, take_reading
from templates.form_draft.output.corrections.layout import (
    DOUBT_SHEET,
    DOUBTS,
    FORM,
    FORM_FIELDS,
    LIST_JOINT,
    MARK,
)
from templates.form_draft.output.corrections.named_draft import (
    move_doubt,
    move_references,
    name_parts,
)
from templates.form_draft.output.corrections.read_columns import read_columns
from templates.form_draft.output.corrections.read_rows import read_rows
from templates.form_draft.output.corrections.read_rules import read_rules
from templates.form_draft.output.corrections.sheet_lines import (
    CorrectionProblem,
    Problems,
    Sheets,
    read_fields,
    read_lines,
)
from templates.form_draft.output.corrections.words import PERIODS, meaning


@dataclass(frozen=True)
class Corrected:
    """The draft with its corrections; the draft as it was when there are `problems`."""

    draft: FormDraft
    problems: tuple[CorrectionProblem, ...] = ()


def read_corrections(draft: FormDraft, sheets: Sheets, first: FormDraft | None = None) -> Corrected:
    """The draft as the workbook has it; `sheets` are its lines by the names of the sheets. The
    workbook may come any number of times: what was dropped comes back out of the `first` draft, as
    it was read from the file, when the mark is taken away."""
    problems = Problems()
    named = name_parts(draft)
    origin = name_parts(first) if first is not None else named
    made = _fields(named, sheets, problems)
    made = read_columns(made, origin, sheets, problems)
    made = read_rows(made, origin, sheets, problems)
    made = move_references(named, made)
    made = read_rules(made, (named, origin), sheets, problems)
    made = _doubts((named, origin), made, sheets, problems)
    if problems.found:
        return Corrected(draft, tuple(problems.found))
    return Corrected(made)


def _fields(draft: FormDraft, sheets: Sheets, problems: Problems) -> FormDraft:
    fields = read_fields(sheets, FORM)
    line, key = fields.get(MARK, (1, ""))
    if key != draft.name:
        way = f"Hãy gửi tệp sửa của biểu {draft.name}, còn ô “{MARK}”."
        problems.add(f"{FORM}!B{line}", key, "tệp này không phải của biểu đang sửa", way)
        return draft
    update: dict[str, Any] = {}
    for name, head in FORM_FIELDS:
        line, said = fields.get(head, (0, ""))
        if not line:
            continue
        if name == "period_kinds":
            update[name] = _periods(said, line, problems)
        elif name == "signers":
            hints = {one.title: one for one in draft.signers}
            titles = [one.strip() for one in said.split(LIST_JOINT.strip()) if one.strip()]
            update[name] = tuple(hints.get(one, DraftSigner(one)) for one in titles)
        else:
            update[name] = said or (None if name != "title" else draft.title)
    return replace(draft, **update)


def _periods(said: str, line: int, problems: Problems) -> tuple[str, ...]:
    found = []
    for one in said.split(LIST_JOINT.strip()):
        kind = meaning(PERIODS, one)
        if kind is not None:
            found.append(kind)
        elif one.strip():
            way = f"Hãy ghi: {', '.join(PERIODS.values())}."
            problems.add(f"{FORM}!B{line}", one.strip(), "không phải kỳ báo cáo", way)
    return tuple(dict.fromkeys(found)) or ("unspecified",)


def _doubts(
    before: Sequence[FormDraft], draft: FormDraft, sheets: Sheets, problems: Problems
) -> FormDraft:
    """What was chosen; doubts are named as they stood in one of the drafts `before`, so that a
    choice holds however often it comes."""
    for line in read_lines(sheets, DOUBTS, DOUBT_SHEET, problems):
        said, key = line.text("Chọn"), line.text("Mã")
        old = next((one for one in before if find_doubt(one, key) is not None), None)
        doubt = find_doubt(old, key) if old is not None else None
        moved = move_doubt(doubt, old, draft) if doubt is not None and old is not None else None
        if not said or doubt is None or moved is None:
            continue  # it is left open, or what it was about is gone
        words = {reading.value: reading.words for reading in doubt.readings}
        value = meaning(words, said)
        if value is None:
            way = f"Hãy chọn: {', '.join(words.values())}."
            problems.add(line.place("Chọn"), said, "không phải cách hiểu nào của câu hỏi", way)
            continue
        left = tuple(one for one in draft.doubts if one.key != moved.key)
        draft = take_reading(replace(draft, doubts=left), moved.key, value)
    return draft
