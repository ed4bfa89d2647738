"""What an officer types from the first question to the summary, and what it stores.

    python -m bench.speed.recording > walks.json

Runs the product's engine alone, in the product's environment. Each question gets a plain answer
that no check objects to, if there is one; a check that is raised all the same is put off. Every
text is noted with the number of messages it is answered with and the rows it stores, so that the
database can be compared with it afterwards.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.simulation.replay import NOON
from conversations.answer_types.choice import ChoiceType
from conversations.answer_types.count import CountType
from conversations.answer_types.percent import PercentType
from conversations.commands.report import Command, RunCommand
from conversations.composing.compose import compose_message
from conversations.dialog import engine
from conversations.forms.model import Form
from conversations.protocol.check_states import FailedCheck
from conversations.protocol.events import ButtonTapped, Event, TextSaid
from conversations.protocol.messages import Capabilities, Reply
from conversations.protocol.row_states import HelperQuestion, RowQuestion
from conversations.protocol.session import Session, Summary
from conversations.reports.model import AnswerChange
from conversations.reports.printed_answers import print_answer
from templates.loading.catalog import load_catalog
from templates.loading.sample import blank_report
from templates.loading.wording import load_wording

PHONE = Capabilities(buttons=100, edits=True, files=True, text_limit=4096)
WORDING = load_wording()
START = ButtonTapped(action=RunCommand(command=Command.START), turn=0)
HALF = 60  # rows that a "half filled" report begins with, pasted as one text


@dataclass
class Recorder:
    """One officer at the engine."""

    form: Form
    steps: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.report = blank_report(self.form, load_catalog().sample(self.form.key))
        self.session = Session()

    def start(self) -> None:
        self._take("/start", self._step(START))

    def type(self, text: str) -> None:
        self._take(text, self._step(TextSaid(text=text)))

    def walk(self) -> None:
        """Type plain answers until the summary."""
        while not isinstance(self.session.focus, Summary):
            self.type(self._text())

    def _step(self, event: Event) -> engine.Step:
        return engine.step(self.form, self.report, self.session, event, now=NOON)

    def _text(self) -> str:
        focus = self.session.focus
        if isinstance(focus, FailedCheck):
            return "để sau"
        assert isinstance(focus, RowQuestion | HelperQuestion), focus
        texts = [*_plain_answers(self.form, focus.row)]
        return next((text for text in texts if self._passes(text)), texts[0])

    def _passes(self, text: str) -> bool:
        step = self._step(TextSaid(text=text))
        return bool(step.changes) and not isinstance(step.session.focus, FailedCheck)

    def _take(self, text: str, step: engine.Step) -> None:
        self.report, self.session = step.report, step.session
        replies = [reply for reply in step.replies if isinstance(reply, Reply)]
        stored = {
            change.key: [change.answer.state.value, _value(change)]
            for change in step.changes
            if isinstance(change, AnswerChange)
        }
        messages = len(compose_message(replies, WORDING, PHONE, self.session.turn))
        self.steps.append({"text": text, "messages": messages, "stored": stored})


def _plain_answers(form: Form, key: str) -> Iterator[str]:
    match form.row(key).answer:
        case CountType():
            yield from ("10", "20", "5", "0")
        case PercentType():
            yield from ("50%", "100%")
        case ChoiceType(options=options):
            yield from (option.label for option in options)
        case _:
            yield "Đã rà soát, không có vướng mắc"


def _value(change: AnswerChange) -> Any:
    value = change.answer.value
    return value.model_dump(mode="json") if value is not None else None


def record() -> dict[str, Any]:
    """The questions' labels, and two walks: from a blank report, and from one that has its
    first rows from one pasted text. `opening` is how many texts come before the walk."""
    form = load_catalog().forms["cchc-so"]
    blank = Recorder(form)
    blank.start()
    blank.walk()
    rows = [key for key in form.order if key in blank.report.answers][:HALF]
    half = Recorder(form)
    half.start()
    pasted = (f"{key}={print_answer(form.row(key), blank.report.answers[key])}" for key in rows)
    half.type("; ".join(pasted))
    half.type("đồng ý")
    half.walk()
    return {
        "questions": [form.row(key).title for key in form.order],
        "blank": {"opening": 1, "steps": blank.steps},
        "half": {"opening": 3, "steps": half.steps},
    }


if __name__ == "__main__":
    json.dump(record(), sys.stdout, ensure_ascii=False, indent=1)
