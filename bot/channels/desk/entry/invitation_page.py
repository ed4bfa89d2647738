"""An invitation as a link: for people who have neither Telegram nor Zalo, and for all others.

A look at the link, as chat programs take for a preview, changes nothing.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.access.browser_sessions import SessionOrigin
from bot.access.identity import NEWCOMER, hash_code, visit_of
from bot.channels.desk.entry.entrance import Entrance, NoEntryError, no_entry, notice
from bot.channels.desk.form_fields import read_fields
from bot.channels.desk.pages import FORMS_POLICY, render
from bot.channels.desk.visitors import DeskPerson
from bot.channels.web.protocol import CHANNEL
from bot.workflow.desk.invited import describe_invitation
from conversations.text.normalize import fold_text
from conversations.workflow.own_requests import Join
from storage.workflow.invitations import InvitationState

OFFER = "/ban/phien/khoa-moi"
_ASK = "Xin người mời cấp liên kết mới."
_ENDED = {
    InvitationState.USED: (
        "Lời mời này đã được dùng",
        "Mỗi lời mời chỉ dùng một lần. Nếu chính anh/chị đã nhận thì đăng nhập; nếu không, "
        "xin người mời cấp liên kết mới và báo quản trị.",
        410,
    ),
    InvitationState.REVOKED: ("Lời mời này đã bị hủy", _ASK, 410),
    InvitationState.EXPIRED: ("Lời mời này đã quá hạn", _ASK, 410),
    InvitationState.UNKNOWN: (
        "Không có lời mời này",
        "Liên kết có thể bị thiếu chữ khi sao chép. Mở lại từ tin đã nhận, hoặc xin người mời "
        "gửi lại.",
        404,
    ),
}


async def show_invitation(entrance: Entrance, request: Request) -> Response:
    """What the invitation is, and a button to accept it."""
    hashed = hash_code(request.path_params["code"])
    desk, person = entrance.desk, await entrance.desk.find_person(request)
    async with desk.store.reading() as tx:
        found = await tx.invitations.find(hashed, desk.clock())
        sheet = await describe_invitation(tx, found) if found is not None else None
    if sheet is None:
        return await _ended(entrance, hashed, person)
    mine = person if person is not None and person.grants else None
    differs = mine is not None and bool(sheet.person) and not _is_same(sheet.person, mine.name)
    return render(
        "invitation.html",
        person,
        policy=FORMS_POLICY,
        sheet=sheet,
        mine=mine,
        differs=differs,
        path=request.url.path,
        number=_number(person),
    )


async def accept_invitation(entrance: Entrance, request: Request) -> Response:
    """Become what the invitation says, and come in. Who is signed in gets the role too; anybody
    else is a new member. A browser that a link on another site has led to the page did not show
    its session then: whose it is has to be seen first."""
    hashed = hash_code(request.path_params["code"])
    person = await entrance.desk.find_person(request)
    if (await read_fields(request)).one("nguoi") != _number(person):
        return await show_invitation(entrance, request)
    member = person.member if person is not None else await _new_member(entrance, hashed)
    if member is None:
        return await _ended(entrance, hashed, person)
    outcome = await entrance.desk.acts.ask(member, f"join-{hashed}", Join(hash=hashed))
    if outcome.repeated or outcome.rejected or outcome.denied:
        return await _ended(entrance, hashed, person)
    if person is not None:
        return RedirectResponse("/ban", 303)
    try:
        cookie, _ = await entrance.sign_in(request, member, SessionOrigin.INVITATION)
    except NoEntryError:
        return no_entry()
    response = RedirectResponse(OFFER, 303)
    return entrance.with_cookie(response, cookie, SessionOrigin.INVITATION)


async def _new_member(entrance: Entrance, hashed: str) -> int | None:
    """A member for somebody whom nobody knows yet, who has this browser alone; None where the
    invitation does not count."""
    async with entrance.desk.store.transaction() as tx:
        now = entrance.desk.clock()
        found = await tx.invitations.find(hashed, now)
        if found is None:
            return None
        member = await tx.members.add(found.person or NEWCOMER, now)
        who = visit_of(member)
        await tx.members.bind(CHANNEL, who, member, who, now)
        return member


async def _ended(entrance: Entrance, hashed: str, person: DeskPerson | None) -> Response:
    """Why the invitation does not count; who has just used it goes on to the desk."""
    async with entrance.desk.store.reading() as tx:
        state, taker = await tx.invitations.state_of(hashed, entrance.desk.clock())
    if person is not None and taker == person.member:
        return RedirectResponse("/ban", 303)
    title, words, status = _ENDED.get(state, _ENDED[InvitationState.USED])
    return notice(title, words, status)


def _number(person: DeskPerson | None) -> str:
    """For whom the page is, as its form says it."""
    return str(person.member) if person is not None else ""


def _is_same(one: str, other: str) -> bool:
    return fold_text(one) == fold_text(other)
