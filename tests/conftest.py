"""The tests run on both databases: an SQLite file and a real PostgreSQL."""

from __future__ import annotations

import gc
import os
import zlib
from asyncio import AbstractEventLoop
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
import uvloop
from hypothesis import settings
from playwright.async_api import Browser

from storage.store import Store
from tests.support.breadth import WIDE
from tests.support.databases import Databases, PostgresServer, SqliteFiles
from tests.support.logs import plain_logs, restored_logs
from tests.support.paths import ROOT
from tests.support.postgres import Postgres
from tests.support.statements import share_statements
from tests.support.web.browser import chromium

# How long an example takes hangs on what else the machine does: it proves nothing.
# The same examples every time: a run that passes says the same of the next. PHULUC_RANDOM=1 tries
# others.
KINDS = ("sqlite", "postgresql")
STORE = ROOT / "tests" / "storage"
LONG = ("process", "browser", "long")  # marks of tests that take many seconds
SHARED_LOOP = pytest.mark.asyncio(loop_scope="session")
RANDOM = bool(os.environ.get("PHULUC_RANDOM"))
settings.register_profile("phuluc", deadline=None, derandomize=not RANDOM)
settings.load_profile("phuluc")
gc.disable()  # until everything is loaded: there is no garbage, and looking takes a quarter of it
plain_logs()
share_statements()


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The tests in a browser share its loop. It is told before the loop is made a parameter of the
    test: what has the scope of a test there ends with it, and the browser too."""
    if metafunc.definition.get_closest_marker("browser"):
        metafunc.definition.add_marker(SHARED_LOOP, append=False)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The files with long tests first, so that workers side by side come to an end together;
    the tests in a browser on one loop, which is the browser's too."""
    left_out = {item for item in items if _is_for_another_run(item)}
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
        items[:] = [item for item in items if item not in left_out]
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(SHARED_LOOP, append=False)
    first = {item.path for item in items if any(mark.name in LONG for mark in item.iter_markers())}
    items.sort(key=lambda item: item.path not in first)


def _is_for_another_run(item: pytest.Item) -> bool:
    """The store is tried on both databases. What is built on it takes turns: each test meets one
    of them; both with PHULUC_WIDE=1."""
    kind = item.callspec.params.get("databases") if hasattr(item, "callspec") else None
    if kind is None or WIDE or not isinstance(item, pytest.Function) or STORE in item.path.parents:
        return False
    turn = zlib.crc32(f"{item.path.name} {item.originalname}".encode()) % len(KINDS)
    return kind in KINDS and kind != KINDS[turn]


def pytest_collection_finish() -> None:
    """What is loaded by now, thousands of tests too, stays: the garbage collector need not look
    through it again and again. Like the product, it looks more seldom at the rest."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 10, 10)
    gc.enable()


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], AbstractEventLoop]]:
    """The loop that the product runs on."""
    return {"uvloop": uvloop.new_event_loop}


def pytest_report_header() -> str:
    """A skipped test must not look like a passed one."""
    live = "PHULUC_LIVE_ZALO_BOT_TOKEN" in os.environ
    return "" if live else "Zalo: held against fakes alone; the live contract has no token to run"


@pytest.fixture(autouse=True)
def process_state() -> Iterator[None]:
    """What a command set for the whole process ends with its test."""
    umask = os.umask(0)
    os.umask(umask)
    with restored_logs():
        yield
    os.umask(umask)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for the whole run, started by the first test that asks for it."""
    server = Postgres()
    yield server
    server.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for the whole run; each test has a profile of its own in it."""
    async with chromium() as started:
        yield started


@pytest.fixture(params=KINDS)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database of each kind in which there is nothing yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.db'}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    url = server.new_database()
    yield url
    server.drop(url)


@pytest.fixture(params=KINDS)
def databases(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Databases]:
    """Where the test's own databases of each kind are made."""
    if request.param == "sqlite":
        yield SqliteFiles(tmp_path / "store.db")
        return
    made = PostgresServer(request.getfixturevalue("postgres"))
    yield made
    made.drop()


@pytest.fixture
def database(databases: Databases) -> str:
    """The URL of a database of each kind, with its tables and nothing in them."""
    return databases.new()


@pytest.fixture
async def store(database: str) -> AsyncIterator[Store]:
    """An empty store in each kind of database."""
    opened = await Store.open(database)
    yield opened
    await opened.close()
