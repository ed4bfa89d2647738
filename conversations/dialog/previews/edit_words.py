"""How people say which lines of a preview change, go, or are stored alone. Words only: whether
there are such lines is for others to see. Patterns are looked for without accents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from conversations.bulk.model import MAX_ENTRIES
from conversations.dialog.previews.line_words import (
    AGAIN,
    LONGEST_WORDS,
    NUMBERS,
    ROW,
    SLIP,
    WHO,
    numbers_in,
    plain_words,
)
from conversations.dialog.previews.sentence.reading import read_dropped, read_fix
from conversations.text.normalize import fold_text
from conversations.text.polite_words import FOLDED

LONGEST_PART = 1_000  # characters of what is said of one line
_MENDS = re.compile(
    r"(?:à\s+|dạ\s+|da\s+)?(?:nhầm|nham|lộn|lon)?[\s,]*(?:sửa|sua|đổi|doi|chỉnh|chinh)?\s*"
    r"(?:lại|lai)?\s*(?=(?:dòng|dong|hàng|hang|cột|cot|mã|ma)\s)",
    re.IGNORECASE,
)
_SIGH = re.compile(SLIP)
_DROP_LABEL = re.compile(r"(?:bo|xoa|tru|khong ghi)\s+(?:dong\s+)?(?P<label>[^\d\s].*)")
_DROP_AND_SAY_AGAIN = re.compile(  # `hủy hết đi em, chị gõ lại`
    rf"(?:da\s+)?(?:huy|bo|xoa)(?:\s+(?:{FOLDED}|het|tat ca|ca|di|luon))*[\s,.]+(?:de\s+)?"
    r"(?:chi|anh|em|toi|tui|minh|co|chu)\s+(?:go|nhap|gui|ghi|lam|noi|bao|danh)\s+lai"
    r"(?:\s+\w+){0,3}"
)
_CALLED_WRONG = (  # word by word, so that a long text is looked at once
    r"(?:(?:ay|a|ah|y|ui|oi|o|troi|dat|chet|thoi|khong|ko|phai|khoan|la|sai|nham|lon|xon|bet|nhe|be"
    r"|tron|het|ca|roi|rui|r|khoi|luon|nguoc|tum|tung|lum|lung|vay|the|ma|bi|go|ghi|nhap|thi"
    r"|chi|anh|em|co|chu|bac|minh|con|day|do|toan bo|tat)[\s,.!]+)++"
)
_DROP_WRONG = re.compile(  # `ấy không sai hết rồi hủy đi em`
    r"(?=.*\b(?:sai|nham|lon|(?:bo|xoa|huy) (?:het|sach|tat ca))\b)"
    rf"(?!.*\b(?:sai|nham|lon)\s+thi\b){_CALLED_WRONG}(?:thi\s+)?(?:huy|bo|xoa)"
    rf"(?:\s+(?:{FOLDED}|het|tat ca|ca|di|luon|giup|dum|ho|cho|tron|lun|sach))*"
    r"(?:[\s,.]+(?:de\s+)?(?:chi|anh|em|toi|tui|minh|co|chu|bac|con)\s+"
    r"(?:go|nhap|gui|ghi|lam|noi|bao|danh)\s+lai(?:\s+\w+){0,3})?[\s.!]*"
)
_ALL_WRONG = re.compile(  # `nhầm sở khác rồi, bỏ hết giùm bác`
    r"(?=.{0,60}\b(?:sai|nham|lon)\b)(?!.*\b(?:dong|cau|chi|tru|giu|sao)\b)"
    r"[^\d]{2,60}?[,.]\s+(?:thi\s+)?(?:huy|bo|xoa)\s+(?:het|sach|tat ca)"
    rf"(?:\s+(?:{FOLDED}|di|luon|giup|dum|ho|cho))*[\s.!]*"
)
_KEEPS = re.compile(r"\b(?:dung|khoan|chua|khong|ko|k)\s+(?:co\s+|voi\s+)?(?:huy|bo|xoa)\b")
_ONLY = re.compile(
    rf"(?:(?:ok|u|vang|da|dung roi)\s+)*(?:chi\s+(?:ghi|luu)\s+(?:cac\s+)?(?:dong\s+)?"
    rf"|(?:ghi|luu)\s+(?:cac\s+)?dong\s+)(?P<numbers>{NUMBERS})(?:\s+thoi)?"
)
_ALL = re.compile(
    r"(?:ghi|luu)\s+(?P<all>(?:ca|het|du)\s+)?(?P<count>\d{1,3})(?P<rows>\s+(?:dong|cau|chi tieu))?"
    r"(?:\s+(?:do|nay|kia|tren|luon|di|het|ca|truoc|vua roi|nay gio))*"
)
_COUNTS = {"hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6}
_FIRST = ("dau", "dau tien", "tren")
_ENDS = re.compile(
    rf"(?:(?:ok|u|vang|da)\s+)*(?:chi\s+)?(?:ghi|luu)\s+{WHO}(?P<count>\d{{1,2}}|{'|'.join(_COUNTS)})\s+"
    r"(?:dong|cau|cai|so)\s+(?P<end>dau tien|dau|tren|cuoi cung|cuoi|duoi)(?:\s+(?:thoi|truoc|da))*"
)
_THEN_STORED = re.compile(
    r"(?:[\s,]+(?:rồi|roi|xong)\s+(?:thì\s+|thi\s+)?|\s*[,.]\s+)(?:ghi|lưu|luu)"
    r"(?:\s+(?:luôn|luon|lại|lai|đi|di|em|giúp|giup|nhé|nhe|nha|ạ))*[\s.!]*$",
    re.IGNORECASE,
)
_ASK = re.compile(rf"{SLIP}(?:sua|doi|mo|chinh)\s+(?:lai\s+)?{WHO}{ROW}(?P<n>\d{{1,3}})")
_RIGHT = re.compile(
    r"(?:(?:da|vang|con|va|cau|dong|so)\s+)*(\d{1,3})\s*(?:=|:|la)?\s*(?:dung|dung roi|phai"
    r"|chinh no|ok)"
)
_ALL_RIGHT = re.compile(  # `đúng hết, đồng ý`, `tất cả đều đúng rồi, ghi đi`
    r"(?:(?:da|vang|u|uh|ok|roi)[\s,]+)*(?:(?:dung|chinh xac|chuan|phai)\s+(?:het|ca|tat ca"
    r"|toan bo)|(?:tat ca|het|ca)\s+(?:deu\s+)?(?:dung|chinh xac))"
    rf"(?:[\s,.!]+(?:{FOLDED}|dong y|ghi|luu|luon|het|di|roi|do|ok))*"
)
_SO_JUDGED = r"\s+(?:(?:thì|thi|đều|deu|cũng|cung)\s+)*(?:đúng|dung|sai)(?!\s+(?:hạn|han))(?!\w)"
_JUDGED = re.compile(
    r"(?<![\w=.,])(?:\d{1,3}|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười|mot|bon|bay|chin|muoi)"
    rf"{_SO_JUDGED}",
    re.IGNORECASE,
)
_SO = re.compile(r"\b(?:dung|phai|chinh xac|chuan|trung)\b")
_AT_SIGN = re.compile(r"[;\n]|,\s+|\s+(?:và|va)\s+(?=\d)")
_TOGETHER = re.compile(
    r"(?P<numbers>\d{1,3}(?:(?:\s*[,;&+-]\s*|\s+(?:và|va|với|voi|đến|den|tới|toi)\s+)\d{1,3})+)"
    r"\s+(?:(?:đều|deu|thì|thi)\s+)?"
    r"(?P<right>đúng|dung|phải|phai|ok)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"[;\n]|,\s*(?=(?:(?:còn|con|riêng|rieng)\s+)?(?:(?:dòng|dong|câu|cau|số|so)\s+)?\d{1,3}\s*(?:[=:]|là\s|la\s|thành\s|thanh\s|"
    r"(?:có|co|không|khong|ko|hông|hong|kps|ktq|chưa|chua|tốt|tot)\b))"
    r"|\s+(?:và|va|với|voi)\s+(?=(?:(?:dòng|dong|câu|cau|số|so)\s+)?\d{1,3}\s+(?:thành|thanh)\s)"
    r"|,\s*(?=(?:bỏ|bo|xóa|xoá|xoa)\s)"
    r"|,\s*(?=(?:(?:còn|con|riêng|rieng)\s+)?(?:dòng|dong|câu|cau)\s+\d{1,3}\b)",
    re.IGNORECASE,
)
_WORDED = re.compile(
    rf"{SLIP}{AGAIN}(?P<words>(?:[^\W\d]+\s+){{1,8}})(?P<value>\d[\d.,]*?\s?%?)"
    rf"(?:\s+(?:{FOLDED}|thoi|moi dung|moi phai|chu|co))*[.!]*"
)
_BETWEEN_WORDS = frozenset({"thi", "la", "co", "chi", "con", "duoc", "phai", "moi", "lai", "so"})
_DROP_ALL = frozenset(
    {"bo het", "bo tat ca", "xoa het", "huy het", "xoa tat ca", "bo ca", "bo di", "khong ghi nua"}
)
_LISTED = ("danh sach", "xem danh sach", "xem lai danh sach")
_SEE = frozenset({"xem lai", "xem", "xem het", "xem tat ca", "quay lai xem", "xem ca", *_LISTED})
_GIVES_UP = re.compile(r"\b(?:huy|bo|thoi|xoa|khoi|no)\b|\bkhong (?:ghi|luu|lay)\b")
_WAITS = re.compile(r"\b(?:khoan|tu tu|cho|sai|nham|da)\b")


_THEN_DROPPED = re.compile(
    r"(không phải|sai|không đúng|khong phai|khong dung),\s+(?=(?:bỏ|bo|xóa|xoa|hủy|huy)\b)",
    re.IGNORECASE,
)


@dataclass
class LineEdits:
    """New values by number, and numbers of lines to be dropped. `loose` are those said without
    `dòng` or a sign: `7 thành 8` may speak of a value 7."""

    fixes: dict[int, str] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    loose: set[int] = field(default_factory=set)


def without_mending(text: str) -> str:
    """`sửa dòng 1 cột 3 thành 6` without the words that it is to be changed."""
    return _MENDS.sub("", text, count=1) if len(text) <= LONGEST_WORDS else text


def asks_to_see(text: str) -> bool:
    """Whether the officer wants to see the whole preview again."""
    return plain_words(text) in _SEE


def drops_all(text: str) -> bool:
    """`bỏ hết`: whether all lines are given up."""
    said = plain_words(text)
    if said in _DROP_ALL or _DROP_AND_SAY_AGAIN.fullmatch(said) is not None:
        return True
    whole = fold_text(text) if len(text) <= LONGEST_WORDS else ""
    gone = _DROP_WRONG.fullmatch(whole) or _ALL_WRONG.fullmatch(whole)
    return gone is not None and not _KEEPS.search(whole)


def gives_up(text: str) -> bool:
    """Whether a no gives the lines up, as `hủy` and `bỏ đi`; `khoan đã` and `sai rồi` do not."""
    said = fold_text(text)
    if _KEEPS.search(said):
        return False  # `đừng hủy`
    return bool(_GIVES_UP.search(said)) and not _WAITS.search(said.removeprefix("da "))


def read_only(text: str) -> set[int]:
    """`chỉ ghi 2 và 3`: the lines that are to be stored alone."""
    found = _ONLY.fullmatch(plain_words(text))
    return numbers_in(found["numbers"]) if found else set()


def read_ends(text: str) -> int:
    """`ghi hai câu đầu thôi`: how many of the first lines are to be stored alone; below zero of
    the last ones, 0 for other texts."""
    found = _ENDS.fullmatch(plain_words(text))
    if found is None:
        return 0
    said = found["count"]
    count = int(said) if said.isdecimal() else _COUNTS[said]
    return count if found["end"] in _FIRST else -count


def without_storing(text: str) -> str:
    """`đổi câu 3 thành 15 rồi ghi`: the change alone; the whole text where it is not to be stored
    in the same breath."""
    return _THEN_STORED.sub("", text) if len(text) <= LONGEST_WORDS else text


def read_count(text: str) -> tuple[int, bool] | None:
    """`ghi cả 4`: how many lines are to be stored; whether it can be nothing but a count."""
    found = _ALL.fullmatch(plain_words(text))
    return (int(found["count"]), bool(found["all"] or found["rows"])) if found else None


def read_asked(text: str) -> int:
    """`sửa 3`: the line whose value is to be changed; 0 for none."""
    found = _ASK.fullmatch(plain_words(text))
    return int(found["n"]) if found else 0


def read_rights(text: str) -> tuple[tuple[int, ...], str]:
    """`12 đúng`, `1, 2 đúng; 3=5`: the lines that are as was proposed, and what is said of others;
    no lines for other texts."""
    if len(text) > LONGEST_WORDS:
        return (), text
    right: list[int] = []
    others: list[str] = []
    joined = _THEN_DROPPED.sub(r"\1 ", _TOGETHER.sub(_apart, text))
    for clause in _AT_SIGN.split(joined):
        found = _RIGHT.fullmatch(plain_words(clause))
        if found is not None:
            right.append(int(found[1]))
        elif others and clause.strip().isdecimal() and read_dropped(fold_text(others[-1])):
            others[-1] += f", {clause.strip()}"  # `bỏ 1, 3`
        elif clause.strip():
            others.append(clause.strip())
    return tuple(dict.fromkeys(right)), "; ".join(others)


def judges_lines(text: str) -> bool:
    """`1 2 đúng 3 sai …`: some lines are called right or wrong, so that it is no list of values."""
    return len(text) <= LONGEST_WORDS and _JUDGED.search(text) is not None


def says_all_right(text: str) -> bool:
    """`đúng hết, đồng ý`: every line is as was proposed, those in doubt too."""
    return _ALL_RIGHT.fullmatch(plain_words(text)) is not None


def says_right(text: str) -> bool:
    """`phải rồi cháu`: whether a yes says that something is so, and not only that it may be."""
    return _SO.search(fold_text(text)) is not None


def _apart(found: re.Match[str]) -> str:
    """`1, 2 và 3 đúng` as it would be said of each."""
    return "; ".join(
        f"{number} {found['right']}" for number in sorted(numbers_in(fold_text(found["numbers"])))
    )


def read_dropped_label(text: str) -> str:
    """`bỏ biên chế có mặt`: the words of the line that is to go."""
    found = _DROP_LABEL.fullmatch(plain_words(text))
    return found["label"] if found else ""


def read_words_and_value(text: str) -> tuple[list[str], str]:
    """`à xử lý 5 thôi`: the words of a label and the number behind them, with what explains it;
    nothing for other texts."""
    said, comma, why = text.partition(", ")
    found = _WORDED.fullmatch(plain_words(text)) or _WORDED.fullmatch(plain_words(said))
    if found is None:
        return [], ""
    value = found["value"] + (f", {why}" if comma and any(map(str.isdigit, said)) else "")
    return [word for word in found["words"].split() if word not in _BETWEEN_WORDS], value


def read_edits(text: str) -> LineEdits | None:
    """The changes that every part of the text names; None when one part is something else."""
    joined = _THEN_DROPPED.sub(r"\1 ", text)
    parts = [part for part in _BETWEEN.split(joined) if part.strip()]
    if not 1 <= len(parts) <= MAX_ENTRIES or max(map(len, parts)) > LONGEST_PART:
        return None
    edits = LineEdits()
    for part in parts:
        folded = fold_text(part).strip()
        if len(parts) > 2 and _SIGH.fullmatch(f"{folded} "):
            continue  # before several changes; one is a correction
        if dropped := read_dropped(folded):
            edits.gone |= dropped
            continue
        fix = read_fix(part)
        if fix is None:
            return None
        number, edits.fixes[number], loose = fix
        edits.loose |= {number} if loose else set()
    return edits
