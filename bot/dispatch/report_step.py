"""One step of a member's own report: what they may see and change of it, and who hears of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.dispatch.handed_step import asker_notices, guest_replies, reopen_row
from bot.runtime.published_forms import comparable, comparable_report, find_pinned
from bot.workflow.contacts import contacts_of
from bot.workflow.context import RequestContext, people_of, reviewers_of
from bot.workflow.handed_rows import rows_of_member, with_asked
from bot.workflow.review.review import announce_review, look_again_at
from conversations.calendar.dates import local_day, print_moment
from conversations.calendar.workdays import Calendar
from conversations.commands.report import Command, RunCommand
from conversations.dialog.engine import Step
from conversations.dialog.prompts.keyboard import make_button
from conversations.dialog.turn import Spoken, Turn
from conversations.dialog.words.order import returned_words
from conversations.forms.growth import fit_form
from conversations.forms.model import Form
from conversations.protocol.events import ButtonTapped, Event, ListRows, OpenRow, TextSaid
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
from conversations.workflow.report_requests import LookInto, ShowChanges
from conversations.workflow.report_status import share_by_section
from conversations.workflow.review_requests import Approve, Return
from storage.workflow.assignments import Assignment

MOST = 5  # people who decide that are named


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
    asked: bool = False  # whether the member was handed rows

    @property
    def stays(self) -> bool:
        """Whether it may stay in memory from one event to the next: not what a guest sees of it,
        and not where it is put together from reports that change by themselves."""
        return not self.guest and not is_derived(self.report.period)

    def with_report(self, report: Report) -> OpenReport:
        """The same with the report as it is by now, and the form as it has it."""
        form, whole = (fit_form(one, report.answers) for one in (self.form, self.whole))
        return replace(self, report=report, form=form, whole=whole)


async def open_desk(ctx: RequestContext, report_id: int) -> OpenReport | None:
    """The report as this member may work on it; None when they may not any more."""
    tx = ctx.tx
    unit = await tx.duties.unit_of(report_id)
    trial = await tx.units.is_trial(unit)
    if not trial and not await ctx.may(Right.ANSWER, unit):
        return None
    if not ctx.beside or ctx.event is not None:  # a page that is read writes nothing
        await tx.reports.hold(report_id)
    report = await tx.reports.load(report_id)
    form = await find_pinned(tx, ctx.catalogs.catalog, report)
    report = comparable_report(ctx.catalogs.catalog, form, report)
    if is_derived(report.period):
        quarters = [
            comparable(ctx.catalogs.catalog, form, one)
            for one in await tx.previous_reports.quarters_of(unit, form.key, report.period)
        ]
        derived = derive_report(form, report.period, quarters)
        report = report.model_copy(update={"last": derived}) if derived else report
    handed = tuple(await tx.assignments.of_report(report_id))
    guest = not trial and not await ctx.may(Right.SUBMIT, unit)
    names: dict[str, str] = {}
    for one in handed:
        for key in rows_under(form, one.key):
            names.pop(key, None)
            if one.member != ctx.member:
                names[key] = one.name
    mine = rows_of_member(form, handed, ctx.member)
    report = with_asked(form, report, handed, ctx.member)
    if not guest:
        named = await _name_among(ctx, report_id, report)
        report = report.model_copy(update={"handed": names, "named": named})
        return OpenReport(
            report_id, unit, form, form, report, guest=False, handed=handed, asked=bool(mine)
        )
    if not mine:
        return None
    report = report.model_copy(update={"only": frozenset(mine)})
    narrow = narrow_form(form, mine)
    return OpenReport(report_id, unit, narrow, form, report, guest=True, handed=handed, asked=True)


async def _name_among(ctx: RequestContext, number: int, report: Report) -> str:
    """What the report is called, when the member has others open."""
    units = await ctx.tx.units.with_merged(ctx.units_of(Role.OFFICER))
    others = [
        one for one in await ctx.tx.duties.of_units(units, open_only=True) if one.report != number
    ]
    if not others:
        return ""
    return f"{report.unit.short_name} · {report.period_name}"


async def take_step(
    ctx: RequestContext,
    open_report: OpenReport,
    session: Session,
    event: Event,
    room: MessageLimits,
) -> Step | None:
    """One step of the conversation, its changes stored and told to whom they concern. None when
    the step would do what the member has no right to: then nothing has happened."""
    asked = open_report
    if isinstance(event, TextSaid) and asks_something(event.text, open_report.form):
        contacts = await contacts_of(ctx.tx, open_report.unit, but=ctx.member)
        report = open_report.report.model_copy(update={"contacts": contacts})
        asked = replace(open_report, report=report)
    take, days = ctx.steps.take_step, ctx.catalogs.calendars.days
    step = step_of_member(take, asked, session, event, ctx.now, room, days)
    if step is None or not await allows(ctx, open_report, step.changes):
        return None
    await keep_changes(ctx, open_report, step.changes, step.report)
    step = await _name_deciders(ctx, open_report, step)
    return await _tell_dealt_with(ctx, open_report, step, event) if open_report.asked else step


def step_of_member(
    take: Callable[..., Step],
    open_report: OpenReport,
    session: Session,
    event: Event,
    now: datetime,
    room: MessageLimits,
    days: Calendar,
) -> Step | None:
    """The step that `take` takes as the engine does, as this member may; None when a guest would
    do what is not for guests."""
    form, report = open_report.form, open_report.report
    if open_report.guest:
        session = reopen_row(form, report, session, event, local_day(now))
    step = take(form, report, session, event, now=now, room=room, calendar=days)
    return None if open_report.guest and not _within(step) else step


async def keep_changes(
    ctx: RequestContext, open_report: OpenReport, changes: Sequence[Change], after: Report
) -> None:
    """Store what was changed, count what is filled, and tell whom it concerns; `after` is the
    report with the changes."""
    if open_report.guest:
        changes = (*changes, *computed_beside(open_report, changes, after))
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
        filled = share_by_section(fit_form(open_report.whole, after.answers), after)
        await ctx.tx.reports.note_progress(open_report.report_id, filled)
    await _tell(ctx, open_report, after, changes)


async def _name_deciders(ctx: RequestContext, open_report: OpenReport, step: Step) -> Step:
    """Who says something of a report that was handed in hears where it is."""
    if open_report.guest or not names_nobody(step.replies):
        return step
    number = open_report.report_id
    by = (await ctx.tx.submissions.submitters_of([number])).get(number)
    people = await reviewers_of(ctx.tx, open_report.unit, but=by)
    version = open_report.report.version
    day = print_moment((await ctx.tx.submissions.load(number, version)).at) if version else ""
    names = [*dict.fromkeys(one.name for one in people)][:MOST]
    said = Reply(code="locked.who", data={"names": names, "day": day})
    at = next(at for at, one in enumerate(step.replies) if names_nobody([one])) + 1
    return step.model_copy(update={"replies": (*step.replies[:at], said, *step.replies[at:])})


def names_nobody(replies: Sequence[Spoken]) -> bool:
    """Whether it is said that a report was handed in, and not who has it now."""
    return any(isinstance(one, Reply) and one.code == "locked" for one in replies)


async def _tell_dealt_with(
    ctx: RequestContext, open_report: OpenReport, step: Step, event: Event
) -> Step:
    """Who asked for rows hears that they are dealt with, and the member that they were told."""
    before = open_report.report
    told = await tell_who_asked(ctx, open_report, step.report)
    if open_report.guest:
        return guest_replies(step, event, open_report.form, before.editable, told)
    if told:
        said = Reply(code="answered.told", data={"told": told})
        return step.model_copy(update={"replies": (said, *step.replies)})
    return step


async def tell_who_asked(ctx: RequestContext, open_report: OpenReport, after: Report) -> list[str]:
    """Tell those who asked the member for rows that they are dealt with; who that is."""
    whole = fit_form(open_report.whole, after.answers)
    at = (open_report.handed, open_report.report_id)
    notices = asker_notices(ctx.member, whole, open_report.report, after, *at)
    ctx.notices += [one for one in notices if one not in ctx.notices]
    numbers = [*dict.fromkeys(one.to for one in notices)]
    found = await ctx.tx.roles.names_of(numbers)
    return [found[number] for number in numbers if number in found]


def asks_something(text: str, form: Form) -> bool:
    """Whether a text may ask for what only the store knows."""
    return recognise_question(clean_text(text), form) is not None


def _within(step: Step) -> bool:
    """Whether a guest may do this: answers and reminders, nothing of the whole report."""
    own = all(isinstance(change, AnswerChange | ReminderChange) for change in step.changes)
    handing_in = isinstance(step.session.focus, SubmitConfirmation)
    return own and not handing_in and not any(isinstance(one, SendFile) for one in step.replies)


async def allows(ctx: RequestContext, open_report: OpenReport, changes: Sequence[Change]) -> bool:
    """Whether the member has the rights on the report's life that these changes need."""
    states = [change for change in changes if isinstance(change, StateChange)]
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


def computed_beside(
    open_report: OpenReport, changes: Sequence[Change], after: Report
) -> Sequence[AnswerChange]:
    """What the whole form computes from a guest's answers."""
    whole = fit_form(open_report.whole, after.answers)
    return computed.computed_answers(whole, after) if changes else ()


async def _tell(
    ctx: RequestContext, open_report: OpenReport, after: Report, changes: Sequence[Change]
) -> None:
    if any(isinstance(change, ReminderChange) for change in changes):
        await ctx.look_again([ctx.member])
    states = [change for change in changes if isinstance(change, StateChange)]
    if not states:
        return
    await look_again_at(ctx, open_report.report_id)
    last = states[-1]
    data = {"unit": open_report.report.unit.short_name, "period": open_report.report.period_name}
    match last.state:
        case ReportState.SUBMITTED:
            await _tell_submitted(ctx, open_report, after)
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
    """Those who decide get the review itself; the officer will hear who they are."""
    if await ctx.tx.units.is_trial(open_report.unit):
        return
    number, version = open_report.report_id, report.version + 1
    notice = await announce_review(ctx, number)
    decide = (
        make_button("approve", Approve(report=number, version=version)),
        make_button("return", Return(report=number)),
    )
    more = [make_button("look.whole", LookInto(report=number, whole=True))]
    if version > 1:
        more.append(make_button("changes", ShowChanges(report=number)))
    stands_in = await people_of(ctx.tx, open_report.unit, Role.REVIEWER)
    ctx.decides = {}
    for person in await reviewers_of(ctx.tx, open_report.unit, but=ctx.member):
        # The daily digest counts them: a message each would be too many.
        later = person.role == Role.COORDINATOR and version == 1 and not stands_in
        ctx.decides[person.id] = later
        if not later:
            ctx.tell(person.id, notice.code, decide, tuple(more), **notice.data)


def _opening(turn: Turn, key: str) -> OpenRow | ListRows:
    """What shows this row; of a cell the cells beside it that wait."""
    beside = turn.open_among(turn.form.line_of(key))
    heading = turn.form.row(key).parent
    return ListRows(heading=heading) if heading and len(beside) > 1 else OpenRow(row=key)


def resuming_event(
    open_report: OpenReport,
    session: Session,
    now: datetime,
    room: MessageLimits,
    at: str | None = None,
) -> Event:
    """What brings the member back to the report: at what waits under the heading `at`, if one is
    named; at the first row that waits, when they had come to the end; or else where they were."""
    keys = rows_under(open_report.form, at) if at is not None else ()
    if keys:
        turn = Turn(
            form=open_report.form, report=open_report.report, session=session, now=now, room=room
        )
        waiting = turn.open_among(keys)
        if at is not None and len(waiting) > 1 and turn.by_list:
            return ButtonTapped(action=ListRows(heading=at), turn=session.turn)
        return ButtonTapped(action=_opening(turn, (waiting or keys)[0]), turn=session.turn)
    action: RunCommand | OpenRow | ListRows = RunCommand(command=Command.START)
    returned = open_report.report.state is ReportState.RETURNED
    if returned or isinstance(session.focus, Summary | SubmitConfirmation):
        turn = Turn(form=open_report.form, report=open_report.report, session=session, now=now)
        row = turn.next_open(None) or returned_words(turn)
        action = _opening(turn, row) if row is not None else action
    return ButtonTapped(action=action, turn=session.turn)
