"""What the page's script asks for and sends for a passkey."""

from __future__ import annotations

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.access.browser_sessions import SessionOrigin
from bot.access.passkeys import ANSWER_BYTES, PasskeyError
from bot.channels.desk.entry.entrance import Entrance, NoEntryError
from bot.channels.desk.own_paths import own_path
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.channels.web.files import body_of
from bot.delivery.notices import Notice
from conversations.dialog.prompts.keyboard import make_button
from conversations.protocol.messages import Reply
from conversations.workflow.own_requests import DropPasskeys
from storage.core.sender_spaces import LOCAL_CHANNELS
from storage.transaction import Transaction

NEW_KEY = "passkey.added"
_TOLD = {
    "late": "Đã quá 5 phút hoặc lần này đã dùng rồi. Bấm lại nút để làm lại.",
    "wrong": "Khóa này không dùng được ở đây. Chọn khóa khác, hoặc vào bằng mã.",
    "known": "Thiết bị này đã có khóa đăng nhập rồi.",
    "many": "Đã có đủ số khóa. Bỏ bớt một khóa không dùng nữa rồi thêm lại.",
    "gone": "Anh/chị không còn vai trò nào ở đây. Xin người phụ trách tổng hợp cấp lời mời mới.",
    "none": "Địa chỉ này chưa dùng được khóa đăng nhập. Vào bằng mã hoặc liên kết.",
}


async def begin_sign_in(entrance: Entrance, request: Request) -> Response:
    """What a browser is to sign."""
    party = entrance.party(request)
    if party is None:
        return _refusal("none")
    async with entrance.desk.store.transaction() as tx:
        return _options(await entrance.passkeys.begin_sign_in(tx, party))


async def finish_sign_in(entrance: Entrance, request: Request) -> Response:
    """Come in by what the browser has signed."""
    party = entrance.party(request)
    body = await body_of(request, ANSWER_BYTES)
    if party is None or body is None:
        return _refusal("none" if party is None else "wrong")
    try:
        member = await entrance.passkeys.finish_sign_in(party, body)
        cookie, _ = await entrance.sign_in(request, member, SessionOrigin.PASSKEY)
    except PasskeyError as refused:
        return _refusal(refused.code)
    except NoEntryError:
        return _refusal("gone")
    to = JSONResponse({"to": own_path(request.query_params.get("den", ""))})
    return entrance.with_cookie(to, cookie, SessionOrigin.PASSKEY)


class PasskeyRegistration:
    """A passkey for who is signed in."""

    def __init__(self, entrance: Entrance) -> None:
        self._entrance = entrance

    async def begin(self, desk: Desk, request: Request, person: DeskPerson) -> Response:
        """What the browser is to make a passkey by."""
        party = self._entrance.party(request)
        if party is None:
            return _refusal("none")
        try:
            async with desk.store.transaction() as tx:
                ceremony = self._entrance.passkeys
                made = await ceremony.begin_registration(tx, party, person.member, person.name)
        except PasskeyError as refused:
            return _refusal(refused.code)
        return _options(made)

    async def finish(self, desk: Desk, request: Request, person: DeskPerson) -> Response:
        """Keep the passkey that the browser has made, and tell its person in their own chat."""
        party = self._entrance.party(request)
        body = await body_of(request, ANSWER_BYTES)
        if party is None or body is None:
            return _refusal("none" if party is None else "wrong")
        name = request.query_params.get("ten", "")[:200]
        try:
            made = await self._entrance.passkeys.finish_registration(
                party, person.member, body, name
            )
            async with desk.store.transaction() as tx:
                if await tx.passkeys.add(made, desk.clock()) is None:
                    raise PasskeyError("known")
                await self._tell(desk, tx, person, made.name)
        except PasskeyError as refused:
            return _refusal(refused.code)
        desk.acts.wake()
        return JSONResponse({"to": "/ban/phien", "name": made.name})

    async def _tell(self, desk: Desk, tx: Transaction, person: DeskPerson, name: str) -> None:
        """Whoever sits at a browser that somebody left open could make one. Who has no other place
        than our pages is not told there: it is the same browser."""
        place = (await tx.members.places_of([person.member])).get(person.member)
        if place is None or place.channel in LOCAL_CHANNELS:
            return
        drop = ((make_button("passkey.drop", DropPasskeys()),),)
        notice = Notice(person.member, Reply(code=NEW_KEY, data={"name": name}, buttons=drop))
        await desk.acts.speaker.notify(tx, [notice])


def _options(made: str) -> Response:
    return JSONResponse(json.loads(made))


def _refusal(code: str) -> Response:
    return JSONResponse({"why": _TOLD[code]}, 422)
