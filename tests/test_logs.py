"""What every log line goes through, ours and the libraries'."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import set_up_logging
from tests.fake_telegram import TOKEN
from tests.plain_logs import plain_logs


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    plain_logs()


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_line_carries_a_secret(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("INFO", form)
    try:
        raise ValueError(f"no answer from /bot{TOKEN}/getMe")
    except ValueError:
        logging.getLogger("library").exception("at %s", f"postgresql://phuluc:bi-mat@db/{TOKEN}")
        structlog.get_logger("ours").exception("stopped", url=f"/bot{TOKEN}/x")
    lines = capsys.readouterr().err
    assert "Traceback" in lines
    assert "library" in lines
    assert "stopped" in lines
    assert TOKEN not in lines
    assert "bi-mat" not in lines


def test_json_lines_are_json(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("INFO", "json")
    structlog.get_logger("ours").info("đã gửi", channel="web")
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["channel"], line["level"]) == ("đã gửi", "web", "info")
