"""Attempts at events, as the database counts them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage.messaging.attempts import CUT_OFF, DIED, FAILED, MOST_POINTS, Attempt
from storage.operations.processes import ServingProcess
from storage.store import Store
from storage.transaction import Transaction
from tests.support.store_rows import NOW, UNIT, new_event

HERE = ("web", "7")


async def begin(tx: Transaction, process: str, *, fresh: bool = False) -> Attempt | None:
    return await tx.attempts.begin(*HERE, process, NOW, fresh=fresh)


async def arrive(tx: Transaction, *names: str) -> None:
    for name in names:
        await tx.processes.register(ServingProcess(name, "here", 1, NOW, NOW))


async def points(store: Store) -> int:
    """What the waiting event's attempts add up to, taken over by a new process."""
    async with store.transaction() as tx:
        await arrive(tx, "z")
        found = await begin(tx, "z")
        await tx.attempts.release("z")
    assert found is not None
    return found.points


async def begun(store: Store, process: str) -> Attempt:
    async with store.transaction() as tx:
        await arrive(tx, process)
        await new_event(tx)
        found = await begin(tx, process)
    assert found is not None
    return found


async def test_an_attempt_is_one_processes(store: Store) -> None:
    mine = await begun(store, "a")
    async with store.transaction() as tx:
        await arrive(tx, "b")
        assert await begin(tx, "a") == mine
        assert await begin(tx, "b") is None
        assert await tx.attempts.hold(mine, "a")
        assert not await tx.attempts.hold(mine, "b")
        await tx.inbox.mark_handled(mine.event.id, None, NOW)
        await tx.attempts.end(mine.name)
    async with store.transaction() as tx:
        assert not await tx.attempts.hold(mine, "a")
        assert await begin(tx, "b") is None
        assert await tx.attempts.list_troubled(NOW - timedelta(days=1)) == set()


async def test_a_death_is_counted_once_by_whoever_comes_next(store: Store) -> None:
    mine = await begun(store, "a")
    async with store.transaction() as tx:
        await arrive(tx, "b")
        await tx.processes.remove_dead(["a"])
        waiting = await begin(tx, "b", fresh=True)
        assert waiting is not None
        assert not waiting.taken
        taken = await begin(tx, "b")
        assert taken is not None
        assert (taken.points, taken.taken, taken.is_spent) == (DIED, True, False)
        assert not await tx.attempts.hold(mine, "a")
    async with store.transaction() as tx:  # its journal is found later
        await tx.attempts.count_death("a", [mine.name], [], NOW)
        assert (await begin(tx, "b")) == taken
    async with store.transaction() as tx:
        await tx.processes.remove_dead(["b"])
        last = await begin(tx, "c")
        assert last is not None
        assert last.is_spent


async def test_a_process_that_ends_by_itself_counts_for_nothing(store: Store) -> None:
    await begun(store, "a")
    async with store.transaction() as tx:
        await tx.attempts.release("a")
        await tx.processes.remove_dead(["a"])
    assert await points(store) == 0


async def test_the_journal_tells_what_was_computed_from_what_was_cut_off(store: Store) -> None:
    mine = await begun(store, "a")
    async with store.transaction() as tx:
        await tx.attempts.count_death("a", [], [], NOW)
        await tx.processes.remove_dead(["a"])
    assert await points(store) == CUT_OFF
    async with store.transaction() as tx:
        await arrive(tx, "b")
        await begin(tx, "b")
        await tx.attempts.count_death("b", [mine.name], [], NOW)
        await tx.processes.remove_dead(["b"])
    assert await points(store) == CUT_OFF + DIED


async def test_an_event_that_died_before_it_was_stored(store: Store) -> None:
    name = ("web", "1")
    for process in ("a", "b"):
        async with store.transaction() as tx:
            await tx.attempts.count_death(process, [], [name], NOW)
    async with store.transaction() as tx:
        assert await tx.attempts.list_troubled(NOW) == {name}
        await arrive(tx, "c")
        await new_event(tx, "1")
        waiting = await begin(tx, "c", fresh=True)
        assert waiting is not None
        assert (waiting.taken, waiting.is_spent) == (False, True)


async def test_a_death_that_is_told_late_takes_the_event_from_nobody(store: Store) -> None:
    """One process died of the event before it was stored; meanwhile another one has it."""
    mine = await begun(store, "b")
    async with store.transaction() as tx:
        await arrive(tx, "c")
        await tx.attempts.count_death("a", [], [mine.name], NOW)
        assert await tx.attempts.hold(mine, "b")
        assert await begin(tx, "c") is None
        await tx.attempts.fail(mine.name, "c", FAILED, "ValueError")  # it is not theirs
        assert await tx.attempts.hold(mine, "b")
        await tx.processes.remove_dead(["b"])
        last = await begin(tx, "c")
        assert last is not None
        assert last.points == 2 * DIED


async def test_failures_add_up(store: Store) -> None:
    mine = await begun(store, "a")
    for number in range(1, 4):
        async with store.transaction() as tx:
            await tx.attempts.fail(mine.name, "a", FAILED, "ValueError")
            again = await begin(tx, "a")
        assert again is not None
        assert (again.points, again.error) == (number * FAILED, "ValueError")
        assert again.is_spent == (number == 3)


async def test_only_the_oldest_event_of_a_conversation_is_taken(store: Store) -> None:
    first = await begun(store, "a")
    async with store.transaction() as tx:
        await new_event(tx, "2")
        await tx.processes.remove_dead(["a"])
        await arrive(tx, "b")
        found = await begin(tx, "b")
        assert found is not None
        assert found.event.id == first.event.id
        await tx.attempts.set_aside(found.event, "the process died", None, NOW)
        second = await begin(tx, "b")
        assert second is not None
        assert (second.name, second.points) == (("web", "2"), 0)


@pytest.mark.parametrize("retry", [True, False])
async def test_what_is_set_aside_is_listed_until_it_is_settled(store: Store, retry: bool) -> None:
    mine = await begun(store, "a")
    number = mine.event.id
    async with store.transaction() as tx:
        unit = await _unit(tx)
        await tx.attempts.set_aside(mine.event, "the process died", unit, NOW)
        assert await begin(tx, "a") is None
        assert await tx.attempts.units_set_aside() == [unit]
        assert (await tx.queue_stats.measure(NOW)).set_aside == 1
    async with store.transaction() as tx:
        await new_event_again(tx)
        found = await tx.attempts.list_set_aside()
        assert [(one.number, one.error, one.org_unit) for one in found] == [
            (number, "the process died", unit)
        ]
        assert not await tx.attempts.retry(number + 1)
        assert not await tx.attempts.dismiss(number + 1, NOW)
        settle = tx.attempts.retry(number) if retry else tx.attempts.dismiss(number, NOW)
        assert await settle
    async with store.transaction() as tx:
        assert await tx.attempts.list_set_aside() == []
        assert await tx.attempts.units_set_aside() == []
        again = await begin(tx, "a")
        assert (again is not None) == retry
        assert again is None or again.points == 0


async def test_the_channel_may_repeat_what_is_set_aside(store: Store) -> None:
    mine = await begun(store, "a")
    async with store.transaction() as tx:
        await tx.attempts.set_aside(mine.event, "", None, NOW)
        await new_event_again(tx)
        await tx.attempts.add_points(mine.name, DIED, "the process died", NOW)
        assert await begin(tx, "a") is None
        assert await tx.attempts.list_troubled(NOW) == {mine.name}


async def test_attempts_at_what_never_came_again_are_forgotten(store: Store) -> None:
    mine = await begun(store, "a")
    async with store.transaction() as tx:
        await tx.attempts.add_points(("web", "lost"), DIED, "the process died", NOW)
        await tx.attempts.add_points(mine.name, DIED, "the process died", NOW)
        await tx.attempts.forget(NOW + timedelta(days=1))
        assert await tx.attempts.list_troubled(NOW) == {mine.name}
    assert MOST_POINTS == 2 * DIED == 3 * FAILED


async def test_what_waits_for_a_channel_that_is_off(store: Store) -> None:
    async with store.transaction() as tx:
        await new_event(tx)
        queued = await tx.outbox.add("zalo", "7", {}, None, NOW)
        soon, later = NOW, NOW + timedelta(seconds=1)
        assert await tx.attempts.left_over(["web", "telegram"], later) == []
        assert await tx.attempts.left_over(["telegram"], soon - timedelta(seconds=1)) == []
        assert await tx.attempts.left_over(["telegram"], later) == [HERE]
        assert await tx.outbox.give_up_unserved(["zalo"], later, later) == 0
        assert await tx.outbox.give_up_unserved(["web"], NOW - timedelta(seconds=1), later) == 0
        assert await tx.outbox.give_up_unserved(["web"], later, later) == 1
        assert await tx.outbox.count_unsent("zalo") == 0
        assert queued


async def new_event_again(tx: Transaction) -> None:
    """The channel brings the event of `begun` once more."""
    await tx.inbox.add("web", "1", "7", "m1", {"kind": "said", "text": "21"}, NOW)


async def _unit(tx: Transaction) -> int:
    return await tx.units.add(UNIT, NOW)
