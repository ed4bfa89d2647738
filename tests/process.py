"""The real product as a process of its own, to be talked to from outside, and killed."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

START_SECONDS = 30
NO_LIMITS = {"TELEGRAM_PER_SECOND": "0", "PER_PERSON": "0"}  # tests type faster than people


@dataclass
class Process:
    """`python -m bot run` with its data in `folder`. `extra` are settings without their prefix."""

    folder: Path
    extra: dict[str, str] = field(default_factory=dict)
    address: str = ""
    _running: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start, and wait until the web chat listens; its address is printed on the first line."""
        clean = {name: text for name, text in os.environ.items() if not name.startswith("PHULUC_")}
        settings = {
            "DATA_DIR": str(self.folder / "data"),
            "HTTP_PORT": "0",
            **NO_LIMITS,
            **self.extra,
        }
        with (self.folder / "log.txt").open("ab") as log:
            self._running = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "bot", "run"),
                cwd=self.folder,  # where there is no .env
                env=clean | {f"PHULUC_{name}": text for name, text in settings.items()},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        assert self._running.stdout is not None
        async with asyncio.timeout(START_SECONDS):
            line = (await self._running.stdout.readline()).decode()
        assert line.startswith("Phuluc: "), self.log
        self.address = line.removeprefix("Phuluc: ").strip()

    async def kill(self) -> None:
        """End it with SIGKILL: no handler runs, nothing is flushed."""
        assert self._running is not None
        self._running.kill()
        await self._running.wait()

    async def stop(self) -> int:
        """End it as an administrator would; its exit code."""
        assert self._running is not None
        if self._running.returncode is None:
            self._running.terminate()
        async with asyncio.timeout(START_SECONDS):
            return await self._running.wait()

    @property
    def log(self) -> str:
        return (self.folder / "log.txt").read_text(encoding="utf-8")

    @property
    def database(self) -> str:
        return f"sqlite:///{(self.folder / 'data' / 'phuluc.db').as_posix()}"
