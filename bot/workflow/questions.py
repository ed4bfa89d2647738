"""Questions of members who have no report open; and what a question is to the office."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from bot.delivery.notices import NoticePart
from bot.workflow.board.rows import due_lines
from bot.workflow.contacts import contacts_of
from bot.workflow.context import RequestContext
from bot.workflow.home import waiting_reports
from bot.workflow.interaction import confirmation
from bot.workflow.lookup import units_with
from bot.workflow.round_lookup import top_units
from conversations.calendar.dates import local_day, print_moment, print_weekday
from conversations.commands.spec import Mark
from conversations.commands.workflow import WorkflowCommand
from conversations.commands.workflow_parser import TypedCommand
from conversations.dialog.prompts.keyboard import make_button
from conversations.forms.glossary import term_of
from conversations.frozen import Frozen
from conversations.protocol.messages import Reply
from conversations.reports.model import Contacts
from conversations.speech.acts import Question
from conversations.speech.question_topics import QuestionTopic as Topic
from conversations.speech.questions import recognise_question
from conversations.text.normalize import clean_text, fold_text, shorten_text
from conversations.text.unit_names import plain_name
from conversations.workflow.own_requests import ShowHome
from conversations.workflow.pending_input import ConfirmInput, Errand
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.report_requests import LookInto
from conversations.workflow.request_bases import ReportRequest
from conversations.workflow.review_requests import Lock
from conversations.workflow.round_requests import OpenRound
from storage.workflow.duties import DueReport
from storage.workflow.rounds import Round

MOST = 5  # reports that are named
_WHEN_SENT = re.compile(r"\b(?:nop|gui) (?:luc|hoi|tu)\b|\bda (?:nop|gui)\b")
SHORT = 5  # words of a question that begins like a command with a reason
_PLACE = re.compile(r"^trang \d|\bquy\b|\b20\d\d\b")  # of a list: whom to call
_Answer = Callable[[RequestContext, Question], Awaitable[None]]


def asked_of_office(ctx: RequestContext, text: str, *, free_text: bool = False) -> Question | None:
    """What the text asks; a term may be one of any form."""
    found = None
    for form in ctx.catalogs.catalog.forms.values():
        found = recognise_question(clean_text(text), form, free_text=free_text)
        if found is None or found.topic is not Topic.TERM or term_of(form, found.about):
            return found
    return found


def goes_before(question: Question | None, typed: TypedCommand) -> bool:
    """Whether a text that begins like a command is a question all the same: `duyệt chưa em`. One
    that gives a reason may hold anything."""
    if typed.command is WorkflowCommand.MORE_TIME:
        return False  # `xin thêm 3 ngày được không em`
    reasoned = Mark.REASON | Mark.ROWS | Mark.TEXT
    gives = bool(typed.command.spec.marks & reasoned) and len(typed.argument.split()) > SHORT
    turns = typed.command is WorkflowCommand.CALL and _PLACE.search(fold_text(typed.argument))
    return question is not None and bool(typed.argument) and not gives and not turns


async def answer_office_question(ctx: RequestContext, text: str) -> bool:
    """Answer a member who has no report open; False when nothing is asked."""
    question = asked_of_office(ctx, text)
    if question is None or (question.topic is Topic.COORDINATOR and _asks_of_others(ctx, text)):
        return False
    if question.topic is Topic.DUE and _WHEN_SENT.search(fold_text(text)):
        question = replace(question, topic=Topic.AUTHOR, about=text)
    if question.topic is Topic.DUE and (unit := await _unit_named(ctx, text)) is not None:
        await _say_due_of_unit(ctx, unit)
    elif question.topic is Topic.APPROVER and (unit := await _unit_named(ctx, text)) is not None:
        await _say_people(ctx, question, await contacts_of(ctx.tx, unit))
    elif question.topic in _ANSWERS:
        await _ANSWERS[question.topic](ctx, question)
    else:
        await _say_later(ctx, text)
    return True


async def answer_beside(ctx: RequestContext, text: str, pending: Errand) -> bool:
    """Answer a question that was asked while something else is awaited, and say that this still
    is; False when nothing is asked that is known."""
    question = asked_of_office(ctx, text, free_text=not isinstance(pending, ConfirmInput))
    if question is None or question.topic not in _ANSWERS:
        return False
    if question.topic is Topic.DUE and isinstance(pending, ConfirmInput):
        await _say_due_of(ctx, pending.request)
    else:
        await _ANSWERS[question.topic](ctx, question)
    ctx.replies[-1] = without_buttons(ctx.replies[-1])
    confirmation.remind_errand(ctx, pending)
    return True


def without_buttons(said: NoticePart) -> NoticePart:
    """The words alone: what is asked still has the buttons."""
    return replace(said, buttons=()) if isinstance(said, Reply) else said


async def _say_due_of(ctx: RequestContext, about: Frozen) -> None:
    """The due days of the round, or of the report, that a request is about."""
    if isinstance(about, OpenRound):
        _say_rounds(ctx, [(about.name, about.due)])
    elif isinstance(about, ReportRequest) or (isinstance(about, Lock) and about.report):
        number = about.report
        assert number is not None  # noqa: S101 - it is about a report
        report = await ctx.tx.reports.load(number)
        _say_rounds(ctx, [(report.period_name, {"": local_day(report.due)} if report.due else {})])
    elif (number := getattr(about, "round", None)) is not None:
        found = await ctx.tx.rounds.find(number)
        _say_rounds(ctx, [(found.period_name, found.due)])
    else:
        await _say_due(ctx, Question(Topic.DUE))


def _say_rounds(ctx: RequestContext, rounds: Sequence[tuple[str, Mapping[str, date]]]) -> None:
    lines = [{"period": period, "due": due_lines(ctx, due)} for period, due in rounds]
    ctx.say("office.question.round_due", rounds=lines)


async def _say_due(ctx: RequestContext, _: Question) -> None:
    if (looked := await ctx.looked_into()) is not None:
        await _say_due_of(ctx, LookInto(report=looked.report))
        return
    lines = await _own_reports(ctx, open_only=True)
    if not lines and ctx.units_of(Role.COORDINATOR):
        seen = {one.id: one for top in await top_units(ctx) for one in await _rounds(ctx, top)}
        newest = sorted(seen.values(), key=lambda one: one.period.end, reverse=True)
        _say_rounds(ctx, [(one.period_name, one.due) for one in newest[:MOST]])
        return
    lines = lines or (await _own_reports(ctx, open_only=False))[:1]
    ctx.say("office.question.due", ((make_button("home", ShowHome()),),), reports=lines, unit="")


async def _say_due_of_unit(ctx: RequestContext, unit: int) -> None:
    """The due days of one unit's reports: they may be later than the round's."""
    owed = await ctx.tx.duties.of_units([unit], open_only=True)
    owed = owed or (await ctx.tx.duties.of_units([unit]))[-1:]
    name = (await ctx.tx.units.find(unit)).short_name
    ctx.say("office.question.due", reports=[*map(_line_of, owed[:MOST])], unit=name)


async def _rounds(ctx: RequestContext, top: int) -> list[Round]:
    return [one for one in await ctx.tx.rounds.list_under(top) if not one.locked]


async def _say_standing(ctx: RequestContext, _: Question) -> None:
    waiting = len(await waiting_reports(ctx))
    lines = await _own_reports(ctx, open_only=False)
    home = ((make_button("home", ShowHome()),),)
    ctx.say("office.question.holder", home, reports=lines, waiting=waiting)


async def _own_reports(ctx: RequestContext, *, open_only: bool) -> list[dict[str, Any]]:
    """The newest reports of the units in which the member fills or decides."""
    units = await ctx.tx.units.with_merged(ctx.units_of(Role.OFFICER, Role.REVIEWER))
    found = sorted(
        await ctx.tx.duties.of_units(units, open_only=open_only), key=lambda one: -one.report
    )
    return [*map(_line_of, found[:MOST])]


def _line_of(one: DueReport) -> dict[str, Any]:
    return {
        "unit": one.short_name,
        "period": one.period_name,
        "due": print_weekday(one.due_at) if one.due_at else "",
        "state": one.state,
    }


async def _unit_named(ctx: RequestContext, text: str) -> int | None:
    """The unit under the member's watch that the text names by its whole name: the one with the
    longest, where one name holds another."""
    said = f" {plain_name(text)} "
    units = await units_with(ctx, Permission.READ) if ctx.units_of(Role.COORDINATOR) else []
    named = [
        (len(plain), one.id)
        for one in units
        for plain in {plain_name(name) for name in (one.name, one.short_name, one.abbreviation)}
        if f" {plain} " in said
    ]
    return max(named)[1] if named else None


async def _say_people(
    ctx: RequestContext, question: Question, contacts: Contacts | None = None
) -> None:
    contacts = contacts or await _contacts(ctx)
    ctx.say(
        "office.question.people",
        asks=question.topic.value,
        reviewers=contacts.reviewers,
        coordinators=contacts.coordinators,
        office=contacts.office,
        phones=contacts.phones,
    )


async def _contacts(ctx: RequestContext) -> Contacts:
    units = ctx.units_of(Role.OFFICER, Role.REVIEWER, Role.GUEST, Role.COORDINATOR)
    return await contacts_of(ctx.tx, units[0]) if units else Contacts()


async def _say_term(ctx: RequestContext, question: Question) -> None:
    found = (term_of(form, question.about) for form in ctx.catalogs.catalog.forms.values())
    term = next((one for one in found if one is not None), None)
    here = {"kind": ""}
    if term is not None:
        ctx.say("question.term", name=term.name, meaning=term.meaning, here=here)
    else:
        people = (await _contacts(ctx)).coordinators
        read = shorten_text(question.about)
        ctx.say("question.term.unknown", read=read, coordinators=people, here=here)


async def _say_leaving(ctx: RequestContext, _: Question) -> None:
    ctx.say("office.question.leaving", coordinators=(await _contacts(ctx)).coordinators)


def _asks_of_others(ctx: RequestContext, text: str) -> bool:
    """Whether a coordinator asks for somebody, but not for who coordinates: that they are."""
    return bool(ctx.units_of(Role.COORDINATOR)) and "dau moi" not in fold_text(text)


async def _say_author(ctx: RequestContext, question: Question) -> None:
    """Who handed in the report that is looked into, or the only one that waits."""
    looked, waiting = await ctx.looked_into(), await waiting_reports(ctx)
    number = looked.report if looked else waiting[0].report if len(waiting) == 1 else None
    report = await ctx.tx.reports.load(number) if number is not None else None
    if number is None or report is None or not report.version:
        await _say_later(ctx, question.about)
        return
    last = await ctx.tx.submissions.load(number, report.version)
    name = (await ctx.tx.roles.names_of([last.member])).get(last.member, "")
    about = {"unit": report.unit.short_name, "period": report.period_name}
    ctx.say("office.question.author", **about, name=name, at=print_moment(last.at))


async def _say_bot(ctx: RequestContext, _: Question) -> None:
    ctx.say("question.bot", coordinators=(await _contacts(ctx)).coordinators, here={"kind": ""})


async def _say_later(ctx: RequestContext, said: str) -> None:
    waiting = len(await waiting_reports(ctx))
    home = ((make_button("home", ShowHome()),),)
    ctx.say("office.question.later", home, said=shorten_text(said), waiting=waiting)


_ANSWERS: dict[Topic, _Answer] = {
    Topic.DUE: _say_due,
    Topic.HOLDER: _say_standing,
    Topic.LEFT: _say_standing,
    Topic.APPROVER: _say_people,
    Topic.COORDINATOR: _say_people,
    Topic.LEAVING: _say_leaving,
    Topic.AUTHOR: _say_author,
    Topic.TERM: _say_term,
    Topic.BOT: _say_bot,
}
