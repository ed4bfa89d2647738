"""What an event comes to in a conversation that is in memory, before anything of it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.dispatch.cached_session import CachedSession
from bot.dispatch.handed_step import asker_notices, guest_replies
from bot.dispatch.report_step import OpenReport, computed_beside, names_nobody, step_of_member
from conversations.calendar.dates import local_day
from conversations.calendar.workdays import Calendar
from conversations.composing.compose import compose_message
from conversations.dialog import engine
from conversations.dialog.engine import Step
from conversations.dialog.overview import answered_of
from conversations.forms.dated import date_form
from conversations.forms.growth import fit_form
from conversations.protocol.events import Event
from conversations.protocol.messages import (
    Capabilities,
    ComposedMessage,
    MessageLimits,
    Reply,
    Wording,
)
from conversations.protocol.person_names import has_references
from conversations.reports.model import AnswerChange, ReasonChange
from conversations.rules.checks import learn_broken
from conversations.workflow.report_status import filled_after


@dataclass(frozen=True, slots=True)
class StepResult:
    """What an event comes to. `changes` are those of the step, and what the whole form computes
    from a guest's answers."""

    step: Step
    changes: Sequence[AnswerChange | ReasonChange]
    filled: Mapping[str, int]
    texts: Sequence[ComposedMessage]
    progress: tuple[int, int]


def compute_step(
    cached: CachedSession,
    event: Event,
    now: datetime,
    can: Capabilities,
    wording: Wording,
    room: MessageLimits,
    days: Calendar,
) -> StepResult | None:
    """The engine's step and its words; None when it is more than answers, reasons and words for
    the member: then it needs the store."""
    at, session = cached.open_report, cached.session
    if cached.stays and at.form.pattern is None:  # it pays with the answers that follow
        learn_broken(date_form(at.form, at.report.period, local_day(now)), at.report)
    step = step_of_member(engine.step, at, session, event, now, room, days)
    if step is None:
        return None
    if at.asked:
        whole = fit_form(at.whole, step.report.answers)
        handed = (at.handed, at.report_id)
        if asker_notices(cached.standing.member, whole, at.report, step.report, *handed):
            return None
    if at.guest:
        step = guest_replies(step, event, at.form, at.report.editable, [])
    changes = [one for one in step.changes if isinstance(one, AnswerChange | ReasonChange)]
    replies = [reply for reply in step.replies if isinstance(reply, Reply)]
    whole_step = (len(changes), len(replies)) == (len(step.changes), len(step.replies))
    if not whole_step or names_nobody(replies):
        return None
    texts = compose_message(replies, wording, can, step.session.turn) if replies else []
    if any(map(_names_people, texts)):
        return None  # the store puts the names in
    keys = [change.key for change in changes if isinstance(change, AnswerChange)]
    filled = filled_after(cached.filled, at.whole, at.report, step.report, keys)
    if at.guest:
        changes += computed_beside(at, changes, step.report)
    return StepResult(step, changes, filled, texts, _progress(at, step, filled))


def unchanged_step(cached: CachedSession) -> StepResult:
    """What an event comes to that asks nothing."""
    step = Step(session=cached.session, report=cached.open_report.report, changes=(), replies=())
    progress = _progress(cached.open_report, step, cached.filled)
    return StepResult(step, (), cached.filled, (), progress)


def _progress(at: OpenReport, step: Step, filled: Mapping[str, int]) -> tuple[int, int]:
    """Answered and all asked rows of what the member sees."""
    fitted = fit_form(at.form, step.report.answers)
    counted = fitted.pattern is None and not at.guest
    answered = sum(filled.values()) if counted else answered_of(fitted, step.report)
    return answered, fitted.asked_count


def _names_people(text: ComposedMessage) -> bool:
    labels = [button.label for row in text.buttons for button in row]
    return has_references("".join([*(span.text for span in text.spans), *labels]))
