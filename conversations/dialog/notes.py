"""Notes: the Ghi chú of a row or of a heading."""

from __future__ import annotations

from conversations.dialog.effects import newly_raised, stopped_by
from conversations.dialog.outline import describe_place
from conversations.dialog.row_answers import ask_row, say_not_writable
from conversations.dialog.turn import Turn
from conversations.protocol.preview_states import Preview
from conversations.protocol.row_states import NoteInput
from conversations.protocol.session import Summary
from conversations.text.normalize import fold_text

MAX_NOTE = 1_000  # characters of one note
ERASE = frozenset({"xoa", "xoa ghi chu"})


def start_note(turn: Turn, key: str, text: str) -> None:
    """Take the note at once when it came with the command, otherwise ask for it. A preview that
    stands keeps standing."""
    focus, before = NoteInput(row=key, back_to=turn.open_row), turn.session.focus
    known = turn.report.answer(key).revision
    if text:
        keep_note(turn, focus, text)
        if isinstance(before, Preview):
            turn.decided = True
            turn.look_at(_with_own_note(turn, before, key, known))
            turn.quiet = True
    else:
        turn.look_at(focus)


def _with_own_note(turn: Turn, preview: Preview, key: str, known: int) -> Preview:
    """The preview, whose line of the row knows of the note that was just written."""
    now = turn.report.answer(key).revision
    lines = tuple(
        line.model_copy(update={"revision": now})
        if line.entry.row == key and line.revision == known
        else line
        for line in preview.lines
    )
    return preview.model_copy(update={"lines": lines})


def keep_note(turn: Turn, focus: NoteInput, text: str) -> None:
    """Write the note of the row and return to the question that stood open."""
    row, stored = turn.form.row(focus.row), turn.report.answer(focus.row)
    if not text:
        turn.say("note.empty")
        return
    if len(text) > MAX_NOTE:
        turn.say("note.too_long", read=text[:40], limit=MAX_NOTE, length=len(text))
        return
    if not turn.report.may_write(row.key) and row.answer is not None:
        say_not_writable(turn, row)
        return
    before = turn.report
    note = None if fold_text(text) in ERASE else text
    if note is None and not stored.note:
        turn.say("note.none", **describe_place(turn.form, row))
        ask_row(turn, focus.back_to or turn.next_open(None))
        return
    turn.write(row.key, stored.model_copy(update={"note": note}))
    turn.say(
        "note.saved" if note else "note.erased",
        **describe_place(turn.form, row),
        note=text,
        old=stored.note,
    )
    broken = newly_raised(turn, before)
    if not stopped_by(turn, broken, focus.back_to):
        _return(turn, focus.back_to)


def keep_notes(turn: Turn, notes: dict[str, str]) -> None:
    """Write the notes of several rows, and say which; each as if it came alone."""
    before, back_to = turn.report, turn.open_row
    told: list[dict[str, str]] = []
    for key, text in notes.items():
        row, stored = turn.form.row(key), turn.report.answer(key)
        if len(text) > MAX_NOTE:
            turn.say("note.too_long", read=text[:40], limit=MAX_NOTE, length=len(text))
        elif row.answer is not None and not turn.report.may_write(key):
            guest = turn.report.only is not None and key not in turn.report.only
            code = "row.not_yours" if guest else "row.not_returned"
            turn.say(code, **describe_place(turn.form, row))
        else:
            turn.write(key, stored.model_copy(update={"note": text}))
            told.append({"label": row.title, "note": text})
    if told:
        turn.say("notes.saved", lines=told, count=len(told))
    broken = newly_raised(turn, before)
    if not stopped_by(turn, broken, back_to):
        _return(turn, back_to)


def _return(turn: Turn, back_to: str | None) -> None:
    """To the question that stood open; who was at the summary stays there."""
    if not isinstance(turn.session.focus, Summary):
        ask_row(turn, back_to or turn.next_open(None))
