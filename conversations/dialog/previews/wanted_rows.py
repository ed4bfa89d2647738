"""Below last period's answers that may be kept: the rows that need a new number, and what is typed
about them or about all that is kept."""

from __future__ import annotations

import re
from typing import Any

from conversations.bulk.extras import split_extras
from conversations.bulk.model import BulkAnswers
from conversations.bulk.ordered import read_lists
from conversations.commands.report import Command, parse_command
from conversations.dialog import fill_rest
from conversations.dialog.carry_over import filter_keepable
from conversations.dialog.outline import tell_apart
from conversations.dialog.previews.additions import add_ways, rows_by_number
from conversations.dialog.previews.edit_words import read_asked
from conversations.dialog.prompts.lists import join_numbers
from conversations.dialog.turn import Turn
from conversations.forms.model import Form
from conversations.protocol.preview_states import Preview, PreviewSource
from conversations.reports.model import Report
from conversations.reports.previous_lookup import printed_before
from conversations.text.normalize import fold_text, short_number

_OTHERS = (
    r"(?:(?:cac|may|nhung|phan|tat ca) )*(?:(?:dong|cai|so|chi tieu) )?(?:kia|khac|con lai|tren)"
)
_KEEP = re.compile(
    rf"(?:{_OTHERS} )?(?:thi |cu |de |deu )*(?:giu(?: nguyen)?|khong doi|nhu cu|nhu ky truoc)"
    rf"(?: (?:het|ca|tat ca|toan bo|luon|{_OTHERS}|nha|nhe|em|a|di))*"
)
_FIRST = re.compile(r"(?P<first>[^,;:.\n]+)[,;:.\n]\s*(?P<rest>\S.*)", re.DOTALL)


def describe_wanted(form: Form, report: Report, focus: Preview) -> list[dict[str, Any]]:
    """The rows that need a new number, with what they said last."""
    rows = [(form.row(key), n) for key, n in focus.still_wanted.items()]
    labels = tell_apart(form, [row.key for row, _ in rows])
    return [
        {"n": n, "label": labels[row.key], "last": printed_before(report, row)} for row, n in rows
    ]


def keeps_rest(turn: Turn, focus: Preview, text: str) -> str | None:
    """What stands behind words that keep all lines: `giữ hết, 2=101`; nothing behind `giữ nguyên
    phần còn lại`. None for other texts, and where no line is last period's; `giữ nguyên tất cả`
    before the lines of one section is of the whole report."""
    kept = focus.source is not PreviewSource.FILE and any(
        not line.entry.said for line in focus.lines
    )
    command = parse_command(text, free_text=True)
    of_all = command is not None and command.command is Command.KEEP_ALL
    if not kept or (of_all and _others_may_stay(turn, focus)):
        return None
    if _KEEP.fullmatch(fold_text(text).strip(" .!")):
        return ""
    found = _FIRST.fullmatch(text)
    if found is not None and _KEEP.fullmatch(fold_text(found["first"]).strip()):
        return found["rest"]
    return None


def _others_may_stay(turn: Turn, focus: Preview) -> bool:
    """Whether rows that have no line here may keep their answer too."""
    here = {line.entry.row for line in focus.lines}
    return not here.issuperset(filter_keepable(turn.form, turn.report, turn.form.order))


def settles_wanted(turn: Turn, focus: Preview) -> bool:
    """Whether the text says the same of all rows that still need a number: `còn lại chưa có số`."""
    if not focus.still_wanted:
        return False
    asides = split_extras(turn.form, rows_by_number(focus), turn.typed)
    return asides.rest is not None and not asides.rest.keep and not asides.answers.strip()


def settle_wanted(turn: Turn, focus: Preview) -> None:
    """Add that to the preview."""
    rows = rows_by_number(focus)
    rest = split_extras(turn.form, rows, turn.typed).rest
    assert rest is not None  # noqa: S101 - callers have looked
    left = tuple(key for key in rest.among(rows) if key in focus.still_wanted)
    ways = fill_rest.add_rest(turn, left, (BulkAnswers(entries=()),), rest)
    add_ways(turn, focus, ways, turn.typed)


def tell_wanted(turn: Turn, focus: Preview, text: str) -> bool:
    """The number of such a row typed alone, `sửa 55`; or more numbers than there are such rows.
    False for other texts."""
    wanted = describe_wanted(turn.form, turn.report, focus)
    if not wanted:
        return False
    number = short_number(text) or read_asked(text)
    row = next((one for one in wanted if one["n"] == number), None)
    keys = tuple(focus.still_wanted)
    lists = read_lists(turn.form, turn.report, keys, turn.typed, listed=True) or ()
    more = [way for way in lists if any(entry.row is None for entry in way.entries)]
    if row is not None:
        turn.say("preview.wanted", **row)
    elif more:
        places = join_numbers([*focus.still_wanted.values()])
        turn.say(
            "preview.too_many",
            given=len(more[0].entries),
            count=len(keys),
            places=places,
            first=wanted[0]["n"],
        )
    else:
        return False
    turn.quiet = True
    return True
