"""Files that come together are taken in turn: while one stands before the officer, the next one
waits, and is shown when that one is dealt with."""

from __future__ import annotations

from conversations.dialog import file_import
from conversations.dialog.previews.left_out import keep_examples
from conversations.dialog.previews.unsaved import find_unsaved
from conversations.dialog.turn import Turn
from conversations.protocol.events import FileSent
from conversations.protocol.preview_states import FileImport, Preview, PreviewSource, UnsavedWork
from conversations.protocol.row_states import ListInput, RowQuestion
from conversations.protocol.session import Start, Summary

MOST_WAITING = 5  # files of one officer


def take_file(turn: Turn, sent: FileSent) -> None:
    """Show what was understood of a file, or say that it waits."""
    sent = sent.model_copy(update={"filed": keep_examples(sent.filed)})
    name, waiting = sent.filed.file_name, turn.session.waiting
    first = _name_of_first(turn)
    if first is None:
        file_import.preview_file(turn, sent.filed, sent.compared)
    elif len(waiting) >= MOST_WAITING:
        turn.say("file.too_many_wait", name=name, first=first, limit=MOST_WAITING)
        turn.quiet = True
    else:
        turn.session = turn.session.model_copy(update={"waiting": (*waiting, sent)})
        turn.say("file.waits", name=name, first=first, count=len(waiting) + 1)
        turn.quiet = True


def open_next_file(turn: Turn) -> None:
    """Show the file that waits, once nothing else is to be decided."""
    while turn.session.waiting and _is_free(turn):
        sent, *left = turn.session.waiting
        turn.session = turn.session.model_copy(update={"waiting": tuple(left)})
        turn.quiet = False
        turn.say("file.next", name=sent.filed.file_name)
        file_import.preview_file(turn, sent.filed, sent.compared)


def _name_of_first(turn: Turn) -> str | None:
    """The file that stands before the officer, empty where it has no name by now; None when there
    is none."""
    focus = turn.session.focus
    match find_unsaved(focus):
        case FileImport(filed=filed):
            return filed.file_name
        case Preview(source=PreviewSource.FILE):
            return ""
    if isinstance(focus, UnsavedWork) and focus.file is not None:
        return focus.file.filed.file_name
    return "" if turn.session.waiting and not _is_free(turn) else None


def _is_free(turn: Turn) -> bool:
    return isinstance(turn.session.focus, RowQuestion | ListInput | Summary | Start)
