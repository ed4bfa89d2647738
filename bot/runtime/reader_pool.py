"""Foreign files are read by a few processes with limits, never by the product itself.

The processes start with the first file, are used again, and end when there has been none for a
while: files come a few times a quarter."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import structlog

from bot.runtime.fair_queue import FairQueue, QueueFullError
from bot.runtime.reader_process import (
    SIGNATURE_READER,
    ReaderAnswer,
    ReaderDiedError,
    ReaderLimits,
    ReaderProcess,
)
from conversations.forms.model import Form
from conversations.reports.file_signatures import UNREADABLE, FileSignature
from conversations.reports.previous import FiledAppendix
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.signatures.roots import pack_roots
from templates.form_draft.found_forms import FoundForms, load_found
from templates.form_draft.model import FormDraft
from templates.form_draft.output.file_template import dump_draft, load_template
from templates.form_draft.output.word_template import MadeTemplate

T = TypeVar("T")
log = structlog.get_logger(__name__)
READERS = 2
MAX_WAITING = 100  # files; those who send them wait in a queue of their own
IDLE_SECONDS = 300.0
_SIGNED = b"/ByteRange"  # stands in every PDF that is signed
_TOO_MUCH = frozenset({signal.SIGPROF, signal.SIGKILL, signal.SIGABRT})  # Rust aborts without room


@dataclass(frozen=True)
class FoundCode:
    """The code of ours that a file carries, and whether it is a PDF."""

    code: str | None
    is_pdf: bool


class ReaderPool:
    """Every method that reads raises FileRefusedError when the file cannot be read; a file that
    ends its reader, or for which there is no reader, is refused too."""

    def __init__(
        self,
        readers: int = READERS,
        limits: ReaderLimits | None = None,
        *,
        idle_seconds: float = IDLE_SECONDS,
        roots: Path | None = None,
    ) -> None:
        """`roots` is the folder of certificates that signatures are held against, if there is
        one."""
        self._roots = roots
        self._limits = limits or ReaderLimits()
        self._queue = FairQueue(readers, MAX_WAITING)
        self._idle_seconds = idle_seconds
        self._idle: list[tuple[asyncio.TimerHandle, ReaderProcess]] = []
        self._threads = ThreadPoolExecutor(readers, thread_name_prefix="reader")
        self._forms: dict[tuple[str, str], bytes] = {}
        self.started = 0  # processes, so far

    async def find_code(self, content: bytes) -> FoundCode:
        return FoundCode(**json.loads(await self._read([b"code", content])))

    async def read_appendix(self, form: Form, file_name: str, content: bytes) -> FiledAppendix:
        name = file_name.encode("utf-8", "surrogatepass")
        given = await self._read([b"appendix", self._packed(form), name, content])
        filed = FiledAppendix.model_validate_json(given)
        if filed.kind != "pdf" or _SIGNED not in content:
            return filed
        return filed.model_copy(update={"signatures": await self._signatures(content)})

    async def read_signatures(self, content: bytes) -> tuple[FileSignature, ...]:
        """The signatures on a PDF, in the order they were made, by a process of its own: what it
        loads is large, and few files are signed."""
        roots = await asyncio.to_thread(pack_roots, self._roots)
        given = await self._read([b"signatures", roots, content], alone=True)
        return tuple(FileSignature.model_validate(one) for one in json.loads(given))

    async def _signatures(self, content: bytes) -> tuple[FileSignature, ...]:
        try:
            return await self.read_signatures(content)
        except FileRefusedError as error:
            log.warning("signatures not read", code=error.code)
            return (UNREADABLE,)
        except OSError as error:
            log.warning("no roots to verify signatures by", reason=str(error))
            return (UNREADABLE,)

    async def read_lines(self, content: bytes) -> list[list[str]]:
        """The first sheet of a spreadsheet, as lines of text."""
        lines: list[list[str]] = json.loads(await self._read([b"lines", content]))
        return lines

    async def draft_form(
        self, name: str, file_name: str, content: bytes, wanted: str = ""
    ) -> FoundForms:
        """The blank form that a ministry's file holds, or, of several, the one that is wanted by
        its number, its code or words of its title."""
        words = (one.encode("utf-8", "surrogatepass") for one in (name, file_name, wanted))
        return load_found(await self._read([b"draft", *words, content]))

    async def make_template(self, draft: FormDraft, content: bytes) -> MadeTemplate:
        """The template made of the file that the draft was read from."""
        return load_template(await self._read([b"template", dump_draft(draft), content]))

    async def read_sheets(self, content: bytes) -> dict[str, list[list[str]]]:
        """All sheets of a workbook, as lines of text by their names."""
        sheets: dict[str, list[list[str]]] = json.loads(await self._read([b"sheets", content]))
        return sheets

    async def close(self) -> None:
        """End the idle processes; there are no others once nobody reads any more."""
        while self._idle:
            end, reader = self._idle.pop()
            end.cancel()
            reader.close()
        self._threads.shutdown(wait=False)

    @property
    def pids(self) -> list[int]:
        """The processes that wait for a file."""
        return [reader.pid for _, reader in self._idle if reader.pid is not None]

    def _packed(self, form: Form) -> bytes:
        """A form as the processes get it; a version of it never changes."""
        key = (form.key, form.version)
        if key not in self._forms:
            self._forms[key] = form.model_dump_json().encode()
        return self._forms[key]

    async def _read(self, parts: Sequence[bytes], *, alone: bool = False) -> bytes:
        try:
            async with self._queue.turn(""):
                answer = await (self._ask_alone(parts) if alone else self._ask(parts))
        except QueueFullError as error:
            raise FileRefusedError("file.busy") from error
        if answer.status == "done":
            return answer.given
        if answer.status == "refused":
            refused = json.loads(answer.given)
            raise FileRefusedError(refused["code"], **refused["data"])
        if answer.status == "memory":
            raise self._too_much()
        log.warning("file not read", kind=answer.given.decode("ascii", "replace")[:80])
        raise FileRefusedError("file.broken")

    async def _ask_alone(self, parts: Sequence[bytes]) -> ReaderAnswer:
        """Have a process do it that reads signatures, and ends."""
        reader = await self._started(ReaderProcess(self._limits, SIGNATURE_READER))
        try:
            return await self._run(reader, self._limits.wall_seconds, partial(reader.ask, parts))
        except ReaderDiedError as error:
            raise self._died(error) from error
        finally:
            reader.close()

    async def _ask(self, parts: Sequence[bytes]) -> ReaderAnswer:
        """Have a process do it; it is kept for the next file if it is still good."""
        reader = await self._ready_reader()
        try:
            seconds = self._limits.wall_seconds
            answer = await self._run(reader, seconds, partial(reader.ask, parts))
        except ReaderDiedError as error:
            reader.close()
            raise self._died(error) from error
        if answer.status == "memory" or not reader.is_fit:
            reader.close()
        else:
            self._keep(reader)
        return answer

    async def _ready_reader(self) -> ReaderProcess:
        """One that waits, or a new one. FileRefusedError when the system lets none start."""
        while self._idle:
            end, reader = self._idle.pop()
            end.cancel()
            if reader.is_fit:
                return reader
            reader.close()
        return await self._started(ReaderProcess(self._limits))

    async def _started(self, reader: ReaderProcess) -> ReaderProcess:
        """The process once it is ready. FileRefusedError when the system lets none start."""
        try:
            await self._run(reader, self._limits.start_seconds, reader.start)
        except (ReaderDiedError, OSError) as error:
            log.exception("no reader process can be started")
            reader.close()
            raise FileRefusedError("file.busy") from error
        self.started += 1
        log.info("reader process started", pid=reader.pid, holds=reader.holds)
        return reader

    async def _run(self, reader: ReaderProcess, seconds: float, work: Callable[[], T]) -> T:
        """Do it in a thread; the process is killed when it takes longer, or nobody waits."""
        loop = asyncio.get_running_loop()
        late = loop.call_later(seconds, reader.kill)
        future = loop.run_in_executor(self._threads, work)
        try:
            return await asyncio.shield(future)
        except asyncio.CancelledError:
            reader.kill()
            await asyncio.wait({future})
            future.exception()  # it is of no interest any more
            reader.close()
            raise
        finally:
            late.cancel()

    def _keep(self, reader: ReaderProcess) -> None:
        end = asyncio.get_running_loop().call_later(self._idle_seconds, self._end_idle, reader)
        self._idle.append((end, reader))

    def _end_idle(self, reader: ReaderProcess) -> None:
        """End a process that has waited long enough: its timer is cancelled when it is taken."""
        self._idle = [one for one in self._idle if one[1] is not reader]
        reader.close()

    def _died(self, error: ReaderDiedError) -> FileRefusedError:
        log.warning("reader process ended", code=error.code)
        too_much = error.code is not None and -error.code in _TOO_MUCH
        return self._too_much() if too_much else FileRefusedError("file.broken")

    def _too_much(self) -> FileRefusedError:
        return FileRefusedError("file.heavy", seconds=round(self._limits.wall_seconds))
