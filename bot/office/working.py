"""Working together on one report: who does what, and what is handed to whom."""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.joining import hashed, new_token
from bot.office.finding import find_heading
from bot.office.home import take_up_button
from bot.office.links import invitation_text
from bot.office.visit import DeniedError, UnclearError, Visit, people
from conversations.buttons import button
from conversations.dates import print_day
from conversations.form import Form, Row
from conversations.messages import Deliver
from conversations.office.narrowing import rows_under
from conversations.office.requests import HandOver, Owes
from conversations.report import Issue, Report
from conversations.rights import Deed as Right
from conversations.rights import Role
from conversations.text import fold
from storage.records import Person, Unit

GUEST_LIFE = timedelta(days=14)
MOST = 8
_WHOM = re.compile(r"\s+cho\s+", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<number>[\w./-]{1,40}?)?\s*,?\s*ng[aà]y\s+(?P<day>\d{1,2})(?:[/.-]|\s+th[aá]ng\s+)"
    r"(?P<month>\d{1,2})(?:(?:[/.-]|\s+n[aă]m\s+)(?P<year>\d{4}))?",
    re.IGNORECASE,
)


def at_hand(visit: Visit) -> int:
    """The report that the member works on; UnclearError when he has none."""
    if visit.current is None:
        raise UnclearError("hand.no_report")
    return visit.current


async def typed_hand(visit: Visit, argument: str) -> None:
    """`giao phần II cho Lan`, or `giao câu 12`, which asks whom."""
    number = at_hand(visit)
    unit, report, form = await visit.report(Right.HAND_OVER, number)
    words, *rest = _WHOM.split(argument, maxsplit=1)
    if not words.strip():
        raise UnclearError("hand.how")
    row = _handable(form, report, words)
    colleagues = await _colleagues(visit, unit)
    name = fold(rest[0]).strip() if rest else ""
    named = [one for one in colleagues if name and name in fold(one.name)]
    if len(named) == 1:
        await hand_over(visit, HandOver(report=number, key=row.key, member=named[0].id))
        return
    rows = tuple(
        (button("hand", HandOver(report=number, key=row.key, member=one.id), name=one.name),)
        for one in (named or colleagues)[:MOST]
    )
    label = f"{row.stt}. {row.title}" if row.stt else row.title
    visit.say("hand.whom", rows, label=label, key=row.key, any=bool(colleagues))


async def _colleagues(visit: Visit, unit: Unit) -> list[Person]:
    found = await people(visit.tx, unit.id, Role.OFFICER)
    return [one for one in found if one.id != visit.member]


def _handable(form: Form, report: Report, words: str) -> Row:
    row = find_heading(form, words)
    if not rows_under(form, row.key):
        raise UnclearError("unclear.row", said=words[:80], labels=[])
    if not report.editable:
        raise UnclearError("hand.closed", period=report.period.name)
    return row


async def hand_over(visit: Visit, request: HandOver) -> None:
    """Ask a colleague of the unit for a row or a heading, or take it back."""
    unit, report, form = await visit.report(Right.HAND_OVER, request.report)
    if request.key not in form.by_key:
        raise UnclearError("unclear.row", said=request.key, labels=[])
    title = form.row(request.key).title
    data = {"label": title, "unit": unit.short_name, "period": report.period.name}
    if request.member is None:
        await _take_back(visit, request, title)
        return
    colleague = {one.id: one for one in await people(visit.tx, unit.id, Role.OFFICER)}
    if request.member not in colleague:
        raise DeniedError
    if not report.editable:
        raise UnclearError("hand.closed", period=report.period.name)
    deed = visit.deed(request.report)
    await visit.tx.hand_over(deed, request.report, request.key, member_id=request.member)
    name = colleague[request.member].name
    count = len(rows_under(form, request.key))
    visit.say("hand.done", label=title, name=name, count=count, key=request.key)
    resume = take_up_button(request.report, unit.short_name, report.period.name)
    visit.tell(request.member, "notice.handed", (resume,), **data, count=count)
    await visit.look_again([request.member])
    visit.resume = True


async def _take_back(visit: Visit, request: HandOver, title: str) -> None:
    asked = [one for one in await visit.tx.assignments(request.report) if one.key == request.key]
    if not await visit.tx.take_back(visit.deed(request.report), request.report, request.key):
        raise UnclearError("hand.not_handed", label=title)
    visit.say("hand.back", label=title)
    for one in asked:
        if one.member is not None:
            visit.tell(one.member, "notice.handed_back", label=title)
    visit.resume = True


async def typed_take_back(visit: Visit, argument: str) -> None:
    number = at_hand(visit)
    _, _, form = await visit.report(Right.HAND_OVER, number)
    if not argument.strip():
        await owes(visit, Owes(report=number))
        return
    await hand_over(visit, HandOver(report=number, key=find_heading(form, argument).key))


async def typed_colleague(visit: Visit, argument: str) -> None:
    """`hỏi đồng nghiệp câu 12 [cho Lan]`: a one-time link; who comes by it sees only that."""
    number = at_hand(visit)
    unit, report, form = await visit.report(Right.HAND_OVER, number)
    words, *rest = _WHOM.split(argument, maxsplit=1)
    if not words.strip():
        raise UnclearError("colleague.how")
    row = _handable(form, report, words)
    token = new_token()
    person = rest[0].strip()[:100] if rest else ""
    invitation = await visit.tx.invite(
        visit.deed(),
        hashed(token),
        unit.id,
        Role.GUEST,
        visit.now + GUEST_LIFE,
        person=person or None,
        report_id=number,
    )
    deed = visit.deed(number)
    await visit.tx.hand_over(deed, number, row.key, invitation_id=invitation)
    visit.say(
        "colleague.link",
        label=row.title,
        unit=unit.short_name,
        period=report.period.name,
        count=len(rows_under(form, row.key)),
        until=print_day(visit.now + GUEST_LIFE),
        name=person,
        invitation=invitation_text(visit.books.telegram, token),
    )


async def owes(visit: Visit, request: Owes) -> None:
    """Who is asked for what, and how much of it is left."""
    unit, report, form = await visit.report(Right.READ, request.report)
    handed = await visit.tx.assignments(request.report)
    lines, rows = [], []
    taken: set[str] = set()
    for one in handed:
        keys = [key for key in rows_under(form, one.key) if key not in taken]
        taken |= {*keys}
        title = form.row(one.key).title if one.key in form.by_key else one.key
        left = sum(report.may_write(key) and report.waits(key) for key in keys)
        lines.append({"name": one.name, "label": title, "left": left, "came": one.member})
        back = HandOver(report=request.report, key=one.key)
        rows.append((button("hand.back", back, label=title),))
    others = [key for key in form.order if key not in taken]
    left = sum(report.may_write(key) and report.waits(key) for key in others)
    officers = [one.name for one in await people(visit.tx, unit.id, Role.OFFICER)]
    manage = await visit.may(Right.HAND_OVER, unit.id)
    visit.say(
        "owes",
        tuple(rows[:MOST]) if manage else (),
        unit=unit.short_name,
        period=report.period.name,
        lines=lines,
        left=left,
        officers=officers,
    )


async def typed_owes(visit: Visit, argument: str) -> None:
    await owes(visit, Owes(report=at_hand(visit)))


async def typed_issue(visit: Visit, argument: str) -> None:
    """`ban hành số 45/BC-SNV ngày 20/3/2026`: entered by the clerk once it is issued."""
    number = at_hand(visit)
    _, report, _ = await visit.report(Right.ISSUE, number)
    issue = read_issue(argument, report)
    if issue is None:
        raise UnclearError("issue.how", said=argument[:80])
    await visit.tx.issue(visit.deed(number), number, issue)
    day = f"{issue.day}/{issue.month}/{issue.year}"
    visit.say("issue.done", number=issue.number or "", day=day, filed=report.filed)
    if report.filed:
        visit.replies.append(Deliver(final=True))


def read_issue(text: str, report: Report) -> Issue | None:
    """Number and date of the covering report."""
    match = _NUMBER.fullmatch(text.strip().removeprefix("số ").removeprefix("so ").strip())
    if match is None:
        return None
    year = int(match["year"]) if match["year"] else report.period.end.year
    day, month = int(match["day"]), int(match["month"])
    try:
        date(year, month, day)
    except ValueError:
        return None
    return Issue(number=match["number"] or None, day=day, month=month, year=year)
