"""The outcome of comparing a file, in words."""

from __future__ import annotations

from conversations.dialog.previews.file_origin import describe_signatures
from conversations.dialog.prompts.keyboard import Buttons
from conversations.protocol.messages import Reply
from conversations.reports.file_comparison import FileComparison

MOST_TOLD = 20  # cells that are named one by one


def describe_comparison(one: FileComparison, buttons: Buttons = ()) -> Reply:
    """The outcome in words."""
    data = {
        "unit": one.unit,
        "period": one.period,
        "code": one.code,
        "sealed": one.sealed,
        "version": one.same or one.sealed or 0,
        "decision": one.decisions.get(one.same or one.sealed or 0) or "waiting",
        "against": one.against,
        "standing": one.decisions.get(one.against) or "waiting",
        "changed": [change.model_dump() for change in one.changed[:MOST_TOLD]],
        "count": len(one.changed),
        "absent": one.absent,
        **describe_signatures(one.signatures),
    }
    if one.pdf:
        unchanged = one.pdf == "same"
        code = "compare.pdf" if unchanged else "compare.pdf_changed"
    elif one.same is None:
        code = "compare.differs"
    else:
        code = "compare.same" if one.same == one.against else "compare.older"
    return Reply(code=code, data=data, buttons=buttons)
