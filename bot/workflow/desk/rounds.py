"""The rounds that a coordinator watches over, how each stands, and what it takes to open one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.workflow.context import DeniedError, RequestContext
from bot.workflow.round_lookup import top_units
from bot.workflow.rounds.parser import due_by_kind
from conversations.calendar.dates import local_day, print_day
from conversations.calendar.period_kinds import leaves_a_day
from conversations.calendar.period_words import parse_any_period
from conversations.workflow.permissions import Permission, Role
from conversations.workflow.round_requests import OpenRound
from storage.workflow.boards import RoundCounts
from storage.workflow.rounds import Round
from storage.workflow.units import Unit


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round as it is seen from one unit, how it stands, and what the member may do with it."""

    round: Round
    root: Unit
    form: str
    counts: RoundCounts
    may_lock: bool
    may_add: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class OpeningChoices:
    """What a new round can be of: units whose subtree owes it, forms by key, and kinds of unit."""

    roots: tuple[Unit, ...]
    forms: tuple[tuple[str, str], ...]
    kinds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RoundList:
    """All of them, the newest first; `opening` is None for who opens none."""

    lines: tuple[RoundLine, ...]
    opening: OpeningChoices | None


async def list_rounds(ctx: RequestContext) -> RoundList:
    """The rounds of every part that the member watches over; DeniedError for who watches none."""
    parts = await top_units(ctx)
    if not parts:
        raise DeniedError
    lines = [line for part in parts for line in await _lines_under(ctx, part)]
    lines.sort(key=lambda one: (one.round.period.end, one.round.id), reverse=True)
    return RoundList(tuple(lines), await _choices(ctx))


async def _lines_under(ctx: RequestContext, part: int) -> list[RoundLine]:
    root = await ctx.tx.units.find(part)
    counts = await ctx.tx.boards.count_rounds(part, ctx.now)
    found = []
    for one in await ctx.tx.rounds.list_under(part):
        if one.id not in counts:
            continue
        own = one.unit is not None
        may_lock = one.unit is not None and await ctx.may(Permission.LOCK, one.unit)
        may_open = one.unit is not None and await ctx.may(Permission.OPEN_ROUND, one.unit)
        standing = counts[one.id]
        untouched = own and not standing.submitted and not standing.begun
        form = ctx.form_of(one).title
        withdraw = may_open and untouched
        add = may_open and not one.locked
        found.append(RoundLine(one, root, form, standing, may_lock, add, withdraw))
    return found


async def _choices(ctx: RequestContext) -> OpeningChoices | None:
    roots = ctx.units_of(Role.COORDINATOR)
    if not roots:
        return None
    kinds: set[str] = set()
    for root in roots:
        kinds |= {one.kind for one in await ctx.tx.units.list_under(root) if one.kind}
    name = ctx.catalogs.calendars.kind_name
    forms = ctx.catalogs.catalog.forms.values()
    return OpeningChoices(
        tuple([await ctx.tx.units.find(root) for root in roots]),
        tuple(sorted(((one.key, one.title) for one in forms), key=lambda one: one[1])),
        tuple(sorted(((kind, name(kind)) for kind in kinds), key=lambda one: one[1])),
    )


@dataclass(frozen=True, slots=True)
class OpeningFields:
    """A new round as the fields of a form say it."""

    root: int
    form: str
    period: str
    due: str  # 2026-03-25, or empty for the day by the rules
    kind: str


def read_opening_fields(ctx: RequestContext, said: OpeningFields) -> OpenRound | str:
    """The request that it is; or what is wrong with it, in words for the person."""
    form = ctx.catalogs.catalog.forms.get(said.form)
    if form is None:
        return "Chưa chọn biểu mẫu. Chọn một biểu trong danh sách."
    period = parse_any_period(said.period, ctx.catalogs.windows_of([form]), local_day(ctx.now))
    if period is None:
        read = f"“{said.period[:60]}” không đọc được thành kỳ báo cáo." if said.period else ""
        return f"{read or 'Chưa có kỳ báo cáo.'} Gõ ví dụ: quý IV/2026, 6 tháng đầu năm 2026."
    due: dict[str, date] = {}
    if said.due:
        try:
            day = date.fromisoformat(said.due)
        except ValueError:
            return f"“{said.due[:20]}” không phải là ngày. Chọn ngày trong lịch, hoặc để trống."
        if not leaves_a_day(period, day, ctx.catalogs.calendars.days):
            end = print_day(period.end)
            return f"Hạn nộp phải sau ngày cuối kỳ ({end}) ít nhất một ngày làm việc."
        due = {"": day}
    return OpenRound(
        unit=said.root,
        form=form.key,
        name=period.name,
        start=period.start,
        end=period.end,
        due=due_by_kind(ctx.catalogs, form, period, due),
        kind=said.kind or None,
        said=bool(due),
    )
