"""An office that many tests begin with: founded once, then copied for each of them. A test finds
it as it is after a restart, with everything that was said before still to be read."""

from __future__ import annotations

import copy
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.ports.channel import Outgoing
from bot.workflow.catalogs import Catalogs
from conversations.protocol.messages import Capabilities
from tests.support.databases import Databases, SqliteFiles
from tests.support.product import BUTTONS, Office, office
from tests.support.province import Province

Founder = Callable[[Office], Awaitable[Province]]
_Key = tuple[str, Founder, datetime, Capabilities]


@dataclass(frozen=True)
class _Founded:
    """What there is once it is founded: the database, and what the test's side remembers."""

    database: str
    units: dict[str, int]
    sent: dict[str, list[Outgoing]]
    moment: datetime
    ticks: itertools.count[int]
    numbers: itertools.count[int]


_founded: dict[_Key, _Founded] = {}


@asynccontextmanager
async def founded_once(
    place: Path | Databases,
    start: datetime,
    found: Founder,
    can: Capabilities = BUTTONS,
    catalogs: Catalogs | None = None,
) -> AsyncIterator[Province]:
    """A province of the test's own, like the one that this function founds in an empty office;
    `place` is a folder for an SQLite file, or where its database is to be. `catalogs` are those of
    the office from then on."""
    databases = SqliteFiles(place / "office.db") if isinstance(place, Path) else place
    key = (databases.kind, found, start, can)
    if key not in _founded:
        _founded[key] = await _found(databases, key)
    made = _founded[key]
    async with office(databases.copy(made.database), start, can, catalogs=catalogs) as at:
        at.clock.moment, at.clock._ticks = made.moment, copy.copy(made.ticks)
        at._numbers = copy.copy(made.numbers)
        for name, channel in at.channels.items():
            channel.sent.extend(made.sent[name])
        yield Province(at, dict(made.units))


async def _found(databases: Databases, key: _Key) -> _Founded:
    _, found, start, can = key
    url = databases.keep(f"founded-{len(_founded)}")
    async with office(url, start, can) as at:
        province = await found(at)
    return _Founded(
        url,
        province.units,
        {name: channel.sent for name, channel in at.channels.items()},
        at.clock.moment,
        at.clock._ticks,
        at._numbers,
    )
