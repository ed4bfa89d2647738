"""Which reports wait for a member's decision, found without loading them: of thousands too."""

from __future__ import annotations

from datetime import datetime

from bot.workflow.context import RequestContext
from bot.workflow.reviewers import for_reviewer, split_waiting
from conversations.workflow.permissions import Role

Filed = dict[int, datetime]  # when each report was handed in, by its number


async def find_waiting(ctx: RequestContext) -> tuple[Filed, Filed]:
    """The reports that wait for this member, as `home.waiting_reports` has them, and those below
    the units they coordinate that wait for somebody else; each the oldest first."""
    own = await _of_own_units(ctx)
    others: Filed = {}
    for root in ctx.units_of(Role.COORDINATOR):
        for_me, for_others = await split_waiting(ctx.tx, ctx.member, root)
        own |= {one.report: one.filed_at for one in for_me}
        others |= {one.report: one.filed_at for one in for_others}
    return _by_age(own), _by_age({key: at for key, at in others.items() if key not in own})


async def _of_own_units(ctx: RequestContext) -> Filed:
    """What the units have handed in that the member reviews."""
    units = await ctx.tx.units.with_merged(ctx.units_of(Role.REVIEWER))
    found = [one.report for one in await for_reviewer(ctx.tx, ctx.member, units)]
    return await ctx.tx.submissions.submitted_at(found) if found else {}


def _by_age(found: Filed) -> Filed:
    return dict(sorted(found.items(), key=lambda pair: (pair[1], pair[0])))
