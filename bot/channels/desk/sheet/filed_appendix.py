"""A filed appendix on the sheet: read, and shown before any of it is taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.channels.desk.sheet.view import SheetView, read_view
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.channels.web.files import FILE_LIMIT, body_of, name_of
from bot.files.incoming_files import MAX_HELD, MAX_WAITING
from bot.runtime.fair_queue import FairQueue, QueueFullError
from bot.workflow.context import DeniedError
from conversations.calendar.dates import local_day
from conversations.composing.markup import strip_markup
from conversations.dialog.cells.cell_writer import may_write_part
from conversations.dialog.previews.file_origin import describe_origin
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.protocol.messages import Wording
from conversations.protocol.pending_items import fit_to_step
from conversations.protocol.session import Session
from conversations.reports.previous import FiledAppendix
from conversations.reports.typed_answers import CellPart, type_part
from conversations.text.normalize import shorten_text
from templates.appendix_import.errors import FileRefusedError
from templates.loading.wording import load_wording

MOST_TOLD = 20  # things of a file that are not taken and named
_UNCLEAR = "refused.unclear"  # said of what has no words of its own


@dataclass(frozen=True)
class SheetFiles:
    """Reads the files that pages of the sheet send, a few at a time."""

    turns: FairQueue = field(default_factory=lambda: FairQueue(MAX_HELD, MAX_WAITING))

    async def read(self, desk: Desk, request: Request, person: DeskPerson) -> Response:
        """What the file would write into which cells; nothing is written."""
        number = int(request.path_params["report"])
        async with desk.reading(person) as ctx:
            view, now = await read_view(ctx, number), ctx.now
        if not view.at.report.editable:
            return _refused("Báo cáo đang khóa nên không lấy số từ tệp được.")
        try:
            filed = await self._filed(desk, request, view, f"desk:{person.member}")
        except QueueFullError:
            return _refused("Đang có nhiều tệp chờ đọc. Thử lại sau ít phút.")
        except FileRefusedError as error:
            return _refused(_plain(desk.acts.wording, error.code, error.data))
        if filed is None:
            return _refused("Tệp lớn quá 10 MB nên không đọc. Gửi tệp nhỏ hơn.")
        form = fit_to_step(view.at.form, view.at.report, Session(), local_day(now), filed)
        return JSONResponse(_told(desk.acts.wording, form, view, filed))

    async def _filed(
        self, desk: Desk, request: Request, view: SheetView, who: str
    ) -> FiledAppendix | None:
        readers = desk.acts.catalogs.readers
        if readers is None:
            raise DeniedError
        async with self.turns.turn(who):
            content = await body_of(request, FILE_LIMIT)
            if content is None:
                return None
            name = name_of(request.headers.get("x-file-name", ""))
            return await readers.read_appendix(view.at.whole, name, content)


def _refused(words: str) -> Response:
    return JSONResponse({"refused": words}, 422)


def _told(wording: Wording, form: Form, view: SheetView, filed: FiledAppendix) -> dict[str, Any]:
    report = view.at.report
    other = filed.period is not None and filed.period.end != report.period.end
    told: dict[str, Any] = {
        "name": filed.file_name,
        "title": filed.title,
        "period": filed.period.name if filed.period is not None else "",
        "other": f"Tệp này của {filed.period.name}, báo cáo đang mở là {report.period.name}. "
        "Muốn dùng làm số kỳ trước thì gửi tệp vào khung chat."
        if other and filed.period is not None
        else "",
        "matched": filed.matched,
        "origin": _origin(wording, filed),
    }
    cells = [] if other else [*_cells(form, view, filed)]
    unread = [*_unread(wording, form, filed)]
    left = len(unread) + len(filed.unplaced) + sum(filed.left_counts.values())
    lines = [f"“{shorten_text(line)}”: chưa rõ là dòng nào" for line in filed.unplaced]
    return told | {"cells": cells, "left": left, "unread": [*unread, *lines][:MOST_TOLD]}


def _origin(wording: Wording, filed: FiledAppendix) -> list[str]:
    """What kind of file it is, and what the signatures on it are worth."""
    origin = describe_origin(filed)
    kind = _plain(wording, "file.origin", origin).strip("()") if origin["kind"] else ""
    told = _plain(wording, "file.signatures", origin).splitlines() if filed.signatures else []
    return [*([f"Đọc từ {kind}."] if kind else []), *filter(None, map(str.strip, told))]


def _cells(form: Form, view: SheetView, filed: FiledAppendix) -> Iterator[dict[str, Any]]:
    """The cells that the file says something else of, and that this person may write."""
    known = sorted(filed.answers.keys() & form.by_key.keys(), key=form.printed_at.__getitem__)
    for key in sorted(known, key=lambda one: not form.row(one).holds_names):
        row = form.row(key)
        for part in (CellPart.VALUE, CellPart.NOTE):
            found = _cell(row, part, view, filed)
            if found is not None:
                yield found


def _cell(row: Row, part: CellPart, view: SheetView, filed: FiledAppendix) -> dict[str, Any] | None:
    report = view.at.report
    if part is CellPart.VALUE and (row.answer is None or row.computed is not None):
        return None
    stands, text = report.answer(row.key), type_part(row, filed.answers[row.key], part)
    seen = type_part(row, stands, part)
    if not text or text == seen or not may_write_part(report, row, part):
        return None
    return {
        "cell": f"{part.value} {row.key}",
        "label": row.title + (" (ghi chú)" if part is CellPart.NOTE else ""),
        "text": text,
        "seen": seen,
        "v": stands.revision,
    }


def _unread(wording: Wording, form: Form, filed: FiledAppendix) -> Iterator[str]:
    for one in filed.unread:
        label = form.row(one.key).title if one.key in form.by_key else one.where
        yield f"{label}: “{shorten_text(one.read)}” – {_why(wording, one.code)}"


def _why(wording: Wording, code: str) -> str:
    """Why something is not taken, in a few words."""
    known = f"why.{code}" in load_wording().codes
    return _plain(wording, f"why.{code if known else _UNCLEAR}", {})


def _plain(wording: Wording, code: str, data: dict[str, Any]) -> str:
    return strip_markup(wording.say(code, data)).strip()
