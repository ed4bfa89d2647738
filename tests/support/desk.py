"""The desk's pages of an office, asked for by a signed-in browser without a network."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from uuid import uuid4

import httpx
from starlette.types import ASGIApp

from bot.access.browser_sessions import BrowserSessions
from bot.channels.desk.app import desk_routes
from bot.channels.desk.own_paths import LANDING
from bot.channels.desk.visitors import Desk
from bot.channels.web.app import create_app
from bot.channels.web.auth import WebAuth
from bot.channels.web.channel import WebChannel
from conversations.frozen import Frozen
from conversations.workflow.permissions import Role
from tests.support.product import Office
from tests.support.province import Province

KEY = "k" * 43
ADDRESS = "http://127.0.0.1"
COOKIE = "phuluc-session"


@dataclass
class DeskBrowser:
    """A browser at the desk: `client` keeps its cookies."""

    client: httpx.AsyncClient
    member: int | None = None

    async def get(self, path: str, status: int = 200) -> str:
        """The page at this path, which answers with this status."""
        answer = await self.client.get(path)
        assert answer.status_code == status, (answer.status_code, answer.text)
        return answer.text

    async def post(
        self, path: str, fields: Mapping[str, str | list[str]] = {}, status: int = 200
    ) -> str:
        """What a form of ours that sends these fields is answered with."""
        data = {"event": str(uuid4()), **fields}
        answer = await self.client.post(path, data=data, headers={"Origin": ADDRESS})
        assert answer.status_code == status, (answer.status_code, answer.text)
        return answer.text

    async def ask(self, request: Frozen, status: int = 200, event: str = "") -> str:
        """What a request that is made on a page is answered with."""
        fields = {"action": request.model_dump_json()} | ({"event": event} if event else {})
        return words_of(await self.post("/ban/lam", fields, status))


def words_of(page: str) -> str:
    """What a page says, without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)).strip()


def desk_of(office: Office, access: WebAuth | None = None) -> Desk:
    """The desk of an office."""
    access = access or WebAuth(KEY)
    sessions = BrowserSessions(office.store, office.clock, access.key)
    acts = office.service.acts
    catalogs = replace(office.catalogs, readers=acts.catalogs.readers)
    return Desk(office.store, catalogs, acts, office.desk, sessions, access, office.clock)


def desk_app(office: Office, telegram: str = "", desk: Desk | None = None) -> ASGIApp:
    """The web chat's application with the desk in it. `telegram` is the token of the bot there."""
    desk = desk or desk_of(office)
    web = WebChannel()
    pages = desk_routes(desk, telegram)
    own = (office.desk, web, desk.access, desk.sessions)
    return create_app(*own, desk=pages, landing=LANDING)


@asynccontextmanager
async def stranger_at(office: Office, telegram: str = "") -> AsyncIterator[DeskBrowser]:
    """A browser that is not signed in."""
    transport = httpx.ASGITransport(app=desk_app(office, telegram))
    async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
        yield DeskBrowser(client)


@asynccontextmanager
async def desk_at(office: Office, member: int) -> AsyncIterator[DeskBrowser]:
    """A browser that is signed in as this member."""
    sessions = BrowserSessions(office.store, office.clock, KEY)
    async with office.store.transaction() as tx:
        cookie = await sessions.begin(tx, member, "tests")
    async with stranger_at(office) as browser:
        browser.client.cookies.set(COOKIE, cookie)
        browser.member = member
        yield browser


async def member_in(province: Province, unit: str, role: Role, name: str = "") -> int:
    """A new member who has this role in a unit, without a chat of their own."""
    office = province.office
    async with office.store.transaction() as tx:
        member = await tx.members.add(name or f"{role.value} {unit}", office.clock())
        await tx.roles.grant(province.deed(), member, province.units[unit], role)
    return member
