"""Tokens by which other systems read: made and ended by administrators, known by their hashes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select, update

from conversations.workflow.connections import ApiScope, join_words, split_words
from storage.core.work import AuditContext
from storage.history.audit_log import AuditedQueries
from storage.tables.exchange import api_token
from storage.workflow.units import select_subtree

USE_NOTED = timedelta(hours=1)  # a token's use is noted at most so often


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A token, without what it is told by. It reads what its `scopes` say, of the unit and of all
    below it."""

    id: int
    name: str
    unit: int
    scopes: tuple[ApiScope, ...]
    made_by: int | None
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    ended_at: datetime | None

    def is_live(self, now: datetime) -> bool:
        """Whether it lets anybody read."""
        return self.ended_at is None and self.expires_at > now


_COLUMNS = (
    *(api_token.c.id, api_token.c.name, api_token.c.org_unit, api_token.c.scopes),
    *(api_token.c.made_by, api_token.c.made_at, api_token.c.expires_at),
    *(api_token.c.used_at, api_token.c.ended_at),
)
_FIND = select(*_COLUMNS, api_token.c.hash).where(api_token.c.hash == bindparam("hash"))


class ApiTokenQueries(AuditedQueries):
    async def add(
        self,
        context: AuditContext,
        hashed: str,
        name: str,
        unit: int,
        scopes: tuple[ApiScope, ...],
        expires_at: datetime,
    ) -> int:
        """Keep a new token by its hash; its number."""
        number = await self._new(
            api_token,
            name=name,
            hash=hashed,
            org_unit=unit,
            scopes=join_words(scopes),
            made_by=context.member,
            made_at=context.at,
            expires_at=expires_at,
        )
        self._touch(api_token, (number,))
        said = {"scopes": join_words(scopes), "expires": expires_at.date().isoformat()}
        await self._record(context, f"api_token:{number}", None, {"unit": unit, **said})
        return number

    async def find(self, hashed: str) -> ApiToken | None:
        """The token of this hash, whether or not it is live."""
        row = (await self._db.execute(_FIND, {"hash": hashed})).first()
        return _token(row) if row is not None else None

    async def list_under(self, roots: Sequence[int]) -> list[ApiToken]:
        """All tokens that read in these subtrees, the newest first."""
        found: dict[int, ApiToken] = {}
        for root in roots:
            here = api_token.c.org_unit.in_(select_subtree(root))
            rows = await self._db.execute(select(*_COLUMNS).where(here))
            found |= {row.id: _token(row) for row in rows}
        return sorted(found.values(), key=lambda one: -one.id)

    async def load(self, number: int) -> ApiToken:
        """The token of this number; LookupError when there is none."""
        found = await self._db.execute(select(*_COLUMNS).where(api_token.c.id == number))
        row = found.first()
        if row is None:
            message = f"no token {number}"
            raise LookupError(message)
        return _token(row)

    async def count_live(self, now: datetime) -> int:
        """How many tokens let somebody read."""
        live = (api_token.c.ended_at.is_(None), api_token.c.expires_at > now)
        return await self._db.scalar(select(func.count()).where(*live)) or 0

    async def end(self, context: AuditContext, number: int) -> bool:
        """Have the token let nobody read any more; False when it was ended before."""
        done = await self._db.execute(
            update(api_token)
            .where(api_token.c.id == number, api_token.c.ended_at.is_(None))
            .values(ended_at=context.at)
            .returning(api_token.c.org_unit)
        )
        unit = done.scalar()
        if unit is None:
            return False
        self._touch(api_token, (number,))
        await self._record(context, f"api_token:{number}", None, {"unit": unit, "ended": True})
        return True

    async def note_used(self, number: int, now: datetime) -> None:
        """Somebody reads by it."""
        await self._db.execute(
            update(api_token).where(api_token.c.id == number).values(used_at=now)
        )


def _token(row: Any) -> ApiToken:
    return ApiToken(
        row.id,
        row.name,
        row.org_unit,
        split_words(ApiScope, row.scopes),
        row.made_by,
        row.made_at,
        row.expires_at,
        row.used_at,
        row.ended_at,
    )
