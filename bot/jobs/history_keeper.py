"""Keeping where the history ends in a file, and SQLite's files under the running product."""

from __future__ import annotations

import asyncio
from pathlib import Path

import structlog

from bot.runtime.shield import finish_work
from storage.history.kept_head import KeptHead, write_head
from storage.operations.database_file import DatabaseReplacedError
from storage.store import Store, StoreError

log = structlog.get_logger(__name__)
LOOK_SECONDS = 1.0
SHARE = 50  # the work may take one part of so many of the time
QUIET_LOOKS = 5  # every so many looks: is the journal at rest


class HistoryKeeper:
    """Writes the head after it has moved, at most once a second, and seldomer where the work
    takes long. Ends the product when its database was taken away under it, with all saved that
    can be."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self._kept: KeptHead | None = None
        self._failing = False

    async def run(self) -> None:
        """Look again and again, until cancelled. StoreError when the database was replaced."""
        loop = asyncio.get_running_loop()
        looks = 0
        while True:
            began = loop.time()
            await self._look(looks)
            looks += 1
            await asyncio.sleep(max(LOOK_SECONDS, SHARE * (loop.time() - began)))

    async def _look(self, looks: int) -> None:
        file = self._store.file
        if file is not None and not file.is_ours():
            await self._save()
        try:
            await finish_work(self.keep_head())
            if file is not None and looks % QUIET_LOOKS == 0:
                await finish_work(asyncio.to_thread(file.checkpoint_when_quiet))
        except DatabaseReplacedError:
            return  # told by the next look
        except Exception as error:
            if not self._failing:  # once, until it is well again
                log.warning("head of the history not kept", why=str(error))
            self._failing = True
        else:
            self._failing = False

    async def keep_head(self) -> bool:
        """Write where the history ends, if it has moved; whether it has."""
        head = await self._store.heads()
        if head == self._kept:
            return False
        await asyncio.to_thread(write_head, self._folder, head)
        self._kept = head
        return True

    async def close(self) -> None:
        """Keep the last head, when the product ends in order."""
        try:
            await finish_work(self.keep_head())
        except Exception as error:
            log.warning("head of the history not kept", why=str(error))

    async def _save(self) -> None:
        """Save what the open files hold, and end."""
        try:
            saved = await finish_work(self._store.save_copy())
        except Exception as error:
            log.exception("database replaced, and nothing could be saved")
            raise StoreError(_NOT_SAVED, error=error) from error
        log.error("database replaced", copy=str(saved.copy), in_place=saved.in_place)
        raise StoreError(_SAVED_TWICE if saved.in_place else _SAVED_BESIDE, copy=saved.copy)


_NOT_SAVED = (
    "the database or its journal was removed or replaced while it was in use, and nothing could be "
    "saved: {error}"
)
_SAVED_TWICE = (
    "the database or its journal was removed or replaced while it was in use; all of it is saved "
    "in {copy}, and in the database itself: it can be started again"
)
_SAVED_BESIDE = (
    "the database or its journal was removed or replaced while it was in use; all of it is saved "
    "in {copy}: put it in the place of the database, without a journal, and start again"
)
