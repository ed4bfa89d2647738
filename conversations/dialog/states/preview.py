"""Answers that would be stored: what changes, what is in doubt and why."""

from __future__ import annotations

from conversations.answer_types.reader import read_answer
from conversations.bulk.extras import MessageExtras, split_extras, split_notes
from conversations.bulk.model import BulkAnswers
from conversations.bulk.parser import bare_answer, read_burst
from conversations.bulk.said_states import read_said_state
from conversations.calendar.periods import Period
from conversations.dialog import fill_rest, preview
from conversations.dialog.file_import import take_period
from conversations.dialog.lists.dropped_items import drop_items
from conversations.dialog.lists.told_additions import read_told_additions
from conversations.dialog.previews import departure, edit_words, edits
from conversations.dialog.previews.additions import add_ways, find_mix, rows_by_number
from conversations.dialog.previews.changed import show_changed
from conversations.dialog.previews.corrections import (
    correct_lines,
    find_meant,
    hear_of_lines,
    read_denied,
    say_unclear,
)
from conversations.dialog.previews.file_period import typed_period
from conversations.dialog.previews.line_changes import drop_lines, fill_doubtful_line
from conversations.dialog.previews.lines import count_lines, find_line
from conversations.dialog.previews.placement import list_other_rows, place_line
from conversations.dialog.previews.prompt import prompt_preview
from conversations.dialog.previews.sentence.cutting import takes_back
from conversations.dialog.previews.sentence.plan import plan_part, plan_sentence
from conversations.dialog.previews.sentence.reading import begins_dropped, counted_to_store
from conversations.dialog.previews.storage import confirm_preview
from conversations.dialog.previews.taken_proposals import Plan, take_proposals
from conversations.dialog.previews.unsaved import find_unsaved
from conversations.dialog.previews.wanted_rows import (
    keeps_rest,
    settle_wanted,
    settles_wanted,
    tell_wanted,
)
from conversations.dialog.readers.agreed_first import agree_first
from conversations.dialog.readers.whole_parts import propose_whole
from conversations.dialog.states.base import ConsentState, View
from conversations.dialog.tables.cell_reader import tell_missing_cell
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.parsing.amount import leading_amount
from conversations.parsing.result import AmbiguousReading, ReadState, ReadValue, RefusedReading
from conversations.protocol.messages import Reply
from conversations.protocol.preview_states import Preview, PreviewLine, PreviewSource
from conversations.reports.model import Report
from conversations.speech.acts import Correction
from conversations.speech.consent import read_consent
from conversations.speech.questions import recognise_question
from conversations.text.normalize import clean_text, short_number

SHORT = 20  # characters of a text that may be a value


class PreviewState(ConsentState[Preview]):
    verbs = (
        *("ghi", "lưu", "ghi nhận", "ghi hết", "ghi cả", "ghi tất cả", "lưu hết"),
        *("giữ", "giữ hết", "giữ nguyên", "giữ nguyên hết", "giữ nguyên tất cả"),
    )

    def show_prompt(self, view: View) -> Reply:
        return prompt_preview(view, self.focus)

    def row_by_number(self, turn: Turn, words: str) -> str | None:
        number = short_number(words) or 0
        line = find_line(self.focus, number)
        wanted = (key for key, n in self.focus.still_wanted.items() if n == number)
        return line.entry.row if line is not None else next(wanted, None)

    def takes_block(self, turn: Turn, text: str) -> bool:
        """Changes of its lines are none of what was stored: `bỏ dòng 3`, `xem lại`."""
        agrees = read_consent(text, self.verbs) is not None
        if not agrees and plan_sentence(turn, self.focus, text) is not None:
            return True
        if recognise_question(text, turn.form) is not None:  # `dòng 4 là gì vậy em`
            return False
        if self._named_period(turn, text) is not None:
            return True
        if len(split_notes(turn.form, rows_by_number(self.focus), turn.typed)) > 1:
            return True
        if keeps_rest(turn, self.focus, turn.typed) is not None or settles_wanted(turn, self.focus):
            return True
        if edit_words.read_asked(text) in self.focus.still_wanted.values():
            return True
        if self._asked_value(turn, text) or edits.is_plain_edit(turn, self.focus, text):
            return True
        return plan_part(turn, self.focus, text, sure=True) is not None

    def _named_period(self, turn: Turn, text: str) -> Period | None:
        """The period of the file that the lines were read from, when the officer corrects it."""
        filed = self.focus.filed
        return typed_period(turn, filed, text) if filed is not None else None

    def _asked_value(self, turn: Turn, text: str) -> bool:
        """Whether it is the value of the line that was asked."""
        line = find_line(self.focus, self.focus.asked)
        if line is None or line.entry.row is None:
            return False
        return not isinstance(read_answer(turn.form.row(line.entry.row), text), RefusedReading)

    def _plan(self, turn: Turn, text: str) -> Plan | None:
        said = f"{self.focus.asked}={text}" if self._asked_value(turn, text) else text
        return edits.plan_edit(turn, self.focus, said)

    def _plan_parts(self, turn: Turn, text: str) -> Plan | None:
        """What a sentence does whose parts are understood, or some of them; and what settles lines
        that ask something. None for other texts."""
        if (plan := plan_sentence(turn, self.focus, text)) is not None:
            return plan
        if (known := self._plan(turn, text)) is not None:
            return known if edit_words.read_rights(text)[0] else None
        return plan_part(turn, self.focus, text, sure=True)

    def rows_asked(self, form: Form, report: Report) -> tuple[str, ...]:
        return rows_by_number(self.focus)

    def take_text(self, turn: Turn, text: str) -> None:
        """A value for the line that was asked, a change of lines, further answers; what is none
        is said in short, and the preview stays as it is."""
        rest = keeps_rest(turn, self.focus, turn.typed)
        if rest == "":
            self.confirm(turn)
            return
        if told := read_told_additions(turn, self.focus, turn.typed, named=True):
            add_ways(turn, self.focus, told, text)
            return
        plan = edits.plan_cell(turn, self.focus, text)
        plan = plan or plan_sentence(turn, self.focus, text, mixed=True)
        if plan is not None:
            plan()
            return
        if rest is not None:  # `giữ hết, 2=101`
            turn.typed, text = rest, clean_text(rest)
        elif (change := edit_words.without_storing(text)) != text:
            self._change_and_store(turn, change)
            return
        if settles_wanted(turn, self.focus):
            settle_wanted(turn, self.focus)
        elif not (tell_missing_cell(turn, turn.typed) or self._take_with_asides(turn)):
            self._take_answers(turn, text)

    def agrees_first(self, turn: Turn) -> bool:
        """`ghi, còn lại của mục này không phát sinh`: what stands behind it is of no line."""
        text = clean_text(turn.typed)

        def stores(said: str) -> bool:
            counted = counted_to_store(said)
            written = count_lines(turn.form, turn.report, self.focus).written if counted else 0
            yes = counted == written if counted else _is_to_store(said)
            return yes and not (
                plan_sentence(turn, self.focus, text)
                or plan_part(turn, self.focus, text, sure=True)
            )

        return agree_first(turn, stores, {line.entry.row for line in self.focus.lines})

    def _change_and_store(self, turn: Turn, change: str) -> None:
        """`đổi câu 3 thành 15 rồi ghi`: stored where nothing is in doubt then."""
        turn.typed = change
        self.take_text(turn, change)
        after = turn.session.focus
        numbered = any(map(str.isdigit, change))  # lines told by words are shown first
        if isinstance(after, Preview) and after != self.focus and numbered:
            tally = count_lines(turn.form, turn.report, after)
            partly = any(getattr(one, "code", "") == "preview.partly" for one in turn.replies)
            if not (tally.asked or tally.unplaced or partly):
                turn.replies.clear()
                PreviewState(after).confirm(turn)

    def _take_with_asides(self, turn: Turn) -> bool:
        """Further answers with notes on lines of their own, and with `xong` behind them: the list
        is left when all of it is stored. False for other texts."""
        focus = self.focus
        if focus.filed is not None:
            return False
        rows = rows_by_number(focus)
        asides = split_extras(turn.form, rows, turn.typed)
        if asides.rest is not None:
            return asides.answers.strip() != "" and self._take_with_rest(turn, rows, asides)
        several = "\n" in turn.typed.strip() or (asides.notes and not asides.answers.strip())
        if not several or not (asides.notes or asides.done):
            return False
        notes = {**focus.notes, **asides.notes}
        held = focus.model_copy(update={"notes": notes, "done": focus.done or asides.done})
        turn.typed = asides.answers
        if asides.answers.strip():
            PreviewState(held)._take_answers(turn, clean_text(asides.answers))
        else:
            show_changed(turn, held, held.lines, notes=asides.notes)
        return True

    def _take_with_rest(self, turn: Turn, rows: tuple[str, ...], asides: MessageExtras) -> bool:
        """`18=0, còn lại không phát sinh`: of the rows that have no line and no answer yet."""
        rest = asides.rest
        answers = read_burst(turn.form, turn.report, rows, asides.answers, listed=True)
        if rest is None or not answers:
            return False
        given = {line.entry.row for line in self.focus.lines}
        left = tuple(key for key in turn.open_among(rest.among(rows)) if key not in given)
        ways = fill_rest.add_rest(turn, left, answers, rest)
        add_ways(turn, self.focus, ways, turn.typed, asides.notes)
        return True

    def _take_answers(self, turn: Turn, text: str) -> None:
        filed, period = self.focus.filed, self._named_period(turn, text)
        if filed is not None and period is not None:
            take_period(turn, filed, period)
        elif (plan := self._plan_parts(turn, text)) is not None:
            plan()
        elif (left := drop_items(turn, self.focus, text)) is not None:
            self._keep_lines(turn, left)
        elif begins_dropped(text) and takes_back(text):
            say_unclear(turn, self.focus, text, "preview.unclear")
        elif (mixed := find_mix(turn, self.focus)) is not None:
            add_ways(turn, self.focus, (mixed,), text)
        elif (plan := self._plan(turn, text)) is not None:
            plan()
        elif (settled := self._settled_doubt(turn, text)) is not None:
            self.fill_line(turn, *settled)
        elif (denied := read_denied(text)) is not None and (
            line := find_meant(turn, self.focus, denied.wrong)
        ):
            self.edit_line(turn, f"{line}={denied.value}")
        elif begins_dropped(text) or edit_words.judges_lines(text):
            say_unclear(turn, self.focus, text, "preview.unclear")
        elif preview.take_addition(turn, self.focus, text):
            pass
        elif (worded := edits.plan_by_words(turn, self.focus, text)) is not None:
            worded()
        elif heard := hear_of_lines(turn, self.focus, turn.typed):
            add_ways(turn, self.focus, (BulkAnswers(entries=heard),), text)
        elif (whole := propose_whole(turn, text)) is not None and whole.act is not None:
            whole.act()
        elif (plan := plan_part(turn, self.focus, text)) is not None:
            plan()
        elif not tell_wanted(turn, self.focus, text):
            amount = leading_amount(text, whole=False) if len(text) <= SHORT else None
            figure = "=" not in text and amount is not None
            say_unclear(turn, self.focus, text, "preview.number" if figure else "preview.unclear")

    def _keep_lines(self, turn: Turn, left: tuple[PreviewLine, ...]) -> None:
        """Show the lines that are left, or leave the preview that has none."""
        if left:
            numbers = {line.number for line in left}
            gone = {line.number for line in self.focus.lines} - numbers
            changed = {line.number for line in left if line not in self.focus.lines}
            show_changed(turn, self.focus, left, fixed=changed, gone=gone)
        else:
            departure.leave_preview(turn, self.focus)

    def _settled_doubt(self, turn: Turn, text: str) -> tuple[int, ReadValue | ReadState] | None:
        """The only line in doubt, and which of its readings the text says: `không phát sinh`."""
        doubts = [
            line for line in self.focus.lines if isinstance(line.entry.reading, AmbiguousReading)
        ]
        if len(doubts) != 1 or doubts[0].entry.row is None:
            return None
        reading, row = doubts[0].entry.reading, turn.form.row(doubts[0].entry.row)
        assert isinstance(reading, AmbiguousReading)  # noqa: S101 - looked for
        for said in (read_said_state(text), read_answer(row, bare_answer(text))):
            for one in reading.readings:
                if isinstance(said, ReadValue | ReadState) and _means_same(one, said):
                    return doubts[0].number, one
        return None

    def correct(self, turn: Turn, correction: Correction) -> bool:
        return correct_lines(turn, self.focus, correction)

    def fill_line(self, turn: Turn, number: int, reading: ReadValue | ReadState) -> None:
        fill_doubtful_line(turn, self.focus, number, reading)

    def place_line(self, turn: Turn, number: int, key: str | None) -> None:
        if key is None:
            drop_lines(turn, self.focus, {number})
        elif key:
            place_line(turn, self.focus, number, key)
        else:
            list_other_rows(turn, self.focus, number)

    def edit_line(self, turn: Turn, text: str) -> bool:
        if edits.edit_lines(turn, self.focus, text):
            return True
        worded = edits.plan_by_words(turn, self.focus, text)
        if worded is not None:
            worded()
        return worded is not None

    def take_consent(self, turn: Turn, text: str, *, agrees: bool) -> None:
        """`phải rồi` where each line asks one thing is a yes to all of it; `ghi` and `ok` are of
        lines that are sure."""
        right = agrees and read_consent(text) and edit_words.says_right(text)
        if not (right and take_proposals(turn, self.focus)):
            super().take_consent(turn, text, agrees=agrees)

    def confirm(self, turn: Turn, *, stay: bool = False) -> None:
        confirm_preview(turn, self.focus, stay=stay)

    def confirm_lines(self, turn: Turn, lines: tuple[int, ...]) -> None:
        confirm_preview(turn, self.focus, only=lines)

    def cancel(self, turn: Turn) -> None:
        """Give the lines up, by a button or a word that says so; any other no keeps them."""
        offered = find_unsaved(self.focus) is None
        given_up = edit_words.gives_up(turn.typed) or edit_words.drops_all(turn.typed)
        if offered or not turn.typed or given_up:
            departure.leave_preview(turn, self.focus)
        else:
            self.postpone(turn)

    def postpone(self, turn: Turn) -> None:
        tally = count_lines(turn.form, turn.report, self.focus)
        turn.say("preview.waits", count=tally.written or tally.same, notes=tally.notes)
        turn.quiet = True

    def skip(self, turn: Turn) -> None:
        """What the bot offered is passed over; what was typed is asked about."""
        if find_unsaved(self.focus) is None:
            departure.leave_preview(turn, self.focus)
        else:
            super().skip(turn)

    def keep_last(self, turn: Turn) -> None:
        if self.focus.source is PreviewSource.KEEP:
            self.confirm(turn)
        else:
            super().keep_last(turn)


def _is_to_store(said: str) -> bool:
    return read_consent(said, ("ghi", "lưu")) is True and read_consent(said) is None


def _means_same(one: ReadValue | ReadState, said: ReadValue | ReadState) -> bool:
    """Whether both are the same answer, whatever words stand beside it."""
    return one.model_copy(update={"remark": None}) == said.model_copy(update={"remark": None})


def change_preview(turn: Turn, focus: Preview, text: str) -> bool:
    """Change lines of the preview or add to it. False when the text does neither."""
    plan, mixed = edits.plan_edit(turn, focus, text), find_mix(turn, focus)
    if mixed is not None:
        add_ways(turn, focus, (mixed,), text)
        return True
    if plan is not None:
        plan()
        return True
    return preview.take_addition(turn, focus, text)
