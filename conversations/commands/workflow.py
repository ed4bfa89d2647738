"""The commands of the workflow, and how they are typed."""

from __future__ import annotations

import re

from conversations.commands.prompt_words import strip_prompt, strip_prompts
from conversations.commands.spec import CommandSpec, CommandTable, Mark
from conversations.commands.vocabulary import Vocabulary
from conversations.frozen import Frozen
from conversations.workflow.permissions import Permission

NAME, REASON, ROWS = Mark.NAME, Mark.REASON, Mark.ROWS
HARMLESS, FOR_ALL = Mark.HARMLESS, Mark.FOR_ALL
NUMBER_ANSWERS, REFUSES_ITSELF = Mark.NUMBER_ANSWERS, Mark.REFUSES_ITSELF


class WorkflowCommand(CommandTable):
    """What a member may ask of the office by typing."""

    HOME = CommandSpec("home", "viec cua toi, viec, trang chu, bao cao cua toi, chon bao cao")
    GUIDE = CommandSpec(
        "guide", "tro giup vai tro, tro giup cong viec, lam duoc gi, toi lam duoc gi", HARMLESS
    )
    BOARD = CommandSpec(
        "board", "bang, bang theo doi, theo doi", NAME | HARMLESS | NUMBER_ANSWERS, Permission.BOARD
    )
    ROUNDS = CommandSpec(
        "rounds",
        "cac dot, danh sach dot, dot bao cao, cac dot bao cao, cac ky",
        HARMLESS,
        Permission.BOARD,
    )
    CORRECT = CommandSpec("correct", "dinh chinh", REASON, Permission.CORRECT)
    PICTURE = CommandSpec(
        "picture", "anh bang, hinh bang, ban do nhiet, buc tranh", NAME | HARMLESS, Permission.BOARD
    )
    WAITING = CommandSpec("waiting", "cho duyet, can duyet", HARMLESS)
    LOOK = CommandSpec("look", "xem bao cao, mo bao cao", NAME | HARMLESS, Permission.READ)
    CHANGES = CommandSpec("changes", "khac biet, thay doi", HARMLESS, Permission.READ)
    APPROVE = CommandSpec("approve", "duyet", NAME, Permission.APPROVE)
    RETURN = CommandSpec("return", "tra lai", ROWS, Permission.RETURN)
    EXTEND = CommandSpec("extend", "gia han", REASON, Permission.EXTEND)
    LOCK = CommandSpec("lock", "khoa so", NAME, Permission.LOCK)
    UNLOCK = CommandSpec("unlock", "mo khoa", NAME, Permission.LOCK)
    NUDGE = CommandSpec(
        "nudge", "don doc, nhac don vi, nhac nop", NAME | NUMBER_ANSWERS, Permission.REMIND
    )
    CALL = CommandSpec("call", "goi ai truoc, goi ai, goi truoc", HARMLESS, Permission.BOARD)
    OPEN_ROUND = CommandSpec("open_round", "mo dot, mo ky", NAME, Permission.OPEN_ROUND)
    TOTAL = CommandSpec(
        "total", "hop nhat, cong so lieu, so lieu hop nhat", NAME | HARMLESS, Permission.ROLL_UP
    )
    COMPARE = CommandSpec("compare", "so sanh, so sanh don vi", NAME | HARMLESS, Permission.ROLL_UP)
    OFFICE_TRAIL = CommandSpec(
        "office_trail",
        "nhat ky phan cong, nhat ky vai tro, nhat ky chung",
        HARMLESS,
        Permission.HISTORY,
    )
    TRAIL = CommandSpec("trail", "nhat ky, lich su", NAME | HARMLESS, Permission.HISTORY)
    INVITE = CommandSpec("invite", "moi", NAME, Permission.PEOPLE)
    PEOPLE = CommandSpec(
        "people", "thanh vien, danh sach can bo", NAME | HARMLESS, Permission.PEOPLE
    )
    DISMISS = CommandSpec("dismiss", "thoi vai tro, thoi nhiem vu", NAME, Permission.PEOPLE)
    MOVE = CommandSpec("move", "chuyen can bo, dieu chuyen", NAME, Permission.PEOPLE)
    ADD_UNIT = CommandSpec("add_unit", "them don vi", NAME, Permission.UNITS)
    RENAME_UNIT = CommandSpec("rename_unit", "doi ten don vi, doi ten", NAME, Permission.UNITS)
    END_UNIT = CommandSpec("end_unit", "giai the, ket thuc don vi", NAME, Permission.UNITS)
    MERGE_UNIT = CommandSpec("merge_unit", "sap nhap", NAME, Permission.UNITS)
    HAND_OVER = CommandSpec("hand_over", "giao", NAME | REFUSES_ITSELF, Permission.HAND_OVER)
    ASK_COLLEAGUE = CommandSpec(
        "ask_colleague",
        "hoi dong nghiep, nho dong nghiep",
        NAME | REFUSES_ITSELF,
        Permission.HAND_OVER,
    )
    TAKE_BACK = CommandSpec(
        "take_back", "thoi giao, lay lai", NAME | REFUSES_ITSELF, Permission.HAND_OVER
    )
    OWES = CommandSpec("owes", "ai dang lam", NAME | HARMLESS, Permission.READ, alone="da giao")
    ISSUE = CommandSpec(
        "issue", "ban hanh so, so ban hanh", NAME | REFUSES_ITSELF, Permission.ISSUE
    )
    SNOOZE = CommandSpec("snooze", "hoan nhac, dung nhac", NAME | HARMLESS)
    MY_DATA = CommandSpec("my_data", "du lieu cua toi", HARMLESS)
    BUDGET = CommandSpec("budget", "tin nhan, ngan sach tin, so tin con lai")
    WEB_SESSIONS = CommandSpec(
        "web_sessions",
        "phien web, cac phien web, web dang mo, trang web dang mo",
        HARMLESS | FOR_ALL,
    )
    LEAVE_WEB = CommandSpec(
        "leave_web",
        "thoat web, thoat trang, thoat trang web, dong web, dang xuat, dang xuat web",
        HARMLESS | FOR_ALL,
    )


class TypedCommand(Frozen):
    """A command of the workflow and what follows it."""

    command: WorkflowCommand
    argument: str = ""


_VOCABULARY = Vocabulary(WorkflowCommand)
_NUMBER = re.compile(r"\d[\d.,]*\s*%?")
_GIVEN = re.compile(r"[^=]*=\s*\d[\d.,/]*\s*%?[^\d=]{0,20}")  # `bảng lương = 7`


def parse_workflow_command(text: str, *, free_text: bool = False) -> TypedCommand | None:
    """The command this text is, or None. Where free text is awaited only a slash means one."""
    if text.startswith("/"):
        found = _VOCABULARY.parse_slash(text[1:])
    else:
        found = None if free_text else _parse_words(text)
    if found is None:
        return None
    command, argument = found
    if command.spec.marks & (REASON | ROWS):
        argument = strip_prompt(argument, reason=True)
    else:
        argument = strip_prompts(argument)
    return TypedCommand(command=command, argument=argument)


def _parse_words(text: str) -> tuple[WorkflowCommand, str] | None:
    for command, head, rest in _VOCABULARY.parse_heads(text, ends=" .!:,"):
        argument = rest.lstrip(": ")
        if not argument or _may_follow(command, head, argument):
            return command, argument
    return None


def _may_follow(command: WorkflowCommand, head: str, argument: str) -> bool:
    """Whether this is what a command is about, and does not give a row its value:
    `bảng lương = 7`, `theo dõi 12`."""
    spec = command.spec
    if not spec.takes_argument or head == spec.alone:
        return False
    if Mark.NAME not in spec.marks:
        return True
    is_number = Mark.NUMBER_ANSWERS in spec.marks and _NUMBER.fullmatch(argument)
    return not (is_number or _GIVEN.fullmatch(argument))


def ends_in_number(text: str) -> bool:
    """Whether the text may be words of a label and a value: `theo dõi thi hành án 12`."""
    return re.search(r"[\s=:]\d[\d.,]*\s*%?$", text.strip()) is not None
