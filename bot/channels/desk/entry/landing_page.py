"""Where a wide screen begins: at the report that its person works on, or with what there is to
do."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.access.browser_sessions import SignedIn
from bot.access.identity import member_of
from bot.access.sign_in_codes import SIGN_IN_PATH
from bot.channels.desk.entry.entrance import Entrance
from bot.channels.desk.own_paths import HOME, SETUP
from bot.channels.web.protocol import opened_event
from bot.channels.web.sign_in import conversation_of


async def show_landing(entrance: Entrance, request: Request) -> Response:
    """Go on to the sheet of the report at hand; on a new installation that is a trial."""
    signed = await entrance.desk.sessions.find(request.cookies)
    if signed is None:
        return RedirectResponse(SIGN_IN_PATH, 303)
    return RedirectResponse(await _landing_of(entrance, signed), 303)


async def _landing_of(entrance: Entrance, signed: SignedIn) -> str:
    desk = entrance.desk
    async with desk.store.transaction() as tx:
        member = signed.member
        if signed.by_key:  # who came by the key becomes a member by their first word, or here
            opened = opened_event(conversation_of(signed))
            trial, now = desk.catalogs.trial, desk.clock()
            member = await member_of(tx, opened, trial, now, invited=False)
        assert member is not None  # noqa: S101 - only the key begins sessions of nobody
        report, grants = await tx.members.report_of(member), await tx.roles.of_member(member)
        if report is not None:
            return f"{HOME}/bao-cao/{report}"
        return HOME if grants or await tx.units.roots() else SETUP
