"""Everything that can be wrong with the product's data, for `phuluc check`."""

from __future__ import annotations

from conversations.codes import ALL_CODES
from conversations.form import Form
from templates import catalog
from templates.documents.word import template_problems, word_template
from templates.wording import WordingError, load_wording


def all_problems() -> list[str]:
    """One line for each problem: where it is, what was found, what is allowed."""
    found = [str(problem) for problem in catalog.problems()]
    found += wording_problems("vi")
    if not found:
        for form in catalog.load_catalog().forms.values():
            found += document_problems(form)
    return found


def document_problems(form: Form) -> list[str]:
    """What is wrong with the form's Word template."""
    try:
        template = word_template(form)
    except FileNotFoundError:
        return [f"forms/{form.key}/appendix.docx: not there; every form needs a Word template"]
    return [str(problem) for problem in template_problems(form, template)]


def wording_problems(language: str) -> list[str]:
    """Codes of the core without words, and words that no code uses."""
    file = f"templates/wordings/{language}.yaml"
    try:
        words = load_wording(language)
    except WordingError as error:
        return [f"{file}: {error}"]
    missing = [f"{file}: {code}: no text; every code needs one" for code in ALL_CODES - words.codes]
    spare = [f"{file}: {code}: no such code; remove it" for code in words.codes - ALL_CODES]
    return sorted(missing) + sorted(spare)
