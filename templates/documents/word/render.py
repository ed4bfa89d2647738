"""The appendix as a Word file, made from a template that a clerk can edit in Word."""

from __future__ import annotations

from conversations.forms.model import Form
from conversations.reports.model import Report
from templates.documents.appendix_table import template_context
from templates.documents.file_names import file_name
from templates.documents.template_check import template_problems
from templates.documents.word.template import fit_template
from templates.loading import catalog

__all__ = ["file_name", "render_word", "template_problems", "word_template"]


def render_word(
    form: Form, report: Report, template: bytes | None = None, layout: str = ""
) -> bytes:
    """The report as a .docx; by the form's own template when none is given, of this layout or
    of the first one.

    The same report gives the same bytes. FileNotFoundError when the form has no template; a
    template that `template_problems` finds fault with may raise jinja2's TemplateError.
    """
    values = template_context(form, report, form.layout(layout).gaps)
    return fit_template(template or word_template(form, layout), values).render(values)


def word_template(form: Form, layout: str = "") -> bytes:
    """The bytes of a layout's Word template; FileNotFoundError when it is not there."""
    name = form.layout(layout).template
    return (catalog.form_root() / form.key / name).read_bytes()
