"""A report that a page shows, with the rights of who opens it."""

from __future__ import annotations

from bot.runtime.published_forms import comparable_report, find_pinned
from bot.workflow.context import DeniedError, RequestContext
from conversations.forms.model import Form
from conversations.reports.model import Report
from conversations.workflow.permissions import Permission


async def find_readable(ctx: RequestContext, number: int) -> tuple[Report, Form]:
    """The whole report and its form. DeniedError for who may not read it; a trial report is read by
    its own officer alone, and one that is not there is denied like one of another unit."""
    try:
        unit = await ctx.tx.duties.unit_of(number)
    except LookupError:
        raise DeniedError from None
    if await ctx.tx.units.is_trial(unit):
        if ctx.current != number:
            raise DeniedError
    else:
        await ctx.check(Permission.READ, unit)
    report = await ctx.tx.reports.load(number)
    form = await find_pinned(ctx.tx, ctx.catalogs.catalog, report)
    return comparable_report(ctx.catalogs.catalog, form, report), form
