"""A note as people tell it, with the words for whose it is: `ghi chú dòng 1: …`, `dòng 1 cô ghi chú
thêm: …`, `ghi chú cho bác ở cái tỷ lệ đúng hạn là …`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conversations.text.normalize import clean_text, fold_text
from conversations.text.polite_words import FOLDED

LONGEST_HEAD = 160  # characters before a note
LONGEST_NOTE = 2_000  # characters of a line that may be one
LONGEST_PLACE = 120  # characters of words for whose it is, with no colon behind them
_PERSON = r"(?:em|anh|chi(?! (?:tieu|thi))|co|chu|bac|minh|toi|tui|chau)"
_ASKS = (
    rf"(?:(?:da|vang|a|quen|con|va|roi|gio|bay gio|{_PERSON}|them|ghi|cho|nho|muon"
    r"|giup|gium|dum|ho) )*"
)
_WORD = r"(?:ghi chu|gc|chu thich)(?!\w)"
_HELP = rf"(?: (?:them|giup|gium|dum|ho|nha|nhe|lai|{_PERSON}|cho {_PERSON}(?=[ ,])))*+"
_ROW = r"(?:dong|cau|chi tieu)"
_ROW_WORDS = {"dong": "dòng", "cau": "câu", "chi tieu": "chỉ tiêu"}
_OF = r"(?: (?:cho|vao|vo|o|cua|ben))"
_COLON = re.compile(
    rf"{_ASKS}{_WORD}(?: (?:them|giup|gium|dum|ho|nha|nhe|{_PERSON}))*"
    r"(?P<told> (?:cho|vao|o|cua))?(?P<group> (?:muc|nhom))?"
    rf"(?P<row> {_ROW})?(?: so(?= \d))? (?P<place>\S.*)"
)
_TURNED = re.compile(  # `dòng 1 cô ghi chú thêm: …`
    rf"{_ASKS}(?:(?P<row>{_ROW}) (?:so )?(?P<number>\d{{1,3}})"
    rf"|(?P<key>[ivx]+(?:\.\d{{1,2}})+)) (?:(?:thi|xin|co|them|kem|kem theo|{_PERSON}) )*"
    rf"{_WORD}(?: (?:them|la|rang|giup|gium|{_PERSON}))*"
)
_NUMBERED = re.compile(  # without a colon: a word for the row, or its key
    rf"{_ASKS}{_WORD}{_HELP}(?: (?:cho|vao|vo|o|cua|ben|cai))*+"
    rf"(?:,? (?P<row>{_ROW}) (?:so )?(?P<number>\d{{1,3}})| (?P<key>[ivx]+(?:\.\d{{1,2}})+))"
    r"(?: (?:la|rang|thi))* (?P<words>[^\s.:].*)"
)
_BARE_NUMBER = re.compile(  # `ghi chú 3 là do mưa`, where rows stand under numbers
    rf"{_ASKS}{_WORD}{_HELP} (?P<number>\d{{1,3}}) (?:la|thi la) (?P<words>[^\s.:].*)"
)
_BARE_WORDS = re.compile(  # `ghi chú quá hạn là do mưa`, where one of them is called so
    rf"{_ASKS}{_WORD}{_HELP} (?P<place>(?!la )[^\W\d][^,.;:]*?) (?:la|thi la) (?P<words>[^\s.:].*)"
)
_SHORT_ROW = re.compile(r"\bd(?=\d{1,3}\b)", re.IGNORECASE)
_BEHIND = re.compile(  # `ghi chú do mất điện vào dòng 2`
    rf"{_ASKS}{_WORD}{_HELP}(?: la)? (?P<words>\S.*?){_OF}+ (?P<row>{_ROW}) (?:so )?"
    rf"(?P<number>\d{{1,3}})(?: (?:nha|nhe|{_PERSON}|di|luon|a))*[ .!]*"
)
_WORDED = re.compile(  # `ghi chú ở cái tỷ lệ đúng hạn là …`; of no row, where no words follow
    rf"{_ASKS}{_WORD}{_HELP}(?P<of>{_OF}| {_ROW})(?:{_OF}| (?:cai|phan|muc|ngay|{_ROW}))*+"
    r" (?P<place>[^\W\d].*?)"
    r"(?:(?: (?:la|rang|thi la|noi la))+ (?P<words>\S.*)|(?P<cause> (?:do|vi|tai|boi) \S.*)|$)"
)
_END = rf"(?: (?:{FOLDED}))*[ ?.!]*"
_HOW = re.compile(  # `ghi chú dòng 3 được không em`, `… thì gõ sao`: asked, and no note
    r"(?:thi )?(?:(?:go|ghi|lam|bam|nhan|viet) )?"
    rf"(?:sao|the nao|lam sao|kieu gi|ra sao|cho nao|o dau){_END}"
    rf"|(?:thi )?(?:co )?duoc (?:khong|ko|k|hong|chua){_END}"
)
_THIS = re.compile(rf"(?:(?:o|cho|cai|muc|phan|{_ROW}) )*(?:nay|day|dang hoi)")
_BEFORE_WORDS = re.compile(rf"(?:(?:them|giup|gium|dum|ho|cho) )*(?:{_PERSON} )*(?:la|rang) (?=\S)")
_ASKED = re.compile(rf"(?!{_WORD}){_ASKS}(?:cai )?{_WORD}{_HELP} (?=[^\W\d])")
_MORE_ROWS = re.compile(
    r"(?:va|voi|den|toi|cung|[,&+-])\s*(?:(?:dong|cau)\s+)?\d|\d{1,3}\s+(?:la|rang|thi|do|vi)\b"
)


@dataclass(frozen=True, slots=True)
class ToldNote:
    """A note, and whose it is. `row`: the word before its number; `told`: what stands before it
    says that it is of a row."""

    place: str
    words: str
    row: str = ""
    of_group: bool = False
    told: bool = True

    @property
    def named(self) -> str:
        """Whose it is, as it was said."""
        return f"{_ROW_WORDS.get(self.row, self.row)} {self.place}".strip()

    @property
    def is_of_open_row(self) -> bool:
        """`ghi chú câu này là …`."""
        return _THIS.fullmatch(fold_text(self.place)) is not None


def part_note(part: str) -> ToldNote | None:
    """The note that a text is, and the words for whose it is; None when it is none."""
    head, colon, words = part.partition(":")
    if colon and words.strip() and len(head) <= LONGEST_HEAD:
        found = _before_colon(clean_text(head), words)
        if found is not None:
            return found
    said = _SHORT_ROW.sub("dòng ", clean_text(part).strip())
    told = _without_colon(said) if len(said) <= LONGEST_NOTE else None
    return None if told is not None and _HOW.fullmatch(fold_text(told.words)) else told


def asks_for_note(text: str) -> str:
    """`nhớ ghi chú giúp chị là số liệu tạm tính`, `thêm ghi chú do mất điện`: the words of a note
    that names no row; empty for another text."""
    folded = fold_text(text)
    found = _ASKED.match(folded) if len(folded) == len(text) else None
    return words_alone(text[found.end() :]) if found is not None else ""


def words_alone(text: str) -> str:
    """The words of a note without what leads to them: `giúp chị là đang làm`."""
    folded = fold_text(text)
    lead = _BEFORE_WORDS.match(folded)
    return text[lead.end() :] if lead is not None and len(folded) == len(text) else text


def _before_colon(head: str, words: str) -> ToldNote | None:
    said = fold_text(head)
    if (turned := _TURNED.fullmatch(said)) is not None:
        return ToldNote(turned["number"] or turned["key"], words)
    found = _COLON.fullmatch(said)
    if found is None:
        return None
    told = bool(found["told"] or found["row"] or found["group"])
    place = head[found.start("place") :] if len(head) == len(said) else found["place"]
    row = (found["row"] or "").strip() if place.isdecimal() else ""
    return ToldNote(place, words, row=row, of_group=bool(found["group"]), told=told)


def _without_colon(said: str) -> ToldNote | None:
    folded = fold_text(said)
    if len(folded) != len(said):
        return None
    if (behind := _BEHIND.fullmatch(folded)) is not None:
        return ToldNote(behind["number"], _slice(said, behind, "words"), row=behind["row"])
    if (found := _NUMBERED.fullmatch(folded)) is not None:
        words, row = _slice(said, found, "words"), found["row"] or ""
        if row and _MORE_ROWS.match(found["words"]):  # of which row nobody knows
            return ToldNote(said[found.start("number") :].rstrip(" :"), "", row=row)
        return ToldNote(found["number"] or found["key"], words, row=row)
    if (turned := _TURNED.match(folded)) is not None:
        words = said[turned.end() :].strip()
        row = turned["row"] or ""
        return ToldNote(turned["number"] or turned["key"], words, row=row) if words else None
    if (bare := _BARE_NUMBER.fullmatch(folded)) is not None:
        return ToldNote(bare["number"], _slice(said, bare, "words"), told=False)
    worded = _WORDED.fullmatch(folded.rstrip(" :"))
    bare = _BARE_WORDS.fullmatch(folded) if worded is None else None
    if bare is not None and len(bare["place"]) <= LONGEST_PLACE:
        return ToldNote(_slice(said, bare, "place"), _slice(said, bare, "words"), told=False)
    if worded is None or len(worded["place"]) > LONGEST_PLACE:
        return None
    words = _slice(said, worded, "words") or _slice(said, worded, "cause")
    return ToldNote(_slice(said, worded, "place"), words)


def _slice(said: str, found: re.Match[str], name: str) -> str:
    """The words of this part as they were typed."""
    return said[slice(*found.span(name))].strip() if found[name] else ""
