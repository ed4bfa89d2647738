"""Several answers said in one breath, each behind some words of its row's label: `phòng ban thì bốn
phòng còn đơn vị trực thuộc thì sáu`. Which row is meant is the officer's to confirm."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conversations.answer_types.reader import read_answer
from conversations.bulk.breath import Said, cut_breath
from conversations.bulk.label_match import all_labels
from conversations.bulk.model import BulkEntry, once_each, refuse_entry
from conversations.bulk.spoken_rows import content_words, is_slip, rows_of_words
from conversations.forms.model import Form, Row
from conversations.forms.search import plain_label
from conversations.parsing.result import (
    AmbiguousReading,
    Reading,
    ReadState,
    ReadValue,
    RefusedReading,
)

MOST = 60  # values in one breath
LEAST_WORDS = 2  # of a label, at the beginning; later one word is enough near the last row
NOUN = 2  # words of a measure that is said behind a value: `đơn vị`
BARE_WORDS = ("có", "không", "rồi", "tốt", "không có")  # answers only where their row is named
_PERCENT = ("phần", "trăm")
Found = tuple[Row, Reading, str]


def read_dictation(form: Form, rows: Sequence[str], text: str) -> tuple[BulkEntry, ...]:
    """The answers, in order; none when the text is something else. `rows` are in hand, the one
    that is asked first. A value whose row is not known stays without one."""
    said = _joined(_turned(cut_breath(text, all_labels(form))))
    if not 0 < len(said) <= MOST or not any(content_words(one.words) for one in said):
        return ()
    entries = tuple(_placed(form, rows, said, exact=not text.isascii()))
    placed = sum(one.row is not None for one in entries)
    if placed == len(entries) or (placed > 1 and placed * 3 >= len(entries) * 2):
        return once_each(entries)
    known = all(one.row or may_be_rows(form, one.said) for one in entries)
    return once_each(entries) if placed and known else ()


def may_be_rows(form: Form, line: str) -> tuple[Row, ...]:
    """The rows that may be meant by a line without one, `người làm việc có mặt: 75`."""
    label, _, value = line.rpartition(": ")
    rows = rows_of_words(form, label.split(), form.order, None, exact=not line.isascii())
    return tuple(row for row in rows if not isinstance(read_answer(row, value), RefusedReading))


def _turned(said: tuple[Said, ...]) -> tuple[Said, ...]:
    """With the words behind a value as its label, where none stands before it: `12 nhiệm vụ giao,
    8 đúng hạn, 4 quá hạn`."""
    following = (*(one.words for one in said[1:]), ())[: len(said)]
    return tuple(
        Said(one.behind, one.value)
        if not content_words(one.words)
        and content_words(one.behind)
        and words[: len(one.behind)] != one.behind
        else one
        for one, words in zip(said, following, strict=True)
    )


def _joined(said: Sequence[Said]) -> tuple[Said, ...]:
    """With figures of a label put back into it (`hợp đồng 111 là 9`), and nothing said twice."""
    found: list[Said] = []
    for one in said:
        links = one.words and not content_words(one.words)
        again = one.words and all(is_slip(word) for word in one.words)
        twice = found and not one.words and one.value == found[-1].value
        figure = links and _are_links(one.words) and found and found[-1].value.isdecimal()
        if found and (again or twice or figure):
            found[-1] = Said(found[-1].words, one.value, one.behind)
        else:
            found.append(one)
    return tuple(found)


def _are_links(words: Sequence[str]) -> bool:
    return {word.casefold() for word in words} <= {"là", "la", "thì", "thi", "bằng"}


def _placed(
    form: Form, rows: Sequence[str], said: Sequence[Said], *, exact: bool
) -> Iterator[BulkEntry]:
    """The values with their rows: those of the group that was spoken of last come first."""
    walk = _Walk(form, rows, exact=exact, several=len(said) > 1)
    for at, one in enumerate(said):
        glued = at > 0 and said[at - 1].behind[:1] == one.words[:1]
        found = walk.find_row(one, is_end=at + 1 == len(said), glued=glued)
        if found is not None:
            row, reading, typed = found
            yield BulkEntry(row=row.key, said=typed, reading=reading)
        elif one.value not in BARE_WORDS:  # `mai chị có` answers nothing
            label = " ".join(one.words or one.behind)
            line = f"{label}: {one.value}" if label else one.value
            yield BulkEntry(row=None, said=line, reading=refuse_entry("burst.no_row", line))


class _Walk:
    """Going through what was said; `last` is the row that was found before."""

    def __init__(self, form: Form, rows: Sequence[str], *, exact: bool, several: bool) -> None:
        self.form, self.rows, self.exact, self.several = form, rows, exact, several
        self.last: str | None = None
        self._used: set[str] = set()

    def find_row(self, said: Said, *, is_end: bool, glued: bool) -> Found | None:
        """The row with its answer; the nearest place that has one. `glued`: the first words may
        be what the value before was counted in."""
        shorter = [
            Said(said.words[dropped:], said.value, said.behind)
            for dropped in range(1, NOUN + 1)
            if glued and len(content_words(said.words[dropped:])) >= LEAST_WORDS
        ]
        for near, is_close in self._places():
            for one in (said, *shorter):
                found = self._find_among(near, one, is_end=is_end, is_close=is_close)
                if found is not None:
                    self.last = found[0].key
                    self._used.add(found[0].key)
                    return found
        return None

    def _places(self) -> Iterator[tuple[Sequence[str], bool]]:
        return _places(self.form, self.rows, self.last, several=self.several)

    def _find_among(
        self, near: Sequence[str], said: Said, *, is_end: bool, is_close: bool
    ) -> Found | None:
        words = content_words(said.words)
        strict = self.exact and near is self.form.order
        named = rows_of_words(self.form, words, near, self.last, exact=strict)
        if self.last is None and len(words) < LEAST_WORDS:
            named = tuple(row for row in named if _holds(row, said.words))
        left = [row for row in named if row.key not in self._used and row.computed is None]
        if not is_close:
            left = _sole_row(left, words)
        return _first_that_takes(left, said, is_end=is_end)


def _places(
    form: Form, rows: Sequence[str], last: str | None, *, several: bool
) -> Iterator[tuple[Sequence[str], bool]]:
    """Where rows are looked for, and whether it is so near that the likeliest of several counts."""
    around = last or (rows[0] if rows else None)
    if last is None and rows:
        yield rows[:1], True
    if around is not None:
        yield form.asked_by_heading[form.group_of(around).key], True
        if several:  # one alone may be of any section
            yield form.asked_by_heading[form.section_of(around).key], False
    yield form.order, False


def _holds(row: Row, words: Sequence[str]) -> bool:
    """Whether the label has these words in a row: two at least."""
    label = f" {plain_label(row.title)} "
    ends = (plain_label(" ".join(words[at:])) for at in range(len(words) - 1))
    return any(f" {end} " in label for end in ends)


def _sole_row(rows: Sequence[Row], words: Sequence[str]) -> list[Row]:
    """The row, where only one has the words, or has them in a row: far from what was asked, what
    may be two rows is neither."""
    said = plain_label(" ".join(words)).split()
    phrase = f" {' '.join(said)} "
    together = [row for row in rows if phrase in f" {plain_label(row.title)} "]
    found = together or rows
    own = [len({*said} & {*plain_label(row.title).split()}) for row in found]
    best = [row for row, count in zip(found, own, strict=True) if count == max(own)]
    return best if len(best) == 1 else []


def _first_that_takes(rows: Sequence[Row], said: Said, *, is_end: bool) -> Found | None:
    """The first row that the value answers beyond doubt; else the first that may take it."""
    doubtful: Found | None = None
    for row in rows:
        typed = _typed(row, said, is_end=is_end)
        reading = read_answer(row, typed)
        if isinstance(reading, ReadValue | ReadState):
            return row, reading, typed
        if isinstance(reading, AmbiguousReading) and _is_one_number(reading):
            return row, reading.readings[0], typed
        if isinstance(reading, AmbiguousReading) and doubtful is None:
            doubtful = row, reading, typed
    return doubtful


def _is_one_number(reading: AmbiguousReading) -> bool:
    """`hai bốn` behind a label: 24, as nobody says two numbers there."""
    return reading.code == "which.number" and len(reading.readings) == 1


def _typed(row: Row, said: Said, *, is_end: bool) -> str:
    """The value with what belongs to it: per cent, and at the end what is no filler."""
    behind = said.behind
    if tuple(word.casefold() for word in behind[:2]) == _PERCENT:
        return f"{said.value}%" if said.value[-1].isdigit() else f"{said.value} phần trăm"
    known = {*plain_label(f"{row.title} {row.measure}").split()}
    left = [word for word in content_words(behind) if plain_label(word) not in known]
    plain = not is_end or not left
    return said.value if plain else " ".join((said.value, *behind))
