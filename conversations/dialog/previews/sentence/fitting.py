"""The parts of a sentence as they fit the lines of a preview that stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from conversations.answer_types.reader import read_answer
from conversations.answers.values import Answer, AnswerState
from conversations.bulk.model import BRACKETS
from conversations.bulk.said_states import read_said_state
from conversations.dialog.previews.line_changes import (
    free_numbers,
)
from conversations.dialog.previews.lines import (
    describe_line,
    find_line,
)
from conversations.dialog.previews.named_lines import (
    answered_by_words,
    changed_by_words,
    dropped_by_words,
)
from conversations.dialog.previews.placement import named_answer
from conversations.dialog.previews.sentence.clause import Clause, Deed, Of, Unknown
from conversations.dialog.previews.sentence.cutting import cut_sentence
from conversations.dialog.previews.sentence.places import LinePlaces
from conversations.dialog.previews.taken_proposals import is_proposed
from conversations.dialog.turn import Turn
from conversations.forms.row import Row
from conversations.parsing.result import ReadState, ReadValue, RefusedReading, as_answer
from conversations.protocol.preview_states import Preview, PreviewLine
from conversations.reports.printed_answers import tell_answer
from conversations.speech.questions import recognise_question
from conversations.text.normalize import fold_text
from conversations.text.regional_words import in_common_words

LONGEST_BARE = 3  # words of a value behind a number alone
_NUMBER_AND_VALUE = re.compile(r"(?P<n>\d{1,3})\s+(?P<value>\S.*)")
_SAYS_SO = re.compile(r"\b(?:la|moi|thoi)\b")
_RIGHT_ONE = re.compile(
    r"(?:(?:phai|moi|dung ra|le ra|thanh)\s+)*(?:la\s+)?(?P<value>\S+(?:\s+\S+){0,2}?)"
    r"(?:\s+moi dung| moi phai| thoi)?(?:\s+(?:em|nha|nhe|a|chu))*[.!]*"
)


def understand(turn: Turn, focus: Preview, text: str) -> tuple[Clause, ...]:
    """The parts of the text; those that do not fit the lines are not understood either."""
    common = in_common_words(text)
    ways = [_cut(turn, focus, one) for one in dict.fromkeys((text, common))]
    return min(ways, key=lambda way: sum(isinstance(one, Unknown) for one in way))


def _cut(turn: Turn, focus: Preview, text: str) -> tuple[Clause, ...]:
    clauses = cut_sentence(text, _places(focus))
    return tuple(
        one
        if isinstance(one, Unknown) or _fits(turn, focus, one)
        else Unknown(one.said, unfit=True)
        for one in _with_others(turn, focus, _with_named(turn, focus, clauses))
    )


def _with_named(turn: Turn, focus: Preview, clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """With the lines that are told by words of their rows, or by a number and a value alone,
    beside other parts."""
    if not any(clause.deed is not None for clause in clauses):
        return clauses
    named = {number for clause in clauses for number in clause.numbers}
    return tuple(
        _by_words(turn, focus, one, named) if isinstance(one, Unknown) else one for one in clauses
    )


def _by_words(turn: Turn, focus: Preview, clause: Unknown, named: Collection[int]) -> Clause:
    """`số phòng ban đã kiểm tra là 12`, `bỏ biên chế có mặt`, `sáng kiến có`; `3 2` where other
    lines were spoken of by their numbers."""
    if gone := dropped_by_words(turn, focus, clause.said):
        return Clause(clause.said, Deed.DROP, Of.NUMBERS, (gone,), worded=True)
    changed = (
        changed_by_words(turn, focus, clause.said)
        or answered_by_words(turn, focus, clause.said)
        or (_by_number_alone(turn, focus, clause.said, named) if named else None)
    )
    if changed is None:
        return clause
    return Clause(clause.said, Deed.CHANGE, Of.NUMBERS, (changed[0],), changed[1], worded=True)


def _by_number_alone(
    turn: Turn, focus: Preview, said: str, named: Collection[int]
) -> tuple[int, str] | None:
    """A number of a line, and the value that it takes, with nothing between them."""
    found = _NUMBER_AND_VALUE.fullmatch(said.strip(" .!"))
    number = int(found["n"]) if found is not None else 0
    if found is None or number in named or len(found["value"].split()) > LONGEST_BARE:
        return None
    line = find_line(focus, number)
    key = line.entry.row if line is not None else None
    if line is None and number in free_numbers(focus):
        key = focus.rows[number - 1]
    row = turn.form.row(key) if key is not None else None
    if row is None or row.is_free_text:
        return None
    reading = read_answer(row, found["value"])
    sure = isinstance(reading, ReadValue | ReadState) and reading.remark is None
    return (number, found["value"]) if sure else None


def _places(focus: Preview) -> LinePlaces:
    numbers = tuple(line.number for line in focus.lines)
    newest = focus.newest if len(focus.newest) == 1 else ()
    alone = numbers if len(numbers) == 1 else ()
    this = focus.asked or next(iter((*newest, *alone)), 0)
    return LinePlaces(numbers, this, len(focus.rows))


def _with_others(turn: Turn, focus: Preview, clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """With what a part says of the one before it: `dòng 8 đổi lại: 5 (lũy kế), bỏ phần trong
    ngoặc`, which may also be of the only line that has brackets."""
    found: list[Clause] = []
    for one in clauses:
        before = found[-1] if found else None
        if isinstance(one, Unknown) and before is not None and before.deed is Deed.ASK:
            found[-1:] = _with_right_value(before, one)
        elif one.of is Of.NUMBERS and one.deed is None:
            found.append(_as_before(one, before))
        elif not one.bare:
            found.append(one)
        elif before is not None and before.deed is Deed.CHANGE and before.value and not one.numbers:
            bare = BRACKETS.sub(" ", before.value).strip()
            found[-1] = replace(before, value=bare, loose=False)
        else:
            found.append(_bare_line(turn, focus, one))
    return tuple(found)


def _with_right_value(wrong: Clause, behind: Clause) -> list[Clause]:
    """`hai sai, phải là 4`."""
    folded = fold_text(behind.said)
    found = _RIGHT_ONE.fullmatch(folded)
    says = _SAYS_SO.search(folded) is not None and len(wrong.numbers) == 1
    if found is None or not says or len(folded) != len(behind.said):
        return [wrong, behind]
    value = behind.said[slice(*found.span("value"))]
    return [Clause(f"{wrong.said}, {behind.said}", Deed.CHANGE, Of.NUMBERS, wrong.numbers, value)]


def _as_before(clause: Clause, before: Clause | None) -> Clause:
    """`bỏ 4, à quên dòng 5 nữa`, `dòng 4 chưa có số, dòng 5 cũng vậy`."""
    if before is None or before.deed in (None, Deed.ASK) or before.of is not Of.NUMBERS:
        return Unknown(clause.said)
    return replace(before, said=clause.said, numbers=clause.numbers)


def _bare_line(turn: Turn, focus: Preview, clause: Clause) -> Clause:
    lines = [line for line in focus.lines if BRACKETS.search(_said_of(turn, line))]
    if clause.numbers:
        lines = [line for line in lines if line.number in clause.numbers]
    if len(lines) != 1:
        return Unknown(clause.said)
    value = BRACKETS.sub(" ", _said_of(turn, lines[0])).strip()
    return replace(clause, numbers=(lines[0].number,), value=value)


def _said_of(turn: Turn, line: PreviewLine) -> str:
    """What was said of the line, or would be stored in it."""
    key, reading = line.entry.row, line.entry.reading
    if line.entry.said or key is None or not isinstance(reading, ReadValue | ReadState):
        return line.entry.said
    return tell_answer(turn.form.row(key), as_answer(reading))


def _fits(turn: Turn, focus: Preview, clause: Clause) -> bool:
    known = {line.number for line in focus.lines}
    if clause.deed is Deed.CHANGE:
        return all(_takes(turn, focus, clause, number) for number in clause.numbers)
    if not known.issuperset(clause.numbers):
        return False
    if clause.deed is Deed.SWAP:
        return len(swapped_values(turn, focus, clause)) == len(clause.numbers) == 2
    if clause.deed is Deed.TAKE and clause.of is Of.NUMBERS:
        lines = [line for line in focus.lines if line.number in clause.numbers]
        return all(is_proposed(line) or not is_doubtful(turn, line) for line in lines)
    return clause.of is not Of.DOUBTFUL or any(is_doubtful(turn, one) for one in focus.lines)


def is_doubtful(turn: Turn, line: PreviewLine) -> bool:
    kind = describe_line(turn.form, turn.report, line)["kind"]
    return kind in ("doubt", "refused", "unplaced")


def _takes(turn: Turn, focus: Preview, clause: Clause, number: int) -> bool:
    """Whether the line takes the value that is said of it."""
    value = value_of(turn, focus, clause)
    line = find_line(focus, number)
    if not value or recognise_question(f"dòng {number} {value}", turn.form) is not None:
        return False
    if line is not None and line.entry.row is None:
        return named_answer(turn, focus, line, value) is not None
    if line is None and number not in free_numbers(focus):
        return False
    key = focus.rows[number - 1] if line is None else line.entry.row
    return key is not None and not isinstance(
        read_answer(turn.form.row(key), value), RefusedReading
    )


def value_of(turn: Turn, focus: Preview, clause: Clause) -> str:
    """The value that the part says; of `dòng 1 giống dòng 2` that of the other line, which a state
    said with it must not contradict."""
    if not clause.like:
        return clause.value
    other = _other_answer(turn, focus, clause.like)
    if other is None:
        return ""
    told = read_said_state(clause.value) if clause.value else None
    if told is None:
        return "" if clause.value else tell_answer(*other)
    same = isinstance(told, ReadState) and told.state is other[1].state
    return clause.value if same else ""


def swapped_values(turn: Turn, focus: Preview, clause: Clause) -> dict[int, str]:
    """The value of each of the two lines for the other one; without what it does not take."""
    if len(clause.numbers) != 2:
        return {}
    first, second = clause.numbers
    found: dict[int, str] = {}
    for number, other in ((first, second), (second, first)):
        given, line = _other_answer(turn, focus, other), find_line(focus, number)
        if given is None or line is None or line.entry.row is None:
            continue
        value = tell_answer(*given)
        if not isinstance(read_answer(turn.form.row(line.entry.row), value), RefusedReading):
            found[number] = value
    return found


def _other_answer(turn: Turn, focus: Preview, number: int) -> tuple[Row, Answer] | None:
    """The answer of the line, or the stored one of the row under this number, for sure."""
    line = find_line(focus, number)
    if line is not None:
        key, reading = line.entry.row, line.entry.reading
        if key is None or not isinstance(reading, ReadValue | ReadState):
            return None
        return turn.form.row(key), as_answer(reading)
    if number not in free_numbers(focus):
        return None
    row = turn.form.row(focus.rows[number - 1])
    stored = turn.report.answer(row.key)
    return None if stored.state is AnswerState.BLANK else (row, stored)
