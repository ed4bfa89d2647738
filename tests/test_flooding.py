"""One noisy person is asked to wait; nobody else notices."""

from __future__ import annotations

from bot.channel import Kind
from bot.flooding import BURST, REMEMBERED, Admission, Floods
from tests.desks import office

HIM, HER = ("telegram", "1"), ("telegram", "2")


class Time:
    now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_is_taken_and_then_so_many_a_minute() -> None:
    time = Time()
    floods = Floods(60, time)
    assert {floods.admit(HIM) for _ in range(BURST)} == {Admission.TAKEN}
    assert floods.admit(HIM) is Admission.REFUSED
    assert {floods.admit(HIM) for _ in range(50)} == {Admission.IGNORED}
    assert floods.admit(HER) is Admission.TAKEN
    time.now += 5
    assert [floods.admit(HIM) for _ in range(6)] == [Admission.TAKEN] * 5 + [Admission.REFUSED]


def test_who_goes_on_is_told_again_after_a_while() -> None:
    time = Time()
    floods = Floods(60, time)
    for _ in range(BURST):
        floods.admit(HIM)
    assert floods.admit(HIM) is Admission.REFUSED
    told = 0
    for _ in range(600):  # ten a second for a minute
        time.now += 0.1
        told += floods.admit(HIM) is Admission.REFUSED
    assert told <= 61


def test_without_a_limit_all_are_taken() -> None:
    floods = Floods(0, Time())
    assert {floods.admit(HIM) for _ in range(10_000)} == {Admission.TAKEN}


def test_the_quiet_are_forgotten() -> None:
    time = Time()
    floods = Floods(60, time)
    for number in range(3 * REMEMBERED):
        floods.admit(("telegram", str(number)))
        time.now += 1
    assert len(floods._buckets) <= REMEMBERED + 1


async def test_a_flood_is_refused_politely_and_once(database: str) -> None:
    async with office(database, per_minute=60) as at:
        await at.handle(at.event(Kind.OPENED))
        for _ in range(BURST + 100):
            await at.desk.receive([at.event(Kind.SAID, "trợ giúp")])
        await at.desk.idle()
        await at.sender.drain(at.channels["telegram"])
        refusals = [text for text in at.told("42") if "gửi nhanh quá" in text]
        assert 1 <= len(refusals) <= 10
        assert len(at.told("42")) <= BURST + 20
        assert "Câu 1/152" in await at.handle(at.event(Kind.OPENED, who="43"))
