"""What every state of the dialog is asked for. A state is a record in `protocol/session.py`, a
module beside this one with a class that says what it shows and does, and a case in `lookup.py`."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from conversations.commands.more_time import read_more_time
from conversations.commands.workflow_parser import is_workflow_command
from conversations.dialog import carry_over, navigation, submission
from conversations.dialog.questions.facts import standing_facts
from conversations.dialog.questions.unknown_text import say_not_understood
from conversations.dialog.readers.whole_parts import propose_titled, propose_whole
from conversations.dialog.row_search import by_words, take_placed
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.forms.search import named_row
from conversations.frozen import Frozen
from conversations.parsing.result import ReadState, ReadValue
from conversations.protocol.messages import Reply
from conversations.reports.model import Report
from conversations.speech.acts import Awaited, Correction
from conversations.speech.handover import is_handing_over
from conversations.text.normalize import short_number

_ROW_WORD = re.compile(r"^\s*(?:dòng|dong|câu|cau|số|so|mục|muc)\s+(?=\d)", re.IGNORECASE)

Focus = TypeVar("Focus", bound=Frozen)


@dataclass(frozen=True)
class View:
    """What a prompt is made of; `brief`: in the fewest words; `again`: the officer has seen the
    list before. `before` is the row that was asked last: what is the same is not said again;
    `practised`: they have had a list before, and know how one is answered; `elsewhere`: what was
    answered just now is none of the list that they have before them."""

    form: Form
    report: Report
    brief: bool = False
    again: bool = False
    before: str | None = None
    practised: bool = False
    elsewhere: bool = False


@dataclass(frozen=True)
class State(ABC, Generic[Focus]):
    """What stands before the officer, and what becomes of what they do."""

    focus: Focus
    hears_acts: ClassVar[bool] = True  # else any text only begins the conversation
    acts_while_locked: ClassVar[bool] = False  # although the report cannot be changed now
    verbs: ClassVar[tuple[str, ...]] = ()  # what a consent is asked for: said alone it is a yes

    @abstractmethod
    def show_prompt(self, view: View) -> Reply:
        """The question, list or summary; it may be shown again at any time."""

    @property
    def takes_number(self) -> bool:
        """Whether a number typed now means an answer, a line or a row; else it may be given
        another meaning."""
        return True

    def awaited(self, form: Form) -> Awaited:
        """What the officer is asked for."""
        return Awaited.NOTHING

    def takes_words(self, form: Form, text: str) -> bool:
        """Whether the text may be words of the officer's own, which may begin like a command."""
        awaited = self.awaited(form)
        if awaited is Awaited.REASON:
            asks_office = read_more_time(text) is not None or is_workflow_command(text)
            return not (asks_office or is_handing_over(text))
        return awaited is Awaited.TEXT

    def takes_block(self, turn: Turn, text: str) -> bool:
        """Whether a text of several lines is an answer, although its first words would be a
        command if it stood alone."""
        return False

    def numbered_rows(self, form: Form, report: Report) -> tuple[str, ...]:
        """The rows that are shown under numbers."""
        return ()

    def rows_asked(self, form: Form, report: Report) -> tuple[str, ...]:
        """The rows that a reply to this message answers, by their numbers."""
        return self.numbered_rows(form, report)

    def row_by_number(self, turn: Turn, words: str) -> str | None:
        """The row that a number names: `3`, `dòng 3`."""
        bare = _ROW_WORD.sub("", words, count=1)
        keys, number = self.numbered_rows(turn.form, turn.report), short_number(bare) or 0
        return keys[number - 1] if 1 <= number <= len(keys) else None

    def take_text(self, turn: Turn, text: str) -> None:
        """Act on a typed text: rows with their answers, words of a label, unless the state knows
        better."""
        whole = propose_whole(turn, text) or propose_titled(turn, text)
        if whole is not None and whole.act is not None:
            whole.act()
        elif named_row(turn.form, text) is not None:
            navigation.jump_to(turn, text)
        elif not take_placed(turn, text) and not by_words(turn, text):
            say_not_understood(turn, self, text)

    def correct(self, turn: Turn, correction: Correction) -> bool:
        """Correct what stands here and is not written yet. False when it speaks of an answer."""
        return False

    def take_consent(self, turn: Turn, text: str, *, agrees: bool) -> None:
        """The officer says yes or no."""
        if agrees:
            self.confirm(turn)
        else:
            self.cancel(turn)

    def agrees_first(self, turn: Turn) -> bool:
        """Whether a yes stands before something else, which is kept for afterwards."""
        return False

    def postpone(self, turn: Turn) -> None:
        """The officer has to ask somebody first: nothing is written, the question stays."""
        turn.say("later")
        turn.quiet = True

    def confirm(self, turn: Turn, *, stay: bool = False) -> None:
        """Go on with what the bot has just asked about."""

    def confirm_lines(self, turn: Turn, lines: tuple[int, ...]) -> None:
        """Go on with these lines alone."""

    def place_line(self, turn: Turn, number: int, key: str | None) -> None:
        """The officer tapped which row the line of this number belongs to."""

    def choose(self, turn: Turn, index: int) -> None:
        """Take the way, or the row, of this number from 0."""

    def tick(self, turn: Turn, check: str) -> None:
        """The officer tapped the number of this check in a list of several."""

    def fill_line(self, turn: Turn, number: int, reading: ReadValue | ReadState) -> None:
        """The officer tapped how the line of this number was meant."""

    def edit_line(self, turn: Turn, text: str) -> bool:
        """Change a line by its number. False when the text does not do that."""
        return False

    def welcome(self, turn: Turn) -> None:
        """The officer greets the bot; of a report in which nothing is written nobody comes back."""
        begun = bool(turn.report.answers) or not turn.report.editable
        turn.say("welcome.back", begun=begun, **standing_facts(turn))

    def resume(self, turn: Turn) -> None:
        """Go on from here."""

    def go_back(self, turn: Turn) -> None:
        """Return to what was asked before this."""
        navigation.go_back(turn)

    def skip(self, turn: Turn) -> None:
        """Leave this as it is and go on."""
        navigation.skip_rows(turn, ())

    def cancel(self, turn: Turn) -> None:
        """Give up what was begun."""
        if turn.report.in_force is not None:
            submission.abandon_correction(turn, "")
        else:
            turn.say("cancel.nothing")

    def keep_last(self, turn: Turn) -> None:
        """Keep last period's answers where they may stand."""
        carry_over.offer_many(turn, turn.form.order)

    def submit(self, turn: Turn) -> None:
        """The officer asks to submit."""
        submission.submit_report(turn)

    def return_from_edit(self, turn: Turn) -> None:
        """An earlier message was edited and its row written meanwhile."""
        turn.session = turn.session.model_copy(update={"focus": self.focus})


class ConsentState(State[Focus]):
    """A state that awaits a yes, which confirms, or a no, which cancels."""

    def awaited(self, form: Form) -> Awaited:
        return Awaited.CONSENT

    def take_text(self, turn: Turn, text: str) -> None:
        self.take_other(turn, text)

    def take_other(self, turn: Turn, text: str) -> None:
        """Act on a text that is neither."""
        turn.say("confirm.unclear", read=text)
        turn.quiet = True
