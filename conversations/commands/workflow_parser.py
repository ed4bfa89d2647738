"""How the commands of the workflow are typed."""

from __future__ import annotations

import re

from conversations.commands.colleagues import asks_what_came, read_asking
from conversations.commands.more_time import read_more_time
from conversations.commands.prompt_words import strip_prompt, strip_prompts
from conversations.commands.spec import Mark
from conversations.commands.vocabulary import Vocabulary
from conversations.commands.workflow import REASON, ROWS, WorkflowCommand
from conversations.frozen import Frozen


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
        return None if free_text else _in_own_words(text)
    command, argument = found
    if command.spec.marks & (REASON | ROWS):
        argument = strip_prompt(argument, reason=True)
    else:
        argument = strip_prompts(argument)
    return TypedCommand(command=command, argument=argument)


def is_workflow_command(text: str) -> bool:
    """Whether the text is the words of a command, and nothing else."""
    return _VOCABULARY.parse_whole(text) is not None


_HANDED = re.compile(  # `hỏi anh Hùng câu 6 giùm chị`, `nhờ Hùng làm phần VII`
    r"(?:(?:em|bot)\s+)?(?i:hỏi|hoi|nhờ|nho)(?:\s+(?:giùm|giúp|dùm|hộ|lại))*\s+"
    r"(?:(?i:anh|chị|chi|cô|chú|bác|em)\s+)?"
    r"(?P<name>[^\W\d_a-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]\w*"
    r"(?:\s+[^\W\d_a-z]\w*){0,3})\s+"
    r"(?:(?:giùm|giúp|trả lời|làm|điền|ghi|cho|lo|nhập|tra loi|lam|dien)\s+)*"
    r"(?P<place>(?i:câu|phần|mục|dòng|cau|phan|muc|dong)\s+[IVXivx\d]+(?:\.\d+)*)"
    r"(?:\s+(?:giùm|giúp|dùm|hộ|nha|nhé|đi|em|chị|anh|với|cho|ạ))*[\s.!]*"
)


def _in_own_words(text: str) -> TypedCommand | None:
    """What begins like no command and can be nothing else."""
    if (asked := read_asking(text)) is not None:
        return TypedCommand(command=WorkflowCommand.ASK_COLLEAGUE, argument=asked)
    if asks_what_came(text):
        return TypedCommand(command=WorkflowCommand.OWES)
    return None


def _parse_words(text: str) -> tuple[WorkflowCommand, str] | None:
    if (handed := _HANDED.fullmatch(text.strip())) is not None:
        return WorkflowCommand.HAND_OVER, f"{handed['place']} cho {handed['name']}"
    if not is_workflow_command(text) and read_more_time(text) is not None:
        return WorkflowCommand.MORE_TIME, " ".join(text.split())
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
