"""Every form of the product's own has its sheet, and every answer of its sample can be typed."""

from __future__ import annotations

from pathlib import Path

from conversations.forms.growth import fit_form
from conversations.reports.model import LetterReference
from templates.loading.catalog import load_catalog
from tests.support.desk import desk_at
from tests.support.sheets import QUARTER, OpenSheet, entry, fates, open_sheet, write

CATALOG = load_catalog()


async def _report_on(sheet: OpenSheet, key: str) -> OpenSheet:
    """The same department's report on another form."""
    form, unit = CATALOG.forms[key], sheet.province.units["NV"]
    issue = LetterReference(month=3, year=2026)
    async with sheet.office.store.transaction() as tx:
        now = sheet.office.clock()
        number = await tx.rounds.add(form.key, form.version, QUARTER, issue, now)
        report = await tx.rounds.add_report(number, unit, now)
    return OpenSheet(sheet.province, report, sheet.officer)


async def test_every_sample_can_be_typed_into_its_sheet(tmp_path: Path) -> None:
    async with open_sheet(tmp_path) as first, desk_at(first.office, first.officer) as browser:
        for key, form in CATALOG.forms.items():
            sheet = await _report_on(first, key)
            page = await browser.get(sheet.path)
            texts = CATALOG.sample(key).texts
            lists = {one.names for one in form.growths}
            asked = [one for one in form.order if form.row(one).computed is None]
            for name in asked:
                if name not in lists:
                    assert f'data-cell="value {name}"' in page, (key, name)
            names = [entry(one, texts[one], choice=0) for one in lists & texts.keys()]
            plain = [one for one in asked if one in texts and one not in lists]
            cells = [entry(one, texts[one], choice=0) for one in plain]
            told = await write(browser, sheet, *names, *cells)
            assert {*fates(told)} <= {"stored"}, (key, told["outcomes"])
            report = await sheet.office.report(sheet.report)
            filled = fit_form(form, report.answers)
            page = await browser.get(sheet.path)
            for block in filled.blocks:
                for line in block.lines:
                    for one in line.cells.values():
                        assert f'data-cell="value {one}"' in page, (key, one)
