"""Whether a file that somebody sends is kept: first asked, then stored together with its event."""

from __future__ import annotations

from bot.dispatch.flood_guard import Admission, FloodGuard
from bot.ports.channel import FileOutcome, FileReceipt, Incoming
from bot.ports.clock import Clock
from bot.runtime.shield import finish_work
from conversations.protocol.messages import Wording
from storage.messaging.uploads import HeldFiles
from storage.operations.free_space import is_full
from storage.store import Store
from storage.transaction import Transaction

MEBIBYTE = 1_048_576
FILES_EACH = 20  # files of one conversation that wait to be read
BYTES_EACH = 50 * MEBIBYTE
FILES_ALL = 500  # of all conversations
BYTES_ALL = 512 * MEBIBYTE


class FileIntake:
    """Keeps files of channels that do not keep them themselves."""

    def __init__(self, store: Store, floods: FloodGuard, wording: Wording, clock: Clock) -> None:
        self._store = store
        self._floods = floods
        self._wording = wording
        self._clock = clock

    async def take(self, event: Incoming, content: bytes) -> FileReceipt:
        """Store the file and its event, or neither; what became of them, with words for a
        refusal."""
        try:
            outcome = await finish_work(self._take(event, content))
        except Exception as error:
            if not is_full(error):
                raise
            outcome = FileOutcome.FULL
        return FileReceipt(outcome, self._words(outcome))

    async def sweep(self) -> int:
        """Drop the files that no waiting event speaks of; how many there were."""
        async with self._store.transaction() as tx:
            return await tx.uploads.sweep()

    async def _take(self, event: Incoming, content: bytes) -> FileOutcome:
        async with self._store.transaction() as tx:
            if await tx.uploads.knows_event(event.channel, event.event_id):
                return FileOutcome.REPEATED
        if self._floods.admit((event.channel, event.conversation)) is not Admission.TAKEN:
            return FileOutcome.FLOODED
        async with self._store.transaction() as tx:
            refused = await self._refusal(tx, event, len(content))
            if refused is not None:
                return refused
            at = (event.channel, event.event_id, event.conversation)
            kept = await tx.uploads.add_with_event(*at, event.as_dict(), content, self._clock())
            return FileOutcome.STORED if kept else FileOutcome.REPEATED

    async def _refusal(self, tx: Transaction, event: Incoming, size: int) -> FileOutcome | None:
        own, all_ = await tx.uploads.count_held(event.channel, event.conversation)
        if _is_over(own, size, FILES_EACH, BYTES_EACH):
            return FileOutcome.TOO_MANY
        if _is_over(all_, size, FILES_ALL, BYTES_ALL) or not await tx.disk.has_room(size):
            return FileOutcome.FULL
        return None

    def _words(self, outcome: FileOutcome) -> str:
        data = {"files": FILES_EACH, "megabytes": BYTES_EACH // MEBIBYTE}
        match outcome:
            case FileOutcome.STORED | FileOutcome.REPEATED:
                return ""
            case FileOutcome.FLOODED:
                wait = {"seconds": round(self._floods.rest)}
                return self._wording.say("upload.flooded", wait).strip()
            case FileOutcome.TOO_MANY:
                return self._wording.say("upload.too_many", data).strip()
            case FileOutcome.FULL:
                return self._wording.say("upload.full", {}).strip()


def _is_over(held: HeldFiles, size: int, files: int, most_bytes: int) -> bool:
    return held.files >= files or held.bytes + size > most_bytes
