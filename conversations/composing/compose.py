"""Replies (codes with data) to a message that fits a channel. The wording is an argument."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from conversations.composing.markup import parse_spans, split_pages, strip_markup
from conversations.protocol.messages import (
    Button,
    Capabilities,
    ComposedButton,
    ComposedMessage,
    MessageLimits,
    Reply,
    Wording,
    utf16_length,
)
from conversations.protocol.person_names import with_references
from conversations.text.normalize import compose_letters
from conversations.text.places import read_place
from conversations.workflow.requests import needs_word

Rows = tuple[tuple[ComposedButton, ...], ...]
MAX_LABEL = 60  # characters of a button; the whole label stands in the text
MOST_QUESTIONS = 2_048  # texts of questions that are kept
_PLAIN = frozenset({str, int, bool, type(None)})


def compose_message(
    replies: Sequence[Reply],
    wording: Wording,
    can: Capabilities,
    turn: int,
    *,
    numbers: bool = False,
) -> list[ComposedMessage]:
    """One message for one turn: the replies' texts, the buttons of the last reply that has any.

    What is longer than the channel allows is paged; the buttons stay with the last page. What a
    channel has no buttons for it gets as words to type, and under numbers when `numbers` mean
    nothing else: never beside a question that may be answered by one, nor where a choice needs
    its word.
    """
    numbers = numbers and not any(needs_word(one.action) for row in _offers(replies) for one in row)
    hints = _hints(replies, can, numbers=numbers)
    rows = _buttons(replies, wording, can, hints)
    cut = split_pages(parse_spans(_markup(replies, rows, wording, hints)), can.text_limit)
    last = len(cut) - 1
    numbered = numbers and any(not button.shown for row in rows for button in row)
    asked = next((reply.rows for reply in reversed(replies) if reply.rows), ())
    return [
        ComposedMessage(
            spans=page,
            buttons=rows if i == last else (),
            turn=turn,
            numbered=numbered and i == last,
            rows=asked,
        )
        for i, page in enumerate(cut)
    ]


def room_of(can: Capabilities, wording: Wording) -> MessageLimits:
    """How much of a message a channel holds."""

    def measure(replies: Sequence[Reply]) -> int:
        hints = _hints(replies, can, numbers=False)
        markup = _markup(replies, _buttons(replies, wording, can, hints), wording, hints)
        return sum(utf16_length(span.text) for span in parse_spans(markup))

    measured = measure if can.scarce else None
    return MessageLimits(
        text_limit=can.text_limit,
        scarce=can.scarce,
        takes_files=can.takes_files,
        measure=measured,
    )


HINTS = frozenset({"taps", "numbers"})  # no reply has data of its own under these names


def _hints(replies: Sequence[Reply], can: Capabilities, *, numbers: bool) -> dict[str, Any]:
    """What words must know to say how to answer them, where it is not by taps on buttons as
    everywhere else: whether all choices are buttons, and whether a typed number means one."""
    count = sum(map(len, _offers(replies)))
    if can.buttons and count <= can.buttons:
        return {}
    return {"taps": False, "numbers": numbers}


def _offers(replies: Sequence[Reply]) -> tuple[tuple[Button, ...], ...]:
    """The buttons of the message: those of the last reply that has any."""
    return next((reply.buttons for reply in reversed(replies) if reply.buttons), ())


def _markup(
    replies: Sequence[Reply], rows: Rows, wording: Wording, hints: Mapping[str, Any]
) -> str:
    """The whole text in composed letters: the same words may be a third longer with their marks
    apart."""
    texts = [_words(wording, reply, hints) for reply in replies]
    flat = [button for row in rows for button in row]
    labels = [button.label for button in flat if button.typed and not button.shown]
    if labels:
        # the text numbers, or what is offered has numbers of its own: parts I, II, III
        itself = any(not one.typed or read_place(one.label) is not None for one in flat)
        number = hints.get("numbers", False) and not itself
        offer = wording.say("type_one_of", {"labels": labels, "number": number})
        texts.append(compose_letters(offer.strip()))
    return "\n\n".join(text for text in texts if text)


def _words(wording: Wording, reply: Reply, hints: Mapping[str, Any]) -> str:
    """The text of a reply. A question that says nothing of people is the same for many."""
    values = _plain_values(reply.data) if reply.rows else None
    if values is None:
        return compose_letters(_said(wording, reply.code, reply.data, hints).strip())
    return _question(wording, reply.code, (*reply.data,), values, (*hints.items(),))


@lru_cache(maxsize=MOST_QUESTIONS)
def _question(
    wording: Wording,
    code: str,
    names: tuple[str, ...],
    values: tuple[Any, ...],
    hints: tuple[tuple[str, Any], ...],
) -> str:
    listed = ([*one] if type(one) is tuple else one for one in values)
    said = _said(wording, code, dict(zip(names, listed, strict=True)), dict(hints))
    return compose_letters(said.strip())


def _plain_values(data: Mapping[str, Any]) -> tuple[Any, ...] | None:
    """The values by which equal data is known; None when it holds more than words and numbers, as
    the name of a person, which is equal to any text of the same letters."""
    values: list[Any] = []
    for value in data.values():
        kind = type(value)
        if kind is list and all(type(one) is str for one in value):
            values.append((*value,))
        elif kind in _PLAIN:
            values.append(value)
        else:
            return None
    return (*values,)


def _said(wording: Wording, code: str, data: Mapping[str, Any], hints: Mapping[str, Any]) -> str:
    """The words, with references to people in place of their names."""
    return wording.say(code, {**with_references(data), **hints})


def _buttons(
    replies: Sequence[Reply], wording: Wording, can: Capabilities, hints: Mapping[str, Any]
) -> Rows:
    """Every button of the message, also those of which only the words are told."""
    made = [[_button(one, wording, hints) for one in row] for row in _offers(replies)]
    return _offered(made, can.buttons)


def _offered(rows: Sequence[Sequence[ComposedButton]], most: int) -> Rows:
    """The rows, with what is no button on a channel that has so many: all but the first ones;
    and at first those for which the text itself names another way."""
    left = most if sum(map(len, rows)) > most else None
    offered: list[tuple[ComposedButton, ...]] = []
    for row in rows:
        kept: list[ComposedButton] = []
        for button in row:
            shown = left is None or (button.typed and left > 0)
            left = left - 1 if left is not None and shown else left
            kept.append(button if shown else replace(button, shown=False))
        offered.append(tuple(kept))
    return tuple(offered)


def _button(button: Button, wording: Wording, hints: Mapping[str, Any]) -> ComposedButton:
    if button.data:
        label = _label(_said(wording, button.code, button.data, hints))
    else:
        label = _lasting_label(wording, button.code, (*hints.items(),))
    return ComposedButton(label=label, action=button.action, typed=button.typed)


def _label(markup: str) -> str:
    label = strip_markup(compose_letters(markup.strip()))
    if len(label) > MAX_LABEL:
        label = label[: MAX_LABEL - 1].rstrip() + "…"
    return label


@lru_cache(maxsize=1_024)  # of words without data: there are not many
def _lasting_label(wording: Wording, code: str, hints: tuple[tuple[str, Any], ...]) -> str:
    return _label(_said(wording, code, {}, dict(hints)))
