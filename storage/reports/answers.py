"""A report's answers as they stand."""

from __future__ import annotations

from functools import lru_cache
from sys import intern
from typing import Any

from sqlalchemy import Row, bindparam, select

from conversations.answers.values import Answer
from conversations.protocol.person_names import PersonName, member_name
from storage.core.queries import Queries
from storage.tables.core import answer, member

MOST_SHARED = 4096  # answers that earlier reports share
_SAID = ("state", "value", "remark", "note", "revision")

_OF_REPORT = (
    select(answer, member.c.name)
    .join(member, member.c.id == answer.c.member)
    .where(answer.c.report == bindparam("report"))
)


class AnswerQueries(Queries):
    async def of_report(self, report_id: int) -> dict[str, Answer]:
        """Every row that was ever written, by key."""
        found = await self._db.execute(_OF_REPORT, {"report": report_id})
        authors: dict[int, PersonName] = {}
        return {intern(row.key): _answer(row, authors) for row in found}

    async def said_in(self, report_id: int) -> dict[str, Answer]:
        """What each row says, whoever wrote it and when: what many rows of many reports say alike
        is kept once."""
        found = await self._db.execute(_OF_REPORT, {"report": report_id})
        return {intern(row.key): _said(row) for row in found}


def _said(row: Row[Any]) -> Answer:
    parts = {} if row.value is None else row.value
    if row.remark or row.note or not all(isinstance(one, str) for one in parts.values()):
        return Answer.model_validate({name: getattr(row, name) for name in _SAID[:-1]})
    return _shared(row.state, tuple(parts.items()))


@lru_cache(MOST_SHARED)
def _shared(state: str, parts: tuple[tuple[str, str], ...]) -> Answer:
    return Answer.model_validate({"state": state, "value": dict(parts) or None})


def _answer(row: Row[Any], authors: dict[int, PersonName]) -> Answer:
    said = Answer.model_validate({name: getattr(row, name) for name in _SAID})
    author = authors.setdefault(row.member, member_name(row.name, row.member))
    return said.signed(author, row.at)
