"""How people name the rows of a list: `dòng 4 là 3`, `số 3 được 7`, `2, 3 và 4`, `từ 2 đến 5`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from conversations.forms.model import Form
from conversations.parsing.result import ReadState
from conversations.parsing.states import read_state
from conversations.text.courtesy import without_courtesy
from conversations.text.normalize import fold_text

_ROW = (
    r"(?:d[òo]ng|c[âa]u(?:\s+h[ỏo]i)?|m[ụu]c|s[ốo]|stt|h[àa]ng|[ýy]|[ôo]|ch[ỉi]\s+ti[êe]u"
    r"|ch[ỉi]\s+s[ốo]|c[áa]i)"
)
ROW = rf"(?:{_ROW}(?:\s+(?:s[ốo]|th[ứu]))?\s+|(?:c[âa]u|d[òo]ng|c)(?=\d))"
_VERB = (
    r"(?:l[àa]|th[ìi]|[đd][ưu][ợo]c|ghi|b[ằa]ng|[đd][ạa]t|[đd][ềe]u|c[ũu]ng|[đd][ểe]|c[ùu]ng"
    r"|v[ẫa]n)"
)
LINK = rf"(?:\s*(?::|->|→|=>|=)\s*|(?:\s+{_VERB})+(?=\s)\s+)"
_BESIDE = r"(?:v[àa]|c[ùu]ng|v[ớo]i|c[òo]n|r[ồo]i)"
_THROUGH = r"(?:\s*(?:-|–|—|->|→|\.\.+)\s*|\s+(?:[đd][ếe]n|t[ớo]i|[đd][ếe]n\s+h[ếe]t)\s+)"
_AND = rf"(?:\s*[,;+&]\s*(?:{_BESIDE}\s+)?|\s+{_BESIDE}\s+|\s+)"
_THINGS = r"(?:d[òo]ng|c[âa]u|m[ụu]c|ch[ỉi]\s+ti[êe]u|[ýy]|[ôo]|c[áa]i|h[àa]ng)"
MANY = rf"(?:(?:c[áa]c|nh[ữu]ng|m[ấa]y|c[ảa])\s+(?:{_THINGS}\s+(?=t[ừu]\s))?)?(?:t[ừu]\s+)?"
SET = rf"{MANY}{ROW}?\d{{1,3}}(?:(?:{_THROUGH}|{_AND}(?:t[ừu]\s+)?){ROW}?\d{{1,3}})+"
_FLAGS = re.IGNORECASE

_PART = re.compile(
    rf"(?P<row>{ROW})?(?P<place>\d{{1,3}})"
    rf"(?:(?P<link>{LINK})|(?P<mark>\)\s*|\.\s+))(?P<value>\S.*)",
    _FLAGS,
)
_GIVEN = re.compile(
    rf"(?:ghi|[đd]i[ềe]n|nh[ậa]p)\s+(?P<value>\S.*?)\s+(?:cho|v[àa]o|v[ôo]|[ởo]|t[ạa]i)\s+"
    rf"(?P<row>{ROW})(?P<place>\d{{1,3}})",
    _FLAGS,
)
_WORDED = re.compile(
    rf"(?P<row>{ROW})(?P<place>\d{{1,3}})[,.)]?\s+(?:c[óo]\s+(?=\d))?(?P<value>\S.*)", _FLAGS
)
# Words that answer a row by themselves, in a list of answers in order.
ANSWERS = frozenset({"co", "khong", "ko", "kps", "ktq", "kttq", "ccs", "roi", "chua", "tot"})
_ONE_SET = re.compile(rf"(?P<set>{SET})(?:(?P<link>{LINK})|\s+)(?P<value>\S.*)", _FLAGS)
_TURNED_SET = re.compile(
    rf"(?P<value>[^\W\d_][^\d,;=]*?)(?:[\s:]+|,\s+)(?P<set>{SET}|{ROW}\d{{1,3}})"
    r"(?:\s+(?:[đd][óo]|n[àa]y|[ấa]y|nha|nh[éeá]|em|[ạa]|lu[ôo]n))*[\s.!]*",
    _FLAGS,
)
_MARKED = rf"(?:{_THROUGH}|\s*[,;+&]\s*(?:{_BESIDE}\s+)?|\s+{_BESIDE}\s+)"
_ONLY_SET = re.compile(rf"{MANY}{ROW}?\d{{1,3}}(?:{_MARKED}{ROW}?\d{{1,3}})*", _FLAGS)
_STEP = re.compile(
    rf"(?P<through>{_THROUGH})?(?:{_AND})?(?:t[ừu]\s+)?{ROW}?(?P<number>\d{{1,3}})", _FLAGS
)
COUNTS = {"một": 1, "mot": 1, "hai": 2, "ba": 3, "bốn": 4, "bon": 4, "năm": 5, "nam": 5}
COUNTS |= {"sáu": 6, "sau": 6, "bảy": 7, "bay": 7, "tám": 8, "tam": 8, "chín": 9, "chin": 9}
_MANY_ROWS = rf"(?P<count>\d{{1,2}}|{'|'.join(COUNTS)})"
_COUNTED = re.compile(  # `hai dòng đầu`, `cả 4 mục`, `4 câu này`, `câu cuối`
    rf"(?<![\w.,])(?:(?P<both>c[ảa](?:\s+l[ũu])?)\s+)?(?:{_MANY_ROWS}\s+)?(?:{_THINGS}\s+)"
    r"(?P<which>[đd][ầa]u(?:\s+ti[êe]n)?|cu[ốo]i(?:\s+c[ùu]ng)?|sau|k[ếe](?:\s+ti[ếe]p)?"
    r"|ti[ếe]p(?:\s+theo)?|c[òo]n\s+l[ạa]i|n[àa]y|tr[êe]n|ni)(?:\s+n[àa]y)?(?=[\s:,=]+\S)"
    rf"|(?<![\w.,])c[ảa]\s+(?P<all>\d{{1,2}}|{'|'.join(COUNTS)})(?:\s+{_THINGS})?"
    r"(?=\s+(?:[đd][ềe]u|kh[ôo]ng|ko|kps|h[ôoổ]ng|ch[ưu]a|l[àa]|th[ìi]|c[ùu]ng|c[ũu]ng)\b)"
    # `hai cái tỷ lệ đều 100%`, `3 mục của sở thì có`
    rf"|(?<![\w.,])(?:c[ảa]\s+)?(?P<told>\d{{1,2}}|{'|'.join(COUNTS)})\s+{_THINGS}\s+"
    r"(?P<of>[^\d,;.\n]{2,60}?)(?=\s+(?:[đd][ềe]u|l[àa]|th[ìi]|c[ùu]ng|c[ũu]ng|ghi|[đd][ểe]|ko|kps"
    r"|kh[ôo]ng|h[ôoổ]ng|n[ỏo]|ch[ưu]a)\s)",
    _FLAGS,
)
_OF = frozenset(  # around what rows have
    (
        *("của", "cua", "ở", "về", "ve", "trong", "thuộc", "thuoc", "này", "nay", "ni"),
        *("nhóm", "nhom", "phần", "phan", "mục", "muc"),
    )
)
_WHOSE = re.compile(
    r"\s+(?:(?:c[ủu]a|b[êe]n|s[ởo]|[đd][ơo]n v[ịi]|ph[òo]ng)\s+)*"
    r"(?:t[ôo]i|tui|em|m[ìi]nh|ch[ịi]|anh)$"
)
_EACH_IN_TURN = r"(?:l[ầa]n\s+l[ưu][ợo]t|theo\s+(?:[đd][úu]ng\s+)?th[ứu]\s+t[ựu])"
_SAID_OF = re.compile(
    rf"(?:{LINK}|\s*[,:=]\s*|\s+)(?:{_EACH_IN_TURN}(?:{LINK}|[\s:]+)(?P<each>[^;\n]+)|(?P<value>"
    rf"[^\s,;\n][^;\n]*?)(?=\s*(?:[;\n]|$|,\s+(?:[^\W\d]|\d+\s+{_THINGS}\s))))",
    _FLAGS,
)
_LINES, _NEXT_PART = re.compile(r"[;\n]"), re.compile(r",\s|\.\s")
_NEXT = re.compile(r",\s+(?:v[àa]\s+)?|\s+v[àa]\s+", re.IGNORECASE)
_FIGURES = re.compile(
    r"\d[\d.]*(?:\s*%)?(?:(?:,?\s+(?:v[àa]\s+|v[ớo]i\s+)?)\d[\d.]*(?:\s*%)?)*[\s.]*", re.IGNORECASE
)
_OF_FIGURES = re.compile(r",?\s+(?:\D+\s+)?")
_ONE_FIGURE = re.compile(r"\d[\d.,]*\s*%?(?:\s+[^\W\d]+){0,3}[\s.]*")
_ENDS = re.compile(
    rf"(?:{_MANY_ROWS}\s+)?"
    rf"(?:d[òo]ng|c[âa]u|c[áa]i|m[ụu]c|ch[ỉi]\s+ti[êe]u)\s+"
    r"(?P<end>[đd][ầa]u(?:\s+ti[êe]n)?|cu[ốo]i(?:\s+c[ùu]ng)?)"
    rf"(?:{LINK}|\s+)(?P<value>\S.*)",
    _FLAGS,
)
_ONWARD = re.compile(
    rf"(?:t[ừu]\s+)?{ROW}?(?P<from>\d{{1,3}})\s+(?:tr[ởo]\s+(?:[đd]i|xu[ốo]ng|v[ềe]\s+sau)"
    rf"|[đd][ếe]n\s+(?:h[ếe]t|cu[ốo]i))(?:{LINK}|\s+)(?P<value>\S.*)",
    _FLAGS,
)
_CLOCK = re.compile(r"0\d:[0-5]\d(?!\d)")  # `08:15`
_EACH = re.compile(
    r"m[ỗo]i (?:c[âa]u|c[áa]i|d[òo]ng|m[ụu]c|ch[ỉi] ti[êe]u)\s+(?:l[àa]\s+)?(?=\S)", re.IGNORECASE
)
_BARE_SET = re.compile(r"\d{1,3}(?:\s+\d{1,3})+\s+[^\W\d_]")
_IN_TURN = re.compile(rf"(?:l[àa]\s+)?{_EACH_IN_TURN}\b", re.IGNORECASE)
_TURN_BEFORE = re.compile(rf"\s*(?:l[àa]\s+)?{_EACH_IN_TURN}(?:{LINK}|[\s:,]+)(?=\S)", _FLAGS)
_COUNTED_BEHIND = re.compile(  # `không phát sinh cả 5 dòng đầu`
    rf"(?P<value>[^\d,;:\n]{{2,40}}?),?\s+(?P<rows>(?:c[ảa]\s+)?{_MANY_ROWS}\s+{_THINGS}"
    r"(?:\s+(?:[đd][ầa]u(?:\s+ti[êe]n)?|cu[ốo]i(?:\s+c[ùu]ng)?|n[àa]y|tr[êe]n))?)[\s.!]*",
    _FLAGS,
)
_LATER = re.compile(
    r"(?:(?:thì|thi|là|la|cứ|cu)\s+)*(?:để|de|tính|tinh|hẹn|hen|làm|lam)\s+"
    r"(?:sau|lát|lat|mai|đó|do|trống|trong)\b.*"
    r"|(?:(?:thì|thi|cứ|cu)\s+)*(?:bỏ (?:qua|trống)|bo (?:qua|trong)|từ từ|tu tu|khoan)\b.*",
    re.IGNORECASE,
)
_LINE = r"(?:(?:d[òo]ng|c[âa]u|ch[ỉi]\s+ti[êe]u)(?:\s+s[ốo])?\s+)"  # a number of it is no heading's
_ROWS_LATER = re.compile(
    rf"(?:{_BESIDE}\s+)*{MANY}(?P<set>{ROW}?\d{{1,3}}(?:(?:{_THROUGH}|{_AND}){ROW}?\d{{1,3}})*)"
    rf"\s*[=:]?\s+(?:{_LATER.pattern})"
    r"|(?:(?:tạm|tam|thôi|thoi|cho|em|để|de)\s+)*(?:bỏ|bo|để|de)\s+(?:qua|trống|trong|sau)\s+"
    rf"(?P<behind>{_LINE}\d{{1,3}}(?:{_MARKED}{_LINE}?\d{{1,3}})*)"
    r"(?:\s+(?:nha|nhé|nhe|em|ạ|luôn|luon|đi|di|giúp|giup|chị|anh))*",
    re.IGNORECASE,
)
_LONGEST_SET = 200  # characters


@dataclass(frozen=True)
class RowWords:
    """A row by its number, with the word before it, and what was said of it."""

    place: str
    value: str
    row: str = ""  # the word for a row, if there was one
    linked: bool = True  # whether a sign or a verb stands between them


def match_row(part: str) -> RowWords | None:
    """`dòng 4 là 3`, `4: 3`, `8 là 100%`, `câu 5 xã không có`; None for anything else."""
    if _CLOCK.match(part):
        return None
    if match := _PART.fullmatch(part):
        linked = match["link"] is not None
        return RowWords(match["place"], match["value"], (match["row"] or "").strip(), linked)
    if len(part) < _LONGEST_SET and (match := _GIVEN.fullmatch(part)):
        return RowWords(match["place"], match["value"], match["row"].strip())
    if (match := _WORDED.fullmatch(part)) and not match["row"].casefold().startswith(("số", "so")):
        return RowWords(match["place"], match["value"], match["row"].strip(), linked=False)
    return None


def is_put_off(part: str) -> bool:
    """Whether a part says that something stays open for now: `để sau nhé`, `bỏ trống`."""
    return len(part) < _LONGEST_SET and _LATER.fullmatch(part) is not None


def rows_put_off(part: str) -> tuple[int, ...]:
    """The numbers of rows that stay open for now: `câu 6 để sau nha`, `22 bỏ qua`."""
    found = _ROWS_LATER.fullmatch(part) if len(part) < _LONGEST_SET else None
    return expand_set(found["set"] or found["behind"]) if found is not None else ()


def rows_left_out(text: str, count: int) -> tuple[int, ...]:
    """The numbers of such rows in a message about so many rows."""
    lines = (line.strip() for line in _LINES.split(text))
    parts = (part for line in lines for part in _left_out_in(line))
    return tuple(dict.fromkeys(number for number in parts if 1 <= number <= count))


def _left_out_in(line: str) -> Sequence[int]:
    if whole := rows_put_off(line):
        return whole
    parts = (rows_put_off(part.strip()) for part in _NEXT_PART.split(line))
    return [number for part in parts for number in part]


def names_rows(text: str) -> bool:
    """Whether the text begins with the number of a row and an equals sign, or with a word for a
    row: `5=1`, `dòng 4 …`; a verb alone may stand in an answer: `5 là nữ`."""
    first = re.split(r"[;\n]", text.strip(), maxsplit=1)[0][:_LONGEST_SET]
    words = match_row(first)
    return words is not None and (bool(words.row) or "=" in first.removesuffix(words.value))


def match_rows(part: str) -> tuple[tuple[int, ...], str] | None:
    """`2,3,4 là không phát sinh`, `từ 2 đến 5 kps`: several rows and what was said of them. A
    number is said of them only behind a verb or a sign: `2 3 4 5` is something else."""
    match = _ONE_SET.fullmatch(part) if len(part) <= 2 * _LONGEST_SET else None
    if match is None or len(match["set"]) > _LONGEST_SET:
        return None
    numbers, value = expand_set(match["set"]), _EACH.sub("", match["value"], count=1)
    said = match["link"] is not None or value != match["value"] or not value[0].isdigit()
    return (numbers, value) if numbers and said else None


def is_bare_set(part: str) -> bool:
    """`2 3 kps`: numbers with blanks alone between them, which may be answers as well."""
    return _BARE_SET.match(part) is not None


def match_ends(part: str, count: int) -> tuple[tuple[int, ...], str] | None:
    """`3 dòng cuối không phát sinh`, `hai câu đầu là 0`, `từ 4 trở đi kps`: the first or the last
    rows of so many."""
    if len(part) > _LONGEST_SET:
        return None
    if (onward := _ONWARD.fullmatch(part)) is not None:
        numbers = range(int(onward["from"]), count + 1)
        return (tuple(numbers), onward["value"]) if numbers and numbers[0] else None
    match = _ENDS.fullmatch(part)
    if match is None:
        return None
    number = _count(match["count"])
    if not 1 <= number <= count:
        return None
    first = match["end"][0] in "đdĐD"
    numbers = range(1, number + 1) if first else range(count - number + 1, count + 1)
    return tuple(numbers), match["value"]


def _count(said: str | None) -> int:
    return 1 if said is None else int(said) if said.isdecimal() else COUNTS[said.casefold()]


def name_counted(form: Form, rows: Sequence[str], text: str) -> str:
    """The text with rows of the list that are only counted told by their numbers: `hai dòng đầu 0`
    is `dòng 1, dòng 2 đều 0`. What may be the rows of a heading, or of the whole list (`hai dòng
    cuối`), stays as it is."""
    if len(text) > _LONGEST_SET * 4 or "\t" in text or not rows:
        return text
    turn = _TURN_BEFORE.match(text)
    text = text[turn.end() :] if turn else text
    behind = _COUNTED_BEHIND.fullmatch(text) if len(text) <= _LONGEST_SET else None
    if behind is not None and isinstance(read_state(behind["value"]), ReadState):
        text = f"{behind['rows']} {behind['value']}"
    groups = [form.group_of(key).key for key in rows]
    done: list[int] = []
    parts: list[str] = []
    start = 0
    for match in _COUNTED.finditer(text):
        if match["of"]:
            titles = [form.row(key).title for key in rows]
            here = titles[: groups.count(groups[0])]
            ways = (here, titles, [form.row(groups[0]).title] * len(here))
            numbers = next(filter(None, (_numbers_having(match, one, done) for one in ways)), [])
        else:
            numbers = _numbers_of(match, groups, done)
        if not numbers or match.start() < start:
            continue
        told = _SAID_OF.match(text, match.end())
        values = _values(told, len(numbers)) if told is not None else []
        if told is None or not values:
            continue
        done += numbers
        pairs = zip(numbers, values, strict=True)
        said = ", ".join(f"dòng {number} là {value}" for number, value in pairs)
        parts += [text[start : match.start()], said]
        start = told.end()
    return "".join((*parts, text[start:]))


def _values(told: re.Match[str], count: int) -> list[str]:
    """What is said of so many rows, for each: a figure or a state that all have, or as many figures
    as rows; nothing for figures that do not go up."""
    if told["each"] and len(each := _NEXT.split(told["each"].strip(" ."))) == count:
        return each
    said = without_courtesy((told["each"] or told["value"]).strip())
    if _FIGURES.fullmatch(said) and len(each := _OF_FIGURES.split(said.strip(" ."))) == count:
        return each
    figures = any(map(str.isdigit, said))
    return [] if told["each"] or (figures and not _ONE_FIGURE.fullmatch(said)) else [said] * count


def _numbers_having(match: re.Match[str], titles: Sequence[str], done: Sequence[int]) -> list[int]:
    """The rows whose labels have these words, where they are as many as is said; those that were
    spoken of before are not counted then."""
    said = _WHOSE.sub("", match["of"].casefold()).replace("tỉ", "tỷ").split()
    words = {word for word in said if word not in _OF}
    named = {number for number, title in enumerate(titles, 1) if words <= _words_in(title, words)}
    left = named if len(named) == _count(match["told"]) else named - {*done}
    return sorted(left) if len(left) == _count(match["told"]) else []


def _words_in(title: str, words: set[str]) -> set[str]:
    """The words of a label; without accents where these have none."""
    known = re.findall(r"\w+", title.casefold())
    return {*known, *(map(fold_text, known) if all(map(str.isascii, words)) else ())}


def _numbers_of(match: re.Match[str], groups: Sequence[str], done: Sequence[int]) -> list[int]:
    """The rows that are meant; none where that is not sure."""
    count, size = _count(match["all"] or match["count"]), len(groups)
    first = [number for number, one in enumerate(groups, 1) if one == groups[0]]
    told = match["all"] is not None or match["count"] is not None
    which = "all" if match["all"] else match["which"].casefold()[0]
    if which in "đd":
        return [*range(1, count + 1)] if count <= size else []
    if which == "c" and match["which"].casefold()[1] in "uố":  # the last
        return [*range(size - count + 1, size + 1)] if len(first) == size >= count else []
    if which == "c":
        left = [number for number in first if number not in done]
        return left if done and told and len(left) == count else []
    if which in ("s", "k") or (
        match["which"] and match["which"].casefold().startswith(("tiế", "tie"))
    ):
        begin = done[-1] + 1 if done else 0
        return [*range(begin, begin + count)] if done and begin + count - 1 <= size else []
    if not told or count < 2:
        return []
    return first if len(first) == count else [*range(1, size + 1)] if size == count else []


def are_last(part: str) -> bool:
    """Whether the part speaks of the last rows: of the whole list, or of a heading."""
    match = _ENDS.fullmatch(part) if len(part) <= _LONGEST_SET else None
    return match is not None and match["end"][0] not in "đdĐD"


def are_in_turn(value: str) -> bool:
    """Whether what is said of rows is a value for each: `lần lượt 5, 6`, and none of it for all."""
    return _IN_TURN.match(value) is not None


def match_turned(part: str) -> tuple[tuple[int, ...], str] | None:
    """`không phát sinh: 2, 3, 4`, `không có ở dòng 5`: what is said of rows, before them."""
    match = _TURNED_SET.fullmatch(part) if len(part) <= 2 * _LONGEST_SET else None
    numbers = expand_set(match["set"]) if match else ()
    if match is None or not numbers or _are_in_order(match, numbers):
        return None
    return numbers, match["value"]


def _are_in_order(match: re.Match[str], numbers: tuple[int, ...]) -> bool:
    """`có kps 3 2 1`: the numbers are answers behind others, as they name no rows one after the
    other, or several answers stand before them."""
    if re.fullmatch(r"\d+(?:\s+\d+)+", match["set"]) is None:
        return False
    answers = [word for word in fold_text(match["value"]).split() if word in ANSWERS]
    whole = len(answers) == len(match["value"].split())
    return list(numbers) != sorted(numbers) or (whole and len(answers) > 1)


def only_names_rows(part: str) -> bool:
    """Whether the part names a row or several, and says nothing of them."""
    return len(part) <= _LONGEST_SET and _ONLY_SET.fullmatch(part) is not None


def expand_set(words: str) -> tuple[int, ...]:
    """The numbers that `2, 3 và 4` or `2 đến 5` names; none when one comes twice or a range runs
    backwards."""
    found: list[int] = []
    for step in _STEP.finditer(words):
        number = int(step["number"])
        if step["through"] and found:
            if number <= found[-1]:
                return ()
            found.extend(range(found[-1] + 1, number + 1))
        else:
            found.append(number)
    return tuple(found) if len({*found}) == len(found) else ()
