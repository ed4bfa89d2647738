"""Files that officers send: fetched from where the channel keeps them, and read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import structlog

from bot.files.comparison import (
    compare_with_submissions,
    compared_pdf,
    report_meant,
    sealed_report,
    sender_of,
)
from bot.files.form_intake import FormIntake
from bot.ports.channel import Channel, ChannelError, FileTooLargeError, Incoming
from bot.ports.clock import Clock
from bot.runtime.fair_queue import FairQueue, QueueFullError
from bot.runtime.published_forms import find_pinned
from bot.runtime.reader_pool import ReaderPool
from conversations.forms.model import Form
from conversations.protocol.events import Event, FileChecked, FileRefused, FileSent
from conversations.reports.file_comparison import FileComparison
from storage.messaging.issued_files import IssuedFile
from storage.store import Store
from storage.tables.types import MOST_ROWS
from storage.transaction import Transaction
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.limits import MAX_BYTES
from templates.loading.catalog import Catalog, SampleReport

log = structlog.get_logger(__name__)
MEBIBYTE = 1_048_576
MAX_HELD = 3  # files that are in memory at once
MAX_WAITING = 20  # files that are not fetched yet


class IncomingFiles:
    """Turns a file into the engine's event: what was understood of it, or why it is refused."""

    def __init__(
        self,
        store: Store,
        catalog: Catalog,
        channels: Sequence[Channel],
        readers: ReaderPool | None = None,
        trial: Callable[[], SampleReport | None] = lambda: None,
        forms: Path | None = None,
        clock: Clock | None = None,
        roots: Path | None = None,
    ) -> None:
        """Files are read by `readers`; without any, by some of its own, which `close` ends.
        `trial` tells what a newcomer gets; `forms` is the folder of the installation's own forms,
        where administrators may make some, `roots` that of the certificates that signatures are
        held against."""
        self._trial = trial
        self._store = store
        self._catalog = catalog
        self._readers = readers or ReaderPool(roots=roots)
        self._owns_readers = readers is None
        self._held = FairQueue(MAX_HELD, MAX_WAITING)
        self._channels = {channel.name: channel for channel in channels}
        self._clock = clock
        self._making = FormIntake(forms, self._readers, catalog) if forms is not None else None

    @property
    def readers(self) -> ReaderPool:
        """What reads foreign files."""
        return self._readers

    async def open(self, incoming: Incoming) -> Event:
        """Fetch and read the file. ChannelError when it may be had later; else never raises. The
        file of somebody who has neither a role nor a trial is not even fetched."""
        if not await self._is_known(incoming):
            return FileRefused(code="file.lost")
        if incoming.file_size > MAX_BYTES:
            return _too_large(incoming.file_size)
        try:
            async with self._held.turn(f"{incoming.channel}:{incoming.conversation}"):
                return await self._read(incoming, await self._content(incoming))
        except QueueFullError:
            return FileRefused(code="file.busy")
        except FileTooLargeError:
            return _too_large(max(incoming.file_size, MAX_BYTES + 1))
        except FileRefusedError as error:
            return FileRefused(code=error.code, data=error.data)
        except ChannelError as error:
            if not error.permanent:
                raise
            return FileRefused(code="file.lost")

    async def _read(self, incoming: Incoming, content: bytes) -> Event:
        """What the file says, held against the report it was issued from, or that it is of."""
        made = await self._form(incoming, content)
        if made is not None:
            return made
        found = await self._readers.find_code(content)
        issued = None
        async with self._store.transaction() as tx:
            sender = await sender_of(tx, incoming)
            sealed = await sealed_report(tx, sender, found.code)
            if sealed is not None and found.is_pdf:
                issued = await compared_pdf(tx, self._catalog, content, sealed)
                if issued.pdf == "same":
                    return FileChecked(compared=issued)
            form = await self._form_of(tx, sealed.report if sealed else sender.current)
        if form is None:
            return FileRefused(code="file.no_report")
        try:
            filed = await self._readers.read_appendix(form, incoming.file_name, content)
        except FileRefusedError:
            issued = issued or await self._as_issued(content, sealed)
            if issued is None:
                raise
            return FileChecked(compared=issued)  # a scan of it, perhaps: that much is known
        async with self._store.transaction() as tx:
            meant = sealed.report if sealed else await report_meant(tx, sender, filed)
            if meant is None:
                return FileSent(filed=filed)
            beside = await compare_with_submissions(tx, self._catalog, meant, filed, sealed)
            beside = beside.model_copy(update={"signatures": filed.signatures})
            if sender.current is None or await tx.duties.unit_of(meant) != sender.unit:
                return FileChecked(compared=beside)
        return FileSent(filed=filed, compared=beside)

    async def _as_issued(self, content: bytes, sealed: IssuedFile | None) -> FileComparison | None:
        """A file without a table, as the report in words, that is as it was issued."""
        if sealed is None:
            return None
        async with self._store.transaction() as tx:
            found = await compared_pdf(tx, self._catalog, content, sealed)
        return found if found.pdf == "same" else None

    async def _form(self, incoming: Incoming, content: bytes) -> Event | None:
        """What the file became as a form; None where it is not meant to be one."""
        if self._making is None or self._clock is None:
            return None
        async with self._store.transaction() as tx:
            wanted = await self._making.wanted(tx, incoming)
            may_correct = wanted is None and await self._making.may_correct(tx, incoming)
        if wanted is not None:
            corrected = await self._making.correct(content, self._clock())
            if corrected is not None:
                return corrected
            return await self._making.draft(wanted, incoming.file_name, content, self._clock())
        return await self._making.correct(content, self._clock()) if may_correct else None

    async def forget(self, tx: Transaction, incoming: Incoming) -> None:
        """Once the file is read, only what was understood of it is kept."""
        number = _upload_number(incoming)
        if number is not None:
            await tx.uploads.drop(incoming.channel, incoming.conversation, number)

    async def close(self) -> None:
        """End what reads files, when nobody sends any more."""
        if self._owns_readers:
            await self._readers.close()

    async def _is_known(self, incoming: Incoming) -> bool:
        """Whether the sender has a role or a trial, or gets one because there are no units yet."""
        async with self._store.transaction() as tx:
            if not await tx.units.roots():
                return True
            sender = await sender_of(tx, incoming)
            if sender.member is None:
                return False
            trial = sender.unit is not None and await tx.units.is_trial(sender.unit)
            return trial or bool(await tx.roles.of_member(sender.member))

    async def _content(self, incoming: Incoming) -> bytes:
        number = _upload_number(incoming)
        if number is not None:
            async with self._store.transaction() as tx:
                kept = await tx.uploads.find(incoming.channel, incoming.conversation, number)
            if kept is not None:
                return kept
        channel = self._channels[incoming.channel]
        return await channel.fetch(incoming.file_ref, limit=MAX_BYTES)

    async def _form_of(self, tx: Transaction, report_id: int | None) -> Form | None:
        """The form of a report; a newcomer's is the one they will get, if they do not choose."""
        if report_id is None:
            trial = self._trial()
            return trial.form if trial is not None else None
        report = await tx.reports.load(report_id)
        return await find_pinned(tx, self._catalog, report)


def _upload_number(incoming: Incoming) -> int | None:
    """The number of the upload that the event speaks of, if it is one of ours."""
    ref = incoming.file_ref
    number = int(ref) if ref.isascii() and ref.isdecimal() and len(ref) < 18 else None
    return number if number is not None and number <= MOST_ROWS else None


def _too_large(size: int) -> FileRefused:
    data = {"size_mb": -(-size // MEBIBYTE), "limit_mb": MAX_BYTES // MEBIBYTE}
    return FileRefused(code="file.too_large", data=data)
