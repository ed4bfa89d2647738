"""What tests of commands share."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import main
from bot.runtime.language import ENGLISH, speak
from tests.support.command_line import Phuluc
from tests.support.prepared import prepared


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of an installation with an empty database, in which commands are run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PHULUC_LOG_LEVEL", "ERROR")
    monkeypatch.setenv("COLUMNS", "200")
    prepared(tmp_path / "data" / "phuluc.db")
    yield tmp_path
    speak(ENGLISH)


@pytest.fixture
def phuluc(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Phuluc:
    """Run the command line; its exit code and everything it said."""

    def run(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["phuluc", *words])
        code = 0
        try:
            main.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 0
        told = capsys.readouterr()
        return code, told.out + told.err

    return run
