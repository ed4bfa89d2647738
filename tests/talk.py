"""A conversation with the engine alone: typed texts, taps and edits, in and out of JSON."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.replay import blank_report
from conversations import engine
from conversations.composing import compose
from conversations.events import Edited, Event, Said, Tapped
from conversations.form import Form
from conversations.messages import Capabilities, Deliver, LinkCode, OutButton, OutText, Reply
from conversations.printing import print_answer
from conversations.report import AnswerChange, ReasonChange, Report, StateChange
from conversations.session import Session
from conversations.values import State
from templates.catalog import load_catalog
from templates.wording import load_wording

PHONE = Capabilities(buttons=100, edits=True, files=True, text_limit=4096)
NOW = datetime(2023, 3, 14, 5, tzinfo=UTC)


class Talk:
    """Keeps report and session, and shows what the officer would read."""

    def __init__(self, form: Form | None = None, report: Report | None = None) -> None:
        catalog = load_catalog()
        self.form = form or catalog.forms["cchc-so"]
        self.report = report or blank_report(self.form, catalog.sample("cchc-so"))
        self.session = Session()
        self.shown: list[OutText] = []
        self.about: list[str | None] = []
        self.last: engine.Step | None = None

    def handle(self, event: Event) -> str:
        step = engine.step(self.form, self.report, self.session, event, now=NOW)
        self.last, self.report = step, step.report
        self.session = Session.model_validate_json(step.session.model_dump_json())
        self.about.append(step.about)
        replies = [reply for reply in step.replies if isinstance(reply, Reply)]
        texts = compose(replies, load_wording(), PHONE, self.session.turn) if replies else []
        self.shown += texts
        return "\n".join(text.plain for text in texts)

    def say(self, text: str) -> str:
        return self.handle(Said(text=text))

    def edit(self, text: str, row: str | None) -> str:
        return self.handle(Edited(text=text, row=row))

    def tap(self, label: str, *, back: int = 1) -> str:
        """Tap the button of this label on the `back`-th newest message with buttons."""
        messages = [text for text in self.shown if text.buttons]
        message = messages[-back]
        button = self._button(message, label)
        return self.handle(Tapped(action=button.action, turn=message.turn))

    @staticmethod
    def _button(message: OutText, label: str) -> OutButton:
        labels = [button for row in message.buttons for button in row]
        found = [button for button in labels if button.label.startswith(label)]
        assert found, f"no button {label!r} among {[button.label for button in labels]}"
        return found[0]

    def transcript(self, event: str) -> str:
        """What one event came to, as a scenario shows it."""
        assert self.last is not None
        lines = [f"> {event}"]
        replies = [reply for reply in self.last.replies if isinstance(reply, Reply)]
        for text in compose(replies, load_wording(), PHONE, self.session.turn) if replies else []:
            lines += [f"    {line}".rstrip() for line in text.plain.splitlines()]
            for row in text.buttons:
                lines.append("    " + " ".join(f"[{button.label}]" for button in row))
        for reply in self.last.replies:
            if isinstance(reply, Deliver):
                lines.append(f"  * document ({'final' if reply.final else 'draft'})")
            if isinstance(reply, LinkCode):
                lines.append("  * link code")
        return "\n".join([*lines, *self._stored()])

    def _stored(self) -> list[str]:
        assert self.last is not None
        lines = []
        for change in self.last.changes:
            match change:
                case AnswerChange(key=key, answer=answer):
                    shown = print_answer(self.form.row(key), answer)
                    state = "" if answer.state is State.VALUE else f" <{answer.state.value}>"
                    note = f" · {answer.note}" if answer.note else ""
                    lines.append(f"  = {key}: {shown}{state}{note} (r{answer.revision})")
                case ReasonChange(check=check, reason=reason):
                    lines.append(f"  = {check}: {reason.text}")
                case StateChange(state=report_state):
                    lines.append(f"  = report: {report_state.value}")
        return lines

    @property
    def focus(self) -> str:
        """The row before the officer, or the name of what stands there instead."""
        return getattr(self.session.focus, "row", None) or self.session.focus.at
