"""What a text typed at the question of a list may be, in the order in which it is tried."""

from __future__ import annotations

import re
from collections.abc import Sequence

from conversations.bulk.said_states import read_said_state
from conversations.dialog.lists.item_changes import (
    ask_to_remove,
    close_list,
    find_items,
    rename_item,
    tell_items,
)
from conversations.dialog.lists.list_at_hand import list_at_hand, list_of_item
from conversations.dialog.lists.new_items import add_items, are_item_lines
from conversations.dialog.lists.told_additions import tell_items_apart
from conversations.dialog.lists.told_items import without_title
from conversations.dialog.row_answers import handle_reading, say_not_writable
from conversations.dialog.turn import Turn
from conversations.forms.growth import item_key
from conversations.forms.row import Row
from conversations.parsing.result import AmbiguousReading, ReadState
from conversations.protocol.row_states import RowQuestion, ValueChoice
from conversations.speech.consent import read_consent
from conversations.text.normalize import fold_text
from conversations.text.polite_words import FOLDED

LONGEST = 80  # characters of words about the list itself
_POLITE = r"(?:[ ,.!]+(?:" + FOLDED + "|di|roi|thoi|luon|nao|la))*[ .!]*"
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
_OF_LIST = re.compile(
    r"(?:(?:xoa|bo|huy|loai)(?: di)?|them) (?:muc|mat hang|dong moi)\b.*|(?:doi|sua) ten\b.+"
)
_THIS = re.compile(r"(?:mục|muc|mặt hàng|mat hang|dòng|dong) (?:này|nay)\b", re.I)


def is_for_list(text: str) -> bool:
    """Whether a text typed at the question of a list is for it, though it may sound like something
    else: its end, items taken out or named otherwise, or items with their figures."""
    folded = fold_text(text) if len(text) <= LONGEST else ""
    patterns = (_END, _REMOVE, _ALL)
    if folded and any(one.fullmatch(folded) for one in patterns):
        return True
    if _RENAME.fullmatch(text.strip()) or _ADD.fullmatch(text.strip()):
        return True
    lines = text.strip().splitlines()
    return len(lines) > 1 or are_item_lines(text)


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


def speaks_of_list(text: str) -> bool:
    """Whether a text typed at an item's cells is of the list: `xóa mục này`, `đổi tên mục 2 …`."""
    return len(text) <= 2 * LONGEST and _OF_LIST.fullmatch(fold_text(text)) is not None


def take_from_item(turn: Turn, keys: Sequence[str], text: str) -> bool:
    """Do what such a text says. False where these are no cells of an item, or it says nothing."""
    row = list_of_item(turn.form, keys)
    if row is None or not speaks_of_list(text) or not turn.report.may_write(row.key):
        return False
    own = list_at_hand(turn.form, turn.report, row)
    lines = [item_key(own.growth.place, name) for name in own.own]
    at = lines.index(keys[0].partition(":")[0]) + 1
    said = _THIS.sub(f"mục {at}", text)
    turn.typed = said
    folded = fold_text(said)
    return _removes(turn, row, said, folded) or _renames(turn, row, said) or _adds(turn, row)


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
    """Items, perhaps behind `thêm`."""
    said = without_title(row, turn.typed.strip("\n "))
    add = _ADD.fullmatch(said)
    if add is not None and add["item"] is None:
        turn.say("items.how", title=row.title)
        return True
    if (told := tell_items_apart(turn, row, said)) is not None:
        return told
    if add is not None:
        return add_items(turn, row, add["item"], sure=True)
    return read_consent(said) is None and add_items(turn, row, said)
