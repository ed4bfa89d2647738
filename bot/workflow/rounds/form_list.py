"""The forms that rounds can be opened on."""

from __future__ import annotations

from collections import Counter

from bot.workflow.context import DeniedError, RequestContext, shorten_list
from bot.workflow.lookup import grants_with
from conversations.text.collation import collation_key
from conversations.workflow.permissions import Permission

MOST = 40  # forms that are named


async def typed_forms(ctx: RequestContext, argument: str) -> None:
    """`các biểu mẫu`: what each is called, its version, how much it asks, and how many rounds of
    the member's units are on it; those in use first."""
    parts = [unit for unit, _ in grants_with(ctx, Permission.BOARD)]
    if not parts:
        raise DeniedError
    rounds = {one.id: one for part in parts for one in await ctx.tx.rounds.list_under(part)}
    used = Counter(one.form_key for one in rounds.values())
    forms = sorted(
        ctx.catalogs.catalog.forms.values(),
        key=lambda form: (not used[form.key], collation_key(form.name)),
    )
    named, more = shorten_list(forms, MOST)
    lines = [
        {
            "name": form.name,
            "version": form.version,
            "asked": (form.pattern or form).asked_count,
            "rounds": used[form.key],
        }
        for form in named
    ]
    ctx.say("forms", lines=lines, more=more, example=forms[0].name)
