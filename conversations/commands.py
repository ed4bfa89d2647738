"""The commands an officer types, accented or not, with or without a slash."""

from __future__ import annotations

from conversations.events import Command, Run
from conversations.text import fold

_WORDS: dict[Command, tuple[str, ...]] = {
    Command.START: ("bat dau", "start"),
    Command.RESUME: ("tiep", "tiep tuc", "lam tiep"),
    Command.BACK: ("quay lai", "tro lai", "lui", "truoc", "cau truoc", "ql"),
    Command.SKIP: ("bo qua", "bq", "de sau", "cau sau", "sang cau sau"),
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
    ),
    Command.PAUSE: ("tam dung", "tam nghi", "dung lai", "thoat", "de sau lam tiep"),
    Command.SUMMARY: ("tom tat", "xem lai", "tong hop"),
    Command.SUBMIT: ("nop", "nop bao cao", "gui bao cao", "hoan thanh"),
    Command.REOPEN: ("mo lai",),
    Command.DOWNLOAD: ("tai ve", "tai file", "tai phu luc", "xem truoc"),
    Command.CANCEL: ("huy", "thoi"),
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
)
_EXACT = {word: command for command, words in _WORDS.items() for word in words}
_SLASH = {word.replace(" ", ""): command for word, command in _EXACT.items()}


def parse_command(text: str, *, free_text: bool = False) -> Run | None:
    """The command this text is, or None.

    Where free text is awaited (a note, a reason, a text row) only a whole command counts, so
    that a sentence that happens to begin with a command's word stays a sentence; a leading
    slash always means a command.
    """
    if text.startswith("/"):
        return _slash(text[1:])
    command = _EXACT.get(fold(text).rstrip(" .!"))
    if command is not None:
        return Run(command=command)
    return None if free_text else _with_argument(text)


def _slash(text: str) -> Run | None:
    name, _, argument = text.strip().partition(" ")
    command = _SLASH.get(fold(name).partition("@")[0])
    return Run(command=command, argument=argument.strip()) if command else None


def _with_argument(text: str) -> Run | None:
    words = text.split()
    for size in (3, 2, 1):
        head, tail = fold(" ".join(words[:size])).rstrip(":"), " ".join(words[size:])
        command = _EXACT.get(head)
        if command in _WITH_ARGUMENT and tail:
            return Run(command=command, argument=tail.lstrip(": "))
    return None
