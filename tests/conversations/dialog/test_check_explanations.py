"""Several checks that do not hold, explained in one message."""

from __future__ import annotations

from copy import copy
from functools import cache

import pytest

from conversations.protocol.check_states import CheckExplanations
from conversations.protocol.messages import Capabilities
from tests.support.dialog import PHONE, SCARCE, Talk

BROKEN = (
    "I.01.01=4; I.01.02=7; I.04.01=4; I.04.02=9; VII.03.01=594; VII.03.01.01=594; VII.03.01.02=66"
)
HARD, PLAN, SENT, SHARE = "R03", "R02", "R41", "R58b"
TYPED = Capabilities(buttons=0, edits=False, files=False, text_limit=4_096)
BOTH, KIND = "hai nhóm có phần trùng nhau", "nhiệm vụ bổ sung trong kỳ"


@cache
def _asked(can: Capabilities, submitting: bool) -> Talk:
    talk = Talk(can=can)
    for text in ("/start", BROKEN, "đồng ý", *(["nộp"] if submitting else [])):
        talk.say(text)
    return talk


def asked(*said: str, can: Capabilities = PHONE, submitting: bool = True) -> Talk:
    """A hard point, 1, and three soft ones, 2–4, before submitting; without the hard one, 1–3,
    behind a preview."""
    talk = copy(_asked(can, submitting))
    talk.shown, talk.said = [*talk.shown], [*talk.said]
    for text in said:
        talk.say(text)
    return talk


def reasons(talk: Talk) -> dict[str, str]:
    return {name: one.text for name, one in talk.report.reasons.items() if one.text}


def focus(talk: Talk) -> CheckExplanations:
    assert isinstance(talk.session.focus, CheckExplanations)
    return talk.session.focus


@pytest.mark.parametrize("can", [PHONE, TYPED, SCARCE], ids=["buttons", "typed", "metered"])
def test_all_points_stand_under_numbers_on_every_channel(can: Capabilities) -> None:
    talk = asked(can=can)
    assert focus(talk).checks == (HARD, PLAN, SENT, SHARE)
    assert "1. ⛔" in talk.said[-1].plain
    assert "4. ⚠" in talk.said[-1].plain


@pytest.mark.parametrize("text", ["điểm 2 là sao", "điểm 2 sai gì vậy em?", "cảnh báo 2 là gì ạ"])
def test_a_point_that_is_asked_about_is_shown_with_its_rows(text: str) -> None:
    talk = asked(text)
    assert talk.session.focus.at == "raised"
    assert not reasons(talk)
    assert "Số nhiệm vụ đề ra" in talk.said[-1].plain


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"2: {KIND}\n3: {BOTH}", {PLAN: KIND, SENT: BOTH}),
        (f"2: {KIND}; 3: {BOTH}", {PLAN: KIND, SENT: BOTH}),
        (f"câu 2 do {KIND}, câu 3 do {BOTH}", {PLAN: f"do {KIND}", SENT: f"do {BOTH}"}),
        ("cau 2 vi nhiem vu bo sung", {PLAN: "vi nhiem vu bo sung"}),
        (f"2, 3: vì {BOTH}", {PLAN: f"vì {BOTH}", SENT: f"vì {BOTH}"}),
        (f"2-4: {BOTH}", dict.fromkeys((PLAN, SENT, SHARE), BOTH)),
        (f"tất cả: {KIND}", dict.fromkeys((PLAN, SENT, SHARE), KIND)),
        (f"cả bốn: {KIND}", dict.fromkeys((PLAN, SENT, SHARE), KIND)),
        (f"2: {KIND}\ncác cái còn lại: {BOTH}", {PLAN: KIND, SENT: BOTH, SHARE: BOTH}),
        (
            "2: tăng 5 văn bản; 3: giảm 3 hồ sơ so với quý trước",
            {PLAN: "tăng 5 văn bản", SENT: "giảm 3 hồ sơ so với quý trước"},
        ),
        (f"2: {KIND}; 4: như trên", {PLAN: KIND, SHARE: KIND}),
        (f"3: {BOTH}; 4: như câu 3", {SENT: BOTH, SHARE: BOTH}),
        (f"2: {KIND} nha em", {PLAN: KIND}),
        ("2: chuyển từ kỳ trước sang", {PLAN: "chuyển từ kỳ trước sang"}),
        (
            "2: chưa tổng hợp xong, sẽ bổ sung kỳ sau",
            {PLAN: "chưa tổng hợp xong, sẽ bổ sung kỳ sau"},
        ),
        (f"2: {KIND}\nnộp", {PLAN: KIND}),
        # what is none of a reason leaves its point open, and the others are kept
        (f"2: {KIND}; 9: {BOTH}", {PLAN: KIND}),
        (f"2: {KIND}; 3: à sửa thành 12", {PLAN: KIND}),
        (f"2: {KIND}; 3: 12", {PLAN: KIND}),
        (f"2: {KIND}; 3:", {PLAN: KIND}),
        (f"2: {KIND}; 3: ok", {PLAN: KIND}),
        (f"2: {KIND}; 3: không phát sinh", {PLAN: KIND}),
        (f"2: {KIND}; 3: sao lại sai vậy em", {PLAN: KIND}),
        (f"2: {KIND}; 3: xóa câu vừa rồi", {PLAN: KIND}),
        (f"2: {KIND}; 3: để sau", {PLAN: KIND}),
        (f"1: {BOTH}; 2: {KIND}", {PLAN: KIND}),
        (f"2: {KIND}; 2: {BOTH}; 3: {BOTH}", {SENT: BOTH}),
        (f"2: {KIND} 3: {BOTH}", {}),
        (f"cả hai: {BOTH}", {}),
        ("2: như trên", {}),
        ("2: xem lại giúp em với", {}),
        ("đúng hết rồi em", {}),
        (BOTH, {}),
    ],
)
def test_each_reason_goes_to_the_point_that_was_meant(text: str, kept: dict[str, str]) -> None:
    talk = asked(text)
    assert reasons(talk) == kept
    assert focus(talk).checks == (HARD, PLAN, SENT, SHARE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"9: {BOTH}", "điểm 9: không có, danh sách này chỉ có 1–4"),
        ("3: à sửa thành 12", "là số mới của dòng nào? Gõ sửa 3"),
        ("3=12", "là số mới của dòng nào? Gõ sửa 3"),
        ("3:", "điểm 3: chưa có lý do"),
        ("3: ok", "“ok” chưa phải lý do"),
        ("3: không phát sinh", "“không phát sinh” là số mới của dòng nào?"),
        ("3: sao lại sai vậy em", "có phải lý do không? Phải thì gõ 3: lý do:"),
        ("3: để sau", "điểm 3: để lại"),
        (f"1: {BOTH}", "điểm 1: bắt buộc phải sửa số"),
        (f"2: {KIND}; 2: {BOTH}", "điểm 2: có hai lý do khác nhau"),
        (f"cả hai: {BOTH}", "chưa rõ 2 điểm nào"),
        ("3: như trên", "“như trên” là lý do nào"),
        (f"3: {'x ' * 600}", "dài quá 1000 ký tự"),
        (f"2: {KIND}\nvà cả phần kia nữa", "“và cả phần kia nữa”: chưa rõ của điểm nào"),
        (BOTH, "là lý do của điểm nào: 1, 2, 3, 4?"),
        ("đúng hết rồi em", "cho biết vì sao"),
        ("sửa 7", "Không có điểm 7"),
        ("gì gì đó", "Chưa hiểu"),
    ],
)
def test_what_is_not_taken_is_said_with_a_way_out(text: str, said: str) -> None:
    assert said in asked().say(text)


def test_a_doubtful_reason_is_kept_when_it_is_said_to_be_one() -> None:
    talk = asked("3: lý do: sao lại sai thì đang rà soát")
    assert reasons(talk) == {SENT: "sao lại sai thì đang rà soát"}


def test_what_is_left_keeps_its_numbers_until_the_list_is_done() -> None:
    talk = asked()
    said = talk.say(f"3: {BOTH}")
    assert f"3: {BOTH}" in said
    assert "Còn 3 điểm:\n1. ⛔" in said
    assert "4. ⚠" in said
    assert "3. ⚠" not in said
    talk.say(f"2, 4: {KIND}")
    assert reasons(talk) == {PLAN: KIND, SENT: BOTH, SHARE: KIND}
    talk.say(f"3: {KIND}")  # another reason for a point that had one
    assert reasons(talk)[SENT] == KIND


def test_one_point_may_be_opened_to_be_mended() -> None:
    talk = asked(f"2, 3, 4: {KIND}", "sửa 1", "1=20")
    assert talk.report.answer("I.04.01").amount == 20
    assert talk.session.focus.at == "submitting"


def test_mending_one_point_leaves_the_others_in_the_list() -> None:
    talk = asked("sửa 1", "1=20")
    assert focus(talk).checks == (HARD, PLAN, SENT, SHARE)
    assert "Còn 3 điểm:\n2. ⚠" in talk.said[-1].plain


def test_after_the_last_reason_it_goes_on() -> None:
    submitting = asked("sửa 1", "1=20", f"tất cả: {KIND}")
    assert submitting.session.focus.at == "submitting"
    behind = asked(f"tất cả: {KIND}", submitting=False)
    assert behind.focus == "I.01.03"


@pytest.mark.parametrize("can", [PHONE, TYPED], ids=["buttons", "typed"])
def test_several_are_named_and_then_get_one_reason(can: Capabilities) -> None:
    talk = asked(can=can)
    if can is PHONE:
        talk.tap("2")
        talk.tap("3")
        talk.tap("✓ 3")  # taken back
        talk.tap("4")
        assert [one.label for row in talk.shown[-1].buttons for one in row][:4] == [
            *("1", "✓ 2", "3", "✓ 4")
        ]
    else:
        talk.say("2, 4")
    assert "Đã chọn điểm 2, 4" in talk.shown[-1].plain
    talk.say("đã rà soát lại theo sổ của phòng")
    assert reasons(talk) == dict.fromkeys((PLAN, SHARE), "đã rà soát lại theo sổ của phòng")
    assert not focus(talk).ticked


def test_the_numbers_under_an_earlier_message_of_the_list_tick_too() -> None:
    talk = asked()
    talk.tap("2")
    talk.tap("3", back=2)
    assert focus(talk).ticked == (2, 3)
    talk.say(BOTH)
    talk.tap("3", back=3)  # it has its reason
    assert not focus(talk).ticked
    assert reasons(talk) == {PLAN: BOTH, SENT: BOTH}


def test_a_reason_may_come_before_its_numbers() -> None:
    talk = asked(BOTH, "2, 3")
    assert reasons(talk) == {PLAN: BOTH, SENT: BOTH}


def test_a_ticked_point_offers_its_rows() -> None:
    talk = asked()
    talk.tap("3")
    talk.tap("Sửa: ")
    assert talk.session.focus.at == "asking"


def test_one_by_one_works_as_before() -> None:
    talk = asked()
    talk.tap("Từng điểm")
    assert talk.session.focus.at == "raised"
    talk.say("để sau")
    assert f"Đã ghi lý do: {KIND}" in talk.say(KIND)
    assert reasons(talk) == {PLAN: KIND}


def test_the_reasons_of_a_message_are_taken_back_together() -> None:
    talk = asked(f"2: {KIND}; 3: {BOTH}", "xóa lý do")
    assert reasons(talk) == {}
    assert "Còn 4 điểm" in talk.said[-1].plain


@pytest.mark.parametrize("text", ["để sau", "bỏ qua", "hủy"])
def test_the_list_may_wait(text: str) -> None:
    talk = asked(f"2: {KIND}", text)
    assert talk.session.focus.at == "summary"
    assert reasons(talk) == {PLAN: KIND}
    assert asked(text, submitting=False).focus == "I.01.03"


def test_other_answers_are_no_reason() -> None:
    talk = asked("biên chế có mặt = 46")
    assert talk.session.focus.at == "previewing"
    dictated = asked("tuyên truyền đạt 95%, gửi chuyên trang tỉnh 2 bài")
    assert dictated.session.focus.at == "previewing"


def test_whoever_stores_and_submits_sees_one_list() -> None:
    talk = Talk()
    for text in ("/start", BROKEN, "ghi rồi nộp"):
        talk.say(text)
    assert focus(talk).submitting
    assert focus(talk).checks == (HARD, PLAN, SENT, SHARE)


@pytest.mark.parametrize("word", ["lý do:", "Lý do là:", "ly do -", "giải trình:", "nguyên nhân:"])
def test_the_word_for_a_reason_is_no_part_of_it(word: str) -> None:
    told = reasons(asked(f"2: {word} {KIND}; 3: {BOTH}"))
    assert (told[PLAN], told[SENT]) == (KIND, BOTH)


def test_a_reason_keeps_its_own_words() -> None:
    assert reasons(asked("2: lý do khách quan của địa phương"))[PLAN].startswith("lý do khách quan")
