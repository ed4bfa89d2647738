"""Processes of the product that start fast: everything is imported once, here, and each product
is a fork of it, from then on a process of its own.

`python -m tests.torture.fork_server SOCKET` serves all who connect there: it reads one JSON object
a line for each product to start, and writes `started NUMBER PID` and `gone PID CODE`. The products
of one who leaves end; with the last one it ends itself.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import runpy
import select
import selectors
import signal
import socket
import sys
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

from tests.torture import poison_hook

OBEY = "TORTURE_OBEY"  # the variable of a product for which the modes of files are to hold
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_CAPABILITIES_V3 = 0x20080522
_OVERRIDE_MODES = 0b110  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH


class _Client:
    """One who asks for products, and the products that run for it."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.alive: set[int] = set()
        self._rest = b""

    def requests(self) -> list[dict[str, Any]] | None:
        """What was asked for since last time; None when it has gone."""
        try:
            read = self.connection.recv(65_536)
        except ConnectionError:
            read = b""
        if not read:
            return None
        *lines, self._rest = (self._rest + read).split(b"\n")
        return [json.loads(line) for line in lines]

    def tell(self, line: str) -> None:
        with suppress(ConnectionError):
            self.connection.sendall(line.encode() + b"\n")

    def leave(self) -> None:
        self.connection.close()
        for pid in self.alive:
            os.kill(pid, signal.SIGKILL)


def serve(path: str) -> None:
    """Fork what is asked for, and reap what has ended at once. Whoever comes while everything is
    being imported waits for it."""
    with socket.socket(socket.AF_UNIX) as listening, selectors.DefaultSelector() as looking:
        try:
            listening.bind(path)
        except OSError:  # another one serves already
            return
        listening.listen(64)
        _learn()
        woken, wake = os.pipe()
        os.set_blocking(wake, False)
        signal.set_wakeup_fd(wake)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        gc.freeze()
        looking.register(listening, selectors.EVENT_READ)
        looking.register(woken, selectors.EVENT_READ)
        clients: list[_Client] = []
        while True:
            for key, _ in looking.select():
                if key.fileobj is listening:
                    client = _Client(listening.accept()[0])
                    clients.append(client)
                    looking.register(client.connection, selectors.EVENT_READ, client)
                elif key.fd == woken:
                    os.read(woken, 512)
                    _reap(clients)
                elif not _serve_one(key.data):
                    looking.unregister(key.fileobj)
                    clients.remove(key.data)
                    key.data.leave()
                    if not clients and not _is_waited_for(listening, path):
                        return


def _is_waited_for(listening: socket.socket, path: str) -> bool:
    """Nobody is served: go, unless somebody has just come. Whoever comes later starts another."""
    Path(path).unlink(missing_ok=True)
    return bool(select.select([listening], [], [], 0)[0])


def _serve_one(client: _Client) -> bool:
    """Whether it is still there."""
    requests = client.requests()
    for asked in requests or ():
        pid = _fork(asked)
        client.alive.add(pid)
        client.tell(f"started {asked['number']} {pid}")
    return requests is not None


def _learn() -> None:
    """What every product reads and checks when it starts, and never changes. A command imports
    what it needs when it runs, for a quick start; here all of it is there before the first fork.
    What is imported stays: looking for garbage in it takes a quarter of the time."""
    gc.disable()
    import alembic.command  # noqa: F401 - for the first start on a database
    import httpcore  # noqa: F401 - the HTTP client imports it when it is made
    import sqlalchemy.dialects.postgresql.psycopg as dialect
    import uvloop  # noqa: F401

    import bot.cli.main
    import bot.product
    import bot.shipped_catalogs
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
    bot.shipped_catalogs.load_calendars = cache(load_calendars)  # type: ignore[attr-defined]
    bot.shipped_catalogs.load_calendars(None, None)
    dialect.PGDialectAsync_psycopg.import_dbapi()  # SQLAlchemy imports it with the first engine
    shared_tls()
    gc.enable()


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


def _reap(clients: list[_Client]) -> None:
    with suppress(ChildProcessError):  # there is none left
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            for client in clients:
                if pid in client.alive:
                    client.alive.discard(pid)
                    client.tell(f"gone {pid} {os.waitstatus_to_exitcode(status)}")


def _fork(asked: Mapping[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.closerange(3, 256)  # the server's own
    code = 70
    try:
        code = _run_product(asked)
    finally:
        os._exit(code)


def _run_product(asked: Mapping[str, Any]) -> int:
    """What `python -m bot` does, or that of another module."""
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
        if asked["module"] == "bot":
            main()
        else:
            runpy.run_module(asked["module"], run_name="__main__")
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
    serve(sys.argv[1])
