"""The processes that read foreign files: used again, replaced when they end, and shared fairly."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.runtime import reader_process
from bot.runtime.reader_pool import FoundCode, ReaderPool
from bot.runtime.reader_process import ReaderLimits
from templates.appendix_import.errors import FileRefusedError
from tests.support.appendix import form
from tests.support.damaged.files import DAMAGED, damaged, original
from tests.support.paths import TESTS

MISBEHAVING = TESTS / "support/misbehaving_reader.py"
LIMITS = ReaderLimits(memory_bytes=200 * 1_048_576, cpu_seconds=2, wall_seconds=120)


@pytest.fixture
async def pool() -> AsyncIterator[ReaderPool]:
    made = ReaderPool(limits=LIMITS)
    yield made
    await made.close()


@pytest.fixture
def misbehaving(monkeypatch: pytest.MonkeyPatch) -> None:
    """The readers know tasks by which a file does its worst."""
    misbehave(monkeypatch)


def misbehave(monkeypatch: pytest.MonkeyPatch, first: str = "") -> None:
    """Readers do `first` before they begin."""
    run = f"import runpy; runpy.run_path({str(MISBEHAVING)!r}, run_name='__main__')"
    popen = subprocess.Popen

    def start(command: list[str], **rest: object) -> subprocess.Popen[bytes]:
        return popen([*command[:3], "-c", first + run, command[-1]], **rest)  # type: ignore[call-overload]

    monkeypatch.setattr(reader_process.subprocess, "Popen", start)


async def does(pool: ReaderPool, task: str, content: bytes = b"") -> bytes:
    return await pool._read([task.encode(), content])


async def test_one_process_reads_file_after_file(pool: ReaderPool) -> None:
    for _ in range(5):
        assert await pool.find_code(original()) == FoundCode(None, is_pdf=False)
    assert pool.started == 1
    assert len(pool.pids) == 1


async def test_it_reads_what_is_read_without_it(pool: ReaderPool) -> None:
    from templates.appendix_import.reader import read_filed

    for file in map(damaged, DAMAGED[::4]):
        there = await pool.read_appendix(form(), file.name, file.content)
        assert there == read_filed(form(), file.name, file.content)


async def test_a_refusal_comes_with_its_data(pool: ReaderPool) -> None:
    with pytest.raises(FileRefusedError) as error:
        await pool.read_appendix(form(), "x", b"PK" + b"x" * 11_000_000)
    assert (error.value.code, error.value.data) == (
        "file.too_large",
        {"size_mb": 11, "limit_mb": 10},
    )
    await pool.find_code(b"x")
    assert pool.started == 1  # a refusal is no reason for a new process


async def test_a_process_that_is_killed_between_files_is_replaced(pool: ReaderPool) -> None:
    await pool.find_code(b"x")
    os.kill(pool.pids[0], signal.SIGKILL)
    os.waitid(os.P_PID, pool.pids[0], os.WEXITED | os.WNOWAIT)  # noqa: ASYNC222 - it is dead
    assert await pool.find_code(b"%PDF-") == FoundCode(None, is_pdf=True)
    assert pool.started == 2


@pytest.mark.usefixtures("misbehaving")
@pytest.mark.parametrize(
    ("task", "code"),
    [
        ("hang", "file.heavy"),  # it waits for ever: wall time
        ("spin", "file.heavy"),  # it works for ever: processor time
        ("hoard", "file.heavy"),  # all memory there is, by Python
        ("abort", "file.heavy"),  # as Rust does without memory
        ("crash", "file.broken"),
        ("leave", "file.broken"),
        ("raise", "file.broken"),
        ("babble", "file.broken"),  # what it writes is no answer
    ],
)
async def test_a_file_that_ends_its_reader_is_refused_and_the_next_is_read(
    task: str, code: str
) -> None:
    wall = 3 if task == "hang" else 120
    pool = ReaderPool(limits=replace(LIMITS, wall_seconds=wall))
    with pytest.raises(FileRefusedError) as error:
        await does(pool, task)
    assert error.value.code == code
    assert await does(pool, "echo", content=b"still here") == b"still here"
    await pool.close()


@pytest.mark.usefixtures("misbehaving")
async def test_a_reader_obeys_signals_that_the_product_ignores(pool: ReaderPool) -> None:
    before = signal.signal(signal.SIGPROF, signal.SIG_IGN)
    try:
        with pytest.raises(FileRefusedError) as error:
            await does(pool, "spin")
    finally:
        signal.signal(signal.SIGPROF, before)
    assert error.value.code == "file.heavy"


@pytest.mark.usefixtures("misbehaving")
async def test_processor_time_is_counted_for_each_file(pool: ReaderPool) -> None:
    for _ in range(8):
        assert await does(pool, "work") == b"done"  # a quarter of what one file may use
    assert pool.started == 1


@pytest.mark.usefixtures("misbehaving")
async def test_a_reader_reaches_nothing(pool: ReaderPool, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x")
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        assert await does(pool, "connect", content=address.encode()) == b"OSError"
    assert await does(pool, "open", content=str(secret).encode()) == b"OSError"
    assert await does(pool, "write", content=str(tmp_path / "new").encode()) == b"OSError"
    assert await does(pool, "start") == b"OSError"
    assert not (tmp_path / "new").exists()


@pytest.mark.usefixtures("misbehaving")
async def test_a_reader_that_gives_its_own_descriptors_away_opens_no_file(
    pool: ReaderPool, tmp_path: Path
) -> None:
    """Landlock holds where the number of descriptors does not."""
    await does(pool, "echo")
    expected = b"OSError" if "landlock" in pool._idle[0][1].holds else b"it could"
    (tmp_path / "secret").write_text("x")
    assert await does(pool, "reopen", content=str(tmp_path / "secret").encode()) == expected


@pytest.mark.usefixtures("misbehaving")
async def test_a_reader_knows_no_secrets(pool: ReaderPool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHULUC_TELEGRAM_TOKEN", "1:secret")
    monkeypatch.setenv("PGPASSWORD", "secret")
    known = (await does(pool, "environment")).decode()
    assert "secret" not in known
    assert "PHULUC" not in known
    assert await does(pool, "descriptors") == b"0 1 2"


@pytest.mark.usefixtures("misbehaving")
async def test_who_stops_waiting_leaves_no_gap() -> None:
    pool = ReaderPool(readers=1, limits=LIMITS)
    first = asyncio.create_task(does(pool, "rest"))
    await asyncio.sleep(0)
    second = asyncio.create_task(does(pool, "rest"))
    await asyncio.sleep(0)
    second.cancel()
    await asyncio.gather(first, second, return_exceptions=True)
    assert await does(pool, "echo", content=b"x") == b"x"
    at_work = asyncio.create_task(does(pool, "hang"))
    await asyncio.sleep(0.2)
    at_work.cancel()
    await asyncio.gather(at_work, return_exceptions=True)
    assert await does(pool, "echo", content=b"y") == b"y"
    await pool.close()


async def test_idle_processes_end() -> None:
    pool = ReaderPool(idle_seconds=0.1)
    await pool.find_code(b"x")
    (pid,) = pool.pids
    for _ in range(500):
        if not pool.pids:
            break
        await asyncio.sleep(0.02)
    assert not pool.pids
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    await pool.close()


async def test_where_no_process_starts_the_sender_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = ReaderPool()
    monkeypatch.setattr(reader_process.sys, "executable", "/nowhere/python")
    with pytest.raises(FileRefusedError) as error:
        await pool.find_code(b"x")
    assert error.value.code == "file.busy"
    monkeypatch.undo()
    assert not (await pool.find_code(b"x")).is_pdf
    await pool.close()


async def test_the_limit_of_descriptors_holds_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where neither a namespace nor Landlock is to be had."""
    elsewhere = "import types, templates.appendix_import.confinement as c; "
    elsewhere += "c.sys = types.SimpleNamespace(platform='elsewhere'); "
    misbehave(monkeypatch, elsewhere)
    pool = ReaderPool(limits=LIMITS)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        assert await does(pool, "connect", content=address.encode()) == b"OSError"
    assert await does(pool, "open", content=b"/etc/hostname") == b"OSError"
    assert "landlock" not in pool._idle[0][1].holds
    await pool.close()
