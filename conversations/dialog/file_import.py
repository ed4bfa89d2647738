"""An appendix that the officer sent: the unit's earlier report, or this one filled in a file."""

from __future__ import annotations

from conversations.answers.item_names import compare_name
from conversations.answers.values import Answer, AnswerState, Names
from conversations.bulk.filed_cells import read_cell
from conversations.bulk.model import BulkEntry, read_entry
from conversations.calendar.periods import Period, kind_of, previous_period
from conversations.dialog import preview
from conversations.dialog.file_reply import describe_comparison
from conversations.dialog.ownership_check import names_unit
from conversations.dialog.prompts.keyboard import file_buttons
from conversations.dialog.submission import say_locked
from conversations.dialog.turn import Turn
from conversations.parsing.result import as_reading
from conversations.protocol.preview_states import FileImport
from conversations.reports.file_comparison import FileComparison
from conversations.reports.previous import FiledAppendix
from conversations.reports.printed_answers import print_answer


def preview_file(turn: Turn, filed: FiledAppendix, compared: FileComparison | None = None) -> None:
    """Show what was understood, and ask whether it may be kept. A file of a report that was
    handed in is first held against it."""
    ours = turn.report.period
    if filed.periods:  # it is asked which
        turn.look_at(FileImport(filed=filed, period=filed.periods[0], back_to=turn.open_row))
        return
    period = filed.period or previous_period(ours)
    this_one = period.end == ours.end and kind_of(period) is kind_of(ours)
    if compared is not None and this_one and not turn.report.editable:
        turn.replies.append(describe_comparison(compared, (file_buttons(filed=True),)))
        return
    if compared is not None:
        turn.replies.append(describe_comparison(compared))
        filed = filed.model_copy(update={"signatures": ()})  # they were just told
    if this_one:
        _fill(turn, filed)
    elif period.end >= ours.start:
        turn.say("file.period", read=period.name, ours=turn.report.period_name)
    else:
        turn.look_at(FileImport(filed=filed, period=period, back_to=turn.open_row))


def take_period(turn: Turn, filed: FiledAppendix, period: Period) -> None:
    """The officer says what period the file is of."""
    turn.decided = True
    preview_file(turn, filed.model_copy(update={"period": period, "periods": ()}))


def _fill(turn: Turn, filed: FiledAppendix) -> None:
    """The file is of this very period: its answers are previewed for this report."""
    if not turn.report.editable:
        say_locked(turn)
        return
    turn.fit_form(filed)
    filed = _with_own_items(turn, filed)
    entries = tuple(
        BulkEntry(row=key, said="", reading=as_reading(answer), note=answer.note)
        for key, answer in filed.answers.items()
        if answer.state is not AnswerState.BLANK and _differs(turn, key, answer)
    )
    entries += tuple(read_cell(turn.form, one) for one in filed.unread)
    entries += tuple(read_entry(turn.form, None, line) for line in filed.unplaced)
    notes = {
        key: answer.note
        for key, answer in filed.answers.items()
        if answer.note and _is_note_alone(turn, key, answer)
    }
    if entries or notes:
        foreign = filed.title and not names_unit(turn.report, filed.title)
        warnings = ("preview.other_unit",) if foreign else ()
        preview.show_file(turn, entries, notes, warnings, filed)
    else:
        turn.say("file.same", name=filed.file_name)


def _with_own_items(turn: Turn, filed: FiledAppendix) -> FiledAppendix:
    """The file with the items that a list has already before those that it adds: none is taken out
    because a file does not have it. Lists come before the cells of their items."""
    lists: dict[str, Answer] = {}
    for one in turn.form.growths:
        found, own = filed.answers.get(one.names), turn.report.answer(one.names).value
        if found is None or not isinstance(found.value, Names):
            continue
        mine = own.names if isinstance(own, Names) else ()
        known = {*map(compare_name, mine)}
        names = (*mine, *(name for name in found.value.names if compare_name(name) not in known))
        lists[one.names] = found.model_copy(update={"value": Names(names=names, closed=True)})
    return filed.model_copy(update={"answers": {**lists, **filed.answers, **lists}})


def _differs(turn: Turn, key: str, answer: Answer) -> bool:
    row, stored = turn.form.row(key), turn.report.answer(key)
    if row.computed is not None:
        return False
    known = stored.state is not AnswerState.BLANK
    same_note = answer.note in (None, stored.note)
    return not (known and same_note and print_answer(row, stored) == print_answer(row, answer))


def _is_note_alone(turn: Turn, key: str, answer: Answer) -> bool:
    bare = answer.state is AnswerState.BLANK or turn.form.row(key).computed is not None
    return bare and answer.note != turn.report.answer(key).note
