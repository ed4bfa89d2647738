"""The report in words as a whole: its frame, its headings, the officer's words, what is missing."""

from __future__ import annotations

from conversations.answers.values import Answer, AnswerState, Text
from conversations.narrative.composition import compose_narrative, roman_number
from conversations.narrative.text import NarrativeText, NumberSource
from conversations.reports.model import Report
from tests.conversations.narrative.test_sentences import answer, report
from tests.support.appendix import form, sample_report
from tests.support.narrative_form import plan_of, small_form
from tests.support.reports import past


def composed(of: Report) -> NarrativeText:
    return compose_narrative(small_form(), plan_of(small_form()), of)


def in_words(text: str) -> Answer:
    return Answer(state=AnswerState.VALUE, value=Text(text=text))


def of_sample(**changed: Answer) -> NarrativeText:
    """The text of the shipped sample, with other answers in these rows; I_01 stands for I.01."""
    given = sample_report()
    for key, one in changed.items():
        given = given.with_answer(key.replace("_", "."), one)
    return compose_narrative(form(), plan_of(form()), given)


def test_the_frame_names_unit_and_period() -> None:
    text = composed(report({"02.01": 5}))
    assert text.title == "Báo cáo mẫu quý I năm 2023"
    assert text.lead == "Sở Mẫu báo cáo quý I năm 2023 như sau:"
    assert text.closing == "Trên đây là báo cáo quý I năm 2023 của Sở Mẫu./."


def test_parts_and_points_are_numbered_as_they_are_printed() -> None:
    text = composed(report({"01.04": 21, "02.01": 5}))
    assert [part.heading for part in text.parts] == ["I. HỒ SƠ", "II. KHÁC"]
    assert [point.heading for point in text.parts[0].points] == ["1. Kế hoạch"]
    assert [part.heading for part in composed(report({})).parts] == ["I. KHÁC"]  # it is asked there
    assert [*map(roman_number, (1, 4, 9, 14, 39))] == ["I", "IV", "IX", "XIV", "XXXIX"]


def test_own_words_stand_where_they_are_asked_letter_for_letter() -> None:
    words = {"W.1": in_words("Thiếu  {n} <b> & người\n\nKinh phí chậm!"), "W.2": Answer()}
    text = compose_narrative(small_form(), plan_of(small_form()), report({}), words)
    own = [one for one in text.paragraphs if one.question]
    assert [one.text for one in own] == ["Thiếu {n} <b> & người.", "Kinh phí chậm!"]
    assert {one.question for one in own} == {"W.1"}
    assert not text.unanswered


def test_own_words_are_those_of_the_report_where_none_are_given() -> None:
    given = report({}).with_answer("W.1", in_words("Không đủ người"))
    assert [one.text for one in composed(given).paragraphs] == ["Không đủ người."]


def test_nothing_to_tell_has_its_own_sentence() -> None:
    given = report({}).with_answer("W.1", answer(AnswerState.NONE))
    assert [one.text for one in composed(given).paragraphs] == ["Không có khó khăn."]
    assert not composed(given).unanswered


def test_a_required_question_without_an_answer_is_named() -> None:
    text = composed(report({}))
    assert text.unanswered == ("W.1",)
    assert text.parts[-1].points[-1].questions == ("W.1", "W.2")


def test_each_number_has_its_row() -> None:
    [one] = composed(report({"01.05": 7, "01.04": 21, "01.06": (7, 21)})).paragraphs
    found = [
        (one.text[number.at :].split()[0], number.source, number.rows) for number in one.numbers
    ]
    assert found == [
        ("7/21", NumberSource.ROW, ("A.01.05",)),
        ("21", NumberSource.ROW, ("A.01.04",)),
        ("33,33%.", NumberSource.ROW, ("A.01.06",)),
    ]


def test_the_sample_is_told() -> None:
    text = of_sample()
    first, *_ = text.paragraphs
    assert first.text == (
        "Tính đến thời điểm báo cáo, đơn vị đã hoàn thành 7/21 nhiệm vụ đề ra theo Kế hoạch số "
        "72/KH-SLĐTBXH ngày 28/12/2022, đạt 33,33%. Trong kỳ, đơn vị đã ban hành 5 văn bản chỉ đạo "
        "về cải cách hành chính."
    )
    assert text.unanswered == ("W.III.2", "W.IV.1")
    assert len(text.unwritten) == 100  # all that the sample leaves blank


def test_a_change_of_the_sample_is_told_and_no_number_yet_is_not() -> None:
    given = sample_report().model_copy(update={"last": past(I_01_03=3)})
    text = compose_narrative(form(), plan_of(form()), given)
    said = "Trong kỳ, đơn vị đã ban hành 5 văn bản chỉ đạo về cải cách hành chính, tăng 2 văn bản "
    assert said + "so với kỳ trước (3 văn bản)." in next(text.paragraphs).text
    text = of_sample(I_01_03=answer(AnswerState.PENDING))
    assert "I.01.03" in {one.row for one in text.unwritten}
    assert not any("văn bản chỉ đạo" in one.text for one in text.paragraphs)


def test_every_row_of_the_shipped_form_can_be_told() -> None:
    plan = plan_of(form())
    assert plan.said_rows | {*plan.silent} == {*form().order}
    assert plan.silent == ("VII.05.01", "VII.05.02")
