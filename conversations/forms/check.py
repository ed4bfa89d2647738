"""Relations between rows."""

from __future__ import annotations

from enum import StrEnum

from conversations.frozen import Frozen


class Severity(StrEnum):
    """`hard` must be corrected before submission, `soft` may be kept with a reason, `auto` is
    computed and shown."""

    HARD = "hard"
    SOFT = "soft"
    AUTO = "auto"


class CheckRule(Frozen):
    """`must` has to be true whenever `when` (if given) is true. Both are expressions."""

    must: str
    when: str | None = None


class Check(Frozen):
    """A relation between rows, with the message the officer reads when it does not hold."""

    id: str
    severity: Severity
    rules: tuple[CheckRule, ...]
    message: str
    source: str = ""
