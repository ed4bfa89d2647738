"""All files of a form that was drafted from a ministry's file: the form file, the template made of
their own file, a sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conversations.forms.model import Form
from templates.documents.excel.own_check import workbook_problems
from templates.documents.pdf.page_model import find_unprintable
from templates.documents.template_check import template_problems
from templates.documents.word.template import unpack_word
from templates.form_draft.model import FormDraft
from templates.form_draft.output.form_text import FormAbout, write_form_text
from templates.form_draft.output.samples.sample_text import write_sample
from templates.form_draft.output.word_template import MadeTemplate
from templates.loading.form_files import MAX_TEMPLATE
from templates.loading.form_folder import parse_form
from templates.loading.problems import Problem
from templates.loading.yaml_reader import read_yaml

WORD, EXCEL = "appendix.docx", "appendix.xlsx"
FORM, SAMPLE = "form.yaml", "sample.yaml"
_LAID_OUT = "Tệp mẫu gốc không dùng làm trang in được ({why}); trang in được trình bày theo biểu."
_OTHER_PDF = (
    "Tệp gốc có hình, hộp chữ hoặc đánh số tự động: bản Word giữ nguyên, bản PDF trình bày theo "
    "biểu."
)


@dataclass(frozen=True)
class DraftedFiles:
    """The files by name, what the author is to know of them, and what is wrong with the form file,
    in which case there is no other."""

    files: Mapping[str, bytes]
    told: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def make_files(
    draft: FormDraft, about: FormAbout, template: MadeTemplate | None = None
) -> DraftedFiles:
    """The files of the form; a template that lacks a cell is left out, and that is told."""
    told: list[str] = []
    name = EXCEL if draft.file.lower().endswith(".xlsx") else WORD
    if template is not None:
        told += template.told
        why = _fault(draft, about, template, name)
        if why is not None:
            told.append(_LAID_OUT.format(why=why))
            template = None
        elif name == WORD and find_unprintable(dict(unpack_word(template.content))):
            told.append(_OTHER_PDF)
    about = FormAbout(about.key, about.version, name if template is not None else "")
    text = write_form_text(draft, about).encode()
    form = parse_form(read_yaml(text, f"{about.key}/{FORM}"))
    if not isinstance(form, Form):
        return DraftedFiles({FORM: text}, tuple(told), tuple(form))
    files = {FORM: text, SAMPLE: write_sample(draft, form).encode()}
    if template is not None:
        files[name] = template.content
    return DraftedFiles(files, tuple(told))


def _fault(draft: FormDraft, about: FormAbout, template: MadeTemplate, name: str) -> str | None:
    """Why the template cannot print the form."""
    if len(template.content) > MAX_TEMPLATE:
        return f"lớn hơn {MAX_TEMPLATE // 1_000_000} MB"
    text = write_form_text(draft, FormAbout(about.key, about.version)).encode()
    form = parse_form(read_yaml(text, FORM))
    if not isinstance(form, Form):
        return None
    check = workbook_problems if name == EXCEL else template_problems
    found = check(form, template.content, name)
    return "có ô không tìm được chỗ" if found else None
