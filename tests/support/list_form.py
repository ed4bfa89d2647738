"""A small form with a list, and what is done with it."""

from __future__ import annotations

from functools import cache

from conversations.answers.values import Answer, AnswerState, Names
from conversations.forms.model import Form
from conversations.reports.model import Report
from templates.loading.form_folder import parse_form
from templates.loading.yaml_reader import read_yaml
from tests.support.dialog import Talk
from tests.support.paths import TESTS
from tests.support.reports import blank_report

FORM = (TESTS / "support/forms/ho-so/form.yaml").read_text(encoding="utf-8")


@cache
def list_form(text: str = FORM) -> Form:
    """The form of this text."""
    form = parse_form(read_yaml(text.encode(), "form.yaml"))
    assert isinstance(form, Form), form
    return form


def named(*names: str, closed: bool = True) -> Answer:
    """The answer of a list with these items."""
    return Answer(state=AnswerState.VALUE, value=Names(names=names, closed=closed))


def list_report(**given: object) -> Report:
    return blank_report(list_form()).model_copy(update=given)


def list_talk(report: Report | None = None, *texts: str) -> Talk:
    """A conversation on the form in which this was typed."""
    talk = Talk(list_form(), report or list_report())
    for text in ("bắt đầu", *texts):
        talk.say(text)
    return talk
