"""A member's text as what was asked for before, or offered."""

from __future__ import annotations

from typing import TypeGuard

from bot.workflow import home, trials
from bot.workflow.context import RequestContext
from bot.workflow.forms import draft_trial
from bot.workflow.handlers import HANDLERS, PENDING
from bot.workflow.interaction import confirmation
from bot.workflow.questions import answer_beside
from bot.workflow.review import return_rows
from conversations.commands.report import parse_command
from conversations.commands.workflow import WorkflowCommand
from conversations.commands.workflow_parser import parse_workflow_command
from conversations.dialog.prompts.keyboard import make_button
from conversations.speech.consent import read_consent
from conversations.speech.postponement import is_postponement
from conversations.workflow import own_requests, pending_input, review_requests
from conversations.workflow.many_requests import SendLetter

_OF_FORMS = frozenset(  # what ends a trial of a drafted form
    {
        *(WorkflowCommand.MAKE_FORM, WorkflowCommand.DRAFTED_FORMS),
        *(WorkflowCommand.TRY_FORM, WorkflowCommand.PUBLISH_FORM),
    }
)
# What is over with the next text, which is for something else; or waits for a file.
OFFERED_ONCE = (pending_input.FormInput, pending_input.TryInput, pending_input.FormFileInput)


async def take_offered(
    ctx: RequestContext, pending: pending_input.Errand | None, text: str
) -> bool:
    """Read the text as what was only offered: a form that is picked, an answer to one that is
    tried. A command of drafted forms ends the trial."""
    if isinstance(pending, pending_input.FormInput):
        return await trials.take_choice(ctx, pending, text)
    if not isinstance(pending, pending_input.TryInput):
        return False
    typed = parse_workflow_command(text)
    if typed is None or typed.command not in _OF_FORMS:
        await draft_trial.take_text(ctx, pending, text)
        return True
    await ctx.expect_input(None)
    return False


def writes_letter(pending: pending_input.Errand | None) -> TypeGuard[pending_input.ManyInput]:
    """Whether the next text is one of the member's own, which may say anything."""
    return isinstance(pending, pending_input.ManyInput) and isinstance(pending.request, SendLetter)


async def answer_beside_errand(
    ctx: RequestContext, text: str, pending: pending_input.Errand
) -> bool:
    """Answer a question, and stay with what is awaited. A letter, or rows to return and their
    reasons, may hold anything."""
    match pending:
        case pending_input.ConfirmInput() | pending_input.ExtensionInput():
            pass
        case pending_input.ReturnInput(rows=()) if ":" not in text:
            pass
        case _:
            return False
    return bool(ctx.grants) and await answer_beside(ctx, text, pending)


async def is_consent(ctx: RequestContext, text: str) -> bool:
    """Whether the text would be a yes or a no to what the office asks the member now."""
    asked = await ctx.expected_input()
    return (
        isinstance(asked, pending_input.ConfirmInput)
        and read_consent(text, confirmation.agreeing_verbs(asked.request)) is not None
    )


async def take_consent(ctx: RequestContext, asked: pending_input.ConfirmInput, text: str) -> bool:
    """Carry out what was asked about, or do not, if the text says so."""
    agreed = read_consent(text, confirmation.agreeing_verbs(asked.request))
    if agreed is None and is_postponement(text):
        agreed = False
    if agreed is None:
        return False
    if agreed:
        await confirmation.drop_question(ctx)
        await HANDLERS[type(asked.request)](ctx, asked.request)
    else:
        await confirmation.decline_request(ctx)
    return True


async def take_awaited(ctx: RequestContext, pending: pending_input.Errand, text: str) -> bool:
    """Read the text as what was asked for; False where it is nothing of the kind."""
    if isinstance(pending, pending_input.ConfirmInput):
        if _turns_to_report(ctx, pending, text):
            await confirmation.drop_question(ctx)
            return False
        if not ctx.grants:
            yes = make_button("join", pending.request)
            ctx.say("join.again", ((yes,),))  # unquoted: it may hold a name, a number
            return True
        if isinstance(pending.request, review_requests.Return) and await return_rows.add_rows(
            ctx, pending.request, text
        ):
            return True
        confirmation.ask_again(ctx, pending, text)
    elif not ctx.grants:
        return False
    elif read_consent(text) is False:
        await ctx.expect_input(None)
        await home.show_home(ctx)
    else:
        await PENDING[type(pending)](ctx, pending, text)
    return True


def _turns_to_report(ctx: RequestContext, asked: pending_input.ConfirmInput, text: str) -> bool:
    """Whether the text is for the report at hand all the same: a command of it, or anything
    where an invitation was only looked at."""
    if ctx.current is None:
        return False
    aside = isinstance(asked.request, own_requests.Join | own_requests.TakeUp)
    return aside or parse_command(text) is not None
