"""Several answers in one breath: which value is for which row."""

from __future__ import annotations

import pytest

from conversations.answers.values import AnswerState
from conversations.bulk.sentences import hear_answers, hear_ways
from conversations.parsing.result import ReadState, ReadValue, as_answer
from conversations.reports.printed_answers import print_answer
from tests.support.appendix import form


def heard(text: str, asked: str) -> dict[str | None, str]:
    """The value of each row that the text answers, as it is printed; `?` for a doubt."""
    rows = form().order[form().asked_at[asked] :]
    found: dict[str | None, str] = {}
    for one in hear_answers(form(), rows, text):
        sure = isinstance(one.reading, ReadValue | ReadState)
        answer = as_answer(one.reading) if isinstance(one.reading, ReadValue | ReadState) else None
        if answer is None or one.row is None:
            found[one.row] = "?"
        elif answer.state is AnswerState.VALUE:
            found[one.row] = print_answer(form().row(one.row), answer)
        else:
            found[one.row] = answer.state.value if sure else "?"
    return found


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        (
            "I.01.01",
            "ờ thì số nhiệm vụ đề ra là hai mươi bốn hai mươi bốn nhiệm vụ chấm",
            {"I.01.01": "24"},
        ),
        (
            "II.02.01",
            "phải rà soát ba văn bản rà xong ba",
            {"II.02.01": "3", "II.02.02": "3"},
        ),
        ("I.01.02", "hoàn thành chín chín nhiệm vụ nha em", {"I.01.02": "?"}),
        ("I.01.03", "văn bản chỉ đạo thì mười hai phẩy à mười ba", {"I.01.03": "13"}),
        (
            "I.01.01",
            "đề ra hai mươi bốn nhiệm vụ làm xong chín nhiệm vụ văn bản chỉ đạo thì bảy cái à quên"
            " tám cái",
            {"I.01.01": "24", "I.01.02": "9", "I.01.03": "8"},
        ),
        (
            "I.02.01",
            "kiểm tra ba phòng ban năm đơn vị trực thuộc phát hiện bốn vấn đề xử lý xong hai à nhầm"
            " rồi ba",
            {"I.02.01": "3", "I.02.02": "5", "I.02.03": "4", "I.02.04": "3"},
        ),
        (
            "I.02.01",
            "kiểm tra 3 phòng, à nhầm, 4 phòng ban, 5 đơn vị trực thuộc",
            {"I.02.01": "4", "I.02.02": "5"},
        ),
        (
            "I.01.01",
            "kế hoạch 24 nhiệm vụ à quên văn bản chỉ đạo 7",
            {"I.01.01": "24", "I.01.03": "7"},
        ),
        ("I.02.01", "kiểm tra phòng ban 7 phòng chứ không phải 8", {"I.02.01": "7"}),
        ("I.02.01", "kiểm tra phòng ban 2 hay 3 gì đó", {"I.02.01": "?"}),
        ("II.02.01", "rà xong 6", {"II.02.02": "6"}),
        (
            "II.02.01",
            "phải rà 7, rà xong 6, kiến nghị 2, xử lý xong 1",
            {"II.02.01": "7", "II.02.02": "6", "II.02.03": "2", "II.02.04": "1"},
        ),
        (
            "III.01",
            "kiểm soát thủ tục thì có rà soát chín thủ tục kế hoạch rà soát có"
            " đơn giản hóa chưa có",
            {"III.01": "Có (1)", "III.01.01": "9", "III.02": "Có (1)", "III.03": "Không (0)"},
        ),
        (
            "II.03",
            "phổ biến pháp luật có tuyên truyền mười lăm văn bản",
            {"II.03": "Có (1)", "II.03.01": "15"},
        ),
        (
            "I.02.01",
            "phòng ban thì kiểm tra bốn phòng còn đơn vị trực thuộc thì sáu đơn vị vấn đề phát hiện"
            " là mười một xử lý xong chín",
            {"I.02.01": "4", "I.02.02": "6", "I.02.03": "11", "I.02.04": "9"},
        ),
        (
            "I.02.01",
            "kiểm tra bốn phòng ban sáu đơn vị trực thuộc phát hiện mười một vấn đề"
            " xử lý chín vấn đề",
            {"I.02.01": "4", "I.02.02": "6", "I.02.03": "11", "I.02.04": "9"},
        ),
        ("I.03.01", "tuyên truyền thì đạt chín mươi lăm phẩy năm phần trăm", {"I.03.01": "95,5"}),
        (
            "I.03.05",
            "12 nhiệm vụ giao, 8 đúng hạn, 4 quá hạn",
            {"I.04.01": "12", "I.04.02": "8", "I.04.03": "4"},
        ),
        (
            "I.01.01",
            "tỉnh giao 40 nhiệm vụ, 38 đúng hạn, 2 quá hạn",
            {"I.04.01": "40", "I.04.02": "38", "I.04.03": "2"},
        ),
        (
            "I.05",
            "sáng kiến thì không có khen thưởng thì có",
            {"I.05": "Không (0)", "I.06": "Có (1)"},
        ),
        (
            "I.01.01",
            "văn bản đi 812 trong đó điện tử hoàn toàn 790, song song 22",
            {"VII.03.01": "812", "VII.03.01.01": "790", "VII.03.01.02": "22"},
        ),
        (
            "I.01.01",
            "trừ biên chế có mặt là 45, hợp đồng 111 là 9 nha",
            {"IV.02.02": "45", "IV.02.03": "9"},
        ),
        (
            "IV.02.01",
            "bien che duoc giao 47 co mat 45 hop dong 8",
            {"IV.02.01": "47", "IV.02.02": "45", "IV.02.03": "8"},
        ),
        ("I.01.01", "phiếu khảo sát chưa có số, thứ sáu nhắc chị", {"I.07.01": "pending"}),
        (
            "I.01.01",
            "mấy số nè:\nhoàn thành đúng hạn: 21\nquá hạn: 4",
            {"I.04.02": "21", "I.04.03": "4"},
        ),
    ],
)
def test_each_value_has_its_row(asked: str, text: str, expected: dict[str | None, str]) -> None:
    assert heard(text, asked) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "khoan, 28 thôi",
        "em khó tính vậy, năm ngoái còn 2 cái tồn mà",
        "năm 2025 có 3 lần kiểm tra",
        "em tính 2 cộng 3 bằng mấy",
        "trời ơi nhiều quá em ơi mấy giờ mới xong đây",
        "x " * 3_000,
    ],
)
def test_a_story_with_numbers_is_none(text: str) -> None:
    assert heard(text, "I.02.01") == {}


@pytest.mark.parametrize(
    ("asked", "text", "expected"),
    [
        ("I.01.02", "hoàn thành 8 trong đó 2 quá hạn, văn bản 3", ("8 (trong đó 2 quá hạn)", "3")),
        ("I.01.01", "đề ra 21, chưa kể 2 việc mới, xong 9", ("21 (chưa kể 2 việc mới)", "9")),
        ("IV.02.01", "biên chế giao 47, tăng 1 so với năm ngoái, có mặt 46", None),
    ],
)
def test_an_aside_is_a_remark_and_no_row(
    asked: str, text: str, expected: tuple[str, str] | None
) -> None:
    expected = expected or ("47 (tăng 1 so với năm ngoái)", "46")
    assert tuple(heard(text, asked).values()) == expected


def test_parts_that_may_be_rows_beside_are_heard_in_two_ways() -> None:
    text = "giao 24 trong đó 20 đúng hạn, quá hạn 4"
    first, second = hear_ways(form(), form().order[form().asked_at["I.04.01"] :], text)
    assert [one.row for one in first] == ["I.04.01", "I.04.03"]
    assert [one.row for one in second] == ["I.04.01", "I.04.02", "I.04.03"]
