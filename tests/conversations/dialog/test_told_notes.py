"""A note is of the row that it was told for, however that was said; of none that is not known."""

from __future__ import annotations

import pytest

from conversations.protocol.preview_states import Preview
from tests.support.dialog import Talk

PLAN = "Kế hoạch số 72/KH-SLĐTBXH ngày 28/12/2022"


def brought(*texts: str) -> Talk:
    talk = Talk()
    for text in ("/start", *texts):
        talk.say(text)
    return talk


def notes(talk: Talk) -> dict[str, str]:
    return {key: answer.note for key, answer in talk.report.answers.items() if answer.note}


@pytest.mark.parametrize("place", [(), ("theo nhóm",), ("tới I.9",), ("theo nhóm", "tới I.9")])
@pytest.mark.parametrize(
    "told",
    [
        "ghi chú cho tỷ lệ hoàn thành KH: ",
        "dạ giờ ghi chú cho tỷ lệ hoàn thành kế hoạch CCHC năm: ",
        "em ghi chú giúp chị vào I.1: ",
        "giờ ghi chú dòng tỷ lệ hoàn thành: ",
        "I.1 cô ghi chú thêm: ",
        "ghi chú Tỷ lệ hoàn thành Kế hoạch CCHC năm: ",
    ],
)
def test_a_note_is_of_the_row_that_is_named(place: tuple[str, ...], told: str) -> None:
    talk = brought(*place)
    talk.say(f"{told}{PLAN}")
    talk.say("đồng ý")  # where answers may stand beside it, it is shown first
    assert notes(talk) == {"I.01": PLAN}


def test_the_label_of_a_row_before_a_note_says_whose_it_is() -> None:
    talk = brought("tới I.2.1", "ghi chú Số nhiệm vụ đã hoàn thành: chờ huyện")
    assert notes(talk) == {"I.01.02": "chờ huyện"}
    assert "Đã bỏ ghi chú" in talk.say("em ghi nhầm chỗ rồi, xóa ghi chú ở câu 2 đi")
    assert notes(talk) == {}
    talk.say("ghi chú kế hoạch 72: chờ duyệt")  # of no row: words of the note
    assert notes(talk) == {"I.02.01": "kế hoạch 72: chờ duyệt"}


def test_a_note_may_stand_behind_an_answer() -> None:
    talk = brought("theo nhóm")
    talk.say(f"dòng 3 là 5 văn bản nghen, dòng 1 cô ghi chú thêm: {PLAN}")
    talk.say("đồng ý")
    assert notes(talk) == {"I.01.01": PLAN}
    assert talk.report.answer("I.01.03").value is not None


@pytest.mark.parametrize(
    ("text", "named"),
    [("ghi chú cho biên chế: chưa có", True), ("ghi chú cho năm sau: chưa có", False)],
)
def test_a_note_of_a_row_that_is_not_known_is_not_written(text: str, named: bool) -> None:
    talk = brought("tới I.2.1")
    said = talk.say(text)
    assert "chưa rõ là chỉ tiêu nào" in said
    assert ("Tổng số biên chế được giao" in said) is named
    assert notes(talk) == {}
    assert "I.02.01" in str(talk.session.focus)
    talk.say(text.replace("ghi chú", "ghi chú:", 1))  # the way out that was told
    assert [*notes(talk).values()] == [text.removeprefix("ghi chú ")]


@pytest.mark.parametrize(
    "text", ["xóa ghi chú", "bỏ ghi chú này đi em", "hoàn tác ghi chú", "xoa ghi chu giup chi"]
)
def test_a_note_is_erased_in_own_words(text: str) -> None:
    talk = brought("tới I.2.1", "ghi chú: chờ huyện")
    assert notes(talk) == {"I.02.01": "chờ huyện"}
    assert "Đã bỏ ghi chú" in talk.say(text)
    assert notes(talk) == {}


@pytest.mark.parametrize("text", ["xóa ghi chú dòng 3", "bỏ ghi chú của dòng 3 nhé"])
def test_a_note_of_a_row_in_a_list_is_erased(text: str) -> None:
    talk = brought("theo nhóm", "ghi chú 3: chờ huyện")
    assert notes(talk) == {"I.01.03": "chờ huyện"}
    talk.say(text)
    assert notes(talk) == {}


@pytest.mark.parametrize("way", ["từng câu", "theo nhóm"])
@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("mục 1: 21, 7, 5\nghi chú: tính đến 15/6", {"I.01": "tính đến 15/6"}),
        ("mục 1: 21, 7, 5\nghi chú mục 1: tính đến 15/6", {"I.01": "tính đến 15/6"}),
        (
            "mục 1: 21, 7, 5\nghi chú: a\nmục 2: không phát sinh\nghi chú: quý sau",
            {"I.01": "a", "I.02": "quý sau"},
        ),
        ("mục 2: không phát sinh\nghi chú: quý sau đi", {"I.02": "quý sau đi"}),
    ],
)
def test_a_line_behind_a_heading_is_its_note(text: str, notes: dict[str, str], way: str) -> None:
    talk = Talk()
    for one in ("/start", way, text):
        talk.say(one)
    focus = talk.session.focus
    assert isinstance(focus, Preview)
    assert focus.notes == notes
    assert all(line.entry.is_sure for line in focus.lines)


@pytest.mark.parametrize("way", ["từng câu", "theo nhóm"])
@pytest.mark.parametrize(
    ("text", "key"),
    [("ghi chú mục 2: chờ sở", "I.02"), ("ghi chú mục 4 phần IV: chờ sở", "IV.04")],
)
def test_a_note_is_of_the_heading_that_it_names(text: str, key: str, way: str) -> None:
    talk = Talk()
    for one in ("/start", way, text):
        talk.say(one)
    assert {one: answer.note for one, answer in talk.report.answers.items()} == {key: "chờ sở"}


PLACES = ((), ("theo nhóm",), ("theo nhóm", "1=20; 2=15; 4=3; 5=2"))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    "text",
    [
        "ghi chú cho bác ở cái số phòng ban đã kiểm tra là do mất điện",
        "thêm ghi chú vào câu số phòng ban đã kiểm tra là do mất điện",
        "chị ghi chú chỗ số phòng ban đã kiểm tra do mất điện",
        "ghi chu vao cau so phong ban da kiem tra la do mất điện",
    ],
)
def test_a_note_in_words_is_of_the_row_that_the_words_name(
    place: tuple[str, ...], text: str
) -> None:
    talk = brought(*place)
    talk.say(text)
    assert notes(talk) == {"I.02.01": "do mất điện"}


@pytest.mark.parametrize("place", PLACES[1:])
@pytest.mark.parametrize(
    "text",
    [
        "ghi chú dòng 4 là do mất điện",
        "cho chị ghi chú ở dòng 4 do mất điện",
        "dòng 4 ghi chú do mất điện",
        "thêm ghi chú do mất điện vào dòng 4",
    ],
)
def test_a_note_in_words_is_of_the_line_in_hand(place: tuple[str, ...], text: str) -> None:
    talk = brought(*place)
    talk.say(text)
    assert notes(talk) == {"I.02.01": "do mất điện"}


@pytest.mark.parametrize("place", [*PLACES[1:], ("theo nhóm", "1=20; 2=25", "ghi")])
@pytest.mark.parametrize(
    "text",
    [
        "ghi chú cho câu kiểm tra là do mất điện",
        "ghi chú vào dòng đó là do mất điện",
        "ghi chú dòng 4 và 5 là do mất điện",
        "ghi chú dòng 4 5 là do mất điện",
        "ghi chú ở chỗ mưa bão là do mất điện",
        "ghi chú do mất điện",
        "thêm ghi chú vào câu kiểm tra do mất điện",
    ],
)
def test_a_note_of_no_certain_row_is_stored_nowhere(place: tuple[str, ...], text: str) -> None:
    talk = brought(*place)
    talk.say(text)
    assert notes(talk) == {}
    assert talk.report.reasons == {}


@pytest.mark.parametrize(
    "text", ["ghi chú câu này là do mất điện", "ghi chú là do mất điện", "thêm ghi chú do mất điện"]
)
@pytest.mark.parametrize("row", ["I.2.1", "I.8"])
def test_a_note_that_names_no_row_is_of_the_open_question(row: str, text: str) -> None:
    talk = brought(f"tới {row}", text)
    assert [*notes(talk).values()] == ["do mất điện"]


def test_notes_in_words_stand_behind_answers() -> None:
    talk = brought("theo nhóm", "1=3, 5=2, ghi chú dòng 5 là đang làm", "ghi")
    assert notes(talk) == {"I.02.02": "đang làm"}


@pytest.mark.parametrize(
    "text",
    [
        "ghi chú dòng 4: tạm tính; dòng 5: mới lập",
        "dòng 4 ghi chú tạm tính, dòng 5 ghi chú mới lập",
        "ghi chú dòng 4 là tạm tính, ghi chú dòng 5 là mới lập",
    ],
)
@pytest.mark.parametrize("place", PLACES[1:])
def test_several_notes_in_one_message(place: tuple[str, ...], text: str) -> None:
    talk = brought(*place, text)
    if isinstance(talk.session.focus, Preview):
        talk.say("ghi")
    assert notes(talk) == {"I.02.01": "tạm tính", "I.02.02": "mới lập"}


def test_an_order_and_a_note_are_both_done() -> None:
    talk = brought("theo nhóm", "1=20; 2=15", "ghi, ghi chú dòng 2 là do mất điện")
    assert notes(talk) == {"I.01.02": "do mất điện"}
    assert talk.report.answer("I.01.01").value is not None
