"""Whose page it is: the member that a signed-in browser speaks for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from starlette.requests import HTTPConnection

from bot.access.browser_sessions import BrowserSessions, SignedIn
from bot.access.hook_addresses import HookRules
from bot.channels.web.auth import WebAuth
from bot.dispatch.desk_acts import DeskActs, desk_context
from bot.ports.channel import Inbox
from bot.ports.clock import Clock
from bot.workflow.catalogs import Catalogs
from bot.workflow.context import RequestContext
from conversations.workflow.permissions import Grant, Role
from storage.core.sender_spaces import LOCAL
from storage.store import Store
from storage.transaction import Transaction

ACTED = "phuluc-acted"  # a cookie, for as long as a replica may not know of the act
MOST_GATHERED = 2  # files of every report of a round that are made at once; others wait


@dataclass(frozen=True, slots=True)
class DeskPerson:
    """Somebody at the desk. `current` is the report that they work on, if any; `acted`: they did
    something just now, and are to see it."""

    member: int
    name: str
    grants: tuple[Grant, ...]
    current: int | None
    signed: SignedIn
    acted: bool = False

    def has_role(self, *roles: Role) -> bool:
        """Whether they have one of the roles anywhere."""
        return any(grant.role in roles for grant in self.grants)


@dataclass(frozen=True)
class Desk:
    """What the pages work with."""

    store: Store
    catalogs: Catalogs
    acts: DeskActs
    inbox: Inbox
    sessions: BrowserSessions
    access: WebAuth
    clock: Clock
    data_dir: Path | None = None  # where backups are kept, as far as it is known
    hook_rules: HookRules = field(default_factory=HookRules)  # where events may be posted to
    gathering: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_GATHERED))

    async def find_person(self, asked: HTTPConnection) -> DeskPerson | None:
        """Who asks; None when the browser is not signed in."""
        signed = await self.sessions.find(asked.cookies)
        if signed is None:
            return None
        async with self.store.reading() as tx:
            member = await _member_of(tx, signed)
            if member is None:
                return None
            names = await tx.roles.names_of([member])
            grants = await tx.roles.of_member(member)
            current = await tx.members.report_of(member)
            acted = ACTED in asked.cookies
            return DeskPerson(member, names.get(member, ""), grants, current, signed, acted)

    @asynccontextmanager
    async def reading(
        self, person: DeskPerson, *, may_lag: bool = False
    ) -> AsyncIterator[RequestContext]:
        """A context in which a page is read, with the person's rights; nothing can be written.
        Where what is shown `may_lag` by seconds, it may come from a replica: forms, calendar and
        rights are those of now all the same."""
        async with self.store.reading(may_lag=may_lag and not person.acted) as tx:
            if tx.as_of is None:
                await self.catalogs.renew(tx)
            else:
                async with self.store.reading() as now:
                    await self.catalogs.renew(now)
            ctx = await desk_context(tx, self.catalogs, person.member, self.clock())
            ctx.grants = person.grants
            yield ctx


async def _member_of(tx: Transaction, signed: SignedIn) -> int | None:
    """The member of a session; that of the person at this machine where it names none."""
    if signed.member is not None:
        return signed.member
    found = await tx.members.find(LOCAL, LOCAL)
    return found.id if found is not None else None
