"""Which request or command of the office an event is, and whether its speaker may give it."""

from __future__ import annotations

from bot.workflow import home
from bot.workflow.context import DeniedError, RequestContext, RequestRejectedError
from bot.workflow.handlers import HANDLERS, PENDING, TYPED
from bot.workflow.people import channel_links, invitations
from bot.workflow.questions import answer_office_question, asked_of_office, goes_before
from bot.workflow.review import review
from conversations.commands.report import Command, RunCommand, parse_command
from conversations.commands.spec import Mark
from conversations.commands.workflow import TypedCommand, ends_in_number, parse_workflow_command
from conversations.protocol.events import (
    ButtonTapped,
    ContactShared,
    Event,
    FileChecked,
    FileRefused,
    TextSaid,
)
from conversations.protocol.messages import SendLinkCode, SendPageLink
from conversations.text.normalize import fold_text, shorten_text
from conversations.workflow import requests
from conversations.workflow.permissions import RIGHTS

_LEAVE = frozenset({"thoi", "huy", "bo", "khong", "dung"})


async def serve_request(ctx: RequestContext, event: Event, *, free_text: bool) -> bool:
    """Carry out what the event asks of the office; False when it asks nothing of it. `free_text`:
    the member's report awaits words of their own."""
    try:
        return await _serve_event(ctx, event, free_text=free_text)
    except DeniedError:
        ctx.say("denied")
    except RequestRejectedError as unclear:
        ctx.replies.append(unclear.reply)
    return True


async def _serve_event(ctx: RequestContext, event: Event, *, free_text: bool) -> bool:
    match event:
        case ButtonTapped(action=action) if isinstance(action, requests.REQUESTS):
            await HANDLERS[type(action)](ctx, action)
        case ButtonTapped(action=RunCommand(command=Command.START)) if ctx.current is None:
            if not (ctx.grants or await ctx.tx.assignments.reports_of(ctx.member)):
                return False  # a stranger, who is asked who they are
            await home.show_home(ctx)
        case ContactShared():
            await invitations.take_contact(ctx, event)
        case TextSaid(text=text):
            return await _serve_text(ctx, text, free_text=free_text)
        case FileChecked(compared=compared) if compared.report != ctx.current:
            await review.looked_at(ctx, compared)
        case FileRefused(code=code, data=data) if (
            ctx.current is None and ctx.grants and code.startswith("file.")
        ):
            ctx.say(code, **data)
        case _:
            return False
    return True


async def _serve_text(ctx: RequestContext, text: str, *, free_text: bool) -> bool:
    linking = channel_links.typed_link(ctx, text)
    if linking is not None:
        await linking
        return True
    saved = await ctx.tx.pending_input.of_member(ctx.member) if ctx.grants else None
    pending = requests.PendingInput.model_validate(saved).what if saved else None
    typed = parse_workflow_command(text, free_text=free_text and pending is None)
    if typed is not None and pending is None and goes_before(asked_of_office(ctx, text), typed):
        typed = None
    if typed is not None and _is_meant(ctx, typed, text, awaited=pending is not None):
        await _run_command(ctx, typed)
    elif ctx.grants and ctx.current is None and _asks_help(text):
        await home.show_guide(ctx)
    elif pending is None:
        if not ctx.grants or ctx.current is not None:
            return False
        return _give_link(ctx, text) or await answer_office_question(ctx, text)
    elif fold_text(text).strip(" .!") in _LEAVE:
        await ctx.tx.pending_input.set(ctx.member, None)
        await home.show_home(ctx)
    else:
        await PENDING[type(pending)](ctx, pending, text)
    return True


def _is_meant(ctx: RequestContext, typed: TypedCommand, text: str, *, awaited: bool) -> bool:
    """Whether a text that may be a command is one, and no answer that begins like it: one with a
    long remark, or one that ends in a number, `theo dõi thi hành pháp luật 12`, where the command
    is nothing that its speaker may do anywhere."""
    if not ctx.grants:
        return Mark.FOR_ALL in typed.command.spec.marks
    if (ctx.current is not None or awaited) and _is_answer(typed, text):
        return False
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
    if Mark.HARMLESS not in spec.marks:
        await home.drop_errand(ctx)
    await TYPED[typed.command](ctx, typed.argument)


def _may_run(ctx: RequestContext, typed: TypedCommand) -> bool:
    """Whether the command is something that its speaker may do anywhere."""
    needed = typed.command.spec.permission
    return needed is None or any(needed in RIGHTS[grant.role] for grant in ctx.grants)


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
        case _:
            return False
    return True


def is_typed(text: str, *, free_text: bool, has_role: bool = True) -> bool:
    """Whether a text of somebody who has no errand is a command of the office."""
    typed = parse_workflow_command(text, free_text=free_text)
    if typed is None or _is_answer(typed, text):
        return False
    return has_role or Mark.FOR_ALL in typed.command.spec.marks


def _is_answer(typed: TypedCommand, text: str) -> bool:
    """Whether a text that begins like a command is more likely what is awaited, with a long
    remark."""
    return not text.startswith("/") and typed.command.spec.is_too_long(typed.argument)
