"""The Telegram channel: sends what the dispatcher has committed, and has a feed of events."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import Bot, InlineKeyboardMarkup, InputFile
from telegram.constants import ParseMode
from telegram.error import BadRequest, TelegramError

from bot.channels.event_feed import EventFeed
from bot.channels.telegram.api import TelegramApi
from bot.channels.telegram.callback_answers import CallbackAnswerer
from bot.channels.telegram.client import TelegramClient, api_prefix, file_prefix, quiet_libraries
from bot.channels.telegram.errors import to_channel_error
from bot.channels.telegram.file_client import FileClient
from bot.channels.telegram.markup import to_html, to_keyboard
from bot.channels.telegram.menu import Told, set_menu
from bot.channels.telegram.requests import TelegramRequests
from bot.channels.telegram.updates import CHANNEL
from bot.ports.channel import ChannelLimits, FileTooLargeError, Outgoing
from conversations.protocol.messages import Capabilities, utf16_length

TEXT_LIMIT = 4096  # UTF-16 units of one message, counted after the markup is read
CAPTION_LIMIT = 1024  # UTF-16 units of the text beside a file
BURST_EACH = 10
PER_SECOND = 30  # messages in all, as Telegram's limits for bots say; to one chat 1, after a burst
_NO_PREVIEW = {"is_disabled": True}


class TelegramChannel:
    """One bot. `base_url` names another Bot API server (`http://127.0.0.1:8081`, with or without
    `/bot`). `per_second` is how many messages it may send, 0 for as many as it likes."""

    name = CHANNEL
    capabilities = Capabilities(
        buttons=100,
        edits=True,
        files=True,
        text_limit=TEXT_LIMIT,
        cut_at=TEXT_LIMIT,
        mini_apps=True,
    )

    def __init__(
        self,
        token: str,
        base_url: str | None = None,
        *,
        proxy: str | None = None,
        per_second: float = PER_SECOND,
    ) -> None:
        quiet_libraries()
        each = 1.0 if per_second else 0.0
        self.limits = ChannelLimits(per_second=per_second, seconds_each=each, burst_each=BURST_EACH)
        self._requests = TelegramRequests(proxy)
        self._polls = TelegramRequests(proxy)
        self._bot: Bot = TelegramClient(
            token,
            base_url=api_prefix(base_url),
            base_file_url=file_prefix(base_url),
            request=self._requests,
            get_updates_request=self._polls,
        )
        self._files = FileClient(self._bot.base_file_url, proxy)
        self._taps = CallbackAnswerer(self._bot)
        self.feed = EventFeed(TelegramApi(self._bot, self._polls, self._taps))
        self._told: set[int] = set()  # messages whose text is out and whose file is not

    async def send(self, outgoing: Outgoing) -> str:
        """Send, and return Telegram's id of the (last) message; raise ChannelError."""
        try:
            return await self._send(outgoing)
        except TelegramError as error:
            refusal = to_channel_error(error, self._bot.token)
            refusal.told = outgoing.id in self._told
            raise refusal from None

    async def fetch(self, file_ref: str, *, limit: int) -> bytes:
        """Download a document; raise ChannelError or FileTooLargeError."""
        try:
            file = await self._bot.get_file(file_ref)
            if (file.file_size or 0) > limit:
                raise FileTooLargeError
            return await self._files.download(file.file_path or "", limit)
        except TelegramError as error:
            if "file is too big" in error.message:
                raise FileTooLargeError from None
            raise to_channel_error(error, self._bot.token) from None

    async def set_menu(self, told: Told | None = None) -> None:
        """Show the menu of commands, trying until it is done; the bot's number and name are
        `told`."""
        await set_menu(self._bot, told=told)

    async def close(self) -> None:
        """Let go of the connections; what is still being answered is dropped."""
        await self._taps.close()
        # Not Bot.shutdown(): it does nothing for a bot that was never initialised.
        for requests in (self._requests, self._polls):
            await requests.shutdown()
        await self._files.close()

    async def _send(self, outgoing: Outgoing) -> str:
        keyboard = to_keyboard(outgoing.buttons, outgoing.page)
        if outgoing.edits is not None and await self._edit(outgoing, outgoing.edits, keyboard):
            return outgoing.edits
        if outgoing.file is None:
            return await self._text(outgoing, keyboard)
        caption = to_html(outgoing.spans)
        if utf16_length("".join(span.text for span in outgoing.spans)) > CAPTION_LIMIT:
            if outgoing.id not in self._told:
                await self._text(outgoing, None)
                self._told.add(outgoing.id)
            caption = ""
        document = InputFile(outgoing.file.content, filename=outgoing.file.name)
        message = await self._bot.send_document(
            chat_id=outgoing.conversation,
            document=document,
            caption=caption or None,
            parse_mode=ParseMode.HTML,
            reply_markup=InlineKeyboardMarkup.de_json(dict(keyboard)) if keyboard else None,
            disable_content_type_detection=True,
        )
        self._told.discard(outgoing.id)
        return str(message.message_id)

    async def _edit(
        self, outgoing: Outgoing, message: str, keyboard: Mapping[str, Any] | None
    ) -> bool:
        """Put the text in the place of an earlier message; False when it cannot be edited any
        more (deleted, or too old)."""
        try:
            await self._say("editMessageText", outgoing, keyboard, message_id=int(message))
        except BadRequest as error:
            return "not modified" in error.message
        return True

    async def _text(self, outgoing: Outgoing, keyboard: Mapping[str, Any] | None) -> str:
        message = await self._say("sendMessage", outgoing, keyboard)
        return str(message["message_id"])

    async def _say(
        self, method: str, outgoing: Outgoing, keyboard: Mapping[str, Any] | None, **more: Any
    ) -> Any:
        parameters = {
            "chat_id": outgoing.conversation,
            "text": to_html(outgoing.spans),
            "parse_mode": ParseMode.HTML,
            "link_preview_options": _NO_PREVIEW,
            **more,
        }
        if keyboard is not None:
            parameters["reply_markup"] = keyboard
        return await self._requests.call(f"{self._bot.base_url}/{method}", parameters)
