"""Trial reports: while there is no office, whoever writes gets one, on a form of their choice."""

from __future__ import annotations

from bot.access import identity
from bot.workflow.context import DeniedError, RequestContext
from bot.workflow.interaction.choices import offer_choices
from bot.workflow.taking_up import typed_take_up
from conversations.forms.naming import forms_like, read_form_words
from conversations.protocol.events import Event, FileRefused, TextSaid
from conversations.workflow.requests import ChangeTrial, StartTrial
from templates.loading.catalog import SampleReport


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
    found = read_form_words(said, forms).forms or forms_like(said, forms)
    if len(found) == 1:
        await start_trial(ctx, StartTrial(form=found[0].key))
        return
    choices = [(StartTrial(form=form.key), {"name": form.name}) for form in forms]
    lines = [{"name": form.name, "title": form.title, "count": len(form.order)} for form in forms]
    ctx.say("trial.which", offer_choices("form", choices), forms=lines)


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
        await typed_take_up(ctx, argument)
        return
    if ctx.current is None:
        await choose_trial(ctx, argument)
        return
    if not await _is_on_trial(ctx):
        raise DeniedError
    forms = [one.form for one in ctx.catalogs.catalog.trials]
    found = read_form_words(argument, forms).forms or forms_like(argument, forms)
    if len(found) == 1:
        await change_trial(ctx, ChangeTrial(form=found[0].key))
        return
    offered = found or forms
    choices = [(ChangeTrial(form=form.key), {"name": form.name}) for form in offered]
    lines = [{"name": form.name, "title": form.title, "count": len(form.order)} for form in offered]
    now = ctx.form_of(await ctx.tx.reports.load(ctx.current)).name
    ctx.say("trial.change", offer_choices("form", choices), forms=lines, now=now)


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
