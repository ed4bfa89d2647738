"""The coordinator's pages."""

from __future__ import annotations

from starlette.routing import BaseRoute

from bot.channels.desk.pages import desk_route
from bot.channels.desk.units import bulk_acts, table_page
from bot.channels.desk.visitors import Desk


def office_routes(desk: Desk) -> list[BaseRoute]:
    """Rounds, their units, one unit, totals, downloads."""
    return [
        desk_route(desk, "/ban/dot/{round:int}", table_page.show_units),
        desk_route(desk, "/ban/dot/{round:int}/moi", table_page.tell_changes),
        desk_route(desk, "/ban/dot/{round:int}/viec", bulk_acts.preview_act, "POST"),
        desk_route(desk, "/ban/dot/{round:int}/lam", bulk_acts.do_act, "POST"),
    ]
