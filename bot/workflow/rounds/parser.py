"""What it takes to open a round, as it is typed: which period, which units, due when."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.workflow.catalogs import Catalogs
from conversations.calendar.dates import local_day, read_day
from conversations.calendar.period_kinds import due_day, leaves_a_day
from conversations.calendar.period_words import parse_any_period
from conversations.calendar.periods import Period
from conversations.forms.form_names import forms_like
from conversations.forms.model import Form
from conversations.text.courtesy import without_courtesy
from conversations.text.normalize import fold_text
from conversations.workflow.report_words import read_report_words

_DUE = re.compile(r"\b(?:hạn|han)\b(?P<days>.*?)(?=\bcho\b|$)", re.IGNORECASE | re.DOTALL)
_BETWEEN = re.compile(r"(?<=\d)\s*[,;]\s*(?=\D)|;|\s+(?:và|va)\s+")
_FILLER = re.compile(r"\b(?:hạn|han|nộp|nop|là|la|và|va)\b", re.IGNORECASE)
_BEHIND = re.compile(r"\b(?:hạn|han|cho)\b", re.IGNORECASE)
_EVERYBODY = re.compile(
    r"(?:tat ca|moi|toan bo|het|ca)(?: (?:cac|moi))?(?: (?:don vi|noi|tinh))*|cac don vi"
)
_AFTER = re.compile(r"(?:[\s,]+(?:truoc|di|da|thoi|luon|nhe|nha|em|giup|chi|anh|cai))+$")
_SOME = re.compile(r"^(?:cac|may|nhung|tat ca|toan bo|moi|ca)\s+")
_AND = re.compile(r"\s*(?:[,;&+]|\b(?:va|voi|cung|lan)\b)\s*")
_FOR = re.compile(r"\bcho\s+(?P<kind>.+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RoundSpec:
    """A round that could be opened: `due` by kind of unit, "" for all others, and whether that
    was `said` or comes from the rules; `kind` when only units of one kind owe a report. `named`
    are all the kinds that were. Whether there are `several` forms that a round could be of."""

    form: Form
    period: Period
    due: dict[str, date]
    kind: str | None = None
    said: bool = False
    named: frozenset[str] = frozenset()
    several: bool = False


def read_opening(
    catalogs: Catalogs, text: str, now: datetime, pick: Callable[[Sequence[Form]], Form]
) -> RoundSpec | str:
    """`quý I/2026 hạn 20/3 cho xã, phường`, `quý I/2026 hạn sở 20/3, xã 17/3`; or in one word
    what is wrong with it. `pick` takes one of the forms that may be meant."""
    forms, text = _forms_named(catalogs, text)
    text, due = split_due(text)
    said: dict[str, date] | str = _read_due(catalogs, due, now) if due else {}
    if isinstance(said, str):
        return said
    kinds: set[str] = set()
    if found := _FOR.search(text):
        named = _read_kinds(catalogs, found["kind"])
        if named is None:
            return "kind"
        kinds = named
        text = text[: found.start()]
    period = parse_any_period(text, catalogs.windows_of(forms), local_day(now))
    if period is None:
        return "how"
    days = catalogs.calendars.days
    if any(not leaves_a_day(period, day, days) for day in said.values()):
        return "early"
    form = pick(forms or [*catalogs.catalog.forms.values()])
    several = len(catalogs.catalog.forms) > 1
    kind = next(iter(kinds)) if len(kinds) == 1 else None
    by_kind = due_by_kind(catalogs, form, period, said)
    return RoundSpec(form, period, by_kind, kind, bool(said), frozenset(kinds), several)


def split_due(text: str) -> tuple[str, str]:
    """The words without those of the due days, and these: `hạn sở 20/3, xã 17/3`."""
    found = _DUE.search(text)
    if found is None:
        return text, ""
    return f"{text[: found.start()]} {text[found.end() :]}", found[0].strip()


def _read_kinds(catalogs: Catalogs, text: str) -> set[str] | None:
    """The kinds that are named, none where everybody is; None where one is unknown."""
    said = _AFTER.sub("", fold_text(without_courtesy(text.strip(" ,.;"))))
    if _EVERYBODY.fullmatch(said):
        return set()
    if (whole := catalogs.calendars.kind_named(said)) is not None:
        return {whole}
    names = [_SOME.sub("", one).strip() for one in _AND.split(said)]
    found = {catalogs.calendars.kind_named(one) for one in names}
    return None if None in found else {one for one in found if one is not None}


def _read_due(catalogs: Catalogs, text: str, now: datetime) -> dict[str, date] | str:
    """The due days that were said, by kind of unit, "" for all; or what is wrong with them."""
    found: dict[str, date] = {}
    pieces = [one.strip(" ,;:.") for one in _BETWEEN.split(text) if one.strip(" ,;:.")]
    if (only := _read_one(catalogs, " ".join(pieces), now)) and not isinstance(only, str):
        pieces = [" ".join(pieces)]  # `thứ sáu, 20/3`: one day with a comma in it
    for piece in pieces:
        one = _read_one(catalogs, piece, now)
        if isinstance(one, str):
            return one
        found[one[0]] = one[1]
    return found or "due"


def _read_one(catalogs: Catalogs, text: str, now: datetime) -> tuple[str, date] | str:
    """`20/3`, `sở 20/3`, `xã, phường ngày 17 tháng 3`: the kind of unit, and its day."""
    words = _FILLER.sub(" ", text).split()
    for at in range(len(words)):
        day = read_day(" ".join(words[at:]), now)
        kind = catalogs.calendars.kind_named(" ".join(words[:at])) if at else ""
        if day is not None and kind is not None:
            return kind, day
        if day is not None:
            return "kind"
    return "due"


def _forms_named(catalogs: Catalogs, text: str) -> tuple[Sequence[Form], str]:
    """The forms that the words before due day and kind name, and the text without those words."""
    head, tail = text, ""
    if found := _BEHIND.search(text):
        head, tail = text[: found.start()], text[found.start() :]
    forms = [*catalogs.catalog.forms.values()]
    named = read_report_words(head, forms, catalogs.windows)
    like = forms_like(named.rest, forms) if named.rest and not named.forms else ()
    if not (named.forms or like):
        return (), text
    rest = "" if like else named.rest
    return named.forms or like, f"{named.period} {rest} {tail}"


def due_by_kind(
    catalogs: Catalogs, form: Form, period: Period, said: Mapping[str, date]
) -> dict[str, date]:
    """The due day of each kind of unit: the one that was said, or by the rules of the form, or by
    those of the installation."""
    if "" in said:
        return {**said}
    rules = form.periods.due or catalogs.calendars.due
    by_kind = {"": rules.default, **rules.kinds}
    days = catalogs.calendars.days
    return {kind: due_day(rule, period, days) for kind, rule in by_kind.items()} | {**said}
