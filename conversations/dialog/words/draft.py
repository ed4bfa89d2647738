"""The report in words to be read in the chat: page by page, and the rows that are not in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from conversations.commands.report import Command
from conversations.dialog.outline import tell_apart_briefly
from conversations.dialog.prompts.keyboard import Buttons, command_button, make_button
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.narrative.report_text import compose_words, text_of
from conversations.narrative.text import UnwrittenRow
from conversations.protocol.events import OpenRow
from conversations.protocol.session import AllWords
from conversations.reports.model import Report
from conversations.reports.report_text import ReportText
from conversations.text.normalize import fold_text, short_number

PAGE = 1_500  # characters of the draft in one message
MOST_UNWRITTEN = 15  # rows that are named
MOST_OPENED = 5  # of these, that have a button
_PAGE = re.compile(r"(?:(?:doc|xem) )?(?:ban thao|bao cao loi)(?: trang)? (?P<page>\d{1,2})")


def open_words(turn: Turn) -> None:
    """The questions of the report in words; a form without it says so."""
    if turn.form.words_asked:
        turn.whole = True
        turn.look_at(AllWords())
    else:
        turn.say("words.absent", guest=turn.report.only is not None)


def read_draft(turn: Turn, argument: str) -> None:
    """A page of the draft."""
    text = text_of(turn.form, turn.report)
    if text is None:
        turn.say("words.absent", guest=turn.report.only is not None)
    else:
        _show_page(turn, text, short_number(argument.removeprefix("trang").strip()) or 1)


def take_page(turn: Turn, text: str) -> bool:
    """`bản thảo 2`, where words are awaited. False for any other text."""
    found = _PAGE.fullmatch(fold_text(text).strip(" ."))
    if found is not None:
        read_draft(turn, found["page"])
    return found is not None


def _show_page(turn: Turn, text: ReportText, number: int) -> None:
    pages = lay_pages(text)
    number = min(max(number, 1), len(pages))
    told = number == len(pages) and not turn.report.filed
    waits = len(list_unwritten(turn.form, turn.report)) if told else 0
    data = {"title": text.title, "page": number, "pages": len(pages), "lines": pages[number - 1]}
    turn.say(
        "words.draft",
        _ways(number, len(pages), waits),
        **data,
        unwritten=waits,
        filed=turn.report.filed,
    )


def _ways(number: int, pages: int, unwritten: int) -> Buttons:
    """To the page before and the next one, to what is not in it, and to the file."""
    turns = [
        command_button(Command.DRAFT, str(at), page=at)
        for at in (number - 1, number + 1)
        if 1 <= at <= pages
    ]
    more = [command_button(Command.UNWRITTEN, count=unwritten)] if unwritten else []
    file = command_button(Command.DOWNLOAD, "báo cáo", words=True)
    return tuple(filter(None, (tuple(turns), (*more, command_button(Command.WORDS), file))))


def lay_pages(text: ReportText) -> list[list[dict[str, Any]]]:
    """The lines of each page; a heading stands on the page of what it is above."""
    pages: list[list[dict[str, Any]]] = [[]]
    room = PAGE
    for block in _blocks(text):
        size = sum(len(line["text"]) for line in block)
        if pages[-1] and size > room:
            pages.append([])
            room = PAGE
        pages[-1] += block
        room -= size
    return pages


def _blocks(text: ReportText) -> Iterator[list[dict[str, Any]]]:
    """Lines that stay together: a paragraph with the headings above it."""
    if text.lead:
        yield [_line(text.lead)]
    for part in text.parts:
        above = [_line(part.heading, heading=True)]
        for point in part.points:
            above += [_line(point.heading, heading=True)] if point.heading else []
            for paragraph in point.paragraphs:
                yield [*above, _line(paragraph)]
                above = []
        if above:
            yield above
    if text.closing:
        yield [_line(text.closing)]


def _line(text: str, *, heading: bool = False) -> dict[str, Any]:
    return {"text": text, "heading": heading}


def list_unwritten(form: Form, report: Report) -> tuple[UnwrittenRow, ...]:
    """The rows that have a sentence and are not in the text, and why."""
    composed = compose_words(form, report)
    return () if composed is None else composed.unwritten


def describe_unwritten(form: Form, rows: Sequence[UnwrittenRow]) -> list[dict[str, str]]:
    """The same by their labels."""
    labels = tell_apart_briefly(form, [one.row for one in rows])
    return [{"key": one.row, "label": labels[one.row], "why": one.why.value} for one in rows]


def show_unwritten(turn: Turn) -> None:
    """The rows that are not in it, why, and the first of them to open."""
    if not turn.form.words_asked:
        open_words(turn)
        return
    rows = list_unwritten(turn.form, turn.report)
    lines = describe_unwritten(turn.form, rows[:MOST_UNWRITTEN])
    open_ = lines[:MOST_OPENED] if turn.report.editable else []
    buttons = tuple((make_button("open", OpenRow(row=one["key"]), **one),) for one in open_)
    data = {"lines": lines, "count": len(rows), "more": len(rows) - len(lines)}
    turn.say("words.unwritten", (*buttons, (command_button(Command.DRAFT),)), **data)
