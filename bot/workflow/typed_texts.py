"""What a text asks of the office: the answer to what is awaited, a command, a wish in plain words,
or nothing."""

from __future__ import annotations

import re

from bot.workflow import home, own_reports
from bot.workflow.awaited_texts import (
    OFFERED_ONCE,
    answer_beside_errand,
    take_awaited,
    take_consent,
    take_offered,
    writes_letter,
)
from bot.workflow.board import coordination
from bot.workflow.context import DeniedError, RequestContext
from bot.workflow.form_lookup import read_words
from bot.workflow.handlers import run_typed
from bot.workflow.interaction import confirmation
from bot.workflow.many import commands as many
from bot.workflow.own_reports import turn_to_unit
from bot.workflow.people import channel_links
from bot.workflow.questions import answer_office_question, asked_of_office, goes_before
from bot.workflow.review import approval, wishes
from bot.workflow.unknown_text import may_use, say_not_understood
from conversations.commands.coordination import VIEWS
from conversations.commands.report import Command, RunCommand, parse_command
from conversations.commands.spec import Mark
from conversations.commands.workflow import WorkflowCommand
from conversations.commands.workflow_parser import (
    TypedCommand,
    ends_in_number,
    parse_workflow_command,
)
from conversations.protocol.messages import SendLinkCode, SendPageLink, SendSignInCode
from conversations.speech.acts import Talk
from conversations.speech.consent import read_consent
from conversations.speech.postponement import is_postponement
from conversations.speech.review import read_review_wish
from conversations.speech.small_talk import read_small_talk
from conversations.text.normalize import fold_text, shorten_text
from conversations.workflow import pending_input

_GREETS = re.compile(r"(?:em\s+)?(?:chao|xin chao|hello|alo|hi)\b")
_NAMING = frozenset(  # what follows is a unit, a form, a period, or else no part of the command
    {WorkflowCommand.WAITING, WorkflowCommand.CHANGES}
)
_OF_REPORT = frozenset(  # what is about the report that is looked into leaves it before the member
    {
        *(WorkflowCommand.LOOK, WorkflowCommand.CHANGES, WorkflowCommand.TRAIL),
        *(WorkflowCommand.APPROVE, WorkflowCommand.RETURN, WorkflowCommand.EXTEND),
        *(WorkflowCommand.LOCK, WorkflowCommand.UNLOCK, WorkflowCommand.OWES),
    }
)


async def serve_text(ctx: RequestContext, text: str, *, free_text: bool) -> bool:
    """Carry out what the text asks of the office; False when it asks nothing of it."""
    if (linking := channel_links.typed_link(ctx, text)) is not None:
        await linking
        return True
    pending = await ctx.expected_input()
    if await take_offered(ctx, pending, text):
        return True
    if isinstance(pending, OFFERED_ONCE):
        pending = None
    if isinstance(pending, pending_input.ConfirmInput) and await take_consent(ctx, pending, text):
        return True
    if writes_letter(pending) and not text.startswith("/"):
        return await take_awaited(ctx, pending, text)
    awaited = pending is not None and not isinstance(pending, pending_input.LookInput)
    if pending is not None and awaited and await answer_beside_errand(ctx, text, pending):
        return True
    free = free_text and not awaited
    wish = await wishes.wish_of(ctx, text) if not free else None
    typed = parse_workflow_command(text, free_text=free)
    if typed is None and not free and not awaited:
        typed = await turn_to_unit(ctx, text)
    if typed is not None and (
        await many.says_many(ctx, typed) or (typed.argument and typed.command in _NAMING)
    ):
        wish = None
    if typed is not None and not awaited and goes_before(asked_of_office(ctx, text), typed):
        typed = None
    hears = not free and (isinstance(pending, pending_input.ConfirmInput) or not awaited)
    of_round = coordination.coordination_of(ctx, text, typed) if hears else None
    if of_round is not None:
        if of_round.act not in VIEWS:
            await confirmation.drop_question(ctx)
        await coordination.serve_coordination(ctx, of_round)
        if pending is not None and of_round.act in VIEWS:
            confirmation.remind_errand(ctx, pending)
    elif wish is not None:
        if wish.act not in wishes.RETURNING:  # rows are added to those that are asked about
            await confirmation.drop_question(ctx)
        await wishes.serve_wish(ctx, wish)
    elif typed is not None and _is_meant(ctx, typed, text, awaited=awaited):
        await _run_command(ctx, typed)
    elif ctx.grants and ctx.current is None and _asks_help(text):
        await home.show_guide(ctx)
    elif pending is None or not awaited:
        return await _without_errand(ctx, text, looks=pending is not None)
    else:
        return await take_awaited(ctx, pending, text)
    return True


async def _without_errand(ctx: RequestContext, text: str, *, looks: bool) -> bool:
    """A text that is about nothing of the office, unless its speaker fills no report."""
    if ctx.grants and ctx.current is None:
        if _give_link(ctx, text) or await answer_office_question(ctx, text):
            return True
        if looks and read_consent(text) is True and await approval.ask_if_waiting(ctx):
            return True
        talk = read_small_talk(text)
        if talk is Talk.GREETING and not looks:
            await home.show_home(ctx)
            return True
        if talk or is_postponement(text) or read_consent(text) is not None:
            ctx.say("office.talk", waiting=len(await home.waiting_reports(ctx)))
            return True
        if _GREETS.match(fold_text(text)) and not looks:
            await home.show_home(ctx)  # `chào em, chị phụ trách tổng hợp`
        else:
            say_not_understood(ctx, text, looks=looks)
        return True
    if await own_reports.ask_elsewhere(ctx, text):
        return True
    if looks:
        await ctx.expect_input(None)  # they are at work on their own report again
    return False


def _is_meant(ctx: RequestContext, typed: TypedCommand, text: str, *, awaited: bool) -> bool:
    """Whether a text that may be a command is one, and no answer that begins like it: one with a
    long remark, or one that ends in a number, `theo dõi thi hành pháp luật 12`, where the command
    is nothing that its speaker may do anywhere."""
    if not ctx.grants:
        return Mark.FOR_ALL in typed.command.spec.marks
    if (ctx.current is not None or awaited) and _is_answer(typed, text):
        return False
    if ctx.current is not None and typed.argument and typed.command in _NAMING:
        return not read_words(ctx, typed.argument).is_any  # `chờ duyệt kế hoạch` is an answer
    return ctx.current is None or not ends_in_number(text) or _may_run(ctx, typed)


async def _run_command(ctx: RequestContext, typed: TypedCommand) -> None:
    """Who has the right nowhere is refused before what follows the command is read."""
    spec = typed.command.spec
    if Mark.REFUSES_ITSELF not in spec.marks and not _may_run(ctx, typed):
        raise DeniedError
    if spec.is_too_long(typed.argument):
        read, size = shorten_text(typed.argument), len(typed.argument)
        ctx.say("command.too_long", read=read, length=size, limit=spec.limit)
        return
    asked = await ctx.expected_input()
    if isinstance(asked, pending_input.LookInput):
        if typed.command not in _OF_REPORT:
            await ctx.expect_input(None)
    elif isinstance(asked, pending_input.ConfirmInput) and asked.request.do == typed.command.value:
        await confirmation.drop_question(ctx)  # it is asked anew
    elif isinstance(asked, pending_input.ConfirmInput) or Mark.HARMLESS not in spec.marks:
        await home.drop_errand(ctx)
    await run_typed(ctx, typed)


def _may_run(ctx: RequestContext, typed: TypedCommand) -> bool:
    return may_use(ctx, typed.command.spec)


def _asks_help(text: str) -> bool:
    return parse_command(text) == RunCommand(command=Command.HELP)


def _give_link(ctx: RequestContext, text: str) -> bool:
    """What somebody who fills no report may ask for like everybody else: the pages in a browser,
    and a code for a further channel."""
    match parse_command(text):
        case RunCommand(command=Command.OPEN_WEB):
            ctx.replies.append(SendPageLink(page="chat"))
        case RunCommand(command=Command.LINK):
            ctx.replies.append(SendLinkCode())
        case RunCommand(command=Command.SIGN_IN_CODE):
            ctx.replies.append(SendSignInCode())
        case _:
            return False
    return True


def is_typed(text: str, *, free_text: bool, has_role: bool = True) -> bool:
    """Whether a text of somebody who has no errand, and one unit at most, is a command of the
    office."""
    wish = None if free_text else read_review_wish(text)
    if has_role and wish is not None and wish.act in wishes.DECIDING:
        return True
    typed = parse_workflow_command(text, free_text=free_text)
    if typed is None or _is_answer(typed, text):
        return False
    return has_role or Mark.FOR_ALL in typed.command.spec.marks


def _is_answer(typed: TypedCommand, text: str) -> bool:
    """Whether a text that begins like a command is more likely what is awaited, with a long
    remark."""
    return not text.startswith("/") and typed.command.spec.is_too_long(typed.argument)
