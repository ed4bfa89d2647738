"""The sheet of relations read back: confirmed, dropped, changed, or added."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from templates.form_draft.model import DraftRule, DraftTable, FormDraft, Strength
from templates.form_draft.output.corrections.layout import RULE_SHEET, RULES
from templates.form_draft.output.corrections.named_draft import (
    column_names,
    names_of,
    rename_in,
    row_names,
    turned,
)
from templates.form_draft.output.corrections.read_columns import choices_of, read_word, table_number
from templates.form_draft.output.corrections.sheet_lines import (
    Problems,
    SheetLine,
    Sheets,
    read_lines,
)
from templates.form_draft.output.corrections.words import ALL, DROP, OVERS, STRENGTHS, meaning
from templates.form_draft.output.expressions import names_in, read_relation

_EQUALS = re.compile(r"(?<![<>=!])=(?!=)")
_ALLOWED = re.compile(r"[\s\d.,%+*/()<>=-]|\[[^\[\]]+\]|sum|last")
_WAY = "Hãy viết như [1] = [2] + [3] hoặc [2] <= [1], bằng mã trong tệp này."
BY_PERSON = "người sửa biểu thêm"


def read_rules(
    draft: FormDraft, before: Sequence[FormDraft], sheets: Sheets, problems: Problems
) -> FormDraft:
    """The draft with the rules of the sheet, in its order; those that are dropped are gone, and so
    are those that name a row or column of the drafts `before` that was dropped."""
    found = []
    for line in read_lines(sheets, RULES, RULE_SHEET, problems):
        rule = _rule(line, draft, before, problems)
        if rule is not None:
            found.append(rule)
    return replace(draft, rules=tuple(found))


def _rule(
    line: SheetLine, draft: FormDraft, before: Sequence[FormDraft], problems: Problems
) -> DraftRule | None:
    if meaning({"drop": DROP}, line.text("Mức")):
        return None
    number = table_number(line, draft, problems)
    over = read_word(line, "Kiểu", OVERS, problems)
    strength = read_word(line, "Mức", STRENGTHS, problems)
    if number is None or over is None or strength is None:
        return None
    table = draft.tables[number]
    known = {one for old in before for one in names_of(old.tables[number], over).values()} - {
        *names_of(table, over).values()
    }
    if known & {*names_in(line.text("Quan hệ"))}:
        return None
    text = _expression(line, table, over, problems)
    within = _within(line, table, over, problems)
    if text is None:
        return None
    return DraftRule(
        number,
        "columns" if over == "columns" else "rows",
        text,
        cast("Strength", strength),
        line.text("Căn cứ") or BY_PERSON,
        within,
    )


def _expression(line: SheetLine, table: DraftTable, over: str, problems: Problems) -> str | None:
    said = line.text("Quan hệ")
    keys = turned(names_of(table, over))
    text = _EQUALS.sub("==", said.replace("≤", "<=").replace("≥", ">="))
    relation = read_relation(text)
    named = names_in(text)
    what = "cột" if over == "columns" else "dòng"
    if relation is None or not named or _ALLOWED.sub("", text):
        problems.add(line.place("Quan hệ"), said, "không phải một quan hệ", _WAY)
        return None
    strange = next((one for one in named if one not in keys), None)
    if strange is not None:
        why = f"không có {what} [{strange}] trong bảng"
        problems.add(line.place("Quan hệ"), said, why, _WAY)
        return None
    return rename_in(text, keys)


def _within(line: SheetLine, table: DraftTable, over: str, problems: Problems) -> tuple[str, ...]:
    said = line.text("Ở đâu")
    if not said or meaning({"all": ALL}, said):
        return ("all",)
    keys = turned(column_names(table) if over == "rows" else row_names(table))
    found = []
    for one in choices_of(said):
        if one in keys:
            found.append(keys[one])
        else:
            way = f"Hãy ghi {ALL}, hoặc các mã cách nhau bằng dấu ;"
            problems.add(line.place("Ở đâu"), one, "không có trong bảng", way)
    return tuple(found) or ("all",)
