"""Steps of the engine that take too long to hold a transaction open for them.

Such a transaction is given up, the step is worked out while the database is free, and the event
is handled again with the step at hand, as long as the report and the session are as they were.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from bot.runtime.cpu_limit import CpuLimitError
from conversations.calendar.workdays import Calendar
from conversations.dialog import engine
from conversations.dialog.engine import Step
from conversations.forms.model import Form
from conversations.protocol.events import Event
from conversations.protocol.messages import MessageLimits
from conversations.protocol.session import Session
from conversations.reports.model import Report

Inputs = tuple[Report, Session, Event, MessageLimits]


class SlowStepError(Exception):
    """The step is to be worked out first, outside of the transaction."""

    def __init__(self, inputs: Inputs, work: Callable[[], Step]) -> None:
        super().__init__("a step takes too long for a transaction")
        self.inputs = inputs
        self.work = work


@dataclass
class PreparedSteps:
    """The steps of one event that have been worked out already, by what they were made from."""

    _steps: list[tuple[Inputs, Step]] = field(default_factory=list)

    def keep(self, inputs: Inputs, step: Step) -> None:
        self._steps.append((inputs, step))

    def take_step(
        self,
        form: Form,
        report: Report,
        session: Session,
        event: Event,
        *,
        now: datetime,
        room: MessageLimits,
        calendar: Calendar,
    ) -> Step:
        """The engine's step; SlowStepError when it runs into the limit on the transaction."""
        inputs = (report, session, event, room)
        for made_from, step in self._steps:
            if made_from == inputs:
                return step
        work = partial(
            engine.step, form, report, session, event, now=now, room=room, calendar=calendar
        )
        try:
            return work()
        except CpuLimitError:
            raise SlowStepError(inputs, work) from None
