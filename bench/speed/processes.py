"""The processes under test: started pinned to a core, watched, and killed."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60.0


class StartError(Exception):
    """A process did not come up; the text is the end of its log."""


@dataclass
class Processes:
    """Those of one system, each with a log in `folder`; killed with SIGKILL at the end.
    `beside` is the database server's, whose work counts too."""

    folder: Path
    core: int
    beside: int | None = None
    _started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, command: Sequence[str], environment: Mapping[str, str]) -> None:
        """Start one more, on the core."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PHULUC_")}
        with (self.folder / f"log-{len(self._started)}.txt").open("wb") as log:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=kept | {"PYTHONPATH": str(ROOT)} | dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        os.sched_setaffinity(process.pid, {self.core})
        self._started.append(process)

    async def listening(self, port: int) -> None:
        """Wait until somebody listens there."""
        until = time.monotonic() + START_SECONDS
        while True:
            for number, process in enumerate(self._started):
                if process.poll() is not None or time.monotonic() > until:
                    log = (self.folder / f"log-{number}.txt").read_text(errors="replace")
                    raise StartError(log[-3_000:])
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return

    @property
    def ids(self) -> list[int]:
        return [process.pid for process in self._started]

    def cpu_seconds(self) -> float:
        """Processor time used so far, the database server's included."""
        return sum(map(_cpu, self.ids)) + (_cpu_of_family(self.beside) if self.beside else 0.0)

    def resident(self) -> int:
        """Bytes of memory held by the processes themselves."""
        return sum(psutil.Process(pid).memory_info().rss for pid in self.ids)

    def kill(self) -> None:
        """No handler runs, nothing is flushed."""
        for process in self._started:
            process.send_signal(signal.SIGKILL)
            process.wait()
        self._started.clear()

    def log(self) -> str:
        logs = sorted(self.folder.glob("log-*.txt"))
        return "\n".join(log.read_text(errors="replace")[-2_000:] for log in logs)


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port


def _cpu(pid: int) -> float:
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def _cpu_of_family(pid: int) -> float:
    """With the children at work and those that have ended."""
    parent = psutil.Process(pid)
    times = parent.cpu_times()
    ended = float(times.children_user + times.children_system)
    return _cpu(pid) + ended + sum(_cpu(child.pid) for child in parent.children(recursive=True))


def at_work(core: int) -> float:
    """Seconds that the core has worked for anybody, or was taken from this machine."""
    times = psutil.cpu_times(percpu=True)[core]
    return float(times.user + times.nice + times.system + times.steal)
