"""What is refused by an operation that the chat shares, in the words of the command line."""

from __future__ import annotations

from bot.runtime.language import tell
from bot.workflow.context import RequestRejectedError

WORDS = {
    "days.gone": "that was taken back before",
    "days.has_some": "{year} has exchanges already: see phuluc days list",
    "days.is_off": "{day} is a day off already: see phuluc days list",
    "days.is_worked": "{day} is a working day already: see phuluc days list",
    "days.none_already": "{year} has none already, as was entered",
    "days.nothing_to_drop": "nothing was entered of {said!r}: see phuluc days list",
    "days.refused": "{said!r} {day} names no exchange: each day with its year, and the right name "
    "of the day if any; for example '22/8/2026 thay 31/8/2026' or '2027: không có'",
    "days.which_year": "name the year: {year}",
    "extend.filed": "{unit} has handed in",
    "extend.reason": "the reason {reason!r} is too short",
    "extend.sooner": "{to} is not later than {least}, when it is due anyway",
    "person.name": "the name {said!r} is empty or longer than {most} characters",
    "round.due": "{said!r}: the due day cannot be read or is past; for example 'hạn 20/3/2026'",
    "round.early": "{said!r}: the due day leaves no working day after the cut-off",
    "round.exists": "{period} is open already in {root}",
    "round.how": "{said!r}: no such period; for example 'quý I/2026', '6 tháng 2026' or 'năm 2026'",
    "round.kind": "{said!r}: no such kind of unit; for example 'cho xã, phường'",
    "round.locked": "{period} is locked: unlock it first",
    "round.no_units": "no unit of {root} owes a report",
    "round.periods": "{form} is not reported on such a period as {asked}: see phuluc form show",
    "token.days": "a token is good for 1 to {most} days, not for {said}",
    "token.ended_before": "token {name} was ended before",
    "token.many": "{most} tokens let others read already: end one first",
    "token.name": "the name of the other system is empty or longer than {most} characters",
    "token.scopes": "no scope {said!r}; there is: {scopes}",
    "webhook.ended_before": "webhook {number} was ended before",
    "webhook.events": "no kind of event {said!r}; there is: {events}",
    "webhook.many": "{most} addresses are told already: end one first",
    "webhook.unsigned": (
        "webhook {number} has no secret: a backup holds none; first: phuluc webhook rotate"
    ),
    "webhook.url": (
        "nothing is posted there ({why}): an address begins with https:// and is public, unless "
        "PHULUC_WEBHOOK_HTTP and PHULUC_WEBHOOK_NETWORKS allow more"
    ),
    "units.below_itself": "{unit} cannot stand below {to}: that is the unit itself, or below it",
    "units.same": "{unit} is so already",
    "units.below": "{unit} cannot merge into {into}: that is the unit itself, or below it",
    "withdraw.answered": "{period} cannot be withdrawn: {names} have answered; lock it instead",
    "withdraw.gone": "{period} has no report that could be withdrawn",
    "withdraw.how": "name the period: {period}",
    "withdraw.none": "no round could be withdrawn: all have answers",
    "units.code": "the code {said!r} is taken",
    "units.gone": "{unit} has ended before",
    "units.identified": "{unit} has the identification code {said!r}",
    "units.has_units": "{unit} has {count} units below it; name --into",
    "units.kind": "no such kind of unit: {said!r}",
    "units.name": "{said!r} is empty or longer than {most} characters",
}


def describe_refusal(error: RequestRejectedError) -> str:
    return tell(WORDS[error.reply.code], **error.reply.data)
