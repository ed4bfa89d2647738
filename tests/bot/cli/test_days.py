"""Working days from the command line: entered, listed, taken back, and missed in December."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.cli import main
from bot.cli.operations.missing_days import missing_days
from bot.runtime.settings import Settings
from templates.loading.calendars import load_calendars
from tests.support.prepared import prepared

DECEMBER, MARCH = datetime(2026, 12, 1, 3, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
Out = pytest.CaptureFixture[str]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    url = prepared(tmp_path / "phuluc.db")
    monkeypatch.setenv("PHULUC_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("PHULUC_DATABASE_URL", url)
    monkeypatch.setenv("PHULUC_LOG_LEVEL", "ERROR")
    return url


def phuluc(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["phuluc", *words])
    try:
        main.main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def test_days_are_entered_listed_and_taken_back(
    database: str, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    assert phuluc(monkeypatch, "days", "enter", "8/5/2027 thay 4/5/2027") == 0
    assert "2027-05-04 is off, 2027-05-08 is worked for it" in capsys.readouterr().out
    assert phuluc(monkeypatch, "days", "enter", "8/5/2027") == 2
    assert "08/05/2027 (thứ bảy) is a working day already" in capsys.readouterr().err
    assert phuluc(monkeypatch, "days", "enter", "chủ nhật 15/5/2027") == 2
    assert "names no exchange" in capsys.readouterr().err
    assert phuluc(monkeypatch, "days", "list") == 0
    assert "2027-05-04\t2027-05-08\tentered" in capsys.readouterr().out
    assert phuluc(monkeypatch, "days", "drop", "4/5/2027") == 0
    assert "1 taken back" in capsys.readouterr().out
    assert phuluc(monkeypatch, "days", "drop", "4/5/2027") == 2


def test_a_year_that_is_not_known_is_missed_in_december(
    database: str, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    settings = Settings(database_url=database)
    assert missing_days(settings, load_calendars(), MARCH) == []
    (line,) = missing_days(settings, load_calendars(), DECEMBER)
    assert "no exchange of working days is known for 2027" in line
    assert phuluc(monkeypatch, "days", "enter", "2027: không có") == 0
    assert missing_days(settings, load_calendars(), DECEMBER) == []
    nowhere = Settings(database_url="sqlite:///no-such-file.db")
    assert len(missing_days(nowhere, load_calendars(), DECEMBER)) == 1
