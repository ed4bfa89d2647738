"""A small form with a list, and what is done with it."""

from __future__ import annotations

from functools import cache

from conversations.answers.values import Answer, AnswerState, Names
from conversations.forms.model import Form
from conversations.reports.model import Report
from templates.loading.form_folder import parse_form
from templates.loading.yaml_reader import read_yaml
from tests.support.dialog import Talk
from tests.support.reports import blank_report

FORM = """\
form: ds
model: 2
version: 1
title: Hồ sơ theo lĩnh vực
name: Hồ sơ lĩnh vực
catalogues:
  linh-vuc: [Đất đai, Y tế, Giáo dục và đào tạo]
blocks:
  L:
    kind: list
    items: {title: Lĩnh vực, most: 6, catalogue: linh-vuc, keep: last}
    measure: Hồ sơ
    stubs:
      - {holds: stt, label: STT, number: "1"}
      - {holds: label, label: Lĩnh vực, number: "2"}
    note: Ghi chú
    columns:
      "3": {label: Tổng số, role: total}
      "4": {label: Đúng hạn, role: part, part_of: "3", carry: slow}
      "5": {label: Quá hạn, role: part, part_of: "3"}
      "6": {label: Còn lại, computed: "[3] - [4] - [5]"}
    rows:
      TC: {label: Tổng cộng, computed: "[L.*]"}
checks:
  C1: {severity: soft, must: "count([L]) <= 3", message: Nhiều lĩnh vực; hãy xem lại.}
  C2:
    severity: soft
    each: row
    block: L
    must: "[*:3] < 100"
    message: Tổng số quá lớn; hãy xem lại.
"""


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
