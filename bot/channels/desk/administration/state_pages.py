"""How the channels do, what was changed in the office, and what the system stands on."""

from __future__ import annotations

import asyncio

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.desk.administration.frame import CHANNELS, HISTORY, SYSTEM, show
from bot.channels.desk.administration.units_page import page_of
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.channels.web.files import attach_file
from bot.ports.channel import OutgoingFile
from bot.workflow.desk.administration.channels import list_channels, read_system
from bot.workflow.desk.machine_state import measure_machine
from bot.workflow.people.audit_log import COLUMNS, FILE, read_office_history
from conversations.text.normalize import fold_text
from templates.documents.excel.workbook import ListSheet, write_workbook

PAGE = 100  # entries; as in the table of units
LONGEST = 200  # characters of a search
FIELDS = ("at", "who", "unit", "kind", "content")


async def show_channels(desk: Desk, _: Request, person: DeskPerson) -> Response:
    """Each channel: on or off, who is reached, when somebody was heard, what waits, the month."""
    async with desk.reading(person) as ctx:
        channels = await list_channels(ctx)
    return show("admin_channels.html", person, CHANNELS, channels=channels)


async def show_history(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """The office's history, the newest first; those entries in which all words of the search
    stand, of the kind that is chosen."""
    words = request.query_params.get("tim", "")[:LONGEST].strip()
    kind = request.query_params.get("viec", "")[:LONGEST]
    async with desk.reading(person) as ctx:
        entries = await read_office_history(ctx)
    kinds = sorted({one["kind"] for one in entries})
    found = [one for one in entries if _is_meant(one, words, kind)]
    if request.query_params.get("tai") == "excel":
        heads, widths = zip(*COLUMNS.values(), strict=True)
        rows = [[one[name] for name in COLUMNS] for one in found]
        sheet = ListSheet("Nhật ký", heads, rows, widths)
        content = await asyncio.to_thread(write_workbook, (sheet,))
        return attach_file(OutgoingFile(FILE, content))
    page = page_of(request, len(found))
    return show(
        "admin_history.html",
        person,
        HISTORY,
        entries=found[(page - 1) * PAGE : page * PAGE],
        count=len(found),
        page=page,
        pages=max(1, -(-len(found) // PAGE)),
        words=words,
        kind=kind,
        kinds=kinds,
    )


def _is_meant(entry: dict[str, str], words: str, kind: str) -> bool:
    said = fold_text(" ".join(entry.get(name, "") for name in FIELDS))
    return (not kind or entry["kind"] == kind) and all(
        word in said for word in fold_text(words).split()
    )


async def show_system(desk: Desk, _: Request, person: DeskPerson) -> Response:
    """Backups, room, queues, processes, versions."""
    async with desk.reading(person) as ctx:
        system = await read_system(ctx)
    now = desk.clock()
    machine = await asyncio.to_thread(measure_machine, desk.data_dir, now)
    age = (now - machine.backup_at).total_seconds() / 3600 if machine.backup_at else None
    return show("admin_system.html", person, SYSTEM, system=system, machine=machine, age=age)
