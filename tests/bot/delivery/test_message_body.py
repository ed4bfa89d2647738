"""What a typed number or word means beside a message whose buttons are words."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.message_body import body_of, stored_body, tap_by_label, tap_by_number, text_of
from conversations.composing.compose import compose_message
from conversations.dialog.prompts.keyboard import make_button
from conversations.protocol.events import Action
from conversations.protocol.messages import (
    Capabilities,
    ComposedButton,
    ComposedMessage,
    Reply,
    Span,
)
from conversations.workflow.own_requests import ConfirmLink, Decline
from conversations.workflow.people_requests import CancelInvitation, Dismiss, EndUnit
from conversations.workflow.permissions import Role
from conversations.workflow.report_requests import LookInto, ShowWaiting
from conversations.workflow.requests import needs_word
from conversations.workflow.review_requests import Approve, Lock, Return, UndoApproval
from storage.tables.types import to_json
from templates.loading.wording import load_wording

AT_ONCE: tuple[Action, ...] = (
    Approve(report=1, version=1, sure=True),
    Return(report=1, rows={"I": "sai số liệu"}, sure=True),
    Lock(report=1, locked=True, sure=True),
    Lock(round=1, locked=False, sure=True),
    Dismiss(member=1, unit=1, role=Role.OFFICER, sure=True),
    EndUnit(unit=1, into=2, sure=True),
    CancelInvitation(unit=1, invitation=1),
    ConfirmLink(rebinding=1),
    UndoApproval(report=1, version=1),
)
ASKING: tuple[Action, ...] = (
    Approve(report=1, version=1),
    Return(report=1),
    Lock(report=1, locked=True),
    LookInto(report=1),
    ShowWaiting(),
    Decline(),
)
CHANNELS = [
    Capabilities(buttons=shown, edits=False, files=True, text_limit=2000) for shown in (0, 1, 5)
]


def body(can: Capabilities, *actions: Action, stt: str = "") -> dict[str, Any]:
    """The body of a message that offers these, with parts I, II, … if `stt` says how many."""
    rows = [(make_button("sure", one, verb=f"việc {at}"),) for at, one in enumerate(actions)]
    parts = tuple(
        make_button("look.section", LookInto(report=1, section=one), stt=one) for one in stt.split()
    )
    reply = Reply(code="request.declined", data={"verb": ""}, buttons=(*rows, parts))
    return body_of(compose_message([reply], load_wording(), can, 1, numbers=True)[0])


@pytest.mark.parametrize("action", AT_ONCE)
def test_what_is_done_at_once_needs_its_word(action: Action) -> None:
    assert needs_word(action)
    for can in CHANNELS:
        offered = body(can, LookInto(report=1), ShowWaiting(), action, Decline(), *ASKING)
        assert [tap_by_number(text_of(offered), str(number)) for number in range(12)] == [None] * 12
        tapped = tap_by_label(text_of(offered), "việc 2")
        assert tapped is not None
        assert tapped.action == action


@pytest.mark.parametrize("action", AT_ONCE)
def test_an_older_message_under_numbers_does_nothing_at_once(action: Action) -> None:
    """A message of an earlier version may still stand there."""
    offered = body(CHANNELS[0], action, LookInto(report=1)) | {"numbered": True}
    assert tap_by_number(text_of(offered), "1") is None
    assert tap_by_number(text_of(offered), "2") is not None


def test_what_only_asks_may_stand_under_a_number() -> None:
    for action in ASKING:
        assert not needs_word(action)
    tapped = tap_by_number(text_of(body(CHANNELS[0], *ASKING)), "4")
    assert tapped is not None
    assert tapped.action == ASKING[3]


@pytest.mark.parametrize("can", CHANNELS)
def test_where_parts_are_offered_a_number_is_a_part(can: Capabilities) -> None:
    offered = body(can, Approve(report=1, version=1), Return(report=1), stt="I II III IV V VI VII")
    for number, stt in ((3, "III"), (7, "VII"), (1, "I")):
        tapped = tap_by_number(text_of(offered), str(number))
        assert tapped is not None
        assert tapped.action == LookInto(report=1, section=stt)
    assert tap_by_number(text_of(offered), "8") is None
    assert "1. " not in "".join(span["text"] for span in offered["spans"])


@given(st.text() | st.sampled_from(["\0", "\ud800", '"\\', "\u2028"]), st.integers(0, 9))
def test_a_body_is_stored_as_it_is_made(said: str, done: int) -> None:
    text = ComposedMessage(
        spans=(Span(text=said, bold=True),),
        buttons=((ComposedButton(label=said, action=ShowWaiting(), shown=False),),),
        turn=3,
        rows=("A",),
    )
    made = json.loads(to_json(body_of(text, (done, 9), 5)))
    assert json.loads(stored_body(text, (done, 9), 5)) == made
    assert "\\u0000" not in stored_body(text, (done, 9), 5)
