"""One step under way: what has changed so far, and what will be said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import filterfalse, islice
from typing import Any

from conversations.answers.values import BLANK, Answer
from conversations.calendar.dates import local_day
from conversations.calendar.workdays import Calendar
from conversations.forms.growth import items_left
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.frozen import Frozen
from conversations.protocol.events import Event
from conversations.protocol.messages import (
    Button,
    MessageLimits,
    Reply,
    SendChart,
    SendFile,
    SendLinkCode,
    SendPageLink,
    SendSignInCode,
)
from conversations.protocol.pending_items import fit_to_step
from conversations.protocol.row_states import ListInput, RowQuestion
from conversations.protocol.session import (
    MAX_TRAIL,
    AskingMode,
    DayOffReminder,
    DialogState,
    Session,
    asked_row,
)
from conversations.reports.model import (
    AnswerChange,
    Change,
    PreviousReportChange,
    Reason,
    ReasonChange,
    ReminderChange,
    Report,
    ReportState,
    StateChange,
)
from conversations.reports.previous import PreviousReport
from conversations.reports.report_text import ReportText
from conversations.rules import computed
from conversations.rules.dependencies import row_dependencies
from conversations.rules.facts import Facts
from conversations.text.normalize import shorten_text

MOST_NUMBERED = 60  # rows that one colleague is asked and that are numbered for them


@dataclass(frozen=True)
class StepMark:
    """How far a step had come at a moment."""

    session: Session
    report: Report
    changes: int
    replies: int


Spoken = Reply | SendFile | SendLinkCode | SendSignInCode | SendPageLink | SendChart


@dataclass
class Turn:
    """Collects the outcome of one step; `report` and `session` are always up to date."""

    form: Form
    report: Report
    session: Session
    now: datetime
    room: MessageLimits = field(default_factory=MessageLimits)
    calendar: Calendar = field(default_factory=Calendar)
    changes: list[Change] = field(default_factory=list)
    replies: list[Spoken] = field(default_factory=list)
    about: str | None = None
    silent: bool = False
    quiet: bool = False  # the prompt is not repeated: only its buttons stand under what is said
    undone: bool = False  # what was written last was taken back: there is nothing more to undo
    whole: bool = False  # a list is shown as a whole, though the officer has seen it
    beside: tuple[tuple[Button, ...], ...] = ()  # buttons above those of the prompt
    decided: bool = False  # what stood unsaved was kept, stored or given up by the officer's word
    wanted: Event | None = None  # what they had done before that, to be carried out after it
    suggested: str = ""  # the command that was asked about, to be run by a yes that comes next
    typed: str = ""  # the officer's text, as it came: tabs part the cells of a pasted table
    quotes: tuple[str, ...] | None = None  # the rows of the message that it replies to
    added: Mapping[str, str] = field(default_factory=dict)  # names in it, made whole: as they were
    picked: str = ""  # the part of that message that the officer picked out
    days_off: tuple[DayOffReminder, ...] = ()  # that this step reminds on
    _facts: Facts | None = field(default=None, init=False, repr=False)

    @property
    def facts(self) -> Facts:
        """What the report, as it is up to now and with more answers to come, tells expressions."""
        if self._facts is None or self._facts.report is not self.report:
            self._facts = computed.facts_of(self.form, self.report, settled=False)
        return self._facts

    def mark(self) -> StepMark:
        """How far the step is, to be returned to."""
        return StepMark(self.session, self.report, len(self.changes), len(self.replies))

    def return_to(self, mark: StepMark) -> None:
        """Undo all that came after the mark."""
        self.session, self.report, self.about = mark.session, mark.report, None
        del self.changes[mark.changes :]
        del self.replies[mark.replies :]
        self.fit_form()

    def say(self, code: str, buttons: tuple[tuple[Button, ...], ...] = (), **data: Any) -> None:
        """Reply so. What was `read` is quoted in short: it may be as long as a message can be."""
        if "read" in data:
            data["read"] = shorten_text(self.as_typed(data["read"]))
        self.replies.append(Reply(code=code, data=data, buttons=buttons))

    def as_typed(self, text: str) -> str:
        """The text without what was added to the names of headings in it."""
        for name, typed in self.added.items():
            text = text.replace(name, typed)
        return text

    def reword(self, since: int, code: str, as_code: str, **data: Any) -> None:
        """Say the replies of this code, from the one at `since` on, by another code, with more
        data."""
        for at, one in enumerate(self.replies[since:], since):
            if isinstance(one, Reply) and one.code == code:
                self.replies[at] = replace(one, code=as_code, data={**one.data, **data})

    def fit_form(self, beside: Frozen | None = None) -> None:
        """Give the form the rows of what is in its lists now, stored or about to be; and of what
        is in a file that is looked at."""
        if self.form.pattern is not None:
            day = local_day(self.now)
            self.form = fit_to_step(self.form, self.report, self.session, day, beside)

    def look_at(self, focus: DialogState) -> None:
        """Turn the conversation to `focus`, remembering the row that was asked before."""
        trail, old = self.session.trail, asked_row(self.session.focus)
        if old is not None and old != asked_row(focus) and trail[-1:] != (old,):
            trail = (*trail, old)[-MAX_TRAIL:]
        update: dict[str, object] = {"focus": focus, "trail": trail}
        if isinstance(focus, ListInput) and focus.rows != self.session.listed:
            update |= {"listed": focus.rows, "left_list": self.session.listed}
        self.session = self.session.model_copy(update=update)
        self.fit_form()

    def leave_list(self) -> None:
        """The list in hand is none any more: its numbers mean nothing."""
        self.session = self.session.model_copy(update={"listed": (), "left_list": ()})

    def write(self, key: str, answer: Answer) -> None:
        """Store the answer as the row's next revision, and what is computed from it."""
        row = self.form.row(key)
        if row.holds_names:
            self._write_list(row, answer)
            return
        self._write(key, answer)
        for row in row_dependencies(self.form).computed.get(key, ()):
            change = computed.computed_answer(row, self.facts)
            if change is not None:
                self._write(change.key, change.answer)

    def write_together(self, answers: Mapping[str, Answer]) -> None:
        """Store these answers; of a list its items' first, so that what is computed from all of
        them is computed once."""
        rows = [self.form.row(key) for key in answers]
        lists = [row for row in rows if row.holds_names]
        for key, answer in answers.items():
            if not lists:
                self.write(key, answer)
            elif not any(row.key == key for row in lists):
                self._write(key, answer)
        for row in lists:
            self._write_list(row, answers[row.key])

    def write_at_once(self, answers: Mapping[str, Answer]) -> None:
        """Store these answers, and what is computed from all of them once."""
        if len(answers) == 1 or any(self.form.row(key).holds_names for key in answers):
            self.write_together(answers)
            return
        for key, answer in answers.items():
            self._write(key, answer)
        known = row_dependencies(self.form).computed
        rows = {row.key: row for key in answers for row in known.get(key, ())}
        for row in sorted(rows.values(), key=lambda one: self.form.asked_at.get(one.key, -1)):
            change = computed.computed_answer(row, self.facts)
            if change is not None:
                self._write(change.key, change.answer)

    def _write_list(self, row: Row, answer: Answer) -> None:
        """Store what is in a list now. What it no longer has leaves no answers behind; all that is
        computed is so again, as a sum is one of other rows."""
        for key in items_left(self.form, row, answer):
            if self.report.answer(key).says_as(BLANK):
                continue
            self._write(key, BLANK)
        self._write(row.key, answer)
        self.fit_form()
        for one in map(self.form.row, self.form.order):
            change = computed.computed_answer(one, self.facts) if one.computed else None
            if change is not None:
                self._write(change.key, change.answer)

    def put_back(self, key: str, answer: Answer) -> None:
        """Store an earlier answer again, and nothing computed from it."""
        self._write(key, answer)
        self.fit_form()

    def _write(self, key: str, answer: Answer) -> None:
        expected = self.report.answer(key).revision
        answer = answer.model_copy(update={"revision": expected + 1})
        self.changes.append(AnswerChange(key=key, expected=expected, answer=answer))
        self.report = self.report.with_answer(key, answer)

    def changed_since(self, before: Report) -> tuple[str, ...]:
        """The rows whose answer is another one than in this earlier report of the step, as
        printed."""
        written = {change.key for change in self.changes if isinstance(change, AnswerChange)}
        at = self.form.printed_at
        changed = [
            key for key in written & at.keys() if self.report.answer(key) is not before.answer(key)
        ]
        return tuple(sorted(changed, key=at.__getitem__))

    def keep(self, check: str, reason: Reason) -> None:
        """Store why a soft check is kept."""
        self.changes.append(ReasonChange(check=check, reason=reason))
        self.report = self.report.with_reason(check, reason)

    def keep_past(self, past: PreviousReport) -> None:
        """Store what the unit reported in an earlier period."""
        self.changes.append(PreviousReportChange(past=past))
        self.report = self.report.with_past(past)

    def remind(self, rows: tuple[str, ...], day: date, moved: date | None = None) -> None:
        """Have the officer reminded of these rows, on this day instead of the one it is `moved`
        from."""
        self.changes.append(ReminderChange(rows=rows, day=day, moved=moved))

    def move_to(
        self, state: ReportState, reason: str | None = None, text: ReportText | None = None
    ) -> None:
        """Bring the report into this state; with the report in words that is handed in."""
        self.changes.append(StateChange(state=state, reason=reason, text=text))
        update = {"state": state} | ({"text": text} if state is ReportState.SUBMITTED else {})
        self.report = self.report.model_copy(update=update)

    @property
    def open_row(self) -> str | None:
        """The row before the officer, or the one they will come back to."""
        focus = self.session.focus
        if isinstance(focus, RowQuestion):
            return focus.row
        if isinstance(focus, ListInput):
            return self.first_open(focus.rows) or focus.rows[0]
        return getattr(focus, "back_to", None) or getattr(focus, "row", None)

    @property
    def numbered(self) -> tuple[str, ...]:
        """The rows that a colleague was asked, who knows them by their numbers; none for others."""
        few = self.report.only is not None and len(self.form.order) <= MOST_NUMBERED
        return self.form.order if few else ()

    @property
    def rows_by_number(self) -> tuple[str, ...]:
        """The rows that numbers mean: those of the list in hand, or all that a colleague was asked;
        of a list that was left for a row of elsewhere none."""
        listed = self.session.listed
        return () if listed and self.open_row not in (None, *listed) else listed or self.numbered

    @property
    def rows_in_hand(self) -> tuple[str, ...]:
        """The rows of the list, or of the section that is asked row by row."""
        if self.session.listed or self.open_row is None:
            return self.session.listed
        return self.form.asked_by_heading[self.form.section_of(self.open_row).key]

    @property
    def by_list(self) -> bool:
        """Whether rows are asked several at once."""
        return self.room.scarce or self.session.mode is not AskingMode.ROW

    def open_among(self, keys: Iterable[str]) -> tuple[str, ...]:
        """Those of the rows that still wait to be asked."""
        return tuple(key for key in keys if self.is_open(self.form.row(key)))

    def first_open(self, keys: Iterable[str]) -> str | None:
        """The first of the rows that still waits to be asked. Of thousands most are answered:
        those are passed over first."""
        report = self.report
        if report.state is not ReportState.RETURNED and not (report.asked or self.form.growths):
            keys = filterfalse(report.answered.keys.__contains__, keys)
        return next((key for key in keys if self.is_open(self.form.row(key))), None)

    def is_open(self, row: Row) -> bool:
        """Whether this row still waits to be asked."""
        return (
            row.answer is not None
            and row.computed is None
            and row.key in self.form.asked_at
            and self.report.waits(row.key)
            and computed.why_void(row, self.facts) is None
        )

    def next_open(self, after: str | None) -> str | None:
        """The next row to ask after this one, in asking order; the first when None."""
        start = 0 if after is None else self.form.asked_at.get(after, -1) + 1
        return self.first_open(islice(self.form.order, start, None))
