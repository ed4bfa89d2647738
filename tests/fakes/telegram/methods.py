"""The methods that act on messages."""

from __future__ import annotations

import re
import time
from collections.abc import Awaitable, Callable
from typing import Any

from tests.fakes.telegram.bodies import Params, Upload
from tests.fakes.telegram.entities import read_text, units
from tests.fakes.telegram.markup import read_markup
from tests.fakes.telegram.refusal import RefusalError, bad
from tests.fakes.telegram.world import Chat, World

Method = Callable[[Params], Awaitable[Any]]
DOWNLOAD_LIMIT = 20 * 1024 * 1024  # bytes of a file that a bot may download
_ACTIONS = ("typing", "upload_document", "upload_photo", "record_voice", "find_location")
_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)


class Methods:
    def __init__(self, world: World) -> None:
        self._world = world

    def table(self) -> dict[str, Method]:
        return {
            "getme": self.get_me,
            "sendmessage": self.send_message,
            "senddocument": self.send_document,
            "sendchataction": self.send_chat_action,
            "editmessagetext": self.edit_message_text,
            "editmessagereplymarkup": self.edit_message_reply_markup,
            "deletemessage": self.delete_message,
            "answercallbackquery": self.answer_callback_query,
            "setmycommands": self.set_my_commands,
            "getmycommands": self.get_my_commands,
            "getfile": self.get_file,
        }

    async def get_me(self, params: Params) -> dict[str, Any]:
        return self._world.bot

    async def send_message(self, params: Params) -> dict[str, Any]:
        content = self._text(params, "text", "message text is empty")
        markup = read_markup(params)
        chat = self._chat(params)
        return self._say(chat, content, markup)

    async def send_document(self, params: Params) -> dict[str, Any]:
        upload = self._upload(params)
        caption, entities = read_text(params.text("caption") or "", params.text("parse_mode"))
        if units(caption) > 1024:
            raise bad("message caption is too long")
        markup = read_markup(params)
        chat = self._chat(params)
        file_id = f"FILE{len(self._world.files) + 1:04d}"
        self._world.files[file_id] = (upload.name, upload.content)
        content: dict[str, Any] = {
            "document": {
                "file_id": file_id,
                "file_unique_id": f"U{file_id}",
                "file_name": upload.name,
                "file_size": len(upload.content),
            }
        }
        if caption:
            content["caption"] = caption
        if entities:
            content["caption_entities"] = entities
        return self._say(chat, content, markup)

    async def send_chat_action(self, params: Params) -> bool:
        self._chat(params)
        if params.text("action") not in _ACTIONS:
            raise bad("wrong parameter action in request")
        return True

    async def edit_message_text(self, params: Params) -> dict[str, Any]:
        content = self._text(params, "text", "message text is empty")
        message = self._own_message(params)
        if "text" not in message:
            raise bad("there is no text in the message to edit")
        return self._change(message, content, read_markup(params))

    async def edit_message_reply_markup(self, params: Params) -> dict[str, Any]:
        return self._change(self._own_message(params), {}, read_markup(params))

    async def delete_message(self, params: Params) -> bool:
        chat = self._chat(params)
        message = chat.find(params.integer("message_id"))
        if message is None:
            raise bad("message to delete not found")
        chat.messages.remove(message)
        self._world.touch()
        return True

    async def answer_callback_query(self, params: Params) -> bool:
        query = params.text("callback_query_id") or ""
        if query not in self._world.queries:
            raise bad("query is too old and response timeout expired or query ID is invalid")
        if units(params.text("text") or "") > 200:
            raise bad("MESSAGE_TOO_LONG")
        self._world.answered.append(query)
        self._world.touch()
        return True

    async def set_my_commands(self, params: Params) -> bool:
        commands = params.parsed("commands")
        if not isinstance(commands, list):
            raise bad("can't parse commands: expected an Array")
        if len(commands) > 100:
            raise bad("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not re.fullmatch(r"[a-z0-9_]{1,32}", str(command.get("command", ""))):
                raise bad("BOT_COMMAND_INVALID")
            if not 1 <= units(str(command.get("description", ""))) <= 256:
                raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
        self._world.commands = commands
        return True

    async def get_my_commands(self, params: Params) -> list[dict[str, str]]:
        return self._world.commands

    async def get_file(self, params: Params) -> dict[str, Any]:
        file_id = params.text("file_id") or ""
        if file_id not in self._world.files:
            raise bad("wrong file_id or the file is temporarily unavailable")
        _, content = self._world.files[file_id]
        if len(content) > DOWNLOAD_LIMIT:
            raise bad("file is too big")
        return {
            "file_id": file_id,
            "file_unique_id": f"U{file_id}",
            "file_size": len(content),
            "file_path": f"documents/{file_id}",
        }

    def _text(self, params: Params, name: str, empty: str) -> dict[str, Any]:
        plain, entities = read_text(params.text(name) or "", params.text("parse_mode"))
        if not plain:
            raise bad(empty)
        if units(plain) > 4096:
            raise bad("message is too long")
        return {"text": plain} | ({"entities": entities} if entities else {})

    def _upload(self, params: Params) -> Upload:
        named = params.text("document")
        upload = params.files.get("document")
        if upload is None and named is not None:
            if named.startswith("attach://"):
                upload = params.files.get(named.removeprefix("attach://"))
            elif named in self._world.files:
                upload = Upload(*self._world.files[named])
            else:
                raise bad("wrong file identifier/HTTP URL specified")
        if upload is None:
            raise bad("there is no document in the request")
        if not upload.content:
            raise bad("file must be non-empty")
        return upload

    def _chat(self, params: Params) -> Chat:
        if not params.text("chat_id"):
            raise bad("chat_id is empty")
        chat = self._world.chats.get(params.integer("chat_id") or 0)
        if chat is None:
            raise bad("chat not found")
        if chat.blocked:
            raise RefusalError(403, "Forbidden: bot was blocked by the user")
        if not chat.started:
            raise RefusalError(403, "Forbidden: bot can't initiate conversation with a user")
        return chat

    def _own_message(self, params: Params) -> dict[str, Any]:
        chat = self._chat(params)
        if params.integer("message_id") is None:
            raise bad("message identifier is not specified")
        message = chat.find(params.integer("message_id"))
        if message is None:
            raise bad("message to edit not found")
        if message["from"]["id"] != self._world.bot["id"]:
            raise bad("message can't be edited")
        return message

    def _say(
        self, chat: Chat, content: dict[str, Any], markup: dict[str, Any] | None
    ) -> dict[str, Any]:
        if markup is not None:
            content = {**content, "reply_markup": markup}
        return self._world.message(chat, self._world.bot_shown(), **content)

    def _change(
        self, message: dict[str, Any], content: dict[str, Any], markup: dict[str, Any] | None
    ) -> dict[str, Any]:
        """A keyboard that is not sent again is gone, as on the real server."""
        names = ("text", "entities", "reply_markup") if content else ("reply_markup",)
        new = {**content, **({"reply_markup": markup} if markup else {})}
        if {name: message[name] for name in names if name in message} == new:
            raise bad(_SAME)
        for name in names:
            message.pop(name, None)
        message |= {**new, "edit_date": int(time.time())}
        self._world.touch()
        return message
