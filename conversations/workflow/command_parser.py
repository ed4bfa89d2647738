"""The office's commands as they are typed, accented or not, with or without a slash."""

from __future__ import annotations

import re
from enum import StrEnum

from conversations.frozen import Frozen
from conversations.text.normalize import fold_text

MAX_ARGUMENT = 300  # characters behind a command that names something


class WorkflowCommand(StrEnum):
    HOME = "home"
    GUIDE = "guide"
    BOARD = "board"
    ROUNDS = "rounds"
    CORRECT = "correct"
    PICTURE = "picture"
    WAITING = "waiting"
    LOOK = "look"
    CHANGES = "changes"
    APPROVE = "approve"
    RETURN = "return"
    EXTEND = "extend"
    LOCK = "lock"
    UNLOCK = "unlock"
    NUDGE = "nudge"
    CALL = "call"
    OPEN_ROUND = "open_round"
    TOTAL = "total"
    COMPARE = "compare"
    TRAIL = "trail"
    OFFICE_TRAIL = "office_trail"
    INVITE = "invite"
    PEOPLE = "people"
    DISMISS = "dismiss"
    MOVE = "move"
    ADD_UNIT = "add_unit"
    RENAME_UNIT = "rename_unit"
    END_UNIT = "end_unit"
    MERGE_UNIT = "merge_unit"
    HAND_OVER = "hand_over"
    ASK_COLLEAGUE = "ask_colleague"
    TAKE_BACK = "take_back"
    OWES = "owes"
    ISSUE = "issue"
    SNOOZE = "snooze"
    MY_DATA = "my_data"
    BUDGET = "budget"
    WEB_SESSIONS = "web_sessions"
    LEAVE_WEB = "leave_web"


WORDS: dict[WorkflowCommand, tuple[str, ...]] = {
    WorkflowCommand.HOME: ("viec cua toi", "viec", "trang chu", "bao cao cua toi", "chon bao cao"),
    WorkflowCommand.GUIDE: (
        "tro giup vai tro",
        "tro giup cong viec",
        "lam duoc gi",
        "toi lam duoc gi",
    ),
    WorkflowCommand.BOARD: ("bang", "bang theo doi", "theo doi"),
    WorkflowCommand.ROUNDS: (
        "cac dot",
        "danh sach dot",
        "dot bao cao",
        "cac dot bao cao",
        "cac ky",
    ),
    WorkflowCommand.CORRECT: ("dinh chinh",),
    WorkflowCommand.PICTURE: ("anh bang", "hinh bang", "ban do nhiet", "buc tranh"),
    WorkflowCommand.WAITING: ("cho duyet", "can duyet"),
    WorkflowCommand.LOOK: ("xem bao cao", "mo bao cao"),
    WorkflowCommand.CHANGES: ("khac biet", "thay doi"),
    WorkflowCommand.APPROVE: ("duyet",),
    WorkflowCommand.RETURN: ("tra lai",),
    WorkflowCommand.EXTEND: ("gia han",),
    WorkflowCommand.LOCK: ("khoa so",),
    WorkflowCommand.UNLOCK: ("mo khoa",),
    WorkflowCommand.NUDGE: ("don doc", "nhac don vi", "nhac nop"),
    WorkflowCommand.CALL: ("goi ai truoc", "goi ai", "goi truoc"),
    WorkflowCommand.OPEN_ROUND: ("mo dot", "mo ky"),
    WorkflowCommand.TOTAL: ("hop nhat", "cong so lieu", "so lieu hop nhat"),
    WorkflowCommand.COMPARE: ("so sanh", "so sanh don vi"),
    WorkflowCommand.OFFICE_TRAIL: ("nhat ky phan cong", "nhat ky vai tro", "nhat ky chung"),
    WorkflowCommand.TRAIL: ("nhat ky", "lich su"),
    WorkflowCommand.INVITE: ("moi",),
    WorkflowCommand.PEOPLE: ("thanh vien", "danh sach can bo"),
    WorkflowCommand.DISMISS: ("thoi vai tro", "thoi nhiem vu"),
    WorkflowCommand.MOVE: ("chuyen can bo", "dieu chuyen"),
    WorkflowCommand.ADD_UNIT: ("them don vi",),
    WorkflowCommand.RENAME_UNIT: ("doi ten don vi", "doi ten"),
    WorkflowCommand.END_UNIT: ("giai the", "ket thuc don vi"),
    WorkflowCommand.MERGE_UNIT: ("sap nhap",),
    WorkflowCommand.HAND_OVER: ("giao",),
    WorkflowCommand.ASK_COLLEAGUE: ("hoi dong nghiep", "nho dong nghiep"),
    WorkflowCommand.TAKE_BACK: ("thoi giao", "lay lai"),
    WorkflowCommand.OWES: ("ai dang lam", "da giao"),
    WorkflowCommand.ISSUE: ("ban hanh so", "so ban hanh"),
    WorkflowCommand.SNOOZE: ("hoan nhac", "dung nhac"),
    WorkflowCommand.MY_DATA: ("du lieu cua toi",),
    WorkflowCommand.BUDGET: ("tin nhan", "ngan sach tin", "so tin con lai"),
    WorkflowCommand.WEB_SESSIONS: (
        "phien web",
        "cac phien web",
        "web dang mo",
        "trang web dang mo",
    ),
    WorkflowCommand.LEAVE_WEB: (
        *("thoat web", "thoat trang", "thoat trang web", "dong web"),
        *("dang xuat", "dang xuat web"),
    ),
}
_ALONE = frozenset(  # nothing follows them: a sentence that begins so is something else
    {
        *(
            WorkflowCommand.HOME,
            WorkflowCommand.WAITING,
            WorkflowCommand.MY_DATA,
            WorkflowCommand.CALL,
            WorkflowCommand.BUDGET,
        ),
        *(
            WorkflowCommand.CHANGES,
            WorkflowCommand.GUIDE,
            WorkflowCommand.OFFICE_TRAIL,
            WorkflowCommand.ROUNDS,
        ),
        *(WorkflowCommand.WEB_SESSIONS, WorkflowCommand.LEAVE_WEB),
    }
)
FOR_ALL = frozenset(
    {WorkflowCommand.WEB_SESSIONS, WorkflowCommand.LEAVE_WEB}
)  # also for who has no role
_ALONE_WORDS = frozenset({"da giao"})
_NO_NUMBER = frozenset(
    {WorkflowCommand.BOARD, WorkflowCommand.NUDGE}
)  # `theo dõi 12` answers a question
_LINES = frozenset({WorkflowCommand.RETURN})  # what follows them may be several lines
_REASONED = frozenset(
    {WorkflowCommand.RETURN, WorkflowCommand.CORRECT, WorkflowCommand.EXTEND}
)  # a reason may hold anything
MAX_REASONED = 1_500  # characters behind a command with a name, a period, a day and a reason
MAX_RETURNED = 16_000  # characters behind `trả lại`: rows, each with its reason
_EXACT = {words: verb for verb, all_ in WORDS.items() for words in all_}
_SLASH = {words.replace(" ", ""): verb for words, verb in _EXACT.items()}
_LONGEST = max(len(words.split()) for words in _EXACT)
_NUMBER = re.compile(r"\d[\d.,]*\s*%?")
_GIVEN = re.compile(r"[^=]*=\s*\d[\d.,/]*\s*%?[^\d=]{0,20}")  # `bảng lương = 7`


class TypedCommand(Frozen):
    """A command of the office and what follows it."""

    verb: WorkflowCommand
    argument: str = ""


def longest_argument(verb: WorkflowCommand) -> int:
    """How many characters may follow the words of this command."""
    if verb in _LINES:
        return MAX_RETURNED
    return MAX_REASONED if verb in _REASONED else MAX_ARGUMENT


def parse_workflow_command(text: str, *, free_text: bool = False) -> TypedCommand | None:
    """The command this text is, or None. Where free text is awaited only a slash means one."""
    if text.startswith("/"):
        name, _, argument = text[1:].strip().partition(" ")
        verb = _SLASH.get(fold_text(name).partition("@")[0])
        return TypedCommand(verb=verb, argument=argument.strip()) if verb else None
    if free_text:
        return None
    words = text.split()
    for size in range(min(_LONGEST, len(words)), 0, -1):
        head = fold_text(" ".join(words[:size])).rstrip(" .!:,")
        verb = _EXACT.get(head)
        if verb is None:
            continue
        rest = _rest(text, size, verb)
        if not (rest and (verb in _ALONE or head in _ALONE_WORDS or _answers(verb, rest))):
            return TypedCommand(verb=verb, argument=rest)
    return None


def _rest(text: str, size: int, verb: WorkflowCommand) -> str:
    """What follows the first words of a text."""
    rest = " ".join(text.split(maxsplit=size)[size:])
    return (rest if verb in _LINES else " ".join(rest.split())).strip().lstrip(": ")


def _answers(verb: WorkflowCommand, rest: str) -> bool:
    """Whether a text that begins with a command gives a row its value: `bảng lương = 7`."""
    if verb in _REASONED:
        return False
    return bool(_GIVEN.fullmatch(rest) or (verb in _NO_NUMBER and _NUMBER.fullmatch(rest)))


def ends_in_number(text: str) -> bool:
    """Whether the text may be words of a label and a value: `theo dõi thi hành án 12`."""
    return re.search(r"[\s=:]\d[\d.,]*\s*%?$", text.strip()) is not None
