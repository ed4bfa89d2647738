"""Who got and lost which role, who was invited, which rounds were opened, which units changed:
the history of what belongs to no report, for the units that a member watches over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.workflow.context import DeniedError, RequestContext
from bot.workflow.interaction.history import describe_entry, list_values, show_entries
from bot.workflow.lookup import grants_with
from bot.workflow.words import name_change, name_role
from conversations.calendar.dates import print_day
from conversations.workflow.people_requests import ShowOfficeHistory
from conversations.workflow.permissions import Permission
from storage.history.entries import HistoryEntry

FILE = "nhat-ky-phan-cong.xlsx"
_CHANGED = {
    "name": "đổi tên",
    "phone": "đổi số điện thoại",
    "email": "đổi địa chỉ thư",
    "sessions": "cho thoát trình duyệt",
}
_CONNECTED = {"ended": "chấm dứt", "rotated": "đổi khóa ký", "resumed": "gửi lại"}
COLUMNS = {
    "at": ("Thời điểm", 17),
    "who": ("Người làm", 22),
    "channel": ("Kênh", 12),
    "unit": ("Đơn vị", 28),
    "kind": ("Việc", 22),
    "content": ("Nội dung", 60),
}


async def office_trail(ctx: RequestContext, request: ShowOfficeHistory) -> None:
    """The newest changes first; as a workbook when `file`."""
    lines = await read_office_history(ctx)
    show_entries(ctx, request, "trail.office", lines, COLUMNS, FILE)


async def read_office_history(ctx: RequestContext) -> list[dict[str, str]]:
    """What concerns the units of the member, in words, the newest first. DeniedError for who
    watches over none."""
    units: dict[int, str] = {}  # those of the member, and those that have ended too
    for unit, below in grants_with(ctx, Permission.HISTORY):
        units |= await ctx.tx.units.names_under(unit, below=below)
    if not units:
        raise DeniedError
    opened = await ctx.tx.rounds.list_opened_for([*units])
    rounds = {one.id: (one.unit, one.period_name) for one in opened if one.unit is not None}
    entries = await ctx.tx.audit_log.of_office()
    members = {one.member for one in entries if one.member is not None}
    members |= {one.new["member"] for one in entries if "member" in one.new}
    reader = _EntryReader(units, rounds, await ctx.tx.roles.names_of(members))
    return [line for one in entries if (line := reader.line(one)) is not None][::-1]


@dataclass
class _EntryReader:
    """Puts entries into words, the oldest first, those that concern one of the units."""

    units: Mapping[int, str]
    rounds: Mapping[int, tuple[int, str]]
    names: Mapping[int, str]
    unit_of: dict[str, int] = field(default_factory=dict)  # by the first entry of a subject
    units_of_member: dict[int, list[int]] = field(default_factory=dict)

    def line(self, entry: HistoryEntry) -> dict[str, str] | None:
        """The entry in words; None when it concerns none of the units."""
        kind, _, number = entry.subject.partition(":")
        unit, whom, what = self._told(kind, number, entry)
        if unit is None:
            return None
        return describe_entry(entry, self.names) | {
            "unit": self.units[unit],
            "kind": name_change("trail.office_kind", kind),
            "whom": whom,
            "what": what,
            "content": f"{whom} {what}".strip(),
        }

    def _told(self, kind: str, number: str, entry: HistoryEntry) -> tuple[int | None, str, str]:
        """Of which unit the entry tells, of whom, and what."""
        new = entry.new
        match kind:
            case "role":
                return self._role(entry)
            case "invitation":
                return self._known(entry), "", _invited(new)
            case "invitations":
                whom = [one for one, _ in new["whom"] if one in self.units]
                return (
                    next(iter(whom), None),
                    "",
                    f"{len(whom)} người, mã đến {_day(new['expires'])}",
                )
            case "letter":
                return self._known(entry), "", f"{new['people']} người: {new['text']}"
            case "person":
                who = self.names.get(new["member"], f"người số {new['member']}")
                return self._known(entry), who, _CHANGED.get(new["changed"], "")
            case "round" | "nudge":
                unit, period = self.rounds.get(int(number), (None, ""))
                return unit, "", f"{period}: {_round_words(new)}"
            case "unit":
                unit = int(number) if int(number) in self.units else None
                return unit, "", _unit_words(entry.old, new)
            case "units":
                return next(iter(self.units), None), "", f"{new['count']} đơn vị"
            case "api_token" | "webhook":
                return self._known(entry), "", f"số {number}: {_connection_words(new)}"
            case "calendar":
                return next(iter(self.units), None), "", _calendar_words(entry.old, new)
            case "form":
                return next(iter(self.units), None), "", f"{number}, bản {new['version']}"
            case "rebinding":
                return self._rebinding(entry)
            case "member":
                units = self.units_of_member.get(int(number), [])
                return next(iter(units), None), "", f"người số {number}"
            case _:
                return self._known(entry), "", list_values(new)

    def _known(self, entry: HistoryEntry) -> int | None:
        """The unit that this entry, or an earlier one of the same subject, names."""
        unit = (entry.new or {}).get("unit", (entry.old or {}).get("unit"))
        if unit is not None:
            self.unit_of[entry.subject] = unit
        found = self.unit_of.get(entry.subject)
        return found if found in self.units else None

    def _role(self, entry: HistoryEntry) -> tuple[int | None, str, str]:
        unit, told = self._known(entry), {**(entry.old or {}), **entry.new}
        member = told.get("member")
        if unit is not None and member is not None:
            self.units_of_member.setdefault(member, []).append(unit)
        whom = self.names.get(member or 0, f"người số {member}")
        verb = "thôi làm" if entry.new.get("ended") else "làm"
        return unit, whom, f"{verb} {name_role(told['role']) if 'role' in told else ''}"

    def _rebinding(self, entry: HistoryEntry) -> tuple[int | None, str, str]:
        """A channel that went over; it is told where the member had a role before."""
        after = entry.new["member"]
        before = (entry.old or {}).get("member", 0)
        units = self.units_of_member.get(after) or self.units_of_member.get(before) or []
        whom = self.names.get(after, f"người số {after}")
        verb = "nhận lại" if entry.new.get("undone") else "nhận"
        return next(iter(units), None), whom, f"{verb} một kênh của người số {before}"


def _day(said: str) -> str:
    """A day of an entry, `2026-04-01`, as it is printed."""
    return print_day(date.fromisoformat(said))


def _invited(new: Mapping[str, Any]) -> str:
    if "changed" in new:
        return _CHANGED.get(new["changed"], "")
    if "role" not in new:
        return "hủy mã mời"
    return f"{name_role(new['role'])}, mã đến {_day(new['expires'])}"


def _connection_words(new: Mapping[str, Any]) -> str:
    """What was done with a token of another system, or an address that is told of acts."""
    for done, words in _CONNECTED.items():
        if new.get(done):
            return words
    if "expires" in new:
        return f"tạo, đến {_day(new['expires'])}, được đọc {new['scopes']}"
    return f"thêm, báo khi {new.get('kinds', '')}"


def _round_words(new: Mapping[str, Any]) -> str:
    if "version" in new:
        return f"chuyển sang bản {new['version']} của biểu mẫu"
    if new.get("withdrawn"):
        return "rút đợt"
    if "locked" in new:
        return "khóa sổ" if new["locked"] else "mở khóa"
    if "reports" in new:
        return f"{len(new['reports'])} đơn vị"
    if isinstance(new.get("due"), Mapping):
        dues = ", ".join(dict.fromkeys(new["due"].values()))
        return f"mở cho {new['units']} đơn vị, hạn {dues}" if "units" in new else f"hạn mới {dues}"
    return list_values(new)


def _calendar_words(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> str:
    if "none" in new:
        return f"năm {new['none']} không có ngày làm bù"
    swaps = ((old or {}) if "taken_back" in new else new).get("swaps", ())
    told = "; ".join(_swap_words(one) for one in swaps)
    return f"bỏ: {told}" if "taken_back" in new else told


def _swap_words(one: Mapping[str, Any]) -> str:
    said = {"nghỉ": one.get("off"), "làm bù": one.get("worked")}
    told = ", ".join(f"{verb} {_day(day)}" for verb, day in said.items() if day)
    return told or f"năm {one.get('year')} không có ngày làm bù"


def _unit_words(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> str:
    if new.get("ended"):
        return "thôi báo cáo" if not new.get("successor") else "sáp nhập vào đơn vị khác"
    if "name" in new:
        return f"{(old or {}).get('name', '')} → {new['name']}"
    if "parent" in new:
        return "chuyển sang trực thuộc đơn vị khác"
    if "phone" in new:
        return f"điện thoại {new['phone'] or '(bỏ)'}"
    if "identification_code" in new:
        return f"mã định danh {new['identification_code'] or '(bỏ)'}"
    return f"loại {new['kind']}" if "kind" in new else list_values(new)


async def typed_office_trail(ctx: RequestContext, argument: str) -> None:
    """`nhật ký phân công`."""
    await office_trail(ctx, ShowOfficeHistory())
