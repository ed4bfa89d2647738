"""The open data of a round, handed out as one file."""

from __future__ import annotations

import asyncio
import re
import tempfile
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from bot.files.generated_file import Gathering
from bot.files.open_data import OpenDataWishes, open_data_name, zip_open_data
from bot.workflow.context import RequestContext, RequestRejectedError
from bot.workflow.round_lookup import find_round, named_round
from conversations.dialog.prompts.keyboard import make_button
from conversations.text.normalize import fold_text
from conversations.workflow.permissions import Permission
from conversations.workflow.round_requests import GetOpenData, ShowTotal
from storage.transaction import Transaction
from storage.workflow.rounds import Round
from templates.loading.catalog import Catalog

_WITHOUT = re.compile(r"\b(?:khong|ko|k|bo)\s+(?:co\s+|kem\s+|can\s+)?ghi chu\b")


def open_data_of(found: Round, top: int) -> GetOpenData:
    """To the open data of a round, of this unit and all below it."""
    return GetOpenData(round=found.id, unit=top)


async def typed_open_data(ctx: RequestContext, argument: str) -> None:
    """`tải dữ liệu mở`, `tải dữ liệu mở quý I/2026 TX 1`, `dữ liệu mở quý I/2026 không ghi chú`."""
    folded = fold_text(argument)
    cut = _WITHOUT.search(folded) if len(folded) == len(argument) else None
    words = argument[: cut.start()] + argument[cut.end() :] if cut is not None else argument
    found, top, rest = await named_round(ctx, Permission.ROLL_UP, words.strip(), to=open_data_of)
    if rest.strip():
        raise RequestRejectedError("open_data.words", said=rest.strip())
    await give_open_data(ctx, GetOpenData(round=found.id, unit=top, words=cut is None))


async def give_open_data(ctx: RequestContext, request: GetOpenData) -> None:
    """The round's data as a file. Who was given it hears of corrections."""
    file = await open_data_file(ctx, request)
    versions = await ctx.tx.rollups.list_counted(file.round, file.unit)
    await ctx.tx.rollups.mark_used(versions, ctx.member, ctx.now)
    ctx.gather_file(file.name, file.gather, "open_data.file", **file.told)


@dataclass(frozen=True, slots=True)
class OpenDataFile:
    """A file of open data that is still to be made: of which round, for which unit, and what is
    said with it."""

    round: int
    unit: int
    name: str
    gather: Gathering
    told: dict[str, Any]


async def open_data_file(ctx: RequestContext, request: GetOpenData) -> OpenDataFile:
    """The file that is asked for. DeniedError without the right to the totals of this part;
    RequestRejectedError when nothing counts there yet."""
    found, root = await find_round(ctx, Permission.ROLL_UP, request.round, request.unit)
    unit, form = await ctx.tx.units.find(root), ctx.form_of(found)
    counts = await ctx.tx.rollups.count_reported(found.id, root)
    data = {"unit": unit.short_name, "period": found.period_name}
    if not counts.counted:
        back = make_button("total", ShowTotal(round=found.id, unit=root))
        raise RequestRejectedError("open_data.none", ((back,),), expected=counts.expected, **data)
    licence = ctx.catalogs.open_data_licence
    wishes = OpenDataWishes(licence, request.words)
    name = open_data_name(form, found.period.name, unit.abbreviation, words=request.words)
    told = {
        **data,
        "counted": counts.counted,
        "approved": counts.approved,
        "expected": counts.expected,
        "words": request.words,
        "licence": licence,
    }
    gather = partial(_gather, ctx.catalogs.catalog, found, root, wishes, ctx.now)
    return OpenDataFile(found.id, root, name, gather, told)


async def _gather(
    catalog: Catalog,
    found: Round,
    root: int,
    wishes: OpenDataWishes,
    now: datetime,
    tx: Transaction,
) -> bytes:
    with tempfile.TemporaryDirectory(prefix="phuluc-") as home:
        target = Path(home) / "open-data.zip"
        await zip_open_data(tx, catalog, found, root, wishes, now, target)
        return await asyncio.to_thread(target.read_bytes)
