"""A state that is said of all that is open of a section, a group or the report: `cả phần V trong
kỳ không phát sinh`, `không phát sinh hết mục IV.2`, `phần cải cách thể chế chưa có số`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from conversations.bulk.model import BulkAnswers
from conversations.bulk.said_states import Rest, read_state_of_rest
from conversations.dialog import carry_over, fill_rest
from conversations.dialog.readers.proposal import Proposal, act_on
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.forms.search import named_row, plain_label
from conversations.text.heading_names import HEADINGS, read_names
from conversations.text.normalize import clean_text, fold_text
from conversations.text.polite_words import FOLDED
from conversations.text.regional_words import in_common_words

LONGEST = 160  # characters of such a text
LEAST_WORDS = 2  # of a title by which a heading is named
_HEADING = r"(?:phan|muc|nhom)"
_REPORT = r"(?:ca|toan bo|nguyen|het|tat ca)\s+(?:cai\s+)?(?:bang\s+)?(?:bao cao|bieu mau|phu luc)"
_SCOPE = rf"(?:(?P<places>{HEADINGS})|(?P<report>{_REPORT})(?:\s+(?:nay|ni))?)"
_ALL = (
    r"(?:(?:ca|toan bo|toan|tat ca|het|nguyen|may|cac|nhung|con|rieng|con lai|trong|o|cua|thuoc|cho"
    r"|cau|dong|cai|chi tieu|so|y|muc|thi|ghi|danh dau)[\s,:]+)*"
)
_POLITE = rf"(?:(?:{FOLDED}|roi|ok|a|u)[\s,]+)*"
_BEHIND = (
    r"(?:[\s,:]+(?:trong (?:ky|quy|nam|thang)(?: nay)?|(?:ky|quy|nam|thang) nay|con lai|nay|do|thi"
    r"|toan bo|tat ca|het|deu|cung|la|cac dong|cac cau|may cau|may dong|may cai"
    r"|chua (?:lam|dien|tra loi|ghi)))*"
)
_SAID = re.compile(rf"{_POLITE}{_ALL}{_SCOPE}{_BEHIND}[\s,:=]+(?P<value>\S.*)")
_TURNED = re.compile(
    rf"(?P<value>\S.*?)[\s,]+{_ALL}{_SCOPE}"
    rf"(?:[\s,]+(?:{FOLDED}|luon|het|di|con lai|trong ky|ky nay))*[\s.!]*"
)
_CLAUSE = re.compile(r"[,;\n]\s*")
_TITLED = re.compile(rf"{_POLITE}{_ALL}{_HEADING}\s+")


@dataclass(frozen=True)
class _Whole:
    """What is said of all rows under these headings; of the report where there are none."""

    headings: tuple[str, ...]
    rest: Rest


def propose_whole(turn: Turn, text: str) -> Proposal | None:
    """Ask whether all that is open there may get the state, or stay as it was."""
    told = _read(turn, text)
    return None if told is None else _propose(turn, told)


def _propose(turn: Turn, told: _Whole) -> Proposal:
    under = turn.form.asked_by_heading
    meant = [key for heading in told.headings for key in under.get(heading, ())]
    rows = turn.open_among(tuple(meant) if told.headings else turn.form.order)
    if told.rest.keep:
        return act_on(carry_over.offer_many, turn, rows)
    return act_on(fill_rest.take_rest, turn, rows, told.rest)


def _read(turn: Turn, text: str) -> _Whole | None:
    said = in_common_words(clean_text(text))
    if len(said) > LONGEST or "\n" in said or "?" in said:
        return None
    folded = fold_text(said)
    if len(folded) != len(said):
        return None
    for pattern in (_SAID, _TURNED):
        found = pattern.fullmatch(folded)
        if found is None:
            continue
        start, end = found.span("value")
        rest = read_state_of_rest(said[start:end])
        headings = _headings(turn, said, found)
        if rest is not None and headings is not None:
            return _Whole(headings, rest)
    return None


def add_wholes(
    turn: Turn, text: str, read_ways: Callable[[str], tuple[BulkAnswers, ...]]
) -> tuple[BulkAnswers, ...]:
    """`1=5, còn lại mục 2 kps`: the ways to read what stands before such a state, with that; none
    where there is no such state, or something else is not understood."""
    split = _split_whole(turn, text)
    if split is None:
        return ()
    before, told = split
    ways = add_wholes(turn, before, read_ways) or read_ways(before)
    if not all(way.entries and all(one.row for one in way.entries) for way in ways):
        return ()
    under = turn.form.asked_by_heading
    rows = tuple(key for heading in told.headings for key in under.get(heading, ()))
    return tuple(fill_rest.settle_all(turn, rows, way, told.rest.states[0]) for way in ways)


def _split_whole(turn: Turn, text: str) -> tuple[str, _Whole] | None:
    """What stands before the last clauses, or behind the first ones, that are such a state; and
    this."""
    if len(text) > LONGEST:
        return None
    for mark in _CLAUSE.finditer(text):
        before, behind = text[: mark.start()], text[mark.end() :]
        for said, rest in ((behind, before), (before, behind)):
            told = _read(turn, said) if rest.strip() else None
            if told is not None and told.headings and not told.rest.keep:
                return (rest, told) if len(told.rest.states) == 1 else None
    return None


def _headings(turn: Turn, said: str, found: re.Match[str]) -> tuple[str, ...] | None:
    """The keys of the headings that are named, none for the report; None where one is unknown."""
    if found["places"] is None:
        return ()
    names = read_names(said[slice(*found.span("places"))])
    rows = [named_row(turn.form, one.place) for one in names]
    keys = tuple(row.key for row in rows if row is not None)
    known = len(keys) == len(names) and turn.form.asked_by_heading.keys() >= {*keys}
    return keys if keys and known else None


def propose_titled(turn: Turn, text: str) -> Proposal | None:
    """The same of a heading by words of its title: `cả phần cải cách thể chế không phát sinh`."""
    said = in_common_words(clean_text(text))
    if len(said) > LONGEST or "\n" in said or "?" in said:
        return None
    folded = fold_text(said)
    found = _TITLED.match(folded) if len(folded) == len(said) else None
    if found is None or any(map(str.isdigit, said)):
        return None
    words = said[found.end() :].split()
    for at in range(1, len(words)):
        rest = read_state_of_rest(" ".join(words[at:]))
        heading = _heading_of(turn.form, " ".join(words[:at])) if rest is not None else None
        if rest is not None and heading is not None:
            return _propose(turn, _Whole((heading,), rest))
    return None


def _heading_of(form: Form, words: str) -> str | None:
    """The one heading whose title has these words, or is these words."""
    said = plain_label(words)
    titles = form.derived(_titles)
    found = [key for key, title in titles.items() if f" {said} " in f" {title} "]
    same = [key for key in found if titles[key] == said]
    alone = same or (found if len(said.split()) >= LEAST_WORDS else [])
    return alone[0] if len(alone) == 1 else None


def _titles(form: Form) -> dict[str, str]:
    return {
        key: plain_label(form.row(key).title) for key, rows in form.asked_by_heading.items() if rows
    }
