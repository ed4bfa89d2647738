"""One noisy person is asked to wait; nobody else notices."""

from __future__ import annotations

from pathlib import Path

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
    assert [floods.admit(HIM) for _ in range(6)] == [Admission.TAKEN] * 5 + [Admission.IGNORED]
    time.now += floods.rest
    assert [floods.admit(HIM) for _ in range(11)] == [Admission.TAKEN] * 10 + [Admission.REFUSED]


def test_who_goes_on_is_told_again_after_a_while() -> None:
    time = Time()
    floods = Floods(60, time)
    for _ in range(BURST):
        floods.admit(HIM)
    assert floods.admit(HIM) is Admission.REFUSED
    told = 0
    for _ in range(1_800):  # ten a second for three minutes
        time.now += 0.1
        told += floods.admit(HIM) is Admission.REFUSED
    assert told in (2, 3)


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


async def test_ten_thousand_messages_in_a_minute(tmp_path: Path) -> None:
    """One chat's flood: some are taken, he is asked to wait once, and is served again after the
    wait; another officer's answers are all taken in between."""
    async with office(tmp_path, per_minute=60) as at:
        time = Time()
        at.desk._floods.time = time
        for who in ("42", "43"):
            await at.handle(at.event(Kind.OPENED, who=who))
        for number in range(10_000):
            time.now += 0.006
            await at.desk.receive([at.event(Kind.SAID, "trợ giúp")])
            if number % 2_500 == 0:
                assert "Đã ghi" in await at.say("21", who="43")
        await at.desk.idle()
        await at.sender.drain(at.channels["telegram"])
        refusals = [text for text in at.told("42") if "gửi nhanh quá" in text]
        assert len(refusals) == 1
        assert f"{at.desk._floods.rest:.0f} giây" in refusals[0]
        assert BURST + 50 <= len(at.told("42")) <= BURST + 65
        assert all("gửi nhanh quá" not in text for text in at.told("43"))
        time.now += at.desk._floods.rest
        assert "Câu 1/152" in await at.say("tiếp")
