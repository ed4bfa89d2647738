"""The report in words that is drafted from a form's rows is sound, and says what is there."""

from __future__ import annotations

import pytest

from conversations.narrative.composition import compose_narrative
from templates.form_draft.narrative.skeleton_text import draft_narrative
from templates.loading.catalog import load_catalog
from tests.support.appendix import sample_report
from tests.support.narrative_form import read_plan, small_form


@pytest.mark.parametrize("key", [*load_catalog().forms])
def test_it_loads_without_a_problem(key: str) -> None:
    form = load_catalog().forms[key]
    text = draft_narrative(form)
    plan, problems = read_plan(text, form)
    assert not problems
    assert plan is not None
    assert len(plan.questions) == 3
    assert all(len(line) < 900 for line in text.splitlines())
    assert draft_narrative(form) == text


def test_rows_become_sentences_of_their_kinds() -> None:
    plan, _ = read_plan(draft_narrative(small_form()), small_form())
    assert plan is not None
    kinds = [type(one).__name__ for one in plan.sentences]
    assert kinds.count("CountSentence") == 10
    assert {*kinds} == {"CountSentence", "PercentSentence", "ChoiceSentence", "QuoteSentence"}
    assert not plan.silent


def test_a_percentage_with_its_two_rows_is_a_share() -> None:
    form = load_catalog().forms["cchc-so"]
    plan, _ = read_plan(draft_narrative(form), form)
    assert plan is not None
    first = next(iter(plan.sentences))
    assert first.said_rows == ("I.01.02", "I.01.01", "I.01")


def test_the_sample_can_be_read() -> None:
    form = load_catalog().forms["cchc-so"]
    plan, _ = read_plan(draft_narrative(form), form)
    assert plan is not None
    first, *_ = compose_narrative(form, plan, sample_report()).paragraphs
    assert first.text == (
        "Số nhiệm vụ đã hoàn thành: 7/21 nhiệm vụ, đạt 33,33%. "
        "Số văn bản chỉ đạo CCHC đã ban hành là 5 văn bản."
    )


def test_cells_of_a_printed_row_stand_together() -> None:
    form = load_catalog().forms["btp-13a"]
    text = draft_narrative(form)
    assert '{row: "1:1", text: "đăng ký mới, tổng số {n} trường hợp{change}"}' in text
    assert '{row: "1:2", text: "dân tộc Kinh {n} trường hợp{change}"}' in text
    assert 'text: "Đăng ký khai sinh: {list}."' in text


def test_headings_lose_their_own_numbers() -> None:
    form = load_catalog().forms["bnv-0605n"]
    plan, _ = read_plan(draft_narrative(form), form)
    assert plan is not None
    headings = [point.heading for point in plan.points if point.heading]
    assert headings[0] == "Chia theo độ tuổi"
