"""What Telegram remembers: chats, messages, waiting updates, taps."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.fakes.world import Changes

DEFAULT_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")


@dataclass
class Chat:
    id: int
    first_name: str
    type: str = "private"
    started: bool = False
    blocked: bool = False
    messages: list[dict[str, Any]] = field(default_factory=list)
    on_message: Callable[[], None] = field(default=lambda: None, repr=False)

    def shown(self) -> dict[str, Any]:
        if self.type == "private":
            return {"id": self.id, "type": "private", "first_name": self.first_name}
        return {"id": self.id, "type": self.type, "title": self.first_name}

    def find(self, message_id: int | None) -> dict[str, Any] | None:
        return next((m for m in self.messages if m["message_id"] == message_id), None)


@dataclass
class Webhook:
    url: str = ""
    secret: str = ""
    max_connections: int = 40
    last_error_date: int = 0
    last_error: str = ""


class World(Changes):
    def __init__(self, bot_id: int) -> None:
        super().__init__()
        self.bot = {
            "id": bot_id,
            "is_bot": True,
            "first_name": "Phụ lục",
            "username": "phuluc_test_bot",
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
        }
        self.chats: dict[int, Chat] = {}
        self.updates: list[dict[str, Any]] = []
        self.echoes: list[dict[str, Any]] = []  # updates to be told once more, told before
        self.on_push: Callable[[dict[str, Any]], None] | None = None  # while there is a webhook
        self.allowed: tuple[str, ...] = DEFAULT_UPDATES
        self.webhook = Webhook()
        self.files: dict[str, tuple[str, bytes]] = {}
        self.queries: set[str] = set()
        self.answered: list[str] = []
        self.commands: list[dict[str, str]] = []
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self._message_ids = count(1)
        self._update_ids = count(700_000_001)
        self._query_ids = count(9_000_000_000_000_001)

    def bot_shown(self) -> dict[str, Any]:
        return {name: self.bot[name] for name in ("id", "is_bot", "first_name", "username")}

    def chat(self, chat_id: int, first_name: str = "Lan", kind: str = "private") -> Chat:
        if chat_id not in self.chats:
            self.chats[chat_id] = Chat(chat_id, first_name, kind)
        return self.chats[chat_id]

    def message(self, chat: Chat, sender: dict[str, Any], **content: Any) -> dict[str, Any]:
        message = {
            "message_id": next(self._message_ids),
            "date": int(time.time()),
            "chat": chat.shown(),
            "from": sender,
            **content,
        }
        chat.messages.append(message)
        chat.on_message()
        self.touch()
        return message

    def push(self, kind: str, content: dict[str, Any]) -> int | None:
        """Queue an update; None when the bot has not asked for its kind."""
        if kind not in self.allowed:
            return None
        update_id = next(self._update_ids)
        update = {"update_id": update_id, kind: content}
        self.updates.append(update)
        if self.on_push is not None:
            self.on_push(update)
        self.touch()
        return update_id

    def repeat(self, update: dict[str, Any]) -> None:
        """Tell of an update once more, whatever was acknowledged."""
        if self.on_push is not None:
            self.on_push(update)
        else:
            self.echoes.append(update)
        self.touch()

    def done_with(self, update: dict[str, Any]) -> None:
        """The webhook has taken this update."""
        self.updates[:] = [one for one in self.updates if one is not update]
        self.touch()

    def new_query(self) -> str:
        query = str(next(self._query_ids))
        self.queries.add(query)
        return query
