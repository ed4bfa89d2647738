"""Which connections are open, whose they are, and how many bytes their requests hold.

Whoever is over a limit loses the connection of theirs that has waited longest for its request to
be complete; a request that is complete is never given up for another one.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

CONNECTIONS_LIMIT = 2_000  # open at once, sockets included
CONNECTIONS_EACH = 256  # of one client address, sockets not included
BODIES_BYTES = 67_108_864  # held for requests that are not answered yet, in all
BODIES_BYTES_EACH = 33_554_432  # and for one client address
DESCRIPTORS_KEPT = 224  # for the database, files and other servers
_IPV6_BITS = 64  # of an address that one subscriber has alone


class OpenConnection(Protocol):
    """A connection that can be given up at once."""

    def drop(self) -> None: ...

    def check(self, now: float) -> None:
        """Give it up when one of its times has run out; `now` is the loop's clock."""
        ...


@dataclass
class _Client:
    """One address: its connections, and those of them that wait for a request, longest first."""

    open: set[OpenConnection] = field(default_factory=set)
    waiting: dict[OpenConnection, None] = field(default_factory=dict)
    held: int = 0


@dataclass
class ConnectionLimits:
    """How much there may be; counts of connections, and bytes."""

    in_all: int = CONNECTIONS_LIMIT
    each: int = CONNECTIONS_EACH
    bytes_in_all: int = BODIES_BYTES
    bytes_each: int = BODIES_BYTES_EACH

    @classmethod
    def for_descriptors(cls, descriptors: int) -> ConnectionLimits:
        """The limits of a process that may have so many descriptors open."""
        in_all = max(16, min(CONNECTIONS_LIMIT, descriptors - DESCRIPTORS_KEPT))
        return cls(in_all=in_all, each=max(8, min(CONNECTIONS_EACH, in_all // 2)))


class ConnectionLedger:
    """The connections of one server. A client is a network address, or "" for one that is not
    counted by itself, such as a proxy in front of us."""

    def __init__(self, limits: ConnectionLimits | None = None) -> None:
        self.limits = limits or ConnectionLimits()
        self._clients: dict[str, _Client] = {}
        self._client_of: dict[OpenConnection, str] = {}
        self._held: dict[OpenConnection, int] = {}
        self._sockets: set[OpenConnection] = set()
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._client_of) + len(self._sockets)

    @property
    def bytes_held(self) -> int:
        """Of all requests that are not answered yet."""
        return self._bytes

    def sweep(self, now: float) -> None:
        """Look at every connection's times."""
        for connection in [*self._client_of]:
            connection.check(now)

    def open(self, connection: OpenConnection, client: str) -> bool:
        """Count a connection that was just made; False when there is no room for it."""
        return self._make_room(client) and self._enter(connection, client)

    def open_socket(self, connection: OpenConnection) -> bool:
        """Count a connection that has become a socket: only against all, for the pages have
        limits of their own."""
        if len(self) >= self.limits.in_all and not self._drop_for_room():
            return False
        self._sockets.add(connection)
        return True

    def move(self, connection: OpenConnection, client: str) -> bool:
        """The connection's request comes from this client; False when it has no room."""
        before = self._client_of.get(connection)
        if before is None or before == client:
            return before is not None
        self.close(connection)
        return self._make_room(client) and self._enter(connection, client)

    def close(self, connection: OpenConnection) -> None:
        """The connection is gone."""
        self._sockets.discard(connection)
        name = self._client_of.get(connection)
        if name is None:
            return
        self.release(connection)
        client = self._clients[name]
        client.open.discard(connection)
        client.waiting.pop(connection, None)
        del self._client_of[connection]
        if not client.open:
            del self._clients[name]

    def wait(self, connection: OpenConnection) -> None:
        """The connection waits for a request, or for the rest of one."""
        client = self._of(connection)
        if client is not None:
            client.waiting.pop(connection, None)
            client.waiting[connection] = None

    def work(self, connection: OpenConnection) -> None:
        """The connection's request is complete."""
        client = self._of(connection)
        if client is not None:
            client.waiting.pop(connection, None)

    def hold(self, connection: OpenConnection, count: int) -> bool:
        """Count so many more bytes of the connection's request; False when there is no room for
        them, and it is to be given up."""
        client = self._of(connection)
        if client is None:
            return False
        self._held[connection] = self._held.get(connection, 0) + count
        client.held += count
        self._bytes += count
        while client.held > self.limits.bytes_each:
            if not self._drop_holder(client, connection):
                return False
        while self._bytes > self.limits.bytes_in_all:
            heaviest = max(self._clients.values(), key=lambda one: one.held)
            if not self._drop_holder(heaviest, connection):
                return False
        return True

    def release(self, connection: OpenConnection) -> None:
        """The connection's request is answered: its bytes are free."""
        count = self._held.pop(connection, 0)
        client = self._of(connection)
        if client is not None:
            client.held -= count
        self._bytes -= count

    def _of(self, connection: OpenConnection) -> _Client | None:
        name = self._client_of.get(connection)
        return None if name is None else self._clients[name]

    def _enter(self, connection: OpenConnection, name: str) -> bool:
        client = self._clients.setdefault(name, _Client())
        client.open.add(connection)
        client.waiting[connection] = None
        self._client_of[connection] = name
        return True

    def _make_room(self, name: str) -> bool:
        client = self._clients.get(name) if name else None
        full = client is not None and len(client.open) >= self.limits.each
        if client is not None and full and not self._drop_first(iter(client.waiting)):
            return False
        return len(self) < self.limits.in_all or self._drop_for_room()

    def _drop_for_room(self) -> bool:
        """Give up a connection of the client that has most."""
        waiting = [one for one in self._clients.values() if one.waiting]
        if not waiting:
            return False
        heaviest = max(waiting, key=lambda one: len(one.open))
        return self._drop_first(iter(heaviest.waiting))

    def _drop_holder(self, client: _Client, asking: OpenConnection) -> bool:
        """Give up the client's oldest request that is not complete and holds bytes; False when
        that is the asking one, or there is none."""
        holders = (one for one in client.waiting if self._held.get(one))
        oldest = next(holders, None)
        if oldest is None or oldest is asking:
            return False
        return self._drop_first(iter([oldest]))

    def _drop_first(self, waiting: Iterator[OpenConnection]) -> bool:
        oldest = next(waiting, None)
        if oldest is None:
            return False
        self.close(oldest)
        oldest.drop()
        return True


def client_of(address: str) -> str:
    """What an address is counted under: an IPv6 subscriber has a whole network, so one counts
    as its network. "" for what is no address."""
    try:
        found = ipaddress.ip_address(address.strip().strip("[]").partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, _IPV6_BITS), strict=False))
    return str(found)


def is_inside(address: str) -> bool:
    """Whether an address belongs to this machine or to a private network, where a proxy of ours
    stands."""
    try:
        found = ipaddress.ip_address(address.strip().strip("[]").partition("%")[0])
    except ValueError:
        return False
    return found.is_loopback or found.is_private
