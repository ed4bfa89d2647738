"""The addresses of coming in."""

from __future__ import annotations

from starlette.routing import BaseRoute

from bot.access.sign_in_codes import SIGN_IN_PATH
from bot.access.telegram_data import TELEGRAM_PATH
from bot.channels.desk.entry import (
    invitation_page,
    landing_page,
    passkey_pages,
    setup_pages,
    sign_in_page,
    telegram_page,
)
from bot.channels.desk.entry.entrance import Entrance, entry_route
from bot.channels.desk.entry.passkey_pages import PasskeyRegistration
from bot.channels.desk.entry.session_page import PATH as SESSIONS
from bot.channels.desk.entry.session_page import SessionPage
from bot.channels.desk.own_paths import LANDING, SETUP
from bot.channels.desk.pages import desk_route
from bot.channels.desk.visitors import Desk
from bot.workflow.people.invitations import INVITATION_PATH


def entry_routes(desk: Desk, token: str = "") -> list[BaseRoute]:
    """The pages of coming in at this desk. `token` is that of the bot on Telegram, or empty."""
    entrance = Entrance.of(desk, token)
    invitation = INVITATION_PATH + "/{code}"
    return [
        entry_route(entrance, SIGN_IN_PATH, sign_in_page.show_sign_in),
        entry_route(entrance, f"{SIGN_IN_PATH}/con", sign_in_page.is_signed_in),
        entry_route(entrance, f"{SIGN_IN_PATH}/email", sign_in_page.ask_code, "POST"),
        entry_route(entrance, f"{SIGN_IN_PATH}/ma", sign_in_page.show_code),
        entry_route(entrance, f"{SIGN_IN_PATH}/ma", sign_in_page.take_code, "POST"),
        entry_route(entrance, f"{SIGN_IN_PATH}/khoa/hoi", passkey_pages.begin_sign_in, "POST"),
        entry_route(entrance, f"{SIGN_IN_PATH}/khoa", passkey_pages.finish_sign_in, "POST"),
        entry_route(entrance, invitation, invitation_page.show_invitation),
        entry_route(entrance, invitation, invitation_page.accept_invitation, "POST"),
        entry_route(entrance, TELEGRAM_PATH, telegram_page.show_telegram),
        entry_route(entrance, TELEGRAM_PATH, telegram_page.enter_telegram, "POST"),
        entry_route(entrance, LANDING, landing_page.show_landing),
        *_own_routes(desk, entrance),
    ]


def _own_routes(desk: Desk, entrance: Entrance) -> list[BaseRoute]:
    """The pages of who is in."""
    page, registration = SessionPage(entrance), PasskeyRegistration(entrance)
    return [
        desk_route(desk, SETUP, setup_pages.show_setup),
        desk_route(desk, SETUP, setup_pages.show_trial, "POST"),
        desk_route(desk, f"{SETUP}/doc-tep", setup_pages.read_list_file, "POST"),
        desk_route(desk, f"{SETUP}/mau", setup_pages.give_template),
        desk_route(desk, f"{SETUP}/ghi", setup_pages.found, "POST"),
        desk_route(desk, SESSIONS, page.show),
        desk_route(desk, f"{SESSIONS}/khoa-moi", page.offer),
        desk_route(desk, f"{SESSIONS}/thoat", page.end, "POST"),
        desk_route(desk, f"{SESSIONS}/thoat-khac", page.end_others, "POST"),
        desk_route(desk, f"{SESSIONS}/roi-di", page.leave, "POST"),
        desk_route(desk, f"{SESSIONS}/lich", page.make_calendar, "POST"),
        desk_route(desk, f"{SESSIONS}/lich/bo", page.end_calendar, "POST"),
        desk_route(desk, f"{SESSIONS}/khoa/doi-ten", page.rename, "POST"),
        desk_route(desk, f"{SESSIONS}/khoa/bo", page.remove, "POST"),
        desk_route(desk, f"{SESSIONS}/khoa/hoi", registration.begin, "POST"),
        desk_route(desk, f"{SESSIONS}/khoa", registration.finish, "POST"),
    ]
