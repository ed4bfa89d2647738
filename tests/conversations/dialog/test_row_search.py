"""A label with an answer behind it, typed at any question: it is stored for its row. Words that
name several rows are asked about, and what stands open is never hijacked."""

from __future__ import annotations

import pytest

from conversations.answers.values import AnswerState
from conversations.protocol.preview_states import Preview, RowChoice
from conversations.protocol.row_states import RowQuestion
from conversations.reports.printed_answers import print_answer
from tests.support.dialog import Talk

MODES = ("từng câu", "theo nhóm")


def talk(mode: str, text: str) -> Talk:
    made = Talk()
    for said in ("/start", mode, text):
        made.say(said)
    return made


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("text", "key", "shown"),
    [
        ("biên chế có mặt 46", "IV.02.02", "46"),
        ("bien che co mat 46", "IV.02.02", "46"),
        ("biên chế có mặt 46 (tạm tính)", "IV.02.02", "46 (tạm tính)"),
        ("biên chế được giao 1 234", "IV.02.01", "1.234"),
        ("tổng số biên chế được giao 47 người", "IV.02.01", "47"),
        ("biên chế có mặt không phát sinh", "IV.02.02", "không phát sinh"),
        ("biên chế có mặt kps", "IV.02.02", "không phát sinh"),
        ("Dịch vụ công trực tuyến mức độ 3 13", "VII.05.01", "13"),
        ("tỷ lệ hài lòng 98,5%", "I.07.03", "98,5"),
        ("kiểm soát TTHC có", "III.01", "Có (1)"),
        ("IV.2.2 46", "IV.02.02", "46"),
    ],
)
def test_an_answer_is_stored_for_its_row(mode: str, text: str, key: str, shown: str) -> None:
    made = talk(mode, text)
    assert print_answer(made.form.row(key), made.report.answer(key)) == shown
    assert {*made.report.answers} == {key}
    assert made.form.row(key).title in made.shown[-1].plain
    assert made.focus == ("I.01.01" if mode == "từng câu" else "listing")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("mức độ 3", ""),  # words of a label, not words and a value
        ("mức độ 3 13", "13"),
        ("số người 5", "5"),
        ("Số vấn đề phát hiện qua kiểm tra 3", "3"),  # of two groups
    ],
)
def test_of_several_rows_one_is_chosen(mode: str, text: str, value: str) -> None:
    focus = talk(mode, text).session.focus
    assert isinstance(focus, RowChoice)
    assert (focus.value, len(focus.rows) > 1) == (value, True)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("text", ["năm 2022 21", "quý 3 12"])
def test_what_is_not_sure_is_not_proposed(mode: str, text: str) -> None:
    focus = talk(mode, text).session.focus
    assert not isinstance(focus, Preview | RowChoice)


@pytest.mark.parametrize("mode", MODES)
def test_a_number_in_words_is_proposed_for_the_row_of_a_part_of_its_label(mode: str) -> None:
    made = talk(mode, "biên chế có mặt bốn mươi sáu")
    assert isinstance(made.session.focus, Preview)
    made.say("đúng rồi em")
    assert made.report.answer("IV.02.02").amount == 46


def test_a_key_opens_its_row() -> None:
    assert talk("từng câu", "iv.2.2").focus == "IV.02.02"


@pytest.mark.parametrize(
    ("asked", "text", "amount"),
    [
        ("I.01.02", "dạ số đã hoàn thành là bảy nhiệm vụ nha", 7),
        ("I.01.02", "số nhiệm vụ đã hoàn thành 7", 7),
        ("I.01.02", "so da hoan thanh la 7 nha em", 7),
        ("I.01.02", "đã hoàn thành được 7 nhiệm vụ ạ", 7),
        ("I.01.03", "văn bản chỉ đạo đã ban hành: 12", 12),
        ("IV.02.02", "tổng biên chế có mặt là bốn mươi sáu", 46),
        ("VII.05.01.02", "TTHC đang cung cấp trực tuyến mức độ 3 là 13", 13),
    ],
)
def test_words_of_the_row_that_is_asked_are_no_search(asked: str, text: str, amount: int) -> None:
    made = talk("từng câu", f"tới {asked}")
    made.say(text)
    assert made.report.answer(asked).amount == amount


def test_what_goes_on_to_another_row_is_no_remark_of_this_one() -> None:
    made = talk("từng câu", "tới I.1.2")
    made.say("số nhiệm vụ hoàn thành thì 7, văn bản chỉ đạo 5")
    assert made.report.answer("I.01.02").remark is None


def test_politeness_around_a_label_and_its_answer_says_nothing() -> None:
    made = talk("từng câu", "dạ biên chế có mặt 46 nha em")
    assert made.report.answer("IV.02.02").amount == 46
    assert made.report.answer("IV.02.02").remark is None


def test_the_next_plain_answer_after_a_search_goes_to_the_question() -> None:
    made = talk("từng câu", "biên chế")
    assert made.focus == "choosing"
    made.say("21 nhiệm vụ")
    assert made.report.answer("I.01.01").amount == 21
    assert made.focus == "I.01.02"


def test_a_number_after_an_unmeant_search_is_asked_about() -> None:
    made = talk("từng câu", "cơ quan có đơn vị")
    focus = made.session.focus
    assert isinstance(focus, RowChoice)
    assert focus.searched
    said = made.say("2")
    assert "hay ghi 2 cho câu đang hỏi" in said
    assert not made.report.answers
    made.say("ghi 2")
    assert made.report.answer("I.01.01").amount == 2


def test_a_number_after_words_of_a_label_picks_a_row() -> None:
    made = talk("từng câu", "biên chế")
    made.say("2")
    assert made.focus == "IV.02.02"


@pytest.mark.parametrize(
    "text",
    ["không phát sinh với số 0 khác nhau chỗ nào", "sao qua phần khác rồi", "cái khác đi em"],
)
@pytest.mark.parametrize("mode", MODES)
def test_a_row_of_one_common_word_is_not_found_in_a_sentence(mode: str, text: str) -> None:
    assert not isinstance(talk(mode, text).session.focus, RowChoice)


@pytest.mark.parametrize("text", ["đúng rồi", "đúng", "được rồi em", "chưa", "dạ không em"])
@pytest.mark.parametrize("mode", MODES)
def test_a_yes_or_no_is_no_search(mode: str, text: str) -> None:
    assert not isinstance(talk(mode, text).session.focus, RowChoice)


def test_it_is_found_by_its_label_alone() -> None:
    focus = talk("từng câu", "khác").session.focus
    assert isinstance(focus, RowChoice)
    assert focus.rows == ("III.03.03",)


@pytest.mark.parametrize(
    ("words", "rows"),
    [
        ("VII.9", ("VII.11", "VII.09")),  # the printed number first, and the key of another row
        ("VII.2", ("VII.02", "VII.03", "VII.04")),  # printed three times
        ("VII.10", ("VII.12", "VII.10")),
        ("VII.3.1", ("VII.05.01", "VII.03.01")),
    ],
)
def test_a_printed_number_that_is_the_key_of_another_row_is_asked(
    words: str, rows: tuple[str, ...]
) -> None:
    focus = talk("từng câu", f"tới {words}").session.focus
    assert isinstance(focus, RowChoice)
    assert focus.rows == rows


@pytest.mark.parametrize(
    ("words", "key"),
    [
        ("VII.09", "VII.09"),
        ("IV.2.2", "IV.02.02"),
        ("VII.11", "VII.11.01"),
    ],
)
def test_what_only_one_row_can_be_is_opened(words: str, key: str) -> None:
    assert talk("từng câu", f"tới {words}").focus == key


def test_choices_that_read_alike_show_what_differs() -> None:
    made = talk("từng câu", "tổng số người làm việc có mặt")
    labels = [button.label for row in made.shown[-1].buttons for button in row]
    assert labels[:2] == [
        "1. Tổng số người làm việc có mặt – IV.3",
        "2. Tổng số người làm việc có mặt – IV.4",
    ]
    assert "IV.3 Số người làm việc hưởng lương" in made.shown[-1].plain
    made.say("hủy")
    made.say("gửi hoàn toàn dưới dạng điện tử")
    labels = [button.label for row in made.shown[-1].buttons for button in row]
    assert "song song với văn bản giấy" in labels[1]
    assert "chữ ký số" in labels[0]


def test_a_value_over_another_one_is_asked_unless_the_row_is_named_whole() -> None:
    made = talk("từng câu", "biên chế có mặt 46")
    made.say("biên chế có mặt 45")
    assert "46 → 45" in made.shown[-1].plain
    assert made.report.answer("IV.02.02").amount == 46
    made.say("hủy")
    made.say("Tổng số biên chế có mặt tại thời điểm báo cáo: 44")
    assert "46 → 44" in made.shown[-1].plain
    assert made.report.answer("IV.02.02").amount == 44


def test_what_was_stored_at_once_can_be_taken_back() -> None:
    made = talk("từng câu", "biên chế có mặt 46")
    made.tap("Bỏ số vừa ghi")
    assert made.report.answer("IV.02.02").state is AnswerState.BLANK
    made.say("IV.2.2=45")
    made.say("IV.2.2=44")
    made.tap("Bỏ số vừa ghi")
    assert made.report.answer("IV.02.02").amount == 45
    made.say("quay lại")
    assert made.focus == "IV.02.02"


@pytest.mark.parametrize("yes", ["đúng rồi cháu", "phải", "ừ"])
def test_a_yes_to_several_rows_is_asked_again(yes: str) -> None:
    talk = Talk()
    for text in ("/start", "biên chế", yes):
        talk.say(text)
    assert talk.session.focus.at == "choosing"
    assert not talk.report.answers


@pytest.mark.parametrize("pick", ["2", "dòng 2", "phải dòng 2 đó cháu", "chọn 2 nghe con"])
def test_a_row_is_picked_politely(pick: str) -> None:
    talk = Talk()
    for text in ("/start", "biên chế", pick):
        talk.say(text)
    assert isinstance(talk.session.focus, RowQuestion)
    assert talk.session.focus.row == "IV.02.02"
