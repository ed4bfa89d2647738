"""Every code the reader can say: questions with readings to choose from, and refusals."""

from __future__ import annotations

QUESTIONS = frozenset(
    {
        "which.about",
        "which.choice",
        "which.measure",
        "which.number",
        "which.percent",
        "which.remark",
        "which.rounded",
        "which.state",
    }
)
REFUSALS = frozenset(
    {
        "refused.choice",
        "refused.empty",
        "refused.figures",
        "refused.fraction",
        "refused.negative",
        "refused.over_limit",
        "refused.range",
        "refused.too_long",
        "refused.unclear",
        "refused.zero_below",
    }
)
READING_CODES = QUESTIONS | REFUSALS
