"""What reviewers say of a report, as they type it: with and without accents, polite, in a hurry."""

from __future__ import annotations

import pytest

from conversations.speech.review import LONGEST, ReviewAct, read_review_wish

CASES = {
    ReviewAct.APPROVE: (
        *("thôi duyệt luôn", "duyệt nha em"),
        *("duyệt", "Duyệt ạ", "DUYET", "ok duyệt", "ok em, duyệt", "duyệt luôn em", "duyệt đi em"),
        *("ừ duyệt đi", "nhất trí duyệt", "đồng ý duyệt", "duyệt nhé em ơi", "👍 duyệt"),
        *("duyệt báo cáo này", "dạ duyệt giúp anh", "phê duyệt", "thông qua nhé, duyệt"),
    ),
    ReviewAct.NOT_YET: (
        *("chưa duyệt", "à nhầm chưa duyệt", "thôi chưa duyệt, để mai", "khoan duyệt đã"),
        *("không duyệt", "ko duyệt", "duyệt nhầm rồi", "bấm nhầm, chưa duyệt nhé"),
        *("lỡ bấm duyệt rồi em ơi", "chua duyet nha", "rút lại duyệt giúp chị"),
        *("hủy duyệt giúp anh", "dạ khoan, chưa duyệt nha em"),
    ),
    ReviewAct.UNDO: (
        *("hoàn tác", "hoan tac giup anh", "hoàn tác duyệt", "hoàn tác đi em"),
        *("ấy nhầm, hoàn tác giúp anh", "lỡ tay rồi, hoàn tác nhé"),
    ),
    ReviewAct.SLIP: ("ủa nhầm", "ủa lộn rồi", "nhầm rồi, rút lại", "lỡ tay"),
    ReviewAct.RETURN: (
        *("trả lại câu 2 vì sai", "lý do này không thuyết phục, trả lại câu 2"),
        "câu 1 chưa đúng, chị Thu coi lại giùm",
    ),
    ReviewAct.WAITING: (
        *("có báo cáo nào chờ không", "còn báo cáo nào chờ duyệt không em", "cần duyệt gì không"),
        *("duyet cai nao", "duyệt cái gì vậy em", "duyệt báo cáo nào"),
        *("coi giúp anh báo cáo", "báo cáo nào chờ tôi duyệt"),
        *("còn mấy báo cáo chưa duyệt", "có bao nhiêu đơn vị chờ duyệt", "co gi can duyet khong"),
    ),
    ReviewAct.ODD: (
        *("có cảnh báo gì không", "lý do giải thích đâu", "gửi chị coi cái nào lạ thôi"),
        *(
            "cái nào lạ",
            "cai nao la",
            "dòng nào bất thường",
            "mấy chỗ cần lưu ý",
            "cho xem cảnh báo",
        ),
        *("so với quý trước thế nào", "sao số hoàn thành lại cao hơn kế hoạch"),
        *("báo cáo này có vấn đề gì không", "số có gì lạ không em", "đơn vị giải trình sao"),
        *("còn dòng nào chưa trả lời không em", "chỗ nào cần để ý vậy em", "cho xem cảnh báo"),
    ),
    ReviewAct.CHANGES: (
        *("có gì thay đổi so với lần trước không", "lần này đổi gì", "sửa chỗ nào vậy em"),
        *("có gì thay đổi không", "có gì khác không em", "lần này có gì mới", "co gi doi khong"),
        *("khác lần trước chỗ nào", "thay doi gi so voi lan truoc"),
    ),
    ReviewAct.WHOLE: (
        *("xem tất cả", "cho chị coi hết đi em", "xem toàn bộ", "coi đầy đủ nhé"),
        *("xem chi tiết", "tóm tắt cho anh", "tóm lại sao", "noi tom tat di em"),
    ),
    ReviewAct.FILE: ("gửi chị file word", "cho anh cái file", "gửi tệp cho chị", "xin bản in"),
}
SECTIONS = {
    "xem phần 3": "3",
    "phần III": "III",
    "cho anh xem phần VI nhé": "VI",
    "coi mục 2": "2",
    "đọc phần 1 đi": "1",
    "mo phan iv giup chi": "IV",
    "dạ cho xem phần thứ 2": "2",
}
NOTHING = (
    *("để chị xem lại đã", "khoan, để anh xem lại đã", "lát nữa xem", "để mai coi"),
    *(
        "duyệt chưa",
        "em duyệt chưa?",
        "đã duyệt chưa em",
        "duyệt SNV",
        "chờ duyệt",
        "5 người",
        "21",
    ),
    *("trả lại câu 2: sai", "trả lại câu 2: lý do không rõ số liệu 12", "không duyệt, trả lại"),
    *("ai đang làm", "xem báo cáo", "xem báo cáo SNV", "việc của tôi", "3", "III", "", "đồng ý"),
    *("số hồ sơ chưa được duyệt 3", "quy trình chưa phê duyệt: không phát sinh", "chưa duyệt = 4"),
    *("ai duyệt vậy em", "khi nào duyệt", "21", "lý do = 12", "giao phần III cho Lan"),
)


@pytest.mark.parametrize(
    ("text", "act"), [(text, act) for act, texts in CASES.items() for text in texts]
)
def test_a_reviewers_words_are_understood(text: str, act: ReviewAct) -> None:
    wish = read_review_wish(text)
    assert wish is not None
    assert wish.act is act


@pytest.mark.parametrize(("text", "section"), SECTIONS.items())
def test_a_part_is_named_in_words(text: str, section: str) -> None:
    wish = read_review_wish(text)
    assert wish is not None
    assert (wish.act, wish.section) == (ReviewAct.SECTION, section)


@pytest.mark.parametrize("text", NOTHING)
def test_what_else_is_said_is_no_wish(text: str) -> None:
    assert read_review_wish(text) is None


@pytest.mark.parametrize(("text", "section"), [("3", "3"), ("III", "III"), (" iv ", "IV")])
def test_a_bare_number_is_a_part_only_where_nothing_else_may_be(text: str, section: str) -> None:
    assert read_review_wish(text) is None
    wish = read_review_wish(text, bare=True)
    assert wish is not None
    assert wish.section == section


def test_a_long_text_is_none() -> None:
    assert read_review_wish("cái nào lạ " * LONGEST) is None
