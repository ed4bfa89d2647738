"""Where the history ended, kept in a file beside the database.

Whoever cuts the database's journal, or puts an older copy in its place, leaves a database that is
sound in itself. It ends before the head that was kept. The file is no secret and is not signed:
who may write in the data directory may write it too. The witness against that person is the head
that goes to the coordinators each day.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from conversations.reports.hash_chain import REGISTER, SHORT, heads_hash
from storage.history.audit_log import HEAD, REGISTER_HEAD
from storage.history.entries import chain_rows
from storage.tables.core import history, office, org_unit, report

HEAD_FILE = "history-head.json"
MISSING_FILES = "history-missing-*.json"  # heads that were not met at a start, until accepted
ACCEPTED, RESTORED = "accepted", "restored"  # subjects of the office's entries about it
MOST_NAMED = 10  # reports that are named
_OFFICE = {HEAD: 0, REGISTER_HEAD: REGISTER}


class KeptHeadError(Exception):
    """The file cannot be read; the text is one line for the administrator."""


@dataclass(frozen=True, slots=True)
class KeptHead:
    """The number of the newest entry of all chains, when it was made, and the beginning of the
    hash that each chain ended in."""

    entry: int
    at: datetime | None
    chains: Mapping[int, str]

    @property
    def digest(self) -> str:
        """One hash over all of it."""
        return heads_hash({**self.chains, -2: str(self.entry)})

    def as_json(self) -> str:
        at = self.at.isoformat() if self.at else None
        chains = {str(number): hashed for number, hashed in self.chains.items()}
        return json.dumps({"entry": self.entry, "at": at, "chains": chains})


@dataclass(frozen=True, slots=True)
class MissingHistory:
    """A head that was kept and is not met: the database ends before it, or was written anew.
    `reports` are those whose chain does not hold what it held, `others` the office and the
    register likewise; `units` whose reports they are, as far as they are there."""

    file: Path
    kept: KeptHead
    now: KeptHead
    reports: tuple[int, ...]
    others: tuple[str, ...]
    units: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many entries are missing at least."""
        return max(self.kept.entry - self.now.entry, 0)

    @property
    def entry(self) -> dict[str, Any]:
        """What the history says of it when an administrator goes on without."""
        return {
            "kept": self.kept.entry,
            "kept_at": self.kept.at.isoformat() if self.kept.at else None,
            "digest": self.kept.digest,
            "ends": self.now.entry,
            "missing": self.count,
            "reports": [*self.reports],
        }

    @property
    def lines(self) -> list[str]:
        """What is missing, and the ways out, for the administrator."""
        kept, now = self.kept, self.now
        many = f"{self.count} entries are missing" if self.count else "entries were written anew"
        found = [
            f"the history ends at entry {now.entry} ({_moment(now.at)}), but entry {kept.entry} "
            f"({_moment(kept.at)}) was kept in {self.file}: {many}"
        ]
        if self.reports:
            named = [*self.units[:MOST_NAMED]]
            more = len(self.reports) - len(named)
            found.append(f"reports that have lost entries: {', '.join(named)}{_more(named, more)}")
        if self.others:
            found.append(f"also: {', '.join(self.others)}")
        found.append(
            "stop the product and restore the newest backup (phuluc database restore), or go on "
            "with what is there: phuluc audit accept"
        )
        return found


def _moment(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds") if at else "empty"


def _more(named: list[str], more: int) -> str:
    return f"{' and ' if named else ''}{more} more" if more else ""


def read_heads(connection: Connection) -> KeptHead:
    """Where every chain ends now."""
    newest = select(history.c.id, history.c.at).order_by(history.c.id.desc()).limit(1)
    last = connection.execute(newest).first()
    named = select(office.c.name, office.c.text).where(office.c.name.in_(_OFFICE))
    chains = {_OFFICE[row.name]: row.text[:SHORT] for row in connection.execute(named)}
    reports = select(report.c.id, report.c.head).where(report.c.head.is_not(None))
    chains |= {row.id: row.head[:SHORT] for row in connection.execute(reports)}
    return KeptHead(last.id if last else 0, last.at if last else None, chains)


def write_head(folder: Path, head: KeptHead) -> None:
    """Keep the head, in place of the one before; whole or not at all. OSError when it cannot
    be."""
    path = folder / HEAD_FILE
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(head.as_json())
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _sync(folder)


def _sync(folder: Path) -> None:
    """Have the new name of a file on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_head_file(path: Path) -> KeptHead | None:
    """The head in a file; None when there is no file, KeptHeadError when it cannot be read."""
    try:
        said = json.loads(path.read_text("utf-8"))
        at = datetime.fromisoformat(said["at"]) if said["at"] else None
        chains = {int(number): str(hashed) for number, hashed in said["chains"].items()}
        return KeptHead(int(said["entry"]), at, chains)
    except FileNotFoundError:
        return None
    except (AttributeError, KeyError, OSError, TypeError, ValueError) as error:
        message = f"{path} cannot be read ({type(error).__name__}): what was kept is unknown"
        raise KeptHeadError(message) from error


def kept_files(folder: Path) -> Iterator[Path]:
    """The files that may hold a head: those that were not met before first."""
    yield from sorted(folder.glob(MISSING_FILES))
    yield folder / HEAD_FILE


def find_missing(connection: Connection, folder: Path) -> MissingHistory | None:
    """What is not there of the heads that were kept in this folder; the earliest of them that
    is not met. KeptHeadError when one cannot be read."""
    for path in kept_files(folder):
        kept = read_head_file(path)
        found = compare_head(connection, kept, path) if kept is not None else None
        if found is not None:
            return found
    return None


def compare_head(connection: Connection, kept: KeptHead, path: Path) -> MissingHistory | None:
    """What is not there of this head. A database that has gone on since is none the worse."""
    now = read_heads(connection)
    lost = [
        number
        for number, hashed in kept.chains.items()
        if now.chains.get(number) != hashed and not _holds(connection, number, hashed)
    ]
    if not lost or _is_accepted(connection, kept):
        return None
    reports = tuple(sorted(number for number in lost if number > 0))
    names = {0: "the office", REGISTER: "the register"}
    others = tuple(names[number] for number in lost if number <= 0)
    return MissingHistory(path, kept, now, reports, others, _units(connection, reports))


def _holds(connection: Connection, chain: int, hashed: str) -> bool:
    mine = chain_rows(chain or None)
    found = select(history.c.id).where(mine, history.c.hash.startswith(hashed)).limit(1)
    return connection.scalar(found) is not None


def _units(connection: Connection, reports: tuple[int, ...]) -> tuple[str, ...]:
    """The first of these reports, by the short names of their units."""
    some = reports[:MOST_NAMED]
    query = (
        select(report.c.id, org_unit.c.short_name)
        .join(org_unit, org_unit.c.id == report.c.org_unit)
        .where(report.c.id.in_(some))
    )
    names = {row.id: row.short_name for row in connection.execute(query)}
    return tuple(f"{names[n]} (#{n})" if n in names else f"#{n}" for n in some)


def _is_accepted(connection: Connection, kept: KeptHead) -> bool:
    """Whether an administrator has accepted since that this much is gone, or restored a
    backup."""
    query = select(history.c.new).where(
        chain_rows(None), history.c.subject.in_((ACCEPTED, RESTORED))
    )
    return any(_covers(new, kept) for new in connection.scalars(query))


def _covers(accepted: Mapping[str, Any], kept: KeptHead) -> bool:
    """This very head, or an earlier one that another data directory keeps."""
    if accepted.get("digest") == kept.digest:
        return True
    if kept.at is None or accepted.get("kept_at") is None:
        return False
    earlier = kept.at <= datetime.fromisoformat(accepted["kept_at"])
    return earlier and kept.entry <= accepted["kept"]


def set_aside(folder: Path, missing: MissingHistory) -> None:
    """Keep the head that was not met under a name of its own, until it is accepted: from now on
    newer ones are kept in its place."""
    if missing.file.name == HEAD_FILE:
        missing.file.replace(folder / MISSING_FILES.replace("*", str(missing.kept.entry)))


def drop_missing(folder: Path) -> None:
    """What was not met is accepted."""
    for path in folder.glob(MISSING_FILES):
        path.unlink(missing_ok=True)
