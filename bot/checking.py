"""Everything that can be wrong with the product's data, for `phuluc check` and before a start."""

from __future__ import annotations

from conversations.form import Form
from templates import catalog, wording
from templates.documents.word import template_problems, word_template
from templates.problems import CatalogError, Problem


def all_problems() -> list[Problem]:
    """Each with its place, what was found and what is allowed."""
    found = [*catalog.problems(), *wording.problems()]
    if not found:
        for form in catalog.load_catalog().forms.values():
            found += document_problems(form)
    return found


def refuse_problems() -> None:
    """CatalogError when there is any problem: the product never starts on broken data."""
    found = all_problems()
    if found:
        raise CatalogError(found)


def document_problems(form: Form) -> list[Problem]:
    """What is wrong with the form's Word template."""
    try:
        template = word_template(form)
    except FileNotFoundError:
        file = f"forms/{form.key}/appendix.docx"
        return [Problem(file, 1, "(file)", "no file", "a Word template for every form")]
    return template_problems(form, template)
