"""How fast an officer answers, and how long the rest will take them."""

from __future__ import annotations

from datetime import datetime

from conversations.protocol.session import AnswerPace

PAUSE = 600.0  # seconds; whoever is silent for longer was doing something else
WORTH_SAYING = 2  # minutes
WEIGHT = 0.2  # of the newest answers in the average


def update_pace(speed: AnswerPace, rows: int, now: datetime) -> AnswerPace:
    """The speed with the rows taken in that have just been answered."""
    if speed.at is None or rows <= 0:
        return speed if speed.at is not None else AnswerPace(at=now)
    elapsed = (now - speed.at).total_seconds()
    if not 0 < elapsed <= PAUSE:
        return speed.model_copy(update={"at": now})
    latest = elapsed / rows
    known = latest if speed.seconds is None else speed.seconds
    return AnswerPace(seconds=known + (latest - known) * WEIGHT, at=now)


def minutes_left(speed: AnswerPace, rows: int) -> int | None:
    """Whole minutes for so many rows; None before anything is known, and when it is not worth
    saying."""
    minutes = round((speed.seconds or 0.0) * rows / 60)
    return minutes if minutes >= WORTH_SAYING else None
