"""Sessions and buttons that earlier versions wrote are read, and written the same again. The files
only grow: what once was stored may still lie in a database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter

from conversations.protocol.events import Action
from conversations.protocol.session import DialogState, Session

STORED = Path(__file__).parent / "stored"
ACTION: TypeAdapter[Action] = TypeAdapter(Action)
SESSIONS, BUTTONS = (
    (STORED / name).read_text(encoding="utf-8").splitlines()
    for name in ("sessions.jsonl", "buttons.jsonl")
)


def _tag(kind: type, field: str) -> str:
    return str(kind.model_fields[field].default)  # type: ignore[attr-defined]


REMOVED = {"speed"}  # how fast an officer answered, which is not told any more


def _holds(written: Any, stored: Any) -> bool:
    """Whether all that was stored is written again; fields that came later may stand beside it."""
    match stored:
        case dict():
            kept = stored.keys() - REMOVED
            return all(key in written and _holds(written[key], stored[key]) for key in kept)
        case list():
            return len(written) == len(stored) and all(map(_holds, written, stored))
        case _:
            return bool(written == stored)


@pytest.mark.parametrize("stored", SESSIONS)
def test_a_stored_session_stays(stored: str) -> None:
    written = Session.model_validate_json(stored).model_dump(mode="json")
    assert _holds(written, json.loads(stored))


@pytest.mark.parametrize("stored", BUTTONS)
def test_a_stored_button_stays(stored: str) -> None:
    written = ACTION.dump_python(ACTION.validate_json(stored), mode="json")
    assert _holds(written, json.loads(stored))


def test_there_is_a_session_of_every_state() -> None:
    states = {_tag(one, "at") for one in get_args(get_args(DialogState)[0])}
    assert {json.loads(one)["focus"]["at"] for one in SESSIONS} == states
