"""The appendix as a Word file, made from a template that a clerk can edit in Word."""

from __future__ import annotations

import errno

from conversations.forms.growth import fit_form
from conversations.forms.model import Form
from conversations.reports.model import Report
from templates.documents.appendix_table import template_context
from templates.documents.file_names import file_name
from templates.documents.template_check import template_problems
from templates.documents.word.blocks.form_template import make_template
from templates.documents.word.template import fit_template

__all__ = ["file_name", "is_made", "render_word", "template_problems", "word_template"]


def render_word(
    form: Form, report: Report, template: bytes | None = None, layout: str = ""
) -> bytes:
    """The report as a .docx; by the form's own template when none is given, of this layout or
    of the first one.

    The same report gives the same bytes. FileNotFoundError when the form has no template; a
    template that `template_problems` finds fault with may raise jinja2's TemplateError.
    """
    form = fit_form(form, report.answers)
    values = template_context(form, report, form.layout(layout).gaps)
    chosen = template or word_template(form, layout, report)
    return fit_template(chosen, values).render(values)


def word_template(form: Form, layout: str = "", report: Report | None = None) -> bytes:
    """The bytes of a layout's Word template; FileNotFoundError when it is not there. A form of
    blocks that has none in its folder is laid out as it was issued, wide enough for this report."""
    if is_made(form, layout):
        return make_template(form, report)
    one = form.layout(layout)
    if one.content is None:
        raise FileNotFoundError(errno.ENOENT, "no Word template", f"{form.key}/{one.template}")
    return one.content


def is_made(form: Form, layout: str = "") -> bool:
    """Whether the layout has no Word template of its own and is made from the form."""
    one = form.layout(layout)
    return bool(form.blocks) and (one.content is None or not one.template.endswith(".docx"))
