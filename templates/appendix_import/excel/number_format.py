"""A number as the format of its cell shows it. Formats of Excel: sections for positive, negative,
zero and text, each of digits, signs and words; ECMA-376, part 1, 18.8.31."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import takewhile

from conversations.answers.values import AnswerState
from conversations.reports.printed_answers import STATE_WORDS
from templates.appendix_import.cell_text import HIDDEN, Aside, CellText

BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00"}
BUILT_IN |= {12: "# ?/?", 13: "# ??/??", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 49: "@"}
BUILT_IN |= {39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 48: "##0.0E+0"}
BUILT_IN |= dict.fromkeys((41, 42), '#,##0;-#,##0;"-"')
BUILT_IN |= dict.fromkeys((43, 44), '#,##0.00;-#,##0.00;"-"')
BUILT_IN |= dict.fromkeys((*range(14, 18), *range(27, 32), 36, *range(50, 59)), "dd/mm/yyyy")
BUILT_IN |= dict.fromkeys((18, 19, 20, 21, 32, 33, 45, 46, 47), "h:mm:ss") | {22: "d/m/yyyy h:mm"}
LONGEST_FORMAT = 255  # characters, as Excel has it
DECIMALS = 2  # that an answer may have at most
_LIKE_THOUSANDS = re.compile(r"-?[1-9]\d{0,2},\d{3}")
_DIGITS = 15  # that Excel keeps
_TOKEN = re.compile(
    r'"(?P<words>[^"]*)"|\\(?P<sign>.)|[_*].|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<exponent>[Ee][+-]0+)|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)"
    r"|(?P<fraction>/)|(?P<text>@)|(?P<general>General)|(?P<plain>.)",
    re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)")
_FIRST_DAY, _FIRST_DAY_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - days


@dataclass(frozen=True)
class _Section:
    """One section of a format. `places` are the digits before and behind the point that are
    always shown, `most` the most behind it."""

    before: str = ""
    behind: str = ""
    least: int = 0
    places: tuple[int, int] = (0, 0)
    percents: int = 0
    thousands: int = 0
    kind: str = "number"  # number, day, time, fraction, general, words
    condition: tuple[str, Decimal] | None = None


def plain_number(amount: Decimal) -> str:
    """21 is `21` and 33.33 is `33,33`: as one types it."""
    text = f"{amount:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else _no_thousands(text.replace(".", ","))


def _no_thousands(text: str) -> str:
    """With a zero more where three decimals could be taken for thousands: 1,125 is 1,1250."""
    return f"{text}0" if _LIKE_THOUSANDS.fullmatch(text) else text


def as_decimal(stored: str) -> Decimal:
    """A number of a file, without the slips of binary fractions."""
    return Decimal(f"{float(stored):.{_DIGITS}g}")


def show_number(stored: str, code: str, *, since_1904: bool = False) -> CellText:
    """What a cell with this number and format says. Where the number that is shown is not the one
    that is kept, both are `ways`; what is kept and not shown at all is left out."""
    amount = as_decimal(stored)
    section = _chosen(code[:LONGEST_FORMAT], amount)
    if section is None or section.kind == "general":
        found = plain_number(amount)
        return CellText(found if section is None else section.before + found + section.behind)
    if section.kind in ("day", "time"):
        return CellText(_shown_day(amount, section.kind, since_1904=since_1904))
    if section.kind == "words":
        if section.before.strip():
            return CellText(section.before.strip(), ways=_meant(section.before, amount))
        return CellText(asides=(Aside(plain_number(amount), HIDDEN),))
    if section.kind == "fraction":
        return _doubtful(_as_fraction(amount), plain_number(amount))
    return _shown(amount, section)


def _meant(words: str, amount: Decimal) -> tuple[str, ...]:
    """What words in the place of a number may mean; a dash is often the sign of a zero."""
    kept = plain_number(amount)
    is_dash = words.strip(" -\N{EN DASH}\N{EM DASH}?") == ""
    return (kept, STATE_WORDS[AnswerState.NONE]) if is_dash else (kept, words.strip())


def _doubtful(shown: str, kept: str) -> CellText:
    return CellText(shown, ways=(shown, kept))


def _shown(amount: Decimal, section: _Section) -> CellText:
    true = amount.scaleb(2 * section.percents)
    scaled = true.scaleb(-3 * section.thousands)
    least, most = section.places
    shown = scaled.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP)
    digits = f"{abs(shown):f}"
    whole, _, part = digits.partition(".")
    part = part.rstrip("0").ljust(least, "0")
    words = _no_thousands(whole.zfill(section.least) + (f",{part}" if part else ""))
    before, behind = section.before, section.behind
    if amount < 0:  # in brackets, or with a sign that the format has or Excel puts there
        before, behind = "-" + before.strip("-( "), behind.strip(") ")
    text = f"{before}{words}{behind}".strip()
    if section.thousands:
        return _doubtful(text, plain_number(true))
    kept = true.quantize(Decimal(1).scaleb(-DECIMALS), ROUND_HALF_UP)
    if kept == shown or abs(true - shown) < Decimal("1e-9"):
        return CellText(text)
    return _doubtful(text, plain_number(kept) + behind)


def _shown_day(amount: Decimal, kind: str, *, since_1904: bool) -> str:
    try:
        moment = (_FIRST_DAY_1904 if since_1904 else _FIRST_DAY) + timedelta(days=float(amount))
    except OverflowError:
        return plain_number(amount)
    clock = f"{moment:%H:%M}" if moment.second == 0 else f"{moment:%H:%M:%S}"
    if kind == "time" and amount < 1:
        return clock
    return f"{moment:%d/%m/%Y}" + (f" {clock}" if amount % 1 else "")


def _as_fraction(amount: Decimal) -> str:
    found = Fraction(amount).limit_denominator(99)
    return str(found)


def _chosen(code: str, amount: Decimal) -> _Section | None:
    """The section for this number; None for a format that shows numbers as they are."""
    sections = _sections(code)
    if not sections or sections[0] is None:
        return None
    conditions = [one.condition for one in sections if one is not None]
    if any(conditions):
        for one in sections:
            if one is not None and (one.condition is None or _holds(one.condition, amount)):
                return one
        return sections[-1]
    numbers = sections[:3]
    if amount < 0 and len(numbers) > 1:
        return numbers[1]
    if amount == 0 and len(numbers) > 2:
        return numbers[2]
    return numbers[0]


def _holds(condition: tuple[str, Decimal], amount: Decimal) -> bool:
    sign, limit = condition
    return {
        "<": amount < limit,
        ">": amount > limit,
        "<=": amount <= limit,
        ">=": amount >= limit,
        "=": amount == limit,
        "<>": amount != limit,
    }[sign]


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[_Section | None, ...]:
    if code in ("", "General", "@"):
        return ()
    found: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code):
        if token["plain"] == ";":
            found.append([])
        else:
            found[-1].append(token)
    return tuple(_section(tokens) for tokens in found[:4])


def _section(tokens: list[re.Match[str]]) -> _Section:
    brackets = [token["bracket"] for token in tokens if token["bracket"] is not None]
    named = (_CONDITION.fullmatch(one) for one in brackets)
    condition = next(((one[1], Decimal(one[2])) for one in named if one), None)
    plain = "".join(token["plain"] or "" for token in tokens)
    elapsed = any(one.lower().strip("hms") == "" and one for one in brackets)
    digits = [at for at, token in enumerate(tokens) if _is_digit(token)]
    if not digits and (elapsed or _is_day(plain)):
        kind = "day" if re.search(r"[dyDY]", plain) or re.fullmatch(r"[mM]+", plain) else "time"
        return _Section(kind=kind, condition=condition)
    if elapsed or (digits and re.search(r"[hH].*[sS]|[dD].*[yY]", plain)):
        return _Section(kind="time" if elapsed else "day", condition=condition)
    if any(token["general"] or token["exponent"] or token["text"] for token in tokens):
        at = next(n for n, t in enumerate(tokens) if t["general"] or t["exponent"] or t["text"])
        while digits and at > digits[0]:
            at = digits[0]
        behind = [token for token in tokens[at:] if not _is_number(token)]
        return _Section(_words(tokens[:at]), _words(behind), kind="general", condition=condition)
    if not digits:
        return _Section(_words(tokens), kind="words", condition=condition)
    if any(token["fraction"] for token in tokens):
        return _Section(kind="fraction", condition=condition)
    return _number_section(tokens, digits, condition)


def _number_section(
    tokens: list[re.Match[str]], digits: list[int], condition: tuple[str, Decimal] | None
) -> _Section:
    first, last = digits[0], digits[-1]
    points = [at for at, token in enumerate(tokens) if token["point"] and first - 1 <= at]
    point = points[0] if points else last + 1
    whole = [tokens[at]["digit"] for at in digits if at < point]
    part = [tokens[at]["digit"] for at in digits if at > point]
    end = max(last, point if points else last) + 1
    commas = len([*takewhile(lambda token: token["comma"], tokens[end:])])
    between = [token for token in tokens[first:end] if not _is_number(token)]
    return _Section(
        before=_words(tokens[:first]),
        behind=_words([*between, *tokens[end:]]),
        least=whole.count("0"),
        places=(max((n for n, one in enumerate(part, 1) if one == "0"), default=0), len(part)),
        percents=sum(token["percent"] is not None for token in tokens),
        thousands=commas,
        condition=condition,
    )


def _is_digit(token: re.Match[str]) -> bool:
    return token["digit"] is not None


def _is_number(token: re.Match[str]) -> bool:
    return any(token[name] for name in ("digit", "point", "comma", "exponent", "general", "text"))


def _is_day(plain: str) -> bool:
    return bool(re.search(r"[dymhsDYMHS]", plain))


def _words(tokens: list[re.Match[str]]) -> str:
    """The words between the digits; a currency stands in brackets, a blank for what is skipped."""
    found = ""
    for token in tokens:
        if token["bracket"] is not None:
            found += token["bracket"][1:].split("-")[0] if token["bracket"][:1] == "$" else ""
        elif token["percent"]:
            found += "%"
        elif token["words"] is not None:
            found += token["words"]
        else:
            found += token["sign"] or token["plain"] or ""
    return found
