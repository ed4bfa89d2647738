"""The commands on the report at hand, and how they are typed."""

from __future__ import annotations

import re
from typing import Literal

from conversations.commands.prompt_words import strip_prompt
from conversations.commands.spec import CommandSpec, CommandTable, Mark
from conversations.commands.vocabulary import Vocabulary
from conversations.frozen import Frozen
from conversations.reports.file_request import parse_file_request
from conversations.text.heading_names import HEADING, NUMBERED_HEADING, read_name
from conversations.text.normalize import fold_text
from conversations.text.polite_words import FOLDED

NAME, TEXT, HARMLESS, EDITS = Mark.NAME, Mark.TEXT, Mark.HARMLESS, Mark.EDITS


class Command(CommandTable):
    """What the officer may ask for at any time, typed or tapped."""

    START = CommandSpec("start", "bắt đầu, start")
    RESUME = CommandSpec("resume", "tiếp, tiếp tục, làm tiếp", HARMLESS)
    BACK = CommandSpec(
        "back",
        "quay lại, trở lại, lùi, lùi lại, lùi một câu, lùi lại một câu, lùi 1 câu, trước,"
        " quay lại câu trước, câu trước, ql, hoàn tác, undo",
        EDITS,
    )
    SKIP = CommandSpec(
        "skip",
        "bỏ qua, bq, để sau, câu sau, sang câu sau, xong, sang nhóm sau, nhóm sau, mục sau,"
        " để trống, bỏ trống, chừa trống, bỏ qua câu này, câu này bỏ qua, cái này bỏ qua,"
        " câu này để trống, cái này để trống",
        EDITS,
    )
    SKIP_GROUP = CommandSpec(
        "skip_group",
        "bỏ qua mục, bỏ qua nhóm, bỏ qua cả nhóm, bỏ qua cả mục, bỏ qua nhóm này, bỏ qua mục này,"
        " bỏ qua hết nhóm này, bỏ qua hết mục này, bỏ qua cả nhóm này, bỏ qua hết nhóm,"
        " còn lại để trống, còn lại bỏ trống, còn lại bỏ qua, còn lại để sau",
        EDITS,
    )
    SKIP_SECTION = CommandSpec("skip_section", "bỏ qua phần, bỏ qua cả phần", NAME | EDITS)
    JUMP = CommandSpec("jump", "tới, đến, sửa, mở, tìm", NAME | HARMLESS | EDITS)
    BY_ROW = CommandSpec("by_row", "từng câu, hỏi từng câu, từng dòng, hỏi từng dòng")
    BY_GROUP = CommandSpec(
        "by_group",
        "theo nhóm, hỏi theo nhóm, từng nhóm, cả nhóm, theo mục, hỏi theo mục, từng mục, cả mục",
    )
    BY_SECTION = CommandSpec("by_section", "theo phần, hỏi theo phần, từng phần, cả phần")
    KEEP = CommandSpec("keep", "giữ nguyên, giữ, như kỳ trước", NAME | EDITS)
    KEEP_ALL = CommandSpec(
        "keep_all", "giữ nguyên tất cả, giữ nguyên hết, giữ nguyên toàn bộ", EDITS
    )
    SECTIONS = CommandSpec("sections", "mục lục, các phần, menu", HARMLESS)
    STATUS = CommandSpec("status", "tình hình, tiến độ, trạng thái", HARMLESS)
    MISSING = CommandSpec("missing", "còn thiếu, thiếu, còn thiếu gì", NAME | HARMLESS)
    NOTE = CommandSpec("note", "ghi chú", TEXT | EDITS)
    GROUP_NOTE = CommandSpec("group_note", "ghi chú mục, ghi chú nhóm", TEXT | EDITS)
    GROUP_NONE = CommandSpec(
        "group_none",
        "cả nhóm không phát sinh, cả mục không phát sinh, nhóm không phát sinh, "
        "mục không phát sinh, cả nhóm kps, cả mục kps, còn lại không phát sinh, còn lại kps",
        EDITS,
    )
    GROUP_ZERO = CommandSpec(
        "group_zero",
        "cả nhóm bằng 0, cả mục bằng 0, còn lại bằng 0, cả nhóm bằng không, còn lại bằng không",
        EDITS,
    )
    GROUP_PENDING = CommandSpec(
        "group_pending", "cả nhóm chưa có số, cả mục chưa có số, còn lại chưa có số", NAME | EDITS
    )
    REMIND = CommandSpec("remind", "nhắc tôi, nhắc lại, nhắc", NAME | EDITS)
    SUMMARY = CommandSpec("summary", "tóm tắt, xem lại, tổng hợp", NAME | HARMLESS)
    WORDS = CommandSpec(
        "words",
        "viết báo cáo, báo cáo lời, phần lời, phần viết, báo cáo bằng lời, viết lời, viết phần lời,"
        " viết báo cáo lời, lời báo cáo",
        HARMLESS,
    )
    DRAFT = CommandSpec(
        "draft",
        "đọc báo cáo, đọc báo cáo lời, xem báo cáo lời, đọc bản thảo, xem bản thảo, bản thảo,"
        " đọc phần lời, xem phần lời",
        NAME | HARMLESS,
    )
    UNWRITTEN = CommandSpec(
        "unwritten",
        "bản thảo chưa viết, chưa viết được, dòng chưa viết được, chỉ tiêu chưa viết được,"
        " còn gì chưa viết được",
        HARMLESS,
    )
    TREND = CommandSpec("trend", "xu hướng, biểu đồ, diễn biến", NAME | HARMLESS)
    DOWNLOAD = CommandSpec("download", "tải về, tải file, tải phụ lục, xem trước", HARMLESS)
    SEND_FILE = CommandSpec(
        "send_file", "gửi tệp, gửi file, gửi phụ lục, tải lên, gửi biểu mẫu", HARMLESS
    )
    OPEN_WEB = CommandSpec(
        "open_web", "mở web, web, trang web, mở trên web, làm trên web", HARMLESS
    )
    SIGN_IN_CODE = CommandSpec(
        "sign_in_code", "mã vào bàn, mã đăng nhập, lấy mã vào bàn, lấy mã đăng nhập", HARMLESS
    )
    LINK = CommandSpec("link", "nối, nối kênh, mã nối")
    SUBMIT = CommandSpec("submit", "nộp, nộp lại, nộp báo cáo, gửi báo cáo, hoàn thành", EDITS)
    REOPEN = CommandSpec("reopen", "mở lại, thu hồi, rút lại")
    CORRECT = CommandSpec("correct", "đính chính", TEXT)
    ABANDON = CommandSpec(
        "abandon", "hủy đính chính, bỏ đính chính, thôi đính chính, rút đính chính"
    )
    PAUSE = CommandSpec("pause", "tạm dừng, tạm nghỉ, dừng lại, thoát, để sau làm tiếp")
    CANCEL = CommandSpec("cancel", "hủy, thôi")
    HELP = CommandSpec("help", "trợ giúp, giúp, hướng dẫn, help, ?", HARMLESS)


class RunCommand(Frozen):
    """Carry out a command; `argument` is what follows it."""

    do: Literal["run"] = "run"
    command: Command
    argument: str = ""


_VOCABULARY = Vocabulary(Command)
_POLITE = rf"(?: (?:{FOLDED}|di|luon|truoc|cai|thoi|roi|e|c))*"
_FIRST = r"(?:(?:gio|bay gio|thoi|roi|ok|vay|da|em|minh|chi|anh|bac|co|chu|cho|tui|oi) )*"
_PART = rf"(?P<place>{HEADING}|{NUMBERED_HEADING})"
_ALL = rf"(?: (?:lai|ca|het|luon|toan bo|thu|{FOLDED}))*"
_TO_PART = re.compile(  # `sang phần II`, `qua mục 2 phần IV đi em`
    rf"{_FIRST}(?:(?:chuyen|nhay) )?"
    r"(?:sang|qua|lam|lam tiep|ve|ve lai|chuyen toi|chuyen den|nhay toi) "
    rf"(?:{_PART}|(?:phan|muc) (?P<word>mot|hai|ba|bon|tu|nam|sau|bay)){_POLITE}"
)
_SEE_PART = re.compile(  # `xem phần I`, `cho chị coi lại phần I với`: what stands in it
    rf"{_FIRST}(?:cho (?:(?:{FOLDED}) )?)?(?:xem|coi|ngo|dom){_ALL} {_PART}{_POLITE}"
)
_ONE_ROW = r"(?:cau|dong|chi tieu) (?:so )?\d{1,4}"
_TO_ROW = re.compile(  # `sang dòng 2`
    rf"{_FIRST}(?:(?:chuyen|nhay) )?(?:sang|qua|chuyen toi|chuyen den|nhay toi|ve|ve lai) "
    rf"(?P<row>{_ONE_ROW}){_POLITE}"
)
_SKIP_ROW = re.compile(  # `bỏ qua câu 22`, `câu 22 để trống nha`
    rf"{_FIRST}(?:(?:bo qua|bo trong|de trong) (?P<row>{_ONE_ROW})"
    rf"|(?P<before>{_ONE_ROW}) (?:thi |cu )*(?:bo qua|bo trong|de trong|de sau)){_POLITE}"
)
_SKIP_PART = re.compile(  # `bỏ qua mục 4 phần IV`
    rf"{_FIRST}(?:bo qua|bo trong|de trong|chua trong){_ALL} {_PART}{_POLITE}"
)
_TO_WORDS = re.compile(  # `quay về phần kiểm tra`, `qua phần tổ chức bộ máy`
    r"(?:(?:quay|tro|nhay|chuyen) (?:ve|lai|sang|qua|toi|den|xuong|len)|sang|qua|ve lai|ve|nhay"
    r"|chuyen) "
    r"(?:phan|muc|nhom) (?!(?:sau|tiep|khac|ke|truoc|mem|tram|nay|do|vua|luc|hoi|dau|cuoi)\b)"
    r"(?P<place>[a-z][a-z ,]{2,60})"
)
_BACK_TO_PART = re.compile(  # also where a reason or a text is awaited
    r"(?:quay|tro) (?:ve|lai) (?:phan|muc) (?P<place>[a-z]+(?: [a-z]+){0,3})"
)
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
    if whole is not None:
        return whole
    if to_part := _BACK_TO_PART.fullmatch(fold_text(text).rstrip(" .!")):
        return Command.JUMP, to_part["place"]
    if free_text:
        return None
    if _PLACE.fullmatch(fold_text(text).rstrip(" .!")):
        return Command.JUMP, text.rstrip(" .!")
    if to_part := _TO_PART.fullmatch(fold_text(text).rstrip(" .!")):
        return Command.JUMP, _place(to_part["place"]) or f"phần {to_part['word']}"
    if to_row := _TO_ROW.fullmatch(fold_text(text).rstrip(" .!")):
        word, *_, number = to_row["row"].split()
        return Command.JUMP, f"{'câu' if word == 'cau' else 'dòng'} {number}"
    if see_part := _SEE_PART.fullmatch(fold_text(text).rstrip(" .!")):
        return Command.SUMMARY, _place(see_part["place"])
    if skip_part := _SKIP_PART.fullmatch(fold_text(text).rstrip(" .!")):
        return Command.SKIP_SECTION, _place(skip_part["place"])
    if skip_row := _SKIP_ROW.fullmatch(fold_text(text).rstrip(" .!")):
        word, *_, number = (skip_row["row"] or skip_row["before"]).split()
        return Command.SKIP_SECTION, f"{'câu' if word == 'cau' else 'dòng'} {number}"
    if to_words := _TO_WORDS.fullmatch(fold_text(text).rstrip(" .!")):
        return Command.JUMP, to_words["place"]
    for command, _, rest in _VOCABULARY.parse_heads(text, ends=":,"):
        if rest and command.spec.takes_argument:
            return command, rest.lstrip(": ")
    return None


def _place(said: str | None) -> str:
    """The heading that is named: `IV`, `IV.4`, `mục 4`, `phần 4`."""
    name = read_name(said) if said else None
    if name is None:
        return ""
    return name.section if not name.points and name.section.isalpha() else name.place


def _parse_download(text: str, *, whole: bool = False) -> tuple[Command, str] | None:
    wanted = parse_file_request(text, whole=whole)
    return None if wanted is None else (Command.DOWNLOAD, wanted)
