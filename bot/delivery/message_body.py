"""How a message stands in the outbox: its JSON body, and the buttons' opaque references."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from bot.ports.channel import LetterHead, OutgoingButton, TranscriptEntry
from conversations.protocol.events import ButtonTapped
from conversations.protocol.messages import ComposedButton, ComposedMessage, Span
from conversations.text.normalize import fold_text
from conversations.text.places import read_place
from conversations.workflow.requests import needs_word
from storage.messaging.transcript import TranscriptLine
from storage.tables.types import MOST_ROWS, UNSTORABLE, to_json

LONGEST_PAYLOAD = 32
_SPANS = TypeAdapter(tuple[Span, ...])
_TEXT = TypeAdapter(ComposedMessage)


def body_of(
    text: ComposedMessage, progress: tuple[int, int] | None = None, report: int | None = None
) -> dict[str, Any]:
    """The body to store for a composed message that speaks of this report, or of none."""
    body: dict[str, Any] = _TEXT.dump_python(text, mode="json")
    return body | {"progress": progress, "report": report}


def stored_body(text: ComposedMessage, progress: tuple[int, int], report: int) -> str:
    """The same as JSON, as it is stored."""
    try:
        said = _TEXT.dump_json(text).decode()
    except PydanticSerializationError:  # half a surrogate pair
        return to_json(body_of(text, progress, report))
    if UNSTORABLE in said:
        return to_json(body_of(text, progress, report))
    return f'{said[:-1]},"progress":[{progress[0]},{progress[1]}],"report":{report}}}'


def report_of(body: dict[str, Any]) -> int | None:
    """The report that the message speaks of, as far as it is known."""
    found: int | None = body.get("report")  # messages of earlier versions have none
    return found


def rows_of(body: dict[str, Any]) -> tuple[str, ...]:
    """The rows that the message asks."""
    return tuple(body.get("rows", ()))


def replaced_by(body: dict[str, Any]) -> int | None:
    """The number of the message whose place this one takes."""
    found: int | None = body.get("replaces")
    return found


def brief_of(body: dict[str, Any]) -> dict[str, str] | None:
    """What a fixed text of the channel is filled with, if it may stand for the message."""
    found: dict[str, str] | None = body.get("brief")
    return found


def contact_of(body: dict[str, Any]) -> tuple[str, str] | None:
    """Title and words of a request for the person's name and phone number."""
    found = body.get("contact")
    return (found["title"], found["words"]) if found else None


def page_of(body: dict[str, Any]) -> tuple[str, str] | None:
    """Label and address of a button that opens a page of ours inside of the channel."""
    found = body.get("page")
    return (found["label"], found["url"]) if found else None


def letter_of(body: Mapping[str, Any]) -> LetterHead | None:
    """The head of the letter that the message is."""
    found = body.get("letter")
    return LetterHead(found["subject"], found["path"], found["stops"]) if found else None


def progress_of(body: dict[str, Any]) -> tuple[int, int] | None:
    """Answered and all questions when the message was made."""
    found = body.get("progress")
    return (found[0], found[1]) if found else None


def line_of(line: TranscriptLine) -> TranscriptEntry:
    """A stored line as a channel shows it."""
    if line.mine:
        body = line.body
        file_name = body.get("file_name", "")  # events of earlier versions have none
        ref = "" if file_name else body["message_ref"]
        return TranscriptEntry(
            line.id,
            mine=True,
            spans=(Span(text=body["text"]),),
            file_name=file_name,
            ref=ref,
            event=body.get("event_id", ""),
            replies_to=body.get("replies_to", ""),
        )
    return TranscriptEntry(
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
    """The message's buttons as far as the channel shows them; a payload is the message's number
    and the button's."""
    numbers = count()
    rows = [[(next(numbers), button) for button in row] for row in body["buttons"]]
    shown = [
        tuple(
            OutgoingButton(label=button["label"], payload=f"{message}.{number}")
            for number, button in row
            if button.get("shown", True)  # what earlier versions stored was always shown
        )
        for row in rows
    ]
    return tuple(row for row in shown if row)


def outgoing_buttons(
    rows: Sequence[Sequence[ComposedButton]], message: int
) -> tuple[tuple[OutgoingButton, ...], ...]:
    """The same of a message that is at hand."""
    made: list[tuple[OutgoingButton, ...]] = []
    number = 0
    for row in rows:
        shown = [(one.label, at) for at, one in enumerate(row, number) if one.shown]
        if shown:
            made.append(tuple([OutgoingButton(label, f"{message}.{at}") for label, at in shown]))
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


def button_tap(body: dict[str, Any], index: int) -> ButtonTapped | None:
    """The tap on the body's button of this number."""
    return tap_at(text_of(body), index)


def tap_at(text: ComposedMessage, index: int) -> ButtonTapped | None:
    """The tap on the message's button of this number."""
    buttons = _flat(text)
    return _tap(text, buttons[index]) if index < len(buttons) else None


def text_of(body: Mapping[str, Any]) -> ComposedMessage:
    """The message that was stored as this body."""
    return _TEXT.validate_python(body)


def tap_by_label(text: ComposedMessage, said: str) -> ButtonTapped | None:
    """The tap that a typed label means, where the channel has no room for every button."""
    label = fold_text(said)
    found = [one for one in _flat(text) if one.typed and fold_text(one.label) == label]
    return _tap(text, found[0]) if len(found) == 1 else None


def tap_by_number(text: ComposedMessage, said: str) -> ButtonTapped | None:
    """The tap that a number means: that of a button that is a number itself, in figures or
    Roman, or else of the words that stand under this number; None where the message numbers
    nothing. What has consequences is never meant by a number."""
    if not text.numbered or not said.strip().isdecimal():
        return None
    buttons = _flat(text)
    places = [read_place(one.label) for one in buttons]
    if any(not one.typed for one in buttons) or any(place is not None for place in places):
        found = [at for at, place in enumerate(places) if place == read_place(said)]
        return _harmless(_tap(text, buttons[found[0]])) if len(found) == 1 else None
    words = [one for one in buttons if not one.shown]
    place = int(said.strip()) - 1 if len(said.strip()) < 4 else -1
    return _harmless(_tap(text, words[place])) if 0 <= place < len(words) else None


def _harmless(tap: ButtonTapped) -> ButtonTapped | None:
    return None if needs_word(tap.action) else tap


def _tap(text: ComposedMessage, button: ComposedButton) -> ButtonTapped:
    return ButtonTapped(action=button.action, turn=text.turn)


def _flat(text: ComposedMessage) -> list[ComposedButton]:
    return [button for row in text.buttons for button in row]
