"""One process serves an SQLite database; commands work beside it."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from bot.cli import main
from tests.support.process import Process

BESIDE = (
    ("units", "add", "SNV", "--name", "Sở Nội vụ"),
    ("units", "list"),
    ("invite", "SNV", "coordinator"),
    ("database", "backup", "backup.db"),
    ("database", "check"),
    ("check",),
)


def phuluc(words: tuple[str, ...], patch: pytest.MonkeyPatch) -> int:
    """The exit code of a command."""
    patch.setattr(sys, "argv", ["phuluc", *words])
    try:
        main.main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


@pytest.mark.process
async def test_a_second_one_is_refused_and_commands_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    running = Process(tmp_path)
    await running.start()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PHULUC_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("PHULUC_LOG_LEVEL", "ERROR")
    for words in BESIDE:
        assert await asyncio.to_thread(phuluc, words, monkeypatch) == 0, words
        assert capsys.readouterr().err == ""
    assert await asyncio.to_thread(phuluc, ("run",), monkeypatch) == 2
    told = capsys.readouterr().err
    assert "phuluc.db is in use: process " in told
    assert len(told.splitlines()) == 1
    await running.kill()
    await running.start()
    assert await running.stop() == 0
