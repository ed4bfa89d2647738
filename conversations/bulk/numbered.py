"""Numbers of rows with nothing but a blank behind them: `1⇥21`, `11 có 12 có`, `1-21, 2-15`; and
the numbers of a list that was typed at a question: `1. 47⏎2. 46`."""

from __future__ import annotations

import re

from conversations.answers.values import Coded
from conversations.bulk.furniture import NUMBERED, count_lines
from conversations.bulk.model import BulkAnswers, BulkEntry, once_each, read_entry
from conversations.bulk.ordered import without_politeness
from conversations.bulk.row_words import is_bare_set, match_rows
from conversations.bulk.said_states import means_keep, read_said_state
from conversations.forms.model import Form
from conversations.forms.search import sure_row
from conversations.parsing.result import AmbiguousReading, ReadValue, RefusedReading
from conversations.text.normalize import clean_text, short_number

_PAIR = re.compile(r"(?P<place>\d{1,3})(?:\t\s*|\s*[,;|–—-]\s*(?=\S)| +(?=\S))(?P<value>.*)")
_NEXT_WORDS = re.compile(
    r"(?:\s*+[,;]\s*+|\s++)(?:và\s++|va\s++|còn\s++|con\s++)?(?=\d{1,3}\s++[^\W\d_])",
    re.IGNORECASE,
)
_WORDS = re.compile(r"(?P<place>\d{1,3})\s+(?P<value>[^\W\d_][^\d=:]*)")
_DASHED = re.compile(r"(?P<place>\d{1,3})\s*[-–—]\s*(?P<value>\d[\d.,/]*%?(?:\s*\([^()]*\))?)")
_NEXT_COUNTED = re.compile(r"\s++(?=\d{1,3}(?:\.\s|\)))")
_COUNTED = re.compile(r"(?P<place>\d{1,3})(?:\.\s++|\)\s*+)(?P<value>\S.*)")
_TIGHT = re.compile(r"(?P<place>\d{1,2})\.(?P<value>\d+)")  # 1.47, a line each
_NEXT_DASHED = re.compile(r"\s*[,;\n]\s*|\s+(?=\d{1,3}[-–—]\d)")
_COUNTED_LINE = re.compile(r"(?P<place>\d{1,3})\s+(?!\d{3}(?:\D|$))\d\S*")
_FIGURE = re.compile(r"\d[\d.,]*%?")
LEAST_COUNTED = 3  # lines that count on
MOST_PAIRS = 60
LONGEST = 2_000  # characters of a line of such pairs

Pairs = list[tuple[int, str]]


def read_numbered(form: Form, rows: tuple[str, ...], text: str) -> tuple[BulkAnswers, ...]:
    """The way in which every line is a number of the list and its answer: `1⇥21`, `3 5`."""
    raw_lines = [raw for raw in text.splitlines() if raw.strip()]
    if raw_lines and not any(sign.isdigit() for sign in raw_lines[0]):
        raw_lines = raw_lines[1:]  # what the columns are called
    lines = [match for raw in raw_lines if (match := _PAIR.fullmatch(raw.strip(" ")))]
    numbers = [int(line["place"]) for line in lines]
    whole = len(lines) == len(raw_lines)
    if len(lines) < 2 or not whole or not _are_rows(numbers, rows):
        return ()
    said = [(int(line["place"]), value) for line in lines if (value := clean_text(line["value"]))]
    return (_answers(form, rows, said),)


def are_counted(text: str) -> bool:
    """Whether the lines begin with numbers that count on, `1 30⏎2 12⏎3 6`, so that they can be
    nothing but those of rows. `1 300` may be a thousand."""
    lines = [_COUNTED_LINE.fullmatch(line.strip()) for line in text.splitlines() if line.strip()]
    numbers = [int(line["place"]) for line in lines if line is not None]
    if len(numbers) < LEAST_COUNTED or len(numbers) != len(lines):
        return False
    return numbers == [*range(numbers[0], numbers[0] + len(numbers))]


def read_numbered_cells(form: Form, rows: tuple[str, ...], text: str) -> tuple[BulkAnswers, ...]:
    """The way in which every line of a pasted block is the number of a row, its answer, which may
    be words, and perhaps a note; when those rows take most of it. The lines of a table begin with
    such a number too, and have a label behind it."""
    lines = [
        [clean_text(cell) for cell in raw.split("\t")] for raw in text.splitlines() if raw.strip()
    ]
    if lines and not lines[0][0].isdecimal():
        lines = lines[1:]  # what the columns are called
    cells = [[*line, ""][:3] for line in lines if 2 <= len(line) <= 3 and short_number(line[0])]
    numbers = [int(line[0]) for line in cells]
    if len(cells) < 2 or len(cells) != len(lines) or not _are_rows(numbers, rows):
        return ()
    if any(any(map(str.isdigit, note)) and not any(map(str.isalpha, note)) for *_, note in cells):
        return ()  # two columns of numbers
    entries = [
        read_entry(form, rows[number - 1], value, note or None)
        for number, (_, value, note) in zip(numbers, cells, strict=True)
        if value
    ]
    refused = sum(isinstance(one.reading, RefusedReading) for one in entries)
    labels = sum(sure_row(form, one.said) is not None for one in entries)
    if refused + labels > len(entries) // 2:
        return ()
    return (BulkAnswers(entries=tuple(entries)),)


def read_pairs(
    form: Form, rows: tuple[str, ...], text: str
) -> tuple[tuple[BulkAnswers, ...], bool]:
    """The way in which numbers of rows stand before words that answer them, or before numbers
    behind a dash; and whether it is the only sensible one."""
    said = clean_text(text)
    if len(said) > LONGEST:
        return (), False
    counted = _matched(_COUNTED, _NEXT_COUNTED.split(said)) if "\n" not in said else []
    if len(counted) > 1 and _are_rows([place for place, _ in counted], rows):
        return (_answers(form, rows, counted),), True
    tight = _matched(_TIGHT, [line for line in said.split("\n") if line])
    if len(tight) > 1 and [place for place, _ in tight] == [*range(1, len(tight) + 1)]:
        return (_answers(form, rows, tight),) if len(tight) <= len(rows) else (), False
    dashed = _matched(_DASHED, _NEXT_DASHED.split(without_politeness(said)))
    if len(dashed) > 1 and _are_rows([place for place, _ in dashed], rows):
        return (_answers(form, rows, dashed),), True
    blank = _parted_by_blanks(said) if "\n" not in said and "\t" not in text else []
    if blank and _are_rows([place for place, _ in blank], rows):
        return (_answers(form, rows, blank),), False
    several = match_rows(said) if is_bare_set(said) else None
    if several is not None and _are_rows([*several[0]], rows):
        way = _answers(form, rows, [(number, several[1]) for number in several[0]])
        return ((way,), False) if all(map(_answers_row, way.entries)) else ((), False)
    words = _matched(_WORDS, _NEXT_WORDS.split(said))
    if not words or not _are_rows([place for place, _ in words], rows):
        return (), False
    answers = _answers(form, rows, words)
    if not all(_answers_row(entry) for entry in answers.entries):
        return (), False
    apart = "," in said or ";" in said or "\n" in said or len(words) == 1
    coded = all(_is_code(entry) for entry in answers.entries)
    return (answers,), apart or coded


def read_counted(form: Form, rows: tuple[str, ...], text: str) -> tuple[BulkEntry, ...]:
    """Lines counted 1, 2, 3 at a single question: the answers of that one and of those behind
    it; or the numbers of questions, when they begin with this one's. Such a number is never a
    value. Lines that have none are kept without a row."""
    lines = count_lines(text) or []
    numbers = [number for number, _ in lines if number]
    if len(numbers) < 2 or form.row(rows[0]).is_free_text:
        return ()
    asked = numbers[0] == form.counted_at.get(rows[0], -1) + 1
    places = rows if numbers[0] == 1 else tuple(form.counted_at) if asked else ()
    return once_each(
        read_entry(
            form,
            places[number - 1] if 0 < number <= len(places) else None,
            clean_text(value),
        )
        for number, value in lines
    )


def without_number(text: str) -> str:
    """A lone answer without the number of a list before it: `1. 47`, `1) 47`."""
    match = NUMBERED.match(text)
    return text[match.end() :] if match and "\n" not in text else text


def _parted_by_blanks(said: str) -> Pairs:
    """`8 92.5 9 7 10 15`: every second number counts on, as those of rows do; none else."""
    words = said.split()
    places, values = words[::2], words[1::2]
    if len(places) != len(values) or len(values) < 2 or not all(map(_FIGURE.fullmatch, words)):
        return []
    numbers = [int(place) for place in places if place.isdecimal() and len(place) < 4]
    counts_on = numbers == [*range(numbers[0], numbers[0] + len(values))] if numbers else False
    return [*zip(numbers, values, strict=True)] if counts_on else []


def _matched(shape: re.Pattern[str], parts: list[str]) -> Pairs:
    """The parts as pairs, when all are."""
    found = [match for part in parts if (match := shape.fullmatch(part.strip(" ,;")))]
    if len(found) != len(parts) or len(found) > MOST_PAIRS:
        return []
    return [(int(match["place"]), match["value"].strip(" ,;")) for match in found]


def _are_rows(numbers: list[int], rows: tuple[str, ...]) -> bool:
    known = all(1 <= number <= len(rows) for number in numbers)
    return known and len({*numbers}) == len(numbers)


def _answers(form: Form, rows: tuple[str, ...], said: Pairs) -> BulkAnswers:
    entries = [read_entry(form, rows[number - 1], value) for number, value in said]
    words = "; ".join(f"{number}={value}" for number, value in said)
    return BulkAnswers(entries=tuple(entries), words=words)


def _answers_row(entry: BulkEntry) -> bool:
    """Whether words are an answer by themselves: a state, a choice, the last period's."""
    return _is_code(entry) or means_keep(entry.said) or read_said_state(entry.said) is not None


def _is_code(entry: BulkEntry) -> bool:
    match entry.reading:
        case ReadValue(value=Coded()):
            return True
        case AmbiguousReading(readings=(ReadValue(value=Coded()), *_)):
            return True
        case _:
            return False
