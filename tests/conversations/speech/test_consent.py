"""Yes and no, in people's words."""

from __future__ import annotations

import pytest

from conversations.speech.consent import read_consent

YES = """
đồng ý | dong y | dạ chị đồng ý em | ừ đúng rồi ghi đi em | ok ghi đi | đúng rồi em | dạ
đúng rồi em ạ | ok | OK em | oke | okie nhé | vâng | dạ vâng | vâng ạ | dạ được ạ | được
rồi | duoc | có | co | có em | ừ | ừm | uh | ờ đúng rồi | chính xác | chuẩn | chuẩn luôn
em | xác nhận | nhất trí | 👍 | 👌 | ✅ | ok 👍 | vâng 🙏 | ghi đi | ghi đi em | cứ ghi đi |
ghi luôn nhé | ghi giúp chị | ghi hộ anh với | ghi hết đi em | Đúng. | đúng rồi! | Vâng,
ghi đi em | ok, được | okkkk | đúng rồi đó em | phải rồi | dạ phải | đồng ý nha | yes |
ok luôn | đúng r | ok r em | uh r | đúng rùi | dạ em đồng ý ạ | được, ghi đi |
phải | ừ phải | phải rồi cháu | đúng rồi chú ạ | đúng cả rồi cháu | đúng rồi cưng | phải rồi nạ |
đúng rồi hỉ | ừ phải con | được rồi nghe con | ghi giúp bác nghe cháu | phai roi chau | dung roi con
"""
NO = """
không | khong | ko | k | không em | dạ không | không ạ | thôi | thôi em | thôi khỏi |
hủy | hủy em ơi | hủy đi | không đồng ý | chưa | chưa em ơi | chưa đúng | không đúng |
không đúng rồi | sai rồi | sai rồi em | đừng | đừng ghi | không ghi | chưa ghi | khoan |
khoan đã | khoan đã em | từ từ đã | 👎 | ❌ | bỏ đi | không được | chưa được | no | dạ
chưa ạ | thôi đừng ghi | nhầm rồi | không phải | dừng lại
"""
NEITHER = """
đúng không em | được chưa | có không | ghi chưa em | đúng hả | ok chưa | đúng rồi à | có
phải không em | 1 | 22 | đúng rồi nhưng sửa câu 3 | để chị hỏi lại | nộp đi | nộp luôn |
dạ | em ơi | không phát sinh | có 3 người | cảm ơn em | không biết | không có số | ok
nộp | đúng, không | được?? | 👍👎 | ✅ không | đồng ý thì bấm vào đâu | thế nào là đúng |
câu 3 | ghi 7 | hủy câu 3 | đúng 21 | xin chào
"""


def cases(table: str) -> list[str]:
    return [one.strip() for one in table.replace("\n", " ").split("|") if one.strip()]


@pytest.mark.parametrize("text", cases(YES))
def test_yes(text: str) -> None:
    assert read_consent(text, ("ghi",)) is True


@pytest.mark.parametrize("text", cases(NO))
def test_no(text: str) -> None:
    assert read_consent(text, ("ghi",)) is False


@pytest.mark.parametrize("text", cases(NEITHER))
def test_neither(text: str) -> None:
    assert read_consent(text, ("ghi",)) is None


def test_a_verb_agrees_to_its_own_question_alone() -> None:
    assert read_consent("nộp luôn", ("nộp",)) is True
    assert read_consent("nộp luôn", ("ghi",)) is None
    assert read_consent("chưa nộp", ("nộp",)) is False


def test_what_is_long_is_something_else() -> None:
    assert read_consent("đồng ý " * 20) is None
