"""What a message can be, before its words are used."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from conversations.commands.report import RunCommand
from conversations.speech.question_topics import QuestionTopic


class Awaited(StrEnum):
    """What the officer was asked for."""

    VALUE = "value"  # a number, a choice, a state of one row
    LIST = "list"  # answers to numbered rows
    TEXT = "text"  # words of their own, kept as they are: a text row, a note
    REASON = "reason"  # why a warning may stand
    CONSENT = "consent"  # a yes or a no
    CHOICE = "choice"  # one of a few ways
    NOTHING = "nothing"  # no question stands open


class ActKind(StrEnum):
    """The name of each act, as the command line prints it."""

    COMMAND = "command"
    YES = "yes"
    NO = "no"
    CORRECTION = "correction"
    RETRACTION = "retraction"
    QUESTION = "question"
    POSTPONEMENT = "postponement"
    SMALL_TALK = "small_talk"
    WORDS = "words"  # an answer, a reason or a text: the state reads it


@dataclass(frozen=True, slots=True)
class Instruction:
    """A command, typed."""

    command: RunCommand
    kind: ActKind = ActKind.COMMAND


@dataclass(frozen=True, slots=True)
class Agreement:
    """A yes or a no. `then` is the command that was said in the same breath: `ghi rồi sang phần
    II`."""

    agrees: bool
    then: str = ""

    @property
    def kind(self) -> ActKind:
        return ActKind.YES if self.agrees else ActKind.NO


@dataclass(frozen=True, slots=True)
class Correction:
    """Another value for what was said before. `place` names the row, as it was typed; empty for
    the last answer. `value` is empty when only the mistake was told; `wrong` is the value that was
    called wrong."""

    value: str
    place: str = ""
    wrong: str = ""
    kind: ActKind = ActKind.CORRECTION


class Retracted(StrEnum):
    """What is taken back."""

    ANSWER = "answer"
    REASON = "reason"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Retraction:
    """Something said before is taken back, without another value. `place` names its row; empty
    for the last one."""

    what: Retracted
    place: str = ""
    kind: ActKind = ActKind.RETRACTION


@dataclass(frozen=True, slots=True)
class Question:
    """Something is asked. `about`: the name of a term, the number or key of a row as it was typed,
    or words; the whole text when nobody knows what is asked; empty for what stands before the
    officer. `more` was asked in the same message."""

    topic: QuestionTopic
    about: str = ""
    more: tuple[Question, ...] = ()
    kind: ActKind = ActKind.QUESTION


@dataclass(frozen=True, slots=True)
class OrderAndQuestion:
    """What is to be done, and something asked behind it: `ghi đi, còn bao nhiêu dòng nữa em`.
    `said` are the words of the order."""

    order: Agreement | Instruction
    said: str
    question: Question

    @property
    def kind(self) -> ActKind:
        return self.order.kind


@dataclass(frozen=True, slots=True)
class Postponement:
    """The officer has to ask somebody, or comes back later. `said` is the whole text."""

    said: str
    kind: ActKind = ActKind.POSTPONEMENT


class Talk(StrEnum):
    """What kind of small talk it is."""

    THANKS = "thanks"
    GREETING = "greeting"
    GOODBYE = "goodbye"
    ACKNOWLEDGEMENT = "acknowledgement"
    LAMENT = "lament"


@dataclass(frozen=True, slots=True)
class SmallTalk:
    """Politeness that asks for nothing and answers nothing."""

    talk: Talk
    kind: ActKind = ActKind.SMALL_TALK


@dataclass(frozen=True, slots=True)
class Words:
    """None of these: what it is, the state before the officer decides."""

    text: str
    kind: ActKind = ActKind.WORDS


Act = (
    Instruction
    | Agreement
    | OrderAndQuestion
    | Correction
    | Retraction
    | Question
    | Postponement
    | SmallTalk
    | Words
)
