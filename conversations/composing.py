"""From replies in codes to messages that fit a channel. Pure: the wording is an argument."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from conversations.messages import (
    Button,
    Capabilities,
    OutButton,
    OutText,
    Reply,
    Wording,
)
from conversations.rich import pages, plain, spans

MAX_LABEL = 60  # characters of a button; the whole label stands in the text


def compose(
    replies: Sequence[Reply], wording: Wording, can: Capabilities, turn: int
) -> list[OutText]:
    """One message for one turn: the replies' texts, the buttons of the last reply that has any.

    What is longer than the channel allows is paged; the buttons stay with the last page. A
    channel without buttons gets their labels as words to type.
    """
    texts = [wording.say(reply.code, reply.data).strip() for reply in replies]
    buttons = next((reply.buttons for reply in reversed(replies) if reply.buttons), ())
    rows = tuple(tuple(_button(button, wording) for button in row) for row in buttons)
    markup = "\n\n".join(text for text in texts if text)
    if rows and not can.buttons:
        typed = [button for row in buttons for button in row if button.typed]
        labels = [_button(button, wording).label for button in typed]
        if labels:
            markup += "\n\n" + wording.say("type_one_of", {"labels": labels}).strip()
    cut = pages(spans(markup), can.text_limit)
    last = len(cut) - 1
    return [
        OutText(spans=page, buttons=rows if i == last else (), turn=turn)
        for i, page in enumerate(cut)
    ]


def _button(button: Button, wording: Wording) -> OutButton:
    markup = wording.say(button.code, button.data)
    label = _label(markup) if button.data else _lasting_label(markup)
    return OutButton(label=label, action=button.action, typed=button.typed)


def _label(markup: str) -> str:
    label = plain(markup.strip())
    if len(label) > MAX_LABEL:
        label = label[: MAX_LABEL - 1].rstrip() + "…"
    return label


_lasting_label = lru_cache(maxsize=1_024)(_label)  # of words without data: there are not many
