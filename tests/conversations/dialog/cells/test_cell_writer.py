"""Cells of the sheet, written by hand: every text by the readers of the chat, nothing over what
somebody else wrote."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from conversations.answers.values import Answer, AnswerState, Names, Number, Text
from conversations.dialog.cells.cell_undo import put_back
from conversations.dialog.cells.cell_writer import write_cells
from conversations.dialog.cells.entries import (
    CellEntry,
    CellFate,
    EarlierAnswer,
    WrittenCells,
)
from conversations.forms.growth import item_key
from conversations.forms.model import Form
from conversations.reports.model import AnswerChange, Report, ReportState, ReturnedRow
from conversations.reports.typed_answers import CellPart
from templates.loading.catalog import load_catalog
from templates.loading.wording import load_wording
from tests.support.list_form import list_form, list_report, named
from tests.support.reports import blank_report, past

NOW = datetime(2023, 3, 14, 5, tzinfo=UTC)
FORM = load_catalog().forms["cchc-so"]
TASKS, DONE, SHARE = "I.01.01", "I.01.02", "I.01"


def write(report: Report, *entries: CellEntry, form: Form = FORM) -> WrittenCells:
    return write_cells(form, report, entries, now=NOW)


def value(key: str, text: str, revision: int = 0, seen: str = "", **more: object) -> CellEntry:
    return CellEntry.model_validate(
        {"key": key, "text": text, "revision": revision, "seen": seen, **more}
    )


def number(amount: int, revision: int = 1, author: str = "") -> Answer:
    value = Number(amount=Decimal(amount))
    return Answer(state=AnswerState.VALUE, value=value, revision=revision, author=author or None)


@pytest.mark.parametrize(
    ("text", "state", "printed"),
    [
        ("21", AnswerState.VALUE, "21"),
        ("hai mươi mốt", AnswerState.VALUE, "21"),
        ("1.234", AnswerState.VALUE, "1.234"),
        ("8 (HĐ theo NĐ 111)", AnswerState.VALUE, "8"),
        ("kps", AnswerState.NONE, ""),
        ("không thuộc thẩm quyền", AnswerState.NOT_APPLICABLE, ""),
        ("chưa có số", AnswerState.PENDING, ""),
    ],
)
def test_a_cell_is_read_as_in_the_chat(text: str, state: AnswerState, printed: str) -> None:
    done = write(blank_report(FORM), value(TASKS, text))
    (outcome,), answer = done.outcomes, done.report.answer(TASKS)
    assert outcome.fate is CellFate.STORED
    assert (answer.state, answer.value.printed if answer.value else "") == (state, printed)
    assert answer.revision == 1


def test_a_refused_text_changes_nothing_and_says_why() -> None:
    done = write(blank_report(FORM), value(TASKS, "sẽ gửi sau nhé"), value(DONE, "-3"))
    assert [one.fate for one in done.outcomes] == [CellFate.REFUSED] * 2
    assert done.changes == ()
    assert "âm" in _words(done, 1)


def test_a_doubtful_text_waits_for_a_choice_of_its_readings() -> None:
    entry = value(TASKS, "12 hoặc 13")
    done = write(blank_report(FORM), entry)
    (outcome,) = done.outcomes
    assert (outcome.fate, done.changes) == (CellFate.DOUBTFUL, ())
    assert len(outcome.ways) == 2
    picked = write(blank_report(FORM), entry.model_copy(update={"choice": 1}))
    assert picked.report.answer(TASKS).amount == 13


def test_a_colleagues_number_is_asked_about_and_never_overwritten() -> None:
    report = blank_report(FORM).with_answer(TASKS, number(40, 2, "Trần Văn Bình"))
    done = write(report, value(TASKS, "41", revision=1, seen="38"))
    (outcome,) = done.outcomes
    assert (outcome.fate, outcome.theirs, done.changes) == (CellFate.CONFLICT, "40", ())
    assert "Trần Văn Bình" in _words(done, 0)
    mine = write(report, value(TASKS, "41", revision=2, seen="40"))
    assert mine.outcomes[0].fate is CellFate.STORED


def test_a_note_beside_a_changed_number_is_no_conflict() -> None:
    report = blank_report(FORM).with_answer(TASKS, number(40, 2))
    note = CellEntry(key=TASKS, part=CellPart.NOTE, text="Theo KH 12", revision=1)
    done = write(report, note)
    answer = done.report.answer(TASKS)
    assert (answer.note, answer.amount, answer.revision) == ("Theo KH 12", Decimal(40), 3)


def test_number_and_note_of_one_row_are_one_change() -> None:
    note = CellEntry(key=TASKS, part=CellPart.NOTE, text="Theo KH 12")
    done = write(blank_report(FORM), value(TASKS, "40"), note)
    assert [one.key for one in done.changes if isinstance(one, AnswerChange)] == [TASKS]
    assert done.report.answer(TASKS).note == "Theo KH 12"


def test_an_emptied_cell_is_blank_and_keeps_its_note() -> None:
    report = blank_report(FORM).with_answer(
        TASKS, number(40).model_copy(update={"note": "Theo KH 12"})
    )
    done = write(report, value(TASKS, "", revision=1, seen="40"))
    answer = done.report.answer(TASKS)
    assert (answer.state, answer.note) == (AnswerState.BLANK, "Theo KH 12")


def test_what_is_computed_follows_once_and_cannot_be_typed() -> None:
    form = load_catalog().forms["bnv-0601n"]
    computed = [row for row in form.rows if row.computed is not None]
    asked = [key for key in form.order if form.row(key).computed is None]
    if computed:
        done = write(blank_report(form), value(computed[0].key, "5"), form=form)
        assert done.outcomes[0].fate is CellFate.LOCKED
    done = write(blank_report(form), *(value(key, "2") for key in asked), form=form)
    keys = [one.key for one in done.changes if isinstance(one, AnswerChange)]
    assert len(keys) == len({*keys})
    assert {*asked} <= {*keys}


def test_only_what_was_returned_may_be_written() -> None:
    report = blank_report(FORM).model_copy(
        update={
            "state": ReportState.RETURNED,
            "returned": {TASKS: ReturnedRow(reason="Xem lại", revision=0)},
        }
    )
    done = write(report, value(TASKS, "5"), value(DONE, "4"))
    assert [one.fate for one in done.outcomes] == [CellFate.STORED, CellFate.LOCKED]


def test_a_guest_writes_own_rows_only_and_nothing_of_a_locked_report() -> None:
    guest = blank_report(FORM).model_copy(update={"only": frozenset({TASKS})})
    entries = value(TASKS, "5"), value(DONE, "4"), CellEntry(key="I", part=CellPart.NOTE, text="x")
    done = write(guest, *entries)
    assert [one.fate for one in done.outcomes] == [
        CellFate.STORED,
        CellFate.LOCKED,
        CellFate.LOCKED,
    ]
    locked = guest.model_copy(update={"state": ReportState.SUBMITTED})
    assert write(locked, entries[0]).outcomes[0].fate is CellFate.LOCKED


def test_a_number_far_above_the_last_period_is_asked_about() -> None:
    report = blank_report(FORM).with_past(past(I_01_01=12))
    entry = value(TASKS, "12.000")
    done = write(report, entry)
    assert (done.outcomes[0].fate, done.outcomes[0].ways) == (CellFate.DOUBTFUL, ("12.000",))
    assert write(report, entry.model_copy(update={"choice": 0})).changes


def test_items_of_a_list_come_go_and_change_their_name_with_their_figures() -> None:
    form = list_form()
    growth = form.growths[0]
    add = [CellEntry(key=growth.names, part=CellPart.ITEM, text=one) for one in ("Đất đai", "Y tế")]
    done = write(list_report(), *add, form=form)
    assert done.report.answer(growth.names).value == Names(names=("Đất đai", "Y tế"), closed=True)
    block = done.form.blocks_by_key[growth.table]
    land = item_key(growth.place, "Đất đai")
    line = next(one for one in block.lines if one.key == land)
    cell = next(key for key in line.cells.values() if done.form.row(key).computed is None)
    filled = write(done.report, value(cell, "7"), form=done.form)
    renamed = write(
        filled.report,
        CellEntry(key=land, part=CellPart.ITEM, text="Đất đai, môi trường"),
        form=filled.form,
    )
    now = item_key(growth.place, "Đất đai, môi trường") + cell[len(land) :]
    assert renamed.report.answer(now).amount == 7
    gone = write(
        renamed.report,
        CellEntry(key=now.partition(":")[0], part=CellPart.ITEM, text=""),
        form=renamed.form,
    )
    assert gone.report.answer(growth.names) == named("Y tế").model_copy(
        update={"revision": gone.report.answer(growth.names).revision}
    )
    assert gone.report.answer(now).state is AnswerState.BLANK


def test_pasted_items_bring_their_figures_and_leave_what_stands() -> None:
    form = list_form()
    growth = form.growths[0]
    done = write(
        list_report(),
        CellEntry(key=growth.names, part=CellPart.ITEM, text="Đất đai\t21\t15\nY tế\t4"),
        form=form,
    )
    assert done.outcomes[0].fate is CellFate.STORED
    land = item_key(growth.place, "Đất đai")
    lines = {one.key: one for one in done.form.blocks_by_key[growth.table].lines}
    asked = [key for key in lines[land].cells.values() if done.form.row(key).computed is None]
    assert [done.report.answer(key).amount for key in asked[:2]] == [21, 15]
    text = "Đất đai\t99\t15\nVăn hóa\tnhiều lắm"
    again = write(
        done.report, CellEntry(key=growth.names, part=CellPart.ITEM, text=text), form=done.form
    )
    assert again.report.answer(asked[0]).amount == 21
    assert again.report.answer(growth.names).amount == 3
    assert "nhiều lắm" in _words(again, 0)


def test_a_reason_keeps_a_soft_check_and_an_empty_one_withdraws_it() -> None:
    check = next(one for one in FORM.checks if one.severity.value == "soft")
    hard = next((one for one in FORM.checks if one.severity.value == "hard"), None)
    why = "Số liệu của kỳ trước chuyển sang"
    done = write(blank_report(FORM), CellEntry(key=check.id, part=CellPart.REASON, text=why))
    assert done.report.reasons[check.id].text == why
    gone = write(done.report, CellEntry(key=check.id, part=CellPart.REASON, seen=why))
    assert check.id not in gone.report.reasons
    short = write(blank_report(FORM), CellEntry(key=check.id, part=CellPart.REASON, text="ok"))
    assert short.outcomes[0].fate is CellFate.REFUSED
    if hard is not None:
        refused = write(blank_report(FORM), CellEntry(key=hard.id, part=CellPart.REASON, text=why))
        assert refused.outcomes[0].fate is CellFate.REFUSED


def test_what_was_written_is_put_back_unless_somebody_wrote_it_since() -> None:
    key = next(row.key for row in FORM.rows if row.is_free_text)
    text = Answer(state=AnswerState.VALUE, value=Text(text="Họp 2 lần, à nhầm 3 lần"))
    report = blank_report(FORM).with_answer(key, number(3, 4)).with_answer(TASKS, number(5, 2))
    earlier = [EarlierAnswer(key, 4, text), EarlierAnswer(TASKS, 1, number(4, 0))]
    done = put_back(FORM, report, earlier, (), now=NOW)
    assert done.report.answer(key).value == text.value
    assert done.report.answer(TASKS) == report.answer(TASKS)
    assert [one.fate for one in done.outcomes] == [CellFate.STORED, CellFate.CONFLICT]


def _words(done: WrittenCells, at: int) -> str:
    said = done.outcomes[at].said
    assert said is not None
    return load_wording().say(said.code, said.data)
