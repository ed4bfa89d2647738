"""A person with a phone: what tests drive."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.fakes.telegram.world import Chat, World
from tests.support.patience import PATIENCE

TEXT_LIMIT = 4_096  # characters of one message


def cut(text: str) -> list[str]:
    """A text in messages as phones cut it: at the ends of lines, and what is blank there goes."""
    parts = []
    while len(text) > TEXT_LIMIT:
        at = text.rindex("\n", 0, TEXT_LIMIT)
        parts.append(text[:at].strip())
        text = text[at:].strip()
    return [*parts, text.strip()]


@dataclass(frozen=True)
class BotButton:
    label: str
    data: str


@dataclass(frozen=True)
class BotMessage:
    """A message of the bot as it stands on the officer's screen."""

    id: int
    text: str
    entities: tuple[tuple[str, str], ...]  # ("bold", "the words")
    buttons: tuple[tuple[BotButton, ...], ...]
    document: tuple[str, bytes] | None
    edited: bool

    @property
    def labels(self) -> list[str]:
        return [button.label for row in self.buttons for button in row]


class Officer:
    def __init__(self, world: World, chat: Chat) -> None:
        self._world = world
        self.chat = chat
        self.user = {"id": abs(chat.id), "is_bot": False, "first_name": chat.first_name}
        self.user["language_code"] = "vi"

    async def say(self, text: str) -> int:
        """Write a message; returns its id."""
        content: dict[str, Any] = {"text": text}
        if text.startswith("/"):
            command = text.partition(" ")[0]
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": len(command)}]
        return self._tell("message", content)

    async def reply(self, message_id: int, text: str, picked: str = "") -> int:
        """Answer a message of this chat, or a part of it; returns the new one's id."""
        answered = self.chat.find(message_id)
        assert answered is not None, f"no message {message_id}"
        shown = {key: value for key, value in answered.items() if key != "reply_to_message"}
        content: dict[str, Any] = {"text": text, "reply_to_message": shown}
        if picked:
            whole = str(answered.get("text", ""))
            assert picked in whole, f"{picked!r} does not stand in {whole!r}"
            before = whole[: whole.index(picked)].encode("utf-16-le")
            content["quote"] = {"text": picked, "position": len(before) // 2, "is_manual": True}
        return self._tell("message", content)

    async def paste(self, text: str) -> int:
        """Write a text of any length: what one message does not hold, the phone sends as several
        in the same second, each up to the end of a line; returns the last one's id."""
        date = int(time.time())
        return [self._tell("message", {"text": part, "date": date}) for part in cut(text)][-1]

    async def send_album(self, *files: tuple[str, bytes]) -> int:
        """Send several documents at once; returns the last message's id."""
        album = f"A{len(self._world.files)}"
        return [await self._send_file(name, content, album) for name, content in files][-1]

    async def start(self, parameter: str = "") -> int:
        return await self.say(f"/start {parameter}".strip())

    async def send(self, kind: str, caption: str = "") -> int:
        """Send something that is not text: photo, voice, sticker, document or contact."""
        return self._tell("message", _ATTACHMENTS[kind] | ({"caption": caption} if caption else {}))

    async def send_file(self, name: str, content: bytes, caption: str = "") -> int:
        """Send a document from one's own phone; returns the message's id."""
        return await self._send_file(name, content, "", caption)

    async def _send_file(self, name: str, content: bytes, album: str, caption: str = "") -> int:
        file_id = f"SENT{len(self._world.files) + 1:04d}"
        self._world.files[file_id] = (name, content)
        document = {
            "file_id": file_id,
            "file_unique_id": f"U{file_id}",
            "file_name": name,
            "file_size": len(content),
        }
        more = {"caption": caption, "media_group_id": album}
        return self._tell(
            "message", {"document": document} | {key: value for key, value in more.items() if value}
        )

    async def edit(self, message_id: int, text: str) -> None:
        """Edit one's own earlier message."""
        message = self.chat.find(message_id)
        if message is None or message["from"]["id"] != self.user["id"]:
            raise AssertionError(f"message {message_id} is not this officer's")
        message |= {"text": text, "edit_date": int(time.time())}
        self._world.push("edited_message", dict(message))

    async def tap(self, label: str, message_id: int | None = None) -> str:
        """Tap the button of this label, on the newest message that has one or on the one
        named; returns the query's id."""
        for message in reversed(self.messages):
            if message_id not in (None, message.id):
                continue
            for row in message.buttons:
                for button in row:
                    if button.label == label:
                        return self.tap_data(button.data, message.id)
        raise AssertionError(f"no button {label!r}; the last message: {self._last_seen()}")

    def tap_data(self, data: str, message_id: int) -> str:
        query = self._world.new_query()
        content: dict[str, Any] = {
            "id": query,
            "from": self.user,
            "chat_instance": "1",
            "data": data,
        }
        message = self.chat.find(message_id)
        if message is not None:
            content["message"] = dict(message)
        self._world.push("callback_query", content)
        return query

    def block(self, blocked: bool = True) -> None:
        self.chat.blocked = blocked
        old, new = ("member", "kicked") if blocked else ("kicked", "member")
        bot = self._world.bot_shown()
        content = {"chat": self.chat.shown(), "from": self.user, "date": int(time.time())}
        content["old_chat_member"] = _member(old, bot)
        content["new_chat_member"] = _member(new, bot)
        self._world.push("my_chat_member", content)

    @property
    def messages(self) -> list[BotMessage]:
        """The bot's messages in this chat, oldest first."""
        return self.newer(0)

    def newer(self, after: int) -> list[BotMessage]:
        """Those with an id above this one, oldest first. A chat may be long, and is asked often:
        only these are looked at."""
        raw = self.chat.messages
        start = bisect_right(raw, after, key=lambda message: int(message["message_id"]))
        return [self.shown(m) for m in raw[start:] if m["from"]["id"] == self.bot]

    @property
    def bot(self) -> int:
        """The bot's id."""
        return int(self._world.bot["id"])

    @property
    def last(self) -> BotMessage:
        raw = next(m for m in reversed(self.chat.messages) if m["from"]["id"] == self.bot)
        return self.shown(raw)

    async def wait_for(
        self, predicate: Callable[[BotMessage], bool], *, after: int = 0, seconds: float = PATIENCE
    ) -> BotMessage:
        """The first message of the bot, with an id above `after`, that satisfies."""

        def found() -> BotMessage | None:
            return next((one for one in self.newer(after) if predicate(one)), None)

        await self._world.until(lambda: found() is not None, seconds)
        message = found()
        if message is None:
            raise AssertionError(f"no such message; the last one: {self._last_seen()}")
        return message

    async def next(self, after: int, seconds: float = PATIENCE) -> BotMessage:
        """The next message of the bot after the message with this id."""
        return await self.wait_for(lambda _: True, after=after, seconds=seconds)

    def _last_seen(self) -> str:
        return repr(self.messages[-1].text) if self.messages else "none at all"

    def _tell(self, kind: str, content: dict[str, Any]) -> int:
        self.chat.started = True
        message = self._world.message(self.chat, self.user, **content)
        self._world.push(kind, dict(message))
        return int(message["message_id"])

    def shown(self, message: dict[str, Any]) -> BotMessage:
        """A message of the bot as it stands on the screen."""
        text = message.get("text", message.get("caption", ""))
        raw = text.encode("utf-16-le")
        marks = message.get("entities", message.get("caption_entities", []))
        document = message.get("document")
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        return BotMessage(
            id=message["message_id"],
            text=text,
            entities=tuple(
                (
                    mark["type"],
                    raw[2 * mark["offset"] : 2 * (mark["offset"] + mark["length"])].decode(
                        "utf-16-le"
                    ),
                )
                for mark in marks
            ),
            buttons=tuple(
                tuple(BotButton(button["text"], button["callback_data"]) for button in row)
                for row in rows
            ),
            document=self._world.files[document["file_id"]] if document else None,
            edited="edit_date" in message,
        )


def _member(status: str, user: dict[str, Any]) -> dict[str, Any]:
    return {"status": status, "user": user} | ({"until_date": 0} if status == "kicked" else {})


_FILE = {"file_id": "X1", "file_unique_id": "UX1", "file_size": 10}
_ATTACHMENTS: dict[str, dict[str, Any]] = {
    "photo": {"photo": [_FILE | {"width": 90, "height": 90}]},
    "voice": {"voice": _FILE | {"duration": 3}},
    "document": {"document": _FILE | {"file_name": "bao-cao.xlsx"}},
    "contact": {"contact": {"phone_number": "84900000000", "first_name": "Lan"}},
    "sticker": {
        "sticker": _FILE
        | {
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
        }
    },
}
