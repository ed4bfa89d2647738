"""An order with a question behind it: `ghi, xong xem còn bao nhiêu dòng`, `nộp luôn, khi nào hạn`.
Both are meant, in this order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from conversations.forms.model import Form
from conversations.speech.acts import Agreement, Instruction, Question
from conversations.speech.question_topics import QuestionTopic
from conversations.speech.questions import recognise_question
from conversations.text.normalize import fold_text
from conversations.text.polite_words import FOLDED

LONGEST = 160  # characters
LONGEST_ANSWERS = 600
LEAST_TOLD = 3  # words of a text that is named
MOST_MARKS = 6  # places, the last of them, where the order may end
_WHO = r"(?:chi|anh|em|minh|co|chu|bac|tui|toi)"
_LOOKS = rf"(?:xem|coi|ngo|cho\s+{_WHO}|noi\s+{_WHO}|bao\s+{_WHO}|{_WHO}\s+hoi)"
_NEXT = r"(?:roi|xong|sau do|ma|voi lai)"
_MARK = re.compile(  # looked for without accents
    rf"\s*[,;.!\n]\s*(?:{_NEXT}\s+)*(?=\S)"
    rf"|\s+(?:roi|xong|sau do|voi|va)\s+(?:thi\s+)?(?={_LOOKS}\s)"
    rf"|(?<=\s)(?:{FOLDED}|di|luon|lun|giup)(?P<gap>\s+)(?=(?:con|the|vay|ma|voi lai|cho)\s)"
)
_STATE = re.compile(
    r"\b(?:chua co|khong co|kps|ktq|ccs|khong phat sinh|khong thuoc|chua phat sinh)\b"
)
_LEADING = re.compile(rf"(?:(?:{_NEXT}|{_LOOKS})\s+)+")
_OF_ONE_ROW = frozenset(  # whoever asks it may not be sure of that row yet
    (QuestionTopic.ROW, QuestionTopic.TERM, QuestionTopic.LAST_PERIOD, QuestionTopic.AUTHOR)
)
_OF_REPORT = frozenset(
    (QuestionTopic.LEFT, QuestionTopic.DUE, QuestionTopic.HOLDER, QuestionTopic.NEXT)
)
Order = Agreement | Instruction


@dataclass(frozen=True, slots=True)
class OrderReaders:
    """What the words of an order are read with. `plain`: also a bare yes, which names nothing that
    is done."""

    plain: Callable[[str], Order | None]
    named: Callable[[str], Order | None]


def part_order(text: str, form: Form, readers: OrderReaders) -> tuple[Order, str, Question] | None:
    """The order, its words, and the question behind it; None for another text."""
    if len(text) > LONGEST:
        return None
    for first, rest in _halves(text):
        behind = _question(first, form)  # `hạn nộp khi nào, ghi luôn đi`
        if behind is not None and behind.topic in _OF_REPORT and (order := readers.named(rest)):
            return order, rest, behind
        if (asked := _question(rest, form)) is None:
            continue
        read = readers.named if asked.topic in _OF_ONE_ROW else readers.plain
        if (order := read(first)) is not None:
            return order, first, asked
    return None


def part_answers(text: str, form: Form) -> tuple[str, Question] | None:
    """The answers of a text and a question behind them that is of no row: `1=21, còn bao nhiêu dòng
    nữa em`. None for another text."""
    if len(text) > LONGEST_ANSWERS or not any(map(str.isalpha, text)):
        return None
    for first, rest in reversed([*_halves(text)]):
        told = any(map(str.isdigit, first)) and not any(map(str.isdigit, rest))
        told = told and _STATE.search(fold_text(rest)) is None  # `còn mấy cái thì chưa có số`
        asked = _question(rest, form) if told else None
        if asked is not None and asked.topic in _OF_REPORT and not asked.about:
            return first, asked
    return None


def text_before(text: str, form: Form) -> str:
    """What a text says before the question that ends it: `hỗ trợ xã Phú Hữu, còn mấy câu nữa`."""
    for first, rest in _halves(text) if len(text) <= LONGEST_ANSWERS else ():
        told = len(first.split()) >= LEAST_TOLD and recognise_question(first, form) is None
        if told and _question(rest, form) is not None:
            return first
    return ""


def _halves(text: str) -> Iterator[tuple[str, str]]:
    folded = fold_text(text)
    if len(folded) != len(text):
        return
    for found in [*_MARK.finditer(folded)][-MOST_MARKS:]:
        end = found.start("gap") if found["gap"] else found.start()
        yield text[:end].strip(), text[found.end() :].strip()


def _question(text: str, form: Form) -> Question | None:
    lead = _LEADING.match(fold_text(text))
    bare = text[lead.end() :] if lead is not None else text
    for said in dict.fromkeys((text, bare)):
        asked = recognise_question(said, form)
        if asked is not None and asked.topic is not QuestionTopic.UNKNOWN:
            return asked
    return None
