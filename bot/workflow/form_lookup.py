"""Which form a member means; where it may be one of several, they are asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from bot.workflow.context import RequestContext, RequestRejectedError
from bot.workflow.interaction.choices import offer_choices
from conversations.forms.form_names import forms_like
from conversations.forms.model import Form
from conversations.text.normalize import shorten_text
from conversations.workflow.own_requests import Retype
from conversations.workflow.report_words import ReportWords, read_report_words

T = TypeVar("T")


def read_words(
    ctx: RequestContext, words: str, is_unit: Callable[[str], bool] = lambda _: False
) -> ReportWords:
    """The form and the period that the words name, and the rest of them. What names a unit
    (`is_unit`) names no form: `Phòng Cải cách hành chính`."""
    forms = [*ctx.catalogs.catalog.forms.values()]
    windows = ctx.catalogs.windows
    plain = read_report_words(words, (), windows)
    if plain.rest and is_unit(plain.rest):
        return plain
    found = read_report_words(words, forms, windows)
    if not found.forms and found.rest and (like := forms_like(found.rest, forms)):
        return ReportWords(like, found.period, "")
    return found


def which_form(ctx: RequestContext, choices: Mapping[str, str]) -> RequestRejectedError:
    """Ask which form is meant: `choices` by its key, with the words for it. What the member typed
    is carried out for the one that they choose."""
    typed, names = ctx.typed, [*choices.values()]
    if typed is None:
        return RequestRejectedError("form.which", names=names, example="")
    asked = [
        (Retype(command=typed.command, argument=f"{key} {typed.argument}".strip()), {"name": name})
        for key, name in choices.items()
    ]
    first = ctx.catalogs.catalog.form_names[next(iter(choices))]
    said = shorten_text(typed.argument.partition("\n")[0])
    example = " ".join(filter(None, (typed.command.spec.phrases[0], first, said)))
    return RequestRejectedError(
        "form.which", offer_choices("form", asked), names=names, example=example
    )


def pick_form(ctx: RequestContext, forms: Sequence[Form]) -> Form:
    """The only one of the forms; RequestRejectedError that asks which, where there are several."""
    if len(forms) == 1:
        return forms[0]
    raise which_form(ctx, {form.key: form.name for form in forms})
