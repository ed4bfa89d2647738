"""Several corrections in one message, by the numbers of their rows: `sửa câu 3 thành 5 và câu 7
thành 2`, `à nhầm, dòng 1 là 21, dòng 3 là 5`, `dòng 7 với 8 ngược nhau`. They are previewed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from conversations.bulk.model import BulkAnswers, BulkEntry, read_entry
from conversations.dialog import preview
from conversations.dialog.previews.sentence.clause import Deed
from conversations.dialog.previews.sentence.reading import read_clause
from conversations.dialog.states.base import State
from conversations.dialog.turn import Turn
from conversations.forms.search import named_row
from conversations.protocol.preview_states import Preview
from conversations.protocol.session import Start, Summary
from conversations.reports.printed_answers import tell_answer
from conversations.speech.acts import Awaited
from conversations.text.normalize import clean_text, fold_text
from conversations.text.polite_words import FOLDED

LONGEST = 300  # characters
SHORTEST = 8  # characters of two corrections, as `1=2; 2=3` after a word
LEAST = 2  # corrections; one alone is an act of its own
_SLIPS = r"(?:ghi |go |nhap |bi )?(?:nham|lon|sai|quen)"
_LEAD = re.compile(
    rf"(?:(?:a|ah|o|oi|ui|uy|chet|da|vang|khoan|thoi|em|chi|anh|co|bac|chu|minh|{_SLIPS}|roi|het"
    r"|xin loi|truoc)[\s,.!:]+)*"
)
_AGAIN = r"(?:sua|doi|chinh|dieu chinh|cap nhat|dinh chinh)"
_ITEM = re.compile(
    rf"(?:{_AGAIN}(?: (?:lai|giup|gium|ho|cho|chi|anh|em|co|bac|minh))*\s+)?"
    r"(?:(?P<word>dong|cau|chi tieu|so|muc)\s+(?:so\s+|thu\s+)?)?"
    r"(?:(?P<n>\d{1,3})|(?P<key>[ivx]+(?:\.\d{1,2})+))"
    r"(?:\s*(?:=|:|->|→)\s*|\s+(?:(?:sua|doi|lai|phai|moi|thi|thanh|la|sang|bang|xuong|len)\s+)+)"
    r"(?P<value>\d[\d.,]*(?<![.,])\s?%?(?:\s+(?!va\b|voi\b|con\b|roi\b|dong\b|cau\b|sua\b|doi\b"
    r"|moi\b|nha\b|nhe\b|em\b|nua\b)[^\W\d]+){0,2}|kps|ccs|ktq|khong phat sinh|chua co so"
    r"|khong thuoc tham quyen|khong|co)(?!\w)"
)
_NEXT = re.compile(
    r"(?:\s*[,;.]\s*(?:(?:va|voi|con|roi)\s+)?|\s+(?:va|voi|con|roi)\s+|\s+(?=(?:dong|cau)\s))"
)
_END = re.compile(rf"(?:\s+(?:{FOLDED}|moi dung|moi phai|nua|luon|di|thoi))*[\s.!]*")
_SHORT = re.compile(r"\b[cd](?=\d{1,3}\b)", re.IGNORECASE)
_ORDERS = re.compile(rf"{_LEAD.pattern}{_AGAIN}\s")
_SAYS_SO = re.compile(rf"\b(?:{_SLIPS}|{_AGAIN})\b|\bmoi (?:dung|phai)\b")


@dataclass(frozen=True, slots=True)
class NumberedValue:
    """A new value for the row of a number, or with a key; `word` is what stands before it."""

    number: int
    value: str
    word: str
    key: str = ""


def read_several(text: str) -> tuple[NumberedValue, ...]:
    """The corrections that the text is, and nothing else; none for another text."""
    plain = _SHORT.sub(_row_word, " ".join(clean_text(text).split()))
    folded = fold_text(plain)
    if len(plain) > LONGEST or len(folded) != len(plain):
        return ()
    lead = _LEAD.match(folded)
    at, found = lead.end() if lead is not None else 0, []
    while (item := _ITEM.match(folded, at)) is not None:
        value = plain[slice(*item.span("value"))]
        found.append(
            NumberedValue(int(item["n"] or 0), value, item["word"] or "", item["key"] or "")
        )
        at = item.end()
        following = _NEXT.match(folded, at)
        if following is None:
            break
        at = following.end()
    ends = _END.fullmatch(folded, at) is not None
    return tuple(found) if ends and len(found) >= LEAST else ()


def take_several(turn: Turn, state: State[Any]) -> bool:
    """Preview the corrections of the text. False for another text, and before lines that are not
    stored yet, which are changed themselves."""
    if len(turn.typed) < SHORTEST:  # most answers
        return False
    if turn.quotes is not None or isinstance(turn.session.focus, Preview | Start):
        return False
    awaited = state.awaited(turn.form)
    if awaited is Awaited.CONSENT:
        return False
    entries = _corrected(turn, state, awaited) or _swapped(turn, state, awaited)
    if entries:
        rows = state.numbered_rows(turn.form, turn.report)
        preview.preview_readings(turn, (BulkAnswers(entries=entries),), turn.typed, rows)
    return bool(entries)


def _corrected(turn: Turn, state: State[Any], awaited: Awaited) -> tuple[BulkEntry, ...]:
    told = read_several(turn.typed)
    said = _SAYS_SO.search(fold_text(turn.typed)) is not None
    orders = _ORDERS.match(fold_text(turn.typed)) is not None
    named = orders or all(one.word or one.key for one in told)
    of_questions = awaited is Awaited.NOTHING or isinstance(turn.session.focus, Summary)
    free = awaited in (Awaited.TEXT, Awaited.REASON)
    if not told or not ((said and (named or not free)) or (named and of_questions)):
        return ()
    keys = [
        _named(turn, one.key) if one.key else _key(turn, state, one.number, one.word)
        for one in told
    ]
    if None in keys or len({*keys}) < len(keys):
        return ()
    return tuple(read_entry(turn.form, key, one.value) for key, one in zip(keys, told, strict=True))


def _swapped(turn: Turn, state: State[Any], awaited: Awaited) -> tuple[BulkEntry, ...]:
    """Two answers that stand in each other's row, where they are said to."""
    if len(turn.typed) > LONGEST or "nguoc" not in fold_text(turn.typed):
        return ()
    clause = read_clause(turn.typed)
    if clause is None or clause.deed is not Deed.SWAP or awaited is Awaited.TEXT:
        return ()
    word = "cau" if "cau" in fold_text(turn.typed).split() else ""
    keys = [_key(turn, state, number, word) for number in clause.numbers]
    stored = [turn.report.answers.get(key) if key else None for key in keys]
    if len(keys) != LEAST:
        return ()
    (first, second), (one, other) = keys, stored
    if not (first and second and one and other):
        return ()
    return (
        read_entry(turn.form, first, tell_answer(turn.form.row(second), other)),
        read_entry(turn.form, second, tell_answer(turn.form.row(first), one)),
    )


def _row_word(found: re.Match[str]) -> str:
    return "câu " if found[0].casefold() == "c" else "dòng "


def _named(turn: Turn, key: str) -> str | None:
    row = named_row(turn.form, key)
    return row.key if row is not None and row.answer is not None else None


def _key(turn: Turn, state: State[Any], number: int, word: str) -> str | None:
    """The row that stands under the number; else the question of this number, where that is meant
    and not the line of a list that is not before the officer."""
    key = state.row_by_number(turn, str(number))
    if key is not None or state.numbered_rows(turn.form, turn.report) or turn.form.blocks:
        return key
    of_points = state.awaited(turn.form) is Awaited.REASON
    asked = word == "cau" or not (turn.by_list or of_points)
    named = named_row(turn.form, f"câu {number}") if asked else None
    return named.key if named is not None and named.answer is not None else None
