"""Appendixes that were edited by hand: nearly all rows are found again, none is mistaken."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.answers.values import Answer, AnswerState, Number, Ratio
from conversations.calendar.periods import Period
from conversations.forms.search import plain_label
from conversations.reports.previous import FiledAppendix
from conversations.text.numbers import print_number
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.period_title import periods_of
from templates.appendix_import.reader import read_filed
from templates.appendix_import.row_candidates import match_rows
from templates.appendix_import.tables.filed_table import FiledRow
from templates.documents.word.render import render_word
from tests.support.appendix import empty_report, form
from tests.support.breadth import share
from tests.support.damaged.files import DAMAGED, damaged, original, truth, word_with
from tests.support.damaged.rows import (
    another_appendix_behind,
    summary_before,
    values_merged_downwards,
)
from tests.support.sample_walk import sample_replay
from tests.support.xlsx import workbook

pytestmark = pytest.mark.long

LEAST = 0.95  # of the rows that are still in a file


def said(answer: Answer | None) -> tuple[object, ...]:
    """What a printed answer says; a percentage of two numbers prints as one."""
    if answer is None:
        return (None, None, None)
    value = answer.value
    shown = print_number(value.amount) if isinstance(value, Ratio | Number) else value
    return (shown, answer.remark, answer.note)


def valued(answers: Mapping[str, Answer]) -> set[str]:
    return {key for key, answer in answers.items() if answer.value is not None}


@pytest.mark.parametrize(
    ("name", "whole"),
    [(name, whole) for at, name in enumerate(DAMAGED) for whole in share((False, True), 2, at)],
)
def test_a_file_edited_by_hand_is_matched_and_never_mistaken(name: str, whole: bool) -> None:
    file = damaged(name, whole=whole)
    filed = read_filed(form(), file.name, file.content)
    assert filed.matched >= LEAST * len(file.keys)
    real = truth(whole=whole and file.name.endswith(".docx")).answers
    for key, answer in filed.answers.items():
        expected = real.get(key)
        assert expected is not None, f"{key} got {said(answer)}"
        if answer.state is not AnswerState.BLANK:
            assert said(answer)[0] == said(expected)[0], key
        assert plain_label(answer.note or "") == plain_label(expected.note or ""), key
    lost = valued(real) & {*file.keys} - valued(filed.answers)
    assert len(lost) <= len(filed.unread) + len(filed.unplaced)  # none in silence


def test_there_are_enough_damaged_files() -> None:
    assert len(DAMAGED) >= 12


def test_our_own_file_comes_back_exactly() -> None:
    report = sample_replay().report
    filed = read_filed(form(), "PL.docx", render_word(form(), report))
    printed = {key: said(answer) for key, answer in report.answers.items()}
    assert {key: said(answer) for key, answer in filed.answers.items()} == printed
    assert (filed.unread, filed.unplaced, filed.absent) == ((), (), ())
    assert filed.matched == len(form().rows)


def test_the_empty_form_has_no_answers() -> None:
    filed = read_filed(form(), "PL.docx", render_word(form(), empty_report()))
    assert (filed.answers, filed.matched) == ({}, 185)


def test_a_value_struck_out_does_not_count() -> None:
    file = damaged("changes_tracked.docx")
    filed = read_filed(form(), file.name, file.content)
    amounts = {answer.amount for answer in filed.answers.values()}
    assert not amounts & {999, 888}


def edited(**cells: str) -> FiledAppendix:
    """Our file with other values in some rows; I_01_03 stands for I.01.03."""
    document = Document(BytesIO(original()))
    keys = [row.key for row in form().rows]
    for name, text in cells.items():
        row = document.tables[0].rows[2 + keys.index(name.replace("_", "."))]
        row.cells[3].text = text
    buffer = BytesIO()
    document.save(buffer)
    return read_filed(form(), "PL.docx", buffer.getvalue())


def test_a_cell_that_cannot_be_the_answer_is_told_and_not_guessed() -> None:
    filed = edited(I_01_03="khoảng 5", I_04_01="4-5", IV_02_02="46 người", I_05="-")
    assert [(one.key, one.code) for one in filed.unread] == [
        ("I.01.03", "which.about"),
        ("I.04.01", "refused.range"),
    ]
    assert not {"I.01.03", "I.04.01", "I.05"} & filed.answers.keys()
    assert filed.answers["IV.02.02"].amount == 46


def lines_with(label: str, value: str, *, after: str) -> list[FiledRow]:
    """The form's rows without values, and one line more behind the row `after`."""
    found = []
    for row in form().rows:
        found.append(FiledRow(label=row.title, measure="", value="", note=""))
        if row.key == after:
            found.append(FiledRow(label=label, measure="", value=value, note=""))
    return found


def test_a_row_of_ones_own_with_a_similar_label_takes_no_place() -> None:
    label = "Số vấn đề phát hiện qua kiểm tra lại"
    lines = lines_with(label, "3", after="I.02.03")
    found = match_rows(form(), lines)
    at = next(n for n, line in enumerate(lines) if line.label == label)
    assert found[at] is None
    assert found[at - 1] == form().row("I.02.03")


def test_of_two_tables_that_differ_neither_is_believed() -> None:
    file = word_with(summary_before, whole=True)
    filed = read_filed(form(), file.name, file.content)
    real = truth(whole=True).answers
    assert all(said(answer) == said(real[key]) for key, answer in filed.answers.items())
    assert 0 < len(real) - len(filed.answers) <= len(filed.unplaced) // 2


def test_a_file_of_two_appendixes_is_refused_by_name() -> None:
    file = word_with(another_appendix_behind)
    with pytest.raises(FileRefusedError) as error:
        read_filed(form(), file.name, file.content)
    assert error.value.code == "file.twice"


def test_a_number_that_stands_alone_among_the_notes_is_told() -> None:
    lines = [["Chỉ tiêu", "Số liệu", "Ghi chú"]]
    lines += [[row.title, "", "21" if row.key == "I.01.01" else ""] for row in form().rows]
    filed = read_filed(form(), "a.xlsx", workbook(lines))
    assert (filed.answers, filed.unplaced) == ({}, ("Số nhiệm vụ đề ra trong kế hoạch: 21",))


@pytest.mark.parametrize("whole", [False, True])
def test_of_values_merged_downwards_none_goes_to_the_upper_row(whole: bool) -> None:
    file = word_with(values_merged_downwards, whole=whole)
    filed = read_filed(form(), file.name, file.content)
    real = truth(whole=whole).answers
    for key in valued(filed.answers):
        assert said(filed.answers[key])[0] == said(real.get(key))[0], key
    assert {one.code for one in filed.unread} == {"burst.merged"}


def test_a_value_in_a_cell_of_several_rows_is_told_and_given_to_none() -> None:
    rows = [[row.title, 7.0 if row.key == "I.01.01" else ""] for row in form().rows]
    content = workbook([["Chỉ tiêu", "Số liệu"], *rows], merged="B4:B5")
    filed = read_filed(form(), "a.xlsx", content)
    assert [(one.key, one.read, one.code) for one in filed.unread] == [
        ("I.01.01", "7", "burst.merged")
    ]
    assert filed.answers == {}


def test_a_value_beside_a_heading_is_told() -> None:
    filed = edited(I_02="7")
    assert filed.unplaced == ("Kiểm tra CCHC: 7",)


@pytest.mark.parametrize("key", ["I.06", "VII.12.02"])  # Thực hiện khen thưởng về kết quả CCHC
def test_a_row_whose_label_reads_like_a_column_is_no_header(key: str) -> None:
    rows = sorted(form().rows, key=lambda row: row.key != key)  # it stands right below the header
    lines = [[row.title, "Có" if row.key == key else ""] for row in rows]
    filed = read_filed(form(), "a.xlsx", workbook([["Chỉ tiêu", "Số liệu"], *lines]))
    assert set(filed.answers) == {key}


def test_a_share_in_a_sheet_may_be_a_percentage_and_is_not_guessed() -> None:
    rows = [[row.title, 0.33 if row.key == "III.06.03" else ""] for row in form().rows]
    filed = read_filed(form(), "a.xlsx", workbook([["Chỉ tiêu", "Số liệu"], *rows]))
    assert [(one.key, one.read) for one in filed.unread] == [("III.06.03", "0,33")]


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("QUÝ I/2023 CỦA SỞ", ("Quý I/2023", date(2022, 12, 15), date(2023, 3, 14))),
        ("quý 2 năm 2023", ("Quý II/2023", date(2023, 3, 15), date(2023, 6, 14))),
        ("QUÝ IV NĂM 2022", ("Quý IV/2022", date(2022, 9, 15), date(2022, 12, 14))),
        ("6 THÁNG ĐẦU NĂM 2023", ("6 tháng/2023", date(2022, 12, 15), date(2023, 6, 14))),
        ("9 tháng năm 2023", ("9 tháng/2023", date(2022, 12, 15), date(2023, 9, 14))),
        ("BÁO CÁO NĂM 2022", ("Năm 2022", date(2021, 12, 15), date(2022, 12, 14))),
    ],
)
def test_the_period_is_read_from_the_heading(title: str, period: tuple[str, date, date]) -> None:
    name, start, end = period
    kem = "(Kèm theo Báo cáo số 12 ngày 14 tháng 3 năm 2021)"
    assert periods_of((title, kem)) == (Period(name=name, start=start, end=end),)


def test_a_heading_without_a_period_names_none() -> None:
    assert periods_of(("PHỤ LỤC", "(Kèm theo Báo cáo ngày 14 tháng 3 năm 2021)")) == ()


def lines_of_form() -> list[tuple[str, FiledRow]]:
    return [
        (row.key, FiledRow(label=row.title, measure="", value=str(n), note=""))
        for n, row in enumerate(form().rows)
    ]


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(0, 10))
def test_no_order_and_no_damage_puts_a_line_on_another_row(dice, slips: int) -> None:
    """Rows of a group are shuffled, groups too, and letters of labels are lost."""
    groups: dict[str, list[tuple[str, FiledRow]]] = {}
    for key, line in lines_of_form():
        groups.setdefault(form().group_of(key).key, []).append((key, line))
    mixed = []
    for group in dice.sample([*groups.values()], len(groups)):
        mixed += [group[0], *dice.sample(group[1:], len(group) - 1)]
    damaged_lines = [(key, _damage(line, dice, slips)) for key, line in mixed]
    found = match_rows(form(), [line for _, line in damaged_lines])
    for (key, line), row in zip(damaged_lines, found, strict=True):
        assert row is None or row.key == key, line.label


def _damage(line: FiledRow, dice, slips: int) -> FiledRow:
    text = [*line.label]
    letters = [at for at, sign in enumerate(text) if not sign.isdigit()]  # of another figure,
    for _ in range(min(slips, len(text) // 12)):  # a label is another label
        text[dice.choice(letters)] = dice.choice(["", "x", " "])
    return FiledRow(label="".join(text), measure="", value=line.value, note="")
