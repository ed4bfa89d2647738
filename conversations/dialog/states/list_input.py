"""A numbered list of rows, to be answered at one go."""

from __future__ import annotations

from conversations.bulk.extras import MessageExtras, split_extras
from conversations.bulk.label_match import read_labelled
from conversations.bulk.model import BulkAnswers, BulkEntry
from conversations.bulk.parser import read_burst
from conversations.dialog import carry_over, fill_rest, preview
from conversations.dialog.appointments import day_to_remind
from conversations.dialog.notes import MAX_NOTE
from conversations.dialog.prompts.lists import prompt_list
from conversations.dialog.questions.unknown_text import say_not_understood
from conversations.dialog.row_search import by_words
from conversations.dialog.states.base import State, View
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.parsing.result import as_reading
from conversations.parsing.states import read_state
from conversations.protocol.messages import Reply
from conversations.protocol.session import ListInput
from conversations.reports.model import Report
from conversations.speech.acts import Awaited


class ListInputState(State[ListInput]):
    def show_prompt(self, view: View) -> Reply:
        return prompt_list(view.form, view.report, self.focus, view.speed, brief=view.brief)

    def takes_block(self, turn: Turn, text: str) -> bool:
        several = "\n" in text.strip()
        return several and bool(split_extras(turn.form, self.focus.rows, text))

    def awaited(self, form: Form) -> Awaited:
        return Awaited.LIST

    def numbered_rows(self, form: Form, report: Report) -> tuple[str, ...]:
        return self.focus.rows

    def take_text(self, turn: Turn, text: str) -> None:
        """Several answers, one answer, a state for all that is open, or words of a label; with
        notes and what is to be kept on lines of their own."""
        rows, state = self.focus.rows, read_state(text)
        if state is not None and (day := day_to_remind(turn, state)) is not None:
            fill_rest.ask_to_settle(turn, turn.open_among(rows), state.state, day)
            return
        asides = split_extras(turn.form, rows, turn.typed)
        bursts = read_burst(turn.form, turn.report, rows, asides.answers, listed=True)
        if asides and (bursts or not asides.answers.strip()):
            _take_with(turn, rows, asides, bursts)
        elif bursts:
            preview.show_preview(turn, bursts, text, rows)
        elif state is not None and state.remark is None:
            fill_rest.ask_to_settle(turn, turn.open_among(rows), state.state)
        elif (found := read_labelled(turn.form, text)) is not None:
            preview.show_preview(turn, (BulkAnswers(entries=(found,)),), text, rows)
        elif not preview.preview_one(turn, rows, text) and not by_words(turn, text):
            say_not_understood(turn, self, text)

    def keep_last(self, turn: Turn) -> None:
        """Last period's answers, which stand in the list, for all of it that may keep them."""
        if turn.room.scarce:
            _take_with(turn, self.focus.rows, MessageExtras("", {}, keep=True), ())
        else:
            carry_over.offer_many(turn, self.focus.rows)


def _take_with(
    turn: Turn, rows: tuple[str, ...], asides: MessageExtras, bursts: tuple[BulkAnswers, ...]
) -> None:
    """Answers with notes beside them, and last period's for the rows that were left out."""
    notes = {key: note for key, note in asides.notes.items() if len(note) <= MAX_NOTE}
    for note in asides.notes.values():
        if len(note) > MAX_NOTE:
            turn.say("note.too_long", read=note[:40], limit=MAX_NOTE, length=len(note))
    ways = bursts or (BulkAnswers(entries=()),)
    if asides.keep:
        ways = tuple(_with_kept(turn, rows, way) for way in ways)
    if notes or any(way.entries for way in ways):
        preview.show_preview(turn, ways, turn.typed, rows, notes)
    else:
        turn.say("keep.nothing")


def _with_kept(turn: Turn, rows: tuple[str, ...], burst: BulkAnswers) -> BulkAnswers:
    given = {entry.row for entry in burst.entries}
    kept = [
        BulkEntry(row=key, said="", reading=as_reading(answer))
        for key in carry_over.filter_keepable(turn.form, turn.report, rows)
        if key not in given
        and (answer := carry_over.carried_answer(turn.report, turn.form.row(key)))
    ]
    return burst.model_copy(update={"entries": (*burst.entries, *kept)})
