"""What a text typed at a list of rows may be, in the order in which it is tried."""

from __future__ import annotations

import re
from dataclasses import replace

from conversations.answer_types.reader import read_answer
from conversations.bulk.label_match import read_labelled
from conversations.bulk.lead_ins.group_names import name_groups
from conversations.bulk.model import BRACKETS, BulkAnswers, BulkEntry, read_entry
from conversations.bulk.parser import bare_answer, read_burst
from conversations.bulk.row_words import rows_left_out, rows_put_off
from conversations.bulk.said_states import Rest, read_said_state
from conversations.bulk.said_words import telling_words
from conversations.dialog import fill_rest, preview
from conversations.dialog.appointments import day_to_remind
from conversations.dialog.prompts.lists import print_numbers
from conversations.dialog.readers.answer_parts import propose_parts
from conversations.dialog.readers.group_or_row import propose_group_or_row
from conversations.dialog.readers.headed_lists import propose_headed, read_headed
from conversations.dialog.readers.list_asides import skip_list, take_with
from conversations.dialog.readers.named_rows import propose_of_named, rows_denied
from conversations.dialog.readers.only_number import only_number
from conversations.dialog.readers.proposal import (
    DONE,
    Proposal,
    act_on,
    done,
    is_clearer,
    propose_heard,
    propose_mixed,
    propose_named,
    take_proposal,
)
from conversations.dialog.readers.row_group_proposals import propose_grouped
from conversations.dialog.readers.row_state import is_of_other, state_without_any
from conversations.dialog.readers.table_cells import propose_cells
from conversations.dialog.readers.text_at_list import TextAtList
from conversations.dialog.readers.whole_parts import add_wholes, propose_titled, propose_whole
from conversations.dialog.row_search import by_words
from conversations.dialog.sentences import (
    SEVERAL,
    are_all_placed,
    count_placed,
    hear_sentence,
    split_other_answer,
    swallows_numbers,
)
from conversations.dialog.turn import Turn
from conversations.forms.search import split_trailing_value, sure_row
from conversations.parsing.result import AmbiguousReading, ReadState, ReadValue
from conversations.parsing.states import read_state
from conversations.protocol.preview_states import Preview

_CLAUSES = re.compile(r",\s+|;\s*|\.\s+(?=\d)")
_NUMBERED = re.compile(
    r"(?:^|[,;\n])[^\S\n]*+(?:(?:d[òo]ng|c[âa]u)\s+)?\d{1,3}\s*[:=]", re.IGNORECASE
)
LINES = re.compile(r"[;\n]")


def take_for_list(turn: Turn, rows: tuple[str, ...], text: str) -> bool:
    """Take the text for rows of the list: several answers, one, a state for all that is open, or
    words of a label; with notes and what is said of the rest beside them. False when it is
    nothing of this."""
    taken = take_proposal(TextAtList(turn, text, rows), _READERS)
    if taken and (left := rows_left_out(turn.typed, len(rows))):
        turn.say("list.left", places=print_numbers(rows, [rows[number - 1] for number in left]))
    return taken


def _cells(asked: TextAtList) -> Proposal | None:
    return propose_cells(asked.turn, asked.rows, asked.rows)


def _reminded(asked: TextAtList) -> Proposal | None:
    """No numbers yet, with a day to be reminded of."""
    turn, state = asked.turn, read_state(asked.text)
    day = day_to_remind(turn, state) if state is not None else None
    if state is None or day is None:
        return None
    return act_on(fill_rest.ask_to_settle, turn, turn.open_among(asked.rows), state.state, day)


def _left_out(asked: TextAtList) -> Proposal | None:
    """`22: bỏ qua`, `bỏ qua câu 6, 7`, and nothing else: these rows stay open."""
    parts = [one for one in LINES.split(asked.turn.typed) if one.strip()]
    if not parts or not all(rows_put_off(one.strip()) for one in parts):
        return None
    return DONE if rows_left_out(asked.turn.typed, len(asked.rows)) else None


def _with_wholes(asked: TextAtList) -> Proposal | None:
    """Answers by number, and a state of all that is open of a heading."""
    turn, rows = asked.turn, asked.rows
    ways = _add_wholes(asked, turn.typed)
    return act_on(preview.show_preview, turn, ways, asked.text, rows) if ways else None


def _add_wholes(asked: TextAtList, typed: str) -> tuple[BulkAnswers, ...]:
    turn, rows = asked.turn, asked.rows

    def read_ways(text: str) -> tuple[BulkAnswers, ...]:
        return read_burst(turn.form, turn.report, rows, text, listed=True)

    return add_wholes(turn, typed, read_ways) if _NUMBERED.search(typed) else ()


def _group_or_row(asked: TextAtList) -> Proposal | None:
    turn, rows = asked.turn, asked.rows
    named = name_groups(turn.form, rows, asked.text, every=True, listed=False)
    if named == asked.text:
        return None
    wholes = _add_wholes(asked, name_groups(turn.form, rows, turn.typed, every=True))
    below = wholes[0].entries if len(wholes) == 1 else read_headed(asked, named)
    one = asked.bursts[0].entries if len(asked.bursts) == 1 else ()
    if len(one) == 1 and not any(entry.row for entry in below) and not turn.room.scarce:
        return Proposal(ways=(BulkAnswers(entries=one, heard=True),))  # `mục 4: 30` is looked at
    return propose_group_or_row(asked, below, asked.bursts)


def _of_named(asked: TextAtList) -> Proposal | None:
    turn, text = asked.turn, asked.text
    whole = propose_whole(turn, text)
    return whole or propose_of_named(turn, text) or propose_titled(turn, text)


def _headed(asked: TextAtList) -> Proposal | None:
    found = propose_headed(asked)
    if found is None or not found.ways or asked.asides.rest is None:
        return found
    asides = replace(asked.asides, rest=None)
    return act_on(take_with, asked.turn, asked.rows, asides, found.ways)


def _grouped(asked: TextAtList) -> Proposal | None:
    said, beside = asked.asides.answers, bool(asked.asides)
    return propose_grouped(asked.turn, asked.rows, said, beside=beside)


def _mixed(asked: TextAtList) -> Proposal | None:
    if len(asked.bursts) == 1 and asked.bursts[0].column:
        return None
    said, beside = asked.asides.answers, bool(asked.asides)
    found = propose_mixed(asked.turn, asked.rows, said, asked.bursts, beside=beside)
    if found is not None and are_all_placed(asked.heard, SEVERAL):
        return None  # `quá hạn 1 được giao 23`
    return found


def _clearer(asked: TextAtList) -> Proposal | None:
    return propose_heard(asked) if is_clearer(asked, asked.bursts) else None


def _in_hand(asked: TextAtList) -> Proposal | None:
    """Answers by number or in order, with what stands beside them."""
    turn, rows, asides, bursts = asked.turn, asked.rows, asked.asides, asked.bursts
    if not bursts and (not asides or asides.answers.strip()):
        return None

    def act() -> None:
        before = turn.session.focus
        if asides:
            take_with(turn, rows, asides, bursts)
        else:
            preview.show_preview(turn, bursts, asked.text, rows)
        focus = turn.session.focus
        if asides.done and focus == before:
            skip_list(turn, rows)
        elif asides.done and isinstance(focus, Preview):
            turn.look_at(focus.model_copy(update={"done": True}))

    return Proposal(act=act)


def _named(asked: TextAtList) -> Proposal | None:
    """Answers that name rows of elsewhere, where no row in hand takes what was said."""
    placed = any(one.is_sure for burst in asked.bursts for one in burst.entries)
    if placed or read_labelled(asked.turn.form, asked.of_rows) is not None:
        return None
    return propose_named(asked)


def _of_all(asked: TextAtList) -> Proposal | None:
    other = is_of_other(asked.turn.form, None, asked.text)
    rest = None if other else _state_of_all(asked.text)
    if rest is None:
        return None
    rows = rows_denied(asked.turn, asked.rows, asked.text) or asked.rows
    return act_on(fill_rest.take_rest, asked.turn, asked.turn.open_among(rows), rest)


def _labelled(asked: TextAtList) -> Proposal | None:
    found = read_labelled(asked.turn.form, asked.of_rows)
    if found is None:
        return None
    if swallows_numbers(found) and len(asked.heard) >= SEVERAL and count_placed(asked.heard):
        return propose_heard(asked)
    split = split_other_answer(asked.turn, found)
    ways = (BulkAnswers(entries=split, heard=len(split) > 1),)
    if asked.asides.rest is not None:
        return Proposal(ways=ways)
    return act_on(preview.show_preview, asked.turn, ways, asked.text, asked.rows)


def _parts(asked: TextAtList) -> Proposal | None:
    """`5 (5 đúng tiến độ; 5 đúng quy trình)`, `có. 14 văn bản`: of the first row that is open, or
    of others as well."""
    form, open_ = asked.turn.form, asked.turn.open_among(asked.rows)
    row = form.row(open_[0]) if open_ else None
    whole = read_answer(row, asked.text) if row is not None else None
    if (
        asked.asides.rest is not None
        or row is None
        or not isinstance(whole, ReadValue)
        or not whole.remark
    ):
        return None
    if "(" in asked.text and asked.text[:1].isdigit():
        ways = propose_parts(form, row, whole, asked.text)
        return Proposal(ways=ways) if ways else None
    said = [one for one in _CLAUSES.split(asked.text.strip(" .,;")) if one.strip()]
    entries = tuple(read_entry(form, key, one) for key, one in zip(open_, said, strict=False))
    if len(entries) != len(said) or not all(one.is_sure and not one.remark for one in entries):
        return None
    own = BulkEntry(row=row.key, said=asked.text, reading=whole)
    words = f"{said[0]} ({', '.join(said[1:])})"
    each = BulkAnswers(entries=entries, words=" · ".join(said))
    return Proposal(ways=(each, BulkAnswers(entries=(own,), words=words)))


def _alone(asked: TextAtList) -> Proposal | None:
    """The answer of the first row that is open."""
    turn, said = asked.turn, bare_answer(asked.of_rows)
    if asked.asides.rest is not None and said:
        entry = read_entry(turn.form, turn.first_open(asked.rows) or asked.rows[0], said)
        if not entry.is_placed:
            return None
        return Proposal(ways=(BulkAnswers(entries=(entry,)),))
    first = turn.first_open(asked.rows)
    row = turn.form.row(first) if first is not None else None
    none = state_without_any(turn.form, row, asked.text) if row and row.is_free_text else None
    if row is not None and none is not None:
        entry = BulkEntry(row=row.key, said=asked.text, reading=none)
        return Proposal(ways=(BulkAnswers(entries=(entry,)),))
    return done(preview.preview_one(turn, asked.rows, bare_answer(asked.text)))


def _searched(asked: TextAtList) -> Proposal | None:
    if asked.asides.rest is not None:
        return None  # what is said of the rest is no words of a label
    return done(by_words(asked.turn, asked.text))


def _heard(asked: TextAtList) -> Proposal | None:
    return propose_heard(asked) if asked.heard else None


def _beside_rest(asked: TextAtList) -> Proposal | None:
    """One answer with a label beside what is said of the rest; what could not be read is kept, to
    be asked about."""
    form, said = asked.turn.form, asked.asides.answers.strip(" .,;")
    if asked.asides.rest is None or not telling_words(said):
        return None
    for part in (asked.turn.typed, said):  # `kỷ luật 1 phó phòng, còn lại không`
        heard = hear_sentence(asked.turn, part)
        if len(heard) == 1 and heard[0].is_placed:
            return Proposal(ways=(BulkAnswers(entries=heard, heard=True),))
    words, value = split_trailing_value(BRACKETS.sub("", said).strip()) or ("", "")
    row = sure_row(form, words, asked.rows) if words else None
    told = " ".join((value, *BRACKETS.findall(said)))
    entry = read_entry(form, row.key if row else None, told if row else said)
    return Proposal(ways=(BulkAnswers(entries=(entry,), heard=True),))


def _only_figure(asked: TextAtList) -> Proposal | None:
    """`đã xong hết 152`: whether the only number is that of the first row that is open."""
    first = asked.turn.first_open(asked.rows)
    if first is None or asked.asides:
        return None
    row = asked.turn.form.row(first)
    reading = only_number(row, asked.text, read_answer(row, asked.text))
    if reading is None or asked.text[:1].isdigit():
        return None
    entry = BulkEntry(row=first, said=asked.text, reading=reading)
    return Proposal(ways=(BulkAnswers(entries=(entry,)),))


_READERS = (
    _cells,
    _reminded,
    _left_out,
    _with_wholes,
    _group_or_row,
    _headed,
    _of_named,
    _grouped,
    _mixed,
    _clearer,
    _named,
    _in_hand,
    _of_all,
    _labelled,
    _parts,
    _alone,
    _searched,
    _heard,
    _beside_rest,
    _only_figure,
)


def _state_of_all(text: str) -> Rest | None:
    """A state that is said of the list without a number: `không phát sinh`, `xã không có`. One
    word alone answers the first open row."""
    reading = read_said_state(text)
    match reading:
        case ReadState(state=state, remark=None):
            return Rest(states=(state,))
        case AmbiguousReading(readings=readings) if len(text.split()) > 1:
            states = [one for one in readings if isinstance(one, ReadState)]
            reminder = next((one.remark for one in states if one.remark), "")
            return Rest(states=tuple(one.state for one in states), reminder=reminder)
        case _:
            return None
