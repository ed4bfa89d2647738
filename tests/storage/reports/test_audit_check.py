"""The history proves itself: its chains, its head kept outside, and the tables held against it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.cli.administration import AdminError
from bot.cli.operations.audit import read_head, verify_history
from conversations.answers.values import Number
from conversations.reports.model import Reason, ReasonChange, ReportState, StateChange
from conversations.workflow.permissions import Role
from storage.store import Store
from tests.bot.workflow.test_round_life_cycle import submit
from tests.support.founding import founded_once
from tests.support.product import Office
from tests.support.province import Province, approve, commune, department, local, member_of
from tests.support.store_rows import apply, change, new_report

pytestmark = pytest.mark.long


async def _found(at: Office) -> Province:
    """An office in which everything has happened: handed over, asked for, handed in, returned,
    recalled, approved, that undone, corrected, extended, locked, issued, dismissed, forgotten."""
    made = Province(at)
    await made.found([department("NV", "Nội vụ"), commune(1)])
    await made.comes("dau-moi", "TINH", Role.COORDINATOR, "Mai")
    await made.comes("lan", "NV", Role.OFFICER, "Lan")
    await made.comes("hung", "NV", Role.OFFICER, "Hùng")
    await made.comes("giam-doc", "NV", Role.REVIEWER, "Bình")
    await at.say("mở đợt quý I/2026", who="dau-moi")
    await at.tap("Mở đợt này", who="dau-moi")
    await at.tap("Làm: Sở NV", who="lan")
    await at.say("giao phần II cho Hùng", who="lan")
    code = (await at.say("hỏi đồng nghiệp câu 12 cho Hoa", who="lan")).split()[-1]
    await at.say(f"/start {code}", who="hoa")
    await at.tap("Tham gia", who="hoa")
    await at.say("5", who="hoa")
    at.clock.moment = local(2026, 3, 20)
    await submit(at, "lan", "21 (tạm tính)", "7", "5")
    await at.say("rút lại", who="lan")
    await at.tap("Đúng, rút lại", who="lan")
    await submit(at, "lan")
    await at.say("trả lại NV câu 2: không khớp với kế hoạch", who="giam-doc")
    await at.tap("Trả lại 1 dòng", who="giam-doc")
    await at.tap("Làm: Sở NV", who="lan")
    await submit(at, "lan", "8")
    await at.tap("Xem tất cả", who="giam-doc")
    await approve(at, "giam-doc")
    await at.say("à nhầm chưa duyệt", who="giam-doc")
    await at.tap("Xem báo cáo", who="giam-doc")
    await approve(at, "giam-doc")
    await at.say("ban hành số 45 ngày 20/3/2026", who="lan")
    await at.say("đính chính ghi nhầm số nhiệm vụ", who="lan")
    await at.say("sửa câu 1", who="lan")
    await at.say("22", who="lan")
    await submit(at, "lan")
    await at.say("gia hạn X01 đến 25/3: mất điện hai ngày", who="dau-moi")
    await at.say("khóa sổ X01", who="dau-moi")
    await at.say("đồng ý", who="dau-moi")
    await at.say("thôi vai trò Hùng", who="dau-moi")
    await at.tap("Đúng, cho thôi", who="dau-moi")
    async with at.store.transaction() as tx:
        await tx.erasure.erase(made.deed(), await member_of(tx, "hoa"))
    return made


@pytest.fixture
async def lived(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, local(2026, 3, 2), _found) as made:
        yield made


async def test_a_member_with_every_kind_of_data_is_erased_whole(lived: Province) -> None:
    found = await verify_history(lived.office.store)
    assert (found.broken, found.beside, found.orphans) == ((), (), 0)
    assert found.chains == 4  # the office, the register, two reports
    assert await lived.state("NV") == "submitted"


TAMPERED = {
    "answer:I.01.01": 'UPDATE answer SET value = \'{"kind":"number","amount":"99"}\' '
    "WHERE report = :nv AND key = 'I.01.01'",
    "answer:I.01.02": "DELETE FROM answer WHERE report = :nv AND key = 'I.01.02'",
    "answer:I.01.03": "UPDATE answer SET note = 'x' WHERE report = :nv AND key = 'I.01.03'",
    "answer:II.01.01": "INSERT INTO answer (report, key, state, revision, member, at) "
    "SELECT report, 'II.01.01', 'none', 1, member, at FROM answer "
    "WHERE report = :nv AND key = 'I.01.01'",
    "state": "UPDATE report SET state = 'approved' WHERE id = :nv",
    "issue": 'UPDATE report SET issue = \'{"number":"46"}\' WHERE id = :nv',
    "due": "UPDATE report SET due_at = '2026-04-30T16:59:59.000000+00:00' WHERE id = :x01",
    "lock": "UPDATE report SET locked_at = NULL WHERE id = :x01",
    "submission:3": "UPDATE submission SET answers = "
    "json_set(answers, '$.\"I.01.02\".value.amount', '9') WHERE report = :nv AND version = 3",
    "submission:2": "UPDATE submission SET decision = 'approved' "
    "WHERE report = :nv AND version = 2",
    "submission:4": "DELETE FROM submission WHERE report = :nv AND version = 4",
    "figure:I.01.01": "UPDATE figure SET amount = 99 WHERE report = :nv AND key = 'I.01.01'",
    "figure:I.01.02": "DELETE FROM figure WHERE report = :nv AND key = 'I.01.02'",
    "role:2": "UPDATE role SET role = 'administrator' WHERE id = 2",
    "role:3": "UPDATE role SET until = NULL WHERE id = 3",
    "role:1": "DELETE FROM role WHERE id = 1",
    "role:9": "INSERT INTO role (id, member, org_unit, role, since) "
    "SELECT 9, member, org_unit, 'administrator', since FROM role WHERE id = 2",
    "round:1": "UPDATE round SET locked_at = '2026-04-30T16:59:59.000000+00:00' WHERE id = 1",
}


async def test_whatever_is_changed_beside_the_history_is_named(lived: Province) -> None:
    nv, x01 = await lived.report_of("NV"), await lived.report_of("X01")
    store = lived.office.store
    also = {"due": f"report:{x01}"}  # stands in the register too
    for what, statement in TAMPERED.items():
        found = await found_after(store, statement, nv=nv, x01=x01)
        assert [one for one in found if one != also.get(what)] == [what]
    assert (await verify_history(store)).good


class UndoneError(Exception):
    """Ends a transaction whose work shall not be kept."""


async def found_after(store: Store, statement: str, **ids: int) -> list[str]:
    """What stands beside the history once this one row is changed; then it is undone."""
    found: list[str] = []
    try:
        async with store.transaction() as tx:
            asked = text(statement)
            changed = await tx.work.connection.execute(
                asked, {name: ids[name] for name in asked._bindparams}
            )
            assert changed.rowcount == 1, statement
            told = [
                one
                for chain in await tx.audit_log.chains()
                for one in await tx.audit_check.mismatches(chain)
            ]
            found = [*dict.fromkeys(told)]
            raise UndoneError
    except UndoneError:
        return found


async def test_a_kept_head_tells_of_what_was_cut_off(lived: Province) -> None:
    """Whoever drops the newest entries and moves the head of their chain along leaves every
    chain whole; the head that was kept outside does not agree."""
    store, at = lived.office.store, lived.office
    first = (await verify_history(store)).head
    await at.say("mời cán bộ X01, Tuấn", who="dau-moi")
    second = (await verify_history(store)).head
    assert first != second
    assert (await verify_history(store, first)).good
    assert (await verify_history(store, second.upper())).good
    await _cut_off(store)
    found = await verify_history(store, second)
    assert (found.broken, found.beside, found.kept, found.good) == ((), (), False, False)
    assert found.head == first
    assert (await verify_history(store, first)).good
    await at.say("mời cán bộ X01, Tuấn", who="dau-moi")  # as many entries again
    assert not (await verify_history(store, second)).kept


async def _cut_off(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.work.connection.execute(text("DROP TRIGGER history_no_delete"))
        for name, chain in (("history.head", "IS NULL"), ("register.head", "= 'register'")):
            mine = f"history WHERE report IS NULL AND chain {chain}"
            last = f"SELECT max(id) FROM {mine}"
            await tx.work.connection.execute(text(f"DELETE FROM history WHERE id = ({last})"))
            end = f"SELECT hash FROM history WHERE id = ({last})"
            await tx.work.connection.execute(
                text(f"UPDATE office SET text = ({end}) WHERE name = '{name}'")
            )
        last = "SELECT max(id) FROM invitation"
        await tx.work.connection.execute(text(f"DELETE FROM invitation WHERE id = ({last})"))


async def test_heads_and_tables_on_both_databases(store: Store) -> None:
    async with store.transaction() as tx:
        member, report = await new_report(tx)
    await apply(store, report, member, change("A", Number(amount=Decimal(1))))
    first = await verify_history(store)
    await apply(store, report, member, change("A", Number(amount=Decimal(2)), expected=1))
    reason = ReasonChange(check="R1", reason=Reason(text="một", operands="0"))
    await apply(store, report, member, reason)
    await apply(store, report, member, StateChange(state=ReportState.SUBMITTED))
    found = await verify_history(store, first.head)
    assert found.good, found
    assert found.head != first.head
    assert await found_after(store, "UPDATE reason SET text = 'hai'") == ["reason:R1"]


@pytest.mark.parametrize("head", ["", "12", "12-abc", "x" * 70, "-" + "a" * 64])
def test_a_head_that_is_none_is_refused(head: str) -> None:
    with pytest.raises(AdminError, match="looks like"):
        read_head(head)
