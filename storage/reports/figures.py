"""The numbers of reports as a database adds them up."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sqlalchemy import delete

from conversations.answers.figure import as_figure
from conversations.answers.values import Answer
from conversations.reports.report_text import OWN_WORDS, ReportText
from storage.core.queries import Queries
from storage.tables.workflow import figure

HUNDREDTHS = 100


class FigureQueries(Queries):
    async def replace(self, report_id: int, answers: Mapping[str, Answer]) -> None:
        """From now on these are the report's numbers in every total."""
        await self._db.execute(delete(figure).where(figure.c.report == report_id))
        rows = [figure_of(report_id, key, one) for key, one in answers.items()]
        if rows:
            await self._db.execute(figure.insert(), rows)


def without_words(answers: Mapping[str, Answer], text: ReportText | None) -> Mapping[str, Answer]:
    """The answers of the appendix: own words are nothing to add up."""
    if text is None:
        return answers
    return {key: one for key, one in answers.items() if not key.startswith(OWN_WORDS)}


def figure_of(report_id: int, key: str, given: Answer) -> dict[str, Any]:
    """An answer as a row that a database can add up: amounts in hundredths. A number of more
    decimals is kept beside as a text: whoever adds up takes that one."""
    one = as_figure(given)
    amounts = {"amount": _hundredths(one.amount), "base": _hundredths(one.base)}
    return {
        "report": report_id,
        "key": key,
        "state": one.state.value,
        **amounts,
        "code": one.code,
        "text": one.text or _exact(one.amount),
    }


def _exact(amount: Decimal | None) -> str | None:
    """An amount that hundredths cannot hold, written out."""
    if amount is None or (amount * HUNDREDTHS) % 1 == 0:
        return None
    return format(amount, "f")


def _hundredths(amount: Decimal | None) -> int | None:
    return int(amount * HUNDREDTHS) if amount is not None else None
