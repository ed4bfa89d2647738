"""A conversation with the engine alone: typed texts, taps and edits, in and out of JSON."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby

from conversations.answers.values import AnswerState
from conversations.composing.compose import compose_message, room_of
from conversations.dialog import engine
from conversations.dialog.turn import Spoken
from conversations.forms.model import Form
from conversations.protocol.events import (
    ButtonTapped,
    Event,
    FileRefused,
    FileSent,
    TextEdited,
    TextSaid,
)
from conversations.protocol.messages import (
    Capabilities,
    ComposedButton,
    ComposedMessage,
    Reply,
    SendFile,
    SendLinkCode,
)
from conversations.protocol.session import Session
from conversations.reports.file_request import FileFormat, FilePart
from conversations.reports.model import (
    AnswerChange,
    PreviousReportChange,
    ReasonChange,
    ReminderChange,
    Report,
    ReportState,
    StateChange,
)
from conversations.reports.printed_answers import print_answer
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.reader import read_filed
from templates.loading.catalog import load_catalog
from templates.loading.sample import blank_report
from templates.loading.wording import load_wording

PHONE = Capabilities(buttons=100, edits=True, files=True, text_limit=4096)
SCARCE = Capabilities(buttons=0, edits=False, files=False, text_limit=2_000, budget=3_000)
NOW = datetime(2023, 3, 14, 5, tzinfo=UTC)


def _document(reply: SendFile) -> str:
    """Which file goes out, in a word or two."""
    wanted = reply.wanted
    version = f"version {wanted.version}" if wanted.version else ""
    kind = "" if wanted.what is FileFormat.WORD else wanted.what.value
    part = "" if wanted.part is FilePart.APPENDIX else wanted.part.value
    state = "final" if reply.final else "draft"
    return " ".join(filter(None, (kind, part, wanted.layout, version or state)))


class Talk:
    """Keeps report and session, and shows what the officer would read."""

    def __init__(
        self,
        form: Form | None = None,
        report: Report | None = None,
        can: Capabilities = PHONE,
    ) -> None:
        self.can = can
        catalog = load_catalog()
        self.form = form or catalog.forms["cchc-so"]
        self.report = report or blank_report(self.form, catalog.sample(self.form.key))
        self.session = Session()
        self.shown: list[ComposedMessage] = []
        self.said: list[ComposedMessage] = []  # and what goes out beside documents
        self.about: list[str | None] = []
        self.last: engine.Step | None = None

    def handle(self, event: Event) -> str:
        room = room_of(self.can, load_wording())
        step = engine.step(self.form, self.report, self.session, event, now=NOW, room=room)
        self.last, self.report = step, step.report
        self.session = Session.model_validate_json(step.session.model_dump_json())
        self.about.append(step.about)
        replies = [reply for reply in step.replies if isinstance(reply, Reply)]
        texts = (
            compose_message(replies, load_wording(), self.can, self.session.turn) if replies else []
        )
        self.shown += texts
        self._say(step.replies)
        return "\n".join(text.plain for text in texts)

    @property
    def messages(self) -> list[str]:
        """Every message of the bot, in order."""
        return [text.plain for text in self.said]

    def _say(self, spoken: Sequence[Spoken]) -> None:
        """Keep what a phone gets: a document goes out between the words around it."""
        for is_words, group in groupby(spoken, lambda one: isinstance(one, Reply)):
            some = [*group]
            replies = [one for one in some if isinstance(one, Reply)]
            if not is_words:
                final = self.report.state is ReportState.SUBMITTED
                code = "document.final" if final else "document.draft"
                sent = next((one for one in some if isinstance(one, SendFile)), None)
                part = sent.wanted.part.value if sent is not None else ""
                replies = [Reply(code=code, data={"layout": "", "part": part or "appendix"})]
            self.said += compose_message(replies, load_wording(), self.can, self.session.turn)

    def say(self, text: str) -> str:
        return self.handle(TextSaid(text=text))

    def send(self, name: str, content: bytes) -> str:
        """Send a file, read as the dispatcher reads it."""
        try:
            return self.handle(FileSent(filed=read_filed(self.form, name, content)))
        except FileRefusedError as error:
            return self.handle(FileRefused(code=error.code, data=error.data))

    def edit(self, text: str, row: str | None) -> str:
        return self.handle(TextEdited(text=text, row=row))

    def reply(self, text: str, *, back: int = 0, row: str = "", picked: str = "") -> str:
        """Answer the `back`-th newest message of the bot, or an own one about this row."""
        quotes: tuple[str, ...] | None = (row,)
        if back:
            answered = self.said[-back]
            newest = answered.turn == self.said[-1].turn
            quotes = None if newest and not answered.rows else answered.rows
        return self.handle(TextSaid(text=text, quotes=quotes, quoted=picked))

    def tap(self, label: str, *, back: int = 1) -> str:
        """Tap the button of this label on the `back`-th newest message with buttons."""
        messages = [text for text in self.shown if text.buttons]
        message = messages[-back]
        button = self._button(message, label)
        return self.handle(ButtonTapped(action=button.action, turn=message.turn))

    @staticmethod
    def _button(message: ComposedMessage, label: str) -> ComposedButton:
        labels = [button for row in message.buttons for button in row]
        found = [button for button in labels if button.label.startswith(label)]
        assert found, f"no button {label!r} among {[button.label for button in labels]}"
        return found[0]

    def transcript(self, event: str) -> str:
        """What one event came to, as a scenario shows it."""
        assert self.last is not None
        lines = [f"> {event}"]
        replies = [reply for reply in self.last.replies if isinstance(reply, Reply)]
        for text in (
            compose_message(replies, load_wording(), self.can, self.session.turn) if replies else []
        ):
            lines += [f"    {line}".rstrip() for line in text.plain.splitlines()]
            for row in text.buttons:
                lines.append("    " + " ".join(f"[{button.label}]" for button in row))
        for reply in self.last.replies:
            if isinstance(reply, SendFile):
                lines.append(f"  * document ({_document(reply)})")
            if isinstance(reply, SendLinkCode):
                lines.append("  * link code")
        return "\n".join([*lines, *self._stored()])

    def _stored(self) -> list[str]:
        assert self.last is not None
        lines = []
        for change in self.last.changes:
            match change:
                case AnswerChange(key=key, answer=answer):
                    shown = print_answer(self.form.row(key), answer)
                    state = "" if answer.state is AnswerState.VALUE else f" <{answer.state.value}>"
                    note = f" · {answer.note}" if answer.note else ""
                    lines.append(f"  = {key}: {shown}{state}{note} (r{answer.revision})")
                case ReasonChange(check=check, reason=reason):
                    lines.append(f"  = {check}: {reason.text}")
                case StateChange(state=report_state):
                    lines.append(f"  = report: {report_state.value}")
                case PreviousReportChange(past=past):
                    lines.append(f"  = {past.period.name}: {len(past.answers)} rows")
                case ReminderChange(rows=rows, day=day):
                    lines.append(f"  = remind on {day}: {' '.join(rows)}")
        return lines

    @property
    def focus(self) -> str:
        """The row before the officer, or the name of what stands there instead."""
        return getattr(self.session.focus, "row", None) or self.session.focus.at
