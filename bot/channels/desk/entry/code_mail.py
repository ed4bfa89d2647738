"""Sending a code to an e-mail address, if it is somebody's."""

from __future__ import annotations

from bot.access.sign_in_codes import CODE_LIFE
from bot.channels.desk.entry.entrance import Entrance
from bot.delivery.recipient import Recipient
from conversations.protocol.messages import Reply

EMAIL = "email"  # the channel
SIGN_IN_CODE = "signin.code"


async def send_code(entrance: Entrance, address: str, browser: str) -> None:
    """Make a code that this browser may type, and queue the message to the address that tells it;
    SignInCodeError for too many. For an address that nobody has all but the message is done."""
    desk = entrance.desk
    async with desk.store.transaction() as tx:
        found = await tx.members.find_by_email(address)
        member = found.id if found is not None else None
        code = await entrance.codes.make_for_address(tx, address, browser, member)
        if member is not None and EMAIL in desk.catalogs.channels:
            minutes = int(CODE_LIFE.total_seconds() // 60)
            reply = Reply(code=SIGN_IN_CODE, data={"code": code, "minutes": minutes})
            await desk.acts.speaker.speak(tx, Recipient(EMAIL, address, member, 0), [reply])
    desk.acts.wake()
