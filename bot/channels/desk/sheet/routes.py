"""The routes of the sheet."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, WebSocketRoute

from bot.channels.desk.pages import desk_route
from bot.channels.desk.sheet import cell_info, cell_posts, page, submission_page, words_page
from bot.channels.desk.sheet.filed_appendix import SheetFiles
from bot.channels.desk.sheet.live_updates import LiveReports, SheetSocket
from bot.channels.desk.visitors import Desk, DeskPerson

SHEET = "/ban/bao-cao/{report:int}"


def sheet_routes(desk: Desk) -> list[BaseRoute]:
    """The page, what it writes, and its socket."""
    live, files = LiveReports(desk.store), SheetFiles()
    return [
        desk_route(desk, SHEET, page.show_sheet),
        desk_route(desk, f"{SHEET}/o", cell_info.tell_cell),
        desk_route(desk, f"{SHEET}/o", partial(_write, live), "POST"),
        desk_route(desk, f"{SHEET}/nho", cell_info.ask_colleague, "POST"),
        desk_route(desk, f"{SHEET}/doc-tep", files.read, "POST"),
        desk_route(desk, f"{SHEET}/loi", words_page.show_words),
        desk_route(desk, f"{SHEET}/loi", partial(words_page.write_words, live), "POST"),
        desk_route(desk, f"{SHEET}/nop", submission_page.show_submission),
        desk_route(desk, f"{SHEET}/lam/{{act}}", partial(submission_page.do_act, live), "POST"),
        WebSocketRoute("/ban/ws", SheetSocket(desk, live).serve),
    ]


async def _write(live: LiveReports, desk: Desk, request: Request, person: DeskPerson) -> Response:
    answer = await cell_posts.write_cells(desk, request, person)
    live.wake(int(request.path_params["report"]))
    return answer
