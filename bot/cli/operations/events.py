"""Events that were set aside: what they are, handling them after all, or dismissing them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cli.operations.units import AdminError
from bot.ports import clock
from storage.messaging.attempts import SetAsideEvent
from storage.store import Store

SHOWN = 60  # characters of a text in a list


async def list_set_aside(url: str) -> list[str]:
    """One line for each, the oldest first."""
    store = await Store.open(url)
    try:
        async with store.transaction() as tx:
            found = await tx.attempts.list_set_aside()
            units = {one.org_unit for one in found if one.org_unit is not None}
            names = {unit: (await tx.units.find(unit)).short_name for unit in units}
    finally:
        await store.close()
    return [_line(one, names.get(one.org_unit or 0, "-")) for one in found]


async def retry_event(url: str, numbers: Sequence[int]) -> None:
    """Have these handled after all; AdminError when one is not set aside, and none is touched."""
    await _each(url, numbers, retry=True)


async def dismiss_event(url: str, numbers: Sequence[int]) -> None:
    """Take these off the list; AdminError when one is not on it, and none is touched."""
    await _each(url, numbers, retry=False)


async def _each(url: str, numbers: Sequence[int], *, retry: bool) -> None:
    store = await Store.open(url)
    try:
        async with store.transaction() as tx:
            for number in numbers:
                done = (
                    tx.attempts.retry(number) if retry else tx.attempts.dismiss(number, clock.now())
                )
                if not await done:
                    message = f"no event {number} is set aside; see: phuluc event list"
                    raise AdminError(message)
    finally:
        await store.close()


def _line(one: SetAsideEvent, unit: str) -> str:
    """Nothing that a terminal could take for a command, and not the whole of what was said."""
    said = str(one.body.get("text") or one.body.get("file_name") or "")
    shown = "".join(sign if sign.isprintable() else " " for sign in said[:SHOWN])
    more = f" … ({len(said)} characters)" if len(said) > SHOWN else ""
    at = f"{one.set_aside_at:%Y-%m-%d %H:%M}"
    what = one.body.get("kind", "")
    return f"{one.number}  {at}  {one.channel}  {unit}  {what}  {one.error}  {shown!r}{more}"
