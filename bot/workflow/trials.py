"""Trial reports: while there is no office, whoever writes gets one, on a form of their choice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.access import identity
from bot.workflow.context import DeniedError, RequestContext
from bot.workflow.forms import draft_trial
from bot.workflow.interaction.choices import offer_choices
from bot.workflow.own_reports import take_choice as take_report_chosen
from bot.workflow.own_reports import turn_of, typed_take_up
from conversations.forms.form_names import forms_like, read_form_words
from conversations.forms.model import Form
from conversations.protocol.events import Event, FileRefused, TextSaid
from conversations.text.courtesy import strip_courtesy
from conversations.text.normalize import short_number, shorten_text
from conversations.workflow.own_requests import ChangeTrial, StartTrial
from conversations.workflow.pending_input import FormInput
from templates.loading.catalog import SampleReport

LONGEST_TITLE = 70  # characters of a form's title in a list
_LEAD = re.compile(
    r"(?:(?:chọn|chon|lấy|lay|sang|qua|biểu mẫu|bieu mau|biểu|bieu|mẫu|mau|số|so|cái|cai)\s+)+",
    re.IGNORECASE,
)


async def serve_newcomer(ctx: RequestContext, event: Event) -> bool:
    """Have who may try a form choose it; False where there is nothing to choose."""
    if not await may_try(ctx):
        return False
    if isinstance(event, FileRefused):
        ctx.say(event.code, **event.data)
    await choose_trial(ctx, event.text if isinstance(event, TextSaid) else "")
    return True


async def may_try(ctx: RequestContext) -> bool:
    """Whether the member may have a trial report, and has none."""
    return not ctx.grants and ctx.current is None and not await ctx.tx.units.roots()


async def choose_trial(ctx: RequestContext, said: str) -> None:
    """Start on the form that the words name; else ask which it is to be."""
    forms = [one.form for one in ctx.catalogs.catalog.offered]
    found = _chosen(said, forms, forms)
    if len(found) == 1:
        await start_trial(ctx, StartTrial(form=found[0].key))
        return
    choices = [(StartTrial(form=form.key), {"name": form.name}) for form in forms]
    ctx.say("trial.which", offer_choices("form", choices), forms=_lines(forms))


async def start_trial(ctx: RequestContext, request: StartTrial) -> None:
    """Begin a trial report on this form; who has a report goes on with it."""
    if ctx.current is not None and not ctx.grants:
        ctx.resume = True
        return
    found = _trial_on(ctx, request.form)
    if found is None or not await may_try(ctx):
        raise DeniedError
    ctx.current = await identity.start_trial(ctx.tx, ctx.member, found, ctx.now)
    ctx.resume = True


async def typed_change(ctx: RequestContext, argument: str) -> None:
    """`đổi biểu`: of who tries the product the trial report; of who has work here the report."""
    if ctx.grants:
        if not await draft_trial.try_named(ctx, argument.strip()):
            await typed_take_up(ctx, argument)
        return
    if ctx.current is None:
        await choose_trial(ctx, argument)
        return
    if not await _is_on_trial(ctx):
        raise DeniedError
    forms = [one.form for one in ctx.catalogs.catalog.trials]
    found = _chosen(argument, forms, forms)
    if len(found) == 1:
        await change_trial(ctx, ChangeTrial(form=found[0].key))
    else:
        await _ask_form(ctx, found or forms, "" if found else argument)


async def take_choice(ctx: RequestContext, asked: FormInput, text: str) -> bool:
    """Turn to the form that a text names after the list of them: by its number there, its name,
    its code, or a part of these; several are asked. False where it names none."""
    await ctx.expect_input(None)
    if await turn_of(ctx) != asked.turn:
        return False
    if ctx.grants:
        return await take_report_chosen(ctx, text)
    if ctx.current is None or not await _is_on_trial(ctx):
        return False
    forms = [one.form for one in ctx.catalogs.catalog.trials]
    shown = [form for key in asked.forms for form in forms if form.key == key]
    found = _chosen(text, shown, forms)
    if len(found) == 1:
        await change_trial(ctx, ChangeTrial(form=found[0].key))
    elif found:
        await _ask_form(ctx, found)
    return bool(found)


async def _ask_form(ctx: RequestContext, forms: Sequence[Form], said: str = "") -> None:
    """Which of these forms it is to be; `said` names none of those there are."""
    assert ctx.current is not None  # noqa: S101 - callers have looked
    choices = [(ChangeTrial(form=form.key), {"name": form.name}) for form in forms]
    now = ctx.form_of(await ctx.tx.reports.load(ctx.current)).name
    data = {"forms": _lines(forms), "now": now, "said": shorten_text(said)}
    ctx.say("trial.change", offer_choices("form", choices), **data)
    keys = tuple(form.key for form in forms)
    await ctx.expect_input(FormInput(forms=keys, turn=await turn_of(ctx)))


def _lines(forms: Sequence[Form]) -> list[dict[str, Any]]:
    return [
        {
            "n": n,
            "name": form.name,
            "title": shorten_text(form.title, LONGEST_TITLE),
            "count": form.asked_count,
        }
        for n, form in enumerate(forms, 1)
    ]


def _chosen(text: str, shown: Sequence[Form], forms: Sequence[Form]) -> tuple[Form, ...]:
    """The forms that a text may mean: by its number among those that are shown, or by words that
    say nothing else."""
    for said in dict.fromkeys(_LEAD.sub("", one) for one in (text.strip(), strip_courtesy(text))):
        number = short_number(said) or 0
        if 1 <= number <= len(shown):
            return (shown[number - 1],)
        named = read_form_words(said, forms)
        found = named.forms if not named.rest else ()
        if found := found or forms_like(said, forms):
            return found
    return ()


async def change_trial(ctx: RequestContext, request: ChangeTrial) -> None:
    """Go on with the member's trial report on this form; what stands in the other one stays."""
    found = _trial_on(ctx, request.form)
    if found is None or not await _is_on_trial(ctx):
        raise DeniedError
    begun = await ctx.tx.duties.trial_of(ctx.member, request.form)
    if begun is None:
        begun = await identity.start_trial(ctx.tx, ctx.member, found, ctx.now)
    else:
        await ctx.tx.duties.take_up([ctx.member], begun)
    ctx.current = begun
    ctx.resume = True


async def _is_on_trial(ctx: RequestContext) -> bool:
    """Whether the member works on a report of their own trial."""
    if ctx.grants or ctx.current is None or await ctx.tx.units.roots():
        return False
    return await ctx.tx.units.is_trial(await ctx.tx.duties.unit_of(ctx.current))


def _trial_on(ctx: RequestContext, form: str) -> SampleReport | None:
    return next((one for one in ctx.catalogs.catalog.trials if one.form.key == form), None)
