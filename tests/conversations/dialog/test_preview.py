"""A preview: mended by line, stored when the officer says so, never over somebody else's answer."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest

from conversations.answers.values import Answer, AnswerState, Number
from conversations.parsing.result import AmbiguousReading, RefusedReading
from conversations.protocol.preview_states import Preview
from conversations.reports.model import ReminderChange
from tests.support.damaged.files import word_with
from tests.support.damaged.rows import values_merged_downwards
from tests.support.dialog import Talk
from tests.support.scenario import FILES


def talk(*said: str) -> Talk:
    made = Talk()
    for text in ("/start", "theo nhóm", *said):
        made.say(text)
    return made


def lines(made: Talk) -> list[tuple[int, str]]:
    focus = made.session.focus
    assert isinstance(focus, Preview)
    return [(line.number, line.entry.said) for line in focus.lines]


def test_nothing_is_stored_before_the_word_is_given() -> None:
    made = talk("21 7 5", "3=6", "xin chào", "bỏ 1")
    assert not made.report.answers
    made.say("đồng ý")
    assert set(made.report.answers) >= {"I.01.02", "I.01.03"}
    assert "I.01.01" not in made.report.answers


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2=8", [(1, "21"), (2, "8"), (3, "5")]),
        ("sửa 2 8", [(1, "21"), (2, "8"), (3, "5")]),
        ("sua dong 2 = 8", [(1, "21"), (2, "8"), (3, "5")]),
        ("2: tám", [(1, "21"), (2, "tám"), (3, "5")]),
        ("2=8; 3=9", [(1, "21"), (2, "8"), (3, "9")]),
        ("2=8\n3=9", [(1, "21"), (2, "8"), (3, "9")]),
        ("5=2", [(1, "21"), (2, "7"), (3, "5"), (5, "2")]),  # a row of the list, not answered yet
        ("bỏ 2", [(1, "21"), (3, "5")]),
        ("bỏ 1, 3", [(2, "7")]),
        ("bỏ dòng 1 và 3", [(2, "7")]),
        ("bỏ từ 1 đến 2", [(3, "5")]),
        ("bỏ 1-2 nhé em", [(3, "5")]),
        ("bỏ số nhiệm vụ đã hoàn thành", [(1, "21"), (3, "5")]),
        ("2=8; bỏ 3", [(1, "21"), (2, "8")]),
        ("2 là 8, 3 là 9", [(1, "21"), (2, "8"), (3, "9")]),
        ("à nhầm dòng 2 là 8", [(1, "21"), (2, "8"), (3, "5")]),
        ("ui nhầm rồi, sửa dòng 2 thành 8", [(1, "21"), (2, "8"), (3, "5")]),
        ("sửa câu 2 lại là 8", [(1, "21"), (2, "8"), (3, "5")]),
        ("Số văn bản chỉ đạo CCHC đã ban hành = 6", [(1, "21"), (2, "7"), (3, "6")]),
        ("I.1.2=8", [(1, "21"), (2, "8"), (3, "5")]),
        ("biên chế có mặt 46", [(1, "21"), (2, "7"), (3, "5"), (13, "46")]),
        ("dòng 2 sai, phải là 8", [(1, "21"), (2, "8"), (3, "5")]),
        ("số 2 là 8", [(1, "21"), (2, "8"), (3, "5")]),
        ("2) 8", [(1, "21"), (2, "8"), (3, "5")]),
        ("2=tám", [(1, "21"), (2, "tám"), (3, "5")]),
        ("đổi dòng 2 sang 8", [(1, "21"), (2, "8"), (3, "5")]),
        ("sửa giúp chị dòng 2 thành 8", [(1, "21"), (2, "8"), (3, "5")]),
        ("sửa hộ anh câu 2 là 8", [(1, "21"), (2, "8"), (3, "5")]),
        ("à chị nhầm, dòng 2 là 8 nha", [(1, "21"), (2, "8"), (3, "5")]),
        ("nhầm 7 thành 8", [(1, "21"), (2, "8"), (3, "5")]),
        ("7 sai, 8 mới đúng", [(1, "21"), (2, "8"), (3, "5")]),
        ("không phải 7 mà là 8", [(1, "21"), (2, "8"), (3, "5")]),
        ("dòng 2 không phát sinh", [(1, "21"), (2, "không phát sinh"), (3, "5")]),
        ("2 chưa có số", [(1, "21"), (2, "chưa có số"), (3, "5")]),
        ("thêm dòng 4 là 9", [(1, "21"), (2, "7"), (3, "5"), (4, "9")]),
        ("còn dòng 4 là 9", [(1, "21"), (2, "7"), (3, "5"), (4, "9")]),
        ("bỏ giúp chị dòng 2", [(1, "21"), (3, "5")]),
        ("bỏ dòng cuối", [(1, "21"), (2, "7")]),
        ("xoá dòng 2 giúp chị", [(1, "21"), (3, "5")]),
        ("ok ghi dòng 1 và 2 thôi", [(3, "5")]),
        ("4 thành 9", [(1, "21"), (2, "7"), (3, "5")]),  # neither a line nor a value
        ("40=2", [(1, "21"), (2, "7"), (3, "5")]),  # no such line: not understood
    ],
)
def test_lines_are_mended(said: str, expected: list[tuple[int, str]]) -> None:
    made = talk("21 7 5", said)
    assert lines(made) == expected


def test_dropping_every_line_leaves_the_preview() -> None:
    made = talk("21 7", "bỏ 1 2")
    assert made.focus == "listing"
    assert not made.report.answers


def test_what_somebody_else_wrote_meanwhile_is_shown_and_not_overwritten() -> None:
    made = talk("21 7 5")
    theirs = Answer(
        state=AnswerState.VALUE, value=Number(amount=Decimal(99)), revision=1, author="Minh"
    )
    made.report = made.report.with_answer("I.01.02", theirs)
    said = made.say("đồng ý")
    assert "người khác vừa sửa các dòng này" in said
    assert "99 → 7" in said
    assert made.report.answer("I.01.02").amount == 99
    assert made.report.answer("I.01.01").amount == 21
    made.say("đồng ý")
    assert made.report.answer("I.01.02").amount == 7


def test_a_doubtful_line_is_asked_after_the_sure_ones_are_stored() -> None:
    made = talk("21; khoảng 7; 5", "đồng ý")
    assert made.report.answer("I.01.03").amount == 5
    assert made.report.answer("I.01.02").state is AnswerState.BLANK
    assert made.focus == "I.01.02"


def test_a_note_that_stands_is_kept_and_a_new_one_written() -> None:
    made = talk("ghi chú 1: Kế hoạch 72", "1=21; 2=7", "đồng ý", "quay lại")
    assert made.report.answer("I.01.01").note == "Kế hoạch 72"
    table = "Số nhiệm vụ đề ra trong kế hoạch\tNhiệm vụ\t22\tKế hoạch 80"
    made.say(table)
    made.say("đồng ý")
    assert made.report.answer("I.01.01").note == "Kế hoạch 80"
    assert made.report.answer("I.01.01").amount == 22


def test_a_computed_row_in_a_pasted_table_is_not_written() -> None:
    label = "Tỷ lệ hoàn thành Kế hoạch CCHC năm (Lũy kế đến thời điểm báo cáo)"
    made = talk(f"{label}\t50\nSố nhiệm vụ đề ra trong kế hoạch\t21")
    assert "máy tự tính, không ghi" in made.shown[-1].plain
    made.say("đồng ý")
    assert set(made.report.answers) == {"I.01.01"}


def test_a_flood_is_refused_and_nothing_is_lost() -> None:
    made = talk("1 " * 9_000)
    assert "dài quá, xin chia làm nhiều tin" in made.shown[-1].plain
    assert made.focus == "listing"


def test_a_filed_report_takes_no_list() -> None:
    made = talk("nộp", "nộp")
    assert "đang khóa" in made.say("21 7 5")
    assert not made.report.answers


def test_answers_in_order_are_for_the_lines_that_stand_or_for_those_behind() -> None:
    made = talk("21 7 5", "4 4")
    assert made.focus == "splitting"
    assert "1. 1=4; 2=4" in made.shown[-1].plain
    assert "2. 4=4; 5=4" in made.shown[-1].plain
    made.say("2")
    assert lines(made) == [(1, "21"), (2, "7"), (3, "5"), (4, "4"), (5, "4")]
    made.say("8 9")
    made.say("1")
    assert lines(made)[:2] == [(1, "8"), (2, "9")]


def test_what_is_added_can_be_stored_alone() -> None:
    made = talk("1=21; 2=7; 3=5", "biên chế có mặt = 46")
    assert "Còn 3 dòng lúc nãy chưa ghi (1=21 · 2=7 · 3=5), thêm 1 dòng" in made.shown[-1].plain
    made.tap("Chỉ ghi 1 dòng mới")
    assert {*made.report.answers} == {"IV.02.02"}
    assert lines(made) == [(1, "21"), (2, "7"), (3, "5")]
    made.say("ghi cả 3")
    assert made.report.answer("I.01.03").amount == 5


@pytest.mark.parametrize(
    "said", ["dạ đúng rồi em", "ừ đúng rồi ghi đi em", "ok ghi đi", "ghi hết", "ghi 3 dòng", "lưu"]
)
def test_yes_in_peoples_words_stores(said: str) -> None:
    made = talk("21 7 5", said)
    assert made.report.answer("I.01.03").amount == 5


@pytest.mark.parametrize(
    "said", ["hủy em ơi", "thôi bỏ đi", "bỏ hết", "thôi không ghi nữa", "bỏ tất cả đi em", "thôi"]
)
def test_no_in_peoples_words_gives_up_and_says_so(said: str) -> None:
    made = talk("21 7 5", said)
    assert made.shown[-1].plain.startswith("Đã bỏ 3 dòng, chưa ghi gì.")
    assert (made.focus, made.report.answers) == ("listing", {})


@pytest.mark.parametrize(
    "said", ["1", "2", "12", "46", "nhiều quá em ơi", "chỉ ghi 9", "ghi 4 dòng"]
)
def test_what_is_no_answer_is_said_in_short_and_changes_nothing(said: str) -> None:
    made = talk("21 7 5")
    before = made.session.focus
    words = made.say(said)
    assert made.session.focus == before
    assert "chưa ghi gì" in words
    assert len(words) < 260
    assert "Số nhiệm vụ đã hoàn thành: 7" not in words


def test_a_line_is_asked_for_and_then_answered() -> None:
    made = talk("21 7 5")
    assert "đang là 7" in made.say("sửa 2")
    made.say("1")
    assert lines(made) == [(1, "21"), (2, "1"), (3, "5")]


def test_the_preview_is_shown_again_when_it_is_asked_for() -> None:
    made = talk("21 7 5", "nhiều quá em ơi")
    assert "2. Số nhiệm vụ đã hoàn thành: 7" in made.say("xem lại")


LEAVING = ["theo nhóm", "từng câu", "tới III", "bỏ qua", "quay lại", "còn lại không phát sinh"]


@pytest.mark.parametrize("said", [*LEAVING, "tóm tắt", "ghi chú", "câu 12", "giữ nguyên tất cả"])
def test_going_elsewhere_asks_what_becomes_of_the_lines(said: str) -> None:
    made = talk("21 7 5")
    before = made.session.focus
    words = made.say(said)
    if made.session.focus == before:
        return  # it led nowhere
    assert "Còn 3 dòng chưa ghi" in words
    assert not made.report.answers
    made.say("hủy")
    assert made.session.focus == before
    made.say(said)
    made.say("ghi")
    assert made.report.answer("I.01.03").amount == 5
    assert made.focus != "previewing"


@pytest.mark.parametrize("said", LEAVING)
def test_giving_the_lines_up_is_a_word_of_its_own(said: str) -> None:
    made = talk("21 7 5", said)
    assert "Đã bỏ 3 dòng" in made.say("bỏ hết")
    assert not made.report.answers


@pytest.mark.parametrize(
    ("said", "stored"),
    [
        ("ghi rồi nộp", True),
        ("ghi 3 dòng rồi nộp", True),
        ("dạ đúng rồi em", True),
        ("ghi hết đi em", True),
        ("bỏ, nộp luôn", False),
        ("bỏ đi em", False),
        ("không ghi", False),
        ("thôi bỏ hết đi", False),
    ],
)
def test_what_becomes_of_the_lines_is_said_in_peoples_words(said: str, *, stored: bool) -> None:
    made = talk("21 7 5", "nộp", said)
    assert bool(made.report.answers) is stored
    assert made.focus == "submitting"


@pytest.mark.parametrize("said", ["chờ chút", "hủy", "thôi", "khoan", "nộp luôn", "1", "2"])
def test_anything_else_neither_stores_nor_gives_up(said: str) -> None:
    made = talk("21 7 5", "nộp", said)
    assert not made.report.answers
    assert made.focus in ("leaving", "previewing")


def test_submitting_asks_first() -> None:
    made = talk("21 7 5")
    assert made.say("nộp").startswith("Chưa nộp: còn 3 dòng chưa ghi")
    assert made.say("nộp").startswith("Chưa nộp: còn 3 dòng chưa ghi")
    made.tap("Ghi 3 dòng rồi nộp")
    assert made.report.answer("I.01.02").amount == 7
    assert made.focus == "submitting"


def test_another_file_asks_first() -> None:
    made = talk("21 7 5")
    name = "PL_Q4-2022.docx"
    assert "Còn 3 dòng chưa ghi" in made.send(name, FILES[name]())
    made.say("ghi")
    assert (made.focus, made.report.answer("I.01.01").amount) == ("importing", 21)
    said = made.send("PL_Q1-2023.docx", FILES["PL_Q1-2023.docx"]())
    assert f"Trước hết xin chọn cho tệp {name}" in said
    made.say("lưu")
    assert made.report.last is not None
    assert made.focus == "previewing"


def test_a_pause_keeps_the_lines() -> None:
    made = talk("21 7 5", "tạm dừng")
    assert "3 dòng chưa ghi vẫn chờ" in made.shown[-1].plain
    made.say("ghi")
    assert made.report.answer("I.01.02").amount == 7


def test_a_note_is_written_and_the_lines_stay() -> None:
    made = talk("21 7 5", "ghi chú 2: Kế hoạch 72")
    assert made.report.answer("I.01.02").note == "Kế hoạch 72"
    made.say("ghi")
    stored = made.report.answer("I.01.02")
    assert (stored.amount, stored.note) == (7, "Kế hoạch 72")


def test_an_unchosen_answer_is_named_when_it_is_left_and_asked_about_before_submitting() -> None:
    made = Talk()
    for text in ("/start", "khoảng 4"):
        made.say(text)
    assert made.say("tới I.2.1").startswith("Chưa ghi “khoảng 4”")
    made.say("khoảng 5")
    assert "Chưa nộp: “khoảng 5” chưa ghi" in made.say("nộp")
    made.say("hủy")
    assert made.session.focus.at == "picking"


def test_counts_are_those_of_what_is_written() -> None:
    made = talk("1=21; 2=7")
    made.tap("Ghi 2 dòng")
    made.say("1=22; 2=7; 3=5")
    labels = [button.label for row in made.shown[-1].buttons for button in row]
    assert "Ghi 2 dòng" in labels
    assert made.say("ghi").startswith("✓ Đã ghi 2 dòng; 1 dòng đã có sẵn.")


def reminders(made: Talk) -> list[tuple[tuple[str, ...], date]]:
    assert made.last is not None
    changes = made.last.changes
    return [(one.rows, one.day) for one in changes if isinstance(one, ReminderChange)]


def test_reminders_named_in_a_list_are_set_when_it_is_stored() -> None:
    made = talk()
    made.say("1=ccs, nhắc tôi ngày 20/3; 2=chưa có số, nhắc tôi 20/3; 3=ccs, nhắc lại ngày 25/3")
    assert reminders(made) == []
    made.say("đồng ý")
    march = date(2023, 3, 20)
    assert reminders(made) == [
        (("I.01.01", "I.01.02"), march),
        (("I.01.03",), march.replace(day=25)),
    ]
    stored = made.report.answer("I.01.02")
    assert (stored.state, stored.remark) == (AnswerState.PENDING, None)


def test_no_number_yet_with_a_day_is_for_all_that_is_open_in_the_list() -> None:
    made = talk()
    assert "12 chỉ tiêu" in made.say("chưa có số, nhắc tôi ngày 20/3")
    made.say("đồng ý")
    assert [len(rows) for rows, _ in reminders(made)] == [12]


def test_a_day_to_remind_that_cannot_be_read_is_said() -> None:
    made = Talk()
    made.say("/start")
    said = made.say("chưa có số, nhắc tôi ngày 32/13")
    assert "32/13" in said
    assert "ví dụ" in said.lower()
    assert reminders(made) == []
    assert "ngày" not in made.say("chưa có số, nhắc phòng Tài chính gửi").partition("\n")[0]


def test_a_value_of_a_merged_cell_is_not_offered_for_the_upper_row() -> None:
    """In a file of this very period, whose lines are previewed for the report."""
    made = Talk()
    made.say("/start")
    file = word_with(values_merged_downwards)
    assert "nằm trong ô gộp" in made.send(file.name, file.content)
    focus = made.session.focus
    assert isinstance(focus, Preview)
    merged = [line for line in focus.lines if isinstance(line.entry.reading, RefusedReading)]
    assert {line.entry.reading.code for line in merged if line.entry.row} == {"burst.merged"}
    assert not any(isinstance(line.entry.reading, AmbiguousReading) for line in focus.lines)


@pytest.mark.parametrize("text", ["90=5; 91=3", "xin chào; chào anh", "99=5"])
def test_what_names_no_row_leaves_the_preview_as_it_is(text: str) -> None:
    made = talk("21 7")
    before = lines(made)
    made.say(text)
    assert lines(made) == before


def test_what_holds_no_answer_opens_no_preview() -> None:
    made = talk("Chị có phải điền hết 152 cái này không em, nhiều quá")
    assert made.focus == "listing"
    assert not made.report.answers
    assert len(made.shown[-1].plain) < 500


def test_consent_to_doubtful_lines_stores_nothing_and_stays() -> None:
    made = talk("khoảng 4; xyz")
    before = lines(made)
    assert "Chưa có dòng nào ghi được" in made.say("đồng ý")
    assert (lines(made), made.report.answers) == (before, {})


@pytest.mark.parametrize(
    ("said", "change", "drop"),
    [
        (("4=7; 5=8",), "4=25", "bỏ 5"),
        (("bỏ qua", "bỏ qua", "5=có; 4=2"), "4=25", "bỏ 5"),  # a number before a choice
    ],
)
def test_an_example_names_a_line_that_is_shown(
    said: tuple[str, ...], change: str, drop: str
) -> None:
    made = talk(*said)
    shown = made.messages[-1]
    numbers = {str(number) for number, _ in lines(made)}
    named = re.findall(r"sửa: (\d+)=\S+; bỏ: bỏ (\d+)", shown)
    assert named, shown
    assert {*named[0]} <= numbers
    assert change in shown
    assert drop in shown


@pytest.mark.parametrize(
    "said", ["Đúng hết, đồng ý.", "dạ đúng cả rồi em", "tất cả đều đúng, ghi đi"]
)
def test_all_lines_are_called_right_with_what_was_proposed_for_those_in_doubt(said: str) -> None:
    made = talk("21, sáu ba", said)
    assert [made.report.answer(key).value for key in ("I.01.01", "I.01.02")] == [
        Number(amount=Decimal(21)),
        Number(amount=Decimal(63)),
    ]


def test_a_line_without_a_row_is_told_its_label_and_value_beside_another_change() -> None:
    made = talk("1=21; cái kia kìa 9", "1=25; 13 là Số văn bản chỉ đạo CCHC đã ban hành 9")
    assert lines(made) == [(1, "25"), (13, "9")]


@pytest.mark.parametrize("yes", ["đúng cả rồi cháu", "phải rồi", "đúng rồi chú ạ", "đúng hết"])
def test_a_yes_settles_lines_that_each_ask_one_thing(yes: str) -> None:
    made = talk("1=1,234; 2=2,345", yes)
    assert [made.report.answer(key).state.value for key in ("I.01.01", "I.01.02")] == ["value"] * 2


@pytest.mark.parametrize("yes", ["ghi", "ok", "đồng ý"])
def test_a_word_to_store_settles_no_doubt(yes: str) -> None:
    assert not talk("1=1,234; 2=2,345", yes).report.answers


def test_a_yes_settles_no_line_that_may_be_either() -> None:
    assert not talk("1=1,234; 2=không", "phải rồi").report.answers


@pytest.mark.parametrize("sigh", ["trễ quá em ơi", "mệt quá", "Trễ quá em ơi, mai chị nộp nghe"])
@pytest.mark.parametrize("said", ["1=21; 2=7\n{}", "{}\n1=21\n2=7"])
def test_a_sigh_is_no_line(said: str, sigh: str) -> None:
    assert lines(talk(said.format(sigh))) == [(1, "21"), (2, "7")]


def test_a_yes_before_further_answers_is_no_line() -> None:
    made = talk("1=21; 2=7", "Đúng, dòng 4 và 9 là 3")
    assert lines(made) == [(1, "21"), (2, "7"), (4, "3"), (9, "3")]


@pytest.mark.parametrize("again", ["4=7", "số phòng ban đã kiểm tra 7", "dòng 4 là 7"])
def test_a_line_without_a_row_goes_when_it_is_said_again_with_one(again: str) -> None:
    made = talk("1=21; đã kiểm tra 7")
    assert lines(made)[-1][0] == 13
    made.say(again)
    assert [number for number, _ in lines(made)] == [1, 4]


@pytest.mark.parametrize("other", ["4=8", "3=7", "bỏ 1"])
def test_a_line_without_a_row_stays_when_something_else_is_said(other: str) -> None:
    made = talk("1=21; đã kiểm tra 7", other)
    assert lines(made)[-1][0] == 13


FOUR = [(1, "5"), (2, "4"), (3, "7"), (5, "6")]


def four(**changed: str | None) -> list[tuple[int, str]]:
    """The four lines with these changed: `n2="8"`, or dropped."""
    told = dict(FOUR) | {int(name[1:]): said for name, said in changed.items()}
    return [(number, said) for number, said in sorted(told.items()) if said is not None]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("1-2 đúng, 3 là 8", four(n3="8")),
        ("1 với 2 đúng, 3 là 8", four(n3="8")),
        ("1 đến 2 đúng rồi, riêng 3 là 8", four(n3="8")),
        ("bỏ 1, dòng 3 cũng không tính", four(n1=None, n3=None)),
        ("bỏ 1, dòng 2, 3 với 5 cũng bỏ", None),
        ("bỏ 1, còn dòng 2 là 3", four(n1=None, n2="3")),
        ("bỏ 1, còn 2 là 3", four(n1=None, n2="3")),
        ("1 tới 2 bỏ luôn em", four(n1=None, n2=None)),
        ("3, 5 thì bỏ nha", four(n3=None, n5=None)),
        ("dòng 2 chưa có số chứ cô đâu có nói là không", four(n2="chưa có số")),
        ("bỏ 9", FOUR),
        ("bỏ 9, cái kia cũng thế", FOUR),
        ("1-9 đúng, 3 là 8", FOUR),
    ],
)
def test_lines_are_changed_in_words(said: str, expected: list[tuple[int, str]] | None) -> None:
    made = talk("1=5, 2=4, 3=7, 5=6", said)
    assert (lines(made) if expected is not None else None) == expected
    assert isinstance(made.session.focus, Preview) is (expected is not None)
    assert not made.report.answers


@pytest.mark.parametrize("said", ["ghi 4 dòng đó đi em", "ghi cả 4 câu này luôn", "ghi 4 dòng"])
def test_a_preview_is_stored_by_its_count(said: str) -> None:
    made = talk("1=5, 2=4, 3=7, 5=6", said)
    assert {"I.01.01", "I.01.02", "I.01.03", "I.02.02"} <= set(made.report.answers)
    assert not isinstance(made.session.focus, Preview)
