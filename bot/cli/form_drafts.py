"""`phuluc form draft`: a ministry's blank form in Word or Excel, recognised."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.administration import AdminError
from bot.runtime.language import tell

if TYPE_CHECKING:  # to start quickly
    from templates.form_draft.found_forms import FoundForms
    from templates.form_draft.model import DraftTable, FormDraft

MOST = 20  # doubts that are named


def draft(
    path: Annotated[
        Path, typer.Argument(metavar="FILE", help="The ministry's blank form: .docx or .xlsx.")
    ],
    key: Annotated[str, typer.Option("--as", metavar="KEY", help="The key of the new form.")],
    only: Annotated[
        str,
        typer.Option(help="Of several forms in the file: its number, its code, or its title."),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Recognise a blank form: its tables, columns, rows and rules, and what a person must
    decide."""
    from templates.form_draft.draft_json import print_draft

    found = read_draft(path, key, only)
    if as_json:
        print(json.dumps(print_draft(found), ensure_ascii=False, indent=2))
        return
    for line in _summary(found):
        print(line)


def read_draft(path: Path, key: str, only: str = "") -> FormDraft:
    """The draft of the form in a file; AdminError, with the way out, when there is none or it is
    not clear which is meant."""
    import asyncio

    from bot.runtime.logs import set_up_logging
    from bot.simulation.cells_json import say_plainly
    from templates.appendix_import.errors import FileRefusedError

    set_up_logging("ERROR", "text")
    try:
        found = asyncio.run(_read(path, key, only))
    except FileRefusedError as error:
        raise AdminError(f"{path.name}: {say_plainly(error.code, error.data)}") from error
    except OSError as error:
        raise AdminError(tell("{file} cannot be read", file=path)) from error
    if found.draft is not None:
        return found.draft
    if not found.titles:
        said = (
            "{file}: no table with a head and no outline of headings was found in it; send the "
            "blank form itself, as a .docx or .xlsx file with its table"
        )
        raise AdminError(tell(said, file=path.name))
    titles = "\n".join(f"  {number}. {title}" for number, title in enumerate(found.titles, 1))
    said = "{file} holds {count} forms; name one with --only and its number:"
    raise AdminError(f"{tell(said, file=path.name, count=len(found.titles))}\n{titles}")


async def _read(path: Path, key: str, only: str) -> FoundForms:
    """By a process of its own, as all foreign files."""
    from bot.runtime.reader_pool import ReaderPool
    from templates.appendix_import.limits import MAX_BYTES

    with path.open("rb") as file:
        content = file.read(MAX_BYTES + 1)
    pool = ReaderPool(readers=1)
    try:
        return await pool.draft_form(key, path.name, content, only)
    finally:
        await pool.close()


def _summary(found: FormDraft) -> list[str]:
    lines = [found.title or tell("(no title found)")]
    about = (
        (tell("Code"), found.code),
        (tell("Issued by"), found.issued_by),
        (tell("Periods"), ", ".join(found.period_kinds)),
    )
    lines += [f"{name}: {said}" for name, said in about if said]
    lines += [_table_line(number, one) for number, one in enumerate(found.tables, 1)]
    if found.facts:
        lines.append(tell("{count} values outside of tables", count=len(found.facts)))
    lines.append(tell("{count} rules", count=len(found.rules)))
    lines += [f"! {said}" for said in found.unclear]
    for doubt in found.doubts[:MOST]:
        ways = " / ".join(reading.words for reading in doubt.readings)
        lines.append(f"? {doubt.question} ({ways})")
    if len(found.doubts) > MOST:
        lines.append(tell("  … and {count} more", count=len(found.doubts) - MOST))
    return lines


def _table_line(number: int, table: DraftTable) -> str:
    if table.kind == "narrative":
        said = "Outline {number}: {rows} headings"
        return tell(said, number=number, rows=len(table.rows))
    said = "Table {number}: {rows} rows × {columns} columns"
    line = tell(said, number=number, rows=len(table.rows), columns=len(table.columns))
    if table.kind == "list":
        line = f"{line} ({tell('a list that grows')})"
    return line + (f": {table.title}" if table.title else "")
