"""What officers ask about."""

from __future__ import annotations

from enum import StrEnum


class QuestionTopic(StrEnum):
    """What a question is about; the first that fits counts, in this order."""

    BOT = "bot"
    STATES = "states"
    COMPUTED = "computed"  # which numbers need not be typed
    FASTER = "faster"  # ways to answer many rows at once
    NOTES = "notes"  # how a note is written
    WORDS = "words"  # the report in words
    FILL_ALL = "fill_all"
    LAST_PERIOD = "last_period"
    WARNING = "warning"
    HAND_OVER = "hand_over"
    GET_FILE = "get_file"
    SEND_FILE = "send_file"
    HOLDER = "holder"
    APPROVER = "approver"
    AUTHOR = "author"
    COORDINATOR = "coordinator"
    WHICH = "which"  # report it is that is filled
    LEAVING = "leaving"  # who does the report now, when its officer does not any more
    DUE = "due"
    SAVED = "saved"
    CHANGE = "change"
    LEFT = "left"
    TERM = "term"
    PERIOD = "period"
    SUBMIT = "submit"
    ROW = "row"
    NEXT = "next"
    UNKNOWN = "unknown"  # surely a question, and nobody knows about what
