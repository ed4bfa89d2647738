"""python-telegram-bot: a ConversationHandler that asks, with its own webhook server.

`--concurrent`: updates side by side, one at a time in each chat.
"""

from __future__ import annotations

import asyncio
import sys
from collections import defaultdict
from collections.abc import Awaitable
from typing import Any

from telegram import Update
from telegram.ext import (
    Application,
    BaseUpdateProcessor,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    filters,
)

from bench.speed.peers import form

ASKING = 0
SETTINGS = form.settings()
DATABASE = form.open_database(SETTINGS.database)
Context = ContextTypes.DEFAULT_TYPE


async def start(update: Update, context: Context) -> int:
    assert update.message is not None
    assert context.user_data is not None
    context.user_data["place"] = 0
    await update.message.reply_text(form.prompt(SETTINGS.questions, 0))
    return ASKING


async def answered(update: Update, context: Context) -> int:
    message = update.message
    assert message is not None
    assert message.text is not None
    assert context.user_data is not None
    number = form.read_number(message.text)
    if number is None:
        await message.reply_text(form.REFUSED)
        return ASKING
    place = context.user_data["place"]
    form.save(DATABASE, message.chat_id, place, number)
    context.user_data["place"] = place = place + 1
    if place == len(SETTINGS.questions):
        await message.reply_text(form.THANKS)
        return ConversationHandler.END
    await message.reply_text(form.prompt(SETTINGS.questions, place, message.text))
    return ASKING


class ChatByChat(BaseUpdateProcessor):
    """Updates of different chats side by side, those of one chat in order."""

    def __init__(self, at_once: int) -> None:
        super().__init__(at_once)
        self._locks: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        chat = update.effective_chat if isinstance(update, Update) else None
        async with self._locks[chat.id if chat else 0]:
            await coroutine

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass


def main() -> None:
    builder = Application.builder().token(SETTINGS.token).base_url(f"{SETTINGS.api}/bot")
    if "--concurrent" in sys.argv:
        builder = builder.concurrent_updates(ChatByChat(256))
    application = builder.build()
    asking = MessageHandler(filters.TEXT & ~filters.COMMAND, answered)
    application.add_handler(
        ConversationHandler(
            entry_points=[CommandHandler("start", start)],
            states={ASKING: [asking]},
            fallbacks=[CommandHandler("start", start)],
        )
    )
    application.run_webhook(
        listen="127.0.0.1",
        port=SETTINGS.port,
        url_path="telegram/webhook",
        secret_token=SETTINGS.secret,
        webhook_url=f"http://127.0.0.1:{SETTINGS.port}/telegram/webhook",
    )


if __name__ == "__main__":
    main()
