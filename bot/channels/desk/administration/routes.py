"""The administrator's pages by their addresses."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute

from bot.channels.desk.administration import (
    connections_page,
    days_page,
    forms_page,
    people_page,
    state_pages,
    unit_list_pages,
    units_page,
)
from bot.channels.desk.administration.frame import (
    CHANNELS,
    CONNECTIONS,
    DAYS,
    FORMS,
    HISTORY,
    PEOPLE,
    ROOT,
    SYSTEM,
    UNITS,
    administration_route,
)
from bot.channels.desk.visitors import Desk


def administration_routes(desk: Desk) -> list[BaseRoute]:
    """All of them."""
    return [
        administration_route(desk, ROOT, _first),
        *_units(desk),
        *_people(desk),
        *_connections(desk),
        administration_route(desk, DAYS, days_page.show_days),
        administration_route(desk, f"{DAYS}/ghi", days_page.enter_days, "POST"),
        administration_route(desk, f"{DAYS}/bo", days_page.drop_days, "POST"),
        *_rest(desk),
    ]


async def _first(*_: object) -> Response:
    return RedirectResponse(UNITS, 303)


def _units(desk: Desk) -> list[BaseRoute]:
    lists, one = unit_list_pages, UNITS + "/{unit:int}"
    return [
        administration_route(desk, UNITS, units_page.show_units),
        administration_route(desk, f"{UNITS}/nhap", lists.show_import),
        administration_route(desk, f"{UNITS}/nhap", lists.show_trial, "POST"),
        administration_route(desk, f"{UNITS}/nhap/ghi", lists.do_import, "POST"),
        administration_route(desk, f"{UNITS}/doc-tep", lists.read_file, "POST"),
        administration_route(desk, f"{UNITS}/ma-moi.xlsx", lists.give_codes, "POST"),
        administration_route(desk, UNITS + "/tai/{what}", lists.give_list),
        administration_route(desk, one, units_page.show_unit),
        administration_route(desk, f"{one}/moi", people_page.invite, "POST"),
        administration_route(desk, one + "/{act}", units_page.change_unit, "POST"),
    ]


def _people(desk: Desk) -> list[BaseRoute]:
    one, code = PEOPLE + "/{member:int}", ROOT + "/ma-moi/{invitation:int}/{act}"
    return [
        administration_route(desk, PEOPLE, people_page.show_people),
        administration_route(desk, one, people_page.show_person),
        administration_route(desk, one + "/{act}", people_page.change, "POST"),
        administration_route(desk, code, people_page.change_invitation, "POST"),
    ]


def _connections(desk: Desk) -> list[BaseRoute]:
    tokens, hooks = f"{CONNECTIONS}/ma", f"{CONNECTIONS}/dia-chi"
    one = hooks + "/{hook:int}"
    return [
        administration_route(desk, CONNECTIONS, connections_page.show_connections),
        administration_route(desk, tokens, connections_page.make_token, "POST"),
        administration_route(
            desk, tokens + "/{token:int}/cham-dut", connections_page.stop_token, "POST"
        ),
        administration_route(desk, hooks, connections_page.add_hook, "POST"),
        administration_route(desk, one, connections_page.show_hook),
        administration_route(desk, one + "/{act}", connections_page.change_hook, "POST"),
    ]


def _rest(desk: Desk) -> list[BaseRoute]:
    draft = forms_page.DRAFT + "/{key}"
    return [
        administration_route(desk, FORMS, forms_page.show_forms),
        administration_route(desk, f"{FORMS}/tep", forms_page.take_file, "POST"),
        administration_route(desk, draft, forms_page.show_draft),
        administration_route(desk, f"{draft}/quyet", forms_page.decide, "POST"),
        administration_route(desk, f"{draft}/thu", forms_page.try_form, "POST"),
        administration_route(desk, f"{draft}/cong-bo", forms_page.publish, "POST"),
        administration_route(desk, draft + "/tep/{what}", forms_page.give_file, "POST"),
        administration_route(desk, CHANNELS, state_pages.show_channels),
        administration_route(desk, HISTORY, state_pages.show_history),
        administration_route(desk, SYSTEM, state_pages.show_system),
    ]
