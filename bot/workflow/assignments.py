"""Working together on one report: who does what, and what is handed to whom."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from bot.access.identity import hash_code, new_token
from bot.files import report_file
from bot.files.generated_file import GeneratedFile
from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError, people_of
from bot.workflow.home import take_up_button
from bot.workflow.lookup import find_heading, find_report
from bot.workflow.people.invitations import invitation_text
from conversations.calendar.dates import local_day, print_day
from conversations.dialog.prompts.keyboard import make_button
from conversations.forms.model import Form, Row
from conversations.protocol.messages import Reply, SendFile
from conversations.protocol.person_names import invited_name
from conversations.reports.file_request import FileFormat, FileRequest
from conversations.reports.lifecycle import FILED
from conversations.reports.model import LetterReference, Report, ReportState
from conversations.text.normalize import fold_text
from conversations.workflow.partial_form import rows_under
from conversations.workflow.permissions import OVER_SUBTREE, RIGHTS, Role
from conversations.workflow.permissions import Permission as Right
from conversations.workflow.requests import HandOver, ShowAssignments
from storage.core.records import Person, Unit

GUEST_LIFE = timedelta(days=14)
MOST = 8
_WHOM = re.compile(r"\s+cho\s+", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<number>[\w./-]{1,40}?)?\s*,?\s*ng[aà]y\s+(?P<day>\d{1,2})(?:[/.-]|\s+th[aá]ng\s+)"
    r"(?P<month>\d{1,2})(?:(?:[/.-]|\s+n[aă]m\s+)(?P<year>\d{4}))?",
    re.IGNORECASE,
)


async def at_hand(visit: RequestContext, right: Right, *, filed: bool = False) -> int:
    """The report that the member works on; else the newest of his own unit that he has the
    right on, an open one if there is one, or a `filed` one. UnclearError when there is none, or
    when he has several units."""
    if visit.current is not None:
        unit = await visit.tx.duties.unit_of(visit.current)
        if await visit.may(right, unit):
            return visit.current
    roles = {role for role in Role if right in RIGHTS[role]}
    if not roles & {grant.role for grant in visit.grants}:
        raise RequestRejectedError("hand.no_report") if visit.current is None else DeniedError
    units = visit.units_of(*(roles - OVER_SUBTREE))
    owed = await visit.tx.duties.of_units(units)
    fitting = [one for one in owed if (ReportState(one.state) in FILED) is filed] or owed
    if not fitting:
        raise RequestRejectedError("hand.no_report")
    if len({one.unit for one in fitting}) > 1:
        names = sorted({one.short_name for one in fitting})
        raise RequestRejectedError("hand.which", names=names[:MOST])
    return max(fitting, key=lambda one: one.report).report


async def typed_hand(visit: RequestContext, argument: str) -> None:
    """`giao phần II cho Lan`, or `giao câu 12`, which asks whom."""
    number = await at_hand(visit, Right.HAND_OVER)
    unit, report, form = await visit.report(Right.HAND_OVER, number)
    words, *rest = _WHOM.split(argument, maxsplit=1)
    if not words.strip():
        raise RequestRejectedError("hand.how")
    row = _handable(form, report, words)
    colleagues = await _colleagues(visit, unit)
    name = fold_text(rest[0]).strip() if rest else ""
    named = [one for one in colleagues if name and name in fold_text(one.name)]
    if len(named) == 1:
        await hand_over(visit, HandOver(report=number, key=row.key, member=named[0].id))
        return
    rows = tuple(
        (make_button("hand", HandOver(report=number, key=row.key, member=one.id), name=one.name),)
        for one in (named or colleagues)[:MOST]
    )
    label = f"{row.stt}. {row.title}" if row.stt else row.title
    visit.say("hand.whom", rows, label=label, key=row.key, any=bool(colleagues))


async def _colleagues(visit: RequestContext, unit: Unit) -> list[Person]:
    found = await people_of(visit.tx, unit.id, Role.OFFICER)
    return [one for one in found if one.id != visit.member]


def _handable(form: Form, report: Report, words: str) -> Row:
    row = find_heading(form, words)
    if not rows_under(form, row.key):
        raise RequestRejectedError("unclear.row", said=words[:80], labels=[])
    if not report.editable:
        raise RequestRejectedError("hand.closed", period=report.period.name)
    return row


async def hand_over(visit: RequestContext, request: HandOver) -> None:
    """Ask a colleague of the unit for a row or a heading, or take it back."""
    unit, report, form = await visit.report(Right.HAND_OVER, request.report)
    if request.key not in form.by_key:
        raise RequestRejectedError("unclear.row", said=request.key, labels=[])
    title = form.row(request.key).title
    data = {"label": title, "unit": unit.short_name, "period": report.period.name}
    if request.member is None:
        await _take_back(visit, request, title)
        return
    colleague = {one.id: one for one in await people_of(visit.tx, unit.id, Role.OFFICER)}
    if request.member not in colleague:
        raise DeniedError
    if not report.editable:
        raise RequestRejectedError("hand.closed", period=report.period.name)
    deed = visit.deed(request.report)
    await visit.tx.assignments.hand_over(
        deed, request.report, request.key, member_id=request.member
    )
    name = colleague[request.member].name
    count = len(rows_under(form, request.key))
    mine = visit.current == request.report
    visit.say("hand.done", label=title, name=name, count=count, key=request.key, mine=mine)
    resume = take_up_button(request.report, unit.short_name, report.period.name)
    visit.tell(request.member, "notice.handed", (resume,), **data, count=count)
    await visit.look_again([request.member])
    visit.resume = True


async def _take_back(visit: RequestContext, request: HandOver, title: str) -> None:
    asked = [
        one
        for one in await visit.tx.assignments.of_report(request.report)
        if one.key == request.key
    ]
    if not await visit.tx.assignments.take_back(
        visit.deed(request.report), request.report, request.key
    ):
        raise RequestRejectedError("hand.not_handed", label=title)
    visit.say("hand.back", label=title, mine=visit.current == request.report)
    for one in asked:
        if one.member is not None:
            visit.tell(one.member, "notice.handed_back", label=title)
    visit.resume = True


async def typed_take_back(visit: RequestContext, argument: str) -> None:
    number = await at_hand(visit, Right.HAND_OVER)
    _, _, form = await visit.report(Right.HAND_OVER, number)
    if not argument.strip():
        await show_assignments(visit, ShowAssignments(report=number))
        return
    await hand_over(visit, HandOver(report=number, key=find_heading(form, argument).key))


async def typed_colleague(visit: RequestContext, argument: str) -> None:
    """`hỏi đồng nghiệp câu 12 [cho Lan]`: a one-time link; who comes by it sees only that."""
    number = await at_hand(visit, Right.HAND_OVER)
    unit, report, form = await visit.report(Right.HAND_OVER, number)
    words, *rest = _WHOM.split(argument, maxsplit=1)
    if not words.strip():
        raise RequestRejectedError("colleague.how")
    row = _handable(form, report, words)
    token = new_token()
    person = rest[0].strip()[:100] if rest else ""
    invitation = await visit.tx.invitations.add(
        visit.deed(),
        hash_code(token),
        unit.id,
        Role.GUEST,
        visit.now + GUEST_LIFE,
        person=person or None,
        report_id=number,
    )
    deed = visit.deed(number)
    await visit.tx.assignments.hand_over(deed, number, row.key, invitation_id=invitation)
    visit.say(
        "colleague.link",
        label=row.title,
        unit=unit.short_name,
        period=report.period.name,
        count=len(rows_under(form, row.key)),
        until=print_day(visit.now + GUEST_LIFE),
        name=invited_name(person, invitation),
        invitation=invitation_text(visit.books.telegram, token),
    )


async def show_assignments(visit: RequestContext, request: ShowAssignments) -> None:
    """Who is asked for what, and how much of it is left."""
    unit, report, form = await visit.report(Right.READ, request.report)
    handed = await visit.tx.assignments.of_report(request.report)
    lines, rows = [], []
    taken: set[str] = set()
    for one in reversed(handed):  # what was handed over last counts, as on everybody's desk
        keys = [key for key in rows_under(form, one.key) if key not in taken]
        taken |= {*keys}
        title = form.row(one.key).title if one.key in form.by_key else one.key
        left = sum(report.may_write(key) and report.waits(key) for key in keys)
        lines.append({"name": one.name, "label": title, "left": left, "came": one.member})
        back = HandOver(report=request.report, key=one.key)
        rows.append((make_button("hand.back", back, label=title),))
    others = [key for key in form.order if key not in taken]
    left = sum(report.may_write(key) and report.waits(key) for key in others)
    officers = [one.name for one in await people_of(visit.tx, unit.id, Role.OFFICER)]
    manage = await visit.may(Right.HAND_OVER, unit.id)
    visit.say(
        "owes",
        tuple(reversed(rows[-MOST:])) if manage else (),
        unit=unit.short_name,
        period=report.period.name,
        lines=lines[::-1],
        left=left,
        officers=officers,
    )


async def typed_owes(visit: RequestContext, argument: str) -> None:
    """`ai đang làm`, or `ai đang làm SNV` by somebody who watches over several units."""
    if argument.strip() or not visit.units_of(Role.OFFICER, Role.REVIEWER, Role.GUEST):
        number = await find_report(visit, Right.READ, argument)
    else:
        number = await at_hand(visit, Right.READ)
    await show_assignments(visit, ShowAssignments(report=number))


async def typed_issue(visit: RequestContext, argument: str) -> None:
    """`ban hành số 45/BC-SNV ngày 20/3/2026`: entered by the clerk once it is issued."""
    number = await at_hand(visit, Right.ISSUE, filed=True)
    unit, report, form = await visit.report(Right.ISSUE, number)
    issue = read_issue(argument, report, local_day(visit.now))
    if issue is None:
        raise RequestRejectedError("issue.how", said=argument[:80])
    assert issue.day is not None  # noqa: S101 - it was read
    day = date(issue.year, issue.month, issue.day)
    if not report.period.start <= day <= local_day(visit.now):
        raise RequestRejectedError(
            "issue.day",
            day=print_day(day),
            start=print_day(report.period.start),
            today=print_day(visit.now),
        )
    await visit.tx.rounds.set_issue(visit.deed(number), number, issue)
    visit.say(
        "issue.done",
        unit=unit.short_name,
        period=report.period.name,
        number=issue.number or "",
        day=print_day(day),
        filed=report.filed,
    )
    if report.filed:
        await _hand_out(visit, number, form)


async def _hand_out(visit: RequestContext, number: int, form: Form) -> None:
    """The appendix with its number: as the member's own, or of the report of his unit."""
    if number == visit.current:
        visit.replies.append(SendFile(final=True))
        return
    report = await visit.tx.reports.load(number)
    file = await report_file.report_file(
        visit.tx, number, form, report, FileRequest(what=FileFormat.WORD)
    )
    reply = Reply(code="look.file", data={"name": file.name, "state": report.state.value})
    visit.replies.append(GeneratedFile(file.name, file.make, reply, file))


def read_issue(text: str, report: Report, today: date) -> LetterReference | None:
    """Number and date of the covering report; without a year the last such day until today,
    but none before the period."""
    match = _NUMBER.fullmatch(text.strip().removeprefix("số ").removeprefix("so ").strip())
    if match is None:
        return None
    day, month = int(match["day"]), int(match["month"])
    years = [int(match["year"])] if match["year"] else [today.year, today.year - 1]
    days = [date(year, month, day) for year in years if _is_day(year, month, day)]
    if not days:
        return None
    found = next((one for one in days if report.period.start <= one <= today), days[0])
    return LetterReference(number=match["number"] or None, day=day, month=month, year=found.year)


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= month <= 12 and year >= 1 and 1 <= day <= monthrange(year, month)[1]
