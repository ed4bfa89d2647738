"""What is done to many units of the table: shown first, confirmed, and told unit by unit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qsl
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.desk.act_page import describe_outcome, read_request
from bot.channels.desk.form_fields import FormError, FormFields, read_fields
from bot.channels.desk.pages import render
from bot.channels.desk.units.table_page import is_fragment, own_address
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.dispatch.desk_acts import ActOutcome
from bot.workflow.context import DeniedError
from bot.workflow.desk.many_returns import read_return
from bot.workflow.desk.unit_table import find_units
from bot.workflow.many.result_file import word_result
from conversations.desk.unit_query import UnitQuery, read_unit_query
from conversations.frozen import Frozen
from conversations.workflow.many_requests import ActOnMany, ManyAct, ReportSelection, SendLetter
from conversations.workflow.request_bases import BoardFilter
from conversations.workflow.round_requests import Nudge

WAYS: Mapping[str, str] = {  # what can be done, by the name of its button
    "nhac": "Nhắc",
    "gia-han": "Gia hạn",
    "duyet": "Duyệt",
    "tra-lai": "Trả lại",
    "khoa": "Khóa",
    "mo-khoa": "Mở lại",
    "nhan-tin": "Nhắn tin",
}
_MANY = {"duyet": ManyAct.APPROVE, "khoa": ManyAct.LOCK, "mo-khoa": ManyAct.UNLOCK}
_ASKED_MORE = frozenset({"gia-han", "nhan-tin", "tra-lai"})
LONGEST_TEXT = 4_000  # characters of a letter or a reason that are read; the act says how many fit


async def preview_act(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """What it would come to; of an extension and a letter first what they are to say."""
    number, fields = int(request.path_params["round"]), await read_fields(request)
    way = fields.one("viec")
    if way not in WAYS:
        raise FormError("viec")
    units, query = await _chosen(desk, person, number, fields)
    shown = {"way": way, "title": WAYS[way], "units": units, "number": number, "told": None}
    shown |= {"back": own_address(number, query), "groups": [], "done": False, "said": fields}
    if not units or (way in _ASKED_MORE and not fields.one("buoc")):
        return _answer(request, person, shown)
    which = ReportSelection(round=number, under=query.root or None, units=tuple(units))
    wanted: Frozen | str
    if way == "tra-lai":
        async with desk.reading(person) as ctx:
            wanted = await read_return(ctx, which, fields.one("loi")[:LONGEST_TEXT])
    else:
        wanted = _request(way, which, fields)
    if isinstance(wanted, str):  # what is missing
        return _answer(request, person, shown | {"problem": wanted}, 422)
    outcome = await desk.acts.ask(person.member, str(uuid4()), wanted)
    return _outcome(request, person, shown, outcome, _act_of(wanted))


async def do_act(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """Carry out what was shown."""
    number, fields = int(request.path_params["round"]), await read_fields(request)
    wanted = read_request(fields.one("action"))
    outcome = await desk.acts.ask(person.member, fields.event(), wanted)
    back = own_address(number, read_unit_query(dict(parse_qsl(fields.one("loc")))))
    shown = {"way": "", "title": "Kết quả", "units": [], "number": number, "said": fields}
    shown |= {"back": back, "done": not outcome.rejected}
    return _outcome(request, person, shown, outcome, _act_of(wanted))


def _outcome(
    request: Request, person: DeskPerson, shown: dict[str, Any], outcome: ActOutcome, act: str
) -> Response:
    if outcome.denied:
        raise DeniedError
    told = describe_outcome(outcome)
    shown |= {"told": told, "groups": group_outcomes(outcome, act)}
    shown["asks"] = any(row for row in told["buttons"])
    return _answer(request, person, shown, 422 if outcome.rejected else 200)


def group_outcomes(outcome: ActOutcome, act: str) -> list[dict[str, Any]]:
    """The units by what became of them, those first that nothing is done to; in words."""
    groups: dict[str, list[str]] = {}
    for one in outcome.units:
        groups.setdefault(one.why, []).append(one.name)
    order = sorted(groups, key=lambda why: why == "")
    return [{"why": why, "word": word_result(act, why), "names": groups[why]} for why in order]


def _answer(
    request: Request, person: DeskPerson, shown: dict[str, Any], status: int = 200
) -> Response:
    name = "units/act.html" if is_fragment(request) else "units/act_page.html"
    data = {"asks": False, "problem": "", "here": "/ban/dot", **shown}
    return render(name, person, status=status, **data)


async def _chosen(
    desk: Desk, person: DeskPerson, number: int, fields: FormFields
) -> tuple[list[int], UnitQuery]:
    """The units that were ticked on any page, or all that a filter means at this moment."""
    query = read_unit_query(dict(parse_qsl(fields.one("loc").lstrip("?"))))
    if fields.one("tat-ca") == "1":
        async with desk.reading(person) as ctx:
            _, units = await find_units(ctx, number, query)
        return units, query
    kept = [one for text in fields.all("chon") for one in text.split(",") if one]
    try:
        units = [*dict.fromkeys((*fields.numbers("u"), *map(int, kept)))]
    except ValueError as error:
        raise FormError("chon") from error
    return units, query


def _request(way: str, which: ReportSelection, fields: FormFields) -> Frozen | str:
    """The request that it is; or why it is none yet, in words."""
    if way == "nhac":
        assert which.round is not None  # noqa: S101 - it is of the page's
        return Nudge(round=which.round, unit=which.under, show=BoardFilter.OPEN, which=which)
    if way in _MANY:
        return ActOnMany(act=_MANY[way], which=which)
    text = fields.one("loi").strip()[:LONGEST_TEXT]
    if way == "nhan-tin":
        return SendLetter(which=which, text=text, reviewers=fields.one("ai") == "lanh-dao")
    day, more = _day(fields.one("den-ngay")), fields.one("them").strip()
    if day is None and not (more.isascii() and more.isdigit() and 0 < int(more[:4]) <= 365):
        return "Chưa có ngày mới. Chọn một ngày, hoặc ghi số ngày thêm từ 1 đến 365, ví dụ 3."
    if len(text) < 3:
        return "Chưa có lý do. Ghi lý do gia hạn, ví dụ “bão số 5”."
    until = {"until": day} if day is not None else {"more": int(more[:4])}
    return ActOnMany(act=ManyAct.EXTEND, which=which, reason=text, **until)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _act_of(wanted: Frozen) -> str:
    if isinstance(wanted, ActOnMany):
        return wanted.act.value
    return "letter" if isinstance(wanted, SendLetter) else "nudge"
