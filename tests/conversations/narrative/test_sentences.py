"""What each kind of sentence says in each state of its rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from conversations.answers.values import Answer, AnswerState, Coded, Number, Ratio, Text
from conversations.calendar.periods import Period
from conversations.narrative.composition import compose_narrative
from conversations.narrative.text import NarrativeText, WhyUnwritten
from conversations.reports.model import Report
from conversations.reports.previous import PreviousReport
from tests.support.appendix import form
from tests.support.narrative_form import plan_of, small_form
from tests.support.reports import LAST_QUARTER, blank_report

NONE, PENDING, FOREIGN = AnswerState.NONE, AnswerState.PENDING, AnswerState.NOT_APPLICABLE
Given = int | str | tuple[int, int] | AnswerState
YEAR_BEFORE = Period(name="Quý I/2022", start=date(2021, 12, 15), end=date(2022, 3, 14))
AUTUMN = Period(name="Quý III/2022", start=date(2022, 6, 15), end=date(2022, 9, 14))


def answer(given: Given) -> Answer:
    match given:
        case AnswerState():
            return Answer(state=given)
        case (part, base):
            value = Ratio(numerator=Decimal(part), denominator=Decimal(base))
            return Answer(state=AnswerState.VALUE, value=value)
        case str():
            coded = Coded(code=given) if given in ("0", "1") else Text(text=given)
            return Answer(state=AnswerState.VALUE, value=coded)
    return Answer(state=AnswerState.VALUE, value=Number(amount=Decimal(given)))


def answers(rows: dict[str, Given]) -> dict[str, Answer]:
    return {f"A.{key}": answer(given) for key, given in rows.items()}


def report(rows: dict[str, Given]) -> Report:
    return blank_report(small_form()).model_copy(update={"answers": answers(rows)})


def composed(of: Report) -> NarrativeText:
    return compose_narrative(small_form(), plan_of(small_form()), of)


def said(rows: dict[str, Given]) -> list[str]:
    return [one.text for one in composed(report(rows)).paragraphs]


def unwritten(rows: dict[str, Given]) -> dict[str, WhyUnwritten]:
    """Without those that are blank."""
    found = composed(report(rows)).unwritten
    return {one.row: one.why for one in found if one.why is not WhyUnwritten.BLANK}


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ({"02.01": 5}, "Đã ban hành 5 văn bản."),
        ({"02.01": 1_234}, "Đã ban hành 1.234 văn bản."),
        ({"02.01": 0}, "Trong kỳ không có văn bản."),
        ({"02.01": NONE}, "Trong kỳ không phát sinh văn bản."),
        ({"02.01": 0, "02.02": 0}, "Trong kỳ không có văn bản và cuộc họp."),
        ({"02.01": 0, "02.02": NONE},
         "Trong kỳ không có văn bản. Trong kỳ không phát sinh cuộc họp."),
        ({"02.03": 4}, "Có 4 phần mềm mức độ 3."),
        ({"02.03": 0}, "Không dùng phần mềm nào."),
        ({"02.03": NONE}, "Không phát sinh phần mềm."),
        # a whole and its parts: Côn Đảo, quý I/2021
        ({"01.01": 3_001, "01.02": 3_000, "01.03": 1},
         "Đã tiếp nhận 3.001 hồ sơ; trong đó 3.000 hồ sơ mới và 1 hồ sơ chuyển qua."),
        ({"01.01": 7, "01.02": 7, "01.03": 0},
         "Đã tiếp nhận 7 hồ sơ; trong đó toàn bộ 7 hồ sơ mới và không có hồ sơ chuyển qua."),
        ({"01.01": 7, "01.02": 5}, "Đã tiếp nhận 7 hồ sơ; trong đó 5 hồ sơ mới."),
        ({"01.01": 7}, "Đã tiếp nhận 7 hồ sơ."),
        ({"01.01": 0, "01.02": 0, "01.03": NONE}, "Trong kỳ không có hồ sơ."),
        # a share
        ({"01.05": 7, "01.04": 21, "01.06": (7, 21)}, "Đã hoàn thành 7/21 nhiệm vụ, đạt 33,33%."),
        ({"01.05": 7, "01.04": 21}, "Đã hoàn thành 7/21 nhiệm vụ."),
        ({"01.05": 23, "01.04": 39, "01.06": (23, 39)},  # thành phố Hòa Bình, 6 tháng 2021
         "Đã hoàn thành 23/39 nhiệm vụ, đạt 58,97%."),
        ({"01.05": 21, "01.04": 21, "01.06": 100},
         "Đã hoàn thành toàn bộ 21/21 nhiệm vụ, đạt 100%."),
        ({"01.05": 0, "01.04": 21}, "Chưa hoàn thành nhiệm vụ nào trong 21 nhiệm vụ."),
        ({"01.04": 21}, "Kế hoạch có 21 nhiệm vụ."),
        ({"01.05": 19_999, "01.04": 20_000, "01.06": (19_999, 20_000)},
         "Đã hoàn thành 19.999/20.000 nhiệm vụ, đạt trên 99,99%."),
        # a percentage
        ({"02.04": (66, 88)}, "Tỷ lệ hài lòng đạt 75% (66/88 phiếu)."),
        ({"02.04": (1, 100_000)}, "Tỷ lệ hài lòng đạt dưới 0,01% (1/100.000 phiếu)."),
        ({"02.04": (99_999, 100_000)}, "Tỷ lệ hài lòng đạt trên 99,99% (99.999/100.000 phiếu)."),
        ({"02.04": 100}, "Tỷ lệ hài lòng đạt 100%."),
        ({"02.04": 0}, "Không ai hài lòng."),
        # choices, texts, lists, sums
        ({"02.05": "1", "02.06": "1"}, "Có sáng kiến và khen thưởng."),
        ({"02.05": "1", "02.06": "0"}, "Có sáng kiến. Không có khen thưởng."),
        ({"02.05": NONE, "02.06": FOREIGN}, "Không phát sinh sáng kiến."),
        ({"02.07": "Tập huấn,\n  tuyên truyền."}, "Việc khác: Tập huấn, tuyên truyền."),
        ({"02.07": NONE}, "Không có việc khác."),
        ({"02.08": 2, "02.09": 3}, "Đã mở 2 lớp học và 3 hội nghị. Tổng cộng 5 cuộc."),
        ({"02.08": 2, "02.09": 0}, "Đã mở 2 lớp học. Tổng cộng 2 cuộc."),
        ({"02.08": 2}, "Đã mở 2 lớp học."),
        ({"02.08": 0, "02.09": 0},
         "Trong kỳ không có lớp học, hội nghị và lớp học, hội nghị nào."),
    ],
)  # fmt: skip
def test_a_state_has_its_sentence(rows: dict[str, Given], text: str) -> None:
    assert said(rows) == [text]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ({}, {}),
        (dict.fromkeys(("02.01", "02.03", "02.04", "02.05", "02.07"), FOREIGN), {}),
        ({"02.01": PENDING}, {"A.02.01": WhyUnwritten.PENDING}),
        ({"02.04": PENDING, "02.05": PENDING},
         dict.fromkeys(("A.02.04", "A.02.05"), WhyUnwritten.PENDING)),
        ({"01.05": 3}, {"A.01.05": WhyUnwritten.WAITS}),
        ({"01.05": 0, "01.04": 0}, dict.fromkeys(("A.01.05", "A.01.04"), WhyUnwritten.BASE_ZERO)),
        ({"01.05": 7, "01.04": 21, "01.06": 34},
         dict.fromkeys(("A.01.06", "A.01.05", "A.01.04"), WhyUnwritten.RATIO)),
        ({"01.05": 249, "01.04": 250, "01.06": 100},
         dict.fromkeys(("A.01.06", "A.01.05", "A.01.04"), WhyUnwritten.RATIO)),
        ({"01.05": 22, "01.04": 21}, dict.fromkeys(("A.01.05", "A.01.04"), WhyUnwritten.PARTS)),
        ({"02.08": 0}, {"A.02.08": WhyUnwritten.WAITS}),
    ],
)  # fmt: skip
def test_what_cannot_be_written_is_named(
    rows: dict[str, Given], why: dict[str, WhyUnwritten]
) -> None:
    assert said(rows) == []
    assert unwritten(rows) == why


@pytest.mark.parametrize(
    "rows",
    [
        {"01.01": 10_455, "01.02": 10_133, "01.03": 612},  # Hội An, quý III/2020
        {"01.01": 9_986, "01.02": 9_143, "01.03": 743},
        {"01.01": 5, "01.02": 6},
        {"01.01": 0, "01.02": 1},
    ],
)
def test_parts_that_contradict_the_whole_are_refused(rows: dict[str, Given]) -> None:
    assert said(rows) == []
    assert set(unwritten(rows)) == {f"A.{key}" for key in rows}
    assert set(unwritten(rows).values()) == {WhyUnwritten.PARTS}


@pytest.mark.parametrize(
    ("rows", "is_said"),
    [
        ({"02.08": 0, "02.09": 0, "02.02": 0}, False),
        ({"02.08": 0, "02.09": FOREIGN, "02.02": NONE}, False),
        ({"02.08": 0, "02.09": 1, "02.02": 0}, True),
        ({"02.08": 0, "02.09": PENDING, "02.02": 0}, True),
        ({"02.08": 0, "02.09": 0, "02.02": 2}, True),
    ],
)
def test_that_there_is_nothing_is_left_unsaid_where_there_could_be_nothing(
    rows: dict[str, Given], is_said: bool
) -> None:
    assert any("cuộc họp" in text or "Đã họp" in text for text in said(rows)) is is_said
    assert "A.02.02" not in unwritten(rows)


def test_a_row_that_cannot_apply_is_not_told() -> None:
    """Surveys: none were made, so what was said of their form is no longer so."""
    given = blank_report(form())
    given = given.with_answer("I.07.01", answer(0)).with_answer("I.07.02", answer("0"))
    text = compose_narrative(form(), plan_of(form()), given)
    assert [one.rows for one in text.paragraphs] == [("I.07.01",)]
    assert not {"I.07.02", "I.07.03"} & {one.row for one in text.unwritten}


def past(period: Period, rows: dict[str, Given]) -> PreviousReport:
    return PreviousReport(period=period, answers=answers(rows))


@pytest.mark.parametrize(
    ("now", "last", "text"),
    [
        ({"02.01": 5}, {"02.01": 3},
         "Đã ban hành 5 văn bản, tăng 2 văn bản so với kỳ trước (3 văn bản)."),
        ({"02.01": 5}, {"02.01": 9},
         "Đã ban hành 5 văn bản, giảm 4 văn bản so với kỳ trước (9 văn bản)."),
        ({"02.01": 5}, {"02.01": 5}, "Đã ban hành 5 văn bản, bằng kỳ trước."),
        ({"02.01": 5}, {"02.01": 0},
         "Đã ban hành 5 văn bản, tăng 5 văn bản so với kỳ trước (0 văn bản)."),
        ({"02.01": 5}, {"02.01": NONE},
         "Đã ban hành 5 văn bản, tăng 5 văn bản so với kỳ trước (không phát sinh)."),
        ({"02.01": 5}, {"02.01": PENDING}, "Đã ban hành 5 văn bản."),
        ({"02.01": 5}, {"02.01": FOREIGN}, "Đã ban hành 5 văn bản."),
        ({"02.01": 5, "02.02": 4}, {"02.01": 3, "02.02": 6},
         "Đã ban hành 5 văn bản, tăng 2 văn bản so với kỳ trước (3 văn bản). "
         "Đã họp 4 cuộc (giảm 2 cuộc)."),
        ({"02.08": 2, "02.09": 3}, {"02.08": 1, "02.09": 3},
         "Đã mở 2 lớp học (tăng 1 so với kỳ trước) và 3 hội nghị (bằng kỳ trước). "
         "Tổng cộng 5 cuộc."),
        ({"02.04": (66, 88)}, {"02.04": (3, 6)},
         "Tỷ lệ hài lòng đạt 75% (66/88 phiếu), tăng 25 điểm phần trăm so với kỳ trước (50%)."),
        # what grows over the year is not compared with the quarter before
        ({"01.05": 7, "01.04": 21}, {"01.05": 20, "01.04": 21}, "Đã hoàn thành 7/21 nhiệm vụ."),
    ],
)  # fmt: skip
def test_a_change_is_told(now: dict[str, Given], last: dict[str, Given], text: str) -> None:
    with_past = report(now).model_copy(update={"last": past(LAST_QUARTER, last)})
    assert [one.text for one in composed(with_past).paragraphs] == [text]


def test_the_earlier_period_is_named_where_it_is_not_the_one_before() -> None:
    given = report({"02.01": 5}).model_copy(update={"last": past(AUTUMN, {"02.01": 3})})
    [one] = composed(given).paragraphs
    assert one.text == "Đã ban hành 5 văn bản, tăng 2 văn bản so với quý III/2022 (3 văn bản)."


def test_what_grows_over_the_year_is_compared_with_the_year_before() -> None:
    before = past(YEAR_BEFORE, {"01.05": 5, "01.04": 20, "02.01": 1})
    given = report({"01.05": 7, "01.04": 20, "02.01": 1})
    given = given.model_copy(update={"last": before, "year_before": before})
    share, count = composed(given).paragraphs
    told = "Đã hoàn thành 7/20 nhiệm vụ, tăng 10 điểm phần trăm so với cùng kỳ năm trước (25%)."
    assert share.text == told
    assert count.text == "Đã ban hành 1 văn bản, bằng cùng kỳ năm trước."


def test_a_period_put_together_from_quarters_is_no_earlier_one() -> None:
    derived = past(LAST_QUARTER, {"02.01": 3}).model_copy(update={"derived": True})
    given = report({"02.01": 5}).model_copy(update={"last": derived})
    assert [one.text for one in composed(given).paragraphs] == ["Đã ban hành 5 văn bản."]


def test_papers_that_notes_name_are_quoted_and_nothing_else_of_a_note() -> None:
    paper = Answer(note="Kế hoạch số 72/KH-SMAU  ngày 28/12/2022.")
    given = report({"02.01": 5, "01.05": 7, "01.04": 21})
    noted = answer(5).model_copy(update={"note": "chưa tính Phòng 3", "remark": "HĐ theo NĐ 111"})
    given = given.with_answer("A.01", paper).with_answer("A.02", paper)
    given = given.with_answer("A.02.01", noted)
    assert [one.text for one in composed(given).paragraphs] == [
        "Đã hoàn thành 7/21 nhiệm vụ theo Kế hoạch số 72/KH-SMAU ngày 28/12/2022.",
        "Đã ban hành 5 văn bản (HĐ theo NĐ 111).",
        "Thực hiện Kế hoạch số 72/KH-SMAU ngày 28/12/2022.",
    ]


def test_small_numbers_have_a_zero_before_them_where_the_house_wants_it() -> None:
    plan = plan_of(small_form())
    padded = plan.model_copy(update={"words": plan.words.model_copy(update={"pad": True})})
    given = report({"02.01": 5, "02.02": 10, "02.04": (1, 2), "02.03": 0})
    [one] = compose_narrative(small_form(), padded, given).paragraphs
    assert one.text == (
        "Đã ban hành 05 văn bản. Đã họp 10 cuộc. Không dùng phần mềm nào. "
        "Tỷ lệ hài lòng đạt 50% (01/02 phiếu)."
    )
