"""What may stand in a letter: its own words, filled with names, days and counts, and no more."""

from __future__ import annotations

from typing import Any

import pytest

from bot.delivery.letters import LETTERS, MAIL_CAPABILITIES, ROW_ID, TOLD, WAITS, make_letter
from conversations.composing.compose import compose_message
from conversations.dialog.prompts.keyboard import make_button
from conversations.protocol.messages import Reply
from conversations.protocol.person_names import member_name
from conversations.workflow.own_requests import TakeUp
from conversations.workflow.report_requests import LookInto, ShowWaiting
from conversations.workflow.request_bases import BoardFilter
from conversations.workflow.review_requests import Approve
from conversations.workflow.round_requests import ShowBoard
from templates.loading.wording import load_wording
from tests.support.paths import ROOT

WORDS = load_wording()
FIGURE = "4.711"
KINDS = ("report", "review", "to_review", "late", "late_units")
PLAIN: dict[str, Any] = {
    **{name: f"<{name}>" for name in TOLD},
    "late": False,
    "today": False,
    "locked": True,
    "sooner": False,
    "days": 2,
    "count": 3,
    "waited": 2,
    "more": 1,
    "role": "officer",
    "state": "draft",
    "name": member_name("Nguyễn Thị Lan", 7),
    "units": ["Sở A", "Sở B"],
}
TYPED = {  # what people typed, and figures of a report, under every name that a reply has for them
    **dict.fromkeys(("text", "reason", "why", "label", "value", "old", "stands", "left"), FIGURE),
    "rows": [{"label": FIGURE, "why": FIGURE}],
    "filled": FIGURE,
    "notable": [FIGURE],
}


def data_of(code: str) -> dict[str, Any]:
    items = [PLAIN | TYPED | {"kind": kind, "items": []} for kind in KINDS]
    whole = {"code": "482915", "minutes": 10, "public_url": "https://x.vn", "url": "https://x.vn"}
    whole |= {"invitation": {"code": "c", "link": "l", "web": "w"}, "person": "Lan"}
    whole["until"] = "Thứ Sáu 06/03"
    return PLAIN | TYPED | {"items": items} | (whole if _is_whole(code) else {})


def _is_whole(code: str) -> bool:
    return code in LETTERS and LETTERS[code].whole


def said(*replies: Reply) -> str:
    words, head = make_letter(replies, WORDS)
    texts = [text.plain for text in compose_message(words, WORDS, MAIL_CAPABILITIES, 0)]
    return "\n".join([head.subject, *texts])


def test_no_code_at_all_takes_a_figure_into_a_letter() -> None:
    told = {code: said(Reply(code, data_of(code))) for code in sorted(WORDS.codes)}
    assert len(told) > 900
    assert [code for code, text in told.items() if FIGURE in text] == []
    waits = said(Reply(WAITS.code))
    assert {code for code, text in told.items() if text == waits} == set(told) - set(LETTERS) | {
        WAITS.code
    }


def test_every_notice_has_words_or_is_told_as_something_that_waits() -> None:
    notices = {code for code in WORDS.codes if code.startswith("notice.")}
    waiting = {
        *("notice.contact", "notice.recalled", "notice.correcting", "notice.state"),
        *("notice.abandoned", "notice.undone", "notice.return_undone", "notice.corrected"),
        *("notice.person_renamed", "notice.form", "notice.handed_back", "notice.answered"),
        *("notice.renamed", "notice.unit_ended", "notice.set_aside", "notice.email"),
        "notice.days",
    }
    assert notices - set(LETTERS) == waiting


def test_a_subject_names_no_person_and_stands_on_one_line() -> None:
    for code in LETTERS:
        _, head = make_letter([Reply(code, data_of(code))], WORDS)
        assert head.subject
        assert "\n" not in head.subject
        assert "Lan" not in head.subject
        assert head.stops is not _is_whole(code)
        assert head.urgent is (code == "signin.code")


@pytest.mark.parametrize(
    ("action", "path"),
    [
        (TakeUp(report=7), "/ban/bao-cao/7"),
        (TakeUp(report=7, key="I.02"), "/ban/bao-cao/7#r-I.02"),
        (LookInto(report=8), "/ban/duyet/8"),
        (Approve(report=8, version=1), "/ban/duyet/8"),
        (ShowWaiting(), "/ban/duyet"),
        (ShowBoard(round=3, show=BoardFilter.LATE), "/ban/dot/3"),
        (ShowBoard(), "/ban/dot"),
    ],
)
def test_a_letter_leads_where_the_button_would(action: Any, path: str) -> None:
    button = make_button("home", action)
    _, head = make_letter([Reply("digest", data_of("digest"), ((button,),))], WORDS)
    assert head.path == path
    _, bare = make_letter([Reply("notice.round", data_of("notice.round"))], WORDS)
    assert bare.path == "/ban"


def test_what_waits_is_said_once() -> None:
    text = said(Reply("notice.answered", TYPED), Reply("notice.form", TYPED))
    assert text.count("Có việc mới hoặc thông báo mới") == 1


def test_the_page_of_a_report_has_what_a_letter_leads_to() -> None:
    page = (ROOT / "templates/pages/sheet_cells.html").read_text(encoding="utf-8")
    assert f'id="{ROW_ID}{{{{ row.key }}}}"' in page
