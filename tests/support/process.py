"""The real product as a process of its own, to be talked to from outside, and killed."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.patience import PATIENCE
from tests.support.prepared import prepared
from tests.torture.fork_client import shared

LOOK_SECONDS = 0.01
NO_LIMITS = {"TELEGRAM_PER_SECOND": "0", "PER_PERSON": "0"}  # tests type faster than people


@dataclass(frozen=True)
class Finished:
    """A command that has ended: its exit code, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


async def run_command(
    folder: Path, *words: str, typed: bytes = b"", env: Mapping[str, str] | None = None
) -> Finished:
    """`phuluc` with these words in this folder, forked as the product is; `typed` is what it
    reads. Without `env`: this process's own, without settings of the product."""
    at = Path(tempfile.mkdtemp(dir=folder, prefix="command-"))
    names = ("typed", "out", "log")
    lines, out, log = (at / name for name in names)
    for file, content in ((lines, typed), (out, b""), (log, b"")):
        file.write_bytes(content)
    pid = await shared().start_product(
        folder, log, out, clean_environment() if env is None else env, words=words, typed=lines
    )
    async with asyncio.timeout(PATIENCE):
        code = await shared().wait_for_exit(pid)
    said = (file.read_text("utf-8", "surrogateescape") for file in (out, log))
    done = Finished(code, *said)
    shutil.rmtree(at)
    return done


def clean_environment(**settings: str) -> dict[str, str]:
    """This process's environment with these settings of the product (without their prefix) and
    no others."""
    clean = {name: text for name, text in os.environ.items() if not name.startswith("PHULUC_")}
    return clean | {f"PHULUC_{name}": text for name, text in settings.items()}


@dataclass
class Process:
    """`phuluc run` with its data in `folder`, forked by a server that has everything imported: to
    start Python anew takes ten times as long. `extra` are settings without their prefix."""

    folder: Path
    extra: dict[str, str] = field(default_factory=dict)
    address: str = ""
    _pid: int = 0
    _starts: int = 0

    async def start(self) -> None:
        """Start, and wait until the web chat listens; its address is printed on the first line."""
        settings = {
            "DATA_DIR": str(self.folder / "data"),
            "HTTP_PORT": "0",
            "TRIAL_FORM": "cchc-so",  # whatever others are installed
            **NO_LIMITS,
            **self.extra,
        }
        env = clean_environment(**settings)
        if "DATABASE_URL" not in self.extra:
            prepared(self.folder / "data" / "phuluc.db")
        self._starts += 1
        out = self.folder / f"out-{self._starts}.txt"
        self._pid = await shared().start_product(self.folder, self.folder / "log.txt", out, env)
        line = ""
        for _ in range(round(PATIENCE / LOOK_SECONDS)):
            line = _first_line(out)
            if line or shared().has_exited(self._pid):
                break
            await asyncio.sleep(LOOK_SECONDS)
        assert line.startswith("Phuluc: "), self.log
        self.address = line.removeprefix("Phuluc: ").strip().partition("#")[0]

    @property
    def link(self) -> str:
        """The link that signs a browser in."""
        key = (self.folder / "data" / "web-key").read_text().strip()
        return f"{self.address}#key={key}"

    async def kill(self) -> None:
        """End it with SIGKILL: no handler runs, nothing is flushed."""
        self.send(signal.SIGKILL)
        await shared().wait_for_exit(self._pid)

    async def stop(self) -> int:
        """End it as an administrator would; its exit code."""
        self.send(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE):
            return await shared().wait_for_exit(self._pid)

    async def ended(self) -> int:
        """Wait until it ends by itself; its exit code."""
        async with asyncio.timeout(2 * PATIENCE):
            return await shared().wait_for_exit(self._pid)

    def send(self, what: signal.Signals) -> None:
        """Send it a signal, unless it has ended."""
        if not shared().has_exited(self._pid):
            os.kill(self._pid, what)

    @property
    def log(self) -> str:
        return (self.folder / "log.txt").read_text(encoding="utf-8")

    @property
    def database(self) -> str:
        return f"sqlite:///{(self.folder / 'data' / 'phuluc.db').as_posix()}"


def _first_line(path: Path) -> str:
    """The first line that is written in the file; empty until it is whole."""
    text = path.read_text("utf-8") if path.exists() else ""
    return text.partition("\n")[0] if "\n" in text else ""
