"""The administrator's commands for events that were set aside."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from bot.cli import main
from storage.store import Store
from tests.support.store_rows import NOW, UNIT, new_event


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("PHULUC_DATABASE_URL", f"sqlite:///{tmp_path / 'store.db'}")
    asyncio.run(_set_aside())


async def _set_aside() -> None:
    store = await Store.open(f"sqlite:///{Path.cwd() / 'store.db'}")
    async with store.transaction() as tx:
        unit = await tx.units.add(UNIT, NOW)
        for number, text in ((1, "21\x1b[2J"), (2, "x" * 5_000)):
            await new_event(tx, str(number), text)
            found = await tx.attempts.begin("web", "7", "a", NOW, fresh=True)
            assert found is not None
            await tx.attempts.set_aside(
                found.event, "the process died", unit if number == 1 else None, NOW
            )
    await store.close()


def phuluc(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["phuluc", *words])
    try:
        main.main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


def lines(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    assert phuluc(monkeypatch, "event", "list") == 0
    head, *found = capsys.readouterr().out.splitlines()
    assert head.split("\t")[:2] == ["Number", "Set aside"]
    return found


def test_the_list_says_what_and_whose(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = lines(monkeypatch, capsys)
    assert first == "1\t2023-03-14 08:00\tweb\tSở M\tsaid\tthe process died\t'21 [2J'"
    assert second.startswith("2\t2023-03-14 08:00\tweb\t-\tsaid\tthe process died\t'xxx")
    assert second.endswith("… (5000 characters)")
    assert len(second) < 200


@pytest.mark.parametrize("what", ["retry", "dismiss"])
def test_what_is_settled_leaves_the_list(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    assert phuluc(monkeypatch, "event", what, "2") == 0
    (left,) = lines(monkeypatch, capsys)
    assert left.startswith("1\t")
    assert asyncio.run(_waiting()) == (1 if what == "retry" else 0)


async def _waiting() -> int:
    store = await Store.open(f"sqlite:///{Path.cwd() / 'store.db'}")
    async with store.transaction() as tx:
        count = (await tx.queue_stats.measure(NOW)).events.count
    await store.close()
    return count


def test_a_number_that_is_not_there_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert phuluc(monkeypatch, "event", "dismiss", "1", "99") == 2
    assert "no event 99 is set aside" in capsys.readouterr().err
    assert len(lines(monkeypatch, capsys)) == 2
