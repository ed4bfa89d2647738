"""Which of several servers a connection is made to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from storage.core.primaries import PrimarySearch


class AwayError(Exception):
    """What the driver raises."""


@dataclass
class FakeConnection:
    """To a server that writes this timeline; its own cursor."""

    host: str
    timeline: int
    open: bool = True

    def cursor(self) -> FakeConnection:
        return self

    def execute(self, _: str) -> None:
        """Nothing needs to be done."""

    def fetchone(self) -> tuple[str]:
        return (f"{self.timeline:08X}",)

    def rollback(self) -> None:
        """Nothing was written."""

    def close(self) -> None:
        if self.timeline:  # the cursor is closed first
            self.open = False


@dataclass
class Servers:
    """A driver and the timelines of the servers behind it; None is away, or takes no writing."""

    timelines: dict[str, int | None]
    made: list[FakeConnection] = field(default_factory=list)
    Error = OperationalError = AwayError

    @property
    def loaded_dbapi(self) -> Any:
        return self

    def connect(self, host: str, **_: object) -> Any:
        timeline = self.timelines[host]
        if timeline is None:
            raise AwayError(host)
        self.made.append(FakeConnection(host, timeline))
        return self.made[-1]


def asked(search: PrimarySearch, servers: Servers) -> str:
    """The host that is written to."""
    found: FakeConnection = search.connect(servers, None, (), {"host": "one,two", "port": "5,6"})
    return found.host


def test_a_primary_that_was_replaced_is_never_written_to() -> None:
    search, servers = PrimarySearch(), Servers({"one": 1, "two": None})
    assert asked(search, servers) == "one"
    servers.timelines = {"one": 1, "two": 2}  # up again before anybody has met the new one
    assert asked(search, servers) == "two"
    servers.timelines = {"one": 1, "two": None}
    with pytest.raises(AwayError, match="two"):
        asked(search, servers)
    servers.timelines = {"one": None, "two": 2}
    assert asked(search, servers) == "two"


def test_where_nobody_takes_writing_the_reason_is_told() -> None:
    with pytest.raises(AwayError, match="two"):
        asked(PrimarySearch(), Servers({"one": None, "two": None}))
