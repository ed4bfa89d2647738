"""Answers as people read them."""

from __future__ import annotations

from decimal import Decimal

from conversations.answer_types.base import AnswerType
from conversations.answers.values import Answer, AnswerState, Value
from conversations.forms.row import Row
from conversations.text.normalize import shorten_text
from conversations.text.numbers import print_number

STATE_WORDS = {
    AnswerState.NONE: "không phát sinh",
    AnswerState.NOT_APPLICABLE: "không thuộc thẩm quyền",
    AnswerState.PENDING: "chưa có số",
    AnswerState.BLANK: "",
}


LONGEST_TOLD = 200  # characters of an answer among others
ROOM = 20  # characters for how long it is


def print_answer(row: Row, answer: Answer) -> str:
    """The answer in the chat: the value with its remark, or the words for the state; nothing
    when it is blank."""
    words = STATE_WORDS.get(answer.state, "")
    if answer.state is AnswerState.VALUE and answer.value is not None:
        words = print_value(row, answer.value)
    if not answer.remark:
        return words
    return f"{words} ({answer.remark.removeprefix('(').removesuffix(')')})"


def tell_answer(row: Row, answer: Answer, most: int = LONGEST_TOLD) -> str:
    """The same where it is told among other things: of a long text the beginning, and how long it
    is."""
    said = print_answer(row, answer)
    if len(said) <= most:
        return said
    beginning = " ".join(said.split())[: most - ROOM].rsplit(" ", 1)[0]
    return f"{beginning}… ({print_number(Decimal(len(said)))} ký tự)"


def shorten_words(answer: Answer, most: int) -> str:
    """The beginning of a text on one line; the words for any other state."""
    if answer.state is not AnswerState.VALUE or answer.value is None:
        return STATE_WORDS.get(answer.state, "")
    return shorten_text(answer.value.printed, most)


def print_value(row: Row, value: Value) -> str:
    """A value in the chat: `Có (1)`, and `7/21 = 33,33` for a percentage of two numbers."""
    return row.answer.print_value(value) if row.answer is not None else value.printed


MOST_ALIKE = 1_000  # characters by which cells are compared


def value_cell(answer: Answer, kind: AnswerType | None = None) -> str:
    """What stands under "Số liệu": the number or the code, then the officer's remark in
    brackets, as its `kind` prints it. Every state without a value prints blank, as the province
    prints it."""
    if answer.state is not AnswerState.VALUE or answer.value is None:
        return ""
    text = answer.value.printed if kind is None else kind.print_cell(answer.value)
    remark = bracket_remark(answer.remark)
    return f"{text} {remark}" if remark else text


def bracket_remark(remark: str | None) -> str:
    """A remark in brackets, once."""
    words = (remark or "").strip()
    return words if not words or (words.startswith("(") and words.endswith(")")) else f"({words})"


def note_cell(answer: Answer) -> str:
    """What stands under "Ghi chú": the note, and a remark that has no value to stand beside."""
    words = [(answer.note or "").strip()]
    if answer.state is not AnswerState.VALUE:
        words.append((answer.remark or "").strip())
    return "; ".join(filter(None, words))


def on_one_line(cell: str) -> str:
    """The cell's lines as one. Those that each begin with a number are kept apart: 1 above 234
    is not 1 234."""
    lines = [line for one in cell.splitlines() if (line := " ".join(one.split()))]
    apart = sum(line[0].isdigit() for line in lines) > 1
    return (" | " if apart else " ").join(lines)


def normalize_cell(cell: str) -> str:
    """A cell as it is compared: line ends and runs of blanks are one blank, and what no file
    keeps is left out."""
    kept = "".join(sign if sign.isprintable() else " " for sign in cell)
    return " ".join(kept.split())[:MOST_ALIKE]
