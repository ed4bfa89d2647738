"""The commands on the report at hand, and how they are typed."""

from __future__ import annotations

import re
from typing import Literal

from conversations.commands.prompt_words import strip_prompt
from conversations.commands.spec import CommandSpec, CommandTable, Mark
from conversations.commands.vocabulary import Vocabulary
from conversations.frozen import Frozen
from conversations.reports.file_request import parse_file_request
from conversations.text.normalize import fold_text

NAME, TEXT, HARMLESS, EDITS = Mark.NAME, Mark.TEXT, Mark.HARMLESS, Mark.EDITS


class Command(CommandTable):
    """What the officer may ask for at any time, typed or tapped."""

    START = CommandSpec("start", "bat dau, start")
    RESUME = CommandSpec("resume", "tiep, tiep tuc, lam tiep", HARMLESS)
    BACK = CommandSpec("back", "quay lai, tro lai, lui, truoc, cau truoc, ql", EDITS)
    SKIP = CommandSpec(
        "skip",
        "bo qua, bq, de sau, cau sau, sang cau sau, xong, sang nhom sau, nhom sau, muc sau",
        EDITS,
    )
    SKIP_GROUP = CommandSpec(
        "skip_group", "bo qua muc, bo qua nhom, bo qua ca nhom, bo qua ca muc", EDITS
    )
    SKIP_SECTION = CommandSpec("skip_section", "bo qua phan, bo qua ca phan", NAME | EDITS)
    JUMP = CommandSpec("jump", "toi, den, sua, mo, tim", NAME | HARMLESS | EDITS)
    BY_ROW = CommandSpec("by_row", "tung cau, hoi tung cau, tung dong, hoi tung dong")
    BY_GROUP = CommandSpec(
        "by_group",
        "theo nhom, hoi theo nhom, tung nhom, ca nhom, theo muc, hoi theo muc, tung muc, ca muc",
    )
    BY_SECTION = CommandSpec("by_section", "theo phan, hoi theo phan, tung phan, ca phan")
    KEEP = CommandSpec("keep", "giu nguyen, giu, nhu ky truoc", NAME | EDITS)
    KEEP_ALL = CommandSpec(
        "keep_all", "giu nguyen tat ca, giu nguyen het, giu nguyen toan bo", EDITS
    )
    SECTIONS = CommandSpec("sections", "muc luc, cac phan, menu", HARMLESS)
    STATUS = CommandSpec("status", "tinh hinh, tien do, trang thai", HARMLESS)
    MISSING = CommandSpec("missing", "con thieu, thieu, con thieu gi", NAME | HARMLESS)
    NOTE = CommandSpec("note", "ghi chu", TEXT | EDITS)
    GROUP_NOTE = CommandSpec("group_note", "ghi chu muc, ghi chu nhom", TEXT | EDITS)
    GROUP_NONE = CommandSpec(
        "group_none",
        "ca nhom khong phat sinh, ca muc khong phat sinh, nhom khong phat sinh, "
        "muc khong phat sinh, ca nhom kps, ca muc kps, con lai khong phat sinh, con lai kps",
        EDITS,
    )
    GROUP_ZERO = CommandSpec(
        "group_zero",
        "ca nhom bang 0, ca muc bang 0, con lai bang 0, ca nhom bang khong, con lai bang khong",
        EDITS,
    )
    GROUP_PENDING = CommandSpec(
        "group_pending", "ca nhom chua co so, ca muc chua co so, con lai chua co so", NAME | EDITS
    )
    REMIND = CommandSpec("remind", "nhac toi, nhac lai, nhac", NAME | EDITS)
    SUMMARY = CommandSpec("summary", "tom tat, xem lai, tong hop", NAME | HARMLESS)
    TREND = CommandSpec("trend", "xu huong, bieu do, dien bien", NAME | HARMLESS)
    DOWNLOAD = CommandSpec("download", "tai ve, tai file, tai phu luc, xem truoc", HARMLESS)
    SEND_FILE = CommandSpec(
        "send_file", "gui tep, gui file, gui phu luc, tai len, gui bieu mau", HARMLESS
    )
    OPEN_WEB = CommandSpec(
        "open_web", "mo web, web, trang web, mo tren web, lam tren web", HARMLESS
    )
    LINK = CommandSpec("link", "noi, noi kenh, ma noi")
    SUBMIT = CommandSpec("submit", "nop, nop bao cao, gui bao cao, hoan thanh", EDITS)
    REOPEN = CommandSpec("reopen", "mo lai, thu hoi, rut lai")
    CORRECT = CommandSpec("correct", "dinh chinh", TEXT)
    ABANDON = CommandSpec(
        "abandon", "huy dinh chinh, bo dinh chinh, thoi dinh chinh, rut dinh chinh"
    )
    PAUSE = CommandSpec("pause", "tam dung, tam nghi, dung lai, thoat, de sau lam tiep")
    CANCEL = CommandSpec("cancel", "huy, thoi")
    HELP = CommandSpec("help", "tro giup, giup, huong dan, help, ?", HARMLESS)


class RunCommand(Frozen):
    """Carry out a command; `argument` is what follows it."""

    do: Literal["run"] = "run"
    command: Command
    argument: str = ""


_VOCABULARY = Vocabulary(Command)
_PLACE = re.compile(r"cau\s+(?:so\s+)?\d{1,4}")  # `câu 12` alone asks for it, and answers nothing


def parse_command(text: str, *, free_text: bool = False) -> RunCommand | None:
    """The command this text is, or None.

    Where free text is awaited (a note, a reason, a text row) only a whole command counts, so
    that a sentence that happens to begin with a command's word stays a sentence; a leading
    slash always means a command.
    """
    if text.startswith("/"):
        found = _VOCABULARY.parse_slash(text[1:]) or _parse_download(text[1:])
    else:
        found = _parse_words(text, free_text=free_text)
    if found is None:
        return None
    command, argument = found
    asks_why = command is Command.CORRECT
    return RunCommand(command=command, argument=strip_prompt(argument, reason=asks_why))


def _parse_words(text: str, *, free_text: bool) -> tuple[Command, str] | None:
    whole = _VOCABULARY.parse_whole(text) or _parse_download(text, whole=free_text)
    if whole is not None or free_text:
        return whole
    if _PLACE.fullmatch(fold_text(text).rstrip(" .!")):
        return Command.JUMP, text.rstrip(" .!")
    for command, _, rest in _VOCABULARY.parse_heads(text, ends=":,"):
        if rest and command.spec.takes_argument:
            return command, rest.lstrip(": ")
    return None


def _parse_download(text: str, *, whole: bool = False) -> tuple[Command, str] | None:
    wanted = parse_file_request(text, whole=whole)
    return None if wanted is None else (Command.DOWNLOAD, wanted)
