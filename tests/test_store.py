"""Every promise of the store, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from conversations.report import (
    AnswerChange,
    Change,
    Issue,
    OrgUnit,
    Period,
    Reason,
    ReasonChange,
    ReportState,
    StateChange,
)
from conversations.values import Answer, Coded, Number, Ratio, State, Text, Value
from storage.schema import metadata
from storage.store import Conflict, Store, StoreError, Transaction
from tests.databases import Postgres

NOW = datetime(2023, 3, 14, 8, 0, tzinfo=UTC)
UNIT = OrgUnit(name="Sở Mẫu", short_name="Sở M", abbreviation="SMAU")
PERIOD = Period(name="Quý I/2023", start=date(2022, 12, 15), end=date(2023, 3, 14))
NewUrl = Callable[[], str]


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    server = Postgres(tmp_path_factory.mktemp("postgres"))
    yield server
    server.stop()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'store.db'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.new_database()


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    opened = await Store.open(url)
    yield opened
    await opened.close()


async def new_report(tx: Transaction) -> tuple[int, int]:
    """A member and his report."""
    member = await tx.add_member("Lan", NOW)
    round_id = await tx.add_round("cchc-so", "1", PERIOD, Issue(month=3, year=2023), NOW)
    report = await tx.add_report(round_id, await tx.add_org_unit(UNIT, NOW), NOW)
    await tx.assign(member, report)
    return member, report


async def new_event(tx: Transaction, event_id: str = "1", said: str = "21") -> int:
    """A stored event of conversation 7; its id."""
    body = {"kind": "said", "text": said}
    await tx.receive("web", event_id, "7", f"m{event_id}", body, NOW)
    return (await tx.waiting("web"))[-1].id


def change(key: str, value: Value | None, expected: int = 0, **rest: object) -> AnswerChange:
    state = State.BLANK if value is None else State.VALUE
    answer = Answer.model_validate(
        {"state": state, "value": value, "revision": expected + 1, **rest}
    )
    return AnswerChange(key=key, expected=expected, answer=answer)


async def apply(store: Store, report: int, member: int, *changes: Change) -> None:
    async with store.transaction() as tx:
        event = await new_event(tx)
        await tx.apply(report, changes, member_id=member, channel="web", event_id=event, now=NOW)


async def test_a_repeated_event_is_dropped(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.receive("web", "a", "7", "", {"text": "21"}, NOW)
        await tx.receive("web", "a", "7", "", {"text": "22"}, NOW)
        await tx.receive("telegram", "a", "7", "", {"text": "23"}, NOW)
    async with store.transaction() as tx:
        await tx.receive("web", "a", "7", "", {"text": "24"}, NOW)
        assert [event.body for event in await tx.waiting("web")] == [{"text": "21"}]
        assert [event.body for event in await tx.waiting("telegram")] == [{"text": "23"}]


async def test_events_wait_in_order_until_they_are_handled(store: Store) -> None:
    async with store.transaction() as tx:
        for number, conversation in enumerate(["7", "8", "7"]):
            await tx.receive("web", str(number), conversation, "", {"n": number}, NOW)
    for expected in (0, 2):
        async with store.transaction() as tx:
            event = await tx.next_waiting("web", "7")
            assert event is not None
            assert event.body == {"n": expected}
            await tx.mark_handled(event.id, None, NOW)
    async with store.transaction() as tx:
        assert await tx.next_waiting("web", "7") is None
        assert [event.body for event in await tx.waiting("web")] == [{"n": 1}]


async def test_a_message_remembers_its_row(store: Store) -> None:
    async with store.transaction() as tx:
        event = await new_event(tx, "1")
        await tx.mark_handled(event, "I.02.01", NOW)
        assert await tx.row_of_message("web", "7", "m1") == "I.02.01"
        assert await tx.row_of_message("web", "8", "m1") is None
        assert await tx.row_of_message("web", "7", "m2") is None


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
        loaded = await tx.load_report(report)
    answer = loaded.answer("I.01")
    assert answer == given.answer.model_copy(update={"author": "Lan", "at": NOW})
    assert repr(answer.value) == repr(value)


async def test_a_whole_report_comes_back(store: Store) -> None:
    last = {"I.01.01": Decimal("21"), "I.01": Decimal("33.3300")}
    async with store.transaction() as tx:
        member = await tx.add_member("Lan", NOW)
        issue = Issue(number="12/BC", day=None, month=3, year=2023)
        round_id = await tx.add_round("cchc-so", "1", PERIOD, issue, NOW)
        unit = await tx.add_org_unit(UNIT, NOW)
        report = await tx.add_report(round_id, unit, NOW, last_period=last)
    kept = Reason(text="đã rà soát", operands="abc")
    state = StateChange(state=ReportState.SUBMITTED)
    pending = AnswerChange(
        key="II", expected=0, answer=Answer(state=State.PENDING, note="chờ", revision=1)
    )
    await apply(store, report, member, pending, ReasonChange(check="R12", reason=kept), state)
    async with store.transaction() as tx:
        loaded = await tx.load_report(report)
    assert (loaded.form_key, loaded.form_version) == ("cchc-so", "1")
    assert (loaded.unit, loaded.period, loaded.issue) == (UNIT, PERIOD, issue)
    assert loaded.last_period == last
    assert loaded.state is ReportState.SUBMITTED
    assert dict(loaded.reasons) == {"R12": kept}
    assert loaded.answer("II").state is State.PENDING
    assert loaded.answer("II").note == "chờ"


async def test_no_report_is_a_lookup_error(store: Store) -> None:
    async with store.transaction() as tx:
        with pytest.raises(LookupError, match="no report 99"):
            await tx.load_report(99)


async def test_a_change_for_an_old_revision_is_a_conflict(store: Store) -> None:
    async with store.transaction() as tx:
        member, report = await new_report(tx)
    await apply(store, report, member, change("A", Number(amount=Decimal(1))))
    for expected in (0, 2):
        wrong = change("A", Number(amount=Decimal(2)), expected=expected)
        also = change("B", Number(amount=Decimal(3)))
        with pytest.raises(Conflict, match="row A is at revision 1"):
            await apply(store, report, member, also, wrong)
    async with store.transaction() as tx:
        loaded = await tx.load_report(report)
        history = await tx.history(report)
    assert loaded.answer("A").amount == 1
    assert loaded.answer("B").state is State.BLANK
    assert len(history) == 1


async def test_history_tells_who_when_from_what_to_what(store: Store) -> None:
    async with store.transaction() as tx:
        member, report = await new_report(tx)
    await apply(store, report, member, change("A", Number(amount=Decimal(1))))
    async with store.transaction() as tx:
        event = await new_event(tx, "2")
        await tx.apply(
            report,
            [change("A", Number(amount=Decimal(2)), expected=1, note="sửa")],
            member_id=member,
            channel="telegram",
            event_id=event,
            now=NOW + timedelta(hours=1),
        )
        first, second = await tx.history(report, "A")
    assert (first.key, first.revision, first.channel, first.old) == ("A", 1, "web", None)
    assert (second.revision, second.channel, second.member) == (2, "telegram", member)
    assert second.old == first.new
    assert second.new["value"] == {"kind": "number", "amount": "2"}
    assert second.new["note"] == "sửa"
    assert (second.event, second.at) == (event, NOW + timedelta(hours=1))


async def test_reasons_and_states_have_a_history_too(store: Store) -> None:
    async with store.transaction() as tx:
        member, report = await new_report(tx)
    for number, words in enumerate(("một", "hai")):
        reason = ReasonChange(check="R1", reason=Reason(text=words, operands=str(number)))
        await apply(store, report, member, reason)
    await apply(store, report, member, StateChange(state=ReportState.SUBMITTED))
    async with store.transaction() as tx:
        history = await tx.history(report)
    told = [(entry.subject, entry.revision) for entry in history]
    assert told == [("reason:R1", 1), ("reason:R1", 2), ("state", 1)]
    assert history[1].old == {"text": "một", "operands": "0"}
    assert (history[2].old, history[2].new) == ({"state": "draft"}, {"state": "submitted"})


@pytest.mark.parametrize("statement", ["UPDATE history SET revision = 9", "DELETE FROM history"])
async def test_history_is_final(store: Store, statement: str) -> None:
    async with store.transaction() as tx:
        member, report = await new_report(tx)
    await apply(store, report, member, change("A", Number(amount=Decimal(1))))
    with pytest.raises(DBAPIError, match="history is never changed"):
        async with store.transaction() as tx:
            await tx._db.execute(text(statement))
    async with store.transaction() as tx:
        assert len(await tx.history(report)) == 1


async def test_what_is_not_committed_never_was(store: Store) -> None:
    async with store.transaction() as tx:
        member, report = await new_report(tx)

    async def half_done() -> None:
        async with store.transaction() as tx:
            event = await new_event(tx)
            answer = change("A", Number(amount=Decimal(1)))
            await tx.apply(
                report, [answer], member_id=member, channel="web", event_id=event, now=NOW
            )
            await tx.save_session(member, report, "{}", NOW)
            await tx.queue("web", "7", {"text": "x"}, None, NOW)
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError, match="power"):
        await half_done()
    async with store.transaction() as tx:
        assert await tx.waiting("web") == []
        assert (await tx.load_report(report)).answers == {}
        assert await tx.session(member) is None
        assert await tx.unsent("web") == 0
        assert await tx.history(report) == []


async def test_members_bindings_and_sessions(store: Store) -> None:
    async with store.transaction() as tx:
        lan, report = await new_report(tx)
        minh = await tx.add_member("Minh", NOW)
        assert await tx.report_of(minh) is None
        assert await tx.member_of("telegram", "42") is None
        await tx.bind("telegram", "42", minh, "42", NOW)
        await tx.bind("telegram", "42", lan, "42", NOW)
        found = await tx.member_of("telegram", "42")
        assert found is not None
        assert (found.id, found.name) == (lan, "Lan")
        assert await tx.member_of("web", "42") is None
        assert await tx.report_of(lan) == report
        assert await tx.session(lan) is None
        for body in ('{"turn": 1}', '{"turn": 2}'):
            await tx.save_session(lan, report, body, NOW)
            assert await tx.session(lan) == body


async def test_a_link_is_taken_once_and_in_time(store: Store) -> None:
    async with store.transaction() as tx:
        member = await tx.add_member("Lan", NOW)
        await tx.add_link("h1", member, NOW + timedelta(minutes=15))
        await tx.add_link("h2", member, NOW + timedelta(minutes=15))
        assert await tx.take_link("none", NOW) is None
        assert await tx.take_link("h1", NOW) == member
        assert await tx.take_link("h1", NOW) is None
        assert await tx.take_link("h2", NOW + timedelta(minutes=15)) is None


async def test_messages_go_out_in_order_one_at_a_time(store: Store) -> None:
    async with store.transaction() as tx:
        first = await tx.queue("web", "7", {"n": 1}, None, NOW)
        second = await tx.queue("web", "7", {"n": 2}, None, NOW)
        other = await tx.queue("web", "8", {"n": 3}, None, NOW)
        await tx.queue("telegram", "7", {"n": 4}, None, NOW)
        assert [one.id for one in await tx.claim("web", NOW, 60, 10)] == [first, other]
        assert await tx.claim("web", NOW, 60, 10) == []
        await tx.mark_sent(first, "r1", NOW)
        assert [one.body for one in await tx.claim("web", NOW, 60, 10)] == [{"n": 2}]
        await tx.mark_sent(second, "r2", NOW)
        assert await tx.unsent("web") == 1


async def test_a_lease_ends_and_can_be_released(store: Store) -> None:
    async with store.transaction() as tx:
        first = await tx.queue("web", "7", {}, None, NOW)
        await tx.claim("web", NOW, 60, 10)
        assert await tx.claim("web", NOW + timedelta(seconds=59), 60, 10) == []
        late = await tx.claim("web", NOW + timedelta(seconds=61), 60, 10)
        assert [one.id for one in late] == [first]
        await tx.release("telegram")
        assert await tx.claim("web", NOW + timedelta(seconds=62), 60, 10) == []
        await tx.release("web")
        assert len(await tx.claim("web", NOW + timedelta(seconds=62), 60, 10)) == 1


async def test_a_failed_message_holds_up_its_conversation_until_it_may_go(store: Store) -> None:
    later = NOW + timedelta(seconds=30)
    async with store.transaction() as tx:
        first = await tx.queue("web", "7", {"n": 1}, None, NOW)
        await tx.queue("web", "7", {"n": 2}, None, NOW)
        await tx.claim("web", NOW, 60, 10)
        await tx.mark_failed(first, "slow down", permanent=False, retry_at=later)
        assert await tx.claim("web", NOW, 60, 10) == []
        assert [one.id for one in await tx.claim("web", later, 60, 10)] == [first]
        await tx.mark_failed(first, "blocked", permanent=True, retry_at=later)
        assert [one.body for one in await tx.claim("web", NOW, 60, 10)] == [{"n": 2}]


async def test_unsent_messages_are_there_after_a_restart(url: str) -> None:
    store = await Store.open(url)
    async with store.transaction() as tx:
        await tx.queue("web", "7", {"text": "chưa gửi"}, None, NOW)
    await store.close()
    again = await Store.open(url)
    async with again.transaction() as tx:
        assert [one.body for one in await tx.claim("web", NOW, 60, 1)] == [{"text": "chưa gửi"}]
    await again.close()


async def test_messages_are_found_in_their_own_conversation_only(store: Store) -> None:
    async with store.transaction() as tx:
        plain = await tx.queue("web", "7", {"buttons": []}, None, NOW)
        tapped = await tx.queue("web", "7", {"buttons": [["x"]]}, None, NOW)
        await tx.queue("web", "7", {"buttons": []}, None, NOW)
        found = await tx.last_message_with_buttons("web", "7")
        assert found is not None
        assert found.id == tapped
        assert await tx.last_message_with_buttons("web", "8") is None
        assert await tx.message("web", "8", plain) is None
        assert await tx.message("telegram", "7", plain) is None
        mine = await tx.message("web", "7", plain)
        assert mine is not None
        assert mine.body == {"buttons": []}


async def test_documents_and_the_transcript(store: Store) -> None:
    content = bytes(range(256)) * 40
    async with store.transaction() as tx:
        _, report = await new_report(tx)
        document = await tx.add_document(report, "final", "phụ lục.docx", content, NOW)
        found = await tx.document(document)
        assert found is not None
        assert (found.file_name, found.content) == ("phụ lục.docx", content)
        assert await tx.document(99) is None
        await new_event(tx, "1", "bắt đầu")
        await tx.receive("web", "2", "7", "", {"kind": "opened"}, NOW)
        await tx.queue("web", "7", {"n": 1}, None, NOW + timedelta(seconds=1))
        await tx.receive("web", "3", "7", "", {"kind": "said"}, NOW + timedelta(seconds=2))
        await tx.queue("web", "7", {"n": 2}, document, NOW + timedelta(seconds=3))
        await tx.queue("web", "8", {"n": 3}, None, NOW)
        lines = await tx.transcript("web", "7", 100)
        assert [line.mine for line in lines] == [True, False, True, False]
        assert [line.file_name for line in lines] == ["", "", "", "phụ lục.docx"]
        assert [line.body for line in await tx.transcript("web", "7", 2)] == [
            {"kind": "said"},
            {"n": 2},
        ]


async def test_two_who_change_one_row_at_once(store: Store) -> None:
    async with store.transaction() as tx:
        member, report = await new_report(tx)

    async def attempt(number: int) -> bool:
        try:
            async with store.transaction() as tx:
                await tx.receive("web", f"e{number}", "7", "", {}, NOW)
                event = (await tx.waiting("web"))[0].id
                one = change("A", Number(amount=Decimal(number)))
                await tx.apply(
                    report, [one], member_id=member, channel="web", event_id=event, now=NOW
                )
        except Conflict:
            return False
        return True

    won = await asyncio.gather(*(attempt(number) for number in range(8)))
    assert sum(won) == 1
    async with store.transaction() as tx:
        assert (await tx.load_report(report)).answer("A").amount == won.index(True)
        assert len(await tx.history(report)) == 1


async def test_two_senders_never_claim_the_same_message(store: Store) -> None:
    async with store.transaction() as tx:
        for number in range(20):
            await tx.queue("web", str(number), {}, None, NOW)

    async def claim() -> list[int]:
        async with store.transaction() as tx:
            return [one.id for one in await tx.claim("web", NOW, 60, 5)]

    claimed = [key for keys in await asyncio.gather(*(claim() for _ in range(6))) for key in keys]
    assert len(claimed) == len(set(claimed))


async def test_moments_are_in_utc_and_never_naive(store: Store) -> None:
    hanoi = datetime(2023, 3, 14, 15, 0, tzinfo=timezone(timedelta(hours=7)))
    async with store.transaction() as tx:
        member, report = await new_report(tx)
        event = await new_event(tx)
        one = change("A", Number(amount=Decimal(1)))
        await tx.apply(report, [one], member_id=member, channel="web", event_id=event, now=hanoi)
        at = (await tx.load_report(report)).answer("A").at
        assert at == NOW
        assert at.tzinfo is UTC
    with pytest.raises(Exception, match="no time zone"):
        async with store.transaction() as tx:
            await tx.add_member("x", datetime(2023, 3, 14))  # noqa: DTZ001 - that is the point


async def test_the_migrations_make_the_tables_of_the_schema(store: Store) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    async with store.transaction() as tx:
        assert await tx._db.run_sync(differences) == []


async def test_opening_again_keeps_everything(url: str) -> None:
    for _ in range(3):
        store = await Store.open(url)
        async with store.transaction() as tx:
            await tx.add_member("Lan", NOW)
            names = (await tx._db.execute(text("SELECT name FROM member"))).all()
        await store.close()
    assert len(names) == 3


async def test_many_may_open_an_empty_database_at_once(url: str) -> None:
    stores = await asyncio.gather(*(Store.open(url) for _ in range(4)))
    for store in stores:
        async with store.transaction() as tx:
            await tx.add_member("Lan", NOW)
        await store.close()


async def test_a_newer_database_is_refused(url: str) -> None:
    store = await Store.open(url)
    async with store.transaction() as tx:
        await tx._db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await store.close()
    with pytest.raises(StoreError, match="version 9999, made by a newer Phuluc"):
        await Store.open(url)


async def test_what_is_no_database_is_one_line(tmp_path: Path) -> None:
    junk = tmp_path / "junk.db"
    junk.write_bytes(b"this is not a database" * 100)
    for url, said in (
        (f"sqlite:///{junk}", "not a database"),
        (f"sqlite:///{tmp_path / 'nowhere' / 'x.db'}", "no such directory"),
        ("postgresql://phuluc:bi-mat@127.0.0.1:9/x", "refused"),
        ("mysql://x", "mysql"),
        ("bi-mat", "cannot read the database URL"),
        ("postgresql://phuluc:bi-mat@host:port/x", "cannot read the database URL"),
        (f"sqlite:///{tmp_path}", "is a directory"),
    ):
        with pytest.raises(StoreError, match=said) as error:
            await Store.open(url)
        assert "\n" not in str(error.value)
        assert "bi-mat" not in str(error.value)


async def test_sqlite_is_durable(tmp_path: Path) -> None:
    store = await Store.open(f"sqlite:///{tmp_path / 'store.db'}")
    async with store.transaction() as tx:
        settings = {
            name: (await tx._db.execute(text(f"PRAGMA {name}"))).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    await store.close()
    full = 2
    assert settings == {
        "journal_mode": "wal",
        "synchronous": full,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
    }
    with sqlite3.connect(tmp_path / "store.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()
