"""The coordinator's pages."""

from __future__ import annotations

from functools import partial

from starlette.routing import BaseRoute

from bot.channels.desk.pages import desk_route
from bot.channels.desk.units import (
    bulk_acts,
    downloads,
    heat_page,
    rounds_page,
    table_page,
    totals_page,
    unit_page,
)
from bot.channels.desk.visitors import Desk


def office_routes(desk: Desk) -> list[BaseRoute]:
    """Rounds, their units, one unit, totals, downloads."""
    return [
        desk_route(desk, "/ban/dot", rounds_page.show_rounds),
        desk_route(desk, "/ban/dot", rounds_page.open_round, "POST"),
        desk_route(desk, "/ban/don-vi/{unit:int}", unit_page.show_unit),
        desk_route(desk, "/ban/dot/{round:int}", table_page.show_units),
        desk_route(desk, "/ban/dot/{round:int}/moi", table_page.tell_changes),
        desk_route(desk, "/ban/tong-hop/{round:int}", totals_page.show_totals),
        desk_route(desk, "/ban/nhiet/{round:int}", heat_page.show_heat),
        desk_route(desk, "/ban/dot/{round:int}/csv", partial(downloads.give_units, kind="csv")),
        desk_route(desk, "/ban/dot/{round:int}/excel", partial(downloads.give_units, kind="xlsx")),
        desk_route(desk, "/ban/tong-hop/{round:int}/du-lieu-mo", downloads.give_open_data),
        desk_route(desk, "/ban/dot/{round:int}/viec", bulk_acts.preview_act, "POST"),
        desk_route(desk, "/ban/dot/{round:int}/lam", bulk_acts.do_act, "POST"),
    ]
