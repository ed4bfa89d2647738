"""Whole exchanges as officers type them: in the south, without accents, with second thoughts, from
Excel. What stands stored in the end is what they meant."""

from __future__ import annotations

import pytest

from conversations.answers.values import AnswerState
from conversations.reports.printed_answers import print_answer
from tests.support.dialog import SCARCE, Talk


def talk(*texts: str) -> Talk:
    made = Talk()
    made.say("theo phần")
    for text in texts:
        made.say(text)
    return made


def stored(made: Talk) -> dict[str, str]:
    """What stands in the rows that the officer answers: the value as it is printed, or the
    state's name; the note behind a bar."""
    found = {}
    for key in made.form.order:
        answer = made.report.answer(key)
        blank = answer.state is AnswerState.BLANK
        if made.form.row(key).computed is None and not (blank and answer.note is None):
            value = answer.state is AnswerState.VALUE
            told = print_answer(made.form.row(key), answer) if value else answer.state.value
            found[key] = f"{told} | {answer.note}" if answer.note else told
    return found


CHECKED = "kt 4 phòng ban, phát hiện 3, xử lý xong 2"
PLAN = "24 nghen, xong 5, van ban 3"
PLANNED = {"I.01.01": "24", "I.01.02": "5", "I.01.03": "3"}
WAYS: list[tuple[tuple[str, ...], dict[str, str]]] = [
    # a denied number is no answer, and corrects the line that is named
    ((PLAN, "ok e, ma khoan xong 6 chu hong phai 5", "ghi"), PLANNED | {"I.01.02": "6"}),
    ((PLAN, "xong 6 chứ không phải 5", "ghi"), PLANNED | {"I.01.02": "6"}),
    ((PLAN, "6 chớ hông phải 5 nghen", "ghi"), PLANNED | {"I.01.02": "6"}),
    ((PLAN, "hong phai 5 ma 6", "ghi"), PLANNED | {"I.01.02": "6"}),
    (
        ("xong 6 chứ không phải 5 nhiệm vụ, văn bản 3", "ghi"),
        {"I.01.02": "6", "I.01.03": "3"},
    ),
    (
        ("bai gui tinh 4, bai dang trang minh 8", "bai trang minh 9 cho hong phai 8", "ghi"),
        {"I.03.02": "4", "I.03.03": "9"},
    ),
    # a number behind yes only says how many; a comma ends what is to be reminded of
    (
        ("sáng kiến thì có 1 cái, khen thưởng hông có", "ghi"),
        {"I.05": "Có (1)", "I.06": "Không (0)"},
    ),
    (
        ("nhiệm vụ đã hoàn thành chưa có số thứ sáu nhắc chị, văn bản chỉ đạo 4", "ghi"),
        {"I.01.02": "pending", "I.01.03": "4"},
    ),
    # what was stored is corrected by words of its row
    (
        (CHECKED, "ghi", "ý lộn, cái đã xử lý xong có 3 thôi nghen"),
        {"I.02.01": "4", "I.02.03": "3", "I.02.04": "3"},
    ),
    ((PLAN, "ghi", "xong dc 4 nvu moi dung nghe em"), PLANNED | {"I.01.02": "4"}),
    ((PLAN, "ghi", "văn bản chỉ đạo là 7 mới đúng, gõ lộn"), PLANNED | {"I.01.03": "7"}),
    # a yes in the south
    *(
        ((PLAN, yes), PLANNED)
        for yes in ("đúng r em", "ghi luon di cung", "u dung roi do cung", "đúng gồi, ghi lun cưng")
    ),
    # nothing that was said is dropped
    (
        ("báo đài zalo 12 tin, hop hanh co", "ghi"),
        {"I.03.04": "12", "I.03.05": "Có (1)"},
    ),
    (
        ("kỷ cương thì tốt, nhiệm vụ khác không phát sinh", "ghi"),
        {"I.08": "Tốt (1)", "I.09": "none"},
    ),
    (
        ("kỷ cương tốt, nv khác hỗ trợ xã Phú Hữu làm hồ sơ", "ghi"),
        {"I.08": "Tốt (1)", "I.09": "hỗ trợ xã Phú Hữu làm hồ sơ"},
    ),
    (("kỷ cương tốt, không có vi phạm",), {"I.08": "Tốt (1)"}),
    (("kỷ cương tốt, việc khác không có gì", "ghi"), {"I.08": "Tốt (1)"}),
    # the label before a text is not part of it
    (
        ("con nhiem vu khac thi: phoi hop Buu dien", "ghi"),
        {"I.09": "phoi hop Buu dien"},
    ),
    (("nhiem vu khac la ho tro ba con 120 luot", "ghi"), {"I.09": "ho tro ba con 120 luot"}),
    # numbers of the list with words behind them
    (
        ("13=26; 14=25; 15 không có cái nào trễ; 16 chưa", "ghi", "không phát sinh"),
        {"I.04.01": "26", "I.04.02": "25", "I.04.03": "none", "I.05": "Không (0)"},
    ),
    (
        ("4 phòng ban kiểm tra, trực thuộc không thuộc thẩm quyền, phát hiện vấn đề 5", "ghi"),
        {"I.02.01": "4", "I.02.02": "not_applicable", "I.02.03": "5"},
    ),
    (
        ("13\t42\n14\t40\n16\tKhông\n22\tTập huấn chuyển đổi số cho 35 người", "ghi"),
        {
            "I.04.01": "42",
            "I.04.02": "40",
            "I.05": "Không (0)",
            "I.09": "Tập huấn chuyển đổi số cho 35 người",
        },
    ),
    (
        ("STT\tSố liệu\tGhi chú\n1\t42\ttheo KH 12\n4\tkhông phát sinh\tchưa tới lịch", "ghi"),
        {"I.01.01": "42 | theo KH 12", "I.02.01": "none | chưa tới lịch"},
    ),
    (
        ("21 tốt\n22 Phối hợp Sở TTTT kiểm tra", "ghi"),
        {"I.08": "Tốt (1)", "I.09": "Phối hợp Sở TTTT kiểm tra"},
    ),
    (
        ("16 có, 17 chưa, 18 là 90 phiếu, 19 phát phiếu, 20 98", "ghi"),
        {
            "I.05": "Có (1)",
            "I.06": "Không (0)",
            "I.07.01": "90",
            "I.07.02": "Phát phiếu (1)",
            "I.07.03": "98",
        },
    ),
    (
        ("18 là 60", "kết hợp, hài lòng 88%, kỷ cương tốt, nhiệm vụ khác hông có", "ghi"),
        {"I.07.01": "60", "I.07.02": "Kết hợp (2)", "I.07.03": "88", "I.08": "Tốt (1)"},
    ),
    (("1 30\n2 12\n3 6", "ghi"), {"I.01.01": "30", "I.01.02": "12", "I.01.03": "6"}),
    (
        ("18 50 phiếu, 19 trực tuyến, 20 94", "ghi"),
        {"I.07.01": "50", "I.07.02": "Trực tuyến (0)", "I.07.03": "94"},
    ),
    (("15=1", "15=2 chứ không phải 1"), {"I.04.03": "2"}),
    (
        ("18 220; 19 kết hợp; 20 97,5", "ghi"),
        {"I.07.01": "220", "I.07.02": "Kết hợp (2)", "I.07.03": "97,5"},
    ),
    (
        ("18=0, kỷ cương tốt, nv khác hỗ trợ xã Phú Hữu làm hồ sơ", "ghi"),
        {"I.07.01": "0", "I.08": "Tốt (1)", "I.09": "hỗ trợ xã Phú Hữu làm hồ sơ"},
    ),
    (("2=8, vì 2 người nghỉ",), {"I.01.02": "8 (vì 2 người nghỉ)"}),
    # dictated in one breath: all of them, a choice among words, what stands before `thì`
    (
        ("kiểm tra năm phòng phát hiện bốn vấn đề và xử lý xong cả bốn", "ghi"),
        {"I.02.01": "5", "I.02.03": "4", "I.02.04": "4"},
    ),
    (
        ("sáng kiến năm nay chưa có khen thưởng thì có", "ghi"),
        {"I.05": "Không (0)", "I.06": "Có (1)"},
    ),
    (
        (
            "phát ra chín mươi phiếu hình thức kết hợp hài lòng chín mươi tư phần trăm",
            "ghi",
        ),
        {"I.07.01": "90", "I.07.02": "Kết hợp (2)", "I.07.03": "94"},
    ),
    (
        ("nhiệm vụ kế hoạch mười tám làm xong bảy văn bản chỉ đạo thì ra được bốn cái", "ghi"),
        {"I.01.01": "18", "I.01.02": "7", "I.01.03": "4"},
    ),
    (
        ("kế hoạch đặt ra hai mươi nhiệm vụ hoàn thành mười ban hành sáu văn bản", "ghi"),
        {"I.01.01": "20", "I.01.02": "10", "I.01.03": "6"},
    ),
    # what is shortened to the first letters of its words, and words for doing
    (
        ("kh nam co 16 nv, ra 5 vb chi dao", "ghi"),
        {"I.01.01": "16", "I.01.03": "5"},
    ),
    (
        ("ktra 2 pb voi 3 dvtt, phat hien 4 vde, da xu ly 4", "ghi"),
        {"I.02.01": "2", "I.02.02": "3", "I.02.03": "4", "I.02.04": "4"},
    ),
    (
        ("bc giao 41, hien co 39, hdld 3 nguoi", "ghi"),
        {"IV.02.01": "41", "IV.02.02": "39", "IV.02.03": "3"},
    ),
    (
        ("ks 200 phieu, truc tuyen het, hl 98,6%", "ghi"),
        {"I.07.01": "200", "I.07.02": "Trực tuyến (0)", "I.07.03": "98,6"},
    ),
    (
        ("de ra 27 nv, ht 15, bh 6 vb cd", "ghi"),  # begins like what is put off
        {"I.01.01": "27", "I.01.02": "15", "I.01.03": "6"},
    ),
    # one thing said of several, and rows counted on in words
    (
        ("phải rà 6, đã rà 6, kiến nghị với xử lý đều không phát sinh", "ghi"),
        {"II.02.01": "6", "II.02.02": "6", "II.02.03": "none", "II.02.04": "none"},
    ),
    (("1, 2, 3 đều hai", "ghi"), {"I.01.01": "2", "I.01.02": "2", "I.01.03": "2"}),
    (("câu 1, 2, 3 mỗi câu 2", "ghi"), {"I.01.01": "2", "I.01.02": "2", "I.01.03": "2"}),
    (
        ("4 hai phòng, 5 một đv, 6 với 7 không phát sinh", "ghi"),
        {"I.02.01": "2", "I.02.02": "1", "I.02.03": "none", "I.02.04": "none"},
    ),
    (("11 mười hai tin bài, 12 có", "ghi"), {"I.03.04": "12", "I.03.05": "Có (1)"}),
    (("16 không, 17 có", "ghi"), {"I.05": "Không (0)", "I.06": "Có (1)"}),
    (
        ("8: 85 phần trăm; tin gửi tỉnh 4; 10 là mười một", "ghi"),
        {"I.03.01": "85", "I.03.02": "4", "I.03.03": "11"},
    ),
    # who wrote a message, and when, is no answer
    (
        ("Chị Hạnh PNV, 08:15\n- Số nhiệm vụ đề ra trong kế hoạch: 28", "ghi"),
        {"I.01.01": "28"},
    ),
    # an aside is a remark
    (
        ("hoàn thành 8 trong đó 2 quá hạn, văn bản chỉ đạo 3", "ghi"),
        {"I.01.02": "8 (trong đó 2 quá hạn)", "I.01.03": "3"},
    ),
    (
        ("1=8, chưa kể 2 việc mới giao; 2=5", "ghi"),
        {"I.01.01": "8 (chưa kể 2 việc mới giao)", "I.01.02": "5"},
    ),
    # what was stored, corrected and taken back by words
    ((PLAN, "ghi", "văn bản chỉ đạo sai rồi, 6"), PLANNED | {"I.01.03": "6"}),
    (("13=26", "không phải, 24 mới đúng"), {"I.04.01": "24"}),
    (("13=26", "à không, 24 việc mới đúng"), {"I.04.01": "24"}),
    (("16 có, 17 có", "ghi", "xóa câu sáng kiến đi"), {"I.06": "Có (1)"}),
    # answers to other rows at a warning are no reason
    (
        (
            "1=5; 2=16",
            "ghi",
            "tuyen truyen dat 95%, gui chuyen trang tinh 2 bai, dang trang so 6 bai",
            "ghi",
        ),
        {"I.01.01": "5", "I.01.02": "16", "I.03.01": "95", "I.03.02": "2", "I.03.03": "6"},
    ),
    # what comes while a preview stands
    (
        ("1=4; 2=5 cái 3", "3=7\nghi chú 3: có 2 công văn\nxong", "ghi"),
        {"I.01.01": "4", "I.01.03": "7 | có 2 công văn"},
    ),
    (
        ("1=24; 2=5 cái 3", "phải rà soát 4, rà soát 4, kiến nghị 1\nII: 0", "ghi"),
        {"I.01.01": "24", "II.02.01": "4", "II.02.02": "4", "II.02.03": "1"},
    ),
]


@pytest.mark.parametrize(
    ("texts", "meant"), WAYS, ids=[" › ".join(texts)[:70] for texts, _ in WAYS]
)
def test_what_is_stored_is_what_was_meant(texts: tuple[str, ...], meant: dict[str, str]) -> None:
    assert stored(talk(*texts)) == meant


def test_the_rest_may_be_said_beside_an_answer_while_a_preview_stands() -> None:
    made = stored(talk("1=4; 2=5 cái 3", "18=0, còn lại không phát sinh", "ghi"))
    assert (made["I.01.01"], made["I.07.01"], made["I.02.01"]) == ("4", "0", "none")
    assert "I.01.02" not in made  # it stands in doubt


TABLE = (
    "STT\tChỉ tiêu\tĐVT\t{}\t{}\tGhi chú\n"
    "1\tSố nhiệm vụ đề ra trong kế hoạch\tNhiệm vụ\t30\t27\tKH số 11\n"
    "2\tSố nhiệm vụ đã hoàn thành\tNhiệm vụ\t30\t6\t\n"
    "5\tSố đơn vị trực thuộc đã kiểm tra\tCơ quan, đơn vị\t3\t-\tchưa tới lịch\n"
    "16\tCó sáng kiến, giải pháp mới về CCHC\tKhông = 0; Có = 1\tCó\tKhông\t"
)
NOW = {
    "I.01.01": "27 | KH số 11",
    "I.01.02": "6",
    "I.02.02": "blank | chưa tới lịch",
    "I.05": "Không (0)",
}


@pytest.mark.parametrize(
    ("names", "choice"),
    [
        (("Quý IV/2022", "Quý I/2023"), ()),
        (("Thực hiện Q4.2022", "Thực hiện Q1.2023"), ()),
        (("Kết quả quý 4 năm 2022", "Kết quả quý 1 năm 2023"), ()),
        (("Số 1", "Số 2"), ("cột 2",)),
    ],
)
def test_a_column_is_taken_as_a_whole(names: tuple[str, str], choice: tuple[str, ...]) -> None:
    """A line without a number in it has none, whatever stands in the other."""
    table = TABLE.format(*names)
    assert stored(talk(table, *choice, "ghi")) == NOW
    named = table.replace("STT\tChỉ tiêu", "TT\tNội dung")
    assert stored(talk(named, *choice, "ghi")) == NOW


def test_what_waits_for_a_choice_is_not_lost() -> None:
    more = [f"{n}=1; {n + 1}=1" for n in range(6, 18, 2)]
    made = talk(TABLE.format("Số 1", "Số 2"), *more, "18 không phát sinh", "2", "ghi")
    assert {"I.01.01", "I.02.03", "I.02.04", "I.03.01", "I.06", "I.07.01"} <= {*stored(made)}


def test_where_messages_are_scarce_rows_found_by_words_are_looked_at_first() -> None:
    made = Talk(can=SCARCE)
    made.say("/start")
    said = made.say("13=5; 18=0\nkỷ cương thì tốt, nhiệm vụ khác không phát sinh\nxong")
    assert "I.08" not in stored(made)
    assert "kỷ cương" in said
    made.say("ghi")
    assert stored(made) == {"I.04.01": "5", "I.07.01": "0", "I.08": "Tốt (1)", "I.09": "none"}


def test_answers_of_a_first_message_are_read_or_said_to_be_unread() -> None:
    made = Talk()
    assert "Số nhiệm vụ đã hoàn thành: 15" in made.say("nhiệm vụ đề ra 33, xong 15")
    made = Talk()
    assert "Chưa ghi “24 10 6”" in made.say("24 10 6")
    assert not made.report.answers


def test_answers_with_words_of_rows_elsewhere_are_asked_about() -> None:
    made = talk("phòng ban chuyên môn 8, đơn vị sự nghiệp trực thuộc 2")
    said = made.messages[-1]
    assert "“phòng ban chuyên môn: 8” → có phải “Số phòng ban chuyên môn" in said
    assert "“đơn vị sự nghiệp trực thuộc: 2” → có phải “Số đơn vị sự nghiệp trực thuộc" in said
    assert not stored(made)


def test_a_remark_with_a_number_is_looked_at_before_it_is_stored() -> None:
    made = talk("theo nhóm", "tới I.1")
    made.say("nhiệm vụ đề ra trong kế hoạch 28, đã xong 19")
    assert stored(made) == {}
