"""Updates that are not as Telegram makes them: an event, or none; never an error, never an id
that a database cannot hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from bot.channels.telegram.updates import read_update

PERSON = {"id": 42, "is_bot": False, "first_name": "Lan", "last_name": "Nguyễn"}
MESSAGE = {
    "message_id": 5,
    "date": 1_700_000_000,
    "from": PERSON,
    "chat": {"id": 42, "type": "private"},
}
UPDATES: dict[str, dict[str, Any]] = {
    "a text": {"message": {**MESSAGE, "text": "21"}},
    "a reply": {
        "message": {
            **MESSAGE,
            "text": "21",
            "reply_to_message": {"message_id": 3},
            "quote": {"text": "1"},
        }
    },
    "an edit": {"edited_message": {**MESSAGE, "text": "21"}},
    "a tap": {"callback_query": {"id": "7", "from": PERSON, "message": MESSAGE, "data": "1.0"}},
    "a file": {
        "message": {
            **MESSAGE,
            "caption": "đây",
            "document": {"file_id": "X", "file_name": "a.docx", "file_size": 9},
        }
    },
}
WRONG = (
    *(None, True, False, 0, -1, 1.5, 2**63 - 1, 2**63, 10**100, 1e400, float("nan")),
    *("", "x", "\0", "\ud800", "9" * 5_000, [], [[]], {}, {"id": 1}),
)
IDS = ("event_id", "conversation", "sender", "message_ref")


def places(within: dict[str, Any], way: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, value in within.items():
        yield (*way, name)
        if isinstance(value, dict):
            yield from places(value, (*way, name))


@pytest.mark.parametrize("what", UPDATES)
def test_any_field_may_be_wrong_or_missing(what: str) -> None:
    good = {"update_id": 9, **UPDATES[what]}
    assert read_update(good) is not None
    for way in places(good):
        for wrong in (*WRONG, "(missing)"):
            update = deepcopy(good)
            within = update
            for name in way[:-1]:
                within = within[name]
            if wrong == "(missing)":
                del within[way[-1]]
            else:
                within[way[-1]] = wrong
            event = read_update(update)
            for name in IDS if event else ():
                number = getattr(event, name)
                assert str(int(number)) == number
                assert abs(int(number)) < 2**63, (way, wrong)


@pytest.mark.parametrize("number", ["1e999", "Infinity", "NaN", "-1e999"])
def test_a_number_beyond_all_numbers_is_no_update(number: str) -> None:
    assert read_update(json.loads(f'{{"update_id": {number}, "message": {{}}}}')) is None
