"""One step under way: what has changed so far, and what will be said."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from conversations import applying
from conversations.form import Form, Row
from conversations.messages import Button, Deliver, LinkCode, Reply
from conversations.report import (
    AnswerChange,
    Change,
    Reason,
    ReasonChange,
    Report,
    ReportState,
    StateChange,
)
from conversations.session import MAX_TRAIL, Asking, Focus, Session
from conversations.values import Answer, State

Spoken = Reply | Deliver | LinkCode


@dataclass
class Turn:
    """Collects the outcome of one step; `report` and `session` are always up to date."""

    form: Form
    report: Report
    session: Session
    changes: list[Change] = field(default_factory=list)
    replies: list[Spoken] = field(default_factory=list)
    about: str | None = None
    silent: bool = False

    def say(self, code: str, buttons: tuple[tuple[Button, ...], ...] = (), **data: Any) -> None:
        self.replies.append(Reply(code=code, data=data, buttons=buttons))

    def look_at(self, focus: Focus) -> None:
        """Turn the conversation to `focus`, remembering the row that was asked before."""
        trail, old = self.session.trail, self.session.focus
        new_row = focus.row if isinstance(focus, Asking) else None
        if isinstance(old, Asking) and old.row != new_row and trail[-1:] != (old.row,):
            trail = (*trail, old.row)[-MAX_TRAIL:]
        self.session = self.session.model_copy(update={"focus": focus, "trail": trail})

    def write(self, key: str, answer: Answer) -> None:
        """Store the answer as the row's next revision, and what is computed from it."""
        self._write(key, answer)
        for change in applying.computed_answers(self.form, self.report):
            self._write(change.key, change.answer)

    def _write(self, key: str, answer: Answer) -> None:
        expected = self.report.answer(key).revision
        answer = answer.model_copy(update={"revision": expected + 1})
        self.changes.append(AnswerChange(key=key, expected=expected, answer=answer))
        self.report = self.report.with_answer(key, answer)

    def keep(self, check: str, reason: Reason) -> None:
        """Store why a soft check is kept."""
        self.changes.append(ReasonChange(check=check, reason=reason))
        self.report = self.report.with_reason(check, reason)

    def move_to(self, state: ReportState) -> None:
        self.changes.append(StateChange(state=state))
        self.report = self.report.model_copy(update={"state": state})

    @property
    def open_row(self) -> str | None:
        """The row before the officer, or the one he will come back to."""
        focus = self.session.focus
        if isinstance(focus, Asking):
            return focus.row
        return getattr(focus, "back_to", None) or getattr(focus, "row", None)

    def is_open(self, row: Row) -> bool:
        """Whether this row still waits to be asked."""
        return (
            row.answer is not None
            and row.computed is None
            and self.report.answer(row.key).state is State.BLANK
            and applying.void_reason(self.form, self.report, row.key) is None
        )

    def next_open(self, after: str | None) -> str | None:
        """The next row to ask after this one, in asking order; the first when None."""
        order = self.form.order
        start = order.index(after) + 1 if after in order else 0
        return next((key for key in order[start:] if self.is_open(self.form.row(key))), None)
