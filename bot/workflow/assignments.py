"""Working together on one report: who does what, and what is handed to whom."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.workflow.context import (
    DeniedError,
    RequestContext,
    RequestRejectedError,
    name_report,
    people_of,
)
from bot.workflow.handed_rows import with_asked
from bot.workflow.home import part_button
from bot.workflow.interaction.choices import offer_choices
from bot.workflow.lookup import find_heading, find_report, is_filed, newest_last
from bot.workflow.people.invitations import offer_invitation
from bot.workflow.people.operations import make_invitation
from conversations.calendar.dates import print_weekday
from conversations.commands.colleagues import part_places
from conversations.dialog.prompts.keyboard import make_button
from conversations.forms.model import Form
from conversations.forms.places import rows_at
from conversations.forms.row import Row
from conversations.protocol.person_names import invited_name
from conversations.reports.model import Report
from conversations.reports.printed_answers import print_answer
from conversations.text.collation import collation_key
from conversations.text.normalize import fold_text
from conversations.workflow.partial_form import rows_under
from conversations.workflow.permissions import OVER_SUBTREE, RIGHTS, Permission, Role
from conversations.workflow.report_requests import HandOver, ShowAssignments
from storage.workflow.roles import Person
from storage.workflow.units import Unit

GUEST_LIFE = timedelta(days=14)
MOST = 8
_NUMBERED = re.compile(r"(?:cau|dong)\s+(?:so\s+)?(?P<number>\d{1,3})")
_WHOM = re.compile(r"\s+cho\s+", re.IGNORECASE)


async def at_hand(ctx: RequestContext, right: Permission, *, filed: bool = False) -> int:
    """The report that the member works on; else the newest of their own unit that they have
    the right on, an open one if there is one, or a `filed` one. RequestRejectedError when there is
    none, or when they have several units."""
    if ctx.current is not None:
        unit = await ctx.tx.duties.unit_of(ctx.current)
        if await ctx.may(right, unit):
            return ctx.current
    roles = {role for role in Role if right in RIGHTS[role]}
    if not roles & {grant.role for grant in ctx.grants}:
        raise RequestRejectedError("hand.no_report") if ctx.current is None else DeniedError
    units = ctx.units_of(*(roles - OVER_SUBTREE))
    owed = await ctx.tx.duties.of_units(units)
    fitting = [one for one in owed if is_filed(one) is filed] or owed
    if not fitting:
        raise RequestRejectedError("hand.no_report")
    if len({one.unit for one in fitting}) > 1:
        names = sorted({one.short_name for one in fitting}, key=collation_key)
        raise RequestRejectedError("hand.which", names=names[:MOST])
    return max(fitting, key=newest_last).report


async def typed_hand(ctx: RequestContext, argument: str) -> None:
    """`giao phần II cho Lan`, or `giao câu 12`, which asks whom."""
    number = await at_hand(ctx, Permission.HAND_OVER)
    unit, report, form = await ctx.report(Permission.HAND_OVER, number)
    rows, person = _read_rows(ctx, form, report, argument, "hand.how")
    colleagues = await _colleagues(ctx, unit)
    name = fold_text(person)
    named = [one for one in colleagues if name and name in fold_text(one.name)]
    if len(named) == 1:
        for row in rows:
            await hand_over(ctx, HandOver(report=number, key=row.key, member=named[0].id))
        return
    if len(rows) > 1:
        raise RequestRejectedError("hand.several", names=[one.name for one in colleagues[:MOST]])
    (row,) = rows
    choices = [
        (HandOver(report=number, key=row.key, member=one.id), {"name": one.name})
        for one in named or colleagues
    ]
    label = row.numbered_title
    buttons = offer_choices("hand", choices[:MOST])
    about = name_report(unit, report)
    ctx.say("hand.whom", buttons, **about, label=label, key=row.key, any=bool(colleagues))


async def _colleagues(ctx: RequestContext, unit: Unit) -> list[Person]:
    found = await people_of(ctx.tx, unit.id, Role.OFFICER)
    return [one for one in found if one.id != ctx.member]


def _read_rows(
    ctx: RequestContext, form: Form, report: Report, argument: str, how: str
) -> tuple[tuple[Row, ...], str]:
    """The rows and headings that somebody is to be asked for, and whom the words name; `how` it
    is said, when they name no row."""
    words, *rest = _WHOM.split(argument, maxsplit=1)
    if not words.strip():
        raise RequestRejectedError(how)
    places = part_places(words)
    rows = tuple(dict.fromkeys(_find_place(ctx, form, one) for one in places))
    for row in rows:
        if not rows_under(form, row.key):
            raise RequestRejectedError("unclear.row", said=words[:80], labels=[])
    if not report.editable:
        raise RequestRejectedError("hand.closed", period=report.period_name)
    return rows, rest[0].strip()[:100] if rest else ""


def _find_place(ctx: RequestContext, form: Form, words: str) -> Row:
    """The row or heading; a number is that of the list before the member, if they have one."""
    if rows_at(form, words):
        return find_heading(form, words)
    found = _NUMBERED.fullmatch(fold_text(words))
    number = int(found["number"]) if found and ctx.current is not None else 0
    if 1 <= number <= len(ctx.listed):
        return form.row(ctx.listed[number - 1])
    return find_heading(form, words)


async def hand_over(ctx: RequestContext, request: HandOver) -> None:
    """Ask a colleague of the unit for a row or a heading, or take it back."""
    unit, report, form = await ctx.report(Permission.HAND_OVER, request.report)
    if request.key not in form.by_key:
        raise RequestRejectedError("unclear.row", said=request.key, labels=[])
    title = form.row(request.key).title
    if request.member is None:
        await _take_back(ctx, request, title)
        return
    colleague = {one.id: one for one in await people_of(ctx.tx, unit.id, Role.OFFICER)}
    if request.member not in colleague:
        raise DeniedError
    if not report.editable:
        raise RequestRejectedError("hand.closed", period=report.period_name)
    context = ctx.audit_context(request.report)
    await ctx.tx.assignments.hand_over(
        context, request.report, request.key, member_id=request.member
    )
    name = colleague[request.member].name
    count = len(rows_under(form, request.key))
    mine = ctx.current == request.report
    done = name_report(unit, report) | {"label": title, "name": name, "key": request.key}
    ctx.say("hand.done", **done, count=count, mine=mine)
    part = _part_of(form, request.key)
    resume = part_button(request.report, request.key, part)
    names = await ctx.tx.roles.names_of([ctx.member])
    about = name_report(unit, report) | {"name": names.get(ctx.member, ""), "count": count}
    stands = _standing(form, report, request.key)
    ctx.tell(request.member, "notice.handed", (resume,), **about, label=part, stands=stands)
    await ctx.look_again([request.member])
    ctx.resume = True


def _part_of(form: Form, key: str) -> str:
    """A row or heading by its printed number and its words."""
    row = form.row(key)
    part = "phần " if row in form.sections and row.stt else ""
    return f"{part}{row.numbered_title}"


def _standing(form: Form, report: Report, key: str) -> str:
    """What a single row says by now; nothing for a heading, or where it is blank."""
    row = form.row(key)
    return print_answer(row, report.answer(key)) if row.answer is not None else ""


async def _take_back(ctx: RequestContext, request: HandOver, title: str) -> None:
    asked = [
        one for one in await ctx.tx.assignments.of_report(request.report) if one.key == request.key
    ]
    if not await ctx.tx.assignments.take_back(
        ctx.audit_context(request.report), request.report, request.key
    ):
        raise RequestRejectedError("hand.not_handed", label=title)
    ctx.say("hand.back", label=title, mine=ctx.current == request.report)
    for one in asked:
        if one.member is not None:
            ctx.tell(one.member, "notice.handed_back", label=title)
    ctx.resume = True


async def typed_take_back(ctx: RequestContext, argument: str) -> None:
    number = await at_hand(ctx, Permission.HAND_OVER)
    _, _, form = await ctx.report(Permission.HAND_OVER, number)
    if not argument.strip():
        await show_assignments(ctx, ShowAssignments(report=number))
        return
    await hand_over(ctx, HandOver(report=number, key=find_heading(form, argument).key))


async def typed_colleague(ctx: RequestContext, argument: str) -> None:
    """`hỏi đồng nghiệp câu 12 [cho Lan]`: a one-time link; who comes by it sees only that."""
    number = await at_hand(ctx, Permission.HAND_OVER)
    unit, report, form = await ctx.report(Permission.HAND_OVER, number)
    rows, person = _read_rows(ctx, form, report, argument, "colleague.how")
    until = ctx.now + GUEST_LIFE
    token, invitation = await make_invitation(
        ctx.tx, ctx.audit_context(), unit.id, Role.GUEST, until, person or None, number
    )
    context = ctx.audit_context(number)
    for row in rows:
        await ctx.tx.assignments.hand_over(context, number, row.key, invitation_id=invitation)
    ctx.say(
        "colleague.link",
        labels=[row.title for row in rows],
        **name_report(unit, report),
        count=len({key for row in rows for key in rows_under(form, row.key)}),
        until=print_weekday(until),
        name=invited_name(person, invitation),
        invitation=offer_invitation(ctx, token),
    )


async def show_assignments(ctx: RequestContext, request: ShowAssignments) -> None:
    """Who is asked for what, and how much of it is left."""
    unit, report, form = await ctx.report(Permission.READ, request.report)
    handed = await ctx.tx.assignments.of_report(request.report)
    lines, rows = [], []
    anew = {one.member: with_asked(form, report, handed, one.member) for one in handed}
    taken: set[str] = set()
    for one in reversed(handed):  # what was handed over last counts, as in everybody's report
        keys = [key for key in rows_under(form, one.key) if key not in taken]
        taken |= {*keys}
        title = form.row(one.key).title if one.key in form.by_key else one.key
        left = sum(anew[one.member].waits(key) for key in keys)
        lines.append({"name": one.name, "label": title, "left": left, "came": one.member})
        back = HandOver(report=request.report, key=one.key)
        rows.append((make_button("hand.back", back, label=title),))
    others = [key for key in form.order if key not in taken]
    left = sum(map(report.waits, others))
    officers = [one.name for one in await people_of(ctx.tx, unit.id, Role.OFFICER)]
    manage = await ctx.may(Permission.HAND_OVER, unit.id)
    ctx.say(
        "owes",
        tuple(reversed(rows[-MOST:])) if manage else (),
        **name_report(unit, report),
        lines=lines[::-1],
        left=left,
        officers=officers,
    )


async def typed_owes(ctx: RequestContext, argument: str) -> None:
    """`ai đang làm`, or `ai đang làm SNV` by somebody who watches over several units."""
    if argument.strip() or not ctx.units_of(Role.OFFICER, Role.REVIEWER, Role.GUEST):
        number = await find_report(ctx, Permission.READ, argument)
    else:
        number = await at_hand(ctx, Permission.READ)
    await show_assignments(ctx, ShowAssignments(report=number))
