"""What a text typed at the question of one row may be, in the order in which it is tried."""

from __future__ import annotations

from dataclasses import dataclass

from conversations.answer_types.reader import read_answer
from conversations.answers.values import AnswerState
from conversations.bulk.label_match import read_labelled
from conversations.bulk.model import BulkAnswers, BulkEntry, read_entry
from conversations.dialog import fill_rest
from conversations.dialog.readers.answer_parts import read_parts
from conversations.dialog.readers.answer_with_note import propose_with_note
from conversations.dialog.readers.beside_others import propose_beside_others
from conversations.dialog.readers.headed_lists import propose_headed
from conversations.dialog.readers.list_asides import asks_for_list, take_with
from conversations.dialog.readers.named_rows import propose_of_named, propose_passed_over
from conversations.dialog.readers.numbered_rows import (
    propose_in_order,
    propose_only_numbered,
    propose_several,
    tell_no_such_row,
)
from conversations.dialog.readers.numbered_words import take_numbered_words
from conversations.dialog.readers.only_number import only_number
from conversations.dialog.readers.proposal import (
    DONE,
    Proposal,
    TypedText,
    act_on,
    done,
    propose_heard,
    propose_named,
    take_proposal,
)
from conversations.dialog.readers.sentence import take_kept
from conversations.dialog.readers.table_cells import propose_cells
from conversations.dialog.readers.text_at_row import TextAtRow
from conversations.dialog.readers.text_parts import propose_more
from conversations.dialog.readers.whole_parts import add_wholes, propose_titled, propose_whole
from conversations.dialog.row_answers import handle_reading
from conversations.dialog.row_search import by_words, other_of_group
from conversations.dialog.sentences import (
    SEVERAL,
    are_all_placed,
    count_placed,
    is_of_other_row,
)
from conversations.dialog.turn import Turn
from conversations.dialog.words.draft import take_page
from conversations.forms.row import Row
from conversations.parsing.aside import has_parts
from conversations.parsing.result import (
    AmbiguousReading,
    Reading,
    ReadState,
    ReadValue,
    RefusedReading,
)
from conversations.protocol.row_states import ListInput, RowQuestion, ValueChoice
from conversations.text.normalize import fold_text, is_figure, shorten_text

_NOTHING = frozenset(
    {
        *("khong", "ko", "khong co", "ko co", "khong co gi", "ko co gi", "khong co gi ca"),
        *("khong co noi dung", "khong phat sinh", "kps", "bo", "bo cau nay"),
    }
)


@dataclass(frozen=True)
class _WithoutNotes(TypedText):
    """The answers of such a text alone."""

    @property
    def said(self) -> str:
        return self.text

    @property
    def has_notes(self) -> bool:
        return True


def take_for_row(turn: Turn, row: Row, focus: RowQuestion | ValueChoice, text: str) -> bool:
    """Take the text for the row that is asked, or for what else it says. False when it says
    nothing."""
    asked = TextAtRow(turn, text, row=row, revision=focus.revision, back_to=focus.back_to)
    if turn.form.is_of_words(row.key):
        return take_proposal(asked, _READERS_OF_WORDS)
    return take_proposal(asked, _READERS_OF_TEXT if row.is_free_text else _READERS)


def _figure(asked: TextAtRow) -> Proposal | None:
    """Most answers are a number, or a choice as it is printed, and nothing else."""
    row, text = asked.row, asked.text
    if not (text.isdecimal() or (not row.is_free_text and (is_figure(text) or _names(row, text)))):
        return None
    plain = read_answer(row, text)
    if not isinstance(plain, ReadValue) or plain.remark is not None:
        return None
    return act_on(_take, asked, plain)


def _names(row: Row, text: str) -> bool:
    """Whether the text is one of the row's choices."""
    said = text.casefold()
    return any(option.label.casefold() == said for option in row.answer_type.choices)


def _take(asked: TextAtRow, reading: Reading) -> None:
    asked.turn.about = asked.row.key
    handle_reading(asked.turn, asked.row, asked.revision, reading, asked.back_to)


def _give(asked: TextAtRow, reading: Reading) -> Proposal:
    def act() -> None:
        _take(asked, reading)

    if isinstance(reading, RefusedReading):
        return Proposal(act=act)
    own = BulkEntry(row=asked.row.key, said=asked.text, reading=reading)
    words = shorten_text(f"{asked.row.title}: {asked.text}", 80)
    return Proposal(ways=(BulkAnswers(entries=(own,), words=words),), act=act)


def _cells(asked: TextAtRow) -> Proposal | None:
    return propose_cells(asked.turn, (asked.row.key,), ())


def _headed(asked: TextAtRow) -> Proposal | None:
    """Answers below headings, with notes in lines of their own."""
    if not asked.asides.notes:
        return propose_headed(asked)
    found = propose_headed(_WithoutNotes(asked.turn, asked.asides.answers))
    if found is None or not found.ways:
        return None
    return act_on(take_with, asked.turn, (), asked.asides, found.ways)


def _kept(asked: TextAtRow) -> Proposal | None:
    return done(take_kept(asked.turn, (asked.row.key,), ()))


def _of_named(asked: TextAtRow) -> Proposal | None:
    turn, text = asked.turn, asked.text
    whole = propose_whole(turn, text)
    return whole or propose_of_named(turn, text) or propose_titled(turn, text)


def _with_wholes(asked: TextAtRow) -> Proposal | None:
    """The answer of the row, and a state of all that is open of a heading: `21, còn lại mục 1
    kps`."""
    row, turn = asked.row, asked.turn

    def read_ways(text: str) -> tuple[BulkAnswers, ...]:
        entry = read_entry(turn.form, row.key, text)
        return (BulkAnswers(entries=(entry,)),) if entry.is_sure and not entry.remark else ()

    ways = () if row.is_free_text else add_wholes(turn, turn.typed, read_ways)
    return Proposal(ways=ways) if ways else None


def _passed_over(asked: TextAtRow) -> Proposal | None:
    return propose_passed_over(asked.turn, asked.row.key, asked.text)


def _of_whole(asked: TextAtRow) -> Proposal | None:
    return None if asked.is_prose else propose_whole(asked.turn, asked.text)


def _of_whole_list(asked: TextAtRow) -> Proposal | None:
    """To see the list in hand again, or what is said of all rows that are left."""
    turn = asked.turn
    if turn.session.listed and asks_for_list(asked.text):
        turn.whole = True
        turn.look_at(ListInput(rows=turn.session.listed))
        return DONE
    return done(fill_rest.take_words(turn, asked.text))


def _of_other_row(asked: TextAtRow) -> Proposal | None:
    stated = isinstance(asked.reading, ReadState) and is_of_other_row(asked.turn, asked.row)
    return propose_heard(asked) if stated else None


def _words(asked: TextAtRow) -> Proposal | None:
    """Words of other rows with their answers, which no answer to this one may swallow as words
    beside it: `sáng kiến không, khen thưởng có`."""
    free = asked.row.is_free_text
    if asked.is_prose:
        return None
    if isinstance(asked.reading, RefusedReading):
        if not free and has_parts(asked.text) and len((found := propose_heard(asked)).ways) > 1:
            return found
        if not free and (named := propose_named(asked)) is not None:
            return named
        if not free and by_words(asked.turn, asked.text):
            return DONE
        return propose_heard(asked) if not free and asked.heard else None
    if not asked.has_remark:
        return None
    several = not free and count_placed(asked.heard) >= SEVERAL
    doubt = isinstance(asked.reading, AmbiguousReading)  # `không có nhiệm vụ khác`, of khen thưởng
    other = doubt and asked.heard and all(one.row != asked.row.key for one in asked.heard)
    return propose_heard(asked) if several or other else None


def _other_answer(asked: TextAtRow) -> Proposal | None:
    """Where a text is asked: answers to other rows, which may be the text as well."""
    if asked.is_prose:
        return None
    found = read_labelled(asked.turn.form, asked.text)
    heard = (found,) if found is not None else asked.heard
    others = all(one.row != asked.row.key and one.is_sure and one.remark is None for one in heard)
    if not are_all_placed(heard) or not others:
        return None
    titles = ((asked.turn.form.row(str(one.row)).title, one.said) for one in heard)
    shown = " · ".join(f"{title[:30]}…: {said}" for title, said in titles)
    way = BulkAnswers(entries=heard, words=shorten_text(shown, 160))
    return Proposal(ways=(way,), certain=False)


def _other_of_group(asked: TextAtRow) -> Proposal | None:
    if asked.is_prose:
        return None
    return done(other_of_group(asked.turn, asked.row, asked.text, asked.reading))


def _parts(asked: TextAtRow) -> Proposal | None:
    """An answer with parts or more beside it, `36 nhiệm vụ (xong 30)`, or the answers of this row
    and those beside it."""
    row, told = asked.row, "(" in asked.text or has_parts(asked.text)
    if count_placed(asked.heard) >= SEVERAL and not (told and any(map(str.isdigit, asked.text))):
        return None
    own = (asked.reading, *(one.reading for one in asked.heard if one.row == row.key))
    whole = next((one for one in own if isinstance(one, ReadValue) and one.remark), None)
    parts = read_parts(asked.turn.form, row, whole, asked.text) if whole is not None else None
    if whole is None or parts is None:
        return None
    if has_parts(asked.text) and all(str(one.row).startswith(row.key) for one in parts.entries):
        return None  # `6, trong đó đúng tiến độ 5`: no remark
    return Proposal(ways=(*_give(asked, whole).ways, parts))


def _beside_others(asked: TextAtRow) -> Proposal | None:
    return None if asked.is_prose else propose_beside_others(asked, asked.row)


def _draft(asked: TextAtRow) -> Proposal | None:
    return done(take_page(asked.turn, asked.text))


def _of_other_question(asked: TextAtRow) -> Proposal | None:
    return done(take_numbered_words(asked.turn))


def _nothing_to_write(asked: TextAtRow) -> Proposal | None:
    """`không có`, of a question of the report in words: there is nothing to write."""
    if fold_text(asked.text).strip(" .!") not in _NOTHING:
        return None
    return _give(asked, ReadState(state=AnswerState.NONE))


def _appended(asked: TextAtRow) -> Proposal | None:
    return propose_more(asked.turn, asked.row, asked.back_to)


def _own(asked: TextAtRow) -> Proposal | None:
    """An answer to the row; a number in a sentence is asked about. None for words in which there
    is nothing to refuse."""
    reading, text = asked.reading, asked.text
    if (only := only_number(asked.row, text, reading)) is not None:
        return _give(asked, only)
    unclear = isinstance(reading, RefusedReading) and reading.code == "refused.unclear"
    return None if unclear and not any(map(str.isdigit, text)) else _give(asked, reading)


_READERS = (
    propose_with_note,
    _figure,
    _appended,
    _cells,
    _with_wholes,
    _headed,
    _kept,
    _of_whole_list,
    _beside_others,
    _of_named,
    _of_other_row,
    propose_in_order,
    tell_no_such_row,
    propose_several,
    _parts,
    _words,
    _other_of_group,
    _own,
)
_READERS_OF_WORDS = (  # whatever rows they speak of
    _draft,
    _of_other_question,
    _appended,
    _nothing_to_write,
    _own,
)
_READERS_OF_TEXT = (
    _appended,
    _figure,
    _passed_over,
    _of_whole,
    propose_only_numbered,
    _other_answer,
    propose_several,
    _words,
    _other_of_group,
    _own,
)
