"""The words of the one WebSocket: what a browser may say, and how a line is told to it."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, TypeAdapter, ValidationError

from bot.ports.channel import Incoming, IncomingKind, Outgoing, OutgoingButton, TranscriptEntry
from conversations.dialog.engine import MAX_SAID
from conversations.frozen import Frozen
from conversations.protocol.messages import Span

CHANNEL = "web"
LOCAL = "local"  # the conversation of the person at this machine; others are called m7
FRAME_LIMIT = 65_536  # characters of one message of the browser
TEXT_LIMIT = MAX_SAID  # characters of one text of the officer
QUOTE_LIMIT = 1_024  # characters picked out of the line that is answered
OPENED_ID = "opened"  # fixed: two pages opened at once greet once

_Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{36}$")]
_Text = Annotated[str, StringConstraints(max_length=TEXT_LIMIT)]


class HelloFrame(Frozen):
    """The page is ready for the transcript."""

    type: Literal["hello"]


class TextFrame(Frozen):
    """`re` is the line that the text answers, one of the bot by its number or an own one by its
    reference; `quoted` the part of it that was picked out."""

    type: Literal["said"]
    id: _Id
    text: _Text
    re: Annotated[str, StringConstraints(pattern=r"^([0-9]{1,16}|[0-9a-f-]{36})?$")] = ""
    quoted: Annotated[str, StringConstraints(max_length=QUOTE_LIMIT)] = ""


class TapFrame(Frozen):
    """`label` is what the officer read on the button; it only shows in the conversation."""

    type: Literal["tapped"]
    id: _Id
    button: Annotated[str, StringConstraints(max_length=64)]
    label: Annotated[str, StringConstraints(max_length=500)] = ""


class EditFrame(Frozen):
    """The text that was said as `ref` shall be `text`."""

    type: Literal["edited"]
    id: _Id
    ref: _Id
    text: _Text


ClientEvent = TextFrame | TapFrame | EditFrame
_SPANS = TypeAdapter(tuple[Span, ...])
_MESSAGE: TypeAdapter[HelloFrame | ClientEvent] = TypeAdapter(
    Annotated[HelloFrame | TextFrame | TapFrame | EditFrame, Field(discriminator="type")]
)


class ProtocolError(ValueError):
    """The browser said what the protocol does not know; `id` names its event when it has one,
    so that the browser can stop repeating it."""

    def __init__(self, event_id: str) -> None:
        super().__init__("not a message of the web chat")
        self.id = event_id


def upload_id(event_id: str) -> str:
    """The id that the page gave the event of an upload; ProtocolError for anything else."""
    try:
        return TypeAdapter(_Id).validate_python(event_id)
    except ValidationError as error:
        raise ProtocolError("") from error


def parse_frame(frame: str) -> HelloFrame | ClientEvent:
    """Read one message of the browser; ProtocolError when it is not one."""
    if len(frame) > FRAME_LIMIT:
        raise ProtocolError("")
    try:
        return _MESSAGE.validate_json(frame)
    except ValidationError as error:
        raise ProtocolError(_id_in(frame)) from error


def _id_in(frame: str) -> str:
    try:
        found = json.loads(frame)
    except (ValueError, RecursionError):
        return ""
    event_id = found.get("id") if isinstance(found, dict) else None
    return event_id if isinstance(event_id, str) and len(event_id) <= 64 else ""


def frame_event(frame: ClientEvent, who: str = LOCAL) -> Incoming:
    """The event for the inbox. A text's own id is also its reference, to be edited by later."""
    match frame:
        case TextFrame():
            said = _event(who, IncomingKind.SAID, frame.id, text=frame.text, message_ref=frame.id)
            return replace(said, replies_to=frame.re, quoted=_storable(frame.quoted))
        case TapFrame():
            return _event(who, IncomingKind.TAPPED, frame.id, text=frame.label, button=frame.button)
        case EditFrame():
            return _event(
                who, IncomingKind.EDITED, frame.id, text=frame.text, message_ref=frame.ref
            )


def file_event(event_id: str, name: str, size: int, who: str = LOCAL) -> Incoming:
    """The officer sent a file."""
    event = _event(who, IncomingKind.SENT, event_id)
    return replace(event, file_name=name, file_size=size)


def opened_event(who: str = LOCAL) -> Incoming:
    """The officer came to an empty conversation."""
    return _event(who, IncomingKind.OPENED, OPENED_ID if who == LOCAL else f"{OPENED_ID} {who}")


def returned_event(who: str = LOCAL) -> Incoming:
    """The officer has the conversation on their screen again, and may have gone on elsewhere."""
    return _event(who, IncomingKind.RETURNED, str(uuid.uuid4()))


def _event(
    who: str,
    kind: IncomingKind,
    event_id: str,
    *,
    text: str = "",
    button: str = "",
    message_ref: str = "",
) -> Incoming:
    return Incoming(
        channel=CHANNEL,
        event_id=event_id,
        conversation=who,
        sender=who,
        kind=kind,
        text=_storable(text),
        button=button,
        message_ref=message_ref,
    )


def _storable(text: str) -> str:
    return text.replace("\0", "\ufffd")  # no database keeps a NUL in a text


def transcript_frame(lines: list[TranscriptEntry]) -> str:
    return _frame("transcript", lines=[_line(line) for line in lines])


def bot_line(outgoing: Outgoing) -> str:
    """A message of the bot, as it happens."""
    line = TranscriptEntry(
        id=outgoing.id,
        mine=False,
        spans=outgoing.spans,
        buttons=outgoing.buttons,
        file_name=outgoing.file.name if outgoing.file else "",
        progress=outgoing.progress,
        replaces=outgoing.replaces,
    )
    return _frame("line", line=_line(line))


def own_line(frame: ClientEvent) -> str:
    """What the officer did on one page, told to their other pages. `key` is the event's id."""
    event = frame_event(frame)
    line = {"mine": True, "key": frame.id, "ref": event.message_ref, "re": event.replies_to}
    return _frame("line", line=line | {"spans": [{"text": event.text}]})


def own_file(event_id: str, name: str) -> str:
    """A file that the officer sent, told to all their pages."""
    line = {"mine": True, "key": event_id, "ref": "", "spans": [], "file": name}
    return _frame("line", line=line)


def stored_frame(event_id: str) -> str:
    """The event is durable: the browser may forget it."""
    return _frame("stored", id=event_id)


def refused_frame(event_id: str) -> str:
    """The event will never be taken: the browser may forget it."""
    return _frame("refused", id=event_id)


def typing_frame() -> str:
    return _frame("typing")


def _line(line: TranscriptEntry) -> dict[str, Any]:
    return {
        "id": line.id,
        "key": line.event or None,
        "mine": line.mine,
        "ref": line.ref,
        "re": line.replies_to,
        "spans": _SPANS.dump_python(line.spans, exclude_defaults=True),
        "buttons": [[_button(button) for button in row] for row in line.buttons],
        "file": line.file_name,
        "progress": line.progress,
        "replaces": line.replaces,
    }


def _button(button: OutgoingButton) -> dict[str, str]:
    return {"label": button.label, "payload": button.payload}


def _frame(kind: str, **fields: Any) -> str:
    return json.dumps({"type": kind} | fields)
