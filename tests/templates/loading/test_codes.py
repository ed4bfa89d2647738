"""The codes in the source and the words for them hold together, in both directions. No list of
them is kept."""

from __future__ import annotations

from collections import Counter

import pytest

from conversations.answers.values import AnswerState
from conversations.composing.compose import HINTS
from conversations.forms.model import Severity
from conversations.protocol.session import AskingMode
from conversations.reports.file_request import FileFormat
from conversations.speech.acts import Talk
from conversations.workflow.connections import HookEvent
from conversations.workflow.request_bases import BoardFilter
from templates.loading.wording import load_wording, wording_mistakes
from tests.support.source_codes import (
    data_names,
    dotted_literals,
    included_codes,
    is_used,
    said_codes,
    texts_given_to,
    wordings,
)

pytestmark = pytest.mark.long

CODES = load_wording().codes
# The end of each: `begin` of `button.begin`, which is how the source may say it.
ENDS = {code[at + 1 :] for code in CODES for at, sign in enumerate(code) if sign == "."} | CODES
NO_CODES = {"form.yaml", "history.xlsx", "units.xlsx", "link.key"}  # of files, and of a setting


def test_every_code_that_is_said_has_words() -> None:
    assert len(said_codes()) > 250
    assert said_codes() - ENDS == set()


def test_every_text_that_looks_like_a_code_has_words() -> None:
    families = {code.partition(".")[0] for code in CODES}
    pages = tuple(f".{ending}" for ending in ("html", "css", "js"))
    texts = (text for text in dotted_literals() if not text.endswith(pages))
    alike = {text for text in texts if text.partition(".")[0] in families}
    assert alike - ENDS - {one.value for one in HookEvent} == NO_CODES


def test_every_code_made_of_a_kind_has_words() -> None:
    families = ("burst.", "aside.")
    burst = {text for text in dotted_literals() - CODES if text.startswith(families)}
    refused = {text for text in dotted_literals() if text.startswith("refused.")}
    made = {f"why.{text}" for text in burst | refused}
    made |= {f"units.{text}" for text in texts_given_to("UnitError")}
    made |= {
        f"round.{text}"
        for text in texts_given_to("read_opening")
        | texts_given_to("_read_due")
        | texts_given_to("_read_one")
    }
    made |= {f"document.{text}" for text in texts_given_to("_kind")}
    made |= {f"button.state.{one.value}" for one in (AnswerState.NONE, AnswerState.PENDING)}
    made |= {f"button.show.{one.value}" for one in BoardFilter}
    made |= {f"mode.{one.value}" for one in AskingMode}
    made |= {f"check.{one.value}" for one in Severity if one is not Severity.AUTO}
    made |= {f"button.download.{one.value}" for one in FileFormat}
    made |= {f"talk.{one.value}" for one in Talk}
    assert (made | included_codes()) - CODES == set()


def test_all_words_are_said() -> None:
    assert {code for code in CODES if not is_used(code)} == set()


def test_a_code_has_words_once() -> None:
    assert not wording_mistakes()
    count = Counter(code for texts in wordings().values() for code in texts)
    assert [code for code, number in count.items() if number > 1] == []


def test_no_reply_has_data_under_a_name_of_the_channel() -> None:
    """On a channel without buttons what is said of the channel would stand in its place."""
    assert len(data_names()) > 100
    assert not data_names() & HINTS
