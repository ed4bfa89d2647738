"""The whole sample report in the terminal, against the real product."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.channels.terminal import TerminalChannel
from bot.simulation import recorded_talk as recording
from tests.hostile.strings import ALL
from tests.support.breadth import share
from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres
from tests.support.process import Finished, clean_environment, run_command
from tests.support.sample_walk import appendix, exchanges, facts, sample_replay, stored_report

pytestmark = pytest.mark.process
SOME = 20  # exchanges of a walk


async def test_the_walk_in_the_terminal(tmp_path: Path) -> None:
    typed = [exchange.typed for exchange in exchanges()[1:]]  # the bot greets by itself
    done = start_chat(tmp_path, typed, "--record", "walk.txt")
    assert done.returncode == 0, done.stderr
    name, content = appendix()
    assert (tmp_path / "data" / "documents" / name).read_bytes() == content
    database = f"sqlite:///{tmp_path / 'data' / 'phuluc.db'}"
    assert facts(await stored_report(database)) == facts(sample_replay().report)
    recorded = recording.parse_scenario((tmp_path / "walk.txt").read_text(encoding="utf-8"))
    assert [exchange.officer for exchange in recorded] == ["/start", *typed]
    for exchange, expected in zip(recorded, exchanges(TerminalChannel.capabilities), strict=True):
        for words in expected.answered:
            assert " ".join(words.split()) in " ".join(exchange.bot.split())


async def test_some_of_the_walk_on_postgresql(tmp_path: Path, postgres: Postgres) -> None:
    database = postgres.new_database()
    typed = [exchange.typed for exchange in exchanges()[1:SOME]]
    done = await fork_chat(tmp_path, typed, DATABASE_URL=database)
    assert done.returncode == 0, done.stderr
    await fork_chat(tmp_path, typed)
    database_here = f"sqlite:///{tmp_path / 'data' / 'phuluc.db'}"
    stored = facts(await stored_report(database))
    assert stored == facts(await stored_report(database_here))
    assert len(stored["answers"]) >= SOME // 2


async def test_coming_back_shows_the_question_that_waits(tmp_path: Path) -> None:
    assert "Câu 2/152" in (await fork_chat(tmp_path, ["21"])).stdout
    again = await fork_chat(tmp_path, ["7"])
    assert "Câu 2/152" in again.stdout.partition("7/21")[0]
    assert "7/21 = 33,33" in again.stdout


async def test_any_bytes_are_a_line_and_every_line_is_answered(tmp_path: Path) -> None:
    """A terminal in another encoding, or a pipe, sends what is no UTF-8."""
    naughty = [text for text in share(ALL, 9) if len(text) < 300 and len(text.splitlines()) == 1]
    lines = ["21", "\udcff\udcfe", "a\udc80b", *(text for text in naughty if _is_bytes(text))]
    done = await fork_chat(tmp_path, [*lines, "tới I.1.2", "7"])
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert "“7/21" in done.stdout or "7/21 = 33,33" in done.stdout
    assert done.stdout.count("\n\n\n") >= len(lines)


def _is_bytes(text: str) -> bool:
    """Whether a test can send it: a lone surrogate only as the byte it stands for."""
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return bool(text.strip())


def start_chat(folder: Path, typed: list[str], *options: str) -> Finished:
    """`python -m bot chat` as a person starts it."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat", *options],
        cwd=folder,
        env=clean_environment() | {"PYTHONIOENCODING": "utf-8"},
        input=_lines(typed),
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    out, err = (said.decode("utf-8", "surrogateescape") for said in (done.stdout, done.stderr))
    return Finished(done.returncode, out, err)


async def fork_chat(folder: Path, typed: list[str], **settings: str) -> Finished:
    """The same, forked by a server that has everything imported."""
    return await run_command(folder, "chat", typed=_lines(typed), env=clean_environment(**settings))


def _lines(typed: list[str]) -> bytes:
    return "".join(f"{text}\n" for text in typed).encode("utf-8", "surrogateescape")
