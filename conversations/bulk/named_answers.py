"""Answers in a sentence of the officer's own, each with a few words of its row: `nhiệm vụ kế hoạch
24, xong 9`, `sáng kiến chưa có, khen thưởng có`. They are always shown before they are stored."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from conversations.answer_types.reader import read_answer
from conversations.bulk.furniture import is_courtesy, strip_furniture
from conversations.bulk.model import BulkEntry, once_each, read_entry
from conversations.bulk.row_vocabulary import score_rows, telling_words, words_of
from conversations.bulk.said_states import read_said_state
from conversations.forms.model import Form, Row
from conversations.parsing.result import ReadValue, RefusedReading
from conversations.text.normalize import clean_text, fold_text

LONGEST = 1_500  # characters of such a message
MOST = 40  # pieces of one message
LESS_LIKELY = 0.85  # for a number without a sign, of a row in percent
FITS = 0.6  # score from which words name a row
CLEAR = 0.92  # a second row that fits so much of the first leaves it open which is meant
ABOUT = 0.9  # how much the words before say that have no value of their own
IN_HAND, SAME_GROUP, NEXT = 1.35, 1.4, 1.1  # how much likelier such rows are
_CLAUSE = re.compile(
    r"[;\n]|,(?!\d)|(?<!\d),|\.(?=\s|$)|\s(?:và|còn|với|va|voi|con)\s", re.IGNORECASE
)
_NUMBER = re.compile(r"(?<![\w/.,])\d[\d.,/]*(?<![.,/])\s?(?:%|phần trăm\b|phan tram\b)?(?![\w/:])")
# A number behind these words is a part of a name, no value.
_OF_NAME = re.compile(
    r"(?:muc do|muc|chi thi|ct|nghi dinh|nd|nghi quyet|quyet dinh|thong tu|ke hoach so|quy|thang"
    r"|ngay|lan thu|khoa|dot|hd|cau|(?<!hop )dong|dieu|nam(?= 20))\s*$"
)
_ADDRESS = re.compile(r"\b(?:(?<!hop )dong|cau|stt|y so)\s+(?:so\s+)?\d|\d\s*=")
_PERCENT = ("%", "trăm", "tram")
_STATES = (
    r"không phát sinh|khong phat sinh|kps|(?:không|khong|ko|kg|k|hông|hong|chưa|chua) (?:có|co)"
    r"|(?:chưa|chua|đã|da) (?:làm|lam)|chưa|chua|không|khong|ko|có rồi|co roi|có|co|tốt|tot|rồi|roi"
)
_STATE = re.compile(rf"(?<!\w)(?:{_STATES})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class _Piece:
    """A value with the words before it, and those behind it that may say what is counted."""

    said: str
    words: tuple[str, ...]
    value: str = ""
    behind: tuple[str, ...] = ()


def read_named(form: Form, rows: Sequence[str], text: str) -> tuple[BulkEntry, ...]:
    """The answers that a sentence gives, `rows` in hand before others; none when no row is named.
    What belongs to no row, or may belong to two, is kept without a row."""
    said = clean_text(strip_furniture(text))
    if len(said) > LONGEST or "\t" in text or _ADDRESS.search(fold_text(said)):
        return ()
    pieces = [piece for clause in _clauses(said) for piece in _pieces(clause)]
    if not pieces or len(pieces) > MOST:
        return ()
    placed = _place(form, rows, pieces)
    entries = [
        read_entry(form, placed[at][0].key, placed[at][1])
        if at in placed
        else read_entry(form, None, piece.said)
        for at, piece in enumerate(pieces)
        if at in placed or _says_something(form, piece, placed)
    ]
    entries += [
        read_entry(form, row.key, said) for at, (row, said) in placed.items() if at >= len(pieces)
    ]
    return once_each(entries) if placed else ()


def _place(form: Form, rows: Sequence[str], pieces: Sequence[_Piece]) -> dict[int, tuple[Row, str]]:
    """The row of each piece that has one. What may mean two rows is looked at again when the
    others have theirs: `phát hiện 5, xử lý xong 4`."""
    found: dict[int, tuple[Row, str]] = {}
    for _ in range(2):
        for at, piece in enumerate(pieces):
            if at in found:
                continue
            near = [found[one][0] for one in (at - 1, at + 1) if one in found]
            taken = {row.key for row, _ in found.values()}
            row, value = _row_of(form, rows, piece, near, taken, _spoken_of(pieces[:at]))
            if row is not None:
                found[at] = row, value
    _place_choices(form, pieces, found)
    _place_percent(form, rows, pieces, found)
    return found


def _place_choices(form: Form, pieces: Sequence[_Piece], found: dict[int, tuple[Row, str]]) -> None:
    """`60 phiếu giấy` names a choice of a row beside the one that takes the figure: a piece of its
    own, behind the others."""
    taken = {row.key for row, _ in found.values()}
    groups = {form.group_of(key).key for key in taken}
    for at, piece in enumerate(pieces):
        rows = [
            (row, said[0])
            for row in form.rows
            if row.options
            and row.key not in taken
            and form.group_of(row.key).key in groups
            and (said := [one for one in _options_said(row, piece.said) if " " in one])
        ]
        if piece.value and len(rows) == 1:
            taken.add(rows[0][0].key)
            found[len(pieces) + at] = rows[0]


def _place_percent(
    form: Form, hand: Sequence[str], pieces: Sequence[_Piece], found: dict[int, tuple[Row, str]]
) -> None:
    """`phiếu 150, kết hợp 92,5%`: the one row in percent of the same heading."""
    groups = {form.group_of(row.key).key for row, _ in found.values()}
    taken = {row.key for row, _ in found.values()}
    for at, piece in enumerate(pieces):
        if at in found or not piece.value.endswith(_PERCENT):
            continue
        known = len(pieces) + at in found  # its words name a choice
        rows = [
            row
            for row in form.rows
            if row.key in hand
            and row.key not in taken
            and form.group_of(row.key).key in groups
            and _value_for(row, piece)
        ]
        if len(rows) == 1 and (known or not any(telling_words(" ".join(piece.words)))):
            found[at] = rows[0], piece.value


def _says_something(form: Form, piece: _Piece, placed: dict[int, tuple[Row, str]]) -> bool:
    """Whether a piece without a row has to be told of: a figure, a question, or words of a row that
    none of the others answers."""
    if piece.value or "?" in piece.said:
        return True
    scores = score_rows(form, piece.words, (), _rows_that_take(form))
    best = max(scores.values(), default=0)
    taken = {row.key for row, _ in placed.values()}
    return best >= FITS and not any(scores.get(key, 0) >= CLEAR * best for key in taken)


def _rows_that_take(form: Form) -> list[Row]:
    return [row for row in form.rows if row.answer is not None and row.computed is None]


def _clauses(said: str) -> list[str]:
    clauses = [clause.strip(" .!,:") for clause in _CLAUSE.split(said)]
    return [
        clause
        for clause in clauses
        if clause and not is_courtesy(clause) and read_said_state(clause) is None
    ]


def _pieces(clause: str) -> list[_Piece]:
    """One piece for each number of the clause; without one the clause is a piece, if it says more
    than a word or two."""
    found: list[_Piece] = []
    start = 0
    numbers = [one for one in _NUMBER.finditer(clause) if not _is_of_name(clause[: one.start()])]
    for at, number in enumerate(numbers):
        end = numbers[at + 1].start() if at + 1 < len(numbers) else len(clause)
        behind = telling_words(clause[number.end() : end])
        words = tuple(words_of(clause[start : number.start()]))
        taken = clause[start:end] if at + 1 == len(numbers) else clause[start : number.end()]
        found.append(_Piece(taken.strip(" :=-"), words, number[0].strip(), tuple(behind[:3])))
        start = number.end()
    if found or not telling_words(clause):
        return found
    return [_Piece(clause, tuple(words_of(_STATE.sub(" ", clause))))]


def _is_of_name(before: str) -> bool:
    return _OF_NAME.search(fold_text(before[-60:])[-30:]) is not None


def _spoken_of(before: Sequence[_Piece]) -> tuple[str, ...]:
    """The words of the last piece that gave no value: `em gửi biên chế`, `được giao 47`."""
    return next((one.words for one in reversed(before) if not one.value), ())


def _row_of(
    form: Form,
    hand: Sequence[str],
    piece: _Piece,
    near: Sequence[Row],
    taken: set[str],
    about: Sequence[str],
) -> tuple[Row | None, str]:
    """The row that is meant, with what is said of it; no row when two are as likely."""
    rows = _rows_that_take(form)
    context = score_rows(form, about, (), rows)
    for words, measure in _words_to_try(piece):
        scores = score_rows(form, words, measure, rows)
        found = _likeliest(form, hand, piece, near, taken, scores, context)
        if found is not None:
            return found
    return None, ""


def _words_to_try(piece: _Piece) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """The words before the value; with those behind it (`kiểm tra 4 phòng ban`); those alone, when
    nothing was said before (`có 5 nhiệm vụ được giao`)."""
    behind = piece.behind if len(piece.behind) > 1 else ()
    return [(piece.words, piece.behind), ((*piece.words, *behind), ()), (behind, ())]


def _likeliest(
    form: Form,
    hand: Sequence[str],
    piece: _Piece,
    near: Sequence[Row],
    taken: set[str],
    scores: dict[str, float],
    context: dict[str, float],
) -> tuple[Row, str] | None:
    rows = _rows_that_take(form)
    likely = []
    for row in rows:
        score = scores.get(row.key, 0.0)
        if score >= FITS / IN_HAND and row.key not in taken:
            value = _value_for(row, piece)
            weighed = score * _likelier(form, hand, row, near) * _fit_of(row, piece)
            weighed += ABOUT * context.get(row.key, 0.0)
            if value and weighed >= FITS:
                likely.append((weighed, row, value))
    likely.sort(key=lambda one: -one[0])
    if not likely or (len(likely) > 1 and likely[1][0] > CLEAR * likely[0][0]):
        return None
    return likely[0][1], likely[0][2]


def _likelier(form: Form, hand: Sequence[str], row: Row, near: Sequence[Row]) -> float:
    factor = IN_HAND if row.key in hand else 1.0
    if any(form.group_of(one.key).key == form.group_of(row.key).key for one in near):
        factor *= SAME_GROUP
    if any(one.key.rpartition(".")[0] == row.key.rpartition(".")[0] for one in near):
        factor *= NEXT
    order = form.asked_at
    if any(abs(order.get(row.key, 0) - order.get(one.key, 0)) == 1 for one in near):
        factor *= NEXT
    return factor


def _fit_of(row: Row, piece: _Piece) -> float:
    bare = piece.value and not piece.value.endswith(_PERCENT)
    return LESS_LIKELY if bare and "%" in row.measure else 1.0


def _value_for(row: Row, piece: _Piece) -> str:
    """What the piece says of the row; empty when the row cannot take it."""
    if piece.value:
        fits = not row.is_free_text and not row.options
        percent = piece.value.endswith(_PERCENT)
        fits = fits and (not percent or "%" in row.measure)
        return piece.value if fits and _reads(row, piece.value) else ""
    if "?" in piece.said:
        return ""
    said = _options_said(row, piece.said)
    said += [one[0] for one in _STATE.finditer(piece.said)]
    return next((one for one in said if _reads(row, one)), "")


def _options_said(row: Row, said: str) -> list[str]:
    """The choices of the row that stand in the words, the longest first."""
    folded = f" {fold_text(said)} "
    names = [name for option in row.options for name in (option.label, *option.aliases)]
    found = [name for name in names if len(name) > 3 and f" {fold_text(name)} " in folded]
    return sorted(found, key=len, reverse=True)


def _reads(row: Row, value: str) -> bool:
    reading = read_answer(row, value)
    if isinstance(reading, RefusedReading):
        return False
    return not (isinstance(reading, ReadValue) and reading.remark)
