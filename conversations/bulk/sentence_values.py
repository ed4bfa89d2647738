"""What a value in a sentence says of a row: a number, a state, yes or no, a choice by its name."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from conversations.answer_types.reader import read_answer
from conversations.bulk.said_clause import Said
from conversations.bulk.said_words import folded_words, telling_words, words_of
from conversations.bulk.vocabulary.row_fits import score_rows
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.parsing.amount import leading_amount
from conversations.parsing.ratio import PART_CODE
from conversations.parsing.result import AmbiguousReading, Reading, ReadValue, RefusedReading
from conversations.parsing.states import read_state, read_unclear_state
from conversations.text.courtesy import is_courtesy
from conversations.text.normalize import fold_text, shorten_text

COVERED = 0.5  # how much likelier a row is all of whose label was said
NEAR = 1.15  # how much likelier rows are in a section of which others were told
FITS = 0.6  # score from which words name a row
LEAST_NAMED = 2  # words of its label that a row takes a state by which takes any text
_BELOW = ("giam", "am", "tru")
PERCENT = ("%", "trăm", "tram")
_STATE = re.compile(
    r"(?<!\w)(?:(?:không|khong|ko|kg|k|hông|hong|chưa|chua|đã|da) (?:có|co|làm|lam)|(?:có|co) "
    r"(?:rồi|roi)|chưa|chua|không|khong|ko|có|co|tốt|tot|rồi|roi)(?!\w)",
    re.IGNORECASE,
)
_UNSURE = re.compile(  # `chưa rõ có khen thưởng`, `không phải là chưa niêm yết`
    r"\b(?:khong|ko|kg|k|hong|hem|no|chang|cha|chua) "
    r"(?:(?:duoc )?(?:ro|biet|chac|nam|ranh|dam)|phai (?:la )?(?:khong|ko|chua|hong))\b"
)
SHORT = re.compile(r"[b-df-hj-np-tv-z]{2,4}")  # initials of words, `dvtt`
_DOES = re.compile(
    r"\s+(?:kiểm tra|kiem tra|thực hiện|thuc hien|tổ chức|to chuc|ban hành|ban hanh|triển khai"
    r"|trien khai|phát sinh|phat sinh|tuyên truyền|tuyen truyen|lồng ghép|long ghep)\b",
    re.IGNORECASE,
)


def is_bare_state(value: str) -> bool:
    """Whether a value says yes, no or not yet, and nothing more."""
    return _STATE.fullmatch(value) is not None


def _is_state(value: str) -> bool:
    """Whether a value says why there is none: `chưa có số` is no `chưa có`."""
    return not is_bare_state(value) and read_state(value) is not None


def read_said(row: Row, said: Said, *, is_last: bool) -> tuple[str, Reading] | None:
    """What is said of the row, as it was typed, and how it is read; None when the row cannot take
    it."""
    if row.is_free_text:  # a state alone; what else is said of it stands for itself
        state = read_state(said.value) if said.value else None
        named = len(telling_words(" ".join(said.before))) >= LEAST_NAMED
        unclear = read_unclear_state(said.value) is not None
        bare = named and (unclear or (state is not None and state.remark is None))
        return (said.value, read_answer(row, said.value)) if bare else None
    if row.options and _UNSURE.search(fold_text(said.clause)):
        return None
    percent = said.value.endswith(PERCENT)
    if percent and "%" not in row.measure:
        return None
    for typed in _typed(row, said, is_last=is_last):
        reading = read_value(row, typed)
        if reading is not None:
            if said.remark and said.remark not in typed and isinstance(reading, ReadValue):
                return said.typed, _with_more(said, reading)
            return typed, reading
    return None


def _with_more(said: Said, reading: ReadValue) -> AmbiguousReading:
    """The value with a remark that is none, asked about: `44 (hoàn thành 40)`."""
    data = {"read": shorten_text(said.typed)}
    return AmbiguousReading(code="which.sentence", data=data, readings=(reading,))


def _typed(row: Row, said: Said, *, is_last: bool) -> Iterator[str]:
    """What may be the answer, the fullest first: with words that are no label's at the end, a
    choice, the value."""
    figure = leading_amount(said.value, whole=False) is not None
    if said.remark:
        yield said.typed
    if row.options and not (figure or said.asks or _is_state(said.value)):
        yield from options_said(row, said.clause)
    if said.value:
        known = folded_words(f"{row.title} {row.measure}")
        behind = map(fold_text, telling_words(" ".join(said.behind)))
        sign = _sign_before(row, said)
        if is_last and any(word not in known and not SHORT.fullmatch(word) for word in behind):
            yield " ".join((f"{sign}{said.value}", *said.behind))
        yield f"{sign}{said.value}"
        if is_bare_state(said.value):
            yield said.value.split()[0]  # `chưa làm`
    elif not said.asks:
        yield from _states_said(row, said.clause)


def _sign_before(row: Row, said: Said) -> str:
    """A minus, where the last word before a value says that it is below zero: `biên chế giảm 5`."""
    last = fold_text(said.before[-1]) if said.before else ""
    return "-" if last in _BELOW and row.answer_type.may_be_negative else ""


def _states_said(row: Row, clause: str) -> Iterator[str]:
    """`chưa có` anywhere in the clause, `chưa` before what is done; `có` where it begins or ends
    it, and what stands behind is the row's: not `không rành khoản này`. `rồi` ends it: not `khen
    thưởng rồi mới báo`."""
    known = folded_words(row.title)
    for one in _STATE.finditer(clause):
        before, behind = clause[: one.start()], clause[one.end() :]
        if fold_text(one[0]) == "roi" and behind.strip(" .!") and not is_courtesy(behind):
            continue
        own = known.issuperset(map(fold_text, telling_words(behind)))
        ends = own and not (telling_words(before) and telling_words(behind))
        if " " in one[0] or _DOES.match(behind) or ends:
            yield one[0]


def may_be_rows(form: Form, line: str, beside: Collection[str] = ()) -> tuple[Row, ...]:
    """The rows that may be meant by a line without one, `người làm việc có mặt: 75`, the likeliest
    first; those of the sections of the rows `beside` it are likelier."""
    label, _, value = line.rpartition(": ")
    near = {form.section_of(key).key for key in beside}
    weighed = {
        key: score
        * _covering(form.row(key), label)
        * (NEAR if form.section_of(key).key in near else 1)
        for key, score in score_rows(form, words_of(label)).items()
        if score >= FITS
    }
    keys = sorted(weighed, key=lambda key: -weighed[key])
    return tuple(row for row in map(form.row, keys) if read_value(row, value) is not None)


def _covering(row: Row, said: str) -> float:
    """How much likelier a row is of whose label more was said: `lãnh đạo cấp sở` is the number of
    them rather than of those who are newly appointed."""
    label = folded_words(row.title) - {"luong"}
    return 1 + COVERED * len(label & folded_words(said)) / max(1, len(label))


def read_value(row: Row, typed: str) -> Reading | None:
    """The reading of a value; `hai bốn` behind a label is 24, as nobody says two numbers there."""
    reading = read_answer(row, typed)
    if isinstance(reading, RefusedReading):
        return None
    if isinstance(reading, AmbiguousReading):
        if reading.code == PART_CODE:
            return None  # a percentage says so
        only = reading.code == "which.number" and len(reading.readings) == 1
        return reading.readings[0] if only else reading
    return reading


def options_said(row: Row, said: str) -> list[str]:
    """The choices of the row that stand in the words, the longest first."""
    folded = f" {fold_text(said)} "
    names = [name for option in row.options for name in (option.label, *option.aliases)]
    found = [name for name in names if len(name) > 3 and f" {fold_text(name)} " in folded]
    return sorted(found, key=len, reverse=True)
