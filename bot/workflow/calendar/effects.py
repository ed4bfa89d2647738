"""What other working days mean for the rounds that are open: reminders move by themselves, due days
that were told never do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial

from bot.workflow.catalogs import Catalogs
from conversations.calendar.dates import local_day
from conversations.calendar.period_kinds import due_day
from conversations.calendar.workdays import Calendar
from conversations.reports.lifecycle import FILED
from conversations.workflow.many_requests import ActOnMany, ManyAct, ReportSelection
from storage.transaction import Transaction
from storage.workflow.boards import BoardRow
from storage.workflow.rounds import Round, due_kind


@dataclass(frozen=True, slots=True)
class DueEffect:
    """What becomes of the reports of a round that are due on the same day, by the same rule, and
    still owed.
    `before` and `after` are the days of their reminders that would differ; `by_rule` is the day
    on which they would be due if the round were opened now, None where that is the same."""

    round: Round
    root: int
    due: date
    kinds: tuple[str, ...]
    units: tuple[int, ...]
    whole: bool  # the due day is the round's own, for all units of these kinds
    before: tuple[date, ...]
    after: tuple[date, ...]
    by_rule: date | None

    @property
    def moves_due(self) -> bool:
        """Whether a later due day can be given: an earlier one never is."""
        return self.by_rule is not None and self.by_rule > self.due

    def extension(self, reason: str) -> ActOnMany:
        """The request that gives these reports the later due day."""
        which = ReportSelection(round=self.round.id, under=self.root, units=self.units)
        if self.whole:
            all_kinds = {*self.round.due} <= {*self.kinds}
            kinds = () if all_kinds else tuple(kind for kind in self.kinds if kind)
            which = ReportSelection(round=self.round.id, under=self.root, kinds=kinds)
        return ActOnMany(act=ManyAct.EXTEND, which=which, until=self.by_rule, reason=reason)


async def find_effects(
    tx: Transaction,
    catalogs: Catalogs,
    now: datetime,
    roots: Sequence[int],
    old: Calendar,
    new: Calendar,
) -> list[DueEffect]:
    """What the new calendar changes in open rounds below the roots, the nearest due day first."""
    if old == new:  # that a year has no exchange moves nothing
        return []
    look = _Look(catalogs, local_day(now), old, new)
    found = []
    for root in roots:
        for one in await tx.rounds.list_under(root):
            if not one.locked:
                found += look.at_round(root, one, await tx.boards.list_rows(one.id, root))
    return sorted(found, key=lambda one: (one.due, one.round.id))


@dataclass(frozen=True, slots=True)
class _Look:
    """Two calendars, held against each other on a day."""

    catalogs: Catalogs
    today: date
    old: Calendar
    new: Calendar

    def at_round(self, root: int, of: Round, rows: Sequence[BoardRow]) -> list[DueEffect]:
        """The effects on what is owed in a round, by due day."""
        by_rule_of = cache(partial(self._due_by_rule, of))
        groups: dict[tuple[date, bool, date | None], list[BoardRow]] = {}
        for row in rows:
            due = local_day(row.due_at) if row.due_at is not None else None
            if row.state not in FILED and due is not None and due >= self.today:
                kind = due_kind(of.due, row.kind)
                place = (due, due == of.due.get(kind), by_rule_of(kind, due))
                groups.setdefault(place, []).append(row)
        found = []
        for (due, whole, by_rule), some in groups.items():
            kinds = tuple(sorted({due_kind(of.due, row.kind) for row in some}))
            before, after = self._moved(due)
            if by_rule is not None or before or after:
                units = tuple(row.unit for row in some)
                found.append(DueEffect(of, root, due, kinds, units, whole, before, after, by_rule))
        return found

    def _moved(self, due: date) -> tuple[tuple[date, ...], tuple[date, ...]]:
        """The days of reminders before a due day that are to come: those that go, and those that
        come."""
        counts = self.catalogs.plan.before
        was, now = (
            {day for count in counts if (day := days.shift(due, -count)) > self.today}
            for days in (self.old, self.new)
        )
        return tuple(sorted(was - now)), tuple(sorted(now - was))

    def _due_by_rule(self, of: Round, kind: str, due: date) -> date | None:
        """Where the due day came from the rules and these now give another, that one; where it was
        a working day and is none any more, the next one that is."""
        form = self.catalogs.catalog.get(of.form_key, of.form_version)
        rules = form.periods.due or self.catalogs.calendars.due
        rule = rules.kinds.get(kind, rules.default)
        by_rule = due_day(rule, of.period, self.new)
        if due_day(rule, of.period, self.old) == due and by_rule != due:
            return by_rule
        if self.old.is_working(due) and not self.new.is_working(due):
            return self.new.next_working(due)
        return None
