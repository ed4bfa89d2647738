"""A numbered list of rows, to be answered at one go, or bit by bit: it stays until it is done, and
its numbers with it."""

from __future__ import annotations

import re

from conversations.answer_types.reader import read_answer
from conversations.answers.values import AnswerState
from conversations.bulk.extras import MessageExtras, split_extras
from conversations.bulk.label_match import read_labelled
from conversations.bulk.model import BulkAnswers
from conversations.bulk.parser import bare_answer, read_burst
from conversations.bulk.said_states import Rest, read_said_state
from conversations.dialog import carry_over, fill_rest, navigation, preview
from conversations.dialog.appointments import day_to_remind
from conversations.dialog.dictated import is_clearer, take_dictation, take_kept
from conversations.dialog.list_undo import find_written, take_back_told
from conversations.dialog.notes import MAX_NOTE
from conversations.dialog.outline import tell_apart
from conversations.dialog.prompts.keyboard import give_button, make_button
from conversations.dialog.prompts.lists import print_numbers, prompt_list, prompt_rest
from conversations.dialog.questions.unknown_text import say_not_understood
from conversations.dialog.row_search import by_words, take_sentence
from conversations.dialog.states.base import State, View
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.parsing.result import AmbiguousReading, ReadState, ReadValue, as_answer
from conversations.parsing.states import read_state
from conversations.protocol.events import OpenRow
from conversations.protocol.messages import Reply
from conversations.protocol.session import ListInput, Preview, UndoOffer
from conversations.reports.formatting import print_answer
from conversations.reports.model import Report
from conversations.speech.acts import Awaited
from conversations.text.normalize import fold_text, short_number

LONGEST = 80  # characters of words about the list itself
_POLITE = r"(?:[ ,.!]+(?:di|nhe|nha|a|em|oi|giup|cho|chi|anh|minh|roi|thoi|luon|nao))*[ .!]*"
_WHOLE = re.compile(
    r"(?:cho (?:em |chi |anh |minh )?)?(?:xem|hien|gui|in)?(?: lai)?(?: ca| toan bo| het)? ?"
    rf"danh sach(?: nay)?{_POLITE}"
)
_ON = re.compile(
    r"(?:tiep|tiep theo|(?:sang|qua|chuyen sang|chuyen qua|toi|den|lam) "
    r"(?:phan|muc|nhom|danh sach) (?:tiep theo|tiep|sau|khac|ke tiep)"
    r"|(?:phan|muc|nhom|danh sach) (?:tiep theo|tiep|sau|ke tiep)"
    rf"|xong(?: (?:phan|muc|nhom|danh sach) nay)?|het|de sau){_POLITE}"
)


_DROP = re.compile(rf"(?:bo|xoa|huy)(?: so)?(?: dong| cau)? (\d{{1,3}}){_POLITE}")


_POINTS_BACK = re.compile(
    r"(?:(?:da|a|uh|thi|con)[ ,]+)*(?:cai|so|dong|cau) (?:do|kia|ay|hoi nay|vua roi)\b"
)


def asks_for_list(text: str) -> bool:
    """Whether the officer wants to see the whole list: `danh sách`, `xem lại danh sách`."""
    return len(text) <= LONGEST and _WHOLE.fullmatch(fold_text(text)) is not None


class ListInputState(State[ListInput]):
    def show_prompt(self, view: View) -> Reply:
        if view.again:
            return prompt_rest(view.form, view.report, self.focus, brief=view.brief)
        return prompt_list(
            view.form, view.report, self.focus, brief=view.brief, practised=view.practised
        )

    def takes_block(self, turn: Turn, text: str) -> bool:
        several = "\n" in text.strip()
        return several and bool(split_extras(turn.form, self.focus.rows, turn.typed))

    def awaited(self, form: Form) -> Awaited:
        return Awaited.LIST

    def numbered_rows(self, form: Form, report: Report) -> tuple[str, ...]:
        return self.focus.rows

    def take_text(self, turn: Turn, text: str) -> None:
        """Several answers, one answer, a state for all that is open, or words of a label; with
        notes and what is said of the rest beside them."""
        folded = fold_text(text) if len(text) <= LONGEST else ""
        if asks_for_list(text):
            turn.whole = True
        elif self._drop_row(turn, folded) or take_kept(turn, self.focus.rows, self.focus.rows):
            pass
        elif _ON.fullmatch(folded):
            self.skip(turn)
        elif _POINTS_BACK.match(folded):  # which row is meant nobody can tell
            say_not_understood(turn, self, text)
        elif not self._ask_number(turn, text):
            self._take_answers(turn, text)

    def _take_answers(self, turn: Turn, text: str) -> None:
        rows, state = self.focus.rows, read_state(text)
        if state is not None and (day := day_to_remind(turn, state)) is not None:
            fill_rest.ask_to_settle(turn, turn.open_among(rows), state.state, day)
            return
        asides = split_extras(turn.form, rows, turn.typed)
        bursts = read_burst(turn.form, turn.report, rows, asides.answers, listed=True)
        hand = turn.open_among(rows) or rows
        if not asides and is_clearer(turn, hand, bursts):
            take_dictation(turn, hand, rows)
        elif asides and (bursts or not asides.answers.strip()):
            _take_with(turn, rows, asides, bursts)
            self._leave(turn, done=asides.done)
        elif bursts:
            preview.show_preview(turn, bursts, text, rows)
            self._leave(turn, done=asides.done)
        elif (rest := _state_of_all(text)) is not None:
            fill_rest.take_rest(turn, turn.open_among(rows), rest)
        elif (found := read_labelled(turn.form, text)) is not None:
            preview.show_preview(turn, (BulkAnswers(entries=(found,)),), text, rows)
        elif not (
            preview.preview_one(turn, rows, bare_answer(text))
            or by_words(turn, text)
            or take_sentence(turn, text, rows)
        ):
            say_not_understood(turn, self, text)

    def _leave(self, turn: Turn, *, done: bool) -> None:
        """On to the next list when the message said so; what is asked about first."""
        focus = turn.session.focus
        if done and focus == self.focus:
            self.skip(turn)
        elif done and isinstance(focus, Preview):
            turn.look_at(focus.model_copy(update={"done": True}))

    def _ask_number(self, turn: Turn, text: str) -> bool:
        """A lone number that is one of the list may be the answer of the first open row, or that
        row: it is asked. False when it is the one or nothing of this."""
        rows, number = self.focus.rows, short_number(text.rstrip(" .!")) or 0
        left = turn.open_among(rows)
        if not 1 <= number <= len(rows) or not left:
            return False
        first, alone = left[0], len(left) == 1 and rows[number - 1] != left[0]
        if alone:  # nothing else waits for it
            return False
        asked, named = turn.form.row(first), rows[number - 1]
        reading = read_answer(asked, text)
        if not isinstance(reading, ReadValue | ReadState):
            return False
        labels, n = tell_apart(turn.form, rows), rows.index(first) + 1
        value = print_answer(asked, as_answer(reading))
        give = give_button(
            asked, turn.report.answer(first).revision, "list.give", reading, n=n, value=value
        )
        go = make_button("list.open", OpenRow(row=named), n=number)
        turn.say(
            "list.number",
            ((give, go),),
            n=n,
            label=labels[first],
            value=value,
            number=number,
            named=labels[named],
        )
        return True

    def keep_last(self, turn: Turn) -> None:
        """Last period's answers, which stand in the list, for all of it that may keep them."""
        if turn.room.scarce:
            _take_with(turn, self.focus.rows, MessageExtras("", {}, Rest(keep=True)), ())
        else:
            carry_over.offer_many(turn, self.focus.rows)

    def go_back(self, turn: Turn) -> None:
        """What was written last can be taken back; else to what was asked before."""
        written = find_written(turn)
        if not written:
            self._go_before(turn)
            return
        keys = tuple(one.row for one in written)
        rows = self.focus.rows if {*keys} <= {*self.focus.rows} else keys
        turn.look_at(UndoOffer(rows=rows, written=written, back_to=turn.open_row))

    def _go_before(self, turn: Turn) -> None:
        """To the list before this one, with its numbers, or to what was asked before; the rows of
        this one are before the officer already."""
        if turn.session.left_list:
            turn.look_at(ListInput(rows=turn.session.left_list))
            turn.session = turn.session.model_copy(update={"left_list": ()})
            turn.whole = True
            return
        trail = turn.session.trail
        while trail and trail[-1] in self.focus.rows:
            trail = trail[:-1]
        turn.session = turn.session.model_copy(update={"trail": trail})
        navigation.go_back(turn)

    def _drop_row(self, turn: Turn, folded: str) -> bool:
        """`bỏ 9`, `xóa dòng 9`: what was just written there is taken back; else the row is opened,
        to be answered anew."""
        match = _DROP.fullmatch(folded)
        key = self.row_by_number(turn, match[1]) if match else None
        if key is None:
            return False
        written = tuple(one for one in find_written(turn) if one.row == key)
        if written:
            take_back_told(turn, self.focus.rows, written)
        else:
            navigation.open_row(turn, key)
        return True

    def skip(self, turn: Turn) -> None:
        """On to the next list; what is left of one that was begun is said."""
        rows = self.focus.rows
        left = turn.open_among(rows)
        if left and len(left) < len(rows):
            turn.say("list.left", count=len(left), places=print_numbers(rows, left))
        navigation.skip_rows(turn, ())

    def resume(self, turn: Turn) -> None:
        """`tiếp` typed in a list that was begun goes on behind it; a tap shows the list."""
        begun = any(
            turn.report.answer(key).state is not AnswerState.BLANK for key in self.focus.rows
        )
        if begun and _ON.fullmatch(fold_text(turn.typed)):
            self.skip(turn)
        else:
            turn.whole = True


def _state_of_all(text: str) -> Rest | None:
    """A state that is said of the list without a number: `không phát sinh`, `xã không có`. One
    word alone answers the first open row."""
    reading = read_said_state(text)
    match reading:
        case ReadState(state=state, remark=None):
            return Rest(states=(state,))
        case AmbiguousReading(readings=readings) if len(text.split()) > 1:
            return Rest(states=tuple(one.state for one in readings if isinstance(one, ReadState)))
        case _:
            return None


def _take_with(
    turn: Turn, rows: tuple[str, ...], asides: MessageExtras, bursts: tuple[BulkAnswers, ...]
) -> None:
    """Answers with notes beside them, and what is said of the rows that were left out."""
    notes = {key: note for key, note in asides.notes.items() if len(note) <= MAX_NOTE}
    for note in asides.notes.values():
        if len(note) > MAX_NOTE:
            turn.say("note.too_long", read=note[:40], limit=MAX_NOTE, length=len(note))
    ways = bursts or (BulkAnswers(entries=()),)
    rest = asides.rest
    if rest is not None and not bursts and not notes and not rest.keep:
        fill_rest.take_rest(turn, turn.open_among(rows), rest)
        return
    if rest is not None:
        given = ways
        ways = fill_rest.add_rest(turn, rows, ways, rest)
        if rest.keep and ways == given and bursts:
            known = turn.report.last or turn.report.latest
            turn.say("keep.nothing" if known else "keep.no_last")
    if notes or any(way.entries for way in ways):
        preview.show_preview(turn, ways, turn.typed, rows, notes)
    else:
        turn.say("keep.nothing" if turn.report.last or turn.report.latest else "keep.no_last")
