"""One step of a member's own report: what they may see and change of it, and who hears of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.workflow.contacts import contacts_of
from bot.workflow.context import RequestContext, people_of, reviewers_of
from bot.workflow.home import take_up_button
from bot.workflow.review.review import look_again_at
from conversations.commands.report import Command, RunCommand
from conversations.dialog.engine import Step
from conversations.dialog.prompts.keyboard import make_button
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.protocol.events import ButtonTapped, Event, OpenRow, TextSaid
from conversations.protocol.messages import MessageLimits, Reply, SendFile
from conversations.protocol.session import Session, SubmitConfirmation, Summary
from conversations.reports.derivation import derive_report, is_derived
from conversations.reports.model import (
    AnswerChange,
    Change,
    ReminderChange,
    Report,
    ReportState,
    StateChange,
)
from conversations.rules import computed
from conversations.speech.questions import recognise_question
from conversations.text.normalize import clean_text
from conversations.workflow.partial_form import narrow_form, rows_under
from conversations.workflow.permissions import Permission as Right
from conversations.workflow.permissions import Role
from conversations.workflow.report_status import filled_by_section
from conversations.workflow.requests import LookInto, ShowChanges, ShowHome
from storage.workflow.assignments import Assignment


@dataclass(frozen=True, slots=True)
class OpenReport:
    """The report a member works on. `form` has only the rows that they were asked for as a
    guest; `whole` is the form as it is."""

    report_id: int
    unit: int
    form: Form
    whole: Form
    report: Report
    guest: bool
    handed: tuple[Assignment, ...]


async def open_desk(ctx: RequestContext, report_id: int) -> OpenReport | None:
    """The report as this member may work on it; None when they may not any more."""
    tx = ctx.tx
    unit = await tx.duties.unit_of(report_id)
    trial = await tx.units.is_trial(unit)
    if not trial and not await ctx.may(Right.ANSWER, unit):
        return None
    await tx.reports.hold(report_id)
    report = await tx.reports.load(report_id)
    form = ctx.catalogs.catalog.get(report.form_key, report.form_version)
    if is_derived(report.period):
        quarters = await tx.previous_reports.quarters_of(unit, form.key, report.period)
        derived = derive_report(form, report.period, quarters)
        report = report.model_copy(update={"last": derived}) if derived else report
    handed = tuple(await tx.assignments.of_report(report_id))
    guest = not trial and not await ctx.may(Right.SUBMIT, unit)
    names: dict[str, str] = {}
    mine: list[str] = []
    for one in handed:
        for key in rows_under(form, one.key):
            if one.member == ctx.member:
                mine.append(key)
                names.pop(key, None)
            else:
                names[key] = one.name
    if not guest:
        report = report.model_copy(update={"handed": names})
        return OpenReport(report_id, unit, form, form, report, guest=False, handed=handed)
    if not mine:
        return None
    report = report.model_copy(update={"only": frozenset(mine)})
    return OpenReport(
        report_id, unit, narrow_form(form, mine), form, report, guest=True, handed=handed
    )


async def take_step(
    ctx: RequestContext,
    open_report: OpenReport,
    session: Session,
    event: Event,
    room: MessageLimits,
) -> Step | None:
    """One step of the conversation, its changes stored and told to whom they concern. None when
    the step would do what the member has no right to: then nothing has happened."""
    take, report = ctx.steps.take_step, open_report.report
    if isinstance(event, TextSaid) and asks_something(event.text, open_report.form):
        contacts = await contacts_of(ctx.tx, open_report.unit, but=ctx.member)
        report = report.model_copy(update={"contacts": contacts})
    step = take(open_report.form, report, session, event, now=ctx.now, room=room)
    if (open_report.guest and not _within(step)) or not await _allowed(ctx, open_report, step):
        return None
    changes = (*step.changes, *_computed(open_report, step)) if open_report.guest else step.changes
    assert ctx.event is not None  # noqa: S101 - a step has its event
    await ctx.tx.reports.apply(
        open_report.report_id,
        changes,
        member_id=ctx.member,
        channel=ctx.channel,
        event_id=ctx.event,
        now=ctx.now,
    )
    if any(isinstance(change, AnswerChange) for change in changes):
        filled = filled_by_section(open_report.whole, step.report)
        await ctx.tx.reports.note_progress(open_report.report_id, filled)
    await _tell(ctx, open_report, step, changes)
    if open_report.guest:
        step = await _guest_step(ctx, open_report, step)
    return step


def asks_something(text: str, form: Form) -> bool:
    """Whether a text may ask for what only the store knows."""
    return recognise_question(clean_text(text), form) is not None


def _within(step: Step) -> bool:
    """Whether a guest may do this: answers and reminders, nothing of the whole report."""
    own = all(isinstance(change, AnswerChange | ReminderChange) for change in step.changes)
    handing_in = isinstance(step.session.focus, SubmitConfirmation)
    return own and not handing_in and not any(isinstance(one, SendFile) for one in step.replies)


async def _allowed(ctx: RequestContext, open_report: OpenReport, step: Step) -> bool:
    """Whether the member has the rights on the report's life that the step needs."""
    states = [change for change in step.changes if isinstance(change, StateChange)]
    if not states or await ctx.tx.units.is_trial(open_report.unit):
        return True
    now = open_report.report.state
    for change in states:
        if not await ctx.may(needed_permission(now, change.state), open_report.unit):
            return False
        now = change.state
    return True


def needed_permission(old: ReportState, new: ReportState) -> Right:
    """The right that an officer's step from one state into the other needs: handing in and
    taking back are one, opening a correction and giving it up another."""
    correcting = ReportState.APPROVED in (old, new)
    return Right.CORRECT if correcting else Right.SUBMIT


def _computed(open_report: OpenReport, step: Step) -> Sequence[Change]:
    """What the whole form computes from a guest's answers."""
    return computed.computed_answers(open_report.whole, step.report) if step.changes else ()


async def _guest_step(ctx: RequestContext, open_report: OpenReport, step: Step) -> Step:
    """A guest who has dealt with all their rows is thanked, and who asked them is told, once."""
    left = [key for key in open_report.form.order if step.report.waits(key)]
    if left or not open_report.report.editable or not isinstance(step.session.focus, Summary):
        return step
    said = [one for one in step.replies if isinstance(one, Reply)]
    if not step.changes:
        home = make_button("home", ShowHome())
        return step.model_copy(update={"replies": (Reply(code="guest.done", buttons=((home,),)),)})
    for one in open_report.handed:
        if one.member == ctx.member:
            label = open_report.whole.row(one.key).title
            resume = take_up_button(open_report.report_id, open_report.report.unit.short_name, "")
            ctx.tell(one.made_by, "notice.answered", (resume,), name=one.name, label=label)
    return step.model_copy(update={"replies": (*said[:-1], Reply(code="guest.done"))})


async def _tell(
    ctx: RequestContext, open_report: OpenReport, step: Step, changes: Sequence[Change]
) -> None:
    if any(isinstance(change, ReminderChange) for change in changes):
        await ctx.look_again([ctx.member])
    states = [change for change in changes if isinstance(change, StateChange)]
    if not states:
        return
    await look_again_at(ctx, open_report.report_id)
    last = states[-1]
    data = {"unit": open_report.report.unit.short_name, "period": open_report.report.period.name}
    match last.state:
        case ReportState.SUBMITTED:
            await _tell_submitted(ctx, open_report, step.report)
        case ReportState.CORRECTING if open_report.report.state is ReportState.APPROVED:
            for person in await reviewers_of(ctx.tx, open_report.unit):
                ctx.tell(person.id, "notice.correcting", **data, reason=last.reason or "")
        case ReportState.APPROVED:
            for person in await reviewers_of(ctx.tx, open_report.unit):
                ctx.tell(person.id, "notice.abandoned", **data)
        case _:
            for person in await reviewers_of(ctx.tx, open_report.unit):
                ctx.tell(person.id, "notice.recalled", **data)
    name = (await ctx.tx.roles.names_of([ctx.member])).get(ctx.member, "")
    for person in await ctx.tx.roles.people_of([open_report.unit], Role.OFFICER):
        ctx.tell(person.id, "notice.state", **data, state=last.state.value, name=name)


async def _tell_submitted(ctx: RequestContext, open_report: OpenReport, report: Report) -> None:
    version = report.version + 1
    buttons = [make_button("look.head", LookInto(report=open_report.report_id))]
    if version > 1:
        buttons.append(make_button("changes", ShowChanges(report=open_report.report_id)))
    stands_in = await people_of(ctx.tx, open_report.unit, Role.REVIEWER)
    for person in await reviewers_of(ctx.tx, open_report.unit, but=ctx.member):
        if person.role == Role.COORDINATOR and version == 1 and not stands_in:
            continue  # the daily digest counts them: a message each would be too many
        ctx.tell(
            person.id,
            "notice.submitted",
            tuple(buttons),
            unit=report.unit.short_name,
            period=report.period.name,
            version=version,
            late=version == 1 and report.due is not None and ctx.now > report.due,
        )


def resuming_event(open_report: OpenReport, session: Session, now: datetime) -> Event:
    """What brings the member back to the report: at the first row that waits, when they had come
    to the end, or else where they were."""
    action: RunCommand | OpenRow = RunCommand(command=Command.START)
    returned = open_report.report.state is ReportState.RETURNED
    if returned or isinstance(session.focus, Summary | SubmitConfirmation):
        turn = Turn(form=open_report.form, report=open_report.report, session=session, now=now)
        row = turn.next_open(None)
        action = OpenRow(row=row) if row is not None else action
    return ButtonTapped(action=action, turn=session.turn)
