"""Answers that say which row they are for: `1=21; 3=5`, `I.1.2 = 21`, `biên chế có mặt: 46`."""

from __future__ import annotations

import re

from conversations.bulk.label_match import read_labelled
from conversations.bulk.model import (
    MAX_ENTRIES,
    BulkAnswers,
    BulkEntry,
    once_each,
    read_entry,
    split_outside_brackets,
)
from conversations.forms.model import Form
from conversations.forms.search import named_rows, sure_row
from conversations.text.normalize import clean_text, fold_text

_NUMBERED = re.compile(r"(?P<place>\d{1,3})(?:\s*:\s*|\)\s*|\.\s+)(?P<value>\S.*)")
_NUMBER = re.compile(r"\d{1,3}")
_PAIR = re.compile(r"(?P<place>\d{1,3})(?:\t\s*|\s*[,;|–—-]\s*(?=\S)| +(?=\S))(?P<value>.*)")
_ROW = re.compile(r"\b(?:dòng|dong|câu|cau)\s+(?=\d)", re.IGNORECASE)
# Between two answers: a semicolon or a line's end, or else what stands before the next address.
# Blanks are taken whole or not at all, so that a long row of them is looked at once.
_BETWEEN = re.compile(
    r"[;\n]|,\s*(?!\s)(?=[^,;=\n]+=)|(?<!\s)\s+(?=\d{1,3}\s*=)|,\s+(?=\d{1,3}\s*[:)])"
    r"|,\s+(?=[IVX]+(?:\.\d{1,2})+\s*:)",
    re.IGNORECASE,
)


def read_addressed(
    form: Form, rows: tuple[str, ...], text: str, *, listed: bool
) -> tuple[BulkEntry, ...]:
    """The entries, when the message is made of addressed answers; else none."""
    said = [
        part
        for raw in split_outside_brackets(_BETWEEN, _ROW.sub("", text))
        if (part := clean_text(raw))
    ]
    if len(said) > MAX_ENTRIES:
        return ()
    pairs = [_pair(form, rows, part, listed=listed) for part in said]
    found = [pair for pair in pairs if pair is not None]
    if not found or (len(found) < len(pairs) and "=" not in text):
        return ()
    if _is_free_text(form, rows, listed=listed) and not all(pair and pair[0] for pair in pairs):
        return ()
    return once_each(
        read_entry(form, *pair)
        if pair is not None
        else read_labelled(form, part, rows if listed else ()) or read_entry(form, None, part)
        for pair, part in zip(pairs, said, strict=True)
        if pair is None or pair[1]
    )


def read_numbered(form: Form, rows: tuple[str, ...], text: str) -> tuple[BulkAnswers, ...]:
    """The way in which every line is a number of the list and its answer: `1⇥21`, `3 5`."""
    lines = [match for raw in text.splitlines() if (match := _PAIR.fullmatch(raw.strip(" ")))]
    numbers = [int(line["place"]) for line in lines]
    whole = len(lines) == sum(bool(raw.strip()) for raw in text.splitlines())
    if len(lines) < 2 or not whole or len({*numbers}) < len(numbers):
        return ()
    if not all(1 <= number <= len(rows) for number in numbers):
        return ()
    said = [(int(line["place"]), value) for line in lines if (value := clean_text(line["value"]))]
    entries = [read_entry(form, rows[number - 1], value) for number, value in said]
    words = "; ".join(f"{number}={value}" for number, value in said)
    return (BulkAnswers(entries=tuple(entries), words=words),)


def _is_free_text(form: Form, rows: tuple[str, ...], *, listed: bool) -> bool:
    return not listed and bool(rows) and form.row(rows[0]).is_free_text


def _pair(
    form: Form, rows: tuple[str, ...], part: str, *, listed: bool
) -> tuple[str | None, str] | None:
    """The row's key, None when none is found, and its answer; None for no addressed answer."""
    place, equals, value = part.partition("=")
    if equals and place:
        if _is_code(part):
            return None
        return resolve_row(form, rows, place.strip(), listed=listed), value.strip()
    if listed and (match := _NUMBERED.fullmatch(part)):
        if (
            read_labelled(form, match["value"], rows) is not None
        ):  # the number only counts the lines
            return None
        return resolve_row(form, rows, match["place"], listed=True), match["value"]
    place, _, value = (one.strip() for one in part.partition(":"))
    if value and any(sign.isalpha() for sign in place):
        key = resolve_row(form, rows, place, listed=listed)
        return (key, value) if key is not None else None
    return None


def _is_code(part: str) -> bool:
    """`Có = 1` is one answer, as the form prints its codes."""
    place, _, value = part.partition("=")
    return fold_text(place) in ("co", "khong", "tot", "co vi pham") and value.strip().isdecimal()


def resolve_row(form: Form, rows: tuple[str, ...], place: str, *, listed: bool) -> str | None:
    """The key of the row that a number of the list, a key, or a label names beyond doubt."""
    number = _NUMBER.fullmatch(fold_text(place))
    if number is not None:
        index = int(number[0]) - 1
        return rows[index] if listed and 0 <= index < len(rows) else None
    named = named_rows(form, place)
    if len(named) > 1:
        return None  # the printed number of one row is the key of another
    row = (
        next(iter(named), None)
        or sure_row(form, place, rows if listed else ())
        or sure_row(form, place)
    )
    return row.key if row is not None and row.answer is not None else None
