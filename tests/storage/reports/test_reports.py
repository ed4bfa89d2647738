"""Answers come back as they went in, and are never written over silently."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from conversations.answers.values import Answer, AnswerState, Coded, Number, Ratio, Text, Value
from conversations.reports.model import (
    AnswerChange,
    LetterReference,
    Reason,
    ReasonChange,
    ReportState,
    StateChange,
)
from storage.store import RevisionConflict, Store
from tests.support.store_rows import (
    NOW,
    PERIOD,
    UNIT,
    apply,
    change,
    new_event,
    new_report,
    waiting,
)


@pytest.mark.parametrize(
    "value",
    [
        Number(amount=Decimal("0")),
        Number(amount=Decimal("999999999")),
        Number(amount=Decimal("33.33")),
        Number(amount=Decimal("0.10")),
        Ratio(numerator=Decimal(7), denominator=Decimal(21)),
        Coded(code="1"),
        Text(text="Kế hoạch “số 72” – \U0001f600 '; DROP TABLE answer; --"),
    ],
    ids=lambda value: value.kind,
)
async def test_answers_come_back_as_they_went_in(store: Store, value: Value) -> None:
    async with store.transaction() as tx:
        member, report = await new_report(tx)
    given = change("I.01", value, remark="HĐ theo NĐ 111", note="Quyết định số 449")
    await apply(store, report, member, given)
    async with store.transaction() as tx:
        loaded = await tx.reports.load(report)
    answer = loaded.answer("I.01")
    assert answer == given.answer.model_copy(update={"author": "Lan", "at": NOW})
    assert repr(answer.value) == repr(value)


async def test_a_whole_report_comes_back(store: Store) -> None:
    async with store.transaction() as tx:
        member = await tx.members.add("Lan", NOW)
        issue = LetterReference(number="12/BC", day=None, month=3, year=2023)
        round_id = await tx.rounds.add("cchc-so", "1", PERIOD, issue, NOW)
        unit = await tx.units.add(UNIT, NOW)
        report = await tx.rounds.add_report(round_id, unit, NOW)
    kept = Reason(text="đã rà soát", operands="abc")
    state = StateChange(state=ReportState.SUBMITTED)
    pending = AnswerChange(
        key="II", expected=0, answer=Answer(state=AnswerState.PENDING, note="chờ", revision=1)
    )
    await apply(store, report, member, pending, ReasonChange(check="R12", reason=kept), state)
    async with store.transaction() as tx:
        loaded = await tx.reports.load(report)
    assert (loaded.form_key, loaded.form_version) == ("cchc-so", "1")
    assert (loaded.unit, loaded.period, loaded.issue) == (UNIT, PERIOD, issue)
    assert (loaded.last, loaded.year_before) == (None, None)
    assert loaded.state is ReportState.SUBMITTED
    assert dict(loaded.reasons) == {"R12": kept}
    assert loaded.answer("II").state is AnswerState.PENDING
    assert loaded.answer("II").note == "chờ"


async def test_a_reason_that_was_withdrawn_keeps_nothing(store: Store) -> None:
    async with store.transaction() as tx:
        member, report = await new_report(tx)
    for text in ("đã rà soát", ""):
        reason = Reason(text=text, operands="abc" if text else "")
        await apply(store, report, member, ReasonChange(check="R12", reason=reason))
    async with store.transaction() as tx:
        assert not (await tx.reports.load(report)).reasons


async def test_no_report_is_a_lookup_error(store: Store) -> None:
    async with store.transaction() as tx:
        with pytest.raises(LookupError, match="no report 99"):
            await tx.reports.load(99)


async def test_a_change_for_an_old_revision_is_a_conflict(store: Store) -> None:
    async with store.transaction() as tx:
        member, report = await new_report(tx)
    await apply(store, report, member, change("A", Number(amount=Decimal(1))))
    for expected in (0, 2):
        wrong = change("A", Number(amount=Decimal(2)), expected=expected)
        also = change("B", Number(amount=Decimal(3)))
        with pytest.raises(RevisionConflict, match="row A is at revision 1"):
            await apply(store, report, member, also, wrong)
    async with store.transaction() as tx:
        loaded = await tx.reports.load(report)
        history = await tx.audit_log.of_report(report)
    assert loaded.answer("A").amount == 1
    assert loaded.answer("B").state is AnswerState.BLANK
    assert len(history) == 1


async def test_what_is_not_committed_never_was(store: Store) -> None:
    async with store.transaction() as tx:
        member, report = await new_report(tx)

    async def half_done() -> None:
        async with store.transaction() as tx:
            event = await new_event(tx)
            answer = change("A", Number(amount=Decimal(1)))
            await tx.reports.apply(
                report, [answer], member_id=member, channel="web", event_id=event, now=NOW
            )
            await tx.sessions.save(member, report, "{}", NOW)
            await tx.outbox.add("web", "7", {"text": "x"}, None, NOW)
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power"):
        await half_done()
    async with store.transaction() as tx:
        assert await waiting(tx, "web") == []
        assert (await tx.reports.load(report)).answers == {}
        assert await tx.sessions.of_member(member) is None
        assert await tx.outbox.count_unsent("web") == 0
        assert await tx.audit_log.of_report(report) == []


async def test_moments_are_in_utc_and_never_naive(store: Store) -> None:
    hanoi = datetime(2023, 3, 14, 15, 0, tzinfo=timezone(timedelta(hours=7)))
    async with store.transaction() as tx:
        member, report = await new_report(tx)
        event = await new_event(tx)
        one = change("A", Number(amount=Decimal(1)))
        await tx.reports.apply(
            report, [one], member_id=member, channel="web", event_id=event, now=hanoi
        )
        at = (await tx.reports.load(report)).answer("A").at
        assert at == NOW
        assert at.tzinfo is UTC
    with pytest.raises(Exception, match="no time zone"):
        async with store.transaction() as tx:
            await tx.members.add("x", datetime(2023, 3, 14))  # noqa: DTZ001 - that is the point


async def test_many_answers_at_once_are_kept_as_one_by_one(store: Store) -> None:
    async with store.transaction() as tx:
        member, report = await new_report(tx)
    await apply(store, report, member, change("K3", Number(amount=Decimal(1)), note="cũ"))
    many = [change(f"K{at}", Number(amount=Decimal(at)), 1 if at == 3 else 0) for at in range(20)]
    many[5] = change("K5", None)
    async with store.transaction() as tx:
        event = await new_event(tx, "2")
        await tx.reports.apply(
            report, many, member_id=member, channel="web", event_id=event, now=NOW
        )
    async with store.transaction() as tx:
        loaded = await tx.reports.load(report)
        lines = await tx.audit_log.of_report(report)
        assert await tx.audit_log.find_break(report) is None
    for one in many:
        assert loaded.answer(one.key).says_as(one.answer)
    assert loaded.answer("K7").amount == 7
    assert loaded.answer("K5").value is None
    assert (loaded.answer("K3").revision, loaded.answer("K3").note) == (2, None)
    assert [line.key for line in lines] == ["K3", *(one.key for one in many)]
    assert lines[4].old is not None
    assert lines[4].old["note"] == "cũ"
    with pytest.raises(RevisionConflict):
        async with store.transaction() as tx:
            await tx.reports.apply(
                report, many, member_id=member, channel="web", event_id=event, now=NOW
            )
    async with store.transaction() as tx:
        assert len(await tx.audit_log.of_report(report)) == len(lines)
