"""The report in words as Word and PDF, in the layout of Decree 30/2020, form 1.4: alone, or with
the appendix behind it in the same file."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from conversations.forms.growth import fit_form
from conversations.forms.model import Form
from conversations.narrative.report_text import text_of
from conversations.reports.model import Report
from conversations.reports.report_text import ReportText
from templates.documents.appendix_table import template_context
from templates.documents.pdf.render import appendix_parts, describe_pdf, typeset_pages
from templates.documents.safe_text import clean_xml_text
from templates.documents.word.render import word_template
from templates.documents.word.template import pack_parts, prepare_template
from templates.documents.words.joined import Parts, join_files


def render_words(form: Form, report: Report, layout: str = "", *, whole: bool = False) -> bytes:
    """The report in words as a .docx; `whole`: with the appendix in this layout behind it. The
    same report gives the same bytes. ValueError for a form that has no report in words."""
    form = fit_form(form, report.answers)
    words = _words_parts(form, report)
    if not whole:
        return pack_parts(words)
    appendix = appendix_parts(form, report, layout, word_template(form, layout, report))
    return pack_parts(join_files(words, appendix))


def render_words_pdf(form: Form, report: Report, layout: str = "", *, whole: bool = False) -> bytes:
    """The same as a PDF/A-2b, page by page as in Word."""
    form = fit_form(form, report.answers)
    appendix = [appendix_parts(form, report, layout)] if whole else []
    return typeset_pages([_words_parts(form, report), *appendix], describe_pdf(form, report))


def _words_parts(form: Form, report: Report) -> Parts:
    """The parts of the Word file, by name."""
    text = text_of(form, report)
    if text is None:
        message = f"form {form.key} has no report in words"
        raise ValueError(message)
    values = template_context(form, report, "blank") | {"report": _printed(text)}
    return {**prepare_template(_template()).rendered(values)}


def _printed(text: ReportText) -> dict[str, Any]:
    """The text as the template may name it, each line as a file can hold it."""
    return {
        "title": clean_xml_text(text.title),
        "lead": clean_xml_text(text.lead),
        "closing": clean_xml_text(text.closing),
        "basis": _clean(text.basis),
        "addressed": _clean(text.addressed),
        "receivers": _clean(text.receivers),
        "parts": [
            {
                "heading": clean_xml_text(part.heading),
                "points": [
                    {
                        "heading": clean_xml_text(point.heading),
                        "paragraphs": _clean(point.paragraphs),
                    }
                    for point in part.points
                ],
            }
            for part in text.parts
        ],
    }


def _clean(lines: tuple[str, ...]) -> list[str]:
    """The lines as paragraphs: one that has several is so many."""
    cleaned = (clean_xml_text(one) for line in lines for one in line.splitlines())
    return [one for one in cleaned if one]


@cache
def _template() -> bytes:
    return (files("templates.documents.words") / "report.docx").read_bytes()
