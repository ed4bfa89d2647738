"""A note that is told in a sentence of one's own: `giờ ghi chú cho tỷ lệ hoàn thành: …`, `dòng 1 cô
ghi chú thêm: …`, `xóa ghi chú dòng 22`."""

from __future__ import annotations

import re

from conversations.bulk.extras import find_noted
from conversations.bulk.told_notes import ToldNote, asks_for_note, part_note
from conversations.commands.report import Command, RunCommand
from conversations.forms.model import Form
from conversations.forms.search import is_label, named_row
from conversations.text.normalize import fold_text, short_number
from conversations.text.polite_words import FOLDED

LONGEST = 1_200  # characters
LONGEST_ERASURE = 80
ERASED = "xóa"
_ERASES = re.compile(
    r"(?:xoa|bo|go|huy|hoan tac)(?: (?:cai|dum|giup|gium))* (?:ghi chu|gc|chu thich)"
    r"(?: (?:vua roi|vua ghi|luc nay|hoi nay|nay|do|cu))?"
    r"(?: (?:(?:cua|o|cho) )?(?P<row>(?:dong|cau|chi tieu) )?(?:muc )?(?:so )?"
    rf"(?P<place>(?!(?:{FOLDED}|di|luon)\b)\S.{{0,50}}?))?(?: (?:{FOLDED}|di|luon))*[ .!]*"
)
_ADDS = ("them ghi chu", "nho ghi chu", "them gc", "nho gc")
_COMPLAINT = re.compile(  # `em ghi nhầm chỗ rồi, xóa ghi chú …`
    r"[^,.;:]{0,50}\b(?:nham|lon|sai|khong phai)\b[^,.;:]{0,20}[,.;]\s*"
)


def read_note_wish(form: Form, text: str, *, shown: int, own_words: bool) -> RunCommand | None:
    """The command to write a note, or to erase it, of a row that the text tells of; None for
    another text. Where any words may be the answer, the row must be a known one. `shown`: how many
    rows stand under numbers."""
    if len(text) > LONGEST or "\n" in text:
        return None
    if (erasure := _erasure(text)) is not None:
        return erasure
    note = part_note(text)
    begun = not own_words or fold_text(text).startswith(_ADDS)  # else it may be a text
    if note is None and begun and (words := asks_for_note(text)):
        return RunCommand(command=Command.NOTE, argument=words)
    if note is None or note.of_group:
        return None
    if not note.told and not is_label(form, note.place):
        return None
    if own_words and not _is_known(form, note, shown):
        return None
    words = note.words.strip()
    return RunCommand(command=Command.NOTE, argument=f"cho {note.named}: {words}")


def _erasure(text: str) -> RunCommand | None:
    if len(text) > LONGEST_ERASURE:
        return None
    said = fold_text(text)
    found = _ERASES.fullmatch(_COMPLAINT.sub("", said)) or _ERASES.fullmatch(said)
    if found is None:
        return None
    place = found["place"]
    row = found["row"] if place and place.isdecimal() else None
    argument = f"cho {row or ''}{place}: {ERASED}" if place else ERASED
    return RunCommand(command=Command.NOTE, argument=argument)


def _is_known(form: Form, note: ToldNote, shown: int) -> bool:
    if not note.words.strip():
        return False
    if note.row and note.place.isdecimal():
        return True  # `ghi chú dòng 5 là …` is no text, whatever row is meant
    if note.is_of_open_row:
        return True
    number = short_number(note.place)
    if number is not None:
        return 1 <= number <= shown
    return named_row(form, note.place) is not None or bool(find_noted(form, (), note.place))
