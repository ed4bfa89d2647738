"""How far the fakes of Zalo can be trusted: every shape has a source, a date and a status; nothing
that the product needs is an assumption; every quirk is tried."""

from __future__ import annotations

import ast
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.channels.zalo.bot_platform.updates import event_in
from bot.channels.zalo.bot_platform.updates import to_incoming as of_bot
from bot.channels.zalo.official_account.updates import to_incoming as of_account
from tests.fakes.zalo import Shapes, fixtures
from tests.fakes.zalo.bot_server import Quirks as BotQuirks
from tests.fakes.zalo.oa_server import Quirks as OaQuirks
from tests.fakes.zalo.shapes import STATUSES, Fixture
from tests.support.paths import TESTS

HERE = TESTS / "bot/channels/zalo"
ELSEWHERE = (TESTS / "acceptance", TESTS / "hostile", HERE)
ALL = fixtures()


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.name)
def test_every_shape_tells_where_it_comes_from(one: Fixture) -> None:
    assert len(one.source) > 8
    assert date(2025, 1, 1) <= date.fromisoformat(one.date) <= date(2026, 12, 31)
    assert one.status in STATUSES


def test_an_assumed_shape_is_emitted_only_when_it_is_asked_for() -> None:
    assumed = [one.name for one in ALL if one.status == "assumed"]
    assert assumed
    for name in assumed:
        with pytest.raises(AssertionError, match="nobody knows"):
            Shapes().make(name)
        assert Shapes(frozenset({name})).make(name)


def test_nothing_the_product_does_hangs_on_an_assumed_event() -> None:
    """What is assumed is ignored; the product would be the same without it."""
    for one in ALL:
        if one.status == "assumed" and ".event." in one.name:
            event = event_in(one.body) if one.name.startswith("bot.") else one.body
            read = of_bot if one.name.startswith("bot.") else of_account
            assert event is None or read(event) is None


def test_who_asks_for_an_assumed_shape_is_no_walk() -> None:
    """The walks, the sending and the tokens are held by documented and reported shapes alone."""
    asking = {path.name for path in HERE.glob("*.py") if "assumed=frozenset" in path.read_text()}
    assert asking - {Path(__file__).name} == {"test_bot_inbound.py"}


@pytest.mark.parametrize("quirk", [f.name for f in (*fields(BotQuirks), *fields(OaQuirks))])
def test_every_quirk_is_tried(quirk: str) -> None:
    """Named in a test as an attribute of `quirks`, or as a parameter."""
    assert any(
        quirk in _names(path)
        for path in [*HERE.glob("test_*.py"), *TESTS.glob("acceptance/test_zalo*.py")]
    )


def _names(path: Path) -> set[str]:
    if path.name == Path(__file__).name:
        return set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    values = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return attributes | {value for value in values if isinstance(value, str)}


def _events() -> list[tuple[str, dict[str, Any]]]:
    return [
        (one.name, dict(event))
        for one in ALL
        if one.name.startswith("bot.event") and (event := event_in(one.body)) is not None
    ]


@pytest.mark.parametrize(("name", "event"), _events(), ids=lambda value: str(value)[:40])
def test_what_another_client_demands_of_an_event(name: str, event: dict[str, Any]) -> None:
    """The rules that the client of another project checks events by, in words of our own: ids
    that are not empty, a kind of chat, a time that is a number, a text where it is a text."""
    message = event["message"]
    assert message["message_id"]
    assert message["from"]["id"]
    assert message["chat"]["id"]
    assert message["chat"]["chat_type"] in ("PRIVATE", "GROUP")
    assert isinstance(message["date"], int)
    assert message["date"] > 10**12  # in milliseconds
    if event["event_name"] == "message.text.received":
        assert message["text"]
