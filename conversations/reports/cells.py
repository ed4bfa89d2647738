"""What an answer says in the cells of the printed appendix."""

from __future__ import annotations

from conversations.reports.formatting import print_number
from conversations.reports.values import Answer, Coded, Number, Ratio, State, Text

MOST_ALIKE = 1_000  # characters by which cells are compared


def value_cell(answer: Answer) -> str:
    """What stands under "Số liệu": the number or the code, then the officer's remark in
    brackets. Every state without a value prints blank, as the province prints it."""
    if answer.state is not State.VALUE:
        return ""
    match answer.value:
        case Number() | Ratio():
            text = print_number(answer.value.amount)
        case Coded(code=code):
            text = code
        case Text(text=words):
            text = words.strip()
        case None:
            return ""
    remark = bracketed(answer.remark)
    return f"{text} {remark}" if remark else text


def bracketed(remark: str | None) -> str:
    """A remark in brackets, once."""
    words = (remark or "").strip()
    return words if not words or (words.startswith("(") and words.endswith(")")) else f"({words})"


def note_cell(answer: Answer) -> str:
    """What stands under "Ghi chú": the note, and a remark that has no value to stand beside."""
    words = [(answer.note or "").strip()]
    if answer.state is not State.VALUE:
        words.append((answer.remark or "").strip())
    return "; ".join(filter(None, words))


def on_one_line(cell: str) -> str:
    """The cell's lines as one. Those that each begin with a number are kept apart: 1 above 234
    is not 1 234."""
    lines = [line for one in cell.splitlines() if (line := " ".join(one.split()))]
    apart = sum(line[0].isdigit() for line in lines) > 1
    return (" | " if apart else " ").join(lines)


def alike(cell: str) -> str:
    """A cell as it is compared: line ends and runs of blanks are one blank, and what no file
    keeps is left out."""
    kept = "".join(sign if sign.isprintable() else " " for sign in cell)
    return " ".join(kept.split())[:MOST_ALIKE]
