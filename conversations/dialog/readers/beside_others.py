"""The answer of the open question with answers of other rows behind it, `có, rà soát 121 thủ tục`,
and states of several rows by their words beside others: `có niêm yết. ý kiến tiếp nhận với giải
quyết: không phát sinh`. The first is never lost for the others, nor taken with them as a remark."""

from __future__ import annotations

import re
from itertools import groupby

from conversations.answer_types.reader import read_answer
from conversations.bulk.model import BulkAnswers, BulkEntry, once_each, read_entry
from conversations.bulk.sentences import hear_answers
from conversations.dialog.readers.grouped_clauses import ReadClause, answer_group, read_clauses
from conversations.dialog.readers.own_label import without_own_label
from conversations.dialog.readers.proposal import Proposal, TypedText
from conversations.dialog.readers.yes_no import settle_yes_no
from conversations.dialog.sentences import SEVERAL, count_placed
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.parsing.aside import has_parts
from conversations.parsing.result import ReadState, ReadValue
from conversations.parsing.states import read_state
from conversations.text.normalize import fold_text

LONGEST = 600  # characters of such a message
_CLAUSE = re.compile(r"[,.;]\s+|\n")
_JOINED = re.compile(r"\b(?:voi|va|cung|hai|ba|bon|\d|nhom nay|muc nay|ca nhom|ca muc)\b")
_SAYS = re.compile(r"\b(?:khong|chua|ko|kps|ccs|ktq|co)\b")
_NAMED = re.compile(r":(?=\s)")  # between words of rows and what is said of them


def propose_beside_others(asked: TypedText, row: Row) -> Proposal | None:
    """All answers, to be looked at; None where they are heard as well otherwise."""
    turn, text = asked.turn, asked.turn.typed.strip()
    if len(text) > LONGEST or "\t" in text or "?" in text or has_parts(text):
        return None
    own, rest = _own_first(turn.form, row, text)
    section = turn.form.asked_by_heading[turn.form.section_of(row.key).key]
    left_out = row.key if own is not None else ""
    hand = tuple(
        key
        for key in dict.fromkeys((row.key, *section))
        if turn.form.row(key).computed is None and key != left_out
    )
    others, grouped = _read_others(turn, hand, rest, listed=own is not None)
    if own is None and grouped and len({one.said for one in others}) == 1:
        return None  # one state of one group: all that is open of it may be meant
    found = once_each((*((own,) if own is not None else ()), *others))
    told = [one.reading for one in asked.heard if one.row == row.key and one.is_placed]
    if own is not None and told and own.reading not in told and isinstance(own.reading, ReadValue):
        return Proposal(ways=(BulkAnswers(entries=found, heard=True),))
    known = own is None or bool(told)
    fewer = count_placed(found) <= count_placed(asked.heard) or count_placed(found) < SEVERAL
    if (known and not grouped) or fewer or not count_placed(others):
        return None
    return Proposal(ways=(BulkAnswers(entries=found, heard=True),))


def _own_first(form: Form, row: Row, text: str) -> tuple[BulkEntry | None, str]:
    """What the first clause answers of the open row for sure, and the text behind it."""
    mark = _CLAUSE.search(text)
    first = text[: mark.start()] if mark is not None else ""
    if mark is None or not first:
        return None, text
    reading = without_own_label(form, row, read_answer(row, first))
    reading = settle_yes_no(form, row, first, reading)
    if not isinstance(reading, ReadValue | ReadState) or reading.remark is not None:
        return None, text
    if isinstance(reading, ReadValue) and not (row.options or first[:1].isdigit()):
        return None, text  # `sau giám sát kiến nghị tám`: which word is the number?
    return BulkEntry(row=row.key, said=first, reading=reading), text[mark.end() :].strip()


def _read_others(
    turn: Turn, hand: tuple[str, ...], text: str, *, listed: bool
) -> tuple[tuple[BulkEntry, ...], bool]:
    """The answers of these rows, and whether a clause says a state of several of them."""
    parts = read_clauses(turn, hand, _NAMED.sub(" thì", text)) if hand else ()
    groups = [one for one in parts if one.group is not None]
    if not groups or not all(map(_is_joined, groups)):
        return _hear(turn.form, hand, text, listed=listed), False
    found: list[BulkEntry] = []
    for group, run in groupby(parts, lambda one: one.group):
        said = ", ".join(one.text for one in run)
        if group is not None:
            found += answer_group(turn, group)
        else:
            found += _hear(turn.form, hand, said, listed=listed) or (
                read_entry(turn.form, None, said),
            )
    return tuple(found), True


def _is_joined(clause: ReadClause) -> bool:
    """Whether rows are named together, `… với …`, `nhóm này`, with a state that is said in full:
    what one row may be meant by is heard as that, and `bên tổ chức chưa tổng hợp` is a reason."""
    state = fold_text(clause.group.state) if clause.group is not None else ""
    words, _, _ = fold_text(clause.text).rpartition(state)
    said = read_state(state.removeprefix("thi "))
    plain = said is not None and said.remark is None
    return plain and _JOINED.search(words) is not None and _SAYS.search(words) is None


def _hear(form: Form, hand: tuple[str, ...], text: str, *, listed: bool) -> tuple[BulkEntry, ...]:
    heard = hear_answers(form, hand, text, listed=listed)
    return heard if count_placed(heard) else hear_answers(form, hand, text, within=True) or heard
