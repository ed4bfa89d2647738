"""A workbook that comes back after the draft went on by other ways: what nobody changed in it stays
as the draft has it, what was changed in both is told with both values."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from templates.appendix_import.workbook_sheets import workbook_sheets
from templates.form_draft.model import FormDraft
from templates.form_draft.output.corrections.doubts import decide_doubt
from templates.form_draft.output.corrections.layout import FORM, STAMP
from templates.form_draft.output.corrections.merged_workbook import (
    HandedWorkbook,
    merge_corrections,
)
from templates.form_draft.output.corrections.named_draft import name_parts
from templates.form_draft.output.corrections.sheet_lines import read_fields
from templates.form_draft.output.corrections.sheet_texts import draft_sheets
from templates.form_draft.output.corrections.workbook import write_corrections
from templates.form_draft.output.corrections.workbook_reader import read_corrections
from tests.templates.form_draft.output.corrections.test_corrections import (
    Lines,
    change,
    put_row,
    sheets_of,
)
from tests.templates.form_draft.output.drafts import make_library_draft, make_price_draft

FIRST = name_parts(make_library_draft())


def take(
    now: FormDraft, sheets: Lines, made: FormDraft = FIRST, taken: Lines | None = None
) -> tuple[FormDraft, list[str]]:
    handed = HandedWorkbook(draft_sheets(made), taken)
    merged, told = merge_corrections(sheets, handed, now, FIRST)
    back = read_corrections(now, merged, FIRST)
    assert back.problems == ()
    return back.draft, told


def shown(line: Sequence[str]) -> str:
    return "|".join(line).rstrip("|")


@pytest.mark.parametrize("draft", [make_library_draft(), make_price_draft()])
def test_the_stamp_is_hidden_and_read_and_the_cells_are_those_that_were_kept(
    draft: FormDraft,
) -> None:
    sheets = workbook_sheets(write_corrections(draft, "0007"))
    assert read_fields(sheets, FORM)[STAMP][1] == "0007"
    merged, told = merge_corrections(sheets, HandedWorkbook(draft_sheets(draft)), draft, draft)
    assert told == []
    assert {name: [*map(shown, lines)] for name, lines in merged.items()} == {
        name: [*map(shown, lines)] for name, lines in sheets.items()
    }


def test_an_old_workbook_takes_nothing_back() -> None:
    """A decision in the chat, and another workbook, came between."""
    old = sheets_of(FIRST)
    now = decide_doubt(FIRST, FIRST.doubts[0].key, "percent")
    now = take(now, put_row(sheets_of(now), "03", Nội_dung="- Khác", Thuộc_dòng="A"), now)[0]
    now = take(now, change(sheets_of(now), "Dòng", "04", "Bỏ", "x"), now)[0]
    assert take(now, old) == (now, [])
    made, told = take(now, change(old, "Dòng", "02", "Nội dung", "- Thiếu nhi"))
    labels = [row.label for row in made.tables[0].rows]
    assert [one for one in labels if one in ("- Thiếu nhi", "- Khác")] == ["- Thiếu nhi", "- Khác"]
    assert made.tables[0].columns[1].answer == "percent"
    assert (len(labels), told) == (len(now.tables[0].rows), [])


@pytest.mark.parametrize(
    ("sheet", "key", "head", "mine", "theirs", "place"),
    [
        ("Dòng", "02", "Nội dung", "- Thiếu nhi", "- Trẻ em", "Dòng!E4"),
        ("Cột", "2", "Đơn vị tính", "Em", "Cháu", "Cột!F3"),
        ("Biểu", "Tên biểu", "", "Báo cáo A", "Báo cáo B", "Biểu!B2"),
    ],
)
def test_a_cell_that_was_changed_in_both_stays_and_is_told_with_both_values(
    sheet: str, key: str, head: str, mine: str, theirs: str, place: str
) -> None:
    def changed(sheets: Lines, text: str) -> Lines:
        if head:
            return change(sheets, sheet, key, head, text)
        lines = [[one[0], text] if one[:1] == [key] else list(one) for one in sheets[sheet]]
        return {**sheets, sheet: lines}

    old = sheets_of(FIRST)
    now = take(FIRST, changed(old, theirs))[0]
    made, told = take(now, changed(old, mine))
    assert made == now
    assert len(told) == 1
    assert told[0].startswith(f"{place}: ")
    assert f"“{mine}”" in told[0]
    assert f"“{theirs}”" in told[0]
    assert take(now, changed(old, theirs)) == (now, [])


def test_a_choice_against_a_later_decision_is_told() -> None:
    key = FIRST.doubts[0].key
    now = decide_doubt(FIRST, key, "count")
    chosen = change(sheets_of(FIRST), "Chỗ chưa chắc", key, "Chọn", "tỷ lệ %", 0)
    made, told = take(now, chosen)
    assert made == now
    assert "“tỷ lệ %”" in told[0]
    assert "“số người”" in told[0]
    open_, told = take(FIRST, chosen)
    assert (open_.tables[0].columns[1].answer, told) == ("percent", [])
    again = change(chosen, "Chỗ chưa chắc", key, "Chọn", "số người", 0)
    made, told = take(open_, again, taken=chosen)  # the same person thinks better of it
    assert (made.tables[0].columns[1].answer, told) == ("count", [])


def test_the_same_workbook_may_come_with_a_change_undone() -> None:
    old = sheets_of(FIRST)
    sent = change(change(old, "Dòng", "04", "Bỏ", "x"), "Dòng", "02", "Nội dung", "- Thiếu nhi")
    sent = put_row(sent, "03", Nội_dung="- Khác", Thuộc_dòng="A")
    once = take(FIRST, sent)[0]
    assert take(once, sent, taken=sent) == (once, [])
    back, _ = take(once, change(sent, "Dòng", "04", "Bỏ", ""), taken=sent)
    assert "04" in [row.key for row in back.tables[0].rows]
    assert len(back.rules) == len(FIRST.rules)
    label = FIRST.tables[0].rows[2].label
    undone, told = take(back, change(sent, "Dòng", "02", "Nội dung", label), taken=sent)
    assert undone.tables[0].rows[2].label == label
    assert "trở lại" in told[0]


def test_a_relation_that_was_added_since_stays() -> None:
    old = sheets_of(FIRST)
    added = {**old, "Quan hệ": [*old["Quan hệ"], ["1", "giữa các dòng", "[05b] ≤ [01] + [04]"]]}
    added["Quan hệ"][-1] += ["tất cả", "mềm", ""]
    now = take(FIRST, added)[0]
    assert len(now.rules) == len(FIRST.rules) + 1
    assert take(now, added, taken=added) == (now, [])
    assert take(now, old) == (now, [])
