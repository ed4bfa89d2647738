"""The report in words as its reviewer reads it, and what a new version says otherwise in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.workflow.context import Buttons, RequestContext, name_report
from conversations.dialog.prompts.keyboard import make_button
from conversations.dialog.words.draft import lay_pages
from conversations.dialog.words.prompt import list_words
from conversations.narrative.report_text import text_of
from conversations.protocol.messages import Button
from conversations.reports.file_request import FileFormat, FilePart
from conversations.reports.text_changes import TextChange, compare_texts
from conversations.text.normalize import shorten_text
from conversations.workflow.permissions import Permission
from conversations.workflow.report_requests import GetReportFile, LookInto, ReadWords
from storage.reports.submissions import Submitted

MOST_CHANGED = 10  # paragraphs that are told
SHORT = 160  # characters of one of them


async def read_words(ctx: RequestContext, request: ReadWords) -> None:
    """One page of the words, as they were handed in; on the last one the questions by the numbers
    under which they are sent back."""
    unit, report, form = await ctx.report(Permission.READ, request.report)
    text = text_of(form, report)
    if text is None:
        ctx.say("words.of_none", **name_report(unit, report))
        return
    pages = lay_pages(text)
    page = min(max(request.page, 1), len(pages))
    is_last = page == len(pages)
    data: dict[str, Any] = {
        **name_report(unit, report),
        "title": text.title,
        "page": page,
        "pages": len(pages),
        "lines": pages[page - 1],
        "asked": list_words(form, report) if is_last else [],
        "filed": report.filed,
    }
    ctx.say("words.read", _ways(request.report, page, len(pages)), **data)


def _ways(report: int, page: int, pages: int) -> Buttons:
    turns = tuple(
        make_button("words.page", ReadWords(report=report, page=at), page=at)
        for at in (page - 1, page + 1)
        if 1 <= at <= pages
    )
    back = make_button("look.head", LookInto(report=report))
    files = tuple(words_files(report))
    return tuple(filter(None, (turns, files, (back,))))


def words_files(report: int) -> list[Button]:
    """The words as a file, alone and with the appendix."""
    return [
        Button(
            code=f"button.download.{part.value}",
            action=GetReportFile(report=report, what=FileFormat.WORD, part=part),
        )
        for part in (FilePart.WORDS, FilePart.WHOLE)
    ]


def text_changes(found: Sequence[Submitted]) -> tuple[TextChange, ...]:
    """The paragraphs that the newest submission has otherwise than the one before."""
    return compare_texts(found[-2].text, found[-1].text) if len(found) > 1 else ()


def changed_words(found: Sequence[Submitted]) -> dict[str, Any]:
    """What the newest submission says otherwise than the one before, in the words that its
    sentences and its officer have."""
    changes = text_changes(found)
    return {
        "words": [_shorten(one) for one in changes[:MOST_CHANGED]],
        "more_words": max(0, len(changes) - MOST_CHANGED),
        "count_words": len(changes),
    }


def _shorten(change: TextChange) -> dict[str, str]:
    return {"old": shorten_text(change.old, SHORT), "new": shorten_text(change.new, SHORT)}
