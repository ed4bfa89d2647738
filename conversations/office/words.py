"""The office's commands as they are typed, accented or not, with or without a slash."""

from __future__ import annotations

from enum import StrEnum

from conversations.text import fold
from conversations.values import Frozen


class Verb(StrEnum):
    HOME = "home"
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
    INVITE = "invite"
    PEOPLE = "people"
    DISMISS = "dismiss"
    HAND_OVER = "hand_over"
    ASK_COLLEAGUE = "ask_colleague"
    TAKE_BACK = "take_back"
    OWES = "owes"
    ISSUE = "issue"
    SNOOZE = "snooze"
    MY_DATA = "my_data"


_WORDS: dict[Verb, tuple[str, ...]] = {
    Verb.HOME: ("viec cua toi", "viec", "trang chu", "bao cao cua toi", "chon bao cao"),
    Verb.BOARD: ("bang", "bang theo doi", "theo doi"),
    Verb.ROUNDS: ("cac dot", "danh sach dot", "dot bao cao", "cac dot bao cao", "cac ky"),
    Verb.CORRECT: ("dinh chinh",),
    Verb.PICTURE: ("anh bang", "ban do nhiet", "buc tranh"),
    Verb.WAITING: ("cho duyet", "can duyet"),
    Verb.LOOK: ("xem bao cao", "mo bao cao"),
    Verb.CHANGES: ("khac biet", "thay doi"),
    Verb.APPROVE: ("duyet",),
    Verb.RETURN: ("tra lai",),
    Verb.EXTEND: ("gia han",),
    Verb.LOCK: ("khoa so",),
    Verb.UNLOCK: ("mo khoa",),
    Verb.NUDGE: ("don doc", "nhac don vi", "nhac nop"),
    Verb.CALL: ("goi ai truoc", "goi ai"),
    Verb.OPEN_ROUND: ("mo dot", "mo ky"),
    Verb.TOTAL: ("hop nhat", "cong so lieu", "so lieu hop nhat"),
    Verb.COMPARE: ("so sanh", "so sanh don vi"),
    Verb.TRAIL: ("nhat ky", "lich su"),
    Verb.INVITE: ("moi",),
    Verb.PEOPLE: ("thanh vien", "danh sach can bo"),
    Verb.DISMISS: ("thoi vai tro", "thoi nhiem vu"),
    Verb.HAND_OVER: ("giao",),
    Verb.ASK_COLLEAGUE: ("hoi dong nghiep", "nho dong nghiep"),
    Verb.TAKE_BACK: ("thoi giao", "lay lai"),
    Verb.OWES: ("ai dang lam", "da giao"),
    Verb.ISSUE: ("ban hanh so", "so ban hanh"),
    Verb.SNOOZE: ("hoan nhac", "dung nhac"),
    Verb.MY_DATA: ("du lieu cua toi",),
}
_ALONE = frozenset(  # nothing follows them: a sentence that begins so is something else
    {
        *(Verb.HOME, Verb.WAITING, Verb.OWES, Verb.MY_DATA, Verb.CALL),
        *(Verb.CHANGES, Verb.ROUNDS),
    }
)
_EXACT = {words: verb for verb, all_ in _WORDS.items() for words in all_}
_SLASH = {words.replace(" ", ""): verb for words, verb in _EXACT.items()}
_LONGEST = max(len(words.split()) for words in _EXACT)


class Typed(Frozen):
    """A command of the office and what follows it."""

    verb: Verb
    argument: str = ""


def parse(text: str, *, free_text: bool = False) -> Typed | None:
    """The command this text is, or None. Where free text is awaited only a slash means one."""
    if text.startswith("/"):
        name, _, argument = text[1:].strip().partition(" ")
        verb = _SLASH.get(fold(name).partition("@")[0])
        return Typed(verb=verb, argument=argument.strip()) if verb else None
    if free_text:
        return None
    words = text.split()
    for size in range(min(_LONGEST, len(words)), 0, -1):
        head = fold(" ".join(words[:size])).rstrip(" .!:,")
        verb = _EXACT.get(head)
        rest = " ".join(words[size:]).lstrip(": ")
        if verb is not None and not (rest and verb in _ALONE):
            return Typed(verb=verb, argument=rest)
    return None
