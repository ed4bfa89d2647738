"""The same driver over HTTP, for a test in another process: POST /admin/… with a JSON body.

chats/{id}/say {text} · start {parameter} · send {kind} · edit {message_id, text} ·
tap {label, message_id?} · block {blocked} · messages {after?} · wait {after, seconds?} ·
faults {trouble, …} · faults/clear · calls · answered
"""

from __future__ import annotations

import base64
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tests.fakes.telegram.officer import BotMessage, Officer
from tests.fakes.telegram.refusal import RefusalError
from tests.fakes.world import Fault

if TYPE_CHECKING:
    from tests.fakes.telegram.server import FakeTelegram


async def administer(server: FakeTelegram, path: list[str], body: dict[str, Any]) -> Any:
    match path:
        case ["chats", chat_id, action]:
            return await _drive(server.chat(int(chat_id)), action, body)
        case ["faults"]:
            body["methods"] = tuple(body.get("methods", ()))
            server.faults.active.append(Fault(**body))
            return True
        case ["faults", "clear"]:
            server.faults.active.clear()
            return True
        case ["calls"]:
            return [name for name, _ in server.world.calls]
        case ["answered"]:
            return server.world.answered
        case _:
            raise RefusalError(404, "no such admin path")


async def _drive(officer: Officer, action: str, body: dict[str, Any]) -> Any:
    match action:
        case "say":
            return await officer.say(body["text"])
        case "start":
            return await officer.start(body.get("parameter", ""))
        case "send":
            return await officer.send(body["kind"])
        case "edit":
            return await officer.edit(body["message_id"], body["text"])
        case "tap":
            return await officer.tap(body["label"], body.get("message_id"))
        case "block":
            return officer.block(body.get("blocked", True))
        case "messages":
            return [_shown(m) for m in officer.messages if m.id > body.get("after", 0)]
        case "wait":
            return _shown(await officer.next(body["after"], body.get("seconds", 10)))
        case _:
            raise RefusalError(404, "no such admin action")


def _shown(message: BotMessage) -> dict[str, Any]:
    shown = asdict(message)
    if message.document is not None:
        name, content = message.document
        shown["document"] = [name, base64.b64encode(content).decode()]
    return shown
