"""The pages of the desk, under `/ban`."""

from __future__ import annotations

from pathlib import Path

from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles

from bot.channels.desk import act_page, home, mailbox_page, report_files
from bot.channels.desk.administration.routes import administration_routes
from bot.channels.desk.entry.routes import entry_routes
from bot.channels.desk.pages import desk_route
from bot.channels.desk.review_pages import review_routes
from bot.channels.desk.sheet.routes import sheet_routes
from bot.channels.desk.units.routes import office_routes
from bot.channels.desk.visitors import Desk

FILE_PATH = "/ban/bao-cao/{report:int}/tep/{what}"  # word, pdf, excel
STATIC = Path(__file__).parent / "static"


def desk_routes(desk: Desk, telegram: str = "") -> list[BaseRoute]:
    """The pages, each with the rights of who opens it. The web chat's application puts its host
    check and its headers around them. `telegram` is the token of the bot there, or empty."""
    pages: list[BaseRoute] = [
        desk_route(desk, "/ban", home.show_home),
        desk_route(desk, "/ban/lam", act_page.do_act, "POST"),
        desk_route(desk, FILE_PATH, report_files.give_file),
        *review_routes(desk),
        *sheet_routes(desk),
    ]
    pages.append(desk_route(desk, mailbox_page.MAILBOX, mailbox_page.show_mailbox))
    pages.append(desk_route(desk, mailbox_page.MAILBOX, mailbox_page.set_mailbox, "POST"))
    pages += administration_routes(desk)
    pages += entry_routes(desk, telegram)
    pages += office_routes(desk)
    pages.append(Mount("/ban/static", StaticFiles(directory=STATIC)))
    return pages
