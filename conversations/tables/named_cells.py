"""Cells of a row by the heads of their columns: `nữ 7`, `tổng số 21 nữ 7`, `nữ: 7`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from conversations.bulk.model import BulkAnswers, BulkEntry, once_each, read_entry
from conversations.bulk.said_states import read_said_state
from conversations.forms.model import Form
from conversations.forms.search import plain_label
from conversations.parsing.result import ReadState
from conversations.tables.cell_names import find_cell, names_of_cells

LONGEST = 2_000  # characters of a text that names cells; a row of 60 cells has fewer
MOST_WORDS = 20  # of a head
_WORD = re.compile(r"\S+")
_APART = re.compile(r"[\s,;.]*(?:(?:và|va|còn|con|với|voi)\s+)?", re.IGNORECASE)
_COLUMN = re.compile(r"(?:cột|cot)\s+", re.IGNORECASE)
_LINK = re.compile(r"\s*(?:[=:]|(?:là|la|bằng|bang|có|co|được|duoc)(?=\s))?\s*", re.IGNORECASE)
_VALUE = re.compile(r"[-+]?\d[\d.,/]*(?<![.,/])\s?%?(?:\s*\([^()]*\))?(?=[\s,;.]|$)")
_STATE_END = re.compile(r"[,;\n]|$")
_PHRASE = re.compile(r"[^\d=:;,\n]+")


def read_named_cells(form: Form, keys: Sequence[str], text: str) -> BulkAnswers | None:
    """The cells among these that the text names one after the other, each with its answer; None
    where a part of it names none of them."""
    if len(text) > LONGEST:
        return None
    names = names_of_cells(form, keys)
    entries: list[BulkEntry] = []
    rest = text.strip()
    while rest := _behind(_APART, rest):
        found = _pair(form, keys, names, rest)
        if found is None:
            return None
        key, value, rest = found
        entries.append(read_entry(form, key, value))
    return BulkAnswers(entries=once_each(entries)) if entries else None


def _pair(
    form: Form, keys: Sequence[str], names: Mapping[str, str], rest: str
) -> tuple[str, str, str] | None:
    """The cell that is named first, its answer, and what stands behind both."""
    rest = _behind(_COLUMN, rest)
    key, behind = _known_name(names, rest)
    if key is None:
        key, behind = _part_with_figures(form, keys, rest)
    if key is None:
        phrase = _PHRASE.match(rest)
        key = find_cell(form, keys, _without_link(phrase[0])) if phrase else None
        behind = rest[phrase.end() :] if phrase else rest
    if key is None:
        return None
    behind = _behind(_LINK, behind)
    value = _VALUE.match(behind)
    if value is not None:
        return key, value[0].strip(), behind[value.end() :]
    end = _STATE_END.search(behind)
    said = behind[: end.start()] if end else behind
    if isinstance(read_said_state(said), ReadState):
        return key, said, behind[len(said) :]
    return None


def _known_name(names: Mapping[str, str], rest: str) -> tuple[str | None, str]:
    """The cell whose whole head the text begins with, the longest one."""
    best: tuple[str | None, str] = (None, rest)
    for count, word in enumerate(_WORD.finditer(rest)):
        if count >= MOST_WORDS:
            break
        said = plain_label(rest[: word.end()].rstrip("=:"))
        if said in names:
            end = word.end() - (len(word[0]) - len(word[0].rstrip("=:")))
            best = (names[said], rest[end:])
    return best


def _part_with_figures(form: Form, keys: Sequence[str], rest: str) -> tuple[str | None, str]:
    """The cell whose head has these words, of which one is a figure: `trên 35 tuổi 30`."""
    best: tuple[str | None, str] = (None, rest)
    for count, word in enumerate(_WORD.finditer(rest)):
        if count >= MOST_WORDS:
            break
        said, behind = rest[: word.end()], rest[word.end() :]
        if not any(map(str.isdigit, said)) or not _VALUE.match(_behind(_LINK, behind)):
            continue
        key = find_cell(form, keys, said)
        if key is not None and f" {plain_label(said)} " in f" {plain_label(form.row(key).title)} ":
            best = (key, behind)
    return best


def _without_link(phrase: str) -> str:
    return re.sub(r"\s+(?:là|la|bằng|bang|có|co|được|duoc)\s*$", "", phrase, flags=re.IGNORECASE)


def _behind(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.match(text)
    return text[found.end() :] if found else text
