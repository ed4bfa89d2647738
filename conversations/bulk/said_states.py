"""States of the answers as people say them of rows: `xã không có`, `của sở, xã không có`, and what
they say of all that is left: `mấy cái còn lại không thuộc thẩm quyền`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from conversations.answers.values import AnswerState
from conversations.bulk.row_words import ROW, SET, expand_set
from conversations.parsing.appointment import add_reminder, asks_to_remind
from conversations.parsing.result import AmbiguousReading, ReadState
from conversations.parsing.states import (
    read_none_at_all,
    read_none_of,
    read_state,
    read_unclear_state,
)
from conversations.text.normalize import clean_text, fold_text, shorten_text
from conversations.text.polite_words import FOLDED
from conversations.text.regional_words import in_common_words

LONGEST_SAID = 300  # characters of a state with who says it
FEW = 3  # words of a clause that is a state of its own
LONGEST_REST = 120  # characters
_OURS = (
    r"(?:(?:ben|o|phia|tai) )?(?:xa|phuong|thi tran|don vi|co quan|so|huyen|phong|em|minh|toi|chi"
    r"|anh|co|chu|bac|chung toi|cho|ubnd|chi cuc|trung tam|tui)"
    r"(?: (?:xa|phuong|em|minh|toi|tui|nay|ta|chi|anh|co|chu|bac|o day|chung toi))*"
)
_BEFORE = re.compile(  # `van de` are the words of a label, not `vẫn để`
    r"(?:(?!van de\b)(?:da|vang|la|thi|deu|cung|ghi|de|danh|cho|het|tat ca|ca|vi|do|bang|van"
    r"|may cai do|nay|:|=|,|-"
    r"|(?:cai|cau|dong|so|muc|o|chi tieu|quy|ky|dot) (?:nay|do|kia|ni))"
    r"\s+"
    rf"|{_OURS} (?=(?:thi |deu |cung )?(?:khong|ko|k|chua|kps|ktq|hong)\b))*"
)
_ROUND = "|".join(one for one in FOLDED.split("|") if one != "con")  # `1 có, còn 2 không`
_BEHIND = re.compile(
    rf"(?:[\s,.!]+(?:{_ROUND}|ma|het|ca|luon|roi|do|day|tat ca|het roi|gi ca"
    r"|duoc khong|dau|di|cung|not|nua|de trong|bo trong"
    r"|(?:cai|cau|dong|so|muc|o|chi tieu) (?:nay|do|ni)))*"
    r"[\s,.!]*$"
)
_OTHERS = re.compile(
    r"\b(?:cua|viec(?: cua)?|do|thuoc|nhiem vu(?: cua)?|tham quyen(?: cua)?|trach nhiem(?: cua)?) "
    r"(?:(?:cac |cap |ben )?(?:so|tinh|huyen|bo|trung uong|cap tren|nganh|don vi khac|co quan khac"
    r"|noi khac|ubnd tinh|ubnd huyen|chi cuc|cong an|thue))\b"
)
_NOT_OURS = re.compile(
    r"(?:khong|ko|k|chang|hong)(?: phai| thuoc)+(?: la)?"
    r"(?: (?:viec|nhiem vu|phan viec|phan|tham quyen|trach nhiem|chuc nang|linh vuc|pham vi)"
    rf"(?: quan ly)?(?:(?: cua)? {_OURS})?|(?: cua)? {_OURS})(?: (?:quan ly|phu trach|lam))?"
    r"|(?:khong|ko|k|hong) (?:co chuc nang|co tham quyen|quan ly|phu trach)(?: (?:nay|cai nay))?"
)
_NOT_DONE = re.compile(
    r"(?:khong|ko|k|hong) (?:co )?(?:lam|thuc hien|to chuc|trien khai|kiem tra|ban hanh)"
    r"(?: (?:gi|ai|nao|cai nay|cai gi|cai nao|don vi nao))?"
)
_NONE = (AnswerState.NONE, AnswerState.NOT_APPLICABLE)


@dataclass(frozen=True)
class Rest:
    """What is said of all rows that are left: the states it may mean, the likeliest first; or
    that they stay as they were, or are 0. `reminder`: of which they want to be reminded."""

    states: tuple[AnswerState, ...] = ()
    keep: bool = False
    whole: bool = False  # of the report, not only of what is before the officer
    reminder: str = ""
    but: tuple[int, ...] = ()  # numbers of rows that it is not said of: `trừ 1 2 3`
    lines: bool = False  # of the lines of the list, not of a heading: `các dòng còn lại`

    def among(self, rows: Sequence[str]) -> tuple[str, ...]:
        """Those of the rows, numbered from 1, that it may be said of."""
        return tuple(key for number, key in enumerate(rows, 1) if number not in self.but)


def read_said_state(text: str) -> ReadState | AmbiguousReading | None:
    """The state that is said of a row, with words of who says it around it."""
    if len(text) > LONGEST_SAID:
        return None
    said = clean_text(text)
    common = in_common_words(said)
    told = _read_said_state(common) if common != said else None
    bare = isinstance(told, AmbiguousReading) or (told is not None and told.remark is None)
    return told if bare else _read_said_state(said)


def _read_said_state(said: str) -> ReadState | AmbiguousReading | None:
    exact = read_state(said)
    if exact is not None and exact.remark is None:
        return exact
    unclear = read_unclear_state(said)
    if unclear is not None:
        return unclear
    folded = _bare(said)
    found = read_state(folded) if folded and folded != fold_text(said) else None
    if found is not None and found.remark is None:
        return found
    if _NOT_OURS.fullmatch(folded):
        return ReadState(state=AnswerState.NOT_APPLICABLE)
    if folded and (found_unclear := read_unclear_state(folded)) is not None:
        if found_unclear.readings[0] == ReadState(state=AnswerState.NONE):
            return _which(said, likely_ours=not _OTHERS.search(fold_text(said)))
        return found_unclear.model_copy(update={"data": {"read": shorten_text(said)}})
    if _OTHERS.fullmatch(folded) or _NOT_DONE.fullmatch(folded):
        return _which(said, likely_ours=False)
    subject, then, about_it = said.rpartition(" thì ")
    several = " thì " in subject or " thi " in subject or any(map(str.isdigit, subject))
    if then and not several:  # `kiểm tra thì xã không có chức năng`
        return read_said_state(about_it)
    before, comma, last = said.rpartition(",")
    state = read_state(_bare(last)) if comma and not any(map(str.isdigit, before)) else None
    told = (one for one in map(_bare, before.split(",")) if len(one.split()) <= FEW)
    others = any(read_state(one) or read_unclear_state(one) for one in told)  # of rows before it
    if state is not None and state.remark is None and not others:  # `không thấy gì, ghi kps giúp`
        return state.model_copy(update={"remark": before.strip()})
    first, comma, rest = said.partition(",")
    if comma and not any(map(str.isdigit, rest)):  # `xã không có, xã là đơn vị bị kiểm tra`
        found_first = read_said_state(first)
        if found_first is not None and asks_to_remind(rest):
            return add_reminder(said, found_first, rest.strip())
        if isinstance(found_first, ReadState):
            return found_first.model_copy(update={"remark": rest.strip()})
        return found_first
    return read_none_at_all(said) or read_none_of(said)


_HEDGED = re.compile(
    r"\b(?:neu|hay|hoac|chac|co le|hinh nhu|phai|sao|nhung|tru|ngoai|biet|hoi|con|ma|muc|cau"
    r"|dong)\b|^(?:em|bot) chua\b"
    r"|\b(?:khong|ko|dung|chang)(?: (?:duoc|nen|noi|bao|ghi|de|la))+ (?:khong|chua|kps)\b"
)
_NOT_SENT = re.compile(
    r"chua (?:bao|gui|dua|cung cap|chot|ra|nop|cho|tra|nhan|nhan duoc)(?: \w+)? (?:so|so lieu)\b"
    r"|chua (?:tong hop|thong ke)(?: duoc)?(?: xong)?\b"
)


def read_state_of_row(text: str) -> ReadState | None:
    """The state that a sentence without numbers about one row ends with, with what it says before
    that as the reason: `nỏ cắt giảm phòng mô cả nên không phát sinh`; no number yet, where somebody
    has not sent it."""
    said = clean_text(text)
    folded = fold_text(said)
    if len(said) > LONGEST_SAID or any(map(str.isdigit, said)) or _HEDGED.search(folded):
        return None
    words = said.split()
    for at in range(1, len(words)):
        last = " ".join(words[at:])
        state = read_state(_bare(last))
        if any(map(_NOT_OURS.fullmatch, (_bare(last), fold_text(last).strip(" .!")))):
            state = ReadState(state=AnswerState.NOT_APPLICABLE)
        if state is not None and state.remark is None:
            about = re.sub(r"[\s,]+(?:nên|nen|ghi|thì|thi|là|la|cứ|để)?$", "", " ".join(words[:at]))
            return state.model_copy(update={"remark": about})
    return ReadState(state=AnswerState.PENDING, remark=said) if _NOT_SENT.search(folded) else None


def _bare(said: str) -> str:
    """The last clause, folded, without who says it and polite words."""
    folded = fold_text(said)
    clauses = [clause.strip() for clause in folded.split(",") if clause.strip()]
    if len(clauses) > 1 and all(_OTHERS.search(one) for one in clauses[:-1]):
        folded = clauses[-1]
    folded = folded[:-60] + _BEHIND.sub("", folded[-60:])
    begin = _BEFORE.match(folded + " ")
    return folded[begin.end() :].strip() if begin else folded


def _which(said: str, *, likely_ours: bool) -> AmbiguousReading:
    states = _NONE if likely_ours else tuple(reversed(_NONE))
    readings = tuple(ReadState(state=state) for state in states)
    return AmbiguousReading(
        code="which.state", data={"read": shorten_text(said)}, readings=readings
    )


_THINGS = r"(?:cai|dong|cot|cau|chi tieu|muc|y|o|so|phan|cho|noi dung)"
_LEFT = (
    rf"(?:(?:tat ca|toan bo|may|nhung|cac|het|ca|phan|cho|con) )*(?:{_THINGS} )?"
    rf"(?:do |kia )?con lai(?: (?:trong|o|cua))?(?: (?:danh sach|phan|muc|nhom))?"
    rf"(?: (?:tat ca|het|nay|do|deu))?|(?:cac|may|nhung) {_THINGS} khac"
)
_OF_REPORT = (
    r"(?:(?:tat ca|toan bo|may|nhung|cac|het|ca|con|nguyen) )*(?:bang|bao cao|bieu|bieu mau|phu luc"
    r"|mau|phieu|o trong|chi tieu trong|phan trong)(?: nay)? con lai(?: (?:nay|do|deu|tat ca|het))?"
    rf"|(?:(?:tat ca|toan bo|may|nhung|cac|het|ca) )*(?:{_THINGS} )?con lai (?:cua|trong|o) "
    r"(?:ca |toan bo |toan )?(?:bang|bao cao|bieu|bieu mau|phu luc|mau|phieu)(?: nay)?"
)
_THESE = (
    rf"(?:may|nhung|cac|tat ca|toan bo|ca|tat ca cac|tat ca may) (?:{_THINGS} )"
    r"(?:nay|do|kia|tren|o tren|tren day|nay het)|tat ca|toan bo|ca nhom|ca muc|nhom nay|muc nay"
    r"|ca nhom nay|ca muc nay|danh sach nay|ca danh sach"
)
_REST = re.compile(
    rf"(?:(?:da|vang|thoi|roi|nhung|con|va|em|ghi|cho|em oi)[ ,]+)*"
    rf"(?:(?P<report>{_OF_REPORT})|(?P<which>{_LEFT}|{_THESE}))"
    rf"[\s,:=-]+(?P<value>.+)"
)
_TURNED = re.compile(
    rf"(?P<value>.+?)[\s,]+(?:cho |het |o )*(?P<which>{_LEFT}|tat ca|toan bo)[\s.!]*"
)
_SET_APART = r"(?:ch[ỉi] |ngo[ạa]i )?(?:tr[ừu]|ngo[àa]i|b[ỏo]|kh[ôo]ng k[ểe])\s+(?:ra\s+)?"
_ROW_SET = rf"(?:{SET}|{ROW}?\d{{1,3}})"
_BUT = re.compile(
    rf"{_SET_APART}(?P<before>{_ROW_SET})(?:\s+ra)?[\s,;:]+(?:th[ìi]\s+)?(?P<rest>[^\W\d].*)"
    rf"|(?P<of>[^\W\d].*?)[\s,;(]+{_SET_APART}(?P<behind>{_ROW_SET})(?:\s+ra)?[\s.!)]*",
    re.IGNORECASE,
)
_KEEP = re.compile(
    r"(?:(?:thi|deu|cu|van|cung|la|de|ghi|lay)[ ,]+)*(?:giu|giu nguyen|giu nhu cu|nhu cu|y cu"
    r"|y nguyen|nhu (?:ky|quy|nam|thang) truoc|bang ky truoc|theo ky truoc"
    r"|giong ky truoc|giong quy truoc|nhu lan truoc|nhu truoc|khong doi|khong thay doi"
    r"|giu nguyen (?:so|so lieu)(?: cu)?|giu (?:so|so lieu)(?: cu| ky truoc)?|so cu|so ky truoc"
    r"|giu nguyen (?:nhu|theo|so) ?(?:cu|ky truoc|quy truoc))"
    r"(?:[ ,.!]+(?:nha|nhe|a|em|luon|het|di|nghe|do))*[\s.!]*"
)


_LINES = re.compile(r"\b(?:cac|may|nhung) dong\b|danh sach")
_ZERO = re.compile(
    r"(?:(?:la|deu|bang|ghi|cung|de|cho) )*(?:0|so 0|khong \(0\))(?: (?:het|ca|nha|nhe|a))*"
)


def means_keep(text: str) -> bool:
    """Whether the text says that a row stays as it was in the last period."""
    return len(text) <= LONGEST_REST and _KEEP.fullmatch(fold_text(text)) is not None


def read_rest(text: str) -> Rest | None:
    """What a text says of all the rows that are left, or that are shown; None when it is
    something else."""
    said = in_common_words(clean_text(text)) if len(text) <= 2 * LONGEST_REST else text
    if len(said) > LONGEST_REST or "\n" in said:
        return None
    if (except_ := _BUT.fullmatch(said)) is not None:
        others = expand_set(except_["before"] or except_["behind"])
        rest = read_rest((except_["rest"] or except_["of"]).strip(" ,.;"))
        return replace(rest, but=others) if rest is not None and others else None
    folded = fold_text(said)
    match = _REST.fullmatch(folded) or _TURNED.fullmatch(folded)
    if match is None:
        return None
    start, end = match.span("value")
    words = said[start:end] if len(said) == len(folded) else match["value"]
    rest = read_state_of_rest(words)
    if rest is None:
        return None
    whole = bool(match.groupdict().get("report"))
    lines = _LINES.search(match["which"] or "") is not None
    return replace(rest, whole=whole, lines=lines)


def read_state_of_rest(words: str) -> Rest | None:
    """What the words behind `còn lại` say of these rows."""
    if means_keep(words):
        return Rest(keep=True)
    if _ZERO.fullmatch(fold_text(words)):
        return Rest(states=(AnswerState.VALUE,))
    reading = read_said_state(words)
    match reading:
        case ReadState(state=state, remark=None):
            return Rest(states=(state,))
        case AmbiguousReading(readings=readings):
            return Rest(states=tuple(one.state for one in readings if isinstance(one, ReadState)))
        case _:
            return None
