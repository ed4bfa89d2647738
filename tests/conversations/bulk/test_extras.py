"""What stands beside the answers to a list: notes, words on the rest, and that it is done."""

from __future__ import annotations

import pytest

from conversations.answers.values import AnswerState
from conversations.bulk.extras import MessageExtras, split_extras
from conversations.bulk.said_states import Rest, means_keep, read_rest
from templates.loading.catalog import load_catalog

FORM = load_catalog().forms["cchc-so"]
ROWS = ("I.01.01", "I.01.02", "I.01.03", "I.02.01")
NONE, NOT_OURS, LATER = AnswerState.NONE, AnswerState.NOT_APPLICABLE, AnswerState.PENDING


@pytest.mark.parametrize(
    ("text", "answers", "notes"),
    [
        ("ghi chú 2: a; ghi chú 3: b", "", {"I.01.02": "a", "I.01.03": "b"}),
        ("ghi chú I.2: a; I.3: b", "", {"I.02": "a", "I.03": "b"}),
        ("ghi chú I.2: a. Ghi chú 3: b, c; d", "", {"I.02": "a", "I.01.03": "b, c; d"}),
        ("1=5\nghi chú 3: một; hai", "1=5", {"I.01.03": "một; hai"}),
        ("1=5; ghi chú 1: theo KH 72", "1=5", {"I.01.01": "theo KH 72"}),
        ("ghi chú dòng 2 là theo KH 72", "", {"I.01.02": "theo KH 72"}),
        ("ghi chú I.2 Kế hoạch 11", "", {"I.02": "Kế hoạch 11"}),
        ("ghi chú cho mục 2: a", "", {"I.02": "a"}),
        ("1=5, ghi chú tạm tính", "1=5", {"I.01.01": "tạm tính"}),
        ("1 có, ghi chú QĐ số 449", "1 có", {"I.01.01": "QĐ số 449"}),
        ("1=5, dòng 2 là 7, kèm ghi chú: a", "1=5, dòng 2 là 7", {"I.01.02": "a"}),
        ("1 là 5, gc a\n2=7", "1 là 5\n2=7", {"I.01.01": "a"}),
        ("5 7, ghi chú a", "5 7, ghi chú a", {}),
        ("1=5, ghi chú dòng 2: a", "1=5", {"I.01.02": "a"}),
        ("9=5, ghi chú a", "9=5, ghi chú a", {}),
        ("ghi chú Kế hoạch 72", "ghi chú Kế hoạch 72", {}),
        ("1=5; 2=7", "1=5; 2=7", {}),
    ],
)
def test_notes_go_each_to_its_row(text: str, answers: str, notes: dict[str, str]) -> None:
    found = split_extras(FORM, ROWS, text)
    assert (found.answers, found.notes) == (answers, notes)


@pytest.mark.parametrize(
    ("text", "answers", "rest"),
    [
        ("1=5, còn lại giữ nguyên", "1=5", Rest(keep=True)),
        ("1=5\ngiữ nguyên", "1=5", Rest(keep=True)),
        ("1=91. Còn lại không phát sinh.", "1=91", Rest((NONE,))),
        ("1=5; mấy cái kia chị chưa có", "1=5", Rest((LATER, NONE))),
        ("giao 85 có mặt 83 còn lại ko phát sinh", "giao 85 có mặt 83", Rest((NONE,))),
        ("21 7 5, mấy cái còn lại không thuộc thẩm quyền", "21 7 5", Rest((NOT_OURS,))),
        ("47\ngiữ nguyên\n8", "47\ngiữ nguyên\n8", None),  # the answer of the second row
        ("8, trong đó 2 nữ", "8, trong đó 2 nữ", None),
    ],
)
def test_the_last_clause_may_speak_of_the_rest(text: str, answers: str, rest: Rest | None) -> None:
    assert split_extras(FORM, ROWS, text) == MessageExtras(answers, {}, rest)


@pytest.mark.parametrize("text", ["1=5\nxong", "1=5\nxong rồi em", "1=5\nphần sau"])
def test_a_list_is_left_by_a_word(text: str) -> None:
    found = split_extras(FORM, ROWS, text)
    assert found.done
    assert found.answers == "1=5"


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("còn lại không phát sinh", (NONE,)),
        ("tất cả còn lại không phát sinh", (NONE,)),
        ("mấy cái còn lại không thuộc thẩm quyền", (NOT_OURS,)),
        ("may cai con lai khong thuoc tham quyen", (NOT_OURS,)),
        ("mấy cái này của sở, xã không có", (NOT_OURS, NONE)),
        ("mấy dòng này xã không có", (NONE, NOT_OURS)),
        ("các chỉ tiêu còn lại đều không phát sinh nhé", (NONE,)),
        ("không phát sinh tất cả", (NONE,)),
        ("còn lại không phải việc của xã", (NOT_OURS,)),
        ("mấy mục này không thuộc xã", (NOT_OURS,)),
        ("còn lại bằng 0", (AnswerState.VALUE,)),
        ("còn lại để 0 hết", (AnswerState.VALUE,)),
        ("các dòng khác chưa có số", (LATER,)),
    ],
)
def test_states_of_all_that_is_left(text: str, states: tuple[AnswerState, ...]) -> None:
    rest = read_rest(text)
    assert rest is not None
    assert rest == Rest(states, lines=rest.lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("các dòng còn lại không phát sinh", True),
        ("mấy dòng khác chưa có số", True),
        ("còn lại trong danh sách không phát sinh", True),
        ("mấy cái còn lại không phát sinh", False),
        ("còn lại không phát sinh", False),
    ],
)
def test_the_lines_that_are_left_are_those_of_the_list(text: str, lines: bool) -> None:
    rest = read_rest(text)
    assert rest is not None
    assert rest.lines is lines


@pytest.mark.parametrize(
    "text",
    [
        "còn lại là gì",
        "còn lại bao nhiêu câu",
        "còn lại 5",
        "mấy cái này là sao em",
        "tất cả 5 văn bản",
    ],
)
def test_what_speaks_of_the_rest_and_says_nothing(text: str) -> None:
    assert read_rest(text) is None


@pytest.mark.parametrize(
    "text", ["giữ nguyên", "như kỳ trước", "như cũ nha em", "giu nguyen so cu"]
)
def test_last_periods_answer_in_words(text: str) -> None:
    assert means_keep(text)
