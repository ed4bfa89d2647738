"""Processes of the product that start fast: everything is imported once, here, and each product
is a fork of it, from then on a process of its own.

`python -m tests.torture.fork_server` reads one JSON object a line for each product to start, and
writes `started NUMBER PID` and `gone PID CODE`. It ends, with all its children, with its parent.
"""

from __future__ import annotations

import asyncio
import atexit
import ctypes
import gc
import importlib
import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from functools import cache
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

from tests.support.paths import ROOT
from tests.support.patience import PATIENCE
from tests.torture import poison_hook

OBEY = "TORTURE_OBEY"  # the variable of a product for which the modes of files are to hold
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_CAPABILITIES_V3 = 0x20080522
_OVERRIDE_MODES = 0b110  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH


class ForkServer:
    """The parent's side: `pid = await fork_server.start_product(…)`. It serves any number of event
    loops, one after the other."""

    def __init__(self) -> None:
        self._starts: dict[int, Future[int]] = {}
        self._exits: dict[int, Future[int]] = {}
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.torture.fork_server"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        )
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._ready: Future[None] = Future()
        self._reading.start()
        self._ready.result(PATIENCE)

    def __enter__(self) -> ForkServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End it, and all its children."""
        assert self._server.stdin is not None
        assert self._server.stdout is not None
        self._server.stdin.close()
        self._server.wait()
        self._reading.join()
        self._server.stdout.close()

    async def start_product(
        self,
        folder: Path,
        log: Path,
        out: Path,
        env: Mapping[str, str],
        *,
        words: Sequence[str] = ("run",),
        typed: Path = Path(os.devnull),
    ) -> int:
        """Start `phuluc` with these words in this folder with this environment, reading what is
        typed from a file; its process id."""
        assert self._server.stdin is not None
        number = len(self._starts)
        self._starts[number] = Future()
        paths = {"folder": folder, "log": log, "out": out, "typed": typed}
        asked = {name: str(path) for name, path in paths.items()}
        asked |= {"number": number, "env": dict(env), "words": list(words)}
        self._server.stdin.write(json.dumps(asked).encode() + b"\n")
        self._server.stdin.flush()
        return await asyncio.wrap_future(self._starts[number])

    async def wait_for_exit(self, pid: int) -> int:
        """Wait until the process has ended and is reaped; its exit code, or minus the signal."""
        return await asyncio.shield(asyncio.wrap_future(self._exits[pid]))

    def has_exited(self, pid: int) -> bool:
        return self._exits[pid].done()

    def _read(self) -> None:
        assert self._server.stdout is not None
        for line in self._server.stdout:
            match line.decode().split():
                case ["ready"]:
                    self._ready.set_result(None)
                case ["started", number, pid]:
                    self._exits[int(pid)] = Future()
                    self._starts[int(number)].set_result(int(pid))
                case ["gone", pid, code]:
                    self._exits[int(pid)].set_result(int(code))


@cache
def shared() -> ForkServer:
    """One for all tests of a process; it ends with the process."""
    fork_server = ForkServer()
    atexit.register(fork_server.close)
    return fork_server


def serve() -> None:
    """The server's side: fork what is asked for, and reap what has ended at once."""
    _learn()
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    gc.freeze()
    _tell("ready")
    alive: set[int] = set()
    rest = b""
    while True:
        ready, _, _ = select.select([0, woken], [], [])
        if woken in ready:
            os.read(woken, 512)
            _reap(alive)
        if 0 in ready:
            read = os.read(0, 65_536)
            if not read:
                break
            *lines, rest = (rest + read).split(b"\n")
            for line in lines:
                asked = json.loads(line)
                pid = _fork(asked, (woken, wake))
                alive.add(pid)
                _tell(f"started {asked['number']} {pid}")
    for pid in alive:
        os.kill(pid, signal.SIGKILL)


def _learn() -> None:
    """What every product reads and checks when it starts, and never changes. A command imports
    what it needs when it runs, for a quick start; here all of it is there before the first fork."""
    import alembic.command  # noqa: F401 - for the first start on a database
    import httpcore  # noqa: F401 - the HTTP client imports it when it is made
    import uvloop  # noqa: F401

    import bot.cli.main
    import bot.product
    from bot.channels.tls import shared_tls
    from bot.runtime.language import spoken_language
    from bot.runtime.preflight import checked_catalog
    from templates.loading.calendars import load_calendars

    for package in ("bot", "storage", "templates", "conversations"):
        _import_all(package)
    bot.cli.main.commands_in(spoken_language())
    catalog = checked_catalog()
    warm_up()
    bot.product.checked_catalog = lambda: catalog  # type: ignore[attr-defined]
    bot.product.load_calendars = cache(load_calendars)  # type: ignore[attr-defined]
    bot.product.load_calendars(None, None)
    shared_tls()


def _import_all(package: str) -> None:
    """Import every module of this package but those that are programs."""
    for module in walk_packages(importlib.import_module(package).__path__, f"{package}."):
        if not module.name.endswith(("__main__", ".worker")) and ".migrations" not in module.name:
            importlib.import_module(module.name)


def warm_up() -> None:
    """Compile what is compiled when it is first used, once for all products."""
    from templates.loading.wording import WordingError, load_wording
    from tests.support.dialog import Talk

    talk, words = Talk(), load_wording()
    for text in ("xin chào", "21 7", "chưa có số", "cam on em nhe"):
        talk.say(text)
    for code in words.codes:
        with suppress(WordingError):
            words.say(code, {})


def _reap(alive: set[int]) -> None:
    while alive:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        alive.discard(pid)
        _tell(f"gone {pid} {os.waitstatus_to_exitcode(status)}")


def _tell(line: str) -> None:
    os.write(1, line.encode() + b"\n")


def _fork(asked: Mapping[str, Any], ours: tuple[int, int]) -> int:
    pid = os.fork()
    if pid:
        return pid
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for number in ours:
        os.close(number)
    code = 70
    try:
        code = _run_product(asked)
    finally:
        os._exit(code)


def _run_product(asked: Mapping[str, Any]) -> int:
    """What `python -m bot` does."""
    os.setsid()
    if sys.platform == "linux":  # nothing is left behind when the server itself is killed
        ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["env"])
    os.dup2(os.open(asked["typed"], os.O_RDONLY), 0)
    for number, path in ((1, asked["out"]), (2, asked["log"])):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    _set_clock()
    if os.environ.get(OBEY):
        _obey_file_modes()
    if os.environ.get(poison_hook.VARIABLE):
        poison_hook.arm()
    from bot.cli.main import main

    sys.argv = ["phuluc", *asked["words"]]
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except BaseException:
        sys.excepthook(*sys.exc_info())
        return 1
    finally:
        sys.stderr.flush()
        sys.stdout.flush()
    return 0


def _set_clock() -> None:
    """A clock that the torturer moves: the product looks at its own in one place alone."""
    from tests.torture.clock import FILE, moved

    path = os.environ.get(FILE)
    if path:
        from bot.ports import clock

        clock.now = moved(Path(path))


def _obey_file_modes() -> None:
    """Give up root's right to read and write whatever the modes of files say: a service that is
    run properly has none. Nothing changes for anybody else."""
    if os.geteuid() != 0:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    head = (ctypes.c_uint32 * 2)(_CAPABILITIES_V3, 0)
    held = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable: low words, high words
    if libc.capget(head, held) == 0:
        held[0] &= ~_OVERRIDE_MODES
        libc.capset(head, held)


if __name__ == "__main__":
    serve()
