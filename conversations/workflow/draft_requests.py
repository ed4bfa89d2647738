"""Requests about forms that are drafted from a ministry's file."""

from __future__ import annotations

from typing import Literal

from conversations.frozen import Frozen
from conversations.workflow.request_bases import ConfirmedRequest


class ShowDraftedForm(Frozen):
    """What was made of a ministry's file under this key, and what is doubtful in it."""

    do: Literal["drafted_form"] = "drafted_form"
    form: str


class DecideDoubt(Frozen):
    """Have what is doubtful in a drafted form be read so."""

    do: Literal["decide_doubt"] = "decide_doubt"
    form: str
    doubt: str
    value: str


class TryForm(Frozen):
    """Answer a drafted form's questions as an officer would, to see how they are asked."""

    do: Literal["try_form"] = "try_form"
    form: str
    period: str = ""  # as it was typed
    here: bool = False  # in this conversation, though there is a page for it


class GetDraftFile(Frozen):
    """The workbook in which a drafted form is corrected, or its sample as it prints."""

    do: Literal["draft_file"] = "draft_file"
    form: str
    kind: Literal["corrections", "word", "pdf", "excel"]


class PublishForm(ConfirmedRequest):
    """Have a drafted form be in use; `digest` tells the files that the member was shown."""

    do: Literal["publish_form"] = "publish_form"
    form: str
    digest: str = ""
