"""Every code the office can say; the words live in `templates/wordings`."""

from __future__ import annotations

from conversations.workflow.requests import Show

_ANSWERS = frozenset(
    {
        *("approve.already", "approve.changed", "approve.done", "approve.own"),
        *("budget", "budget.messages", "budget.people", "contact.title", "contact.words"),
        *("join.contact", "join.contact.known", "untold"),
        *("board", "board.none", "board.picture", "board.workbook", "call_first"),
        *("correct.period", "correct.which", "round.unknown", "rounds"),
        *("changes", "changes.first", "colleague.how", "colleague.link"),
        *("denied", "denied.report", "digest"),
        *("dismiss.ask", "dismiss.gone", "dismiss.how", "dismiss.nobody", "dismiss.which"),
        "errand.dropped",
        *("extend.done", "extend.filed", "extend.how", "extend.reason", "extend.unclear"),
        *("guest.done", "guest.only", "guest.released", "guide"),
        *("history.head", "history.missing"),
        *("hand.back", "hand.closed", "hand.done", "hand.how", "hand.no_report", "hand.which"),
        *("hand.not_handed", "hand.whom", "home"),
        *("invite.done", "invite.how", "issue.day", "issue.done", "issue.how"),
        *("invite.cancelled", "invite.gone"),
        *(f"move.{what}" for what in ("ask", "done", "how", "nobody", "nothing", "whom")),
        *(f"units.{what}" for what in ("add_ask", "add_how", "added", "below", "code", "end_ask")),
        *(f"units.{what}" for what in ("end_how", "ended", "gone", "has_units", "kind", "name")),
        *(f"units.{what}" for what in ("rename_ask", "rename_how", "renamed")),
        *("join.ask", "join.bad", "join.done", "join.wait", "join.who"),
        *("extend.sooner", "lock.already", "lock.whole_round"),
        *("lock.ask", "lock.done", "lock.how", "look", "look.file", "look.section", "my_data"),
        "my_data.machine",
        *("nudge.again", "nudge.ask", "nudge.done", "nudge.locked", "nudge.nobody"),
        *("owes", "people", "people.dismissed"),
        *("return.ask", "return.done", "return.how", "return.locked"),
        *("return.not_filed", "return.too_many", "return.unclear"),
        *("round.ask", "round.exists", "round.form", "round.no_units", "round.opened"),
        *(f"round.{what}" for what in ("due", "early", "how", "kind", "locked", "where")),
        *("snooze.done", "snooze.how", "snooze.long"),
        *("total", "total.file", "total.overlap", "total.row", "trail", "trail.file"),
        "trail.office",
        *("web.ended", "web.none", "web.sessions"),
        *("unclear.no_report", "unclear.period", "unclear.row", "unclear.unit", "waiting"),
    }
)
_NOTICES = frozenset(
    f"notice.{what}"
    for what in (
        *("abandoned", "answered", "approved", "contact", "corrected", "correcting"),
        *("dismissed", "extended"),
        *("handed", "handed_back", "joined", "locked", "nudge", "recalled", "returned"),
        *("moved", "renamed", "round", "set_aside", "state", "submitted", "unit_ended"),
    )
)
_BUTTONS = frozenset(
    f"button.{what}"
    for what in (
        *("approve", "board", "board.again", "board.picture", "board.workbook", "call_first"),
        *("cancel_invitation", "move", "move.whom"),
        *("unit.add", "unit.end", "unit.merge", "unit.rename"),
        *("board.part", "correct", "round", "rounds"),
        *("changes", "dismiss", "dismiss.sure", "extend", "guide", "hand", "hand.back"),
        *("home", "join", "link.agree", "link.ask", "link.refuse", "link.undo"),
        "link.undo.which",
        *("lock", "lock.round", "look", "look.head", "look.section", "newer", "nudge", "older"),
        *("owes", "report_file", "return", "return.sure", "round.add", "round.open"),
        "round.where",
        *("snooze", "take_up", "web.end", "web.end_all"),
        *("total", "total.chart", "total.word", "total.workbook", "trail", "trail.file"),
        "trail.office",
        *("lock.sure", "nudge.sure", "unlock", "unlock.round", "unlock.sure", "waiting"),
        "show.kind",
        *(f"show.{one.value}" for one in Show),
    )
)
_PARTS = frozenset(
    {
        "office.role",
        "office.identity",
        "office.state",
        "office.fill",
        "office.invitation",
        "office.channel",
        "office.meter",
    }
)  # included
OFFICE_CODES = _ANSWERS | _NOTICES | _BUTTONS | _PARTS
