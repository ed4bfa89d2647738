"""The appendix as a Word file, made from a template that a clerk can edit in Word."""

from __future__ import annotations

import re
import unicodedata
from importlib.resources import files

from conversations.form import Form
from conversations.report import Report
from templates.documents.prepared import prepare
from templates.documents.table import context
from templates.documents.word_check import template_problems

__all__ = ["file_name", "render_word", "template_problems", "word_template"]

_QUARTER = re.compile(r"Quy (IV|III|II|I)\b", re.IGNORECASE)
_ROMAN = {"I": "1", "II": "2", "III": "3", "IV": "4"}


def render_word(form: Form, report: Report, template: bytes | None = None) -> bytes:
    """The report as a .docx; the form's own template when none is given.

    The same report gives the same bytes. FileNotFoundError when the form has no template; a
    template that `template_problems` finds fault with may raise jinja2's TemplateError.
    """
    return prepare(template or word_template(form)).render(context(form, report))


def word_template(form: Form) -> bytes:
    """The bytes of the form's appendix.docx; FileNotFoundError when it has none."""
    return (files("templates") / "forms" / form.key / "appendix.docx").read_bytes()


def file_name(form: Form, report: Report) -> str:
    """A name for the file that every system and channel takes: PL_CCHC-SO_Q1-2023_SLDTBXH.docx."""
    parts = (form.key.upper(), _period(report.period.name), report.unit.abbreviation)
    safe = [_ascii(part)[:40].strip("-") for part in parts]
    return "_".join(["PL", *filter(None, safe)]) + ".docx"


def _period(name: str) -> str:
    """A quarter in short: "Quý I/2023" is Q1-2023; other periods keep their words."""
    plain = _ascii(name).replace("-", " ")
    quarter = _QUARTER.match(plain)
    if quarter is None:
        return plain
    return f"Q{_ROMAN[quarter[1].upper()]}{plain[quarter.end() :]}"


def _ascii(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    plain = letters.encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")
