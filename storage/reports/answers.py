"""A report's answers as they stand."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, bindparam, select

from conversations.answers.values import Answer
from conversations.protocol.person_names import member_name
from storage.core.queries import Queries
from storage.tables.core import answer, member

_SAID = ("state", "value", "remark", "note", "revision", "at")

_OF_REPORT = (
    select(answer, member.c.name)
    .join(member, member.c.id == answer.c.member)
    .where(answer.c.report == bindparam("report"))
)


class AnswerQueries(Queries):
    async def of_report(self, report_id: int) -> dict[str, Answer]:
        """Every row that was ever written, by key."""
        found = await self._db.execute(_OF_REPORT, {"report": report_id})
        return {row.key: _answer(row) for row in found}


def _answer(row: Row[Any]) -> Answer:
    said = {name: getattr(row, name) for name in _SAID}
    return Answer.model_validate(said | {"author": member_name(row.name, row.member)})
