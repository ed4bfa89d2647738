"""What it takes to open a round, as it is typed: which period, which units, due when."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.workflow.context import Catalogs
from conversations.calendar.dates import local_day, read_day
from conversations.calendar.period_kinds import due_day, leaves_a_day, parse_period
from conversations.calendar.periods import Period
from conversations.forms.model import Form
from conversations.text.normalize import fold_text

_DUE = re.compile(r"\b(?:hạn|han)\b(?P<days>.*?)(?=\bcho\b|$)", re.IGNORECASE | re.DOTALL)
_DAY = re.compile(r"(?P<kind>[^\d]*)(?P<day>\d[\d/.\-]*)")
_FILLER = re.compile(r"\b(?:hạn|han|nộp|nop|ngày|ngay|là|la|và|va)\b", re.IGNORECASE)
_FOR = re.compile(r"\bcho\s+(?P<kind>.+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RoundSpec:
    """A round that could be opened: `due` by kind of unit, "" for all others, and whether that
    was `said` or comes from the rules; `kind` when only units of one kind owe a report."""

    form: Form
    period: Period
    due: dict[str, date]
    kind: str | None = None
    said: bool = False


def read_opening(catalogs: Catalogs, text: str, now: datetime) -> RoundSpec | str:
    """`quý I/2026 hạn 20/3 cho xã, phường`, `quý I/2026 hạn sở 20/3, xã 17/3`; or in one word
    what is wrong with it."""
    form, text = _form(catalogs, text)
    said: dict[str, date] | str = {}
    if found := _DUE.search(text):
        said = _read_due(catalogs, found["days"], now)
        text = f"{text[: found.start()]} {text[found.end() :]}"
    if isinstance(said, str):
        return said
    kind = None
    if found := _FOR.search(text):
        kind = catalogs.calendars.kind_named(found["kind"])
        if kind is None:
            return "kind"
        text = text[: found.start()]
    period = parse_period(text, catalogs.calendars.windows, local_day(now))
    if period is None:
        return "how"
    days = catalogs.calendars.days
    if any(not leaves_a_day(period, day, days) for day in said.values()):
        return "early"
    return RoundSpec(form, period, due_by_kind(catalogs, period, said), kind, bool(said))


def _read_due(catalogs: Catalogs, text: str, now: datetime) -> dict[str, date] | str:
    """The due days that were said, by kind of unit, "" for all; or what is wrong with them."""
    found: dict[str, date] = {}
    for one in _DAY.finditer(text):
        words = _FILLER.sub(" ", one["kind"]).strip(" ,;:.")
        kind = catalogs.calendars.kind_named(words) if words else ""
        day = read_day(one["day"].strip(".-/"), now)
        if kind is None:
            return "kind"
        if day is None:
            return "due"
        found[kind] = day
    return found or "due"


def _form(catalogs: Catalogs, text: str) -> tuple[Form, str]:
    """The form that the text names by its key, or the first."""
    forms = catalogs.catalog.forms
    for key, form in forms.items():
        if re.search(rf"\b{re.escape(key)}\b", fold_text(text)):
            return form, re.sub(rf"\b{re.escape(key)}\b", "", text, flags=re.IGNORECASE)
    return next(iter(forms.values())), text


def due_by_kind(catalogs: Catalogs, period: Period, said: Mapping[str, date]) -> dict[str, date]:
    """The due day of each kind of unit: the one that was said, or by the rules."""
    if "" in said:
        return {**said}
    rules = catalogs.calendars.due
    by_kind = {"": rules.default, **rules.kinds}
    days = catalogs.calendars.days
    return {kind: due_day(rule, period, days) for kind, rule in by_kind.items()} | {**said}
