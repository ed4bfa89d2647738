"""What looks like a question and is none: an answer, a remark, something put off."""

from __future__ import annotations

import re

from conversations.parsing.states import read_none_of, read_state
from conversations.speech.spoken_words import (
    ends_asking,
    ends_with,
    holds_phrase,
    is_one_of,
    starts_with,
    without_courtesy,
)
from conversations.text.courtesy import strip_courtesy
from conversations.text.normalize import fold_text

_LATER = ("để", "chờ", "đợi", "lát", "mai", "chiều", "tối", "tuần sau", "hôm sau", "tí", "chút")
_ONCE = ("khi nào", "bao giờ", "lúc nào", "chừng nào", "hôm nào")
_THEN = ("thì", "sẽ", "báo", "nhắn", "gửi sau", "ghi sau", "mới")
_NOBODY = ("không ai", "chưa ai", "chẳng ai", "không có ai", "chưa có ai", "không bị ai")
_KNOWING = ("biết", "hiểu", "rõ", "nhớ", "chắc", "thấy", "hợp", "khớp")
_TEXTS = ("ghi chú", "lý do", "đính chính", "trả lại")  # commands that a text of one's own follows
_EITHER = re.compile(  # `câu 8 là 2 hay 3`: two values; of codes it asks
    r"(?<!chọn )(?<!chon )\b\d+%?\s+(?:hay|hoặc|hoac)(?:\s+(?:là|la))?\s+\d+", re.IGNORECASE
)
_SHORT = 6  # words of a question about such a command: `ghi chú thế nào vậy em`
_OF_ROWS = re.compile(  # `mấy câu sau chưa có số`, which counts none
    r"(?:[^?]* )?(?<!con )(?:may|cac|nhung) (?:cau|dong|cai|muc|chi tieu|o) "
    r"(?:sau|nay|kia|do|tren|duoi|dau|cuoi|ke|con lai|ay)(?: \w+){0,3}? "
    r"(?:chua (?:co|phat sinh|tong hop|lam|bao|thong ke)|khong (?:phat sinh|thuoc|co)\b)"
    r"(?: \w+){0,3}(?: cam on.*)?"
)


def is_answer(text: str, words: list[str], *, marked: bool) -> bool:
    """Whether the text gives a value, a state with a remark, or puts something off."""
    if re.search(r"\d\s*[=;]|[=]\s*\d|[;\t]\s*\d", text) or text.count("\n") > 3:
        return True
    if re.match(r"[\d.,%\s]+(?:$|[,;.\n])", text):
        return True
    if starts_with(words, _TEXTS) and (len(words) > _SHORT or ":" in text):
        return True
    if _EITHER.search(text):
        return True
    if marked:
        return False
    if read_state(text) is not None or _ends_in_state(text) or _denies(words):
        return True
    if _OF_ROWS.fullmatch(fold_text(strip_courtesy(text))):
        return True
    later = starts_with(words, _LATER) and (text.isascii() or words[0] != "cho")
    if not ends_asking(words) and (read_none_of(text) is not None or later):
        return True
    when = starts_with(words, _ONCE) and not is_one_of(words[2] if len(words) > 2 else "", ("thì",))
    return when and any(holds_phrase(words[2:], one) for one in _THEN)


def _ends_in_state(text: str) -> bool:
    """`phiếu chưa tổng hợp xong, chưa có số nhé`: the last clause is a state and no more."""
    _, comma, last = text.rpartition(",")
    found = read_state(strip_courtesy(last).strip()) if comma else None
    return found is not None and found.remark is None


def _denies(words: list[str]) -> bool:
    """`không ai ký`, `không phát hiện sai phạm gì`: says that there is none."""
    if starts_with(words, _NOBODY):
        return True
    kept = without_courtesy(words)
    if ends_with(kept, "thế nào") or not any(ends_with(kept, one) for one in ("gì", "ai", "nào")):
        return False
    for at in range(max(0, len(kept) - 6), len(kept) - 1):
        if is_one_of(kept[at], ("không", "chưa", "chẳng")):
            known = is_one_of(kept[at + 1], _KNOWING)
            asked = any(is_one_of(word, ("sao", "gì", "ai")) for word in kept[:at])
            linked = any(is_one_of(word, ("thì",)) for word in kept[at:])
            return not (known or asked or linked)
    return False
