"""Files that officers send: fetched from where the channel keeps them, and read."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import structlog

from bot import joining
from bot.channel import Channel, ChannelError, FileTooLargeError, Incoming
from bot.comparing import compared, compared_pdf, report_meant, sealed_report, sender_of
from conversations.events import Checked, Event, Sent, Unreadable
from conversations.form import Form
from storage.limits import MOST_ROWS
from storage.store import Store, Transaction
from templates.catalog import Catalog
from templates.filed import FileRefusedError, read_filed
from templates.filed.limits import MAX_BYTES
from templates.filed.sealed import code_of, is_pdf

log = structlog.get_logger(__name__)
MEBIBYTE = 1_048_576


class Files:
    """Turns a file into the engine's event: what was understood of it, or why it is refused."""

    def __init__(self, store: Store, catalog: Catalog, channels: Sequence[Channel]) -> None:
        self._store = store
        self._catalog = catalog
        self._channels = {channel.name: channel for channel in channels}

    async def open(self, incoming: Incoming) -> Event:
        """Fetch and read the file. ChannelError when it may be had later; else never raises."""
        if incoming.file_size > MAX_BYTES:
            return _too_large(incoming.file_size)
        try:
            return await self._read(incoming, await self._content(incoming))
        except FileTooLargeError:
            return _too_large(max(incoming.file_size, MAX_BYTES + 1))
        except FileRefusedError as error:
            return Unreadable(code=error.code, data=error.data)
        except ChannelError as error:
            if not error.permanent:
                raise
            return Unreadable(code="file.lost")

    async def _read(self, incoming: Incoming, content: bytes) -> Event:
        """What the file says, held against the report it was issued from, or that it is of."""
        code = await asyncio.to_thread(code_of, content)
        async with self._store.transaction() as tx:
            sender = await sender_of(tx, incoming)
            sealed = await sealed_report(tx, sender, code)
            if sealed is not None and is_pdf(content):
                return Checked(compared=await compared_pdf(tx, self._catalog, content, sealed))
            form = await self._form_of(tx, sealed.report if sealed else sender.current)
        filed = await asyncio.to_thread(read_filed, form, incoming.file_name, content)
        async with self._store.transaction() as tx:
            meant = sealed.report if sealed else await report_meant(tx, sender, filed)
            if meant is None:
                return Sent(filed=filed)
            beside = await compared(tx, self._catalog, meant, filed, sealed)
            if sender.current is None or await tx.unit_of(meant) != sender.unit:
                return Checked(compared=beside)
        return Sent(filed=filed, compared=beside)

    async def forget(self, tx: Transaction, incoming: Incoming) -> None:
        """Once the file is read, only what was understood of it is kept."""
        number = _upload_number(incoming)
        if number is not None:
            await tx.drop_upload(incoming.channel, incoming.conversation, number)

    async def _content(self, incoming: Incoming) -> bytes:
        number = _upload_number(incoming)
        if number is not None:
            async with self._store.transaction() as tx:
                kept = await tx.upload(incoming.channel, incoming.conversation, number)
            if kept is not None:
                return kept
        channel = self._channels[incoming.channel]
        return await channel.fetch(incoming.file_ref, limit=MAX_BYTES)

    async def _form_of(self, tx: Transaction, report_id: int | None) -> Form:
        """The form of a report; a newcomer's is the one he will get."""
        if report_id is None:
            return joining.trial_form(self._catalog)
        report = await tx.load_report(report_id)
        return self._catalog.get(report.form_key, report.form_version)


def _upload_number(incoming: Incoming) -> int | None:
    """The number of the upload that the event speaks of, if it is one of ours."""
    ref = incoming.file_ref
    number = int(ref) if ref.isascii() and ref.isdecimal() and len(ref) < 18 else None
    return number if number is not None and number <= MOST_ROWS else None


def _too_large(size: int) -> Unreadable:
    data = {"size_mb": -(-size // MEBIBYTE), "limit_mb": MAX_BYTES // MEBIBYTE}
    return Unreadable(code="file.too_large", data=data)
