"""What a reviewer says of the report before them, in their own words: `ok duyệt`, `cái nào lạ`,
`xem phần 3`, `à nhầm chưa duyệt`."""

from __future__ import annotations

import re
from enum import StrEnum

from conversations.frozen import Frozen
from conversations.speech.consent import read_consent
from conversations.speech.postponement import is_postponement
from conversations.speech.returned_rows import read_remark, read_returned
from conversations.text.normalize import fold_text
from conversations.text.places import read_place

LONGEST = 100  # characters; whoever says more says something else
MOST_WORDS = 10  # of a decision
MOST_UNDO = 7  # words of what takes one back
APPROVING = ("duyệt", "duyệt báo cáo", "phê duyệt", "thông qua")


class ReviewAct(StrEnum):
    """What a reviewer may want of the report before them."""

    APPROVE = "approve"
    REMARK = "remark"  # on rows, without a word of what is to become of them
    NOT_YET = "not_yet"  # not approved, or not to be
    UNDO = "undo"
    WAITING = "waiting"  # what else is to be decided
    ODD = "odd"  # warnings with their reasons, and what else is odd
    CHANGES = "changes"
    WHOLE = "whole"
    SECTION = "section"
    FILE = "file"
    RETURN = "return"  # rows, or something
    SLIP = "slip"  # what was done last was a slip


class ReviewWish(Frozen):
    """An act, the section that it names, and the rows that are sent back, as they were typed."""

    act: ReviewAct
    section: str = ""
    said: str = ""


_BESIDE = (  # says nothing by itself; folded
    r"(?:da|vang|u|ok|oke|a|ah|oi|nhe|nha|nhi|the|vay|thi|di|em|anh|chi(?! tiet)|sep|bot|ban|"
    r"minh|toi|bac|giup|ho|gium|dum|cho|gui|lai|nay|do|kia|voi|xin|moi|"
    r"bao cao|lay|dua|dau|day|ra|luon|chut|ti|xiu|mot|nao|nhanh|lien|de|duoc|"
    r"ngay|muon|can|hay|lai|may|cac|nhung|cai|dong|cho nao)"
)
_LOOKS = r"(?:xem|coi|mo|doc|ngo|liet ke|chi(?! tiet))"
_ODD = re.compile(
    r"canh bao|giai trinh|giai thich|ly do(?! tra| dinh)|(?:cai|cho|dong|so|gi|muc|diem)\b.*"
    r"\b(?:bat thuong|khac thuong|dang ngo|can (?:luu y|de y|chu y|xem))\b|luu y gi|de y gi|"
    r"so voi (?:quy|ky|nam|dot|thang) truoc|so voi cung ky|"
    r"bat thuong|khac thuong|can (?:luu y|de y|chu y)|co gi (?:sai|khong on|dang ngo|can xem)|"
    r"(?:cai|cho|dong) (?:sai|thieu|trong)|con thieu|chua tra loi|van de gi|co van de|sai gi"
)
_WHY = re.compile(
    r"(?:sao|tai sao|vi sao|ly do gi)\b.*"
    r"\b(?:cao|thap|nhieu|it|hon|tang|giam|lech|khac|vuot|the|vay)\b"
)
_STRANGE = re.compile(r"(?:cai|cho|dong|so|gi|muc|diem)\b.*\bla\b")  # lạ, and no là
_COMMAND = re.compile(r"(?:xem|mo) bao cao")
_WAITING = re.compile(
    r"\b(?:con|co|bao nhieu|may)\b.*\b(?:bao cao|don vi|cai|ban|gi)\b.*"
    r"\b(?:cho(?: duyet)?|can duyet|chua duyet|phai duyet)\b.*|"
    r"(?:bao cao|don vi|xa|so|cai) (?:nao|gi)\b.*\b(?:cho|can|phai)\b.*\bduyet\b.*|"
    r"(?:(?:can|phai|cho) )?duyet (?:cai|bao cao|don vi|xa|so|ban)?\s*(?:gi|nao|may)\b.*|"
    r"co (?:bao cao|cai|ban) nao (?:can|phai|cho)\b.*\bxem\b.*"
)
_CHANGES = re.compile(
    r"\b(?:doi|thay doi|sua|khac)\b.*\b(?:gi|nao|lan truoc|cho nao)\b|so voi lan truoc|"
    r"khac biet|cho khac|lan truoc|\bgi (?:thay doi|khac|moi|doi)\b"
)
_WHOLE = re.compile(
    r"(?:tat ca|toan bo|het|ca bao cao|day du|chi tiet|tron bo|"
    r"(?:noi |bao cao )?tom (?:tat|gon|lai)(?: (?:sao|the nao|ra sao))?)"
)
_FILE = re.compile(r"\b(?:tep|file|word|pdf|excel|ban in)\b")
_SECTION = re.compile(  # `phần 1 có gì`
    r"(?:phan|muc)\s+(?:so\s+|thu\s+)?(?P<place>\d{1,2}|[ivx]{1,5}|mot|hai|ba|bon|tu|nam|sau|bay|tam|chin)"
    r"(?:\s+(?:co gi|co nhung gi|the nao|ra sao|sao|thi sao|gom gi))?"
)
_IN_WORDS = {
    "mot": "1",
    "hai": "2",
    "ba": "3",
    "bon": "4",
    "tu": "4",
    "nam": "5",
    "sau": "6",
    "bay": "7",
    "tam": "8",
    "chin": "9",
}
_UNDO = re.compile(r"hoan tac(?: (?:duyet|viec duyet|lai|lan duyet))?|undo")
_SAYS_NOT = re.compile(
    r"(?:chua|khong|ko|k|dung|khoan|thoi|huy|bo|go|rut|thu hoi|nham|bam nham|go nham|lo)\b.*\bduyet"
    r"|\bduyet (?:nham|lo|nhu)\b"
)
_REASON_FIRST = re.compile(  # `lý do này chưa rõ, trả lại câu 2`
    r"(?P<why>[^,;.]{5,80})[,;.]\s*(?:nên\s+|thì\s+)?(?P<back>(?:trả lại|trả về|tra lai)\s+\S.*)",
    re.IGNORECASE,
)
_SLIP = re.compile(
    r"(?:(?:ua|a|ah|oi|ay|chet|thoi|khoan|em|da|u|ui)\s+)*(?:(?:bam|go|tra loi|noi)\s+)?"
    r"(?:nham|lo tay|lon|thu lai|rut lai)(?:\s+(?:rut lai|thu lai|roi|mat|chua|em|oi|nha|nhe"
    r"|nut|giup|chi|anh|di|nua|cai|cai nua|tiep|luon|a))*"
)
_SAYS_SLIP = re.compile(
    r"(?<!khong )(?<!ko )\b(?:nham|hoan tac|lo (?:tay|duyet|bam)|(?:thu|rut) lai"
    r"|(?:bo|huy) duyet)\b"
)
_OF_A_ROW = re.compile(r"\b(?:cau|dong|muc|so lieu|chi tieu|ghi nham|nhap nham|go nham)\b")
_APPROVES = re.compile(  # `thôi` is no refusal here
    r"(?:(?:ok|u|vay|thi|thoi (?:duoc(?: roi)?|ok|dong y)|thoi(?= duyet (?:luon|di))"
    r"|duoc(?: roi)?)\s+)*"
    r"(?:duyet|thong qua|phe duyet)(?:\s+(?:thoi|di|luon|nhe|nha|em|vay|giup|chi|anh|a|oi))*"
)
_ASKS = re.compile(r"\?|\b(?:chua|khong|ko|hong|ha|a|nhi)$")


_ALL = re.compile(r"\b(?:het|tat ca|toan bo|ca|ca (?:loat|dot|dam|lo))\b")
_BUT = re.compile(r"\b(?:tru|ngoai tru|chi giu|giu lai|con)\b")


def says_all(text: str) -> bool:
    """Whether all that was decided at once is meant: `nhầm hết rồi`, `hoàn tác cả loạt`."""
    return _ALL.search(fold_text(text)) is not None


def says_all_but(text: str) -> bool:
    """Whether it is all but those that are named: `nhầm hết, trừ xã 3`."""
    return says_all(text) and _BUT.search(fold_text(text)) is not None


def says_slip(text: str) -> bool:
    """Whether the text says among other words that something was a slip: `ủa xã 8 chưa xem kỹ,
    nhầm rồi`. What it is about is for the caller to see; a row's is none of a decision."""
    said = fold_text(text)
    return (
        len(text) <= LONGEST
        and "?" not in text
        and _SAYS_SLIP.search(said) is not None
        and _OF_A_ROW.search(said) is None
    )


def read_review_wish(text: str, *, bare: bool = False) -> ReviewWish | None:
    """What a text wants of the report that its speaker looks into; None for anything else. `bare`:
    a number or numeral alone is a section, for there is nothing else that it could mean."""
    if not text.strip():
        return None
    if len(text) > LONGEST:
        return _back(text, "")
    said = " ".join(re.sub(r"[.,;!“”\"']+", " ", fold_text(text)).split())
    if bare and read_place(said) is not None:
        return ReviewWish(act=ReviewAct.SECTION, section=said.upper())
    if _UNDO.fullmatch(_bare_of(said, "")) or _undoes(said):
        return ReviewWish(act=ReviewAct.UNDO)
    if _WAITING.fullmatch(_bare_of(said, "")) or _WAITING.fullmatch(said):
        return ReviewWish(act=ReviewAct.WAITING)
    return _decision(text, said) or _back(text, said) or _section(said) or _look(text, said)


def read_remark_wish(text: str) -> ReviewWish | None:
    """A remark on rows, which may be why they are sent back."""
    return ReviewWish(act=ReviewAct.REMARK, said=text) if read_remark(text) else None


def _undoes(said: str) -> bool:
    """`ấy nhầm, hoàn tác giúp anh`; not `khỏi hoàn tác`, nor a question."""
    words = said.split()
    calm = not {*words} & {"khong", "ko", "khoi", "dung", "thoi", "sao", "gi", "nao", "chua"}
    return "hoan tac" in said and "?" not in said and len(words) <= MOST_UNDO and calm


def _back(text: str, said: str) -> ReviewWish | None:
    """What is sent back, or taken back."""
    if _SLIP.fullmatch(said):
        return ReviewWish(act=ReviewAct.SLIP)
    if ":" in text:  # with a colon it is the command
        return None
    if (reasoned := _REASON_FIRST.fullmatch(text.strip())) is not None:
        text = f"{reasoned['back']} vì {reasoned['why']}"
    return ReviewWish(act=ReviewAct.RETURN, said=text) if read_returned(text) is not None else None


def _decision(text: str, said: str) -> ReviewWish | None:
    """Whether the text approves, or says that nothing is to be approved."""
    if ("duyet" not in said and "thong qua" not in said) or "cho duyet" in said:
        return None
    if _APPROVES.fullmatch(said):
        return ReviewWish(act=ReviewAct.APPROVE)
    if read_consent(text, APPROVING) is True:
        return ReviewWish(act=ReviewAct.APPROVE)
    asks = _ASKS.search(said.replace("?", " ?"))
    names_row = re.search(r"[\d:=]", said) or len(said.split()) > MOST_WORDS
    if _SAYS_NOT.search(said) and not (asks or names_row or "tra lai" in said):
        return ReviewWish(act=ReviewAct.NOT_YET)
    return None


def _section(said: str) -> ReviewWish | None:
    rest = _bare_of(said, _LOOKS)
    found = _SECTION.fullmatch(rest) or _SECTION.fullmatch(re.sub(rf"^{_LOOKS}\s+", "", said))
    if found is None:
        return None
    place = _IN_WORDS.get(found["place"], found["place"])
    return ReviewWish(act=ReviewAct.SECTION, section=place.upper())


def _look(text: str, said: str) -> ReviewWish | None:
    """What is to be shown: nothing, if the words say a value or name a row."""
    if re.search(r"[=:]|\d{2,}", said):
        return None
    strange = _STRANGE.search(said) and (text.isascii() or "lạ" in text.lower())
    if _ODD.search(said) or _WHY.match(said) or strange:
        return ReviewWish(act=ReviewAct.ODD)
    if _CHANGES.search(said):
        return ReviewWish(act=ReviewAct.CHANGES)
    rest = _bare_of(said, "")
    looks = re.match(_LOOKS, rest)
    rest = _bare_of(rest, _LOOKS)
    wide = "day du" in said or (not rest and "bao cao" not in said)
    if _WHOLE.fullmatch(rest) or (looks and wide and not is_postponement(text)):
        return ReviewWish(act=ReviewAct.WHOLE)
    if looks and not rest and "bao cao" in said and not _COMMAND.fullmatch(said):
        return ReviewWish(act=ReviewAct.WAITING)
    if looks is None and _FILE.search(said) and len(said.split()) <= 8:
        return ReviewWish(act=ReviewAct.FILE)
    return None


def _bare_of(said: str, more: str) -> str:
    """The words without those around them that say nothing."""
    beside = f"(?:{_BESIDE}|{more})" if more else _BESIDE
    trimmed = re.sub(rf"^(?:{beside}\s+)+", "", f"{said} ").strip()
    return re.sub(rf"(?:\s+{_BESIDE})+$", "", f" {trimmed}").strip()
