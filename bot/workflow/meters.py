"""How the channels' months stand, for those who watch over them."""

from __future__ import annotations

from typing import Any

from bot.delivery.quota import meter_data, meters
from bot.workflow.context import DeniedError, Visit
from conversations.workflow.permissions import Role


async def meters_of(visit: Visit) -> list[dict[str, Any]]:
    """The counted channels; none for somebody who watches over no units."""
    if not visit.units_of(Role.COORDINATOR, Role.ADMINISTRATOR):
        return []
    found = await meters(visit.tx, visit.books.channels, visit.now)
    return [meter_data(one) for one in found]


async def typed_budget(visit: Visit, argument: str) -> None:
    """How many messages are left this month, and what to do about it."""
    if not visit.units_of(Role.COORDINATOR, Role.ADMINISTRATOR):
        raise DeniedError
    visit.say("budget", meters=await meters_of(visit))
