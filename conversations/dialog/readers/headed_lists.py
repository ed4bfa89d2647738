"""Answers behind the name of a heading, as a list of its rows alone: `mục 1: 21, 7, 5`, `mục 2:
không phát sinh cả`, `mục 3: 4 dòng đầu chưa có số, dòng cuối có`."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain

from conversations.bulk.extras import split_extras
from conversations.bulk.lead_ins.named_headings import HeadedText, part_by_headings
from conversations.bulk.model import BRACKETS, BulkAnswers, BulkEntry, once_each, read_entry
from conversations.bulk.ordered import read_lists
from conversations.bulk.parser import read_rows_of_list
from conversations.bulk.row_words import name_counted, names_rows
from conversations.bulk.said_states import read_said_state
from conversations.bulk.sentences import hear_answers
from conversations.dialog import fill_rest
from conversations.dialog.readers.proposal import Proposal, TypedText, propose_heard
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.parsing.explanation import is_explanation
from conversations.parsing.result import AmbiguousReading, ReadState

_ALL = re.compile(
    r"(?:\s+(?:cả|ca|hết|het|luôn|luon|tất cả|tat ca|toàn bộ|toan bo))+$", re.IGNORECASE
)
LEAST_WORDS = 2  # of a reason
Entries = tuple[BulkEntry, ...]


def propose_headed(asked: TypedText) -> Proposal | None:
    """Answers below a heading that is named for them: as a list of its rows, or by words of their
    labels. Numbers of headings are none of rows, and no rows of elsewhere are meant."""
    parts = part_by_headings(asked.turn.form, asked.headed)
    parts = tuple(replace(one, text=_reason_in_brackets(one.text)) for one in parts)
    told = [one.text for one in parts if one.heading]
    if not any(map(str.isalpha, asked.headed)) or not told:
        return None
    figures = any(map(str.isdigit, "".join(told)))
    reasoned = any(BRACKETS.search(one) for one in told)
    alone = any(_is_of_one(asked.turn.form, one) for one in parts)
    of_lists = figures or reasoned or alone or asked.has_notes or _says_several(asked.turn, parts)
    lists = [_as_list(asked, one) if of_lists and one.heading else () for one in parts]
    if not any(lists):
        return propose_heard(asked) if any(one.is_placed for one in asked.heard) else None
    each = (found or _by_words(asked, one) for one, found in zip(parts, lists, strict=True))
    entries = once_each(chain.from_iterable(each))
    whole = all(lists)  # no words of labels to be doubted
    return Proposal(ways=(BulkAnswers(entries=entries, heard=True, by_place=whole),))


def read_headed(asked: TypedText, text: str) -> Entries:
    """The answers that the text gives below headings, a state of one alone too; none where it names
    no heading."""
    parts = part_by_headings(asked.turn.form, text)
    if not any(one.heading for one in parts):
        return ()
    each = ((one.heading and _as_list(asked, one)) or _by_words(asked, one) for one in parts)
    return once_each(chain.from_iterable(each))


def _is_of_one(form: Form, part: HeadedText) -> bool:
    """Whether the heading has one row alone, and no state is said of it, which is asked about."""
    rows = _answered_below(form, part.heading) if part.heading else ()
    return len(rows) == 1 and read_said_state(part.text) is None


def _says_several(turn: Turn, parts: tuple[HeadedText, ...]) -> bool:
    """Whether several headings have a state each; that of one, or of all, is asked about."""
    headed = [one for one in parts if one.heading and not one.shared]
    each = (_of_all(turn, _answered_below(turn.form, one.heading), one.text) for one in headed)
    return sum(map(bool, each)) > 1


def _by_words(asked: TypedText, part: HeadedText) -> Entries:
    form = asked.turn.form
    rows = form.asked_by_heading[part.heading] if part.heading else asked.rows
    within = bool(part.heading)
    heard = hear_answers(form, rows, part.text, within=within, listed=bool(asked.rows))
    return heard or (read_entry(form, None, part.quoted),)


def _reason_in_brackets(text: str) -> str:
    """`chưa có số, chờ văn phòng`: why a state is said, as remarks stand."""
    state, comma, reason = text.partition(", ")
    plain = comma and not any(map(str.isdigit, text)) and len(reason.split()) >= LEAST_WORDS
    if not plain or not isinstance(read_said_state(state), ReadState):
        return text
    return f"{state} ({reason})" if is_explanation(reason) else text


def _closed(text: str) -> str:
    """The text with its last bracket closed, where it was taken for an end of the part."""
    return f"{text})" if text.count("(") > text.count(")") else text


def _as_list(asked: TypedText, part: HeadedText) -> Entries:
    """The answers of the part, with what it says of the rows that are left of the heading."""
    turn, rows = asked.turn, _answered_below(asked.turn.form, part.heading)
    extras = split_extras(turn.form, rows, _closed(part.text))
    rest, answers = extras.rest, extras.answers.strip(" .,;\n")
    found = _in_list(turn, asked.rows, rows, answers) if answers else ()
    if rest is None or extras.notes:
        return () if extras.notes else found
    if answers and not found:
        found = _alone_before_rest(turn, rows, answers)
    if answers and not found:
        return ()  # not read: nothing is said of the rows beside it
    given = {one.row for one in found}
    left = tuple(key for key in turn.open_among(rest.among(rows)) if key not in given)
    return fill_rest.add_rest(turn, left, (BulkAnswers(entries=found),), rest)[0].entries


def _alone_before_rest(turn: Turn, rows: tuple[str, ...], answers: str) -> Entries:
    """The one answer of the first row, or those that name their rows."""
    heard = hear_answers(turn.form, rows, answers, within=True, listed=True)
    if heard:
        return heard if all(one.is_placed for one in heard) else ()
    first = turn.first_open(rows)
    entry = read_entry(turn.form, first, answers) if first is not None else None
    return (entry,) if entry is not None and entry.is_sure and entry.remark is None else ()


def _in_list(turn: Turn, hand: tuple[str, ...], rows: tuple[str, ...], text: str) -> Entries:
    """The answers in order, of rows by their numbers on the screen or below the heading, of rows
    that are counted, or of all open ones; none where the words name their rows, or something of
    it belongs to none."""
    if told := _of_all(turn, rows, text):
        return told
    if len(rows) == 1:
        entry = read_entry(turn.form, rows[0], text)
        return (entry,) if entry.is_sure else ()
    counted = name_counted(turn.form, rows, text)
    if counted != text:
        return _alone(read_rows_of_list(turn.form, turn.report, rows, counted))
    if "=" in text or names_rows(text):
        for numbered in filter(None, (hand, rows)):
            entries = _alone(read_rows_of_list(turn.form, turn.report, numbered, text))
            if entries and all(one.row in rows for one in entries):
                return entries
        return ()
    heard = hear_answers(turn.form, rows, text, within=True, listed=True)
    if heard and all(one.is_placed for one in heard):
        return ()
    return _alone(read_lists(turn.form, turn.report, rows, text, listed=True) or ())


def _answered_below(form: Form, heading: str) -> tuple[str, ...]:
    """The rows below the heading that people answer."""
    rows = form.asked_by_heading[heading]
    return tuple(key for key in rows if form.row(key).computed is None)


def _alone(ways: tuple[BulkAnswers, ...]) -> Entries:
    """The entries of the only way, where each has its row."""
    entries = ways[0].entries if len(ways) == 1 else ()
    return entries if all(one.is_placed for one in entries) else ()


def _of_all(turn: Turn, rows: tuple[str, ...], text: str) -> Entries:
    """A state that is said of all rows of the heading, of those that are open."""
    state = _ALL.sub("", BRACKETS.sub("", text).strip(" .,;:"))
    reading = read_said_state(state)
    if not isinstance(reading, ReadState | AmbiguousReading):
        return ()
    if isinstance(reading, ReadState) and reading.remark:
        return ()
    told = " ".join((state, *BRACKETS.findall(text)))
    said = tuple(read_entry(turn.form, key, told) for key in turn.open_among(rows))
    return tuple(
        one if one.is_placed else one.model_copy(update={"reading": reading}) for one in said
    )
