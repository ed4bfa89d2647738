"""The command menu that Telegram shows beside the input field: pleasant, and not needed to serve
anybody. So it is tried beside everything else, with growing waits, until it is set."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace

from telegram import Bot, BotCommand
from telegram.error import BadRequest, InvalidToken

from bot.channels.retry import Failure, Pause, Retry
from bot.channels.telegram.api import TelegramApi, explain_failure
from conversations.commands.report import Command

log = logging.getLogger(__name__)
Told = Callable[[int, str], Awaitable[None]]
_LONGEST = 600.0  # seconds: nobody waits for it, so it need not be tried often

MENU: dict[Command, str] = {
    Command.RESUME: "Làm tiếp câu đang dở",
    Command.BACK: "Quay lại câu trước",
    Command.SKIP: "Bỏ qua câu này",
    Command.BY_GROUP: "Hỏi theo nhóm, trả lời nhiều dòng một lúc",
    Command.KEEP_ALL: "Giữ số kỳ trước của các dòng ít thay đổi",
    Command.SECTIONS: "Chọn phần, tới một câu",
    Command.STATUS: "Đã trả lời bao nhiêu, còn bao nhiêu",
    Command.MISSING: "Xem các câu còn thiếu",
    Command.NOTE: "Ghi chú cho câu này",
    Command.SUMMARY: "Xem lại số liệu đã nhập",
    Command.DOWNLOAD: "Tải bản nháp phụ lục",
    Command.SUBMIT: "Nộp báo cáo",
    Command.PAUSE: "Tạm dừng, làm tiếp sau",
    Command.HELP: "Hướng dẫn cho câu này",
}


async def set_menu(bot: Bot, pause: Pause = asyncio.sleep, told: Told | None = None) -> None:
    """Find out what the bot is called, which `told` is told of, and show the commands in every
    private chat; until it is done, or the token or the menu is refused. Who fetches the updates
    tells of the token."""

    async def step() -> bool:
        try:
            me = await bot.get_me()
            log.info("Telegram: the bot is @%s", me.username)
            if told is not None:
                await told(me.id, me.username or "")
            await bot.set_my_commands(
                [BotCommand(command.spec.slash, words) for command, words in MENU.items()]
            )
        except BadRequest as error:
            log.error("Telegram refuses the command menu: %s", error.message)
        except InvalidToken:
            pass
        return True

    name, setting = TelegramApi.name, TelegramApi.token_setting
    await Retry(name, _explain, setting, (bot.token,), pause, _LONGEST).until_done(step)


def _explain(error: Exception) -> Failure:
    words = "the menu is not set yet, officers are served without it"
    return replace(explain_failure(error), words=words, level=logging.WARNING)
