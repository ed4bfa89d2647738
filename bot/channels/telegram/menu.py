"""The command menu that Telegram shows beside the input field."""

from __future__ import annotations

import logging

from telegram import Bot, BotCommand
from telegram.error import BadRequest

from conversations.commands.report import Command

log = logging.getLogger(__name__)

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


async def set_menu(bot: Bot) -> None:
    """Show the commands in every private chat. A menu that Telegram refuses is only logged: it
    must not keep the officers from their report. Raises any other TelegramError."""
    try:
        await bot.set_my_commands(
            [BotCommand(command.spec.slash, words) for command, words in MENU.items()]
        )
    except BadRequest as error:
        log.error("Telegram refuses the command menu: %s", error.message)
