"""Every column of every table, changed beside the product: seen, or named with the reason why it
may go unseen. Rows that are gone, and rows that have come, too."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    LargeBinary,
    Row,
    Table,
    UniqueConstraint,
    and_,
    delete,
    insert,
    select,
    text,
    update,
)

import storage
from conversations.answers.values import Number
from conversations.calendar.workdays import DaySwap
from conversations.reports.model import (
    LetterReference,
    Reason,
    ReasonChange,
    ReportState,
    StateChange,
)
from conversations.reports.previous import PreviousReport
from conversations.workflow.connections import ApiScope, HookEvent
from conversations.workflow.permissions import Role
from storage.core.work import AuditContext
from storage.history.watched_tables import WATCHED
from storage.messaging.issued_files import IssuedFile
from storage.messaging.signed_links import SignedLink
from storage.store import Store
from storage.tables.columns import metadata
from storage.tables.types import Moment
from storage.transaction import Transaction
from storage.workflow.passkeys import NewPasskey
from tests.support.breadth import WIDE, share
from tests.support.store_rows import NOW, PERIOD, UNIT, apply, change

pytestmark = pytest.mark.long

LATER = NOW + timedelta(days=30)
DEED = AuditContext(None, None, "command", None, NOW)
TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"


async def _people(tx: Transaction) -> tuple[int, int]:
    """A root, a unit, an officer and a coordinator with all they can have; officer and report."""
    root = await tx.units.add(UNIT.model_copy(update={"name": "Tỉnh"}), NOW, code="TINH")
    unit = await tx.units.add(UNIT, NOW, code="SM", kind="department", parent=root)
    await tx.units.rename(
        DEED, unit, UNIT.model_copy(update={"short_name": "Sở Mới"}), date(2023, 1, 2)
    )
    officer, boss = await tx.members.add("Lan", NOW), await tx.members.add("Mai", NOW)
    for who, sender in ((officer, "7"), (boss, "8")):
        await tx.members.bind("telegram", sender, who, sender, NOW)
        await tx.members.mark_heard(who, "telegram", sender)
    await tx.roles.grant(DEED, officer, unit, Role.OFFICER)
    await tx.roles.grant(DEED, boss, root, Role.COORDINATOR)
    due = {"": date(2023, 3, 20)}
    rounds = await tx.rounds.open(
        DEED,
        ("cchc-so", "1"),
        PERIOD,
        LetterReference(month=3, year=2023),
        root,
        due,
        [await tx.units.find(unit)],
    )
    report = (await tx.boards.list_rows(rounds, root))[0].report
    await tx.members.assign(officer, report)
    deed = AuditContext(report, officer, "telegram", None, NOW)
    code = await tx.invitations.add(
        AuditContext(None, officer, "telegram", None, NOW),
        "a" * 64,
        unit,
        Role.GUEST,
        LATER,
        person="Hoa",
    )
    await tx.assignments.hand_over(deed, report, "A", invitation_id=code)
    await tx.invitations.add(DEED, "b" * 64, unit, Role.REVIEWER, LATER, person="Bình")
    await tx.link_codes.add("c" * 64, officer, LATER)
    page = SignedLink(0, "chat", officer, None, None, "telegram", "7", LATER)
    await tx.signed_links.open((await tx.signed_links.add(page, NOW)).id, "d" * 64, NOW)
    await tx.web_sessions.add(officer, "1" * 64, "", "Firefox", NOW, LATER)
    await tx.passkeys.add(NewPasskey(officer, "khoa", b"cose", 0, "Máy cơ quan"), NOW)
    await tx.calendar_feeds.make(DEED, officer, "9" * 64)
    await tx.day_swaps.add(DEED, [DaySwap(off=date(2023, 5, 2), worked=date(2023, 5, 6))])
    await tx.audit_log.office_text("link.key", "e" * 64)
    await tx.api_tokens.add(DEED, "f" * 64, "Bảng điều hành", root, (ApiScope.VALUES,), LATER)
    everything = tuple(HookEvent)
    await tx.hook_targets.add(DEED, "https://x.vn/nhan", root, everything, "whsec_bWF0")
    await tx.published_forms.add(DEED, "cchc-so", "2", "d" * 64, b"files", ["form.yaml"])
    await tx.open_drafts.renew_round(DEED, rounds, [], "2")
    return officer, report


async def _files(tx: Transaction, officer: int, report: int) -> None:
    document = await tx.documents.add(report, "draft", "phu-luc.docx", b"word", NOW)
    await tx.documents.add_personal(officer, "bang.xlsx", b"excel", NOW)
    file = SignedLink(0, "file", officer, document, None, "", "", LATER)
    await tx.signed_links.add(file, NOW)
    await tx.issued_files.add(IssuedFile("f" * 64, report, "ABCD", 1, "word"), NOW)
    last = PERIOD.model_copy(update={"start": date(2022, 9, 15), "end": date(2022, 12, 14)})
    answers = {"A": change("A", Number(amount=Decimal(3))).answer}
    past = PreviousReport(period=last, answers=answers, file_name="ky-truoc.docx")
    await tx.previous_reports.save(await tx.duties.unit_of(report), "cchc-so", past, officer, NOW)


@pytest.fixture
async def lived(store: Store) -> Store:
    """A store with a row in every table that is watched, and a report that was sent back."""
    async with store.transaction() as tx:
        officer, report = await _people(tx)
        await _files(tx, officer, report)
    await apply(store, report, officer, change("A", Number(amount=Decimal(1)), note="tạm"))
    reason = ReasonChange(check="R1", reason=Reason(text="một", operands="0"))
    await apply(store, report, officer, reason)
    await apply(store, report, officer, StateChange(state=ReportState.SUBMITTED))
    async with store.transaction() as tx:
        await tx.submissions.return_rows(
            AuditContext(report, 2, "telegram", None, NOW), report, {"A": "sai"}
        )
        await tx.rounds.extend(
            AuditContext(report, 2, "telegram", None, NOW), report, date(2023, 3, 25), "mưa"
        )
        await tx.rounds.lock_report(
            AuditContext(report, 2, "telegram", None, NOW), report, locked=True
        )
        issue = LetterReference(month=3, year=2023)
        await tx.rounds.set_issue(
            AuditContext(report, officer, "telegram", None, NOW), report, issue
        )
    return store


def test_every_column_is_spoken_for() -> None:
    """Whoever adds a column says in `watched_tables` how a change of it is seen, or why not."""
    assert {*WATCHED} == {*metadata.tables}
    for name, watch in WATCHED.items():
        said = [*watch.columns, *watch.chained, *watch.loose]
        assert sorted(said) == sorted(metadata.tables[name].c.keys()), name
        assert all(watch.loose.values()), name
        assert {*watch.key} <= {*watch.columns} or not watch.columns, name


async def findings(tx: Transaction) -> list[str]:
    """What verifying says, a word each."""
    found = [f"orphans {number}" for number in [await tx.audit_log.orphans()] if number]
    for chain in await tx.audit_log.chains():
        if await tx.audit_log.find_break(chain) is not None:
            found.append(f"broken {chain}")
        else:
            found += await tx.audit_check.mismatches(chain)
    return found


class UndoneError(Exception):
    """Ends a transaction whose work shall not be kept."""


async def _after(store: Store, *statements: Any) -> list[str]:
    """What verifying says once an administrator of the database has done this; it is undone."""
    found: list[str] = []
    try:
        async with store.transaction() as tx:
            if tx.work.connection.dialect.name == "postgresql":
                await tx.work.connection.execute(
                    text("SET LOCAL session_replication_role = replica")
                )
            else:
                await tx.work.connection.execute(text("PRAGMA defer_foreign_keys = ON"))
                for name in (await tx.work.connection.scalars(text(TRIGGERS))).all():
                    await tx.work.connection.execute(text(f"DROP TRIGGER {name}"))
            for statement in statements:
                done = await tx.work.connection.execute(statement)
                assert done.is_insert or done.rowcount == 1
            found = await findings(tx)
            raise UndoneError
    except UndoneError:
        return found


def _other(column: Column[Any], value: Any) -> Any:
    """Another value that the column can hold."""
    match column.type:
        case Moment():
            return NOW + timedelta(days=99) if value is None else value + timedelta(seconds=1)
        case Boolean():
            return not value
        case Integer():
            return (value or 0) + 1_000
        case LargeBinary():
            return b"other"
    if isinstance(value, dict):
        return {**value, "x": "1"}
    if column.type.python_type in (dict, list):
        return {"x": "1"}
    length = getattr(column.type, "length", None) or 1_000
    return f"x{value or ''}"[:length] if value != "x" else "y"


def _watched_columns() -> Iterator[tuple[Table, str]]:
    for name, watch in WATCHED.items():
        yield from ((metadata.tables[name], one) for one in (*watch.columns, *watch.chained))


def _columns_to_try(dialect: str) -> Iterator[tuple[Table, str]]:
    """All of them on SQLite; on PostgreSQL, where the same code holds them against the history,
    the first of each type in each table: what differs is how a value of a type comes back."""
    seen = set()
    for table, name in _watched_columns():
        kind = (table.name, type(table.c[name].type))
        if dialect == "sqlite" or kind not in seen:
            yield table, name
        seen.add(kind)


def _rounds(dialect: str) -> Iterator[list[tuple[Table, str]]]:
    """Columns that are changed together: one of each table, where the register says which table
    it is. A column that is chained, a key, or the name of another row is changed alone, for it can
    change what is said of other tables; so is every one with PHULUC_WIDE=1. Of these PostgreSQL
    meets one in four."""
    alone: list[tuple[Table, str]] = []
    together: list[dict[Table, str]] = []
    for table, name in _columns_to_try(dialect):
        column, watch = table.c[name], WATCHED[table.name]
        bound = column.primary_key or column.foreign_keys or name in (*watch.key, watch.salted_by)
        if WIDE or name in watch.chained or bound:
            alone.append((table, name))
            continue
        free = next((one for one in together if table not in one), None)
        if free is None:
            together.append(free := {})
        free[table] = name
    yield from ([one] for one in (alone if dialect == "sqlite" else share(alone, 4)))
    yield from ([*one.items()] for one in together)


async def _tables_to_try(store: Store) -> Sequence[Table]:
    """All that are held on SQLite, one in four on PostgreSQL: the same code holds them there."""
    held = [metadata.tables[name] for name, one in WATCHED.items() if one.columns or one.chained]
    return held if await _dialect(store) == "sqlite" else share(held, 4)


async def _dialect(store: Store) -> str:
    async with store.transaction() as tx:
        return tx.work.connection.dialect.name


def _this(table: Table, row: Row[Any]) -> Any:
    return and_(*(column == row._mapping[column.name] for column in table.primary_key))


async def _row(store: Store, table: Table) -> Row[Any]:
    """A row of the table, of those that are watched the last."""
    query = select(table).order_by(*table.primary_key)
    named = WATCHED[table.name].named
    async with store.transaction() as tx:
        found = (await tx.work.connection.execute(query)).all()
    rows = [row for row in found if not named or row.name in named]
    assert rows, f"the test has no row of {table.name}"
    return rows[-1]


async def test_no_column_is_changed_unseen(lived: Store) -> None:
    async with lived.transaction() as tx:
        assert await findings(tx) == []
    rounds = [*_rounds(await _dialect(lived))]
    rows = {
        table: await _row(lived, table) for table in {one[0] for some in rounds for one in some}
    }
    unseen = []
    for some in rounds:
        changes = []
        for table, column in some:
            other = {column: _other(table.c[column], rows[table]._mapping[column])}
            changes.append(update(table).where(_this(table, rows[table])).values(other))
        told = await _after(lived, *changes)
        named = {one.partition(":")[0] for one in told}
        alone = len(some) == 1
        unseen += [f"{t.name}.{c}" for t, c in some if not (told if alone else t.name in named)]
    assert unseen == []
    async with lived.transaction() as tx:
        assert await findings(tx) == []


async def test_no_row_goes_unseen_but_where_it_may(lived: Store) -> None:
    seen = {}
    for table in await _tables_to_try(lived):
        row = await _row(lived, table)
        seen[table.name] = bool(await _after(lived, delete(table).where(_this(table, row))))
    assert seen == {name: not WATCHED[name].may_go for name in seen}


async def test_no_row_comes_unseen_but_where_it_may(lived: Store) -> None:
    seen = {}
    for table in await _tables_to_try(lived):
        row = dict((await _row(lived, table))._mapping)
        for column in table.c:
            parts = len(table.primary_key)  # a row of another report belongs to nobody
            mine = column.primary_key and (parts == 1 or column.name != "report")
            if mine or _is_unique(column):
                row[column.name] = _other(column, row[column.name])
        seen[table.name] = bool(await _after(lived, insert(table).values(row)))
    assert seen == {name: not WATCHED[name].may_come for name in seen}


def _is_unique(column: Column[Any]) -> bool:
    alike = [one for one in column.table.constraints if isinstance(one, UniqueConstraint)]
    return bool(column.unique) or any(column.name in one.columns for one in alike)


async def test_the_person_of_a_channel_is_named_but_not_said(lived: Store) -> None:
    """What the register says of a person is digests."""
    async with lived.transaction() as tx:
        told = "".join(f"{one.subject} {one.new}" for one in await tx.audit_log.of_register())
    assert "binding:1:" in told
    for secret in ("Lan", "Mai", "Hoa", "Bình", "e" * 64, "'7'", "telegram:7"):
        assert secret not in told


async def test_who_is_forgotten_is_verified_as_forgotten(lived: Store) -> None:
    """The digests of a person can be held against nobody once the salt is gone, and the chain is
    whole; whoever brings the name back is seen."""
    async with lived.transaction() as tx:
        await tx.erasure.erase(DEED, 1)
    async with lived.transaction() as tx:
        assert await findings(tx) == []
        salts = (await tx.work.connection.scalars(select(metadata.tables["salt"].c.owner))).all()
        assert "member:1" not in salts
        assert "member:2" in salts
    named = update(metadata.tables["member"]).values(name="Lan").where(text("id = 1"))
    assert await _after(lived, named) == ["member:1"]
    async with lived.transaction() as tx:  # another person on the same telephone
        await tx.members.bind("telegram", "7", await tx.members.add("Lan", NOW), "7", NOW)
    async with lived.transaction() as tx:
        assert await findings(tx) == []


async def test_an_older_database_begins_its_register(lived: Store, database: str) -> None:
    """What an older program left is taken as it stands, once, and held from then on."""
    async with lived.transaction() as tx:
        if tx.work.connection.dialect.name == "postgresql":
            await tx.work.connection.execute(text("SET LOCAL session_replication_role = replica"))
        else:
            await tx.work.connection.execute(text("DROP TRIGGER history_no_delete"))
        await tx.work.connection.execute(text("DELETE FROM history WHERE chain = 'register'"))
        await tx.work.connection.execute(text("DELETE FROM office WHERE name = 'register.head'"))
        await tx.work.connection.execute(text("DELETE FROM salt"))
    again = await Store.open(database)
    try:
        assert again.begun > 10
        async with again.transaction() as tx:
            assert await findings(tx) == []
            assert (await tx.audit_log.of_register())[0].new == {"begun": again.begun}
    finally:
        await again.close()
    third = await Store.open(database)
    assert third.begun == 0
    await third.close()


LOOSE = {  # writes of columns that nothing holds, or that the report's own chain does
    "MemberQueries.assign": "member.report",
    "MemberQueries.set_asking": "member.asking",
    "DutyQueries.take_up": "member.report",
    "DutyQueries.take_up_each": "member.report",
    "AssignmentQueries.relieve": "member.report",
    "FailoverQueries.mark_unreachable": "binding.lost_at",
    "ReportQueries.note_progress": "report.filled",
    "RoundQueries.lock_report": "report.locked_at",
    "RoundQueries.set_issue": "report.issue",
    "AuditLogQueries.move_head": "report.head",
    "AuditLogQueries._record_some": "report.head",
    "PasskeyQueries.mark_used": "passkey.used_at",
    "ApiTokenQueries.note_used": "api_token.used_at",
    "HookTargetQueries.pause": "webhook.paused_at",
    "HookTargetQueries.resume": "webhook.paused_at",
    "HookTargetQueries.note_outcome": "webhook.failing_since",
    "BotNameQueries.keep": "a mark in office",
    "ReportBatchQueries.lock": "report.locked_at",
    "AuditLogQueries.lock_head": "the head of a chain, in office",
    "AuditLogQueries.take_head": "a mark in office",
    "QuotaQueries.is_first_time": "a mark in office",
    "WebSessionQueries.mark_seen": "web_session.seen_at",
}


def test_who_writes_a_watched_row_touches_it() -> None:
    """A method that writes a watched table and forgets the register would make `audit verify` cry
    wolf."""
    tables = {name for name, watch in WATCHED.items() if watch.columns} | {"round_"}
    forgetful = []
    for path in Path(storage.__path__[0]).rglob("*.py"):
        for queries in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(queries, ast.ClassDef):
                forgetful += _forgetful(queries, tables)
    assert forgetful == []


def _forgetful(queries: ast.ClassDef, tables: set[str]) -> list[str]:
    methods = {
        f"{queries.name}.{node.name}": node
        for node in ast.walk(queries)
        if isinstance(node, ast.AsyncFunctionDef) and _writes(node, tables)
    }
    return [
        name
        for name, node in methods.items()
        if "_touch" not in ast.unparse(node) and name not in LOOSE
    ]


def _writes(function: ast.AsyncFunctionDef, tables: set[str]) -> bool:
    for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if name == "insert" and isinstance(call.func, ast.Attribute):
            if getattr(call.func.value, "id", "") in tables:
                return True
        elif name in ("update", "_new", "_upsert", "_insert_once") and call.args:
            written = getattr(call.args[0], "id", "")
            if written in tables:
                return True
    return False
