"""Reading one part of a sentence about the lines of a preview."""

from __future__ import annotations

import re
from collections.abc import Iterable

from conversations.bulk.said_states import read_said_state
from conversations.dialog.previews.line_words import COUNTED, NOT, numbers_in
from conversations.dialog.previews.sentence.clause import Clause, Deed, Of
from conversations.dialog.previews.sentence.clause_words import (
    ALIKE,
    ALL_DROPPED,
    ALL_RIGHT,
    ALSO,
    AT_LINE,
    BARE,
    BEGINS_DROPPED,
    COUNTED_LINES,
    DENIED,
    DENIED_FIRST,
    DOUBTFUL,
    DROPS,
    FIX,
    FIX_BARE,
    HAVE_SEEN,
    JOINS,
    KEEP_ALL,
    KEPT,
    LEADING,
    LET_BE,
    MANY,
    MEND_IT,
    NAMES_LINES,
    NOT_DROPPED,
    NOT_STORED,
    OF_NOTHING,
    ONLY_KEPT,
    ONLY_STORED,
    OTHER_ACT,
    RAISED,
    REST,
    SAYS_NOTHING,
    SEEN_RIGHT,
    STATE,
    STORED,
    STRESSED,
    SWAPPED,
    WAITING,
    WRONG,
)
from conversations.parsing.states import read_state
from conversations.speech.consent import read_consent
from conversations.text.courtesy import (
    is_courtesy,
    strip_courtesy,
    text_without_courtesy,
    without_courtesy,
)
from conversations.text.normalize import clean_text, fold_text

LONGEST_DENIED = 200  # characters of a value that may have behind it what it is not
_TOO_MANY = 60  # lines that are named by their numbers in one part


def read_dropped(folded: str) -> set[int]:
    """`bỏ 3 và 5`, `3 với 4 không phải, bỏ đi em`: the lines that go; none for other texts."""
    found = next((found for one in DROPS if (found := one.fullmatch(folded))), None)
    return numbers_in(found["numbers"]) if found else set()


def begins_dropped(text: str) -> bool:
    """`bỏ 10, …`: begins by giving up lines, so that it is no list of values."""
    return BEGINS_DROPPED.match(fold_text(text[:LONGEST_DENIED]).strip()) is not None


def counted_to_store(text: str) -> int:
    """How many lines are to be stored, `ghi 2 dòng`; 0 where the text says something else."""
    found = STORED.fullmatch(fold_text(clean_text(text)))
    return _count(found["count"]) if found is not None else 0


def read_fix(text: str) -> tuple[int, str, bool] | None:
    """`3=25`, `à nhầm dòng 3 là 25`: the line, what it shall be, with its accents, and whether the
    number is said without `dòng` or a sign. None where the value speaks of other lines."""
    plain = " ".join(clean_text(text).split())
    folded = fold_text(plain)
    if len(folded) != len(plain):
        return None
    found = FIX.fullmatch(folded) or FIX_BARE.fullmatch(folded) or RAISED.fullmatch(folded)
    if found is None:
        found = STATE.fullmatch(folded)
        if found is None or not _is_state(plain[found.start("value") :]):
            return None
    value = plain[found.start("value") :]
    if "=" in value or OTHER_ACT.search(f" {fold_text(value)}"):
        return None
    return int(found["n"]), value, not found["row"] and not found.groupdict().get("sign")


def read_clause(text: str) -> Clause | None:
    """What the part does, or None."""
    plain = " ".join(clean_text(text).split())
    folded = fold_text(_NOT.sub(NOT, plain))
    if len(folded) != len(plain):
        return None
    for reader in (_read_rest, _read_store, _read_idle, _read_kept_or_gone, _read_change):
        if (clause := reader(plain, folded)) is not None:
            return clause
    return None


def without_denial(value: str) -> str:
    """`chưa có số chứ cô đâu có nói là không`: what is so, without what was not said."""
    if len(value) > LONGEST_DENIED:
        return value
    said = STRESSED.sub("", DENIED.sub("", value))
    bare = without_courtesy(said) if said[:1].isdigit() else text_without_courtesy(said)
    nothing = OF_NOTHING.fullmatch(bare)
    return nothing["none"] if nothing else bare


def _read_idle(plain: str, folded: str) -> Clause | None:
    bare = folded.strip(" .!,")
    if (counted := COUNTED_LINES.fullmatch(bare)) is not None:
        return Clause(plain, of=Of.ALL, count=_count(counted["count"]))
    idle = (
        SEEN_RIGHT.fullmatch(bare) or not bare or is_courtesy(plain) or read_consent(plain) is True
    )
    if idle or MEND_IT.fullmatch(bare) or LET_BE.fullmatch(bare) or HAVE_SEEN.fullmatch(bare):
        return Clause(plain)
    return None


def _numbered(
    plain: str, folded: str, patterns: Iterable[re.Pattern[str]], deed: Deed, of: Of = Of.NUMBERS
) -> Clause | None:
    found = next((found for one in patterns if (found := one.fullmatch(folded))), None)
    return None if found is None else Clause(plain, deed, of, _in_order(found["numbers"]))


def _in_order(said: str) -> tuple[int, ...]:
    return tuple(sorted(numbers_in(said))[:_TOO_MANY])


def _read_kept_or_gone(plain: str, folded: str) -> Clause | None:
    lead = LEADING.match(folded)
    if gone := read_dropped(folded[lead.end() :] if lead else folded) or read_dropped(folded):
        return Clause(plain, Deed.DROP, Of.NUMBERS, tuple(sorted(gone)))
    if (also := ALSO.fullmatch(folded)) is not None:
        return Clause(plain, None, Of.NUMBERS, _in_order(also["numbers"]))
    kept = NOT_DROPPED.fullmatch(folded)
    if kept is not None:
        return Clause(plain, Deed.KEEP, Of.NUMBERS, _in_order(kept["numbers"]))
    if any(one.fullmatch(folded) for one in DOUBTFUL):
        return Clause(plain, Deed.DROP, Of.DOUBTFUL)
    if (bare := BARE.fullmatch(folded)) is not None:
        numbers = (int(bare["n"]),) if bare["n"] else ()
        return Clause(plain, Deed.CHANGE, Of.NUMBERS, numbers, bare=True)
    return (
        _numbered(plain, folded, SWAPPED, Deed.SWAP)
        or _numbered(plain, folded, (ALL_DROPPED, *ONLY_KEPT), Deed.KEEP, Of.ONLY)
        or _numbered(plain, folded, KEPT, Deed.TAKE)
        or _numbered(plain, folded, WAITING, Deed.WAIT)
        or _numbered(plain, folded, WRONG, Deed.ASK)
    )


def _read_store(plain: str, folded: str) -> Clause | None:
    if NOT_STORED.fullmatch(folded):
        return Clause(plain, Deed.WAIT, Of.ALL)
    if (stored := STORED.fullmatch(folded)) is not None:
        return Clause(plain, Deed.STORE, Of.ALL, count=_count(stored["count"]))
    return _numbered(plain, folded, ONLY_STORED, Deed.STORE)


def _read_rest(plain: str, folded: str) -> Clause | None:
    if KEEP_ALL.fullmatch(folded):
        return Clause(plain, Deed.KEEP, Of.REST)
    if ALL_RIGHT.fullmatch(folded):
        return Clause(plain, Deed.TAKE, Of.REST)
    deed = next((deed for one, deed in REST if one.fullmatch(folded)), None)
    return None if deed is None else Clause(plain, deed, Of.REST)


def _read_change(plain: str, folded: str) -> Clause | None:
    if (alike := ALIKE.fullmatch(folded)) is not None:
        value = plain[alike.start("value") :] if alike["value"] else ""
        if not value or _is_state(value):
            line, like = int(alike["n"]), int(alike["like"])
            return Clause(plain, Deed.CHANGE, Of.NUMBERS, (line,), value, like=like)
    if (denied := DENIED_FIRST.fullmatch(folded)) is not None:
        value = without_denial(plain[denied.start("value") :])
        if not OTHER_ACT.search(f" {folded[denied.start('value') :]}"):
            return Clause(plain, Deed.CHANGE, Of.NUMBERS, (int(denied["n"]),), value)
    many = MANY.fullmatch(folded)
    if many is not None and len(numbers := _in_order(many["numbers"])) > 1:
        value = without_denial(plain[many.start("value") :])
        of_all = "deu" in folded or (many["so"] and NAMES_LINES.match(folded))
        figure = value.strip(" .").isdecimal() and of_all
        return (
            Clause(plain, Deed.CHANGE, Of.NUMBERS, numbers, value)
            if figure or _may_be_state(value)
            else None
        )
    if (fix := read_fix(plain)) is not None:
        number, value, loose = fix
        bare = without_denial(value)
        return Clause(plain, Deed.CHANGE, Of.NUMBERS, (number,), bare, loose=loose)
    return _read_at_line(plain, folded)


def _read_at_line(plain: str, folded: str) -> Clause | None:
    """A number that is that of a line, as other parts of the sentence are of lines, and what is
    said of it."""
    found = AT_LINE.fullmatch(folded)
    if found is None:
        return None
    value = without_denial(plain[found.start("value") :])
    told = fold_text(value)
    joined = not JOINS.isdisjoint(re.findall(r"\w+", found["so"] or ""))
    named = joined or bool(found["row"])
    if value[:1].isdigit():
        takes = bool(found["so"])  # not `1 2`
    else:
        takes = (named and not SAYS_NOTHING.fullmatch(told)) or _may_be_state(value)
    if not takes or "=" in value or OTHER_ACT.search(f" {folded[found.end('n') :]}"):
        return None
    loose = not found["row"] or not (joined or _is_state(value))
    return Clause(plain, Deed.CHANGE, Of.NUMBERS, (int(found["n"]),), value, loose=loose)


def _count(said: str | None) -> int:
    if said is None:
        return 0
    return int(said) if said.isdecimal() else COUNTED.index(said) + 1


def _is_state(text: str) -> bool:
    return read_state(strip_courtesy(text)) is not None


def _may_be_state(text: str) -> bool:
    return _is_state(text) or read_said_state(text) is not None


_NOT = re.compile("đừng", re.IGNORECASE)
