"""Who got and lost which role, who was invited, which rounds were opened, which units changed:
the history of what belongs to no report, for the units that a member watches over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from bot.files.generated_file import GeneratedFile
from bot.workflow.context import DeniedError, RequestContext
from conversations.calendar.dates import print_moment
from conversations.dialog.prompts.keyboard import make_button
from conversations.protocol.messages import Reply
from conversations.workflow.permissions import OVER_SUBTREE, RIGHTS
from conversations.workflow.permissions import Permission as Right
from conversations.workflow.requests import ShowOfficeHistory
from storage.core.records import HistoryEntry
from templates.documents.excel.workbook import ListSheet, write_workbook

PAGE = 15
FILE = "nhat-ky-phan-cong.xlsx"
_HEAD = ("Thời điểm", "Người làm", "Kênh", "Đơn vị", "Việc", "Nội dung")
_ROLES = {
    "officer": "cán bộ báo cáo",
    "reviewer": "lãnh đạo đơn vị",
    "coordinator": "đầu mối tổng hợp",
    "administrator": "quản trị",
    "guest": "đồng nghiệp được hỏi",
}
_KINDS = {
    "role": "Vai trò",
    "invitation": "Mời",
    "invitations": "Mời nhiều người",
    "round": "Đợt báo cáo",
    "nudge": "Nhắc nộp",
    "unit": "Đơn vị",
    "units": "Thêm đơn vị",
    "member": "Xóa dữ liệu cá nhân",
    "rebinding": "Nối kênh",
}


async def office_trail(visit: RequestContext, request: ShowOfficeHistory) -> None:
    """The newest changes first; as a workbook when `file`."""
    units = await _units(visit)
    if not units:
        raise DeniedError
    entries = await visit.tx.audit_log.of_office()
    reading = _Reading(units, await _rounds(visit, units), await _names(visit, entries))
    lines = [line for one in entries if (line := reading.line(one)) is not None][::-1]
    if request.file:
        cells = [_cells(line) for line in lines]
        sheet = ListSheet("Nhật ký", _HEAD, cells, (17, 22, 12, 28, 22, 60))
        reply = Reply(code="trail.file", data={"name": FILE})
        visit.replies.append(GeneratedFile(FILE, partial(write_workbook, (sheet,)), reply))
        return
    last = (len(lines) - 1) // PAGE
    turn = [
        make_button(code, request.model_copy(update={"page": page}))
        for code, page in (("older", request.page + 1), ("newer", request.page - 1))
        if 0 <= page <= last
    ]
    file = make_button("trail.file", request.model_copy(update={"file": True}))
    shown = lines[request.page * PAGE :][:PAGE]
    visit.say("trail.office", ((*turn, file),), lines=shown, count=len(lines))


_FIELDS = ("at", "who", "channel", "unit", "kind")


def _cells(line: Mapping[str, str]) -> tuple[str, ...]:
    what = f"{line['whom']} {line['what']}".strip()
    return (*(line[name] for name in _FIELDS), what)


async def _units(visit: RequestContext) -> dict[int, str]:
    """The units of which the member may read the history, those that have ended too."""
    found: dict[int, str] = {}
    for grant in visit.grants:
        if Right.HISTORY in RIGHTS[grant.role]:
            below = grant.role in OVER_SUBTREE
            found |= await visit.tx.units.names_under(grant.unit, below=below)
    return found


async def _rounds(visit: RequestContext, units: Mapping[int, str]) -> dict[int, tuple[int, str]]:
    """Of each round that was opened for one of the units: which, and its period."""
    return {
        one.id: (one.unit, one.period.name)
        for one in await visit.tx.rounds.list_opened_for([*units])
        if one.unit is not None
    }


async def _names(visit: RequestContext, entries: Sequence[HistoryEntry]) -> dict[int, str]:
    numbers = {one.member for one in entries if one.member is not None}
    numbers |= {one.new["member"] for one in entries if "member" in one.new}
    return await visit.tx.roles.names_of(numbers)


class _Reading:
    """Puts entries into words, those that concern one of the units."""

    def __init__(
        self,
        units: Mapping[int, str],
        rounds: Mapping[int, tuple[int, str]],
        names: Mapping[int, str],
    ) -> None:
        self._units, self._rounds, self._names = units, rounds, names
        self._unit_of: dict[str, int] = {}  # of a subject whose first entry named it
        self._units_of_member: dict[int, list[int]] = {}
        self._whom = ""  # of whom the entry at hand tells

    def line(self, entry: HistoryEntry) -> dict[str, str] | None:
        """The entry in words; None when it concerns none of the units."""
        kind, _, number = entry.subject.partition(":")
        self._whom = ""
        unit, what = self._told(kind, number, entry)
        if unit is None:
            return None
        return {
            "at": print_moment(entry.at),
            "who": self._names.get(entry.member or 0, "(quản trị)"),
            "channel": entry.channel,
            "unit": self._units[unit],
            "kind": _KINDS.get(kind, kind),
            "whom": self._whom,
            "what": what,
        }

    def _told(self, kind: str, number: str, entry: HistoryEntry) -> tuple[int | None, str]:
        new = entry.new
        match kind:
            case "role":
                return self._role(entry)
            case "invitation":
                return self._known(entry), _invited(new)
            case "invitations":
                whom = [one for one, _ in new["whom"] if one in self._units]
                return (whom[0] if whom else None), f"{len(whom)} người, mã đến {new['expires']}"
            case "round" | "nudge":
                unit, period = self._rounds.get(int(number), (None, ""))
                return unit, f"{period}: {_round_words(new)}"
            case "unit":
                unit = int(number) if int(number) in self._units else None
                return unit, _unit_words(entry.old, new)
            case "units":
                return next(iter(self._units), None), f"{new['count']} đơn vị"
            case "rebinding":
                return self._rebinding(entry)
            case "member":
                units = self._units_of_member.get(int(number), [])
                return (units[0] if units else None), f"người số {number}"
            case _:
                return self._known(entry), _plain(new)

    def _known(self, entry: HistoryEntry) -> int | None:
        """The unit that this entry, or an earlier one of the same subject, names."""
        unit = (entry.new or {}).get("unit", (entry.old or {}).get("unit"))
        if unit is not None:
            self._unit_of[entry.subject] = unit
        found = self._unit_of.get(entry.subject)
        return found if found in self._units else None

    def _role(self, entry: HistoryEntry) -> tuple[int | None, str]:
        unit, told = self._known(entry), {**(entry.old or {}), **entry.new}
        member = told.get("member")
        if unit is not None and member is not None:
            self._units_of_member.setdefault(member, []).append(unit)
        self._whom = self._names.get(member or 0, f"người số {member}")
        verb = "thôi làm" if entry.new.get("ended") else "làm"
        return unit, f"{verb} {_ROLES.get(told.get('role', ''), '')}"

    def _rebinding(self, entry: HistoryEntry) -> tuple[int | None, str]:
        """A channel that went over; it is told where the member had a role before."""
        after = entry.new["member"]
        before = (entry.old or {}).get("member", 0)
        units = self._units_of_member.get(after) or self._units_of_member.get(before) or []
        self._whom = self._names.get(after, f"người số {after}")
        verb = "nhận lại" if entry.new.get("undone") else "nhận"
        return (units[0] if units else None), f"{verb} một kênh của người số {before}"


def _invited(new: Mapping[str, Any]) -> str:
    if "role" not in new:
        return "hủy mã mời"
    return f"{_ROLES.get(new['role'], new['role'])}, mã đến {new['expires']}"


def _round_words(new: Mapping[str, Any]) -> str:
    if "locked" in new:
        return "khóa sổ" if new["locked"] else "mở khóa"
    if "reports" in new:
        return f"{len(new['reports'])} đơn vị"
    if isinstance(new.get("due"), Mapping):
        dues = ", ".join(dict.fromkeys(new["due"].values()))
        return f"mở cho {new['units']} đơn vị, hạn {dues}"
    return _plain(new)


def _unit_words(old: Mapping[str, Any] | None, new: Mapping[str, Any]) -> str:
    if new.get("ended"):
        return "thôi báo cáo" if not new.get("successor") else "sáp nhập vào đơn vị khác"
    if "name" in new:
        return f"{(old or {}).get('name', '')} → {new['name']}"
    return "chuyển sang trực thuộc đơn vị khác" if "parent" in new else _plain(new)


def _plain(new: Mapping[str, Any]) -> str:
    return "; ".join(f"{value}" for value in new.values() if value not in (None, ""))


async def typed_office_trail(visit: RequestContext, argument: str) -> None:
    """`nhật ký phân công`."""
    await office_trail(visit, ShowOfficeHistory())
