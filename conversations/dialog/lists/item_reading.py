"""What a text typed at the question of a list may be, in the order in which it is tried."""

from __future__ import annotations

import re

from conversations.answers.values import AnswerState
from conversations.bulk.model import BulkAnswers
from conversations.bulk.said_states import read_said_state
from conversations.calendar.dates import local_day
from conversations.dialog import preview
from conversations.dialog.effects import newly_raised, stopped_by, tell_consequences
from conversations.dialog.lists.item_changes import (
    ask_to_remove,
    close_list,
    find_items,
    rename_item,
    tell_items,
)
from conversations.dialog.lists.list_at_hand import first_open_cell, list_at_hand
from conversations.dialog.previews.lines import is_sure
from conversations.dialog.previews.storage import store_each
from conversations.dialog.row_answers import ask_row, handle_reading, say_not_writable
from conversations.dialog.tables.contradictions import find_contradictions
from conversations.dialog.turn import Turn
from conversations.forms.dated import date_form
from conversations.forms.model import Row
from conversations.parsing.result import AmbiguousReading, ReadState
from conversations.protocol.session import RowQuestion, ValueChoice
from conversations.reports.formatting import print_answer
from conversations.tables.item_answers import ReadItems, answer_items
from conversations.tables.item_lines import read_item_lines
from conversations.text.normalize import fold_text

LONGEST = 80  # characters of words about the list itself
_POLITE = r"(?:[ ,.!]+(?:di|nhe|nha|a|em|oi|giup|cho|chi|anh|minh|roi|thoi|luon|nao|la))*[ .!]*"
_END = re.compile(
    r"(?:(?:da|vang|the la|vay la|nhu vay la|chi co the|chi the|co the) )*"
    rf"(?:het|xong|du|khong con|khong con gi|ket thuc)"
    rf"(?: (?:danh sach|muc|roi|nua|viec|gi|tat ca|ca|phan nay|muc nay))*{_POLITE}"
)
_REMOVE = re.compile(
    r"(?:bo|xoa|huy|loai)(?: di)?(?: (?:dong|muc|so|thu|cai|mat hang))?\s+(?P<what>\S.*)", re.I
)
_ALL = re.compile(rf"(?:bo|xoa|huy)(?: di)? (?:het|ca danh sach|tat ca|toan bo|ca){_POLITE}")
_ADD = re.compile(
    r"(?:thêm|them)(?:\s+(?:mục|muc|dòng|dong))?(?:\s*:)?(?:\s+(?P<item>\S.*))?", re.I | re.S
)
_RENAME = re.compile(
    r"(?:đổi tên|doi ten|sửa tên|sua ten|đổi|doi)\s+(?:(?:dòng|dong|mục|muc|số|so)\s+)?(?P<old>.+?)"
    r"\s*(?:\s(?:thành|thanh|là|la)\s|[:=]|->|→)\s*(?P<new>\S.*)",
    re.I,
)


def take_for_list_row(turn: Turn, row: Row, focus: RowQuestion | ValueChoice, text: str) -> bool:
    """Take a text at the question of a list. False when it is nothing of it."""
    turn.about = row.key
    if not turn.report.may_write(row.key):
        say_not_writable(turn, row)
        return True
    folded = fold_text(text) if len(text) <= LONGEST else ""
    if _END.fullmatch(folded):
        close_list(turn, row)
        return True
    return (
        _takes_state(turn, row, focus, text)
        or _removes(turn, row, text, folded)
        or _renames(turn, row, text)
        or _adds(turn, row)
    )


def _takes_state(turn: Turn, row: Row, focus: RowQuestion | ValueChoice, text: str) -> bool:
    """`không phát sinh`: said of a list that has nothing in it."""
    said = read_said_state(text)
    if not isinstance(said, ReadState | AmbiguousReading):
        return False
    if list_at_hand(turn.form, turn.report, row).own:
        tell_items(turn, row)
    else:
        handle_reading(turn, row, focus.revision, said, focus.back_to)
    return True


def _removes(turn: Turn, row: Row, text: str, folded: str) -> bool:
    own = list_at_hand(turn.form, turn.report, row).own
    if own and _ALL.fullmatch(folded):
        ask_to_remove(turn, row, own)
        return True
    found = _REMOVE.fullmatch(folded)
    if found is None:
        return False
    names = find_items(turn, row, found["what"]) or find_items(turn, row, text.split(maxsplit=1)[1])
    if names:
        ask_to_remove(turn, row, names)
    else:
        turn.say("items.which", read=text, names=_numbered(own), count=len(own))
        turn.quiet = True
    return True


def _renames(turn: Turn, row: Row, text: str) -> bool:
    found = _RENAME.fullmatch(text.strip())
    if found is None:
        return False
    names = find_items(turn, row, found["old"])
    if len(names) != 1:
        return False
    rename_item(turn, row, names[0], found["new"].strip(' ."“”'))
    return True


def _numbered(names: object) -> list[str]:
    return [f"{n}. {name}" for n, name in enumerate(names, 1)][:6]  # type: ignore[arg-type,var-annotated]


def _adds(turn: Turn, row: Row) -> bool:
    """Items, one in a line, with their figures or without."""
    said = turn.typed.strip("\n ")
    if (add := _ADD.fullmatch(said)) is not None:
        if add["item"] is None:
            turn.say("items.how", title=row.title)
            return True
        said = add["item"]
    ways = read_items(turn, row, said)
    if not ways:
        return False
    if len(ways) > 1:
        preview.preview_readings(turn, tuple(one.burst for one in ways), said, ())
    elif _is_clear(turn, ways[0]):
        _store(turn, row, ways[0])
    else:
        _with_form(turn, ways[0])
        preview.preview_readings(turn, (ways[0].burst,), said, ())
        turn.fit_form()
    return True


def read_items(turn: Turn, row: Row, said: str) -> tuple[ReadItems, ...]:
    """The ways to read the text as items of the list; none where it has no names."""
    here = list_at_hand(turn.form, turn.report, row)
    cells = len(here.form.blocks_by_key[here.growth.table].columns)
    lines = read_item_lines(said, (*here.own, *here.known), cells)
    return answer_items(here, lines) if lines else ()


def _with_form(turn: Turn, way: ReadItems) -> None:
    turn.form = date_form(way.form, turn.report.period, local_day(turn.now))


def _is_clear(turn: Turn, way: ReadItems) -> bool:
    """Whether all of it can be stored, and nothing is written over."""
    _with_form(turn, way)
    lines = preview.number_entries(turn, way.burst.entries)
    list_rows = {one.names for one in turn.form.growths}
    return (
        all(
            is_sure(turn, line)
            and (
                line.entry.row in list_rows
                or turn.report.answer(str(line.entry.row)).state
                in (AnswerState.BLANK, AnswerState.PENDING)
            )
            for line in lines
        )
        and bool(lines)
        and not find_contradictions(turn.form, turn.report, way.burst.entries)
    )


def _store(turn: Turn, row: Row, way: ReadItems) -> None:
    """Store the items and say what each says; then what they lack, or the list again."""
    before = turn.report
    store_each(turn, preview.number_entries(turn, way.burst.entries))
    turn.fit_form()
    told = [_told(turn, way.burst, key) for key in _lines_of(turn, way)]
    turn.say("items.added", items=told, count=len(told), new=len(way.new))
    tell_consequences(turn, before)
    following = first_open_cell(turn, row) or row.key
    if not stopped_by(turn, newly_raised(turn, before), following):
        ask_row(turn, following)


def _lines_of(turn: Turn, way: ReadItems) -> list[str]:
    """The items that were spoken of."""
    growths = {one.place: one for one in turn.form.growths}
    cells = [
        str(one.row).partition(":")[0]
        for one in way.burst.entries
        if one.row is not None and str(one.row).partition(":")[0].rpartition(".")[0] in growths
    ]
    names = {
        line.key: turn.form.row(line.key).title
        for block in turn.form.blocks
        for line in block.lines
        if line.is_item
    }
    new = [key for key, name in names.items() if name in way.new]
    return [*dict.fromkeys((*new, *cells))]


def _told(turn: Turn, burst: BulkAnswers, key: str) -> dict[str, object]:
    values = [
        print_answer(turn.form.row(str(one.row)), turn.report.answer(str(one.row)))
        for one in burst.entries
        if one.row is not None and str(one.row).partition(":")[0] == key
    ]
    return {"name": turn.form.row(key).title, "values": " · ".join(values)}
