"""The open data of a round: read report by report in one transaction that only reads, written
to files beside it."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from conversations.exchange.descriptions import describe_period, digest_form
from conversations.exchange.records import ReportRecord, RoundRecord, UnitRecord
from conversations.forms.model import Form
from storage.exchange.exchanged_rounds import read_answers
from storage.transaction import Transaction
from storage.workflow.rounds import Round
from templates.documents.file_names import plain_name, short_period
from templates.exchange.data_package import PackageFacts
from templates.exchange.round_files import RoundFiles, zip_folder
from templates.loading.catalog import Catalog

AT_ONCE = 20  # reports whose answers are read together: their numbers are some milliseconds' work


@dataclass(frozen=True, slots=True)
class OpenDataWishes:
    """What is wanted: under which licence (an SPDX name or an address; empty: the office has not
    said), with the words that people wrote or without, and with reports that do not count or
    without."""

    licence: str = ""
    words: bool = True
    drafts: bool = False


@dataclass(frozen=True, slots=True)
class WrittenData:
    """What was written: values, of how many reports, of how many that are owed."""

    values: int
    counted: int
    expected: int


async def write_open_data(
    tx: Transaction,
    catalog: Catalog,
    found: Round,
    unit: int,
    wishes: OpenDataWishes,
    now: datetime,
    folder: Path,
) -> WrittenData:
    """Write the files of a round for this unit and all below it into an empty folder."""
    units = await tx.exchanged_rounds.list_units(found.id, unit)
    reports = await tx.exchanged_rounds.list_reports(found.id, unit)
    versions = dict.fromkeys((found.form_version, *(one.version for one in reports)))
    forms = {one: catalog.get(found.form_key, one) for one in versions}
    top = next(one for one in units if one.unit == unit)
    facts = await asyncio.to_thread(_facts, found, top, forms, wishes, now)
    with await asyncio.to_thread(RoundFiles, folder, facts, forms) as out:
        filed = [one for one in reports if one.counted]
        for first in range(0, len(filed), AT_ONCE):
            some = filed[first : first + AT_ONCE]
            stored = await tx.exchanged_rounds.counted_answers([one.report for one in some])
            await asyncio.to_thread(_add, out, some, stored)
        for one in reports if wishes.drafts else ():
            if not one.counted:
                answers = await tx.answers.of_report(one.report)
                await asyncio.to_thread(out.add_report, one, answers)
        await asyncio.to_thread(out.finish, units, reports)
    counted = sum(one.counted for one in reports)
    return WrittenData(out.lines, counted, len(reports))


def _facts(
    found: Round, top: UnitRecord, forms: Mapping[str, Form], wishes: OpenDataWishes, now: datetime
) -> PackageFacts:
    digests = {version: form.derived(digest_form) for version, form in forms.items()}
    of = _round(found, forms[found.form_version])
    return PackageFacts(of, top, now, digests, wishes.licence, wishes.words, wishes.drafts)


def _round(found: Round, form: Form) -> RoundRecord:
    return RoundRecord(
        round=found.id,
        form=found.form_key,
        version=found.form_version,
        title=form.title,
        period=describe_period(found.period),
        unit=found.unit,
    )


def _add(out: RoundFiles, reports: Sequence[ReportRecord], stored: Mapping[int, Any]) -> None:
    for one in reports:
        out.add_report(one, read_answers(stored[one.report]))


async def zip_open_data(
    tx: Transaction,
    catalog: Catalog,
    found: Round,
    unit: int,
    wishes: OpenDataWishes,
    now: datetime,
    target: Path,
) -> WrittenData:
    """The same as one file, made beside it first."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".open-data-") as home:
        folder = Path(home)
        written = await write_open_data(tx, catalog, found, unit, wishes, now, folder)
        await asyncio.to_thread(zip_folder, folder, target)
    return written


def open_data_name(form: Form, period: str, abbreviation: str, *, words: bool = True) -> str:
    """What the file is called: DLM_CCHC_Q1-2026_UBND.zip (dữ liệu mở)."""
    parts = (form.file_code or form.key.upper(), short_period(period), abbreviation)
    mark = "" if words else "khong-ghi-chu"
    return "_".join(["DLM", *filter(None, map(plain_name, (*parts, mark)))]) + ".zip"
