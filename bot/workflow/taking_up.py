"""Going on with another report of one's own, by its form, its period or its unit."""

from __future__ import annotations

from bot.workflow.context import RequestContext
from bot.workflow.form_lookup import read_words
from bot.workflow.home import due_reports, show_home, take_up
from bot.workflow.lookup import is_meant
from conversations.text.normalize import fold_text
from conversations.workflow.requests import TakeUp


async def typed_take_up(ctx: RequestContext, argument: str) -> None:
    """`làm báo cáo bảo trợ`, `sang báo cáo quý I/2026 SNV`; the list of all of them where the words
    do not name one alone."""
    named = read_words(ctx, argument)
    unit = fold_text(named.rest)
    found = [
        one
        for one in await due_reports(ctx)
        if is_meant(ctx, named, one) and unit in fold_text(one.short_name)
    ]
    if len(found) == 1 and argument.strip():
        await take_up(ctx, TakeUp(report=found[0].report))
    else:
        await show_home(ctx)
