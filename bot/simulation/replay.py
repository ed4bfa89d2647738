"""Running a form's sample answers through the engine, without any channel or store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.simulation.officer import SampleOfficer
from conversations.answers.values import AnswerState
from conversations.dialog import engine
from conversations.forms.check import Severity
from conversations.forms.growth import fit_form
from conversations.forms.model import Form
from conversations.protocol.events import TextSaid
from conversations.protocol.messages import Reply
from conversations.protocol.session import Session
from conversations.reports.model import Report, ReportState
from templates.loading.sample import SampleAnswers, blank_report

MAX_TURNS = 2_000
NOON = datetime(2023, 3, 14, 5, tzinfo=UTC)


class ReplayError(Exception):
    """The sample does not lead to a filed report; the text says where it stopped."""


@dataclass
class ReplayResult:
    """What came of it: the report, what the officer typed, what the bot said, and the checks
    that were raised on the way."""

    report: Report
    typed: list[str] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    raised: dict[str, Severity] = field(default_factory=dict)

    def summary(self, form: Form) -> dict[str, Any]:
        """The figures: rows, answered, checks raised by severity, officer messages."""
        form = fit_form(form, self.report.answers)
        states = [self.report.answer(key).state for key in form.order]
        severities = [*self.raised.values()]
        return {
            "form": form.key,
            "version": form.version,
            "rows": len(form.rows),
            "asked": form.asked_count,
            "answered": sum(state is not AnswerState.BLANK for state in states),
            "notes": sum(answer.note is not None for answer in self.report.answers.values()),
            "checks": {severity.value: severities.count(severity) for severity in Severity},
            "raised": sorted(self.raised),
            "officer_messages": len(self.typed),
            "state": self.report.state.value,
        }


def replay_sample(
    form: Form, sample: SampleAnswers, progress: Callable[[int], None] = lambda answered: None
) -> ReplayResult:
    """Type the sample into the engine until the report is filed; ReplayError when it is not.

    The session goes through JSON between every two steps, as it does in the store.
    """
    officer = SampleOfficer(form, sample)
    done = ReplayResult(blank_report(form, sample))
    session = Session()
    text: str | None = "bắt đầu"
    while text is not None:
        if len(done.typed) >= MAX_TURNS:
            message = f"not filed after {MAX_TURNS} messages; last typed: {text!r}"
            raise ReplayError(message)
        session = _turn(form, done, session, text)
        progress(len(done.typed))
        text = officer.next_text(done.report, session)
    if done.report.state is not ReportState.SUBMITTED:
        message = f"not filed; last typed: {done.typed[-1]!r}"
        raise ReplayError(message)
    return done


def _turn(form: Form, done: ReplayResult, session: Session, text: str) -> Session:
    step = engine.step(form, done.report, session, TextSaid(text=text), now=NOON)
    done.report = step.report
    done.typed.append(text)
    done.replies += [reply for reply in step.replies if isinstance(reply, Reply)]
    for check in getattr(step.session.focus, "checks", ()):
        done.raised[check] = fit_form(form, step.report.answers).check(check).severity
    return Session.model_validate_json(step.session.model_dump_json())
