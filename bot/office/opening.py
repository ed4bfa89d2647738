"""What it takes to open a round: which period, which units, due when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.office.visit import Books
from conversations.dates import local_day, read_day
from conversations.form import Form
from conversations.periods import Period
from conversations.report import Issue
from conversations.rights import Role
from conversations.text import fold
from conversations.windows import due_day, leaves_a_day, parse_period
from storage.histories import Deed
from storage.records import Unit
from storage.store import Transaction

_DUE = re.compile(
    r"\b(?:hạn|han)(?:\s+(?:nộp|nop))?\s+(?P<day>(?:ngày\s+|ngay\s+)?[\d/.\-]+)", re.I
)
_FOR = re.compile(r"\bcho\s+(?P<kind>.+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Opening:
    """A round that could be opened: `due` by kind of unit, "" for all others; `kind` when only
    units of one kind owe a report."""

    form: Form
    period: Period
    due: dict[str, date]
    kind: str | None = None


def read_opening(books: Books, text: str, now: datetime) -> Opening | str:
    """`quý I/2026 hạn 20/3 cho xã, phường`; or in one word what is wrong with it."""
    form, text = _form(books, text)
    kind = None
    if found := _FOR.search(text):
        kind = books.calendars.kind_named(found["kind"])
        if kind is None:
            return "kind"
        text = text[: found.start()]
    day = None
    if found := _DUE.search(text):
        day = read_day(found["day"], now)
        if day is None:
            return "due"
        text = text[: found.start()] + text[found.end() :]
    period = parse_period(text, books.calendars.windows, local_day(now))
    if period is None:
        return "how"
    if day is not None and not leaves_a_day(period, day, books.calendars.days):
        return "early"
    return Opening(form, period, dues(books, period, day), kind)


def _form(books: Books, text: str) -> tuple[Form, str]:
    """The form that the text names by its key, or the first."""
    forms = books.catalog.forms
    for key, form in forms.items():
        if re.search(rf"\b{re.escape(key)}\b", fold(text)):
            return form, re.sub(rf"\b{re.escape(key)}\b", "", text, flags=re.IGNORECASE)
    return next(iter(forms.values())), text


def dues(books: Books, period: Period, day: date | None) -> dict[str, date]:
    """The due day of each kind of unit: the one that was said, or by the rules."""
    if day is not None:
        return {"": day}
    rules = books.calendars.due
    by_kind = {"": rules.default, **rules.kinds}
    return {kind: due_day(rule, period, books.calendars.days) for kind, rule in by_kind.items()}


async def owing(tx: Transaction, root: int, kind: str | None) -> list[Unit]:
    """The units that owe a report: those of the subtree, without its root, that have none below
    them; of one kind when it is named."""
    units = await tx.units_under(root)
    parents = {unit.parent for unit in units}
    return [
        unit
        for unit in units
        if unit.id != root and unit.id not in parents and kind in (None, unit.kind)
    ]


async def open_round(
    tx: Transaction, deed: Deed, unit: Unit, opening: Opening, units: Sequence[Unit]
) -> tuple[int, dict[int, int]]:
    """Open it; the round, and each unit's report."""
    form, period = opening.form, opening.period
    issue = Issue(month=period.end.month, year=period.end.year)
    round_id = await tx.open_round(
        deed, (form.key, form.version), period, issue, unit.id, opening.due, units
    )
    reports = {row.unit: row.report for row in await tx.board(round_id, unit.id)}
    officers = await tx.people_of([*reports], Role.OFFICER)
    busy = await tx.busy([one.id for one in officers])
    await tx.take_up_each({one.id: reports[one.unit] for one in officers if one.id not in busy})
    return round_id, reports
