"""Pieces that the patterns of speech share: who speaks, sighs in front, politeness behind."""

from __future__ import annotations

from conversations.speech.spoken import one_of
from conversations.text.normalize import fold_text
from conversations.text.polite_words import PARTICLES, SPOKEN_TO

WHO = one_of(
    "em|chị|anh|tôi|mình|cô|chú|bác|tui|bên em|bên chị|bên anh|bên mình|chúng tôi|bọn em",
    "dì|cậu|thím|mợ|cháu|con|tau|tớ|bên tui|bên tôi",
)
TO_WHOM = one_of(SPOKEN_TO, "cậu")
_SIGHS = one_of(
    "dạ|vâng|à|ah|ui|ối|ấy|ơ|ừ|uh|ừm|chết|chết rồi|xin lỗi|sorry|khoan|khoan đã|thôi|thôi chết",
    "ủa|í|ý|úi|dạ thưa|thưa|ấy chết|dạ vâng|ngoài ra|tiện thể|với lại|thêm nữa|bên cạnh đó|à còn",
)
OH = rf"(?:{_SIGHS}(?:\s+{TO_WHOM}(?:\s+ơi)?)?[\s,.!]+)*"
POLITE = (
    r"(?:[\s,.!]+"
    + one_of(
        PARTICLES,
        SPOKEN_TO,
        (f"{one} ơi" for one in SPOKEN_TO),
        "ha|đi|giúp|hộ|với|luôn|vậy|rồi|á|đó",
    )
    + r")*[\s.!,]*"
)
FOR_WHOM = rf"(?:\s+{one_of('giúp|hộ|giùm|dùm|cho|lại')})*(?:\s+{WHO})?"
LATEST = rf"(?:{one_of('cái|số|câu|dòng|chỉ tiêu|số liệu|câu trả lời')}\s+)?" + one_of(
    "vừa rồi|vừa nãy|lúc nãy|ban nãy|hồi nãy|khi nãy|trước|trên|nãy|vừa ghi|vừa gõ|vừa nhập|cuối"
)
_ORDINALS = {
    "đầu": "1",
    "đầu tiên": "1",
    "thứ nhất": "1",
    "thứ hai": "2",
    "thứ nhì": "2",
    "thứ ba": "3",
    "thứ tư": "4",
    "thứ năm": "5",
    "thứ sáu": "6",
}
_SAID = {"một": "1", "hai": "2", "ba": "3", "bốn": "4", "năm": "5", "sáu": "6", "bảy": "7"}
PLACE = (
    rf"(?:{one_of('ở|tại|chỗ')}\s+)?{one_of('câu|dòng|số|mục|chỉ tiêu|hàng|ý|cái')}\s+(?:số\s+)?"
    rf"(?P<place>(?:thứ\s+)?[ivx\d]+(?:\.\d+)*|{one_of(_ORDINALS)}"
    rf"|(?<=câu\s){one_of(_SAID)}(?!\s+(?:mươi|mốt|trăm|chục))"
    rf"|(?<=dòng\s){one_of(_SAID)}(?!\s+(?:mươi|mốt|trăm|chục)))(?!\S)"
)


def place_of(words: str) -> str:
    """The number that an ordinal is, `thứ hai` or `đầu tiên`; other words as they are."""
    said = fold_text(words)
    ordinals = {fold_text(word): number for word, number in (_ORDINALS | _SAID).items()}
    return ordinals.get(said, words if not said.startswith("thu ") else words.split()[-1])
