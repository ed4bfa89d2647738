"""Questions of members who have no report open; and what a question is to the office."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

from bot.workflow.contacts import contacts_of
from bot.workflow.context import RequestContext
from bot.workflow.home import waiting_reports
from bot.workflow.lookup import units_with
from conversations.calendar.dates import print_weekday
from conversations.commands.spec import Mark
from conversations.commands.workflow import TypedCommand, WorkflowCommand
from conversations.dialog.prompts.keyboard import make_button
from conversations.forms.glossary import term_of
from conversations.reports.model import Contacts
from conversations.speech.acts import Question
from conversations.speech.question_topics import QuestionTopic as Topic
from conversations.speech.questions import recognise_question
from conversations.text.normalize import clean_text, fold_text, shorten_text
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.requests import ShowHome

MOST = 5  # reports that are named
SHORT = 5  # words of a question that begins like a command with a reason
_PLACE = re.compile(r"^trang \d|\bquy\b|\b20\d\d\b")  # of a list: whom to call
_Answer = Callable[[RequestContext, Question], Awaitable[None]]


def asked_of_office(ctx: RequestContext, text: str) -> Question | None:
    """What the text asks; a term may be one of any form."""
    found = None
    for form in ctx.catalogs.catalog.forms.values():
        found = recognise_question(clean_text(text), form)
        if found is None or found.topic is not Topic.TERM or term_of(form, found.about):
            return found
    return found


def goes_before(question: Question | None, typed: TypedCommand) -> bool:
    """Whether a text that begins like a command is a question all the same: `duyệt chưa em`. One
    that gives a reason may hold anything."""
    reasoned = Mark.REASON | Mark.ROWS | Mark.TEXT
    gives = bool(typed.command.spec.marks & reasoned) and len(typed.argument.split()) > SHORT
    turns = typed.command is WorkflowCommand.CALL and _PLACE.search(fold_text(typed.argument))
    return question is not None and bool(typed.argument) and not gives and not turns


async def answer_office_question(ctx: RequestContext, text: str) -> bool:
    """Answer a member who has no report open; False when nothing is asked."""
    question = asked_of_office(ctx, text)
    if question is None:
        return False
    if question.topic is Topic.APPROVER and (unit := await _unit_named(ctx, text)) is not None:
        await _say_people(ctx, question, await contacts_of(ctx.tx, unit))
    elif question.topic in _ANSWERS:
        await _ANSWERS[question.topic](ctx, question)
    else:
        await _say_later(ctx, text)
    return True


async def _say_due(ctx: RequestContext, _: Question) -> None:
    lines = await _own_reports(ctx, open_only=True)
    ctx.say("office.question.due", ((make_button("home", ShowHome()),),), reports=lines)


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
    return [
        {
            "unit": one.short_name,
            "period": one.period["name"],
            "due": print_weekday(one.due_at) if one.due_at else "",
            "state": one.state,
        }
        for one in found[:MOST]
    ]


async def _unit_named(ctx: RequestContext, text: str) -> int | None:
    """The unit under the member's watch that the text names by its whole name."""
    said = f" {fold_text(text)} "
    units = await units_with(ctx, Permission.READ) if ctx.units_of(Role.COORDINATOR) else []
    named = [
        one.id
        for one in units
        if any(f" {fold_text(name)} " in said for name in (one.name, one.short_name))
    ]
    return named[0] if len(named) == 1 else None


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
    Topic.TERM: _say_term,
    Topic.BOT: _say_bot,
}
