"""What a coordinator wants of a round in plain words: `nhắc mấy xã chưa nộp đi em`, `xã nào chưa
nộp`, `khóa hết quý 4 đi`. What it comes to is a command, or a board narrowed to some reports."""

from __future__ import annotations

import re
from enum import StrEnum

from conversations.frozen import Frozen
from conversations.text.normalize import fold_text, mend_halves

LONGEST = 160  # characters; whoever says more says something else


class CoordinationAct(StrEnum):
    """What is wanted of a round."""

    OPEN_ROUND = "open_round"
    NUDGE = "nudge"
    EXTEND = "extend"
    LOCK_ROUND = "lock_round"
    UNLOCK = "unlock"
    BOARD = "board"
    LOOK = "look"
    TOTAL = "total"
    WITHDRAW = "withdraw"
    FIND = "find"
    PHONE = "phone"


class CoordinationWish(Frozen):
    """An act; what it is about, as it was typed; the reports that a board is to show, and of which
    kind of unit."""

    act: CoordinationAct
    argument: str = ""
    show: str = ""
    kind: str = ""


_CALLS = r"(?:da|thua|em|u|ok|oke|roi|gio|bay gio|chi|anh|a|oi|the|vay|thoi|cho|xin|muon|can|minh)"
_LEAD = rf"(?:(?:{_CALLS})[\s,]+)*"
_TAIL = re.compile(
    r"(?:[\s,.!]+(?:di|nhe|nha|nhi|em|chi|anh|oi|giup|ho|gium|luon|voi|a|vay|the"
    r"|thi lam sao|lam sao|"
    r"duoc khong|duoc chua|ngay|lien|roi|nao|cho chi|cho anh|thi the nao|the nao|ra sao))+[\s.!?]*$"
)
_PERIOD = r"(?:quy|thang|nam|6 thang|9 thang|sau thang|chin thang|ky)\b"
_UNITS = r"(?:don vi|xa|phuong|so|nganh|huyen|noi|cho|ai|nguoi|dua)"
_NOT_IN = r"(?:chua|con chua|van chua|chua thay)\s+(?:nop|gui|xong|lam xong|co bao cao|bao cao)"
_KIND = re.compile(
    r"\b(?:xa|phuong|dac khu|so|nganh|huyen|quan)\b"
    r"(?=\s+(?:nao|con|da|chua|dang|may|tre|cham|cho)\b)"
)
_FORMS: tuple[tuple[CoordinationAct, str, str], ...] = (
    (
        CoordinationAct.OPEN_ROUND,
        rf"{_LEAD}mo\s+(?:dot\s+)?(?:bao cao\s+)?(?:cho\s+)?(?P<rest>{_PERIOD}.*)",
        "",
    ),
    (CoordinationAct.UNLOCK, rf"{_LEAD}mo\s+(?:khoa\s+)?lai\s+(?:so\s+)?cho\s+(?P<rest>\S.*)", ""),
    (
        CoordinationAct.LOCK_ROUND,
        rf"{_LEAD}khoa\s+(?:so\s+)?(?:het|tat ca|toan bo|ca dot|dot|ca)(?:\s+"
        rf"(?:cac don vi|don vi|dot|so|lai))*(?:\s+(?P<rest>{_PERIOD}.*))?",
        "",
    ),
    (CoordinationAct.LOCK_ROUND, rf"{_LEAD}khoa\s+(?P<rest>{_PERIOD}.*)", ""),
    (
        CoordinationAct.WITHDRAW,
        rf"{_LEAD}(?:rut|huy|xoa|bo|thu hoi)\s+(?:lai\s+)?(?:dot|ky)\s+(?:bao cao\s+)?"
        rf"(?P<rest>{_PERIOD}.*)",
        "",
    ),
    (
        CoordinationAct.FIND,
        rf"{_LEAD}(?:tim|kiem)\s+(?:giup\s+)?(?:(?:chi|anh|can bo|nguoi|em|co|chu)\s+)?"
        r"(?P<rest>\S.*)",
        "",
    ),
    (
        CoordinationAct.PHONE,
        rf"{_LEAD}(?:(?:goi|lien he|lien lac)\s+(?:dien\s+)?(?:cho|voi)"
        r"|(?:so\s+)?(?:dien thoai|dt|sdt|so may)(?:\s+(?:cua|cho|la))?)\s+(?P<rest>\S.*)",
        "",
    ),
    (
        CoordinationAct.NUDGE,
        rf"{_LEAD}(?:nhac|don doc|giuc|hoi thuc|nhan)\s+(?:nho\s+)?rieng\s+(?P<rest>\S.*)",
        "",
    ),
    (
        CoordinationAct.NUDGE,
        rf"{_LEAD}(?:nhac|don doc|giuc|hoi thuc)\s+(?:nho\s+)?(?P<rest>(?:may|cac|nhung|tat ca"
        rf"|het|ca)?\s*(?:{_UNITS})?\s*(?:nao\s+)?(?:con\s+)?(?:cham|tre|{_NOT_IN}"
        rf"|no bao cao)(?:\s+bao cao)?)",
        "",
    ),
    (
        CoordinationAct.NUDGE,
        rf"{_LEAD}(?:nhac|don doc|giuc)\s+(?P<rest>(?:het|tat ca|ca|may|cac)\s+(?:{_UNITS}))",
        "",
    ),
    (
        CoordinationAct.NUDGE,
        rf"{_LEAD}(?:nhac|don doc|giuc|hoi thuc)\s+(?:nho\s+)?(?P<rest>\S.*?)\s+(?:nop|gui|lam)"
        r"(?:\s+(?:bao cao|di|som|ngay|nhe|cho xong))*",
        "",
    ),
    (
        CoordinationAct.EXTEND,
        rf"{_LEAD}(?:gia han|lui han|them han|noi han)\s+cho\s+(?P<rest>\S.*)",
        "",
    ),
    (
        CoordinationAct.EXTEND,
        rf"{_LEAD}cho\s+(?P<rest>\S.*?)\s+(?:gia han|lui han|noi han|lui)\s+(?P<more>"
        rf"(?:den|toi|sang)\s+\S.*)",
        "",
    ),
    (
        CoordinationAct.BOARD,
        r".*\b(?:chua vao|chua co nguoi|chua tham gia|chua lien lac|chua dang ky"
        r"|khong lien lac)\b.*",
        "away",
    ),
    (
        CoordinationAct.BOARD,
        r".*\b(?:ai|nao|may|bao nhieu|nhung|cac)\b.*\b(?:tre|cham|qua han|tre han)\b.*"
        r"|(?:ai|dang)\s+tre.*",
        "late",
    ),
    (
        CoordinationAct.BOARD,
        rf".*\b(?:ai|nao|may|bao nhieu|nhung|cac|con)\b.*\b{_NOT_IN}\b.*",
        "open",
    ),
    (
        CoordinationAct.BOARD,
        r".*\b(?:don vi|xa|so)\b.*\b(?:nao|may|bao nhieu)?\b.*\bcho duyet\b.*",
        "review",
    ),
    (
        CoordinationAct.BOARD,
        rf"{_LEAD}(?:co\s+)?(?:bao nhieu|may)\s+(?:don vi|xa|so|cho|noi)\s+(?:da\s+)?"
        rf"(?:nop|xong|lam xong|gui)(?:\s+roi)?.*",
        "all",
    ),
    (
        CoordinationAct.BOARD,
        rf"{_LEAD}(?:tinh hinh|tien do|tinh hinh nop|tien do nop)(?:\s+(?:chung|bao cao"
        rf"|cac don vi|nop|hien nay|the nao|sao|ra sao|toi dau|roi))*",
        "all",
    ),
    (
        CoordinationAct.BOARD,
        rf"{_LEAD}(?:con\s+(?:may|bao nhieu)\s+ngay.*han|han\s+(?:nop\s+)?(?:la\s+)?"
        rf"(?:bao gio|khi nao|ngay nao|may|ngay may).*)",
        "all",
    ),
    (
        CoordinationAct.TOTAL,
        rf"{_LEAD}(?:tong hop|cong|hop nhat)\s+(?:so lieu|so|lai)(?:\s+(?:cua|tat ca"
        rf"|cac don vi|toan tinh|ca tinh|het))*",
        "",
    ),
    (
        CoordinationAct.TOTAL,
        rf"{_LEAD}(?:tong hop|cong|hop nhat)\s+(?P<rest>(?:cau|dong|muc"
        rf"|phan)\s+[\divx.]+)(?:\s+(?:cua|tat ca|cac don vi|toan tinh|ca tinh|het"
        rf"|lai))*",
        "",
    ),
    (
        CoordinationAct.TOTAL,
        rf"{_LEAD}(?:xuat|tai|gui|lay)\s+(?:file\s+|bang\s+)?(?:excel\s+)?(?:bang\s+)?tong hop.*",
        "",
    ),
    (
        CoordinationAct.LOOK,
        rf"{_LEAD}(?P<rest>(?:so|xa|phuong|ubnd|tinh)\s+\S.*?)\s+(?:lam|nop|dien|gui"
        rf"|xong)?\s*(?:duoc\s+)?(?:toi dau|den dau|bao nhieu|chua|xong chua|nop chua"
        rf"|the nao|sao)(?:\s+roi)?",
        "",
    ),
)
_NAMING = (CoordinationAct.FIND, CoordinationAct.PHONE)
_PATTERNS = tuple((act, re.compile(pattern), show) for act, pattern, show in _FORMS)


def read_coordination(text: str) -> CoordinationWish | None:
    """What the text wants of a round; None for anything else."""
    typed = " ".join(mend_halves(text).split())
    said = fold_text(typed)
    if not said or len(said) > LONGEST or len(said) != len(typed) or "\n" in text.strip():
        return None
    bare = _TAIL.sub("", said)
    for act, pattern, show in _PATTERNS:
        whole = said.rstrip(" ?.!")
        first, then = (whole, bare) if act in _NAMING else (bare, whole)  # Lan Anh is a name
        found = pattern.fullmatch(first) or pattern.fullmatch(then)
        if found is not None:
            rest = _typed(typed, found, "rest")
            more = _typed(typed, found, "more")
            kind = _KIND.search(said) if act is CoordinationAct.BOARD else None
            argument = f"{rest} {more}".strip()
            return CoordinationWish(
                act=act, argument=argument, show=show, kind=kind[0] if kind else ""
            )
    return None


def _typed(typed: str, found: re.Match[str], group: str) -> str:
    if group not in found.re.groupindex or found.start(group) < 0:
        return ""
    return typed[found.start(group) : found.end(group)].strip(" ,.!?")
