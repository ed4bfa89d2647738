"""Answers in order, without addresses: `21 7 5`, `21, 7, _, 5`, one in each line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conversations.answer_types.reader import read_answer
from conversations.answers.values import AnswerState
from conversations.bulk.model import (
    MAX_ENTRIES,
    BulkAnswers,
    BulkEntry,
    read_entry,
    refuse_entry,
    split_outside_brackets,
)
from conversations.forms.columns import LONGEST_NAME, VALUE, WEAK_VALUE, columns_named
from conversations.forms.model import Form
from conversations.forms.search import plain_label
from conversations.parsing.digits import NUMERAL, read_figures
from conversations.parsing.result import ReadState, ReadValue
from conversations.parsing.states import read_state
from conversations.reports.model import Report
from conversations.text.normalize import clean_text, fold_text
from conversations.text.numbers import print_number

BLANK = re.compile(r"[_\-–—.…]*|x|bỏ|trống", re.IGNORECASE)
_TOKEN = re.compile(r"[^\s()]+(?:\s*\([^()]*\))?|\([^()]*\)")
_PIECE = re.compile(r"[^ ()]+(?: *\([^()]*\))?")  # a no-break space stays inside
_SIMPLE = re.compile(r"(?:\d[\d.,]*%?|\d+/\d+)(?:\s*\([^()]*\))?|[_\-–—]+")
_WORDS = frozenset({"co", "khong", "ko", "kps", "ktq", "kttq", "ccs", "roi", "chua", "tot"})
_JOINED = re.compile(r"(?<![\d.,])([1-9]\d{0,2}(?: \d{3})+)(?![\d.,]*\d)")
_DASHES = frozenset("-–—")
_COMMAS = re.compile(r"[\d_]+(?:,[\d_]+)+")
_COMMA, _SEMICOLON = re.compile(r",\s+|,$"), re.compile(";")
Items = list[str]
Ways = list[Items] | None  # None: too many items for any message


def read_lists(
    form: Form, report: Report, rows: tuple[str, ...], text: str, *, listed: bool
) -> tuple[BulkAnswers, ...] | None:
    """Every way to part the text into answers in order; None when there are too many."""
    if not rows or (not listed and form.row(rows[0]).is_free_text):
        return ()
    if not listed and _is_one_answer(form, rows[0], text):
        return ()
    ways = _ways(text, listed=listed)
    if ways is None:
        return None
    bursts = [_fill(form, report, rows, way, text, listed=listed) for way in ways]
    return tuple(bursts)


def _is_one_answer(form: Form, key: str, text: str) -> bool:
    """Whether the reader takes the text for one row as it stands, and no plain list."""
    said = clean_text(text)
    sure = isinstance(read_answer(form.row(key), said), ReadValue | ReadState)
    return sure and not ("\n" in said and all(map(_is_simple, said.splitlines())))


def _ways(text: str, *, listed: bool) -> Ways:
    said = clean_text(text)
    if "\n" in said:
        return _by_lines(said, listed=listed)
    if ";" in said:
        return _checked(
            [part.strip() for part in split_outside_brackets(_SEMICOLON, said)], listed=listed
        )
    if re.search(r",(\s|$)", said) or _COMMAS.fullmatch(said):
        return _by_commas(said, listed=listed)
    return _by_blanks(said, listed=listed)


def _by_lines(said: str, *, listed: bool) -> Ways:
    lines = said.split("\n")
    if _names_values(lines[0]):
        lines = lines[1:]  # the column was copied with its name
    items: Items = []
    for line in lines:
        tokens = _TOKEN.findall(line)
        several = len(tokens) > 1 and all(map(_is_simple, tokens)) and not _JOINED.search(line)
        items.extend(tokens if several else [line.strip()])
    return _checked(items, listed=listed)


def _names_values(line: str) -> bool:
    bare = len(line) < LONGEST_NAME and not any(map(str.isdigit, line))
    return bare and bool(columns_named([plain_label(line)], (*VALUE, *WEAK_VALUE)))


def _by_commas(said: str, *, listed: bool) -> Ways:
    spaced = [part.strip() for part in split_outside_brackets(_COMMA, said)]
    if len(spaced) > 1:
        return _checked(spaced, listed=listed)
    apart = said.split(",")
    if len(apart) > MAX_ENTRIES:
        return None
    if not listed:
        return [apart] if len(apart) > 2 and not read_figures(said, whole=True) else []
    return [[said], apart] if read_figures(said, whole=False) else [apart]


def _by_blanks(said: str, *, listed: bool) -> Ways:
    tokens = _TOKEN.findall(said)
    if len(tokens) > MAX_ENTRIES:
        return None if all(map(_SIMPLE.fullmatch, tokens)) else []
    if len(tokens) < 2 or not all(map(_is_simple, tokens)) or not _is_whole(said, tokens):
        return []
    if not listed and not all(re.match(r"\d|_", token) for token in tokens):
        return []  # `15 - 20` is a range
    if not listed and any(token.endswith(".") for token in tokens[:-1]):
        return []  # `1. 21` is a number of nothing that is shown
    if len(tokens) % 2 and _DASHES.issuperset(tokens[1::2]):
        return [tokens, tokens[::2]]  # the dashes are rows left blank, or stand between answers
    if not _JOINED.search(said):
        return [tokens]
    joined = _JOINED.sub(lambda match: match[1].replace(" ", "\N{NO-BREAK SPACE}"), said)
    together = [token.replace("\N{NO-BREAK SPACE}", "") for token in _PIECE.findall(joined)]
    return [together, tokens]


def _is_whole(said: str, tokens: Items) -> bool:
    """Whether nothing stands beside the tokens: no bracket that is never closed."""
    return "".join("".join(tokens).split()) == "".join(said.split())


def _checked(items: Items, *, listed: bool) -> Ways:
    """Beside a single question only plain answers make a list."""
    if len(items) > MAX_ENTRIES:
        return None
    plain = listed or all(_is_simple(item) or _is_blank(item) or _is_state(item) for item in items)
    return [items] if plain and len(items) > 1 else []


def _is_simple(token: str) -> bool:
    return bool(_SIMPLE.fullmatch(token)) or fold_text(token) in _WORDS


def _is_state(part: str) -> bool:
    state = read_state(part)
    return state is not None and state.remark is None


def _is_blank(item: str) -> bool:
    return BLANK.fullmatch(item) is not None


def _fill(
    form: Form,
    report: Report,
    rows: tuple[str, ...],
    items: Items,
    text: str,
    *,
    listed: bool,
) -> BulkAnswers:
    """The items on their rows. Of a list: on the rows that wait for an answer or a number, or
    on all of them when there are as many as rows; what is too much may have shifted the rest."""
    targets = _targets(form, report, rows, len(items)) if listed else rows
    entries = [
        read_entry(form, key, item)
        for key, item in zip(targets, items, strict=False)
        if not _is_blank(item)
    ]
    surplus = [item for item in items[len(targets) :] if not _is_blank(item)]
    entries += [
        BulkEntry(row=None, said=item, reading=refuse_entry("burst.too_many", item))
        for item in surplus
    ]
    warnings = ("burst.shifted",) if surplus else ()
    if listed and not surplus and "\n" in text.strip() and len(items) < len(targets):
        warnings = ("burst.fewer",)
    words = " · ".join(_shown(item.rstrip(",")) for item in items)
    return BulkAnswers(entries=tuple(entries), words=words, warnings=warnings)


def _targets(form: Form, report: Report, rows: Sequence[str], count: int) -> Sequence[str]:
    blanks = [
        key for key in rows if report.answer(key).state in (AnswerState.BLANK, AnswerState.PENDING)
    ]
    numbers = [key for key in blanks if not form.row(key).is_free_text]
    if count <= len(numbers):
        return numbers
    return blanks if count <= len(blanks) or count != len(rows) else rows


def _shown(item: str) -> str:
    if _is_blank(item):
        return "_"
    numeral = NUMERAL.match(item)
    told = read_figures(numeral[0], whole=True) if numeral else ()
    return print_number(told[0].value) + item[numeral.end() :] if numeral and told else item
