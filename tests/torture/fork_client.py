"""Whoever needs products that start fast, and asks the fork server for them."""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from functools import cache
from pathlib import Path

from tests.support.paths import ROOT
from tests.support.patience import PATIENCE

RUN = "PYTEST_XDIST_TESTRUNUID"  # the same in all processes of one test run


class ForkServer:
    """`pid = await fork_server.start_product(…)`. It serves any number of event loops, one after
    the other. All who name the same socket have one server, which the first of them starts."""

    def __init__(self, path: Path) -> None:
        self._starts: dict[int, Future[int]] = {}
        self._exits: dict[int, Future[int]] = {}
        self._connection = _connected(path)
        self._answers = self._connection.makefile("r", encoding="utf-8")
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def close(self) -> None:
        """Leave the server; all products that it started for us end."""
        self._connection.shutdown(socket.SHUT_RDWR)
        self._reading.join()
        self._answers.close()
        self._connection.close()

    async def start_product(
        self,
        folder: Path,
        log: Path,
        out: Path,
        env: Mapping[str, str],
        *,
        words: Sequence[str] = ("run",),
        typed: Path = Path(os.devnull),
        module: str = "bot",
    ) -> int:
        """Start `phuluc`, or another module that is a program, with these words in this folder with
        this environment, reading what is typed from a file; its process id."""
        number = len(self._starts)
        self._starts[number] = Future()
        paths = {"folder": folder, "log": log, "out": out, "typed": typed}
        asked = {name: str(path) for name, path in paths.items()}
        asked |= {"number": number, "env": dict(env), "words": list(words), "module": module}
        self._connection.sendall(json.dumps(asked).encode() + b"\n")
        return await asyncio.wrap_future(self._starts[number])

    async def wait_for_exit(self, pid: int) -> int:
        """Wait until the process has ended and is reaped; its exit code, or minus the signal."""
        return await asyncio.shield(asyncio.wrap_future(self._exits[pid]))

    def has_exited(self, pid: int) -> bool:
        return self._exits[pid].done()

    def _read(self) -> None:
        for line in self._answers:
            match line.split():
                case ["started", number, pid]:
                    self._exits[int(pid)] = Future()
                    self._starts[int(number)].set_result(int(pid))
                case ["gone", pid, code]:
                    self._exits[int(pid)].set_result(int(code))


@cache
def shared() -> ForkServer:
    """One for all processes of a test run: to import everything takes ten seconds."""
    run = os.environ.get(RUN) or str(os.getpid())
    fork_server = ForkServer(Path(tempfile.gettempdir()) / f"phuluc-forks-{run}")
    atexit.register(fork_server.close)
    return fork_server


def _connected(path: Path) -> socket.socket:
    """A connection to the server at this socket. Where there is none it is started, by several
    at once too: the first to bind the socket stays, and ends with the last who uses it."""
    if (there := _reached(path)) is not None:
        return there
    words = [sys.executable, "-m", "tests.torture.fork_server", str(path)]
    env = os.environ | {"PYTHONIOENCODING": "utf-8"}
    _started.append(subprocess.Popen(words, cwd=ROOT, stdin=subprocess.DEVNULL, env=env))
    until = time.monotonic() + PATIENCE
    while (there := _reached(path)) is None:
        assert time.monotonic() < until, "the fork server does not listen"
        time.sleep(0.02)
    return there


def _reached(path: Path) -> socket.socket | None:
    connection = socket.socket(socket.AF_UNIX)
    try:
        connection.connect(str(path))
    except OSError:
        connection.close()
        return None
    return connection


_started: list[subprocess.Popen[bytes]] = []  # nobody waits for them
