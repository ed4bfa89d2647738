"""How a message stands in the outbox: its JSON body, and the buttons' opaque references."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter

from bot.channel import Line, OutgoingButton
from conversations.events import Tapped
from conversations.messages import OutButton, OutText, Span
from conversations.text import fold
from storage.limits import MOST_ROWS
from storage.store import TranscriptLine

LONGEST_PAYLOAD = 32
_BUTTONS = TypeAdapter(tuple[tuple[OutButton, ...], ...])
_SPANS = TypeAdapter(tuple[Span, ...])
_TEXT = TypeAdapter(OutText)


def body_of(text: OutText, progress: tuple[int, int] | None = None) -> dict[str, Any]:
    """The body to store for a composed message."""
    body: dict[str, Any] = _TEXT.dump_python(text, mode="json")
    return body | {"progress": progress}


def replaced_by(body: dict[str, Any]) -> int | None:
    """The number of the message whose place this one takes."""
    found: int | None = body.get("replaces")
    return found


def progress_of(body: dict[str, Any]) -> tuple[int, int] | None:
    """Answered and all questions when the message was made."""
    found = body.get("progress")
    return (found[0], found[1]) if found else None


def line_of(line: TranscriptLine) -> Line:
    """A stored line as a channel shows it."""
    if line.mine:
        body = line.body
        file_name = body.get("file_name", "")  # events of earlier versions have none
        ref = "" if file_name else body["message_ref"]
        return Line(
            line.id, mine=True, spans=(Span(text=body["text"]),), file_name=file_name, ref=ref
        )
    return Line(
        line.id,
        mine=False,
        spans=spans_of(line.body),
        buttons=buttons_of(line.body, line.id),
        file_name=line.file_name,
        progress=progress_of(line.body),
        replaces=replaced_by(line.body),
    )


def spans_of(body: dict[str, Any]) -> tuple[Span, ...]:
    return _SPANS.validate_python(body["spans"])


def buttons_of(body: dict[str, Any], message: int) -> tuple[tuple[OutgoingButton, ...], ...]:
    """The message's buttons; a payload is the message's number and the button's."""
    rows: list[tuple[OutgoingButton, ...]] = []
    index = 0
    for row in body["buttons"]:
        payloads = range(index, index + len(row))
        rows.append(
            tuple(
                OutgoingButton(label=button["label"], payload=f"{message}.{i}")
                for button, i in zip(row, payloads, strict=True)
            )
        )
        index += len(row)
    return tuple(rows)


def outgoing_buttons(
    rows: Sequence[Sequence[OutButton]], message: int
) -> tuple[tuple[OutgoingButton, ...], ...]:
    """The same of a message that is at hand."""
    made: list[tuple[OutgoingButton, ...]] = []
    number = 0
    for row in rows:
        labels = enumerate([button.label for button in row], number)
        made.append(tuple([OutgoingButton(label, f"{message}.{i}") for i, label in labels]))
        number += len(row)
    return tuple(made)


def parse_payload(payload: str) -> tuple[int, int] | None:
    """Message and button number of a payload; None when it is not one of ours."""
    left, _, right = payload.partition(".")
    if len(payload) > LONGEST_PAYLOAD or not (left + right).isascii():
        return None
    if not left.isdecimal() or not right.isdecimal():
        return None
    message, index = int(left), int(right)
    return (message, index) if message <= MOST_ROWS else None


def tap(body: dict[str, Any], index: int) -> Tapped | None:
    """The tap on the body's button of this number."""
    flat = [button for row in _BUTTONS.validate_python(body["buttons"]) for button in row]
    if index >= len(flat):
        return None
    return Tapped(action=flat[index].action, turn=body["turn"])


def tap_by_label(body: dict[str, Any], text: str) -> Tapped | None:
    """The tap that a typed label means, on a channel without buttons."""
    buttons = [button for row in body["buttons"] for button in row]
    matching = [
        i
        for i, button in enumerate(buttons)
        if button.get("typed", True) and fold(button["label"]) == fold(text)
    ]
    return tap(body, matching[0]) if len(matching) == 1 else None
