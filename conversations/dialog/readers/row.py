"""What a text typed at the question of one row may be, in the order in which it is tried."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from conversations.answer_types.reader import read_answer
from conversations.answers.values import AnswerState
from conversations.bulk.extras import MessageExtras, split_extras
from conversations.bulk.label_match import read_labelled
from conversations.bulk.lead_ins.named_headings import names_heading
from conversations.bulk.model import BulkAnswers, BulkEntry, read_entry
from conversations.bulk.parser import bare_answer, is_single, read_burst, read_rows_of_list
from conversations.dialog import fill_rest, preview
from conversations.dialog.readers.answer_parts import read_parts
from conversations.dialog.readers.headed_lists import propose_headed
from conversations.dialog.readers.listed import asks_for_list, take_with
from conversations.dialog.readers.named_rows import propose_of_named
from conversations.dialog.readers.numbered_words import take_numbered_words
from conversations.dialog.readers.only_number import only_number
from conversations.dialog.readers.own_label import without_own_label
from conversations.dialog.readers.proposal import (
    DONE,
    Proposal,
    TypedText,
    act_on,
    done,
    is_clearer,
    propose_heard,
    propose_mixed,
    propose_named,
    take_proposal,
)
from conversations.dialog.readers.row_state import state_of_row, state_of_this
from conversations.dialog.readers.sentence import take_kept
from conversations.dialog.readers.table_cells import propose_cells
from conversations.dialog.readers.text_parts import propose_more
from conversations.dialog.readers.whole_parts import add_wholes, propose_titled, propose_whole
from conversations.dialog.readers.yes_no import settle_yes_no
from conversations.dialog.row_answers import handle_reading
from conversations.dialog.row_search import by_words, other_of_group
from conversations.dialog.sentences import (
    SEVERAL,
    Heard,
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
from conversations.speech.messages_to_bot import announced_words, speaks_to_bot
from conversations.text.normalize import fold_text, is_figure, shorten_text

_PARTS = re.compile(r",\s+|;\s*|\.\s+(?=\d)")
_NUMBERED = re.compile(
    r"^(?:(?:da|a|vang|em|chi|anh|thi|cho|con)[ ,]+)*"
    r"(?:(?:cau|dong)(?: so)? (?P<n>\d{1,3})\b.*\d|(?P<place>\d{1,3})\s*=)"
)
_QUESTION = re.compile(r"(?:(?:da|vang|em|chi|anh|thi|con|a)[ ,]+)*cau(?: so)? ?\d{1,3}\b")
_NOTHING = frozenset(
    {
        *("khong", "ko", "khong co", "ko co", "khong co gi", "ko co gi", "khong co gi ca"),
        *("khong co noi dung", "khong phat sinh", "kps", "bo", "bo cau nay"),
    }
)
LONGEST_LABELLED = 80  # characters of words of a row with its answer, typed at a long text
MOST_PARTS = 30  # answers in a row, parted by commas
MOST_NAMED = 6  # rows that are named where a number is none of them
AHEAD = 60  # rows that a list of answers to one question may run on to


@dataclass(frozen=True)
class TextAtRow(TypedText):
    """A text that was typed at the question of this row."""

    row: Row = field(kw_only=True)
    revision: int = field(kw_only=True)
    back_to: str | None = field(kw_only=True)

    @cached_property
    def reading(self) -> Reading:
        """What it says as an answer to the row."""
        row, text, plain = self.row, self.text, read_answer(self.row, self.text)
        if not row.is_free_text:
            found = _without_furniture(self, plain)
            bare = without_own_label(self.turn.form, row, found)
            settled = settle_yes_no(self.turn.form, row, text, bare)
            return bare if any(one.row not in (None, row.key) for one in self._numbers) else settled
        if (state := state_of_this(text)) is not None:
            return state
        none = [one.reading for one in self.heard if one.row == row.key]
        if len(self.heard) == 1 and none and isinstance(none[0], AmbiguousReading | ReadState):
            return none[0]  # `không có nhiệm vụ khác`: there are none
        return _own_words(self, plain)

    @cached_property
    def asides(self) -> MessageExtras:
        """Notes in lines of their own, beside answers below headings."""
        turn, typed = self.turn, self.turn.typed
        headed = "\n" in typed.strip() and names_heading(turn.form, typed)
        return split_extras(turn.form, (), typed) if headed else MessageExtras(typed, {})

    @property
    def _numbers(self) -> Heard:
        """What is heard of the text, where it has numbers."""
        return self.heard if any(map(str.isdigit, self.text)) else ()

    @property
    def is_prose(self) -> bool:
        """Whether it is some lines for a long text, whatever labels and numbers stand in them."""
        said = self.turn.typed.strip()
        long = "\n" in said or len(said) > LONGEST_LABELLED
        return self.row.answer_type.most_letters > 0 and long

    @property
    def has_remark(self) -> bool:
        """Whether words stand beside the answer, which may be something else."""
        known = (
            self.reading.readings if isinstance(self.reading, AmbiguousReading) else (self.reading,)
        )
        return any(isinstance(one, ReadValue | ReadState) and one.remark for one in known)


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


def _in_order(asked: TextAtRow) -> Proposal | None:
    """`240 phiếu, kết hợp, 96,5%`: a number with an explanation, or the answers of the next rows
    as well; it is asked where every part is an answer of its row."""
    turn, row = asked.turn, asked.row
    parts = [one for one in _PARTS.split(turn.typed.strip(" .,;")) if one.strip()]
    remarked = isinstance(asked.reading, ReadValue) and asked.reading.remark is not None
    if not remarked or not 1 < len(parts) <= MOST_PARTS:
        return None
    keys = _asked_next(turn, row.key, len(parts) - 1)
    pairs = zip(keys, parts, strict=False)
    entries = tuple(read_entry(turn.form, key, said) for key, said in pairs)
    if len(entries) < len(parts) or not all(one.is_sure and one.remark is None for one in entries):
        return None
    if any(turn.form.row(key).is_free_text for key in keys[1:]):
        return None  # takes any words: `tốt, không có ai vi phạm`
    own = BulkEntry(row=row.key, said=asked.text, reading=asked.reading)
    return Proposal(
        ways=(
            BulkAnswers(entries=entries, words=" · ".join(parts)),
            BulkAnswers(entries=(own,), words=f"{parts[0]} ({', '.join(parts[1:])})"),
        )
    )


def _asked_next(turn: Turn, key: str, most: int) -> tuple[str, ...]:
    """The row, and those that would be asked behind it."""
    behind = turn.form.order[turn.form.asked_at[key] + 1 :]
    open_ = (one for one in behind if turn.is_open(turn.form.row(one)))
    return (key, *islice(open_, most))


def _only_numbered(asked: TextAtRow) -> Proposal | None:
    """Answers to several rows of the list in hand by their numbers, and nothing else: no text that
    is asked for reads so: `12 có, 13 là 35`."""
    turn, ways = asked.turn, _numbered_ways(asked.turn)
    if len(ways) != 1 or not are_all_placed(ways[0].entries, SEVERAL):
        return None
    return act_on(preview.preview_readings, turn, ways, turn.typed, turn.rows_by_number)


def _numbered_ways(turn: Turn) -> tuple[BulkAnswers, ...]:
    listed = turn.rows_by_number
    if not listed:
        return _of_questions(turn)
    return read_rows_of_list(turn.form, turn.report, listed, turn.typed)


def _of_questions(turn: Turn) -> tuple[BulkAnswers, ...]:
    """The answers of questions by their numbers in the report, as it tells them: `câu 10 = 5`, `câu
    10, 11 chưa có số, câu 13 có`. Small numbers without a sign may be counted from the heading."""
    said, here = fold_text(turn.typed), turn.open_row
    if _QUESTION.match(said) is None or turn.session.listed or turn.report.only is not None:
        return ()
    form, keys = turn.form, tuple(turn.form.counted_at)
    ways = read_rows_of_list(form, turn.report, keys, turn.typed)
    rows = [one.row for one in ways[0].entries if one.row in form.counted_at] if ways else []
    beside = form.asked_by_heading[form.group_of(here).key] if here in form.by_key else ()
    far = any(form.counted_at[key] >= len(beside) for key in rows if key)
    return ways if rows and ("=" in said or (far and len(rows) > 1)) else ()


def names_numbered_row(turn: Turn) -> bool:
    """Whether the text names a row by its number: `2=5`, `câu 8 là 95%`."""
    said = turn.typed.strip()
    return _NUMBERED.search(fold_text(said)) is not None or bool(_numbered_ways(turn))


def _several(asked: TextAtRow) -> Proposal | None:
    """Several answers where one was asked: they name rows of the list in hand, or have words of
    their labels, or run on from this row."""
    turn, row = asked.turn, asked.row
    if asked.is_prose or is_single(turn.typed, asked.reading):
        return None
    ways, listed = _numbered_ways(turn), turn.rows_by_number
    if listed and (mixed := propose_mixed(turn, listed, turn.typed, ways)) is not None:
        return mixed
    if ways:
        return act_on(preview.show_preview, turn, ways, asked.text, listed)
    keys = _asked_next(turn, row.key, AHEAD)
    bursts = read_burst(turn.form, turn.report, keys, turn.typed, listed=False)
    if not row.is_free_text and is_clearer(asked, bursts):
        return propose_heard(asked)
    return act_on(preview.show_preview, turn, bursts, asked.text, ()) if bursts else None


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


def _no_such_row(asked: TextAtRow) -> Proposal | None:
    """`câu 200 là 3`, `dòng 7: 3`: a number that no row has here; which there are is said."""
    turn, found = asked.turn, _NUMBERED.search(fold_text(asked.text))
    if found is None or turn.session.listed or not isinstance(asked.reading, RefusedReading):
        return None
    number, keys = int(found["n"] or found["place"]), tuple(turn.form.counted_at)
    if any(one.is_placed for way in _numbered_ways(turn) for one in way.entries):
        return None
    if (guest := turn.report.only is not None) and number <= len(keys):
        return None
    if found["n"] is None and not guest:
        return None
    meant = turn.form.row(keys[number - 1]).title if 1 <= number <= len(keys) else ""

    def act() -> None:
        few = [turn.form.row(key).title for key in keys] if len(keys) <= MOST_NAMED else []
        turn.say("row.no_number", read=asked.text, n=number, count=len(keys), meant=meant, few=few)
        turn.quiet = True

    return Proposal(act=act)


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


def _without_furniture(asked: TextAtRow, reading: Reading) -> Reading:
    """The reading of the answer alone, where thanks, a bullet or the number of a list stand around
    it, or who says that there is nothing."""
    typed = asked.turn.typed or asked.text
    bare = bare_answer(typed)
    alone = bare != typed and "\n" not in bare
    if alone and (isinstance(reading, RefusedReading) or "\n" in typed.strip()):
        reading = read_answer(asked.row, bare)
    if not isinstance(reading, RefusedReading):
        return reading
    return state_of_row(asked.turn.form, asked.row, asked.text) or reading


def _own_words(asked: TextAtRow, reading: Reading) -> Reading:
    """The answer in words. What sounds like a message to the bot is one only when it is told to
    be: `trả lời: …`."""
    if words := announced_words(asked.text):
        return read_answer(asked.row, words)
    if isinstance(reading, ReadValue) and speaks_to_bot(asked.turn.form, asked.text):
        example = asked.row.answer_type.example
        return RefusedReading(code="refused.message", data={"read": asked.text, "example": example})
    return reading


_READERS = (
    _figure,
    _appended,
    _cells,
    _with_wholes,
    _headed,
    _kept,
    _of_whole_list,
    _of_named,
    _of_other_row,
    _in_order,
    _no_such_row,
    _several,
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
    _of_whole,
    _only_numbered,
    _other_answer,
    _several,
    _words,
    _other_of_group,
    _own,
)
