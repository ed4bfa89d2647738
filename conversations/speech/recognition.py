"""What a typed text is, judged once for every state before its words are used."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conversations.commands.report import Command, RunCommand, parse_command
from conversations.forms.model import Form
from conversations.forms.search import find_rows, named_row
from conversations.parsing.states import read_state
from conversations.speech.acts import (
    Act,
    Agreement,
    Awaited,
    Instruction,
    OrderAndQuestion,
    Postponement,
    Question,
    SmallTalk,
    Words,
)
from conversations.speech.consent import read_consent
from conversations.speech.corrections import read_correction, read_retraction
from conversations.speech.mode_wishes import read_mode_wish
from conversations.speech.note_wishes import read_note_wish
from conversations.speech.ordered_questions import OrderReaders, part_order
from conversations.speech.postponement import is_postponement
from conversations.speech.question_topics import QuestionTopic
from conversations.speech.questions import recognise_question
from conversations.speech.small_talk import read_small_talk
from conversations.text.courtesy import less_and_less, strip_courtesy
from conversations.text.heading_names import read_name
from conversations.text.normalize import fold_text, short_number
from conversations.text.polite_words import FOLDED, PARTICLES, SPOKEN_TO
from conversations.text.regional_words import in_common_words

_FIGURES = re.compile(r"[\d\s.,;%]+")  # answers, in a list too: every act has a word or a sign
_NUMBER = re.compile(r"\d+")
_LET_BE = re.compile(  # `thôi để vậy, nộp luôn`
    r"(?:(?:thôi|ok|oke|rồi|ừ|xong|dạ|vậy|thoi|roi|để|kệ|đi|được|tạm|em|nó|như)\s*)+"
)
_CHANGES = re.compile(  # `sửa câu 1: 27`
    r"(?P<row>(?:sửa|sua|đổi|doi)\s+(?:câu|cau|dòng|dong)\s+\d{1,3})\s*[:=]\s*(?P<value>\d.*)",
    re.IGNORECASE,
)
_THEN = re.compile(r"(?:[\s,;.]+(?:rồi|roi|r|xong|sau đó|sau do))+\s+|[,;]\s*", re.IGNORECASE)
_NOTE = re.compile(r"\b(?:chú|chu|gc)\b", re.IGNORECASE)
_GOES = re.compile(r"(?:sang|qua|tới|toi|đến|den|chuyển|chuyen)\s", re.IGNORECASE)
_TIME = re.compile(
    r"(?:hom|bua|ngay|bay gio|gio nay|luc nay|thoi diem|cuoi|het) ?(?:nay|ni|thang|quy|ky)?\b"
)
_OF_PLACES = (Command.JUMP, Command.SUMMARY, Command.MISSING, Command.SKIP_SECTION, Command.TREND)
_ROUND = "|".join((*SPOKEN_TO, *PARTICLES, "vậy", "thế", "rồi", "hả", "nhỉ", "ta", "ơi"))
_WHERE = re.compile(
    r"(?P<row>(?:dòng|câu|mục|số|chỉ tiêu|ô)\s+(?:số\s+)?)?(?P<n>\d{1,3})\s+(?:là\s+|ở\s+|nằm\s+)*"
    rf"(?:đâu|chỗ nào|cái nào|dòng nào|câu nào)(?:\s+(?:{_ROUND}))*[\s.?!]*"
)
_ASKS_OF_NOTE = re.compile(  # `ghi chú Kế hoạch 72 hồi nãy ghi chưa em`: no note
    r"(?:(?:con|the|vay|cai|a|da) )*ghi chu\b[^:\n]*\b(?:ghi|luu|nhan|vao)"
    r"(?: (?:duoc|lai|roi|xong))*"
    rf" chua(?: (?:{FOLDED}))*[\s?.!]*"
)
_STORING = (Awaited.VALUE, Awaited.LIST, Awaited.TEXT)  # where an answer is stored when it is told
LEAST_FIGURES = 3  # of a text that gives answers, whatever it begins with: `de ra 27, ht 15, vb 6`
_ROW_ALONE = re.compile(
    r"(?:dòng|dong|mục|chỉ tiêu|chi tieu)\s+(?:số\s+|so\s+)?(?P<n>\d{1,3})", re.IGNORECASE
)
LONGEST_STORING = 40
LONGEST_KNOWN = 24  # characters of texts whose acts are kept
MOST_KNOWN = 4_096  # of them for a form
LONGEST_ACT = 300  # characters; what is longer gives answers, a text or a command's argument


@dataclass(frozen=True, slots=True)
class Listening:
    """What the officer was asked for, as far as it decides what their words are. `verbs` are what
    a question to be consented to asks about; `shown` counts the rows shown under numbers;
    `takes_text` is False when an answer that is typed cannot be any words."""

    form: Form
    awaited: Awaited
    verbs: tuple[str, ...] = ()
    shown: int = 0


def recognise_act(text: str, listening: Listening) -> Act:
    """The act that the text is. A command may be wrapped in politeness; where words of the
    officer's own are awaited only what can be nothing else is taken for an act."""
    if text.isdecimal() or _FIGURES.fullmatch(text):  # most answers
        return Words(text)
    if len(text) > LONGEST_KNOWN:
        return _recognise(text, listening)
    known = listening.form.derived(_known_acts)
    said = (text, listening.awaited, listening.verbs, listening.shown)
    if said not in known:
        if len(known) >= MOST_KNOWN:
            known.clear()
        known[said] = _recognise(text, listening)
    return known[said]


def _known_acts(form: Form) -> dict[tuple[str, Awaited, tuple[str, ...], int], Act]:
    """Acts of short texts, which many officers say alike: `có`, `ghi`, `để sau`."""
    return {}


def _recognise(text: str, listening: Listening) -> Act:
    act = _recognise_as_said(text, listening)
    if not _is_unknown(act) or (common := in_common_words(text)) == text:
        return act
    told = _recognise_as_said(common, listening)
    return act if _is_unknown(told) else told


def _is_unknown(act: Act) -> bool:
    unclear = isinstance(act, Question) and act.topic is QuestionTopic.UNKNOWN
    return unclear or isinstance(act, Words)


def _recognise_as_said(text: str, listening: Listening) -> Act:
    own_words = listening.awaited is Awaited.TEXT
    if len(text) > LONGEST_ACT:
        return Words(text) if own_words else _longer_command(text, listening) or Words(text)
    if not own_words and _ASKS_OF_NOTE.fullmatch(fold_text(text)):
        return Question(QuestionTopic.SAVED)
    if (command := _whole_command(text, own_words=own_words)) is not None:
        return Instruction(command)
    if not own_words and (place := _place_alone(text, listening)):
        return Instruction(RunCommand(command=Command.JUMP, argument=place))
    notes = listening.awaited is Awaited.CONSENT and _NOTE.search(text) is not None
    if notes and (then := _said_then(text, listening.verbs, Command.NOTE)):
        return Agreement(agrees=True, then=then)
    if note := read_note_wish(listening.form, text, shown=listening.shown, own_words=own_words):
        return Instruction(note)
    if (changes := _CHANGES.fullmatch(text)) is not None:
        told = read_correction(f"{changes['row']} là {changes['value']}", strict=True)
        if told is not None:
            return told
    if listening.awaited is Awaited.CONSENT:
        agrees = read_consent(text, listening.verbs)
        if agrees is not None:
            return Agreement(agrees)
        if then := _said_then(text, listening.verbs):
            return Agreement(agrees=True, then=then)
    elif listening.awaited in _STORING and _asks_to_store(text):
        return Question(QuestionTopic.SAVED)
    own_or_reason = own_words or listening.awaited is Awaited.REASON
    question = recognise_question(text, listening.form, free_text=own_or_reason)
    if question is None and listening.shown and text[:1].isdigit() and not own_or_reason:
        question = recognise_question(f"dòng {text}", listening.form)  # `18 hỏi gì vậy em`
    if question is None and not own_or_reason:
        question = _asks_where(text, listening)
    if question is not None:
        return question if own_or_reason else _with_order(text, listening) or question
    at_warning = listening.awaited is Awaited.REASON
    correction = read_correction(text, strict=own_words, of_question=at_warning)
    if correction is not None:
        return correction
    if own_words:
        return _to_place(text, listening.form) or Words(text)
    return read_retraction(text) or _longer_command(text, listening) or _aside(text)


def _place_alone(text: str, listening: Listening) -> str:
    """The section, the group or the row that the text names and says nothing of: `phần V`, `mục
    IV.4`, and `dòng 4` where answers are awaited. Empty for any other text."""
    if len(text) > LONGEST_STORING:
        return ""
    bare = strip_courtesy(text)
    name = read_name(bare)
    if name is not None and (name.section or name.is_accented):
        named = named_row(listening.form, bare)
        if named is not None and named.is_heading:
            return bare
    row = _ROW_ALONE.fullmatch(bare) if listening.awaited in _STORING else None
    if row is None:
        return ""
    if 1 <= int(row["n"]) <= listening.shown:
        return row["n"]
    return bare if named_row(listening.form, bare) else f"câu {row['n']}"


def _asks_where(text: str, listening: Listening) -> Question | None:
    """`dòng 7 đâu`, `7 ở chỗ nào` where rows are shown under numbers: which row is it?"""
    found = _WHERE.fullmatch(text.casefold()) if len(text) <= LONGEST_STORING else None
    if found is None or not (found["row"] or int(found["n"]) <= listening.shown):
        return None
    return Question(QuestionTopic.ROW, about=found["n"])


def _asks_to_store(text: str) -> bool:
    """`ghi đi em` where nothing waits to be stored: meant for what is stored already."""
    if len(text) > LONGEST_STORING:
        return False
    return read_consent(text, ("ghi", "lưu")) is True and read_consent(text) is None


def _said_then(text: str, verbs: tuple[str, ...], only: Command | None = None) -> str:
    """The command behind a yes: `ghi rồi sang phần II`, `đúng rồi, nộp luôn em`; `only` this one
    where it is given."""
    for found in _THEN.finditer(text):
        first, rest = text[: found.start()], strip_courtesy(text[found.end() :].strip())
        goes = _GOES.match(rest) is not None  # `sửa …` would be said of what is not stored yet
        command = parse_command(rest, free_text=not goes and only is None)
        if command is not None and only in (None, command.command) and read_consent(first, verbs):
            return rest
    return ""


def _with_order(text: str, listening: Listening) -> OrderAndQuestion | None:
    """The order that stands before the question, and both are done."""

    def plain(said: str) -> Agreement | Instruction | None:
        if listening.awaited is not Awaited.CONSENT:
            return command(said)
        then = _said_then(said, listening.verbs)
        agrees = then or read_consent(said, listening.verbs)
        return Agreement(agrees=True, then=then) if agrees else command(said)

    def named(said: str) -> Agreement | Instruction | None:
        return plain(said) if read_consent(said) is None else command(said)

    def command(said: str) -> Instruction | None:
        found = _whole_command(said, own_words=False) or parse_command(strip_courtesy(said))
        leads = found is not None and (not found.argument or found.command in _OF_PLACES)
        return Instruction(found) if found is not None and leads else None

    parted = part_order(text, listening.form, OrderReaders(plain, named))
    return None if parted is None else OrderAndQuestion(*parted)


def _aside(text: str) -> Act:
    """What says nothing of the report; else the words as they are."""
    if read_state(text) is not None:
        return Words(text)
    if is_postponement(text) and len(_NUMBER.findall(text)) < LEAST_FIGURES:
        return Postponement(text)
    talk = read_small_talk(text)
    return Words(text) if talk is None else SmallTalk(talk)


def _whole_command(text: str, *, own_words: bool) -> RunCommand | None:
    whole = parse_command(text, free_text=True)
    return whole if whole is not None or own_words else _in_courtesy(text)


def _longer_command(text: str, listening: Listening) -> Instruction | None:
    """A command with something behind it. Where a reason is awaited, what follows must fit it."""
    command = parse_command(text)
    if command is None or _tells_time_or_who(text, command, listening.form):
        return None
    if command.command is Command.MISSING and _tells_amount(command, listening.form):
        return None  # `thiếu 2,3 tỷ`
    if listening.awaited is Awaited.REASON and not _is_sure(command, listening):
        return None
    return Instruction(command)


def _to_place(text: str, form: Form) -> Instruction | None:
    """Where words of the officer's own are awaited: a command with a place of the form and nothing
    else, as `sửa câu 3`, `xem phần II nha em`."""
    command = parse_command(text)
    if command is None or command.command not in _OF_PLACES:
        return None
    place = named_row(form, strip_courtesy(command.argument))
    return None if place is None else Instruction(command)


def _tells_time_or_who(text: str, command: RunCommand, form: Form) -> bool:
    """`đến nay xong 19`, `toi gio lam duoc 5 cai`, `toi se gui sau`: no row is to be opened."""
    head = text.split(maxsplit=1)[0].casefold()
    if command.command is not Command.JUMP or head not in ("toi", "den", "tới", "đến"):
        return False
    words = strip_courtesy(command.argument)
    if named_row(form, words) is not None or short_number(words) is not None:
        return False
    if _TIME.match(fold_text(words)):
        return True  # `tới hôm nay làm xong hai mươi bảy`
    unsure = head in ("toi", "den") or any(map(str.isdigit, words))
    return unsure and not find_rows(form, words)


def _tells_amount(command: RunCommand, form: Form) -> bool:
    """Whether a number stands behind the command that is no place of the form."""
    words = strip_courtesy(command.argument)
    return words[:1].isdigit() and named_row(form, words) is None


def _in_courtesy(text: str) -> RunCommand | None:
    """`nộp luôn em ơi`; `tạm dừng nhé em, chiều chị làm tiếp`."""
    forms = [*less_and_less(text)]
    bare = forms[-1]
    command = next(filter(None, (parse_command(one, free_text=True) for one in forms)), None)
    if command is None and (wish := read_mode_wish(bare)):
        command = parse_command(wish, free_text=True)
    if command is not None or "," not in text:
        return command
    first, _, rest = text.partition(",")
    if _LET_BE.fullmatch(first.strip().casefold()):
        return parse_command(strip_courtesy(rest), free_text=True)
    says_no_more = is_postponement(rest) or read_small_talk(rest) is not None
    return parse_command(strip_courtesy(first), free_text=True) if says_no_more else None


def _is_sure(command: RunCommand, listening: Listening) -> bool:
    """Whether what follows the command fits it, so that the text can be no reason."""
    argument = strip_courtesy(command.argument)
    match command.command:
        case one if one in _OF_PLACES:
            number = short_number(argument) or 0
            return named_row(listening.form, argument) is not None or (
                1 <= number <= listening.shown
            )
        case Command.NOTE | Command.GROUP_NOTE:
            place, colon, words = argument.partition(":")
            return bool(colon and words.strip()) and (
                place.strip().isdecimal() or named_row(listening.form, place) is not None
            )
        case Command.REMIND | Command.DOWNLOAD | Command.KEEP:
            return True
        case _:
            return not argument
