"""The commands an officer types, accented or not, with or without a slash."""

from __future__ import annotations

import re

from conversations.protocol.events import Command, RunCommand
from conversations.reports import file_request
from conversations.text.normalize import fold_text

_WORDS: dict[Command, tuple[str, ...]] = {
    Command.START: ("bat dau", "start"),
    Command.RESUME: ("tiep", "tiep tuc", "lam tiep"),
    Command.BACK: ("quay lai", "tro lai", "lui", "truoc", "cau truoc", "ql"),
    Command.SKIP: (
        *("bo qua", "bq", "de sau", "cau sau", "sang cau sau"),
        *("xong", "sang nhom sau", "nhom sau", "muc sau"),
    ),
    Command.SKIP_GROUP: ("bo qua muc", "bo qua nhom", "bo qua ca nhom", "bo qua ca muc"),
    Command.SKIP_SECTION: ("bo qua phan", "bo qua ca phan"),
    Command.SECTIONS: ("muc luc", "cac phan", "menu"),
    Command.STATUS: ("tinh hinh", "tien do", "trang thai"),
    Command.MISSING: ("con thieu", "thieu", "con thieu gi"),
    Command.HELP: ("tro giup", "giup", "huong dan", "help", "?"),
    Command.NOTE: ("ghi chu",),
    Command.GROUP_NOTE: ("ghi chu muc", "ghi chu nhom"),
    Command.GROUP_NONE: (
        "ca nhom khong phat sinh",
        "ca muc khong phat sinh",
        "nhom khong phat sinh",
        "muc khong phat sinh",
        "ca nhom kps",
        "ca muc kps",
        "con lai khong phat sinh",
        "con lai kps",
    ),
    Command.PAUSE: ("tam dung", "tam nghi", "dung lai", "thoat", "de sau lam tiep"),
    Command.GROUP_ZERO: (
        "ca nhom bang 0",
        "ca muc bang 0",
        "con lai bang 0",
        "ca nhom bang khong",
        "con lai bang khong",
    ),
    Command.GROUP_PENDING: ("ca nhom chua co so", "ca muc chua co so", "con lai chua co so"),
    Command.REMIND: ("nhac toi", "nhac lai", "nhac"),
    Command.BY_ROW: ("tung cau", "hoi tung cau", "tung dong", "hoi tung dong"),
    Command.BY_GROUP: (
        *("theo nhom", "hoi theo nhom", "tung nhom", "ca nhom"),
        *("theo muc", "hoi theo muc", "tung muc", "ca muc"),
    ),
    Command.BY_SECTION: ("theo phan", "hoi theo phan", "tung phan", "ca phan"),
    Command.KEEP: ("giu nguyen", "giu", "nhu ky truoc"),
    Command.KEEP_ALL: ("giu nguyen tat ca", "giu nguyen het", "giu nguyen toan bo"),
    Command.SUMMARY: ("tom tat", "xem lai", "tong hop"),
    Command.SUBMIT: ("nop", "nop bao cao", "gui bao cao", "hoan thanh"),
    Command.REOPEN: ("mo lai", "thu hoi", "rut lai"),
    Command.CORRECT: ("dinh chinh",),
    Command.ABANDON: ("huy dinh chinh", "bo dinh chinh", "thoi dinh chinh", "rut dinh chinh"),
    Command.DOWNLOAD: ("tai ve", "tai file", "tai phu luc", "xem truoc"),
    Command.TREND: ("xu huong", "bieu do", "dien bien"),
    Command.CANCEL: ("huy", "thoi"),
    Command.SEND_FILE: ("gui tep", "gui file", "gui phu luc", "tai len", "gui bieu mau"),
    Command.OPEN_WEB: ("mo web", "web", "trang web", "mo tren web", "lam tren web"),
    Command.LINK: ("noi", "noi kenh", "ma noi"),
    Command.JUMP: ("toi", "den", "sua", "mo", "tim"),
}
_WITH_ARGUMENT = (
    Command.GROUP_NOTE,
    Command.NOTE,
    Command.SUMMARY,
    Command.JUMP,
    Command.MISSING,
    Command.SKIP_SECTION,
    Command.KEEP,
    Command.GROUP_PENDING,
    Command.REMIND,
    Command.CORRECT,
    Command.TREND,
)
_PLACE = re.compile(r"cau\s+(?:so\s+)?\d{1,4}")  # `câu 12` alone asks for it, and answers nothing
_LONGEST = max(len(word.split()) for words in _WORDS.values() for word in words)
_EXACT = {word: command for command, words in _WORDS.items() for word in words}
_SLASH = {word.replace(" ", ""): command for word, command in _EXACT.items()}


def parse_command(text: str, *, free_text: bool = False) -> RunCommand | None:
    """The command this text is, or None.

    Where free text is awaited (a note, a reason, a text row) only a whole command counts, so
    that a sentence that happens to begin with a command's word stays a sentence; a leading
    slash always means a command.
    """
    if text.startswith("/"):
        return _slash(text[1:])
    command = _EXACT.get(fold_text(text).rstrip(" .!"))
    if command is not None:
        return RunCommand(command=command)
    wanted = file_request.parse_file_request(text, whole=free_text)
    if wanted is not None:
        return RunCommand(command=Command.DOWNLOAD, argument=wanted)
    if free_text:
        return None
    if _PLACE.fullmatch(fold_text(text).rstrip(" .!")):
        return RunCommand(command=Command.JUMP, argument=text.rstrip(" .!"))
    return _with_argument(text)


def _slash(text: str) -> RunCommand | None:
    name, _, argument = text.strip().partition(" ")
    command = _SLASH.get(fold_text(name).partition("@")[0])
    if command is None and (wanted := file_request.parse_file_request(text)) is not None:
        return RunCommand(command=Command.DOWNLOAD, argument=wanted)
    return RunCommand(command=command, argument=argument.strip()) if command else None


def _with_argument(text: str) -> RunCommand | None:
    words = text.split()
    folded = [fold_text(word) for word in words[: min(_LONGEST, len(words) - 1)]]
    for size in range(len(folded), 0, -1):
        command = _EXACT.get(" ".join(folded[:size]).rstrip(":,"))
        if command in _WITH_ARGUMENT:
            return RunCommand(command=command, argument=" ".join(words[size:]).lstrip(": "))
    return None
