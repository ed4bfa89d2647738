"""To whom something is said, and what was queued for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.delivery import message_body
from bot.ports.channel import Outgoing
from conversations.forms.model import Form
from conversations.protocol.messages import ComposedMessage
from conversations.reports.model import Report


@dataclass(frozen=True, slots=True)
class ReportAtHand:
    """The report that is spoken of."""

    report_id: int
    form: Form
    report: Report

    @property
    def progress(self) -> tuple[int, int]:
        """Answered rows and all asked rows."""
        return self.report.answered.count(self.form.counted_at), self.form.asked_count


@dataclass(frozen=True, slots=True)
class QueuedReply:
    """A message that was queued: its number, and what it says."""

    message: int
    text: ComposedMessage

    def outgoing(self, conversation: str, progress: tuple[int, int] | None) -> Outgoing:
        """The message as a channel sends it."""
        return Outgoing(
            id=self.message,
            conversation=conversation,
            spans=self.text.spans,
            buttons=message_body.outgoing_buttons(self.text.buttons, self.message),
            progress=progress,
        )


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom we speak, at which turn of the conversation, and of which report if any. `made`
    are papers that are ready, by file name; `replaces` the message whose place the answer
    takes, where the channel can do that; `numbers`: choices may stand under numbers. `once`: it
    is not said again when nobody knows whether it arrived."""

    channel: str
    conversation: str
    member: int
    turn: int
    filling: ReportAtHand | None = None
    made: Mapping[str, bytes] | None = None
    replaces: int | None = None
    numbers: bool = False
    once: bool = False
