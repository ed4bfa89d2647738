"""The table of rights through the dispatcher: forged buttons, other people's units, reports and
names, for every role, guests too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.delivery.notices import Notice
from bot.dispatch.report_step import needed_permission
from bot.ports.channel import IncomingKind
from conversations.commands.workflow import WorkflowCommand
from conversations.dialog.prompts.keyboard import make_button
from conversations.protocol.messages import Reply
from conversations.reports.lifecycle import TRANSITIONS
from conversations.workflow import own_requests
from conversations.workflow.permissions import OVER_SUBTREE, RIGHTS, Permission, Role
from storage.workflow.units import NewUnit
from tests.bot.workflow.test_round_life_cycle import submit
from tests.conversations.workflow.test_permissions import (
    FOR_ALL,
    NEEDS,
    is_about_a_round,
    requests_on,
)
from tests.support.breadth import share
from tests.support.founding import founded_once
from tests.support.product import Office
from tests.support.province import Province, approve, local, member_of

pytestmark = pytest.mark.long

SPEAKERS = {  # of the first town; each has a neighbour in the second
    "khach-1": Role.GUEST,
    "officer-1": Role.OFFICER,
    "lanh-dao-1": Role.REVIEWER,
    "dau-moi-1": Role.COORDINATOR,
    "quan-tri-1": Role.ADMINISTRATOR,
}
DENIED = "ngoài phần việc"


async def _found(at: Office) -> Province:
    """Two towns, in each a ward that has handed in, and somebody in every role."""
    made = Province(at)
    await made.found(
        [
            *(NewUnit(f"T{n}", f"Thị xã {n}", f"TX {n}", f"T{n}", None, "TINH") for n in "12"),
            *(NewUnit(f"P{n}", f"Phường {n}", f"P {n}", f"P{n}", "commune", f"T{n}") for n in "12"),
        ]
    )
    for n in "12":
        await made.comes(f"officer-{n}", f"P{n}", Role.OFFICER, f"Lan {n}")
        await made.comes(f"lanh-dao-{n}", f"P{n}", Role.REVIEWER, f"Bình {n}")
        await made.comes(f"dau-moi-{n}", f"T{n}", Role.COORDINATOR, f"Mai {n}")
        await made.comes(f"quan-tri-{n}", f"T{n}", Role.ADMINISTRATOR, f"Tú {n}")
        await at.say("mở đợt quý I/2026", who=f"dau-moi-{n}")
        await at.tap("Mở đợt này", who=f"dau-moi-{n}")
        await at.tap("Làm", who=f"officer-{n}")
        code = (await at.say("hỏi đồng nghiệp câu 12 cho Hoa", who=f"officer-{n}")).split()[-1]
        await at.say(f"/start {code}", who=f"khach-{n}")
        await at.tap("Tham gia", who=f"khach-{n}")
        await submit(at, f"officer-{n}", "21", "7")
    return made


@pytest.fixture
async def towns(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, local(2026, 3, 2), _found) as made:
        yield made


async def forged(at: Office, who: str, request: object) -> str:
    """What somebody hears who taps a button with this request in their own message."""
    async with at.store.transaction() as tx:
        member = await member_of(tx, who)
        reply = Reply(code="denied.report", buttons=((make_button("home", request),),))  # type: ignore[arg-type]
        await at.desk._speaker.notify(tx, [Notice(member, reply)])
    await at.sender.drain(at.channels["telegram"])
    payload = at.payload("Việc của tôi", who=who)
    return await at.handle(at.event(IncomingKind.TAPPED, who=who, button=payload))


async def changes(made: Province) -> int:
    """How many entries all histories have."""
    async with made.office.store.transaction() as tx:
        return await tx.audit_log.last_entry()


def test_every_permission_of_the_table_is_needed_for_something() -> None:
    steps = {needed_permission(old, new) for old, all_ in TRANSITIONS.items() for new in all_}
    typed = {one.spec.permission for one in WorkflowCommand} - {None}
    on_pages = {Permission.CONNECT}  # tokens and webhooks are made on the desk, never in the chat
    assert {*NEEDS.values()} | typed | steps | on_pages == {*Permission}
    assert not on_pages & ({*NEEDS.values()} | typed | steps)
    assert {deed for deeds in RIGHTS.values() for deed in deeds} == {*Permission}


async def test_no_forged_button_does_what_the_table_forbids(towns: Province) -> None:
    at = towns.office
    async with at.store.transaction() as tx:
        officers = {n: await member_of(tx, f"officer-{n}") for n in "12"}
        rounds = {n: (await tx.rounds.list_under(towns.units[f"T{n}"]))[0].id for n in "12"}
    reports = {n: await towns.report_of(f"P{n}") for n in "12"}
    before = await changes(towns)
    forbidden = 0
    for turn, (who, role) in enumerate(SPEAKERS.items()):
        for n in "12":
            place = towns.units[f"T{n}" if role in OVER_SUBTREE else f"P{n}"]
            # Everybody tries half of them with their own unit, and the other half with another's.
            tried = share(
                [*requests_on(reports[n], rounds[n], place, officers[n])], 2, turn + int(n)
            )
            for request in tried:
                allowed = n == "1" and NEEDS[type(request)] in RIGHTS[role]
                if is_about_a_round(request):
                    allowed = allowed and role in OVER_SUBTREE
                if not allowed:
                    assert DENIED in await forged(at, who, request), (who, request)
                    forbidden += 1
    assert forbidden > len(SPEAKERS) * 11
    assert await changes(towns) == before


async def test_no_typed_command_reaches_other_units(towns: Province) -> None:
    at = towns.office
    before = await changes(towns)
    for turn, who in enumerate(SPEAKERS):
        for command in share([*WorkflowCommand], 2, turn):
            words = command.spec.phrases[0]
            for behind in ("cán bộ P2" if command is WorkflowCommand.INVITE else "P2", "Lan 2"):
                if command in (
                    WorkflowCommand.SNOOZE,
                    WorkflowCommand.HOME,
                    WorkflowCommand.MY_DATA,
                ):
                    continue
                said = await at.say(f"{words} {behind}", who=who)
                assert "P 2" not in said, (who, words, behind)
                assert "Phường 2" not in said, (who, words, behind)
    assert await changes(towns) == before


ENGINE = (
    *("5", "nộp", "rút lại", "mở lại", "đính chính vì sai số liệu", "tải về"),
    *("ban hành số 45 ngày 1/3/2026", "giao phần II cho Lan", "lấy lại câu 12"),
    *("hỏi đồng nghiệp phần II cho Tuấn", "ai đang làm", "nhật ký"),
)


async def test_a_report_of_others_at_hand_opens_nothing(towns: Province) -> None:
    """Even when the database says that somebody works on a report, their role decides."""
    at = towns.office
    other = await towns.report_of("P2")
    for who in SPEAKERS:
        async with at.store.transaction() as tx:
            member = await member_of(tx, who)
        for words in ENGINE:
            at.forget(who)
            async with at.store.transaction() as tx:
                await tx.duties.take_up([member], other)
                before = len(await tx.audit_log.of_report(other))
            said = await at.say(words, who=who)
            assert "P 2" not in said, (who, words)
            assert "Phường 2" not in said, (who, words)
            async with at.store.transaction() as tx:
                assert len(await tx.audit_log.of_report(other)) == before, (who, words)
    assert await towns.state("P2") == "submitted"


async def test_a_guest_does_nothing_with_the_whole_report(towns: Province) -> None:
    at = towns.office
    report = await towns.report_of("P1")
    await at.say("rút lại", who="officer-1")
    await at.say("đồng ý", who="officer-1")
    async with at.store.transaction() as tx:
        before = [one.subject for one in await tx.audit_log.of_report(report)]
    for words in ENGINE[1:]:
        said = await at.say(words, who="khach-1")
        assert "✓" not in said, words
        assert "P 2" not in said, words
    async with at.store.transaction() as tx:
        assert [one.subject for one in await tx.audit_log.of_report(report)] == before
    await at.say("tiếp", who="khach-1")
    assert "Đã đủ số được hỏi" in await at.say("5", who="khach-1")
    async with at.store.transaction() as tx:
        assert [one.subject for one in await tx.audit_log.of_report(report)][len(before) :] == [
            "answer:I.03.04"
        ]


async def test_who_loses_a_right_can_do_it_no_more(
    towns: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each right is what its deed hangs on: without it, and with all others, nothing is done."""
    at = towns.office
    report = await towns.report_of("P1")
    for deed, words in LOST:
        async with at.store.transaction() as tx:
            await tx.duties.take_up([await member_of(tx, "officer-1")], report)
        if deed is Permission.CORRECT:
            await at.say("duyệt P1", who="lanh-dao-1")
            await approve(at, "lanh-dao-1")
        before = await changes(towns)
        with monkeypatch.context() as poorer:
            poorer.setitem(RIGHTS, Role.OFFICER, RIGHTS[Role.OFFICER] - {deed})
            said = await at.say(words, who="officer-1")
            assert any(no in said for no in REFUSED), (deed, said)
            assert await changes(towns) == before
        async with at.store.transaction() as tx:
            await tx.duties.take_up([await member_of(tx, "officer-1")], report)
        said = await at.say(words, who="officer-1")
        assert not any(no in said for no in REFUSED), (deed, said)


REFUSED = (DENIED, "được hỏi riêng", "không còn thuộc phần việc")
LOST = (
    (Permission.HISTORY, "nhật ký"),
    (Permission.ISSUE, "ban hành số 45 ngày 1/3/2026"),
    (Permission.CORRECT, "đính chính vì sai số liệu"),
    (Permission.HAND_OVER, "hỏi đồng nghiệp câu 12 cho Tuấn"),
    (Permission.SUBMIT, "nộp"),
)


async def test_what_everybody_may_ask_shows_nothing_of_others(towns: Province) -> None:
    at = towns.office
    others = {own_requests.Join, own_requests.Snooze, own_requests.Retype}
    others |= {own_requests.StartTrial, own_requests.ChangeTrial}
    for turn, who in enumerate((*SPEAKERS, "nguoi-la")):
        if who == "nguoi-la":
            await at.say("xin chào", who=who)
        foreign = [
            own_requests.AskLink(hash="0" * 64),
            own_requests.ConfirmLink(rebinding=1),
            own_requests.UndoLink(rebinding=1),
            own_requests.Retype(command="view", argument="P2"),
            own_requests.StartTrial(form="cchc-so"),
            own_requests.ChangeTrial(form="cchc-so"),
        ]
        mine = FOR_ALL - others - {type(one) for one in foreign}
        own = [made() for made in sorted(mine, key=lambda made: made.__name__)]
        for made in share((*own, *foreign), 3, turn):
            said = await forged(at, who, made)
            assert "P 2" not in said, (who, made)
            assert "TX 2" not in said, (who, made)
