"""The product's totals against totals worked out unit by unit, over several periods: equal in every
row of the form, in value, codes, texts, and how many units stand behind each."""

from __future__ import annotations

from pathlib import Path

from bench.province import BOOKS, add_all, fill, more_rounds
from bench.sums import plain_totals
from conversations.workflow.permissions import Role
from tests.bot.workflow.test_round_life_cycle import open_round
from tests.support.product import office
from tests.support.province import Province, commune, local


async def test_every_row_of_three_periods(tmp_path: Path) -> None:
    form = BOOKS.catalog.forms["cchc-so"]
    async with office(tmp_path, local(2026, 3, 2)) as at:
        province = Province(at)
        await province.found([commune(number) for number in range(1, 41)])
        await province.comes("dau-moi", "TINH", Role.COORDINATOR, "Chị Mai")
        await open_round(province)
        rounds = await more_rounds(at, form, province.units, 3)
        kept = await fill(at, form, rounds, 0.1)
        added, plain = await add_all(at, form, rounds), plain_totals(form, kept)
    assert len(plain) == len([row for row in form.rows if row.answer is not None])
    assert added == plain
    states = {state for *_, gave, _, _ in plain.values() for state in gave}
    assert states == {"value", "none", "not_applicable", "pending", "blank"}
    assert sum(bool(texts) for _, _, texts, *_ in plain.values()) == 1
    assert sum(bool(apart) for *_, apart, _ in plain.values()) > 5
