"""The report in words beside its sheet: its questions, the draft, and what is not in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.channels.desk.form_fields import FormError, FormFields, read_fields
from bot.channels.desk.pages import FORMS_POLICY, render
from bot.channels.desk.sheet.cell_posts import say_reply
from bot.channels.desk.sheet.live_updates import LiveReports
from bot.channels.desk.sheet.view import SheetView, read_view
from bot.channels.desk.visitors import Desk, DeskPerson
from bot.runtime.cpu_limit import CpuLimitError
from bot.workflow.context import DeniedError
from conversations.desk.words import ReportInWords, lay_out_words
from conversations.dialog.cells.entries import LONGEST_ENTRY, CellEntry, CellFate, CellOutcome
from conversations.protocol.messages import Reply

NOTHING = "không phát sinh"  # what the button writes that says there is nothing
LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class TypedWords:
    """Words that were sent and not stored: what was typed, why not, and how they may be read."""

    key: str
    text: str
    problem: str
    ways: tuple[str, ...] = ()
    revision: int = 0
    seen: str = ""


async def show_words(desk: Desk, request: Request, person: DeskPerson) -> Response:
    """The page."""
    return await _page(desk, int(request.path_params["report"]), person)


async def _page(
    desk: Desk, number: int, person: DeskPerson, typed: TypedWords | None = None
) -> Response:
    async with desk.reading(person) as ctx:
        view = await read_view(ctx, number)
    words = _words_of(view)
    shown: dict[str, Any] = {
        "number": number,
        "report": view.at.report,
        "words": words,
        "typed": typed,
        "new_event": lambda: str(uuid4()),
    }
    status = 200 if typed is None else 422
    return render("words.html", person, status=status, policy=FORMS_POLICY, **shown)


def _words_of(view: SheetView) -> ReportInWords:
    """DeniedError for who has only rows of the report, LookupError for a form without words."""
    if view.at.guest:
        raise DeniedError
    words = lay_out_words(view.at.form, view.at.report)
    if words is None:
        raise LookupError
    return words


async def write_words(
    live: LiveReports, desk: Desk, request: Request, person: DeskPerson
) -> Response:
    """Store the words of one question, and go back to it; what is not stored stays in its field."""
    number, fields = int(request.path_params["report"]), await read_fields(request)
    entry = _entry(fields)
    async with desk.reading(person) as ctx:
        _words_of(await read_view(ctx, number))
    try:
        came = await desk.acts.write(person.member, fields.event(), number, [entry])
    except CpuLimitError:
        refused = CellOutcome(
            entry.key,
            entry.part,
            CellFate.REFUSED,
            Reply(code="said.too_long", data=_too_long(entry)),
        )
        return await _page(desk, number, person, _typed(desk, entry, refused))
    live.wake(number)
    outcome = came.done.outcomes[0]
    if came.repeated or outcome.fate in (CellFate.STORED, CellFate.SAME):
        return RedirectResponse(f"/ban/bao-cao/{number}/loi?ghi={entry.key}#q-{entry.key}", 303)
    return await _page(desk, number, person, _typed(desk, entry, outcome))


def _too_long(entry: CellEntry) -> dict[str, Any]:
    return {"read": entry.text[:40], "length": len(entry.text), "limit": LONGEST_ENTRY}


def _entry(fields: FormFields) -> CellEntry:
    """What was typed at a question; line ends as a browser sends them are plain ones."""
    key, revision = fields.one("key")[:LONGEST_KEY], fields.numbers("revision")
    text, choice = fields.one("text").replace("\r\n", "\n"), fields.numbers("choice")
    if not key or len(revision) != 1 or revision[0] < 0 or len(text) > LONGEST_ENTRY:
        raise FormError("words")
    return CellEntry(
        key=key,
        text=NOTHING if fields.one("nothing") else text,
        revision=revision[0],
        seen=fields.one("seen").replace("\r\n", "\n")[:LONGEST_ENTRY],
        choice=choice[0] if choice and 0 <= choice[0] <= 20 else None,
    )


def _typed(desk: Desk, entry: CellEntry, outcome: CellOutcome) -> TypedWords:
    return TypedWords(
        key=entry.key,
        text=entry.text,
        problem=say_reply(desk.acts.wording, outcome.said),
        ways=outcome.ways,
        revision=entry.revision,
        seen=entry.seen,
    )
