"""Whether the words behind an answer explain it, or are meant for somebody: `8, trong đó 2 nữ`
explains, `91, còn lại giữ nguyên` does not."""

from __future__ import annotations

import re

from conversations.text.normalize import fold_text

_PLACES = r"(?:dong|cau|muc|chi tieu|phan|cai|o|so)"
_YOU = r"(?:em|chi|anh|ban|sep|bot|co|chu|bac|toi|minh)"
_BEGINS = re.compile(
    rf"(?:con lai|con (?:may|cac)|giu nguyen|nhu (?:cu|ky truoc|quy truoc|lan truoc|nam ngoai|tren)"
    rf"|(?:cac|may|nhung|phan|tat ca) (?:{_PLACES} )?(?:khac|con lai|kia|nay|tren|duoi|sau)\b"
    rf"|{_PLACES} (?:sau|truoc|tiep|tren|duoi|ke|\d)|tiep (?:theo|tuc|di|cau|dong)"
    rf"|(?:sang|qua|toi|den|chuyen|ve) {_PLACES}\b|quay lai|nop\b|xong\b|het (?:roi|nhe|nha)"
    rf"|gui (?:luon|di|bao cao|{_YOU}|nop)|(?:xem|kiem tra|coi) (?:lai|giup|gium|ho)"
    rf"|ghi (?:giup|luon|di|vao|nhan|chu)|de (?:{_YOU}|mai|sau)\b"
    rf"|mai (?:{_YOU}|bo sung|gui|hoi|sua)"
    rf"|nhac\b|(?:chieu|sang|toi|ngay) mai|{_YOU} \w|bo qua|bo {_PLACES}|thoi\b|khoan\b"
    r"|(?:hinh nhu|chac|khong chac|chua chac|chua ro|co le|de xem)\b|a (?:nham|quen|ma|thi)\b"
    r"|(?:ghi |go |nhap )?(?:nham|lon|quen)\b)"
)
_ENDS = re.compile(
    r"(?:\?|\b(?:duoc|dung|phai|the|vay) (?:khong|chua|ha|hong)"
    r"|\b(?:chu|nhi|ha|sao|hoi lai|xem lai))$"
)
_WHO = re.compile(rf"(?: (?:{_YOU}|a|oi|nhe|nha|vay))+$")


_SPEAKS = re.compile(
    rf"\b(?:giup|gium|dum) (?:{_YOU}|voi|cai)\b|\A(?:hoi|goi|nhan) (?:dum |lai |thu )*{_YOU}\b"
    rf"|\b{_YOU} (?:lay|tinh|dem|hoi|nghe|thay|nho|doan|nghi|bao|goi|kiem|xem|gui|coi|lam|chua)\b"
)


def is_explanation(words: str) -> bool:
    """Whether the words can stand beside the answer on paper."""
    said = _WHO.sub("", fold_text(words).strip(" .,!;"))
    return not any(
        (_BEGINS.match(said), _ENDS.search(said), _SPEAKS.search(said), said.startswith("so nay"))
    )
