"""Every code the core can say. The words live in `templates/wordings`; `phuluc check` and a test
hold the two together."""

from __future__ import annotations

from conversations.bulk import model
from conversations.protocol.events import Command
from conversations.protocol.session import AskingMode
from conversations.workflow.requests import BoardFilter

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
        *(f"show.{one.value}" for one in BoardFilter),
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


REPLIES = frozenset(
    {
        "ask",
        "ask.helper",
        "ask.note",
        "back.first",
        "cancel.nothing",
        "changed",
        *(f"file.{what}" for what in ("period", "same", "unsure")),
        "import",
        "import.done",
        *(f"keep.{what}" for what in ("blank", "never", "no_last", "nothing")),
        "explain",
        "explain.kept",
        "explain.unclear",
        "list",
        "list.saved",
        "list.unclear",
        *(f"mode.{mode.value}" for mode in AskingMode),
        "preview",
        "preview.left",
        "preview.saved",
        "preview.none",
        "preview.unclear",
        "remind.set",
        "reminder",
        "remind.unclear",
        "split",
        "split.unclear",
        "check.hard",
        "check.noted",
        "check.mended",
        "check.soft",
        "choose.row",
        *(f"compare.{what}" for what in ("differs", "older", "pdf", "pdf_changed", "same")),
        "computed",
        "confirm.unclear",
        "conflict",
        "conflict.unclear",
        *(f"document.{what}" for what in ("draft", "fill", "final", "version")),
        "download.how",
        "download.no_version",
        "edited.late",
        "edited.unknown",
        "flooded",
        "group.confirm",
        "group.done",
        "group.full",
        "help",
        "helper.over_limit",
        "helper.unclear",
        "helper.zero",
        "jump.how",
        "jump.nothing",
        "kept",
        "link.bad",
        "link.code",
        "link.done",
        *("link.added", "link.ask", "link.asked", "link.confirm", "link.gone", "link.joined"),
        *("link.left", "link.not_agreed", "link.page.own", "link.refused", "link.same"),
        *("link.undone", "link.which"),
        *("page.upload", "page.chat", "page.none"),
        *("file.no_room", "file.too_often", "page.too_often"),
        *("unsent.buttons", "unsent.file", "unsent.link", "unsent.text"),
        *("link.file", "link.none", "link.page.button", "link.page.title"),
        *("link.page.gone", "link.page.taken"),
        "correct.abandon",
        "correct.abandoned",
        "correct.how",
        "correct.none",
        "correct.not_approved",
        "correct.open",
        "correct.same",
        "locked",
        "locked.approved",
        "locked.closed",
        "locked.guest",
        "row.not_returned",
        "row.not_yours",
        "missing",
        "note.empty",
        "note.erased",
        "note.none",
        "note.nowhere",
        "note.saved",
        "note.too_long",
        "old.button",
        "old.nothing",
        "paused",
        "paused.unread",
        "ready",
        "reason.hard",
        "reason.kept",
        "reason.short",
        "reason.too_long",
        "said.late",
        *("command.too_long", "said.too_long"),
        "reopen.draft",
        "reopened",
        "revived",
        "row.computed",
        "saved",
        "sections",
        "start",
        "status",
        "submit.apart",
        "submit.checks",
        "submit.confirm",
        "submit.late",
        "submit.stopped",
        "submitted",
        "submitted.guest",
        "submitted.now",
        "summary",
        "summary.section",
        "trend",
        "trend.how",
        "trend.none",
        "trouble",
        "type_one_of",
        "unsupported",
        "void",
        "welcome.back",
    }
)
OFFERED = (  # commands that stand on a button
    Command.BACK,
    Command.SKIP,
    Command.RESUME,
    Command.NOTE,
    Command.HELP,
    Command.SECTIONS,
    Command.SUMMARY,
    Command.MISSING,
    Command.SUBMIT,
    Command.CANCEL,
    Command.DOWNLOAD,
    Command.REOPEN,
    Command.BY_ROW,
    Command.BY_GROUP,
    Command.KEEP,
    Command.GROUP_NONE,
    Command.GROUP_ZERO,
    Command.TREND,
)
BUTTONS = frozenset(
    {
        *("button.abandon", "button.abandon.sure"),
        "button.begin",
        *(f"button.confirm.{what}" for what in ("import", "keep", "none", "preview", "stay")),
        "button.fill",
        "button.group",
        "button.keep_last",
        "button.next_list",
        "button.number",
        "button.way",
        "button.confirm.submit",
        *(f"button.download.{what}" for what in ("excel", "fill", "pdf", "word")),
        "button.conflict.mine",
        "button.conflict.theirs",
        "button.fix",
        "button.later",
        "button.open",
        "button.option",
        "button.proposal",
        "button.reading",
        "button.section",
        "button.state.none",
        "button.state.pending",
        *(f"button.{command.value}" for command in OFFERED),
    }
)
PAGES = frozenset(  # what stands on the pages behind links
    {
        *("page.gone", "page.gone.title", "page.taken", "page.taken.title", "page.own"),
        "page.of",
        *("page.chat.open", "page.chat.title", "page.chat.words"),
        *("page.upload.title", "page.upload.words", "page.upload.choose", "page.upload.send"),
        *("page.upload.sending", "page.upload.again", "page.upload.done", "page.upload.failed"),
        *("upload.flooded", "upload.full", "upload.too_many"),
        *("page.upload.heavy", "page.upload.status403", "page.upload.status410"),
    }
)
FILES = frozenset(
    {
        *(
            "file.broken",
            "file.busy",
            "file.bomb",
            "file.columns",
            "file.twice",
            "file.doc",
            "file.empty",
            "file.encrypted",
            "file.entities",
            "file.far_cells",
            "file.heavy",
        ),
        *("file.kind", "file.lost", "file.macros", "file.no_table", "file.other_form", "file.pdf"),
        *("file.too_large", "file.too_many_rows"),
    }
)  # why a file cannot be taken
WARNINGS = model.WARNINGS | {"preview.other_unit", "preview.stale"}  # above a preview
WHY = frozenset(f"why.{code}" for code in (*REFUSALS, *model.REFUSED))  # beside a line of a preview
CORE_CODES = REPLIES | BUTTONS | FILES | PAGES | WARNINGS | WHY | frozenset(READING_CODES)
ALL_CODES = CORE_CODES | OFFICE_CODES
