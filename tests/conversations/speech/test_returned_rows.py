"""Rows that a reviewer sends back, as they type it."""

from __future__ import annotations

import pytest

from conversations.speech.returned_rows import read_remark, read_returned, split_returned


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("trả câu 2", {"câu 2": ""}),
        ("trả lại câu 2 vì 30 lớn hơn 21", {"câu 2": "30 lớn hơn 21"}),
        ("tra lai cau 2 vi so lech", {"câu 2": "so lech"}),
        ("câu 2 sai rồi em", {"câu 2": ""}),
        ("câu 2 với 5 coi lại", {"câu 2": "", "câu 5": ""}),
        (
            "câu 2 và câu 3 sai, số 30 cao hơn kế hoạch, câu 3 thiếu giải trình",
            {"câu 2": "sai, số 30 cao hơn kế hoạch", "câu 3": "thiếu giải trình"},
        ),
        ("I.01.02 sai, phải là 20", {"I.01.02": "sai, phải là 20"}),
        ("em trả câu 12 giúp chị, số liệu không khớp", {"câu 12": "số liệu không khớp"}),
        (
            "trả lại câu 2 và câu 5 do chưa có căn cứ nha em",
            dict.fromkeys(("câu 2", "câu 5"), "chưa có căn cứ"),
        ),
        ("trả câu 4 lại nhé, anh ký có 3 văn bản thôi", {"câu 4": "anh ký có 3 văn bản thôi"}),
        ("trả lại câu 7 giúp chị nha vì thiếu căn cứ", {"câu 7": "thiếu căn cứ"}),
        (
            "dòng 2 vs dòng 3 sai, lệch kế hoạch",
            dict.fromkeys(("dòng 2", "dòng 3"), "sai, lệch kế hoạch"),
        ),
        ("trả dòng 3 và 4 vì nhầm dòng", dict.fromkeys(("dòng 3", "dòng 4"), "nhầm dòng")),
        (
            "trả lại dòng 3 cột 2 với hàng 5 cột số 1: lệch sổ",
            dict.fromkeys(("dòng 3 cột 2", "dòng 5 cột 1"), "lệch sổ"),
        ),
        ("cau 2 voi cau 3 thieu can cu", dict.fromkeys(("câu 2", "câu 3"), "thieu can cu")),
        ("cho lan làm lại", {}),
        ("đúng rồi, trả lại đi", {}),
        ("ok trả về đi em", {}),
    ],
)
def test_rows_are_sent_back_in_words(text: str, rows: dict[str, str]) -> None:
    found = read_returned(text)
    assert found is not None
    assert {one.place: one.why for one in found} == rows


@pytest.mark.parametrize(
    "text",
    [
        *("câu 2 là gì", "câu 2 bao nhiêu", "chị trả lời rồi", "trả lời câu 2", "trả 2 câu"),
        *("câu 2 sai hả em?", "trả lại STC câu 2: sai", "21", "duyệt", "câu 2 là 30", ""),
    ],
)
def test_what_sends_nothing_back(text: str) -> None:
    assert read_returned(text) is None


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        (
            "câu 4 có 3 văn bản thôi, câu 3 thiếu minh chứng",
            ["câu 4 có 3 văn bản thôi", "câu 3 thiếu minh chứng"],
        ),
        ("câu 2: lệch kế hoạch. I.01.03: chưa ký", ["câu 2: lệch kế hoạch", "I.01.03: chưa ký"]),
        ("câu 2: cao hơn, câu 1 chỉ có 21", ["câu 2: cao hơn, câu 1 chỉ có 21"]),
        (
            "câu 1 với câu 4: kế hoạch duyệt là 18, câu 5 thiếu số công văn",
            [
                *("câu 1: kế hoạch duyệt là 18", "câu 4: kế hoạch duyệt là 18"),
                "câu 5 thiếu số công văn",
            ],
        ),
        ("câu 12: không khớp với kế hoạch", ["câu 12: không khớp với kế hoạch"]),
    ],
)
def test_rows_on_one_line_are_told_apart(line: str, rows: list[str]) -> None:
    assert split_returned(line) == rows


@pytest.mark.parametrize(
    ("said", "place", "why"),
    [
        ("câu 1 hơi nhiều so với năm ngoái", "câu 1", "hơi nhiều so với năm ngoái"),
        ("câu 2 không thấy ghi chú gì hết", "câu 2", "không thấy ghi chú gì hết"),
        ("dòng 12: nên ghi thêm căn cứ", "dòng 12", "nên ghi thêm căn cứ"),
        ("II.1.2 chị thấy hơi ít", "II.1.2", "chị thấy hơi ít"),
    ],
)
def test_a_remark_on_a_row_may_be_why_it_goes_back(said: str, place: str, why: str) -> None:
    assert [(one.place, one.why) for one in read_remark(said)] == [(place, why)]


@pytest.mark.parametrize(
    "said",
    [
        *("câu 1 ổn rồi", "câu 2 thì được em", "câu 3 là 24", "câu 3 24", "câu 4 hỏi gì vậy em"),
        *("câu 5 lấy số ở đâu", "câu 6", "câu 7 không phát sinh", "hơi nhiều so với năm ngoái"),
    ],
)
def test_praise_answers_and_questions_are_no_remarks(said: str) -> None:
    assert read_remark(said) == ()
