"""The channel over an Official Account: five buttons, Word and PDF files, and hours in which a
person may be written to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from bot.channels.webhook import Webhook
from bot.channels.zalo.http import NoAnswerError, ZaloApiError, new_client
from bot.channels.zalo.official_account.client import OaClient
from bot.channels.zalo.official_account.errors import EXPIRED, TOKEN_PAUSE, to_channel_error
from bot.channels.zalo.official_account.signature import SignatureReader
from bot.channels.zalo.official_account.tokens import (
    NoTokenError,
    OaApplication,
    OaTokens,
    OaTokenVault,
)
from bot.channels.zalo.official_account.updates import CHANNEL, MARK
from bot.channels.zalo.text import cut_text, plain_text
from bot.ports.channel import ChannelError, ChannelLimits, Inbox, Outgoing, SendMode
from conversations.protocol.messages import Capabilities

TEXT_LIMIT = 2_000  # UTF-16 units
BUTTONS, TITLE_LIMIT, SUBTITLE_LIMIT = 5, 100, 500
FILE_KINDS, FILE_BYTES = (".pdf", ".doc", ".docx"), 5 * 1_048_576
FREE_HOURS, PAID_HOURS = 48, 7 * 24
PER_SECOND = 20  # of 4,000 calls a minute: a message may take three
_MESSAGE, _TEMPLATE = "/v3.0/oa/message/cs", "/v3.0/oa/message/template"
_UPLOAD = "/v2.0/oa/upload/file"
_MOST_HALF = 1_000  # messages that are kept in mind as half sent


@dataclass(frozen=True)
class OaAccount:
    """What the operator tells of the account. `template` is the id of the approved text for
    reminders, `paid`: messages that cost money may go out."""

    app: OaApplication
    secret: str
    template: str = ""
    paid: bool = False

    def __repr__(self) -> str:
        return f"Account[{self.app}]"


class ZaloOaChannel:
    """One account. `base_url` names another server for all of its addresses, for tests."""

    name = CHANNEL
    limits = ChannelLimits(per_second=PER_SECOND)

    def __init__(
        self,
        account: OaAccount,
        base_url: str | None = None,
        *,
        http: httpx.AsyncClient | None = None,
    ) -> None:
        self.capabilities = Capabilities(
            buttons=BUTTONS,
            edits=False,
            files=True,
            text_limit=TEXT_LIMIT,
            file_kinds=FILE_KINDS,
            file_bytes=FILE_BYTES,
            free_hours=FREE_HOURS,
            paid_hours=PAID_HOURS if account.paid else 0,
            templates=bool(account.template),
            contacts=True,
        )
        self._account = account
        http = http or new_client()
        self._tokens = OaTokens(http, account.app, base_url)
        self._client = OaClient(http, self._tokens, base_url)
        self._done: dict[int, dict[str, str]] = {}  # of messages half sent: which parts are out

    def open(self, vault: OaTokenVault) -> None:
        """From now on it can send."""
        self._tokens.open(vault)

    async def send(self, outgoing: Outgoing) -> str:
        """Send, and return Zalo's id of the (last) message; raise ChannelError."""
        try:
            reference = await self._send(outgoing)
        except ZaloApiError as error:
            refusal = to_channel_error(error)
            refusal.told = "text" in self._done.get(outgoing.id, {})
            raise refusal from None
        except NoTokenError as error:
            raise ChannelError(str(error), permanent=False, retry_after=TOKEN_PAUSE) from None
        except NoAnswerError as error:
            told = "text" in self._done.get(outgoing.id, {})
            unknown = error.unsure
            message = str(error)
            raise ChannelError(message, permanent=False, unknown=unknown, told=told) from None
        self._done.pop(outgoing.id, None)
        return reference

    async def fetch(self, file_ref: str, *, limit: int) -> bytes:
        """Download a file that a person sent; raise ChannelError or FileTooLargeError."""
        return await self._client.download(file_ref, limit)

    def webhook(self, inbox: Inbox) -> Webhook:
        """What Zalo posts events to."""
        return Webhook(inbox, SignatureReader(self._account.app.id, self._account.secret))

    async def keep_fresh(self) -> None:
        """Renew the tokens in time, until cancelled."""
        await self._tokens.keep_fresh()

    async def close(self) -> None:
        await self._client.close()

    async def _send(self, outgoing: Outgoing) -> str:
        """Each part once, also when a later one fails and the message is tried again."""
        if outgoing.way is SendMode.TEMPLATE and outgoing.brief is not None:
            return await self._brief(outgoing.conversation, outgoing.brief)
        done = self._done.setdefault(outgoing.id, {})
        while len(self._done) > _MOST_HALF:
            del self._done[next(iter(self._done))]
        if "text" not in done:
            done["text"] = await self._cs(outgoing.conversation, _text(outgoing))
        last = done["text"]
        if outgoing.file is not None:
            last = await self._file(outgoing, done)
        if outgoing.contact is not None:
            last = await self._cs(outgoing.conversation, _contact(*outgoing.contact))
        return last

    async def _cs(self, who: str, message: Mapping[str, Any]) -> str:
        data = await self._client.call(
            _MESSAGE, {"recipient": {"user_id": who}, "message": dict(message)}
        )
        return str(data.get("message_id", ""))

    async def _file(self, outgoing: Outgoing, done: dict[str, str]) -> str:
        """Upload and send; what is uploaded already is sent again only if it has not expired."""
        assert outgoing.file is not None  # noqa: S101 - asked before
        if "upload" not in done:
            file = outgoing.file
            data = await self._client.upload(_UPLOAD, file.name, file.content)
            done["upload"] = str(data.get("token") or data.get("attachment_id") or "")
        payload = {"token": done["upload"]}
        try:
            return await self._cs(
                outgoing.conversation, {"attachment": {"type": "file", "payload": payload}}
            )
        except ZaloApiError as error:
            if error.code == EXPIRED:
                del done["upload"]
            raise

    async def _brief(self, who: str, brief: Mapping[str, str]) -> str:
        """A reminder as the approved text; the names of its places are those that docs/zalo.md
        tells to apply for."""
        data = await self._client.call(
            _TEMPLATE,
            {
                "user_id": who,
                "template_id": self._account.template,
                "template_data": {
                    "don_vi": brief["unit"],
                    "ky": brief["period"],
                    "han": brief["due"],
                    "con_lai": brief["left"],
                },
            },
        )
        return str(data.get("msg_id", ""))


def _text(outgoing: Outgoing) -> dict[str, Any]:
    message: dict[str, Any] = {"text": plain_text(outgoing.spans)}
    buttons = [
        {
            "title": cut_text(button.label, TITLE_LIMIT),
            "type": "oa.query.hide",
            "payload": f"{MARK}{button.payload}",
        }
        for row in outgoing.buttons
        for button in row
    ]
    if buttons:
        message["attachment"] = {"type": "template", "payload": {"buttons": buttons[:BUTTONS]}}
    return message


def _contact(title: str, words: str) -> dict[str, Any]:
    element = {"title": cut_text(title, TITLE_LIMIT), "subtitle": cut_text(words, SUBTITLE_LIMIT)}
    payload = {"template_type": "request_user_info", "elements": [element]}
    return {"attachment": {"type": "template", "payload": payload}}
