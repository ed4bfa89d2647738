"""Who decides on a unit's report, and who coordinates it."""

from __future__ import annotations

from bot.workflow.context import people_above, reviewers_of
from conversations.reports.model import Contacts
from conversations.workflow.permissions import Role
from storage.transaction import Transaction


async def contacts_of(tx: Transaction, unit: int, but: int | None = None) -> Contacts:
    """The people behind the unit's report; `but` this member, where somebody else may decide."""
    everybody = await people_above(tx, unit, Role.COORDINATOR)
    nearest = [one for one in everybody if one.unit == everybody[0].unit]
    office = await tx.units.find(nearest[0].unit) if nearest else None
    return Contacts(
        reviewers=tuple(one.name for one in await reviewers_of(tx, unit, but=but)),
        coordinators=tuple(one.name for one in nearest),
        office=office.short_name if office is not None else "",
        phones=tuple(
            filter(None, [*(one.phone for one in nearest), office.phone if office else None])
        ),
    )
