"""Sentences that give answers with words of their rows, heard for the rows in hand."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.bulk.label_match import all_labels
from conversations.bulk.model import BRACKETS, BulkAnswers, BulkEntry, once_each, read_entry
from conversations.bulk.said_states import read_said_state
from conversations.bulk.said_values import cut_values
from conversations.bulk.said_words import telling_words, words_of
from conversations.bulk.sentences import hear_answers, hear_ways
from conversations.dialog.outline import tell_apart
from conversations.dialog.turn import Turn
from conversations.forms.row import Row
from conversations.forms.search import plain_label
from conversations.parsing.amount import leading_amount
from conversations.parsing.result import AmbiguousReading, ReadState, ReadValue, RefusedReading
from conversations.protocol.preview_states import Preview
from conversations.protocol.row_states import ListInput
from conversations.text.normalize import fold_text, shorten_text

SEVERAL = 2  # answers that make a sentence one of answers, whatever else it may be
MOST_NAMED = 6  # words of what there is none of
LEAST_WORDS = 4  # of a state with words of a label before it
SHORT = 40  # characters of a label by which a way is told
Heard = tuple[BulkEntry, ...]


def hear_sentence(turn: Turn, said: str, hand: Sequence[str] = (), *, least: int = 1) -> Heard:
    """What the text, or a part of it, answers, rows in hand first; nothing when it gives fewer
    answers that their rows take."""
    heard = hear_answers(turn.form, tuple(hand) or _in_hand(turn), said, listed=_is_listed(turn))
    return heard if count_placed(heard) >= least else ()


def hear_in_ways(turn: Turn, said: str) -> tuple[BulkAnswers, ...]:
    """The ways to hear the text, the likeliest first, each with the words that tell it."""
    ways = hear_ways(turn.form, _in_hand(turn), said, listed=_is_listed(turn))
    if len(ways) < 2:
        return tuple(BulkAnswers(entries=one) for one in ways)
    return tuple(BulkAnswers(entries=one, words=_words_of(turn, one)) for one in ways)


def _words_of(turn: Turn, heard: Heard) -> str:
    labels = tell_apart(turn.form, [one.row for one in heard if one.row is not None])
    told = (f"{shorten_text(labels[one.row], SHORT)}: {one.said}" for one in heard if one.row)
    return " · ".join(told)


def gives_several(turn: Turn, said: str) -> bool:
    """Whether the text gives several answers, each with words of rows, for sure or not."""
    return len(name_several(hear_sentence(turn, said, least=0))) > 0


def name_several(heard: Heard) -> Heard:
    """What was heard, where several of it have values and a row, or words of one."""
    told = [one for one in heard if one.is_placed or ": " in one.said]
    return heard if len(told) >= SEVERAL else ()


def count_numbers(turn: Turn, said: str) -> int:
    """How many numbers the text says, in figures or in words."""
    values = (one.value for one in cut_values(said, all_labels(turn.form)) if one.value)
    return sum(leading_amount(value, whole=False) is not None for value in values)


def count_placed(entries: Sequence[BulkEntry]) -> int:
    """How many of the answers have a row that takes them."""
    return sum(one.is_placed for one in entries)


def are_all_placed(heard: Sequence[BulkEntry], least: int = 1) -> bool:
    """Whether there are so many answers, each for a row that takes it."""
    return len(heard) >= least and count_placed(heard) == len(heard)


def is_beyond_doubt(bursts: Sequence[BulkAnswers]) -> bool:
    """Whether the text has one way to be read, every answer of it sure and without a remark."""
    entries = bursts[0].entries if len(bursts) == 1 else ()
    return bool(entries) and all(one.is_sure and one.remark is None for one in entries)


def is_heard_clearer(turn: Turn, heard: Heard, bursts: Sequence[BulkAnswers]) -> bool:
    """Whether words of labels say what was read otherwise with doubts, or not at all; or what was
    taken for a remark: `kỷ cương tốt, nhiệm vụ khác không phát sinh`."""
    if any(burst.column or burst.notes or "\t" in turn.typed for burst in bursts):
        return False
    if len(bursts) == 1 and all(one.is_sure for one in bursts[0].entries):
        rows = {one.row for one in bursts[0].entries}
        remarked = any(one.remark is not None for one in bursts[0].entries)
        if not remarked or not rows < {one.row for one in heard}:
            return False
        if count_placed(heard) >= SEVERAL:
            return True  # no remark swallows answers
    if any(map(swallows_numbers, bursts[0].entries if len(bursts) == 1 else ())):
        return count_placed(heard) >= SEVERAL
    if len(bursts) == 1 and any(
        isinstance(one.reading, RefusedReading) for one in bursts[0].entries
    ):
        placed = sum(one.is_sure for one in bursts[0].entries)
        if count_placed(heard) >= max(SEVERAL, placed + 1):
            return True  # less is read otherwise
    if bursts and not any(count_placed(burst.entries) for burst in bursts):
        return count_placed(heard) > 0  # nothing is read otherwise
    return are_all_placed(heard, SEVERAL)


def swallows_numbers(entry: BulkEntry) -> bool:
    """Whether an answer in doubt may have further numbers as words beside it: `80 có mặt 77`."""
    known = entry.reading.readings if isinstance(entry.reading, AmbiguousReading) else ()
    remarks = (one.remark or "" for one in known if isinstance(one, ReadValue | ReadState))
    return any(any(map(str.isdigit, remark)) for remark in remarks)


def hear_lines(turn: Turn, bursts: tuple[BulkAnswers, ...]) -> tuple[BulkAnswers, ...]:
    """With a line that names no row, but is a sentence of several answers, heard as that; and with
    a remark behind a comma that answers another row, as the answer of that."""
    if len(bursts) != 1:
        return bursts
    least = SEVERAL if _is_pasted(bursts[0], turn.typed) else 1
    found: list[BulkEntry] = []
    for entry in bursts[0].entries:
        if entry.row is None:
            found.extend(hear_sentence(turn, entry.said, least=least) or (entry,))
        else:
            found.extend(split_other_answer(turn, entry))
    entries = once_each(found)
    heard = entries != bursts[0].entries
    return (bursts[0].model_copy(update={"entries": entries, "heard": heard}),)


def _is_pasted(burst: BulkAnswers, typed: str) -> bool:
    """Whether the lines came from elsewhere, and are not the officer's own words."""
    return "\n" in typed or "\t" in typed or bool(burst.column or burst.notes)


def split_other_answer(turn: Turn, entry: BulkEntry) -> Heard:
    """`tốt, nhiệm vụ khác không phát sinh` is the answer of two rows."""
    said, comma, behind = entry.said.partition(", ")
    if not comma or entry.remark is None or "(" in entry.said or entry.row is None:
        return (entry,)
    section = turn.form.asked_by_heading[turn.form.section_of(entry.row).key]
    clauses = behind.split(", ")
    texts = (_text_of(turn, section, ", ".join(clauses[at:])) for at in range(len(clauses)))
    at, text = next(((at, one) for at, one in enumerate(texts) if one), (len(clauses), None))
    heard = _heard_beside(turn, [key for key in section if key != entry.row], clauses[:at])
    if heard is None or not (heard or text):
        return (entry,)
    last = (text,) if text is not None else ()
    return (read_entry(turn.form, entry.row, said, entry.note), *heard, *last)


def _heard_beside(turn: Turn, keys: Sequence[str], clauses: Sequence[str]) -> Heard | None:
    """The answers of clauses behind another answer; None when they are a remark on that."""
    said = ", ".join(clauses)
    heard = hear_answers(turn.form, keys, said, within=True) if said else ()
    if not said or are_all_placed(heard):
        return heard
    return (read_entry(turn.form, None, said),) if _is_of_nothing(said) else None


def _text_of(turn: Turn, keys: Sequence[str], said: str) -> BulkEntry | None:
    """`nv khác hỗ trợ xã Phú Hữu`: a text behind the label of the row that takes it."""
    words = said.split()
    for row in (turn.form.row(key) for key in keys if turn.form.row(key).is_free_text):
        label = plain_label(BRACKETS.sub(" ", row.title))
        for size in range(1, min(len(words), MOST_NAMED)):
            named = fold_text(" ".join(words_of(" ".join(words[:size]))))
            if " " in label and named == label:
                return read_entry(turn.form, row.key, " ".join(words[size:]))
    return None


def _is_of_nothing(said: str) -> bool:
    """`việc khác không có gì`: that there is none of something is no remark on another row."""
    words = said.split()
    return any(
        telling_words(" ".join(words[:at])) and read_said_state(" ".join(words[at:])) is not None
        for at in range(1, min(len(words), MOST_NAMED))
    )


def names_only(turn: Turn, said: str, key: str) -> bool:
    """Whether the sentence is one answer, and that of this row."""
    return [one.row for one in hear_sentence(turn, said)] == [key]


def _is_listed(turn: Turn) -> bool:
    """Whether several rows stand before the officer, none of them asked before another."""
    return isinstance(turn.session.focus, ListInput)


def _in_hand(turn: Turn) -> tuple[str, ...]:
    """The rows that the officer is likely to speak of: of the list, or of the same section, the
    asked one first."""
    focus = turn.session.focus
    if isinstance(focus, ListInput):
        return (*dict.fromkeys((*turn.open_among(focus.rows), *focus.rows)),)
    if isinstance(focus, Preview):
        lines = [line.entry.row for line in focus.lines if line.entry.row is not None]
        return (*dict.fromkeys((*lines, *(focus.rows or _section_of(turn)))),)
    if turn.session.listed and turn.open_row is None:
        return turn.session.listed
    return _section_of(turn)


def _section_of(turn: Turn) -> tuple[str, ...]:
    key = turn.open_row
    if key is None or key not in turn.form.by_key:
        return ()
    section = turn.form.asked_by_heading[turn.form.section_of(key).key]
    return (*dict.fromkeys((key, *section)),)


def is_of_other_row(turn: Turn, row: Row) -> bool:
    """Whether a state is said of another row by words of its label: `phiếu khảo sát chưa có số,
    thứ sáu nhắc chị`."""
    if len(turn.typed.split()) < LEAST_WORDS:
        return False
    return any(one.row not in (None, row.key) for one in hear_sentence(turn, turn.typed))
