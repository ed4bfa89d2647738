"""How people say which lines of a preview change, go, or are stored alone. Words only: whether
there are such lines is for others to see. Patterns are looked for without accents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from conversations.bulk.model import MAX_ENTRIES
from conversations.parsing.states import read_state
from conversations.text.courtesy import strip_courtesy
from conversations.text.normalize import clean_text, fold_text
from conversations.text.polite_words import FOLDED

LONGEST_PART = 1_000  # characters of what is said of one line
LONGEST_WORDS = 200  # characters of what is said of lines by their number alone
_WHO = r"(?:(?:cho|giup|ho|gium)\s+)*(?:(?:chi|anh|em|minh|co|chu|bac)\s+)?"
_SLIP = (
    r"(?!ghi chu\b)"
    r"(?:(?:a|ah|o|ui|oi|da|chet|khoan|em oi|em|chi|anh|xin loi|thoi|nham|lon|sai|ghi nham|"
    r"go nham|nham roi|sai roi|con|rieng|them|va|roi)[\s,.:;!]+)*"
)
_AGAIN = rf"(?:(?:sua|doi|chinh|ghi|them)(?:\s+lai)?\s+{_WHO})?"
_ROW = r"(?P<row>(?:dong|cau|so)\s+(?:so\s+)?)?"
_SET = (
    r"(?:\s*(?P<sign>=|:|->|→)\s*"
    r"|[\s,]+(?:(?:sua|doi|phai|moi|lai|moi dung|chi|sai|nham)[\s,]+)*"
    r"(?:la|thanh|sang|con|bang)\s+)"
)
_SIGH = re.compile(_SLIP)
_NOW = r"(?:\s+(?:nam nay|ky nay|quy nay|dot nay|bay gio|gio|hien tai|hien nay|thuc te))?"
_FIX = re.compile(rf"{_SLIP}{_AGAIN}{_ROW}(?P<n>\d{{1,3}}){_NOW}{_SET}(?P<value>\S.*)")
_FIX_BARE = re.compile(rf"{_SLIP}(?:sua|doi)\s+{_WHO}{_ROW}(?P<n>\d{{1,3}})\s+(?P<value>\S.*)")
_STATE = re.compile(rf"{_SLIP}{_AGAIN}{_ROW}(?P<n>\d{{1,3}})\s+(?P<value>[^\d\s].*)")
_WORD = r"(?!bo|xoa|sua|doi|ghi|luu|con lai|them)[^\W\d]+"
_WHY = rf"(?:[,;.]\s+{_WORD}(?:[\s,.]+{_WORD}){{1,11}}[\s.]*)?"  # and no other act
_NUMBERS = (
    r"\d{1,3}(?:(?:\s*[,;&+]\s*|\s+(?:va|voi)\s+|\s*-\s*|\s+(?:den|toi)\s+|\s+)"
    r"(?:dong\s+)?\d{1,3})*"
)
_DROP = re.compile(
    rf"{_SLIP}(?:bo|xoa|tru|huy|khong ghi|bo qua|xoa bo)\s+{_WHO}(?:(?:cac|may|nhung|ca|tu)\s+)*"
    rf"(?:dong|cau|so)?\s*(?P<numbers>{_NUMBERS})(?:\s+(?:{FOLDED}|di|luon))*[.!]?{_WHY}"
)
_DROP_BEHIND = re.compile(
    rf"{_SLIP}(?:(?:cac|may)\s+)?(?:(?:dong|cau)\s+(?:so\s+)?)?(?P<numbers>{_NUMBERS})\s+"
    r"(?:(?:thi|cung|deu|luon)\s+)*(?:bo|xoa|huy|tru|bo ra|khong ghi|khong lay|khong tinh)"
    rf"(?:\s+(?:{FOLDED}|di|luon|ra|het|vay|nua))*[.!]?"
)
_STARTS_DROP = re.compile(
    rf"{_SLIP}(?:bo|xoa|tru|huy|khong ghi|dung ghi|khoi ghi)\s+(?:(?:cac|may)\s+)?"
    r"(?:(?:dong|cau|so)\s+)?\d{1,3}\b"
)
_DROP_LABEL = re.compile(r"(?:bo|xoa|tru|khong ghi)\s+(?:dong\s+)?(?P<label>[^\d\s].*)")
_DROP_AND_SAY_AGAIN = re.compile(  # `hủy hết đi em, chị gõ lại`
    rf"(?:da\s+)?(?:huy|bo|xoa)(?:\s+(?:{FOLDED}|het|tat ca|ca|di|luon))*[\s,.]+(?:de\s+)?"
    r"(?:chi|anh|em|toi|tui|minh|co|chu)\s+(?:go|nhap|gui|ghi|lam|noi|bao|danh)\s+lai"
    r"(?:\s+\w+){0,3}"
)
_REFUSED = re.compile(  # `còn 3 với 4 không phải, bỏ đi em`
    rf"(?:(?:da|con|va|thi|cac|dong|cau|so)\s+)*(?P<numbers>{_NUMBERS})\s+(?:thi\s+)?(?:khong phai"
    r"|sai|khong dung|ko phai|ko dung)[\s,]+(?:thi\s+)?(?:bo|xoa|huy)"
    rf"(?:\s+(?:{FOLDED}|di|ra|luon|het))*[.!]?"
)
_ONLY = re.compile(
    rf"(?:(?:ok|u|vang|da|dung roi)\s+)*(?:chi\s+(?:ghi|luu)\s+(?:cac\s+)?(?:dong\s+)?"
    rf"|(?:ghi|luu)\s+(?:cac\s+)?dong\s+)(?P<numbers>{_NUMBERS})(?:\s+thoi)?"
)
_ALL = re.compile(
    r"(?:ghi|luu)\s+(?P<all>(?:ca|het|du)\s+)?(?P<count>\d{1,3})(?P<rows>\s+(?:dong|cau|chi tieu))?"
    r"(?:\s+(?:do|nay|kia|tren|luon|di|het|ca|truoc|vua roi|nay gio))*"
)
_COUNTS = {"hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6}
_FIRST = ("dau", "dau tien", "tren")
_ENDS = re.compile(
    rf"(?:(?:ok|u|vang|da)\s+)*(?:chi\s+)?(?:ghi|luu)\s+{_WHO}(?P<count>\d{{1,2}}|{'|'.join(_COUNTS)})\s+"
    r"(?:dong|cau|cai|so)\s+(?P<end>dau tien|dau|tren|cuoi cung|cuoi|duoi)(?:\s+(?:thoi|truoc|da))*"
)
_THEN_STORED = re.compile(
    r"[\s,]+(?:rồi|roi|xong)\s+(?:thì\s+|thi\s+)?(?:ghi|lưu|luu)"
    r"(?:\s+(?:luôn|luon|lại|lai|đi|di|em|giúp|giup|nhé|nhe|nha|ạ))*[\s.!]*$",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"[\s,]+(?:chứ|chu)\s+(?:\w+\s+){0,3}?(?:đâu|dau|không phải|khong phai|hông phải|hong phai|"
    r"ko phải|ko phai|hổng phải)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_ASK = re.compile(rf"{_SLIP}(?:sua|doi|mo|chinh)\s+(?:lai\s+)?{_WHO}{_ROW}(?P<n>\d{{1,3}})")
_RIGHT = re.compile(
    r"(?:(?:da|vang|con|va|cau|dong|so)\s+)*(\d{1,3})\s*(?:=|:|la)?\s*(?:dung|dung roi|phai"
    r"|chinh no|ok)"
)
_ALL_RIGHT = re.compile(  # `đúng hết, đồng ý`, `tất cả đều đúng rồi, ghi đi`
    r"(?:(?:da|vang|u|uh|ok|roi)[\s,]+)*(?:(?:dung|chinh xac|chuan|phai)\s+(?:het|ca|tat ca"
    r"|toan bo)|(?:tat ca|het|ca)\s+(?:deu\s+)?(?:dung|chinh xac))"
    rf"(?:[\s,.!]+(?:{FOLDED}|dong y|ghi|luu|luon|het|di|roi|do|ok))*"
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
    rf"{_SLIP}{_AGAIN}(?P<words>(?:[^\W\d]+\s+){{1,8}})(?P<value>\d[\d.,]*?\s?%?)"
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


_DROPS = (_DROP, _DROP_BEHIND, _REFUSED)
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


def plain_words(text: str) -> str:
    """The text without politeness, accents and capitals; empty when it is too long for words
    about lines."""
    return fold_text(strip_courtesy(text)).strip(" .!") if len(text) <= LONGEST_WORDS else ""


def asks_to_see(text: str) -> bool:
    """Whether the officer wants to see the whole preview again."""
    return plain_words(text) in _SEE


def drops_all(text: str) -> bool:
    """`bỏ hết`: whether all lines are given up."""
    said = plain_words(text)
    return said in _DROP_ALL or _DROP_AND_SAY_AGAIN.fullmatch(said) is not None


def gives_up(text: str) -> bool:
    """Whether a no gives the lines up, as `hủy` and `bỏ đi`; `khoan đã` and `sai rồi` do not."""
    said = fold_text(text)
    return bool(_GIVES_UP.search(said)) and not _WAITS.search(said.removeprefix("da "))


def read_only(text: str) -> set[int]:
    """`chỉ ghi 2 và 3`: the lines that are to be stored alone."""
    found = _ONLY.fullmatch(plain_words(text))
    return _numbers(found["numbers"]) if found else set()


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
        elif others and clause.strip().isdecimal() and _DROP.fullmatch(fold_text(others[-1])):
            others[-1] += f", {clause.strip()}"  # `bỏ 1, 3`
        elif clause.strip():
            others.append(clause.strip())
    return tuple(dict.fromkeys(right)), "; ".join(others)


def says_all_right(text: str) -> bool:
    """`đúng hết, đồng ý`: every line is as was proposed, those in doubt too."""
    return _ALL_RIGHT.fullmatch(plain_words(text)) is not None


def says_right(text: str) -> bool:
    """`phải rồi cháu`: whether a yes says that something is so, and not only that it may be."""
    return _SO.search(fold_text(text)) is not None


def _apart(found: re.Match[str]) -> str:
    """`1, 2 và 3 đúng` as it would be said of each."""
    return "; ".join(
        f"{number} {found['right']}" for number in sorted(_numbers(fold_text(found["numbers"])))
    )


def starts_drop(text: str) -> bool:
    """`bỏ 10, …`: begins by giving up lines, so that it is no list of values."""
    return _STARTS_DROP.match(fold_text(text[:LONGEST_WORDS]).strip()) is not None


def without_denial(text: str) -> str:
    """`dòng 4 chưa có số chứ cô đâu có nói là không`: what is so, without what was not said."""
    return _DENIED.sub("", text) if len(text) <= LONGEST_WORDS else text


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
        dropped = next((found for one in _DROPS if (found := one.fullmatch(folded))), None)
        if dropped is not None:
            edits.gone |= _numbers(dropped["numbers"])
        elif not _add_fix(edits, part):
            return None
    return edits


def _numbers(said: str) -> set[int]:
    """`1, 3 và 5-7` as numbers."""
    spans = re.findall(r"(\d{1,3})(?:\s*-\s*|\s+(?:den|toi)\s+(?:dong\s+)?)(\d{1,3})", said)
    numbers = {int(one) for one in re.findall(r"\d{1,3}", said)}
    return numbers.union(*(range(int(first), int(last) + 1) for first, last in spans))


def _add_fix(edits: LineEdits, text: str) -> bool:
    """Add the line's number and what it shall be. What is read keeps its accents."""
    plain = " ".join(clean_text(text).split())
    folded = fold_text(plain)
    if len(folded) != len(plain):
        return False
    found = _FIX.fullmatch(folded) or _FIX_BARE.fullmatch(folded)
    if found is None:
        found = _STATE.fullmatch(folded)
        if found is None or not _is_state(plain[found.start("value") :]):
            return False
    value = plain[found.start("value") :]
    if "=" in value:
        return False
    number = int(found["n"])
    edits.fixes[number] = value
    if not found["row"] and not found.groupdict().get("sign"):
        edits.loose.add(number)
    return True


def _is_state(text: str) -> bool:
    return read_state(strip_courtesy(text)) is not None
