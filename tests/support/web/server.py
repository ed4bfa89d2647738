"""The web chat over the scripted dispatcher: in this process, or as one of its own to be killed.

`python -m tests.support.web.server --port 0 --journal FILE` prints its address on the first line.
"""

from __future__ import annotations

import argparse
import asyncio
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn

from bot.channels.web.app import create_app
from bot.channels.web.auth import WebAuth
from bot.channels.web.channel import WebChannel
from bot.channels.web.sign_in import Doorkeeper
from bot.ports.channel import Inbox
from tests.support.patience import PATIENCE, until
from tests.support.web.open_house import OpenHouse
from tests.support.web.scripted_dispatcher import FakeDesk

LOCAL = WebAuth("k" * 43, local=True)  # this machine only


@dataclass
class Served:
    address: str
    web: WebChannel
    desk: FakeDesk

    @property
    def socket(self) -> str:
        return self.address.replace("http", "ws") + "/ws"


@asynccontextmanager
async def serve(
    desk: FakeDesk,
    web: WebChannel,
    access: WebAuth = LOCAL,
    sessions: Doorkeeper | None = None,
) -> AsyncIterator[Served]:
    """A real uvicorn on a free port of the loopback."""
    listening = _listen(0)
    server = uvicorn.Server(_config(desk, web, access, sessions or OpenHouse()))
    running = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        await until(lambda: server.started)
        yield Served(f"http://127.0.0.1:{listening.getsockname()[1]}", web, desk)
    finally:
        server.should_exit = True
        await running


@dataclass
class WebProcess:
    """The same server as a process; its port stays over a restart."""

    journal: Path
    port: int = 0
    _running: asyncio.subprocess.Process | None = None

    async def start(self) -> str:
        """Start, and return the address."""
        self._running = await asyncio.create_subprocess_exec(
            sys.executable,
            *(
                "-m",
                "tests.support.web.server",
                "--port",
                str(self.port),
                "--journal",
                str(self.journal),
            ),
            stdout=asyncio.subprocess.PIPE,
        )
        assert self._running.stdout is not None
        async with asyncio.timeout(PATIENCE):
            address = (await self._running.stdout.readline()).decode().strip()
        self.port = int(address.rsplit(":", 1)[1])
        return address

    async def ended(self) -> int:
        """Wait until it is dead; the exit code, negative for a signal."""
        assert self._running is not None
        async with asyncio.timeout(PATIENCE):
            return await self._running.wait()

    async def kill(self) -> None:
        assert self._running is not None
        if self._running.returncode is None:
            self._running.kill()
        await self.ended()


def _listen(port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    listening.listen()  # who is told the address may knock before the server runs
    return listening


def _config(desk: Inbox, web: WebChannel, access: WebAuth, sessions: Doorkeeper) -> uvicorn.Config:
    app = create_app(desk, web, access, sessions)
    return uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    parser.add_argument("--journal", type=Path, required=True)
    options = parser.parse_args()
    web = WebChannel()
    listening = _listen(options.port)
    print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    server = uvicorn.Server(_config(FakeDesk(web, options.journal), web, LOCAL, OpenHouse()))
    asyncio.run(server.serve(sockets=[listening]))


if __name__ == "__main__":
    main()
