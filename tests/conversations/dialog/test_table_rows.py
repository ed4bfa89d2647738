"""What holds of cells as of rows: the last period's figures, notes, jumps, a metered channel."""

from __future__ import annotations

from datetime import date
from functools import cache

from bot.simulation.replay import replay_sample
from conversations.answers.values import AnswerState
from conversations.calendar.periods import Period
from conversations.forms.model import Form
from conversations.reports.model import Report
from conversations.reports.previous import PreviousReport
from templates.documents.word.render import render_word
from templates.loading.catalog import load_catalog
from templates.loading.sample import blank_report
from tests.support.dialog import SCARCE, Talk

CATALOG = load_catalog()
LAST_YEAR = Period(name="Năm 2024", start=date(2023, 12, 15), end=date(2024, 12, 14))
TABLES = [
    key
    for key, form in CATALOG.forms.items()
    if any(one.is_wide for one in form.blocks) and not form.growths
]


@cache
def filled(key: str) -> Report:
    return replay_sample(CATALOG.forms[key], CATALOG.sample(key)).report


def with_past(form: Form) -> Talk:
    past = PreviousReport(period=LAST_YEAR, answers=filled(form.key).answers)
    return Talk(form, blank_report(form, CATALOG.sample(form.key)).with_past(past))


def test_the_last_period_stands_beside_the_row_and_is_kept_with_it() -> None:
    talk = with_past(CATALOG.forms["bnv-0605n"])
    talk.say("/start")
    talk.say("bỏ qua")  # what hardly changes is offered to be kept at once
    shown = talk.say("tới 03")
    assert "kỳ trước: 1 · 1" in shown
    talk.say("giữ nguyên")
    talk.say("đồng ý")
    assert [talk.report.answer(key).amount for key in ("03:1", "03:2")] == [1, 1]


def test_a_filed_form_of_last_year_becomes_the_last_period() -> None:
    form = CATALOG.forms["cung-lao-dong"]
    talk = Talk(form)
    talk.say("/start")
    old = filled(form.key).model_copy(update={"period": LAST_YEAR, "version": 0})
    assert "40 số liệu" in talk.send("cu.docx", render_word(form, old))
    talk.say("đồng ý")
    line = next(one for one in form.blocks[0].lines if one.cells)
    this, last = line.cells["2"], line.cells["1"]
    talk.say("bỏ qua")
    talk.say("1.500")
    assert talk.report.answer(this).amount == 1_500
    assert talk.report.answer(last).amount == filled(form.key).answer(this).amount


def test_the_note_of_a_row_is_one() -> None:
    talk = Talk(CATALOG.forms["bnv-0605n"])
    talk.say("/start")
    talk.say("ghi chú: theo phòng Nội vụ")
    assert talk.report.answer("01").note == "theo phòng Nội vụ"
    talk.say("sửa 2")
    talk.say("ghi chú: chưa kể hợp đồng")
    assert talk.report.answer("01:2").note == "chưa kể hợp đồng"


JUMPS = (
    ("tới 12", "12"),
    ("tới trên đại học", "12"),
    ("tới đại học", "11"),
    ("sửa cao đẳng", "10"),
)


def test_a_printed_row_is_reached_by_its_code_and_its_label() -> None:
    for said, row in JUMPS:
        talk = Talk(CATALOG.forms["bnv-0605n"])
        talk.say("/start")
        talk.say(said)
        assert getattr(talk.session.focus, "rows", ()) == (f"{row}:1", f"{row}:2"), said


def test_states_are_of_cells() -> None:
    talk = Talk(CATALOG.forms["bnv-0605n"])
    talk.say("/start")
    talk.say("18; chưa có số")
    states = [talk.report.answer(key).state for key in ("01:1", "01:2")]
    assert states == [AnswerState.VALUE, AnswerState.PENDING]
    talk.say("không phát sinh")
    both = [talk.report.answer(key).state for key in ("02:1", "02:2")]
    assert both in ([AnswerState.NONE] * 2, [AnswerState.BLANK] * 2)


def test_figures_that_contradict_each_other_are_not_stored() -> None:
    talk = Talk(CATALOG.forms["bnv-0605n"])
    talk.say("/start")
    said = talk.say("21 27")
    assert "“Nữ” nhiều hơn “Tổng số”" in said
    assert "Tổng số 21; Nữ 27" in said
    assert not talk.report.answers


def test_where_messages_count_a_table_is_a_list_of_rows() -> None:
    for key in TABLES:
        talk = Talk(CATALOG.forms[key], can=SCARCE)
        talk.say("/start")
        assert len(talk.said) == 1, key
        assert len(talk.said[0].plain) <= SCARCE.text_limit
        asked = getattr(talk.session.focus, "rows", ())
        assert len(asked) >= min(10, len(talk.form.order) // 2), key
        talk.say("0 0 0 0 0 0")
        assert sum(talk.report.answer(one).amount is not None for one in asked) == 6, key


def test_a_metered_list_names_the_columns_once() -> None:
    talk = Talk(CATALOG.forms["bnv-0605n"], can=SCARCE)
    lines = talk.say("/start").splitlines()
    assert "01. Tổng số: 1 Tổng số · 2 Nữ" in lines
    assert "02. Từ 30 trở xuống: 3 · 4" in lines
    assert lines.count("1. Chia theo độ tuổi") == 1
