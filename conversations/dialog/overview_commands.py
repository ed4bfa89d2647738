"""Commands that show something of the report and change nothing of it."""

from __future__ import annotations

from typing import Any

from conversations.commands.report import Command, RunCommand
from conversations.dialog.navigation import with_section
from conversations.dialog.outline import MAX_LIST, describe_place
from conversations.dialog.overview import list_missing, show_overview
from conversations.dialog.prompts.keyboard import Buttons, command_button, make_button
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.forms.places import cells_under
from conversations.forms.row import Row
from conversations.forms.search import find_rows, named_row
from conversations.protocol.events import ListRows, OpenRow
from conversations.protocol.messages import SendChart, SendFile
from conversations.protocol.session import Summary
from conversations.reports.file_request import IN_WORDS, FilePart, read_wanted
from conversations.tables.cell_names import name_cell

MOST_TRENDS = 5  # rows that are named when several are meant
MOST_NAMED = 40  # missing rows that are named one by one; of more, only how many in each group


def show_sections(turn: Turn) -> None:
    """All sections and how far each is, to go to one."""
    data = show_overview(turn.form, turn.report)
    buttons = [
        (make_button("section", RunCommand(command=Command.JUMP, argument=part["key"]), **part),)
        for part in data["sections"]
    ]
    turn.say("sections", (*buttons, (command_button(Command.RESUME),)), **data)


def show_status(turn: Turn) -> None:
    """How much is answered."""
    turn.say("status", **show_overview(turn.form, turn.report))


def show_missing(turn: Turn, argument: str) -> None:
    """What is missing of the report or of a section."""
    named = named_row(turn.form, argument)
    here = named.key if named else None
    groups = list_missing(turn.form, turn.report, here)
    rows = [row for group in groups for row in group["rows"]]
    count = sum(row["count"] for row in rows)
    data = {"groups": groups, "count": count, "brief": len(rows) > MOST_NAMED}
    turn.say("missing", _missing_buttons(groups), **data)


def _missing_buttons(groups: list[dict[str, Any]]) -> Buttons:
    """A few rows can be opened one by one; of many, their groups as lists."""
    rows = [row for group in groups for row in group["rows"]]
    if len(rows) <= MAX_LIST:
        return tuple((make_button("open", OpenRow(row=row["key"]), **row),) for row in rows)
    found = []
    for group in groups[:MAX_LIST]:
        data = {"label": group["group"], "count": sum(row["count"] for row in group["rows"])}
        found.append((make_button("group", ListRows(heading=group["key"]), **data),))
    return tuple(found)


def show_help(turn: Turn) -> None:
    """How to answer the open question, and what may be typed."""
    turn.say("help", **help_data(turn), words=bool(turn.form.words_asked))


def help_data(turn: Turn) -> dict[str, Any]:
    """The facts of the open row for the help message; empty `key` when no row is open."""
    here = turn.open_row
    if here is None:
        return {"key": ""}
    row = turn.form.row(here)
    return describe_place(turn.form, row) | {
        "hint": row.hint or "",
        "kind": row.answer.type if row.answer else "",
        "options": [f"{option.code} = {option.label}" for option in row.codes],
        "example": row.answer.example if row.answer else "",
        "negative": row.answer is not None and row.answer.may_be_negative,
        "basis": row.basis.value if row.basis else "",
        "optional": row.optional,
        "helper": row.helper is not None,
        "checks": [check.message for check in turn.form.checks if _speaks_of(check.rules, here)],
    }


def _speaks_of(rules: tuple[Any, ...], key: str) -> bool:
    return any(f"[{key}]" in rule.must or f"[{key}]" in (rule.when or "") for rule in rules)


def show_summary(turn: Turn, argument: str) -> None:
    """What was answered, of the report or of a section."""
    named = named_row(turn.form, with_section(turn, argument))
    section = turn.form.section_of(named.key).key if named else None
    turn.look_at(Summary(section=section))


def give_file(turn: Turn, argument: str) -> None:
    """The report as the file that is asked for."""
    wanted = read_wanted(argument, turn.form.layouts)
    if wanted is None:
        turn.say("download.how", read=argument, layouts=[one.label for one in turn.form.layouts])
    elif wanted.part is not FilePart.APPENDIX and not turn.form.words_asked:
        turn.say("download.no_words")
    elif wanted.part is not FilePart.APPENDIX and wanted.what not in IN_WORDS:
        turn.say("download.words_only")
    elif wanted.version is not None and not 0 < wanted.version <= turn.report.version:
        turn.say("download.no_version", asked=wanted.version, version=turn.report.version)
    else:
        final = turn.report.filed or wanted.version is not None
        turn.replies.append(SendFile(final=final, wanted=wanted))


def _trend_of(row: Row) -> RunCommand:
    return RunCommand(command=Command.TREND, argument=row.key)


def _label(form: Form, row: Row) -> str:
    return f"{row.key} {row.title}" if row.cell is None else name_cell(form, row)


def give_trend(turn: Turn, argument: str) -> None:
    """The picture of one row over the periods."""
    named = named_row(turn.form, argument)
    found = [named] if named is not None else find_rows(turn.form, argument)
    found = [turn.form.row(key) for row in found for key in cells_under(turn.form, row)] or found
    numeric = [row for row in found if row.holds_number]
    here = turn.open_row if not argument else None
    key = numeric[0].key if len(numeric) == 1 else here
    if key is None or not turn.form.row(key).holds_number:
        labels = [_label(turn.form, row) for row in numeric[:MOST_TRENDS]]
        taps = [make_button("trend.row", _trend_of(row), label=row.title) for row in numeric]
        buttons = tuple((one,) for one in taps[:MOST_TRENDS])
        example = numeric[0].key if numeric else ""
        turn.say("trend.how", buttons, read=argument, labels=labels, example=example)
    else:
        turn.replies.append(SendChart(row=key))
