"""The channel over the Zalo Bot Platform: text out, text in, and a budget for the month."""

from __future__ import annotations

import httpx

from bot.channels.event_feed import EventFeed
from bot.channels.zalo.bot_platform.api import ZaloBotApi
from bot.channels.zalo.bot_platform.client import (
    BAD_REQUEST,
    BAD_TOKEN,
    NOT_FOUND,
    QUOTA,
    BotClient,
)
from bot.channels.zalo.bot_platform.updates import CHANNEL
from bot.channels.zalo.http import NoAnswerError, ZaloApiError
from bot.channels.zalo.text import bold_spans, plain_text
from bot.ports.channel import ChannelError, ChannelLimits, Outgoing
from conversations.protocol.messages import Capabilities

TEXT_LIMIT = 2_000  # UTF-16 units
PER_SECOND = 20  # none is documented; a burst of reminders need not be faster
BUDGET, PEOPLE = 3_000, 50  # a month and a bot, in the platform's basic package
_TOKEN_PAUSE = 60.0  # seconds; nothing helps before the operator mends the token
_FIRST_PAUSE, _LONGEST_PAUSE = 15.0, 3_600.0  # seconds after "quota exceeded", which names none


class ZaloBotChannel:
    """One bot. `base_url` names another server, for tests."""

    name = CHANNEL
    limits = ChannelLimits(per_second=PER_SECOND)

    def __init__(
        self,
        token: str,
        base_url: str | None = None,
        *,
        budget: int = BUDGET,
        people: int = PEOPLE,
        http: httpx.AsyncClient | None = None,
    ) -> None:
        self.capabilities = Capabilities(
            buttons=0,
            edits=False,
            files=False,
            text_limit=TEXT_LIMIT,
            budget=budget,
            people=people,
            takes_files=False,
        )
        self._client = BotClient(token, base_url, http)
        self.feed = EventFeed(ZaloBotApi(self._client))
        self._styled = True  # until the platform refuses a styled text
        self._pause = _FIRST_PAUSE

    async def send(self, outgoing: Outgoing) -> str:
        """Send, and return the platform's id of the message; raise ChannelError."""
        try:
            reference = await self._send(outgoing)
        except ZaloApiError as error:
            raise self._refused(error) from None
        except NoAnswerError as error:
            raise ChannelError(str(error), permanent=False, unknown=error.unsure) from None
        self._pause = _FIRST_PAUSE
        return reference

    async def fetch(self, file_ref: str, *, limit: int) -> bytes:
        """The platform brings no files; those of its page are kept by the store."""
        message = "no files over this channel"
        raise ChannelError(message, permanent=True)

    async def close(self) -> None:
        await self._client.close()

    async def _send(self, outgoing: Outgoing) -> str:
        params: dict[str, object] = {
            "chat_id": outgoing.conversation,
            "text": plain_text(outgoing.spans),
        }
        styles = bold_spans(outgoing.spans) if self._styled else []
        if not styles:
            return _reference(await self._client.call("sendMessage", params))
        try:
            return _reference(
                await self._client.call("sendMessage", params | {"text_styles": styles})
            )
        except ZaloApiError as error:
            if error.code != BAD_REQUEST:
                raise
        # Refused: for its styles, or for something else; the second answer tells.
        reference = _reference(await self._client.call("sendMessage", params))
        self._styled = False
        return reference

    def _refused(self, error: ZaloApiError) -> ChannelError:
        """Permanent: this chat will never take this message. A quota, trouble on their side
        (which they call 403) and a wrong token pass."""
        if error.code == BAD_TOKEN:
            return ChannelError(str(error), permanent=False, retry_after=_TOKEN_PAUSE)
        if error.code == QUOTA:
            wait, self._pause = self._pause, min(2 * self._pause, _LONGEST_PAUSE)
            return ChannelError(str(error), permanent=False, retry_after=wait)
        never = error.ours and error.code in (BAD_REQUEST, NOT_FOUND)
        return ChannelError(str(error), permanent=never)


def _reference(result: object) -> str:
    """The id of the message; none is needed for anything but the records."""
    found = result.get("message_id") if isinstance(result, dict) else None
    return found if isinstance(found, str) else ""
