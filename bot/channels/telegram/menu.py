"""The command menu that Telegram shows beside the input field."""

from __future__ import annotations

import logging

from telegram import Bot, BotCommand
from telegram.error import BadRequest

log = logging.getLogger(__name__)

COMMANDS: tuple[tuple[str, str], ...] = (
    ("tiep", "Làm tiếp câu đang dở"),
    ("quaylai", "Quay lại câu trước"),
    ("boqua", "Bỏ qua câu này"),
    ("theonhom", "Hỏi theo nhóm, trả lời nhiều dòng một lúc"),
    ("giunguyentatca", "Giữ số kỳ trước của các dòng ít thay đổi"),
    ("mucluc", "Chọn phần, tới một câu"),
    ("tinhhinh", "Đã trả lời bao nhiêu, còn bao nhiêu"),
    ("conthieu", "Xem các câu còn thiếu"),
    ("ghichu", "Ghi chú cho câu này"),
    ("tomtat", "Xem lại số liệu đã nhập"),
    ("taive", "Tải bản nháp phụ lục"),
    ("nop", "Nộp báo cáo"),
    ("tamdung", "Tạm dừng, làm tiếp sau"),
    ("trogiup", "Hướng dẫn cho câu này"),
)


async def set_menu(bot: Bot) -> None:
    """Show the commands in every private chat. A menu that Telegram refuses is only logged: it
    must not keep the officers from their report. Raises any other TelegramError."""
    try:
        await bot.set_my_commands([BotCommand(name, words) for name, words in COMMANDS])
    except BadRequest as error:
        log.error("Telegram refuses the command menu: %s", error.message)
