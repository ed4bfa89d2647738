"""The bench's department that comes back for its second quarter is at work on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bench.effort import Q2, Diligent, first_quarter_filed, pasted, wrong_answers
from bench.second_quarter import FIRST, SECOND
from storage.store import Store
from templates.documents.word.render import render_word
from templates.loading.catalog import SampleAnswers, load_catalog
from tests.support.appendix import report_of
from tests.support.phones import telegram_phone
from tests.support.reports import LAST_QUARTER

CATALOG = load_catalog()
FORM = CATALOG.forms["cchc-so"]


async def test_the_second_quarter_can_be_begun(tmp_path: Path) -> None:
    async with telegram_phone(tmp_path) as phone:
        await first_quarter_filed(phone.product.store)
        await phone.say("/start")
        assert Q2.name in phone.texts()[-1]
        assert "Kỳ trước (Quý I/2023)" in phone.texts()[-1]


@pytest.mark.parametrize(
    ("most", "sample", "before", "way"),
    [
        (12, CATALOG.sample("cchc-so"), None, "pasted"),
        (6, SECOND, first_quarter_filed, "next"),
        (6, SECOND, None, "file"),
    ],
)
async def test_a_report_takes_few_actions(
    tmp_path: Path,
    most: int,
    sample: SampleAnswers,
    before: Callable[[Store], Awaitable[None]] | None,
    way: str,
) -> None:
    """The officer types only commands that a message told of; what is stored is what they know."""
    last = report_of(FORM, FIRST).model_copy(update={"period": LAST_QUARTER})
    files = {"PL_Q4-2022.docx": render_word(FORM, last)} if way == "file" else {}
    first = {"pasted": [pasted(FORM, sample)], "next": ["giữ nguyên tất cả"], "file": [*files]}[way]
    async with telegram_phone(tmp_path) as phone:
        if before is not None:
            await before(phone.product.store)
        officer = Diligent(phone, FORM, sample, ["/start", *first], files)
        report = await officer.work()
    assert not wrong_answers(FORM, sample, report)
    assert officer.tally.actions <= most
