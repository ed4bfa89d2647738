"""The table of rights, walked whole: every role and request, on one's own unit and another."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from bot.files.generated_file import GeneratedFile
from bot.ports.channel import IncomingKind
from bot.workflow import router
from bot.workflow.context import RequestContext
from conversations.protocol.events import ButtonTapped
from conversations.protocol.messages import Reply
from conversations.workflow import (
    day_requests,
    draft_requests,
    own_requests,
    people_requests,
    report_requests,
    requests,
    review_requests,
    round_requests,
)
from conversations.workflow.many_requests import (
    ActOnMany,
    AddToRound,
    ManyAct,
    ReportSelection,
    SendLetter,
    WithdrawRound,
)
from conversations.workflow.permissions import (
    MAY_INVITE,
    OVER_SUBTREE,
    RIGHTS,
    Grant,
    Permission,
    Role,
    is_permitted,
)
from storage.workflow.units import NewUnit
from tests.bot.workflow.test_round_life_cycle import submit
from tests.support.founding import founded_once
from tests.support.product import Office, open_catalogs
from tests.support.province import Province, local, member_of

NEEDS: dict[type, Permission] = {  # what each request on a report or a round needs
    own_requests.TakeUp: Permission.ANSWER,
    report_requests.LookInto: Permission.READ,
    report_requests.GetReportFile: Permission.READ,
    report_requests.ReadWords: Permission.READ,
    report_requests.ShowChanges: Permission.READ,
    report_requests.ShowAssignments: Permission.READ,
    review_requests.Approve: Permission.APPROVE,
    review_requests.UndoApproval: Permission.APPROVE,
    review_requests.Return: Permission.RETURN,
    review_requests.Extend: Permission.EXTEND,
    review_requests.RefuseExtension: Permission.EXTEND,
    review_requests.UndoReturn: Permission.RETURN,
    review_requests.Lock: Permission.LOCK,
    report_requests.ShowHistory: Permission.HISTORY,
    report_requests.HandOver: Permission.HAND_OVER,
    round_requests.ShowBoard: Permission.BOARD,
    round_requests.GetBoardFile: Permission.BOARD,
    round_requests.CallFirst: Permission.BOARD,
    round_requests.Nudge: Permission.REMIND,
    round_requests.ShowTotal: Permission.ROLL_UP,
    round_requests.GetTotalFile: Permission.ROLL_UP,
    round_requests.GetTotalChart: Permission.ROLL_UP,
    round_requests.GetOpenData: Permission.ROLL_UP,
    round_requests.OpenRound: Permission.OPEN_ROUND,
    people_requests.Dismiss: Permission.PEOPLE,
    review_requests.Correct: Permission.CORRECT,
    people_requests.RenameUnit: Permission.UNITS,
    people_requests.ChangeUnit: Permission.UNITS,
    people_requests.ChangePerson: Permission.PEOPLE,
    ActOnMany: Permission.EXTEND,
    AddToRound: Permission.OPEN_ROUND,
    WithdrawRound: Permission.OPEN_ROUND,
    SendLetter: Permission.REMIND,
    people_requests.EndUnit: Permission.UNITS,
    people_requests.AddUnit: Permission.UNITS,
    people_requests.MoveMember: Permission.PEOPLE,
    people_requests.CancelInvitation: Permission.PEOPLE,
    round_requests.KeepDue: Permission.EXTEND,
}
FOR_ALL = {
    own_requests.ShowHome,
    own_requests.ShowGuide,
    own_requests.Join,
    report_requests.ShowWaiting,
    people_requests.ShowOfficeHistory,
    own_requests.Snooze,
    own_requests.Decline,
    round_requests.ListRounds,
    own_requests.AskLink,
    own_requests.ConfirmLink,
    own_requests.UndoLink,
    own_requests.EndWebSession,
    day_requests.MakeCalendar,
    day_requests.EndCalendar,
    own_requests.DropPasskeys,
    own_requests.Retype,  # checked as what is typed
    own_requests.StartTrial,
    own_requests.ChangeTrial,
}  # they show and change one's own only
OF_ALL = {  # forms are for the whole installation: only who administers all of it makes them
    draft_requests.ShowDraftedForm: draft_requests.ShowDraftedForm(form="x"),
    draft_requests.DecideDoubt: draft_requests.DecideDoubt(form="x", doubt="y", value="z"),
    draft_requests.GetDraftFile: draft_requests.GetDraftFile(form="x", kind="word"),
    draft_requests.TryForm: draft_requests.TryForm(form="x"),
    draft_requests.PublishForm: draft_requests.PublishForm(form="x", sure=True),
}
OF_DAYS = {  # days are those of the whole installation too; coordinators of all of it enter them
    day_requests.ShowDays: day_requests.ShowDays(),
    day_requests.ChangeDays: day_requests.ChangeDays(off=(date(2026, 6, 1),), sure=True),
}
BOOKS = replace(open_catalogs(), forms=Path("no-such-folder"))
PEOPLE = [*Role]


def test_every_request_has_its_right() -> None:
    assert {*get_args(requests.Request)} == {*NEEDS} | FOR_ALL | {*OF_ALL} | {*OF_DAYS}


def requests_on(report: int, round_: int, unit: int, member: int) -> list[object]:
    """Every request that needs a right, on these things."""
    found: list[object] = [
        made(report=report)
        for made in (
            own_requests.TakeUp,
            report_requests.LookInto,
            report_requests.GetReportFile,
            report_requests.ReadWords,
            report_requests.ShowChanges,
            report_requests.ShowAssignments,
            review_requests.Correct,
        )
    ]
    found += [
        review_requests.Approve(report=report, version=1, sure=True),
        review_requests.UndoApproval(report=report, version=1),
        review_requests.Return(report=report, rows={"I.01.01": "không khớp"}, sure=True),
        review_requests.Extend(report=report, day=date(2026, 4, 1), reason="mất điện"),
        review_requests.Lock(report=report, locked=True, sure=True),
        review_requests.Lock(round=round_, locked=True, sure=True),
        report_requests.ShowHistory(report=report),
        report_requests.HandOver(report=report, key="II", member=member),
        round_requests.ShowBoard(round=round_),
        round_requests.GetBoardFile(round=round_, kind="workbook"),
        round_requests.CallFirst(round=round_),
        round_requests.Nudge(round=round_, sure=True),
        round_requests.ShowTotal(round=round_),
        round_requests.ShowTotal(round=round_, row="I.01.01"),
        round_requests.GetTotalFile(round=round_, kind="word"),
        round_requests.GetTotalChart(round=round_, row="I.01.01"),
        round_requests.GetOpenData(round=round_),
        round_requests.OpenRound(
            unit=unit,
            form="cchc-so",
            name="Quý II/2026",
            start=date(2026, 3, 15),
            end=date(2026, 6, 14),
            due={"": date(2026, 6, 20)},
            sure=True,
        ),
        people_requests.Dismiss(member=member, unit=unit, role=Role.OFFICER, sure=True),
        people_requests.RenameUnit(
            unit=unit, name="Mới", short_name="Mới", abbreviation="M", sure=True
        ),
        people_requests.ChangeUnit(unit=unit, kind="other", sure=True),
        people_requests.ChangePerson(member=member, name="Mới", sure=True),
        ActOnMany(
            act=ManyAct.EXTEND,
            which=ReportSelection(round=round_),
            until=date(2026, 4, 1),
            reason="mất điện",
            sure=True,
        ),
        AddToRound(round=round_, unit=unit, units=(unit,), sure=True),
        WithdrawRound(round=round_, sure=True),
        SendLetter(which=ReportSelection(under=unit), text="họp lúc 14 giờ", sure=True),
        people_requests.EndUnit(unit=unit, sure=True),
        people_requests.AddUnit(
            parent=unit, code="N1", name="Mới", short_name="Mới", abbreviation="M"
        ),
        people_requests.MoveMember(member=member, role=Role.OFFICER, unit=unit, to=unit),
        people_requests.CancelInvitation(unit=unit, invitation=1),
        round_requests.KeepDue(round=round_, day=date(2026, 3, 20)),
    ]
    return found


class UndoneError(Exception):
    """Ends a transaction whose work shall not be kept."""


async def is_denied(at: Office, member: int, grants: tuple[Grant, ...], request: object) -> bool:
    """Whether the dispatcher refuses the request; whatever it does is undone."""
    denied = False
    try:
        async with at.store.transaction() as tx:
            ctx = RequestContext(tx, BOOKS, member, grants, "telegram", None, at.clock(), None)
            assert await router.serve_request(
                ctx, ButtonTapped(action=request, turn=0), free_text=False
            )  # type: ignore[arg-type]
            codes = {one.code for one in ctx.replies if isinstance(one, Reply)}
            denied = "denied" in codes
            if denied:
                assert (codes, ctx.notices, ctx.resume) == ({"denied"}, [], False)
            else:
                assert ctx.replies or ctx.resume
                assert all(isinstance(one, Reply | GeneratedFile) for one in ctx.replies)
            raise UndoneError
    except UndoneError:
        return denied


async def _found(at: Office) -> Province:
    """Two towns beside each other, a ward in each, and a round with a report handed in."""
    made = Province(at)
    await made.found(
        [
            *(NewUnit(f"T{n}", f"Thị xã {n}", f"TX {n}", f"T{n}", None, "TINH") for n in "12"),
            *(NewUnit(f"P{n}", f"Phường {n}", f"P {n}", f"P{n}", "commune", f"T{n}") for n in "12"),
        ]
    )
    for n in "12":
        await made.comes(f"officer-{n}", f"P{n}", Role.OFFICER, f"Lan {n}")
        await made.comes(f"dau-moi-{n}", f"T{n}", Role.COORDINATOR, f"Mai {n}")
        await at.say("mở đợt quý I/2026", who=f"dau-moi-{n}")
        await at.tap("Mở đợt này", who=f"dau-moi-{n}")
        await at.tap("Làm", who=f"officer-{n}")
        await submit(at, f"officer-{n}", "21")
    return made


@pytest.fixture
async def two_towns(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, local(2026, 3, 2), _found) as made:
        yield made


async def test_the_whole_table(two_towns: Province) -> None:
    at = two_towns.office
    async with at.store.transaction() as tx:
        officers = {n: await member_of(tx, f"officer-{n}") for n in "12"}
        stranger = await tx.members.add("Người thử", at.clock())
        rounds = {n: (await tx.rounds.list_under(two_towns.units[f"T{n}"]))[0].id for n in "12"}
    reports = {n: await two_towns.report_of(f"P{n}") for n in "12"}
    walked = 0
    for role in PEOPLE:
        home = "T1" if role in OVER_SUBTREE else "P1"
        grants = (Grant(role=role, unit=two_towns.units[home]),)
        for n in "12":
            place = two_towns.units[f"T{n}" if role in OVER_SUBTREE else f"P{n}"]
            for request in requests_on(reports[n], rounds[n], place, officers[n]):
                needed = NEEDS[type(request)]
                allowed = n == "1" and needed in RIGHTS[role]
                if isinstance(
                    request,
                    people_requests.Dismiss
                    | people_requests.MoveMember
                    | people_requests.ChangePerson,
                ):
                    allowed = n == "1" and Role.OFFICER in MAY_INVITE.get(role, ())
                elif is_about_a_round(request):
                    allowed = allowed and role in OVER_SUBTREE
                found = await is_denied(at, stranger, grants, request)
                assert found is not allowed, (role, n, request)
                walked += 1
        for request in requests_on(reports["1"], rounds["1"], place, officers["1"]):
            assert await is_denied(at, stranger, (), request)
    assert walked == len(PEOPLE) * 2 * 38


@pytest.mark.parametrize("role", PEOPLE)
async def test_forms_are_made_by_who_administers_all(two_towns: Province, role: Role) -> None:
    at = two_towns.office
    async with at.store.transaction() as tx:
        stranger = await tx.members.add("Người thử", at.clock())
    for unit in ("TINH", "T1"):
        grants = (Grant(role=role, unit=two_towns.units[unit]),)
        allowed = role is Role.ADMINISTRATOR and unit == "TINH"
        for request in OF_ALL.values():
            assert await is_denied(at, stranger, grants, request) is not allowed, (unit, request)


@pytest.mark.parametrize("role", PEOPLE)
async def test_days_are_entered_by_who_watches_over_all(two_towns: Province, role: Role) -> None:
    at = two_towns.office
    async with at.store.transaction() as tx:
        stranger = await tx.members.add("Người thử", at.clock())
    for unit in ("TINH", "T1"):
        grants = (Grant(role=role, unit=two_towns.units[unit]),)
        allowed = role in OVER_SUBTREE and unit == "TINH"
        for request in OF_DAYS.values():
            assert await is_denied(at, stranger, grants, request) is not allowed, (unit, request)


def is_about_a_round(request: object) -> bool:
    return getattr(request, "round", None) is not None or isinstance(
        request, round_requests.OpenRound
    )


async def test_reports_and_rounds_that_are_not_there_are_denied_alike(two_towns: Province) -> None:
    at = two_towns.office
    async with at.store.transaction() as tx:
        stranger = await tx.members.add("Người thử", at.clock())
    grants = (Grant(role=Role.COORDINATOR, unit=two_towns.units["T1"]),)
    for request in requests_on(9_999, 9_999, two_towns.units["T2"], 9_999):
        assert await is_denied(at, stranger, grants, request), request


async def test_somebody_elses_button_does_nothing(two_towns: Province) -> None:
    at = two_towns.office
    await at.say("xem báo cáo P1", who="dau-moi-1")
    forged = at.payload("✓ Duyệt", who="dau-moi-1")
    for thief in ("officer-2", "dau-moi-2", "nguoi-la"):
        said = await at.handle(at.event(IncomingKind.TAPPED, who=thief, button=forged))
        assert "Đã duyệt" not in said
    assert await two_towns.state("P1") == "submitted"


async def test_a_button_counts_for_nothing_once_the_role_is_gone(two_towns: Province) -> None:
    at = two_towns.office
    await at.say("xem báo cáo P1", who="dau-moi-1")
    async with at.store.transaction() as tx:
        mine = await member_of(tx, "dau-moi-1")
        unit = two_towns.units["T1"]
        await tx.roles.revoke(two_towns.deed(), mine, unit, Role.COORDINATOR)
    assert "ngoài phần việc" in await at.tap("✓ Duyệt", who="dau-moi-1")
    assert await two_towns.state("P1") == "submitted"


async def test_every_typed_command_keeps_to_the_table(two_towns: Province) -> None:
    at = two_towns.office
    for words in (
        "xem báo cáo P2",
        "duyệt P2",
        "trả lại P2",
        "gia hạn P2 đến 1/4: mất điện",
        "khóa sổ P2",
        "nhật ký P2",
        "thành viên P2",
        "mời cán bộ P2",
    ):
        said = await at.say(words, who="dau-moi-1")
        assert "Phường 2" not in said
        assert "P 2 ·" not in said
        assert "✓" not in said
    for words in ("bảng", "hợp nhất", "đôn đốc", "mở đợt quý II/2026", "gọi ai trước"):
        said = await at.say(words, who="officer-1")
        assert "ngoài phần việc" in said, words


def test_a_coordinator_reaches_down_and_never_up() -> None:
    grants = [Grant(role=Role.COORDINATOR, unit=2)]
    assert is_permitted(grants, Permission.READ, (3, 2, 1))
    assert is_permitted(grants, Permission.READ, (2, 1))
    assert not is_permitted(grants, Permission.READ, (1,))
    assert not is_permitted([Grant(role=Role.OFFICER, unit=2)], Permission.READ, (3, 2, 1))
