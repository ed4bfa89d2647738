"""Sums over the figures of reports, on several versions of a form."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, literal, or_, select

from conversations.forms.key_map import KeyMap
from conversations.reports.lifecycle import FILED
from conversations.workflow.rollup import FigureGroup
from storage.reports.figures import HUNDREDTHS
from storage.reports.forms_in_use import FORM_VERSION
from storage.tables.core import report, round_
from storage.tables.workflow import figure


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """A version of the form that is not the total's: the rows `apart`, whose figures do not belong
    into it, its keys in the total's version, and those in it."""

    apart: Collection[str]
    names: KeyMap
    former: KeyMap

    def now(self, key: str) -> str | None:
        """The row of the total to which a figure belongs; None where it belongs to none."""
        is_apart = key in self.apart or self.names.as_written(key) in self.apart
        return None if is_apart else self.names.find(key)


NO_OTHERS: Mapping[str, OtherVersion] = {}


def counts_in_total() -> ColumnElement[bool]:
    """The reports whose numbers count: handed in, or approved before and being corrected."""
    return or_(report.c.state.in_(FILED), report.c.approved > 0)


def report_counts() -> tuple[ColumnElement[int], ColumnElement[int], ColumnElement[int]]:
    """How many reports there are, how many of them count, and of how many a version is approved."""
    approved = func.count().filter(report.c.approved > 0)
    return func.count(), func.count().filter(counts_in_total()), approved


def sum_figures(
    others: Mapping[str, OtherVersion], *by: ColumnElement[Any]
) -> Select[tuple[Any, ...]]:
    """A query that adds figures up by row, state, code, text and whether a percentage has its base,
    and by these columns; by the version of the form too, where there are `others`."""
    said = (figure.c.key, figure.c.state, figure.c.code, figure.c.text)
    with_base = func.coalesce(figure.c.base, 0) > 0
    return (
        select(
            *(*by, *said, (FORM_VERSION if others else literal("")).label("version")),
            func.count().label("units"),
            func.sum(figure.c.amount).label("amount"),
            func.sum(figure.c.base).label("base"),
        )
        .join_from(figure, report, report.c.id == figure.c.report)
        .join(round_, round_.c.id == report.c.round)
        .group_by(*by, *said, with_base, *([FORM_VERSION] if others else []))
    )


def figure_group(key: str, row: Row[Any]) -> FigureGroup:
    """A row of such a query, as what several reports say alike in the total's row `key`."""
    return FigureGroup(
        key=key,
        state=row.state,
        code=row.code,
        text=row.text if row.amount is None else None,
        units=row.units,
        amount=amount_of(row.amount, row.text, row.units),
        base=amount_of(row.base),
    )


def key_now(others: Mapping[str, OtherVersion], version: str, key: str) -> str | None:
    """The row of the total to which a figure of a report on this version belongs."""
    other = others.get(version)
    return key if other is None else other.now(key)


def amount_of(
    hundredths: int | Decimal | None, exact: str | None = None, units: int = 1
) -> Decimal | None:
    """The sum of the amounts; beside one that hundredths cannot hold it stands written out."""
    if hundredths is not None and exact is not None:
        return Decimal(exact) * units
    return None if hundredths is None else Decimal(int(hundredths)) / HUNDREDTHS
