"""The register: a chain of how each watched row stood after the product changed it.

What a method writes it touches; when the transaction ends, each touched row is read once, and an
entry is added for each that stands otherwise than its last entry says. So a row that was changed
beside the product differs from its last entry, whatever column it was.
"""

from __future__ import annotations

import json
import secrets
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Select,
    Table,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    true,
)

from conversations.reports.hash_chain import GENESIS, REGISTER
from storage.core.queries import Queries
from storage.core.work import AuditContext, RowKey
from storage.history.audit_log import AuditLogQueries
from storage.history.entries import REGISTER_CHAIN, add_entries, chained_entry
from storage.history.watched_tables import Watch, watch_of, watched
from storage.tables.core import binding, history, member, salt
from storage.tables.operations import signed_link
from storage.tables.types import moment_text
from storage.tables.workflow import invitation

SYSTEM = "system"  # the channel of what nobody asked for
GONE = {"gone": True}
LONGEST_SUBJECT = 80
DIGEST = 32  # signs of a salted digest: 128 bits
AT_ONCE, FILES_AT_ONCE = 300, 5  # rows that are read at once
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
Image = dict[str, Any]


class RegisterQueries(Queries):
    async def settle(self) -> None:
        """Enter how the rows that were touched stand now. The last thing a transaction does."""
        if not self._work.touched:
            return
        # First: it keeps others out.
        head = await AuditLogQueries(self._work).lock_head(REGISTER) or GENESIS
        images = self._work.notes | await self._forget_erased()
        touched, self._work.touched = self._work.touched, {}
        for table, keys in touched.items():
            every, size = [*keys], _batch_of(table)
            for at in range(0, len(every), size):
                images |= await self._images(table, every[at : at + size])
        await self._enter(head, images)

    async def begin(self) -> int:
        """Enter every watched row as it stands, where nothing was entered yet: in a database that
        an older program made. How many there were."""
        begun = select(history.c.id).where(history.c.chain == REGISTER_CHAIN).limit(1)
        if await self._db.scalar(begun) is not None:
            return 0
        count = 0
        for table, watch in watched():
            keys = select(*(table.c[name] for name in watch.key)).where(_named(table, watch))
            found = [tuple(row) for row in await self._db.execute(keys)]
            if found:
                self._touch(table, *found)
                count += len(found)
        if count:
            self._work.notes["register"] = {"begun": count}
            await self.settle()
        return count

    async def mismatches(self) -> list[str]:
        """The watched rows that stand otherwise than the register says, by subject: changed, gone
        or come beside the product."""
        await AuditLogQueries(self._work).lock_head(REGISTER)  # nobody changes anything meanwhile
        rows = await self._db.execute(_newest())
        told: dict[str, dict[str, Image]] = defaultdict(dict)
        for row in rows:
            told[row.subject.partition(":")[0]][row.subject] = row.new
        salts = {row.owner: row.salt for row in await self._db.execute(select(salt))}
        found: dict[str, None] = {}
        for table, watch in watched():
            stood = told[table.name]
            async for row in self._rows_of(table, watch):
                of = salts.get(_owner(watch, table, row))
                subject = _subject(table, watch, row, of)
                if stood.pop(subject, GONE) != _image(watch, row, of):
                    found[subject] = None
            missed = {} if watch.may_go else stood
            found |= dict.fromkeys(one for one, image in missed.items() if image != GONE)
        return [*found]

    async def _rows_of(self, table: Table, watch: Watch) -> AsyncIterator[dict[str, Any]]:
        keys = [table.c[name] for name in watch.key]
        query = select(table).where(_named(table, watch)).order_by(*keys)
        size = _batch_of(table)
        async with self._db.stream(query.execution_options(yield_per=size)) as found:
            async for one in found.mappings():
                yield dict(one)

    async def _forget_erased(self) -> dict[str, Image]:
        """Drop the salts of the members who were forgotten in this transaction: what the register
        says of their names and places can be held against nobody any more. The images of their
        places, which are gone."""
        asked = [key[0] for key in self._work.touched.get(member, {})]
        erased = select(member.c.id).where(member.c.id.in_(asked), member.c.erased_at.is_not(None))
        images: dict[str, Image] = {}
        for number in (await self._db.scalars(erased)).all() if asked else ():
            owner = f"{member.name}:{number}"
            dropped = await self._db.execute(delete(salt).where(salt.c.owner == owner))
            if not dropped.rowcount:
                continue
            mine = history.c.subject.startswith(f"{binding.name}:{number}:", autoescape=True)
            places = [row.subject for row in await self._db.execute(_newest(mine))]
            images |= dict.fromkeys(places, GONE)
            for table, by in (
                (invitation, invitation.c.taken_by),
                (signed_link, signed_link.c.member),
            ):
                left = await self._db.scalars(select(table.c.id).where(by == number))
                self._touch(table, *((one,) for one in left))
        return images

    async def _images(self, table: Table, keys: Sequence[RowKey]) -> dict[str, Image]:
        """How these rows stand, by subject; GONE where there is none any more."""
        watch = watch_of(table)
        values = {f"{at}_{part}": v for at, key in enumerate(keys) for part, v in enumerate(key)}
        found = await self._db.execute(_select_rows(table, len(keys)), values)
        rows = {tuple(row[name] for name in watch.key): dict(row) for row in found.mappings()}
        gone = [dict(zip(watch.key, key, strict=True)) for key in keys if key not in rows]
        salts = await self._salts(table, watch, [*rows.values()], gone)
        images = {}
        for row in (*rows.values(), *gone):
            of = salts.get(_owner(watch, table, row))
            there = row.keys() != {*watch.key}
            if there or of is not None or not watch.personal:
                images[_subject(table, watch, row, of)] = _image(watch, row, of) if there else GONE
        return images

    async def _enter(self, head: str, images: Mapping[str, Image]) -> None:
        """Add an entry for each image that is not the last of its subject."""
        last = await self._last([*images])
        context = self._work.context or AuditContext(None, None, SYSTEM, None, datetime.now(UTC))
        rows = []
        for subject, image in images.items():
            revision, old = last.get(subject, (0, GONE))
            if image == old:
                continue
            rows.append(chained_entry(context, None, subject, revision + 1, (None, image), head))
            head = rows[-1]["hash"]
        if rows:
            await self._db.run_sync(add_entries, rows, REGISTER_CHAIN)
            await AuditLogQueries(self._work).move_head(REGISTER, head)

    async def _last(self, subjects: Sequence[str]) -> dict[str, tuple[int, Image]]:
        """The revision and the image of the last entry of each of these subjects."""
        found: dict[str, tuple[int, Image]] = {}
        for at in range(0, len(subjects), AT_ONCE):
            rows = await self._db.execute(_LAST, {"subjects": subjects[at : at + AT_ONCE]})
            found |= {row.subject: (row.revision, row.new) for row in rows}
        return found

    async def _salts(
        self, table: Table, watch: Watch, rows: Sequence[Image], gone: Sequence[Image]
    ) -> dict[str, str]:
        """The salts of the owners of these rows; one is made for who has something personal
        there, and none yet."""
        if not watch.personal:
            return {}
        owners = {_owner(watch, table, row) for row in (*rows, *gone)}
        found = await self._db.execute(_SALTS, {"owners": [*owners]})
        salts = {row.owner: row.salt for row in found}
        new = {
            owner: secrets.token_hex(DIGEST // 2)
            for row in rows
            if (owner := _owner(watch, table, row)) not in salts and _is_personal(watch, row)
        }
        if new:
            values = [{"owner": owner, "salt": text} for owner, text in new.items()]
            await self._db.execute(salt.insert(), values)
        return salts | new


def _newest(where: ColumnElement[bool] | None = None) -> Select[Any]:
    """The last entry of each subject of the register."""
    mine = history.c.chain == REGISTER_CHAIN
    last = select(func.max(history.c.id)).where(mine).group_by(history.c.subject)
    last = last if where is None else last.where(where)
    return select(history.c.subject, history.c.revision, history.c.new).where(
        history.c.id.in_(last)
    )


_LAST = _newest(history.c.subject.in_(bindparam("subjects", expanding=True)))
_SALTS = select(salt.c.owner, salt.c.salt).where(
    salt.c.owner.in_(bindparam("owners", expanding=True))
)


@lru_cache(500)
def _select_rows(table: Table, count: int) -> Select[Any]:
    """So many rows of a watched table by their keys: the values are named by the number of the
    row and of the part of its key, from 0."""
    watch = watch_of(table)
    columns = [table.c[name] for name in watch.key]
    same = [
        and_(*(column == bindparam(f"{at}_{part}") for part, column in enumerate(columns)))
        for at in range(count)
    ]
    return select(table).where(or_(*same), _named(table, watch))


def _batch_of(table: Table) -> int:
    """How many rows are read at once: few of a table that holds files."""
    holds_files = any(isinstance(column.type, LargeBinary) for column in table.c)
    return FILES_AT_ONCE if holds_files else AT_ONCE


def _named(table: Table, watch: Watch) -> ColumnElement[bool]:
    return table.c[watch.key[0]].in_(watch.named) if watch.named else true()


def _is_personal(watch: Watch, row: Image) -> bool:
    """Whether something stands there that is to be salted; nothing of an erased person is."""
    return row.get("erased_at") is None and any(row[name] is not None for name in watch.personal)


def _owner(watch: Watch, table: Table, row: Image) -> str:
    """Whose salt covers the row; nobody's, when it is gone and its key does not tell."""
    if watch.salted_by:
        return f"{member.name}:{row.get(watch.salted_by, '')}"
    return f"{table.name}:{row[watch.key[0]]}"


def _subject(table: Table, watch: Watch, row: Image, of: str | None) -> str:
    """What the row is called in the register. Names the member of a place, and the place only by
    a digest."""
    said = [f"{row[name]}" for name in watch.key]
    if table is binding:
        said = [f"{row['member']}", _digest(of, said) if of else "?"]
    subject = ":".join((table.name, *said))
    if len(subject) > LONGEST_SUBJECT:
        subject = f"{table.name}:{sha256(subject.encode()).hexdigest()[:DIGEST]}"
    return subject


def _image(watch: Watch, row: Image, of: str | None) -> Image:
    """What the register says of a row."""
    image = {name: _plain(row[name]) for name in watch.held}
    image |= {name: _hashed(row[name]) for name in watch.hashed}
    for name in watch.personal:
        value = row[name]
        if value is None or row.get("erased_at") is not None:
            image[name] = value
        else:
            image[name] = _digest(of, [name, value]) if of else "?"
    return image


def _plain(value: Any) -> Any:
    return moment_text(value) if isinstance(value, datetime) else value


def _hashed(value: Any) -> str | None:
    if value is None:
        return None
    data = value if isinstance(value, bytes) else _ENCODER.encode(value).encode()
    return sha256(data).hexdigest()


def _digest(of: str | None, said: Sequence[str]) -> str:
    return sha256(_ENCODER.encode([of, *said]).encode()).hexdigest()[:DIGEST]
