"""How coordinators say what they want of a round, in folded letters; what fits first counts."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


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
    OPEN_DATA = "open_data"
    WITHDRAW = "withdraw"
    FIND = "find"
    PHONE = "phone"
    PEOPLE = "people"
    CALL = "call"
    ADD_TO_ROUND = "add_to_round"


class CoordinationPhrase(NamedTuple):
    """A pattern of what is said, what it is for, and which reports a board is to show."""

    act: CoordinationAct
    pattern: str
    show: str = ""


_CALLS = (
    r"(?:da|thua|em|u|ok|oke|roi|gio|bay gio|chi|anh|a|oi|the|vay|thoi|cho|xin|muon|can|minh|hoi"
    r"|co|chu|bac|toi|tui|sep"
    r"|nho|giup|ho|lam on|gium)"
)
_LEAD = rf"(?:(?:{_CALLS})[\s,]+)*"
_PERIOD = r"(?:quy|thang|nam|6 thang|9 thang|sau thang|chin thang|ky)\b"
_UNITS = r"(?:don vi|xa|phuong|so|nganh|huyen|noi|cho|ai|nguoi|dua)"
_NAMED = r"(?:(?:so|xa|phuong|ubnd|tinh(?! hinh)|thi tran|ban|x|p)\s*)(?=\S)"
_SOME = r"(?:(?:may|cac|nhung|tat ca|het|ca|toan bo|rieng)\s+)*"
_KINDS = r"(?:xa|phuong|so|ban|nganh|dac khu|don vi)"
_WHICH_UNITS = (  # `mấy xã`, `các xã, phường chưa nộp`, `xã 12 với xã 13`
    rf"{_SOME}(?:{_KINDS}(?:\s*,\s*{_KINDS})*(?:\s+(?:chua nop|con lai|tre|cham))?|{_NAMED}\S.*?)"
)
_DAYS = r"(?:\d{1,2}|mot|hai|ba|bon|nam|vai)\s*(?:ngay|hom|bua|tuan)\b"
_NOT_IN = (
    r"(?:chua|con chua|van chua|chua thay)\s+(?:nop|gui|xong|lam xong|co bao cao|bao cao|lam"
    r"|bat dau|dong|co gi|dien)"
)
PHRASES: tuple[CoordinationPhrase, ...] = (
    CoordinationPhrase(
        CoordinationAct.ADD_TO_ROUND,  # `thêm 2 sở vào đợt`, `cho xã 5 vào đợt quý 1 luôn`
        rf"{_LEAD}(?:them|bo sung|dua|cho|gop|keo)\s+(?:them\s+)?(?P<rest>\S.*?)\s+"
        r"(?:vao|vo|tham gia)\s+(?:trong\s+)?(?:cai\s+)?(?:dot|ky)\b"
        rf"(?:\s+(?:bao cao|nay|do|dang mo|hien tai|moi))*(?:\s+(?P<more>\S.*))?",
    ),
    CoordinationPhrase(
        CoordinationAct.OPEN_ROUND,
        rf"{_LEAD}mo\s+(?:(?:giup|ho|chi|anh|em|toi|co)\s+)*(?:dot\s+)?(?:bao cao\s+)?"
        rf"(?:cho\s+)?(?P<rest>{_PERIOD}.*)",
    ),
    CoordinationPhrase(
        CoordinationAct.UNLOCK, rf"{_LEAD}mo\s+(?:khoa\s+)?lai\s+(?:so\s+)?cho\s+(?P<rest>\S.*)"
    ),
    CoordinationPhrase(
        CoordinationAct.LOCK_ROUND,
        rf"{_LEAD}khoa\s+(?:so\s+)?(?:het|tat ca|toan bo|ca dot|dot|ca)(?:\s+"
        rf"(?:cac don vi|don vi|dot|so|lai))*(?:\s+(?P<rest>{_PERIOD}.*))?",
    ),
    CoordinationPhrase(CoordinationAct.LOCK_ROUND, rf"{_LEAD}khoa\s+(?P<rest>{_PERIOD}.*)"),
    CoordinationPhrase(
        CoordinationAct.CALL, rf"{_LEAD}goi\s+(?:dien\s+)?(?:cho\s+)?(?:ai|xa nao|don vi nao)\b.*"
    ),
    CoordinationPhrase(
        CoordinationAct.WITHDRAW,
        rf"{_LEAD}(?:rut|huy|xoa|bo|thu hoi)\s+(?:lai\s+)?(?:dot|ky)\s+(?:bao cao\s+)?"
        rf"(?P<rest>{_PERIOD}.*)",
    ),
    CoordinationPhrase(
        CoordinationAct.FIND,
        rf"{_LEAD}(?:tim|kiem(?!\s+tra))\s+(?:giup\s+)?(?:(?:chi|anh|can bo|nguoi|em|co|chu)\s+)?"
        r"(?P<rest>\S.*)",
    ),
    CoordinationPhrase(
        CoordinationAct.PHONE,
        rf"{_LEAD}(?:(?:goi|lien h[e]|lien lac)\s+(?:dien\s+)?(?:cho|voi)"
        r"|(?:so\s+)?(?:dien thoai|dt|sdt|so may)(?:\s+(?:cua|cho|la))?)\s+(?P<rest>\S.*)",
    ),
    CoordinationPhrase(
        CoordinationAct.NUDGE,
        rf"{_LEAD}(?:nhac|don doc|giuc|hoi thuc|nhan)\s+(?:nho\s+)?rieng\s+(?P<rest>\S.*)",
    ),
    CoordinationPhrase(
        CoordinationAct.NUDGE,
        rf"{_LEAD}(?:nhac|don doc|giuc|hoi thuc)\s+(?:nho\s+)?(?P<rest>(?:(?:may|cac|nhung|tat ca"
        rf"|het|ca)\s+)*(?:{_UNITS})?\s*(?:nao\s+)?(?:con\s+)?(?:cham|tre|{_NOT_IN}"
        rf"|no bao cao)(?:\s+bao cao)?)",
    ),
    CoordinationPhrase(
        CoordinationAct.NUDGE,
        rf"{_LEAD}(?:nhac|don doc|giuc)\s+(?P<rest>(?:het|tat ca|ca|may|cac)\s+(?:{_UNITS}))",
    ),
    CoordinationPhrase(
        CoordinationAct.NUDGE,
        rf"{_LEAD}(?:nhac|don doc|giuc|hoi thuc)\s+(?:nho\s+)?(?P<rest>\S.*?)\s+(?:nop|gui|lam)"
        r"(?:\s+(?:bao cao|di|som|ngay|nhe|cho xong))*",
    ),
    CoordinationPhrase(
        CoordinationAct.NUDGE,
        rf"{_LEAD}(?:bao|nhan|nhan tin)\s+(?:voi\s+|cho\s+)?(?P<rest>{_NAMED}\S.*?)\s+"
        r"(?:nop|gui|lam|hoan thanh)\b.*",
    ),
    CoordinationPhrase(
        CoordinationAct.NUDGE, rf"{_LEAD}(?:nhac|don doc|giuc|hoi thuc)(?:\s+(?:nho|nop))*"
    ),
    CoordinationPhrase(
        CoordinationAct.NUDGE,
        rf"{_LEAD}(?:nhac|don doc|giuc|hoi thuc)\s+(?:nho\s+|giup\s+|cho\s+)?"
        rf"(?!(?:toi|minh|em|anh|chi|lai|viec|nho|sau)\b)(?P<rest>\S.*)",
    ),
    CoordinationPhrase(
        CoordinationAct.EXTEND,
        rf"{_LEAD}(?:gia han|lui han|them han|noi han)\s+cho\s+(?P<rest>\S.*)",
    ),
    CoordinationPhrase(
        CoordinationAct.EXTEND,
        rf"{_LEAD}cho\s+(?P<rest>{_NAMED}\S.*?)\s+(?P<more>them\s+(?:\d{{1,2}}|mot|hai|ba|vai)\s*"
        r"(?:ngay|hom|bua|tuan)\b.*)",
    ),
    CoordinationPhrase(
        CoordinationAct.EXTEND,
        rf"{_LEAD}cho\s+(?P<rest>\S.*?)\s+(?:gia han|lui han|noi han|lui)\s+(?P<more>"
        rf"(?:den|toi|sang)\s+\S.*)",
    ),
    CoordinationPhrase(
        CoordinationAct.EXTEND,  # `mất điện, mấy xã cho thêm 3 ngày`, `xã 5 thêm 2 ngày vì lũ`
        rf"(?:(?P<why>[^,;.\d][^,;.]{{1,80}})[,;.]\s+)?{_LEAD}(?P<rest>{_WHICH_UNITS})\s+"
        rf"(?:(?:duoc|cho|xin|gia han|lui)\s+)*(?P<more>them\s+{_DAYS}(?:\s+\S.*?)??)"
        r"(?:[\s,]+(?:di|nhe|nha|em|chi|anh|luon|giup|a))*",
    ),
    CoordinationPhrase(
        CoordinationAct.PEOPLE,
        rf"{_LEAD}(?:sao\s+)?(?P<rest>{_NAMED}\S.*?)\s+(?:sao|tai sao|vi sao)?\s*"
        r"(?:chua|khong|ko|van chua)\s+(?:lien h[e]|lien lac|nhan tin|co ai|tham gia|vao)\b.*",
    ),
    CoordinationPhrase(
        CoordinationAct.BOARD,
        r".*\b(?:chua vao|chua co nguoi|chua co ai|chua ai|chua tham gia|chua lien lac|chua dang ky"
        r"|khong lien lac)\b.*",
        "away",
    ),
    CoordinationPhrase(
        CoordinationAct.BOARD,
        r".*\b(?:bao nhieu|may|nhung)\s+(?:nguoi|can bo|don vi|xa|so)\b.*\b(?:vao|tham gia|dang ky)"
        r"\b.*",
        "away",
    ),
    CoordinationPhrase(
        CoordinationAct.PEOPLE,
        rf"{_LEAD}(?P<rest>{_NAMED}\S.*?)\s+(?:thi\s+)?(?:co|gom|do)?\s*(?:nhung\s+)?ai"
        r"(?:\s+(?:lam|lo|phu trach|bao cao|theo doi|vao|o do))*",
    ),
    CoordinationPhrase(
        CoordinationAct.PEOPLE,
        rf"{_LEAD}(?:nhung\s+)?(?:ai|can bo nao|nguoi nao)\s+(?:(?:dang|lam|phu trach|theo doi"
        rf"|bao cao|o|cho|cua|nop)\s+)+(?P<rest>{_NAMED}\S.*)",
    ),
    CoordinationPhrase(
        CoordinationAct.BOARD,
        r".*\b(?:ai|nao|may|bao nhieu|nhung|cac)\b.*\b(?:tre|cham|qua han|tre han)\b.*"
        r"|(?:ai|dang)\s+tre.*",
        "late",
    ),
    CoordinationPhrase(
        CoordinationAct.BOARD,
        r".*\b(?:xa|so|phuong|don vi|noi)\s+nao\s+(?:da\s+)?(?:nop|xong|gui)\b.*",
        "all",
    ),
    CoordinationPhrase(
        CoordinationAct.PEOPLE,
        rf"{_LEAD}(?:lanh dao|can bo|giam doc|nguoi phu trach|nguoi lam)\s+(?:cua\s+|o\s+)?"
        rf"(?P<rest>{_NAMED}\S.*?)\s+(?:la\s+)?(?:nhung\s+)?ai",
    ),
    CoordinationPhrase(
        CoordinationAct.OPEN_DATA,  # `cho em xin dữ liệu mở quý I đi`, `xuất file dữ liệu mở`
        rf"{_LEAD}(?:(?:xin|tai|lay|xuat|gui|lam|tao|download)\s+(?:{_CALLS}\s+|ve\s+|ra\s+)*)?"
        rf"(?:(?:file|tep|bo|cai)\s+)*(?:du lieu|so lieu|data)\s+mo\b\s*(?:cua\s+)?(?P<rest>.*)",
    ),
    CoordinationPhrase(
        CoordinationAct.TOTAL,
        rf"{_LEAD}tong\s+(?P<rest>so\s+\S.*?)\s+(?:cua\s+)?(?:toan|ca)\s+tinh\b.*",
    ),
    CoordinationPhrase(
        CoordinationAct.LOOK,
        rf"{_LEAD}(?:sao|tai sao|vi sao|sao ma)\s+(?P<rest>{_NAMED}\S.*?)\s+"
        r"(?:chua|van chua|mai chua|cham|tre|lau)\b.*",
    ),
    CoordinationPhrase(
        CoordinationAct.BOARD,
        rf".*\b(?:ai|nao|may|bao nhieu|nhung|cac|con)\b.*\b{_NOT_IN}\b.*",
        "open",
    ),
    CoordinationPhrase(
        CoordinationAct.BOARD,
        r".*\b(?:don vi|xa|so|con ai|con may cai|con gi)\b.*\bcho duyet\b.*",
        "review",
    ),
    CoordinationPhrase(
        CoordinationAct.BOARD,
        rf"{_LEAD}(?:(?:sao|the nao|tinh hinh|toi dau)(?:\s+(?:roi|sao))?[\s,.?]+)?{_LEAD}"
        r"(?:co\s+)?(?:duoc\s+)?(?:bao nhieu|may)\s+(?:don vi|xa|so|phuong|cho|noi)\s+"
        rf"(?:(?:da|phai|can)\s+)?(?:nop|xong|lam xong|gui)(?:\s+roi)?.*",
        "all",
    ),
    CoordinationPhrase(
        CoordinationAct.BOARD,
        rf"{_LEAD}(?:(?:xem|coi|bao|bao cao)\s+)?(?:tinh hinh|tien do)(?:\s+(?:chung|bao cao|nop"
        r"|cua|(?:cac|may)\s+(?:xa|so|phuong|don vi)|hien nay|the nao|sao|ra sao|toi dau|roi))*",
        "all",
    ),
    CoordinationPhrase(
        CoordinationAct.BOARD,
        rf"{_LEAD}(?:con\s+(?:may|bao nhieu)\s+ngay.*han|han\s+(?:nop\s+)?(?:la\s+)?"
        rf"(?:bao gio|khi nao|ngay nao|may|ngay may).*)",
        "all",
    ),
    CoordinationPhrase(
        CoordinationAct.TOTAL,
        rf"{_LEAD}(?:tong hop|cong|hop nhat)\s+(?:so lieu|so|lai)(?:\s+(?:cua|tat ca"
        rf"|cac don vi|toan tinh|ca tinh|het))*",
    ),
    CoordinationPhrase(
        CoordinationAct.TOTAL,
        rf"{_LEAD}(?:tong hop|cong|hop nhat)\s+(?P<rest>(?:cau|dong|muc"
        rf"|phan)\s+[\divx.]+)(?:\s+(?:cua|tat ca|cac don vi|toan tinh|ca tinh|het"
        rf"|lai))*",
    ),
    CoordinationPhrase(
        CoordinationAct.TOTAL,
        rf"{_LEAD}(?P<rest>(?:cau|dong)\s+(?:so\s+)?[\divx.]+)\s+(?:cong|tong|hop nhat|tat ca"
        r"|toan tinh|ca tinh|tong cong)\b.*",
    ),
    CoordinationPhrase(
        CoordinationAct.TOTAL,
        r".*\b(?:file|tep|excel|word|bang)\b.*\btong hop\b.*"
        r"|.*\btong hop\b.*\b(?:file|excel|word)\b.*",
    ),
    CoordinationPhrase(
        CoordinationAct.TOTAL,
        rf"{_LEAD}(?:xuat|tai|gui|lay)\s+(?:file\s+|bang\s+)?(?:excel\s+)?(?:bang\s+)?tong hop.*",
    ),
    CoordinationPhrase(
        CoordinationAct.BOARD,
        rf"{_LEAD}(?:xem|coi|mo|dua|gui)\s+(?:lai\s+|giup\s+)?(?:cai\s+)?"
        rf"bang(?:\s+(?:theo doi|tong|chung|cac don vi|tien do))*",
        "all",
    ),
    CoordinationPhrase(
        CoordinationAct.LOOK,
        rf"{_LEAD}(?:xem|coi|kiem tra|check|ngo|mo)\s+(?:{_CALLS}\s+|giup\s+|ho\s+|lai\s+)*"
        rf"(?:bao cao\s+)?(?:cua\s+)?(?P<rest>{_NAMED}\S.*)",
    ),
    CoordinationPhrase(
        CoordinationAct.LOOK,  # whether it owes a report at all
        rf"{_LEAD}(?P<rest>{_NAMED}\S.*?)\s+(?:co\s+)?(?:(?:phai|can)\s+)+(?:nop|lam|bao cao)\b.*",
    ),
    CoordinationPhrase(
        CoordinationAct.LOOK,
        rf"{_LEAD}(?P<rest>(?:so|xa|phuong|ubnd|tinh)\s+\S.*?)\s+(?:(?:bay )?gio\s+|hien\s+)?"
        rf"(?:lam|nop|dien|gui|xong|duyet)?\s*(?:duoc\s+)?(?:roi\s+(?:ha|a|khong|chu)|toi dau"
        rf"|den dau|bao nhieu|chua|xong chua|nop chua|the nao|sao)(?:\s+roi)?",
    ),
)
