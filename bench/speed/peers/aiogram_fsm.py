"""aiogram 3: a finite state machine in memory that asks, with its own webhook handler.

`--uvloop`: on uvloop, which aiogram's makers advise.
"""

from __future__ import annotations

import asyncio
import sys

import uvloop
from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import CommandStart
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage, SimpleEventIsolation
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web
from aiosqlite import Connection

from bench.speed.peers import form

SETTINGS = form.settings()
PATH = "/telegram/webhook"
router = Router()


class Filling(StatesGroup):
    asking = State()


@router.message(CommandStart())
async def start(message: Message, state: FSMContext) -> None:
    await state.set_state(Filling.asking)
    await state.update_data(place=0)
    await message.answer(form.prompt(SETTINGS.questions, 0))


@router.message(Filling.asking, F.text)
async def answered(message: Message, state: FSMContext, database: Connection) -> None:
    assert message.text is not None
    number = form.read_number(message.text)
    if number is None:
        await message.answer(form.REFUSED)
        return
    place = (await state.get_data())["place"]
    await form.save_beside(database, message.chat.id, place, number)
    if place + 1 == len(SETTINGS.questions):
        await state.clear()
        await message.answer(form.THANKS)
        return
    await state.update_data(place=place + 1)
    await message.answer(form.prompt(SETTINGS.questions, place + 1, message.text))


async def begin(bot: Bot, dispatcher: Dispatcher) -> None:
    dispatcher["database"] = await form.open_beside(SETTINGS.database)
    url = f"http://127.0.0.1:{SETTINGS.port}{PATH}"
    await bot.set_webhook(url, secret_token=SETTINGS.secret)


def main() -> None:
    if "--uvloop" in sys.argv:
        asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    session = AiohttpSession(api=TelegramAPIServer.from_base(SETTINGS.api))
    bot = Bot(SETTINGS.token, session=session)
    dispatcher = Dispatcher(storage=MemoryStorage(), events_isolation=SimpleEventIsolation())
    dispatcher.include_router(router)
    dispatcher.startup.register(begin)
    application = web.Application()
    handler = SimpleRequestHandler(dispatcher, bot, secret_token=SETTINGS.secret)
    handler.register(application, path=PATH)
    setup_application(application, dispatcher, bot=bot)
    web.run_app(application, host="127.0.0.1", port=SETTINGS.port, print=None)


if __name__ == "__main__":
    main()
