"""Which rows a reviewer sends back, and why, in their own words: `trả câu 2 vì cao hơn kế hoạch`,
`câu 2 và câu 3 sai, coi lại`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from conversations.speech.people import FOR_WHOM, OH, POLITE
from conversations.speech.spoken import Spoken, hear, one_of
from conversations.speech.spoken_words import ends_asking
from conversations.text.normalize import fold_text

LONGEST = 500  # characters
_WORD = one_of("câu|dòng|mục|chỉ tiêu|hàng")
_KEY = r"[ivx]{1,5}(?:\.\d{1,2})+"
_COLUMN = rf"(?:\s+{one_of('cột')}\s+(?:số\s+)?\d{{1,2}})"
_PLACE = rf"(?:{_WORD}\s+(?:số\s+)?(?:\d{{1,3}}{_COLUMN}?|{_KEY})|{_KEY})"
_AND = rf"\s*(?:,|&|;|{one_of('và|với|cùng|rồi|vs|voi|cả')})\s*(?:{one_of('và|cả')}\s+)?"
_VERDICT = one_of(
    "sai|sai rồi|chưa đúng|không đúng|ko đúng|chưa khớp|không khớp|ko khớp|lệch|chưa ổn|không ổn",
    "coi lại|xem lại|kiểm tra lại|làm lại|sửa lại|sửa|rà lại|rà soát lại|tính lại|báo lại|bổ sung",
    "vô lý|bất hợp lý|lạ|lạ quá|cao quá|thấp quá|nhiều quá|ít quá|thiếu|bỏ trống|để trống|trống",
    "cao hơn|thấp hơn|lớn hơn|nhỏ hơn|nhiều hơn|ít hơn|vượt|chưa có|chưa điền"
    "|chưa giải trình|chưa rõ|bị sai|bị thiếu|bị nhầm|nhầm|có vấn đề|phải",
)
_ENDS = rf"(?=\s*(?:[,:;&]|$|{one_of('và|với|cùng|vì|do|bởi|tại|lý do')}\b|{_VERDICT}\b))"
_MORE = rf"(?:{_PLACE}|\d{{1,3}}{_ENDS})"  # a bare number must not be part of the reason
_PLACES = rf"(?P<places>{_PLACE}(?:{_AND}{_MORE})*)"
_BACK = rf"{one_of('trả lại|trả về|trả|cho làm lại|yêu cầu làm lại|gửi trả|gửi lại đơn vị')}"
_SOFT = (  # `trả câu 4 lại nhé, …`: not `câu 4 đi lệch kế hoạch`
    rf"(?:(?:\s+{one_of('lại|nhé|nha|nhá|nhe|nghe|đi|em|luôn|với|giúp|hộ|giùm')})+"
    rf"(?=\s*[:,.;]|$|\s+{one_of('vì|do|bởi|tại|lý do|lí do')}\b))?"
)
_WHY = (
    rf"{_SOFT}(?:\s*[:,.;-]*\s*(?:{one_of('vì|do|bởi vì|tại|lý do|lý do là|lí do')}\s*[:,]?\s*)?"
    rf"(?P<why>\S.*?))?"
)
_LEAD = rf"{OH}(?:{one_of('ok|đúng rồi|được rồi|thôi thì|rồi|em|cho chị|cho anh|chị|anh')}[\s,.]+)*"
_GIVEN = (
    Spoken(
        rf"{_LEAD}{_BACK}{FOR_WHOM}(?:\s+(?:{one_of('cái|chỗ|dòng')}\s+)?)\s*{_PLACES}{FOR_WHOM}{_WHY}{POLITE}"
    ),
    Spoken(
        rf"{_LEAD}{_PLACES}[\s:,-]+(?:{one_of('bị|thì|này|đang|là|có')}\s+)?(?P<why>{_VERDICT}(?:[\s,.;:]+\S.*?)?){POLITE}"
    ),
)
_NO_ROWS = Spoken(
    rf"{_LEAD}(?:{_BACK}|cho\s+(?:\w+\s+){{1,3}}làm lại){FOR_WHOM}"
    rf"(?:\s+{one_of('báo cáo|đơn vị|lan|cái này|bản này|này|họ|người ta')})*"
    rf"{POLITE}"
)
_REMARKED = Spoken(rf"{_LEAD}{_PLACES}[\s:,-]+(?P<why>\S.*?){POLITE}")
_IS_FINE = Spoken(
    rf"(?:{one_of('thì|này|nhìn|anh thấy|chị thấy|vậy|là|cũng|như vậy')}\s+)*"
    rf"{one_of('ổn|được|đúng|ok|oke|tốt|hợp lý|khớp|chuẩn|hay|rõ|đẹp')}\b.*"
)
_GIVES = Spoken(  # an answer, or a command about the row
    rf"{one_of('là|bằng|ghi|không phát sinh|không có|có|chưa có số|hỏi|giao|nhắc|giữ nguyên')}\b.*"
)
SHORTEST_REMARK = 2  # words
_NEXT = re.compile(rf"[,.;]\s+(?={_PLACE}[\s:=])", re.IGNORECASE)
_FIGURE = re.compile(
    r"(?:(?P<word>[^\W\d]+)\s+(?:số\s+|so\s+)?)?(?P<figure>[ivx]{1,5}(?:\.\d{1,2})+|\d{1,3})"
    r"(?:\s+(?:cột|cot)\s+(?:số\s+|so\s+)?(?P<column>\d{1,2}))?",
    re.IGNORECASE,
)
_PRINTED = frozenset({"dong", "hang"})  # of a form of tables they name a row as it is printed
_NUMBERED = frozenset({"cau", "muc", "tieu"})
_SAYS_NOTHING = Spoken(rf"(?:{_VERDICT}|{one_of('rồi|em|nha|nhé|đi|giúp|chị|anh|hết|ạ')}|[\s,.])+")


_OPENS = re.compile(rf"{_PLACE}\s*[:=]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReturnedPlace:
    """A row that is sent back, named as it was typed; `why` is empty when no reason was told."""

    place: str
    why: str


def read_returned(text: str) -> tuple[ReturnedPlace, ...] | None:
    """The rows that the text sends back; none of them when it only says that something is to be
    sent back; None for anything else."""
    if len(text) > LONGEST or "\n" in text.strip() or "?" in text:
        return None
    heard = hear(text)
    if _NO_ROWS.fits(heard) is not None:
        return ()
    found: dict[str, str] = {}
    for part in _NEXT.split(heard.plain):
        given = next((one for form in _GIVEN if (one := form.fits(hear(part)))), None)
        if given is None and not found:
            return None
        if given is None:
            last = next(reversed(found))
            found[last] = f"{found[last]}, {part}".strip(", ")
            continue
        why = given["why"].strip(" .,;:")
        bare = "" if _SAYS_NOTHING.fits(hear(why)) else why
        for place in _named(given["places"]):
            found[place] = bare or found.get(place, "")
    return tuple(ReturnedPlace(place, why) for place, why in found.items())


def read_remark(text: str) -> tuple[ReturnedPlace, ...]:
    """`câu 1 hơi nhiều so với năm ngoái`: what is remarked on rows, without a word that they are
    sent back; none for a question, an answer or praise."""
    if len(text) > LONGEST or "\n" in text.strip() or "?" in text or "=" in text:
        return ()
    found = _REMARKED.fits(hear(text))
    why = found["why"].strip(" .,;:") if found is not None else ""
    words = why.split()
    if len(words) < SHORTEST_REMARK or _IS_FINE.fits(hear(why)) or ends_asking(words):
        return ()
    if found is None or words[0][0].isdigit() or _GIVES.fits(hear(why)):
        return ()
    return tuple(ReturnedPlace(place, why) for place in _named(found["places"]))


def _named(places: str) -> Iterator[str]:
    """Each of the places as it would be said alone: `dòng 3 và 4` is `dòng 3` and `dòng 4`."""
    word = "câu"
    for one in _FIGURE.finditer(places):
        said = fold_text(one["word"] or "")
        word = "dòng" if said in _PRINTED else "câu" if said in _NUMBERED else word
        column = f" cột {one['column']}" if one["column"] and word == "dòng" else ""
        figure = one["figure"]
        yield figure.upper() if "." in figure else f"{word} {figure}{column}"


def split_returned(line: str) -> list[str]:
    """The rows of one line, each with its reason: `câu 4 lệch, câu 5 thiếu căn cứ` and `câu 4 với
    câu 5: lệch` name two; a row of which nothing is said belongs to the reason before it."""
    found: list[str] = []
    for part in _NEXT.split(line):
        several = read_returned(f"trả {part}") or ()
        if len(several) > 1 and all(one.why for one in several):
            found += [f"{one.place}: {one.why}" for one in several]
        elif found and not (_OPENS.match(part) or read_returned(part)):
            found[-1] = f"{found[-1]}, {part}"
        else:
            found.append(part)
    return found
