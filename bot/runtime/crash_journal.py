"""Which events a process computes at this moment, written down so that it survives the process.

A file in the data directory that is held locked for as long as its process lives. It is written
without waiting for the disk: that is enough to outlive the process, which is all that is asked.
Whoever finds a file that nobody holds reads in it what its process died of.
"""

from __future__ import annotations

import fcntl
import os
import time
from dataclasses import dataclass, field
from pathlib import Path

import structlog

from storage.messaging.attempts import EventName

log = structlog.get_logger(__name__)
SLOT_BYTES = 1_024
SLOTS = 17  # the first is the event loop's, the others are for work on threads
ELSEWHERE_SECONDS = 60  # how long an event that another process computes is left to it
_FREE = b" "
_SUFFIX = ".journal"


@dataclass(frozen=True, slots=True)
class ComputedEvent:
    """An event that a process computed; `stored`: it was in the database already. `since` is a
    second of this machine's clock."""

    name: EventName
    stored: bool
    since: int


@dataclass
class CrashJournal:
    """The file of this process, and those of others on this machine."""

    folder: Path
    name: str
    _file: int = -1
    _free: list[int] = field(default_factory=lambda: list(range(1, SLOTS)))
    _others: dict[str, int] = field(default_factory=dict)  # open files, by process
    _fallen: dict[str, int] = field(default_factory=dict)  # those of dead ones, held by us

    @classmethod
    def open(cls, folder: Path, name: str) -> CrashJournal:
        """Begin the file of the process of this name; OSError when there can be none."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        journal = cls(folder, name)
        journal._file = os.open(folder / f"{name}{_SUFFIX}", os.O_RDWR | os.O_CREAT, 0o600)
        # Its whole length now: a full disk must not be in the way later.
        os.pwrite(journal._file, _FREE * (SLOTS * SLOT_BYTES), 0)
        fcntl.flock(journal._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        journal.look_around()
        return journal

    def close(self) -> None:
        """The process ends by itself, and has nothing in hand."""
        for number in (*self._others.values(), *self._fallen.values()):
            os.close(number)
        self._others.clear()
        self._fallen.clear()
        (self.folder / f"{self.name}{_SUFFIX}").unlink(missing_ok=True)
        os.close(self._file)

    def mark(self, name: EventName, slot: int = 0, *, stored: bool = True) -> None:
        """From now on the process computes this event; `stored`: it is in the database."""
        way = "S" if stored else "N"
        record = f"{way}{name[0]}\0{name[1]}\0{int(time.monotonic())}\0".encode(errors="replace")
        self._write(record[:SLOT_BYTES], slot)

    def clear(self, slot: int = 0) -> None:
        """It does not any more."""
        self._write(_FREE, slot)

    def _write(self, record: bytes, slot: int) -> None:
        try:
            os.pwrite(self._file, record, slot * SLOT_BYTES)
        except OSError as error:  # a broken disk is no reason not to answer
            log.warning("journal not written", reason=type(error).__name__)

    def take_slot(self, name: EventName) -> int | None:
        """Mark an event that is worked on beside the event loop; None when all slots are used."""
        if not self._free:
            return None
        slot = self._free.pop()
        self.mark(name, slot)
        return slot

    def give_slot_back(self, slot: int | None) -> None:
        """The work beside the event loop is done."""
        if slot is not None:
            self.clear(slot)
            self._free.append(slot)

    def look_around(self) -> None:
        """Learn which other processes of this machine share the folder."""
        there = {path.stem: path for path in self.folder.glob(f"*{_SUFFIX}")}
        for name in [name for name in self._others if name not in there]:
            os.close(self._others.pop(name))
        for name, path in there.items():
            if name != self.name and name not in self._others and name not in self._fallen:
                try:
                    self._others[name] = os.open(path, os.O_RDWR)
                except OSError as error:  # it ended just now, or is somebody else's
                    log.info("journal not read", reason=type(error).__name__)

    def someone_fell(self) -> bool:
        """Whether another process of this machine has died whose file nobody has read yet. It is
        asked before each event, so it costs a call of the system for each other process."""
        for name, number in [*self._others.items()]:
            try:
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            self._fallen[name] = self._others.pop(name)
        return bool(self._fallen)

    def fallen(self) -> dict[str, list[ComputedEvent]]:
        """The processes that have died, and what each computed as it died. Only one process at a
        time is told of each."""
        self.someone_fell()
        return {name: _computing(number) for name, number in self._fallen.items()}

    def forget(self, name: str) -> None:
        """What the file of a dead process says is kept elsewhere now."""
        (self.folder / f"{name}{_SUFFIX}").unlink(missing_ok=True)
        os.close(self._fallen.pop(name))

    def is_elsewhere(self, name: EventName) -> bool:
        """Whether another process of this machine computes this event just now."""
        now = time.monotonic()
        for number in self._others.values():
            record = _record(os.pread(number, SLOT_BYTES, 0))
            if record is not None and record.name == name:
                return now - record.since < ELSEWHERE_SECONDS
        return False


def _computing(number: int) -> list[ComputedEvent]:
    """What the event loop computed; what the threads worked on, if it computed nothing."""
    found = [
        (slot, record)
        for slot in range(SLOTS)
        if (record := _record(os.pread(number, SLOT_BYTES, slot * SLOT_BYTES))) is not None
    ]
    on_loop = [record for slot, record in found if slot == 0]
    return on_loop or [record for _, record in found]


def _record(raw: bytes) -> ComputedEvent | None:
    parts = raw[1:].split(b"\0")
    if raw[:1] not in (b"S", b"N") or len(parts) < 4 or not parts[2].isdigit():
        return None
    name = (parts[0].decode(errors="replace"), parts[1].decode(errors="replace"))
    return ComputedEvent(name, raw.startswith(b"S"), int(parts[2]))
