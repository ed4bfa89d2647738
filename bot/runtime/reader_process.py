"""One process that reads foreign files, from the product's side. Blocking: used from threads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import templates
from templates.appendix_import.frames import FrameError, read_frame, write_frame

MEMORY_BYTES = 256 * 1_048_576
CPU_SECONDS, WALL_SECONDS = 5, 10
MAX_ANSWER = 32 * 1_048_576  # bytes; what an appendix says is a tenth of a megabyte
READER = "templates.form_draft.worker"
SIGNATURE_READER = "templates.appendix_import.signatures.worker"
_ROOT = Path(templates.__file__).parent.parent
_INHERITED = ("LD_LIBRARY_PATH", "TZ")  # nothing else of the environment, where secrets are


@dataclass(frozen=True)
class ReaderLimits:
    """What reading one file may use. `memory_bytes` is address space, which is never less than
    what is used; with more than `kept_bytes` resident a process is not used again."""

    memory_bytes: int = MEMORY_BYTES
    cpu_seconds: float = CPU_SECONDS
    wall_seconds: float = WALL_SECONDS
    start_seconds: float = 60.0
    jobs: int = 200
    kept_bytes: int = 112 * 1_048_576

    def as_argument(self) -> str:
        return json.dumps({"memory_bytes": self.memory_bytes, "cpu_seconds": self.cpu_seconds})


class ReaderDiedError(Exception):
    """The process ended without an answer; `code` is its exit code, minus the signal's number."""

    def __init__(self, code: int | None) -> None:
        super().__init__(f"a reader process ended with {code}")
        self.code = code


@dataclass(frozen=True)
class ReaderAnswer:
    """`status` is done, refused, memory or broken; `given` is JSON where it is one of the first
    two."""

    status: str
    given: bytes


class ReaderProcess:
    """Starts with the first `start`, and is asked one thing at a time."""

    def __init__(self, limits: ReaderLimits, module: str = READER) -> None:
        """`module` is what the process runs."""
        self._limits = limits
        self._module = module
        self._process: subprocess.Popen[bytes] | None = None
        self.jobs = 0
        self.holds: tuple[str, ...] = ()  # what keeps it from the rest of the machine

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    @property
    def is_fit(self) -> bool:
        """Whether it runs, and has not been used so much that a new one is better."""
        if self._process is None or self._process.poll() is not None:
            return False
        resident = _resident_bytes(self._process.pid)
        return self.jobs < self._limits.jobs and resident <= self._limits.kept_bytes

    def start(self) -> None:
        """Start it, and wait until it has given up what it does not need. ReaderDiedError."""
        module = ("-m", self._module, self._limits.as_argument())
        self._process = subprocess.Popen(  # noqa: S603 - nothing in it comes from outside
            [sys.executable, "-s", "-P", *module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd="/",
            env=_environment(),
            start_new_session=True,  # a Ctrl+C in the terminal is the product's
        )
        _, holds = self._read()
        self.holds = tuple(json.loads(holds))

    def ask(self, parts: Sequence[bytes]) -> ReaderAnswer:
        """Its answer; ReaderDiedError when it ends instead, by itself or by `kill`."""
        assert self._process is not None  # noqa: S101 - started before
        assert self._process.stdin is not None  # noqa: S101
        try:
            write_frame(self._process.stdin, parts)
        except OSError as error:
            raise ReaderDiedError(self._process.wait()) from error
        status, given = self._read()
        self.jobs += 1
        return ReaderAnswer(status.decode("ascii", "replace"), given)

    def kill(self) -> None:
        """End it at once: it holds nothing that could be lost. From any thread."""
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """End it, and leave nothing of it behind."""
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue  # what it never took is still to be flushed
        self._process = None

    def _read(self) -> list[bytes]:
        assert self._process is not None  # noqa: S101
        assert self._process.stdout is not None  # noqa: S101
        try:
            return read_frame(self._process.stdout, MAX_ANSWER)
        except EOFError as error:
            raise ReaderDiedError(self._process.wait()) from error
        except FrameError as error:
            self._process.kill()
            raise ReaderDiedError(None) from error


def _resident_bytes(pid: int) -> int:
    """The memory that a process holds now; 0 where the system does not tell."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
    path = {"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"}
    return kept | path | {"MALLOC_ARENA_MAX": "1"}
