"""Every code the office can say; the words live in `templates/wordings`."""

from __future__ import annotations

from conversations.office.requests import Show

_ANSWERS = frozenset(
    {
        *("approve.already", "approve.changed", "approve.done"),
        *("board", "board.none", "board.picture", "board.workbook", "call_first"),
        *("correct.period", "correct.which", "round.unknown", "rounds"),
        *("changes", "changes.first", "colleague.how", "colleague.link"),
        *("denied", "denied.report", "digest"),
        *("extend.done", "extend.filed", "extend.how", "extend.reason", "extend.unclear"),
        *("guest.done", "guest.only"),
        *("hand.back", "hand.closed", "hand.done", "hand.how", "hand.no_report"),
        *("hand.not_handed", "hand.whom", "home"),
        *("invite.done", "invite.how", "issue.done", "issue.how"),
        *("join.ask", "join.bad", "join.done", "join.wait", "join.who"),
        *("extend.sooner", "lock.already", "lock.whole_round"),
        *("lock.done", "lock.how", "look", "look.file", "look.section", "my_data"),
        *("nudge.again", "nudge.done", "nudge.locked", "nudge.nobody"),
        *("owes", "people", "people.dismissed"),
        *("return.ask", "return.done", "return.how", "return.locked"),
        *("return.not_filed", "return.unclear"),
        *("round.ask", "round.exists", "round.form", "round.no_units", "round.opened"),
        *(f"round.{what}" for what in ("due", "early", "how", "kind", "locked")),
        *("snooze.done", "snooze.how", "snooze.long"),
        *("total", "total.file", "total.overlap", "total.row", "trail", "trail.file"),
        *("unclear.no_report", "unclear.period", "unclear.row", "unclear.unit", "waiting"),
    }
)
_NOTICES = frozenset(
    f"notice.{what}"
    for what in (
        *("abandoned", "answered", "approved", "corrected", "correcting", "dismissed", "extended"),
        *("handed", "handed_back", "joined", "locked", "nudge", "recalled", "returned"),
        *("round", "state", "submitted"),
    )
)
_BUTTONS = frozenset(
    f"button.{what}"
    for what in (
        *("approve", "board", "board.again", "board.picture", "board.workbook", "call_first"),
        *("board.part", "correct", "round", "rounds"),
        *("changes", "dismiss", "extend", "hand", "hand.back", "home", "join"),
        *("lock", "lock.round", "look", "look.head", "look.section", "newer", "nudge", "older"),
        *("report_file", "return", "return.sure", "round.add", "round.open", "snooze", "take_up"),
        *("total", "total.chart", "total.word", "total.workbook", "trail", "trail.file"),
        *("unlock", "unlock.round", "waiting"),
        "show.kind",
        *(f"show.{one.value}" for one in Show),
    )
)
_PARTS = frozenset({"office.role", "office.state", "office.fill", "office.invitation"})  # included
OFFICE_CODES = _ANSWERS | _NOTICES | _BUTTONS | _PARTS
