"""A state that is said of all that is open of a section, a group or the report."""

from __future__ import annotations

import pytest

from conversations.answers.values import AnswerState
from conversations.protocol.row_states import FillRest, ListInput
from tests.support.dialog import Talk

NONE, PENDING, NOT_OURS = AnswerState.NONE, AnswerState.PENDING, AnswerState.NOT_APPLICABLE


def said(*texts: str, listed: bool = True) -> Talk:
    talk = Talk()
    for text in ("/start", *(("theo nhóm",) if listed else ()), *texts):
        talk.say(text)
    return talk


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize(
    ("text", "headings", "state"),
    [
        ("Cả phần V trong kỳ không phát sinh", "V", NONE),
        ("Cả phần V còn lại không phát sinh", "V", NONE),
        ("phần V không phát sinh hết nhé", "V", NONE),
        ("phan v khong phat sinh", "V", NONE),
        ("phần 5 kps", "V", NONE),
        ("không phát sinh hết phần V luôn em", "V", NONE),
        ("mấy dòng còn lại của phần V chưa có số", "V", PENDING),
        ("phần IV, V và VI không phát sinh", "IV V VI", NONE),
        ("mục 2 phần IV không thuộc thẩm quyền", "IV.02", NOT_OURS),
        ("phần IV, mục 2 kps", "IV.02", NONE),
        ("phần II, mục 3 phần IV chưa có số", "II IV.03", PENDING),
        ("mục 2 của phần IV và mục 3 của phần IV kps", "IV.02 IV.03", NONE),
        ("nhóm I.4 không thuộc thẩm quyền hết cháu nạ", "I.04", NOT_OURS),
        ("cả phần cải cách thể chế không phát sinh", "II", NONE),
        ("dạ phần cải cách tài chính công chưa có số hết nha chú", "VI", PENDING),
        ("cả báo cáo chưa có số hết cháu nạ", "", PENDING),
        ("mấy cái còn lại trong cả báo cáo chưa có số hết cháu nạ", "", PENDING),
    ],
)
def test_all_that_is_open_there_is_asked_about(
    text: str, headings: str, state: AnswerState, *, listed: bool
) -> None:
    talk = said(text, listed=listed)
    focus = talk.session.focus
    under = [key for one in headings.split() for key in talk.form.asked_by_heading[one]]
    assert isinstance(focus, FillRest)
    assert focus.state is state
    assert {*focus.rows} <= {*(under or talk.form.order)}
    assert len(focus.rows) > len(under) // 2
    assert not talk.report.answers


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("phần V", "V.01.01"),
        ("Phần V nha em", "V.01.01"),
        ("mục IV.4", "IV.04.01"),
        ("IV.4", "IV.04.01"),
        ("mục 4 phần IV", "IV.04.01"),
        ("phần IV, mục 4", "IV.04.01"),
        ("tới mục 4 của phần IV", "IV.04.01"),
        ("mục 2", "I.02.01"),
    ],
)
def test_the_name_of_a_place_goes_there(text: str, first: str, *, listed: bool) -> None:
    focus = said(text, listed=listed).session.focus
    assert (focus.rows[0] if isinstance(focus, ListInput) else getattr(focus, "row", "")) == first


def test_only_open_rows_are_written() -> None:
    talk = said("tới V.1.1", "không", "cả phần V không phát sinh")
    before = {key: talk.report.answer(key).state for key in talk.report.answers}
    talk.say("đúng rồi cháu")
    assert before
    assert {key: talk.report.answer(key).state for key in before} == before
    assert talk.report.answer("V.02.01").state is NONE


@pytest.mark.parametrize(
    "text",
    [
        "phần V không phát sinh trừ dòng 3",
        "phần vì không có số",
        "phần X không phát sinh",
        "mục cải cách không phát sinh",
        "phần V không phát sinh đúng không?",
    ],
)
def test_what_names_no_part_for_sure_settles_nothing(text: str) -> None:
    talk = said(text)
    assert not isinstance(talk.session.focus, FillRest)
    assert not talk.report.answers


def test_another_part_takes_the_place_of_the_one_that_is_asked_about() -> None:
    talk = said("phần V không phát sinh", "phần VI không phát sinh")
    focus = talk.session.focus
    assert isinstance(focus, FillRest)
    assert all(key.startswith("VI.") for key in focus.rows)
    assert "Thôi không ghi" in talk.messages[-1]


@pytest.mark.parametrize("before", ["tóm tắt", "tới I.9"])
def test_a_part_may_be_named_anywhere(before: str) -> None:
    focus = said(before, "phần V không phát sinh").session.focus
    assert isinstance(focus, FillRest)


def test_what_waits_in_a_preview_is_settled_first() -> None:
    talk = said("1=21; 2=7", "cả phần V không phát sinh", "ghi")
    assert {*talk.report.answers} >= {"I.01.01", "I.01.02"}
    assert isinstance(talk.session.focus, FillRest)


def test_a_row_that_was_just_written_is_not_said_to_be_passed_over() -> None:
    talk = said("cả báo cáo không phát sinh", "đồng ý")
    assert "✓ Đã ghi" in talk.messages[-1]
    assert "Bỏ qua" not in talk.messages[-1]


def test_a_row_that_was_not_written_and_cannot_apply_is() -> None:
    told = said("cả báo cáo bằng 0", "đồng ý").messages[-1]
    assert "Hình thức khảo sát" in told  # a choice
    assert "Tỷ lệ hài lòng" not in told
