"""The appendix as a PDF: the very page of its Word layout, set by typst with our own font."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conversations.forms.growth import fit_form
from conversations.forms.model import Form
from conversations.reports.model import Report
from conversations.reports.seal import make_seal
from templates.documents.appendix_table import printed_seal, template_context
from templates.documents.pdf.page_model import find_unprintable, read_page
from templates.documents.safe_text import clean_xml_text
from templates.documents.typst_runner import typeset_source
from templates.documents.word.blocks.form_template import make_template
from templates.documents.word.render import word_template
from templates.documents.word.template import fit_template, unpack_word


def render_pdf(
    form: Form, report: Report, template: bytes | None = None, layout: str = ""
) -> bytes:
    """The report as a PDF/A-2b of the page that `render_word` gives. The same report gives the
    same bytes; its code and hash stand among the keywords."""
    form = fit_form(form, report.answers)
    parts = appendix_parts(form, report, layout, template)
    return typeset_pages([parts], describe_pdf(form, report))


def appendix_parts(
    form: Form, report: Report, layout: str = "", template: bytes | None = None
) -> Mapping[str, bytes | str]:
    """The parts of the Word file whose pages are set, by name."""
    values = template_context(form, report, form.layout(layout).gaps)
    return fit_template(template or _template(form, report, layout), values).rendered(values)


def describe_pdf(form: Form, report: Report) -> dict[str, Any]:
    """What a PDF of this report says of itself."""
    sealed, day = printed_seal(make_seal(report)), report.period.end
    return {
        "title": clean_xml_text(f"{form.title} {report.period.name} {report.unit.name}"),
        "keywords": [sealed["code"], sealed["hash"]] if sealed["code"] else [],
        "date": [day.year, day.month, day.day],
    }


def typeset_pages(files: Sequence[Mapping[str, bytes | str]], about: Mapping[str, Any]) -> bytes:
    """These Word files behind each other as one PDF, the pages of each numbered anew."""
    first, *others = (read_page(parts) for parts in files)
    return _archived({**first, **about, "then": others})


def _template(form: Form, report: Report, layout: str) -> bytes:
    """The layout's Word template; where a form of blocks has one with what cannot be set here, as
    pictures and text boxes, the page that is laid out from the form."""
    chosen = word_template(form, layout, report)
    if form.blocks and find_unprintable(dict(unpack_word(chosen))):
        return make_template(form, report)
    return chosen


def _archived(page: dict[str, Any]) -> bytes:
    """As PDF/A-2b. A letter that none of our fonts has is refused there: then as a plain PDF,
    where it stands as an empty box."""
    from typst import TypstError

    try:
        return typeset_source("pdf/page.typ", page, pdf_standards=["a-2b"], pdf_tags=False)
    except TypstError:
        return typeset_source("pdf/page.typ", page, pdf_tags=False)
