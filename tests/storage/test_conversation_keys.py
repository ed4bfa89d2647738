"""A conversation is known by its channel and its name there: no query goes by the name alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

import storage
from storage.store import Store
from tests.support.store_rows import NOW

FOLDER = Path(storage.__file__ or "").parent
FILES = [one for one in FOLDER.rglob("*.py") if "migrations" not in one.parts]
_TEXT = re.compile(r"\bconversation (= |IN\b)")  # in SQL that is written out


def by_name_alone(source: str) -> list[int]:
    """The lines of statements that compare a conversation without its channel."""
    found = []
    for statement in _statements(ast.parse(source)):
        compared = {"conversation": set[str](), "channel": set[str]()}
        for node in ast.walk(statement):
            for column, table in _compared(node):
                compared[column].add(table)
        texts = [
            node.value
            for node in ast.walk(statement)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        bare = [one for one in texts if _TEXT.search(one) and "channel" not in one]
        if compared["conversation"] - compared["channel"] or bare:
            found.append(statement.lineno)
    return found


def _statements(tree: ast.AST) -> Iterator[ast.stmt]:
    """The innermost statements."""
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and not isinstance(
            node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.If | ast.For
            | ast.AsyncFor | ast.With | ast.AsyncWith | ast.While | ast.Try
        ):  # fmt: skip
            yield node


def _compared(node: ast.AST) -> Iterator[tuple[str, str]]:
    """The columns of conversations and channels that are compared here, and their tables."""
    sides: list[ast.expr] = []
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        sides = [node.func.value] if node.func.attr in ("in_", "is_", "like") else []
    for side in sides:
        if isinstance(side, ast.Attribute) and isinstance(side.value, ast.Attribute):
            column = side.attr.removeprefix("heard_")
            if side.value.attr == "c" and column in ("conversation", "channel"):
                yield column, ast.unparse(side.value.value)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_query_goes_by_the_conversation_alone(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    lines = [number for number in by_name_alone(source) if not _is_named(source, number)]
    assert lines == []


def _is_named(source: str, number: int) -> bool:
    """Emptied rows have no conversation: whether they have one is no comparison of two."""
    return 'event.c.conversation != ""' in source.splitlines()[number - 1]


@pytest.mark.parametrize(
    "faulty",
    [
        "select(event).where(event.c.conversation == here)",
        "select(event).where(event.c.channel == a, message.c.conversation == b)",
        "x = select(event).join(binding, binding.c.conversation == event.c.conversation)",
        "update(event).where(event.c.conversation.in_(names))",
        "Q = 'SELECT 1 FROM event WHERE conversation = ?'",
        "Q = 'SELECT 1 FROM event WHERE conversation IN (?)'",
    ],
)
def test_such_a_query_is_found(faulty: str) -> None:
    assert by_name_alone(faulty) == [1]


async def test_who_wrote_on_another_channel_did_not_go_on_here(store: Store) -> None:
    """Two people whom two channels call the same."""
    async with store.transaction() as tx:
        lan, hoa = await tx.members.add("Lan", NOW), await tx.members.add("Hoa", NOW)
        await tx.members.bind("telegram", "5", lan, "5", NOW)
        await tx.members.bind("zalo-oa", "5", hoa, "5", NOW)
        await tx.inbox.add("zalo-oa", "e", "5", "e", {"kind": "said"}, NOW + timedelta(minutes=9))
        await tx.inbox.mark_handled(1, None, NOW)
        asked = (["telegram", "zalo-oa"], NOW)
        assert not await tx.inbox.went_on_elsewhere(lan, ("telegram", "5"), *asked)
        await tx.members.bind("zalo-bot", "6", lan, "6", NOW)
        await tx.inbox.add("zalo-bot", "f", "6", "f", {"kind": "said"}, NOW + timedelta(minutes=9))
        await tx.inbox.mark_handled(2, None, NOW)
        served = (["telegram", "zalo-bot"], NOW)
        assert await tx.inbox.went_on_elsewhere(lan, ("telegram", "5"), *served)


async def test_who_is_heard_again_is_found_again_on_that_channel_only(store: Store) -> None:
    async with store.transaction() as tx:
        lan = await tx.members.add("Lan", NOW)
        for channel in ("telegram", "zalo-oa"):
            await tx.members.bind(channel, "5", lan, "5", NOW)
            await tx.failover.mark_unreachable(channel, "5", {channel: channel}, NOW)
        await tx.members.mark_heard(lan, "telegram", "5")
        assert [(one.channel, one.conversation) for one in await tx.rebindings.places_of(lan)] == [
            ("telegram", "5")
        ]
