"""What may stand beside the answers to a list: notes of rows, and what is said of all the rows
that are left (`còn lại giữ nguyên`, `còn lại không phát sinh`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from conversations.bulk.lead_ins.group_names import headings_above
from conversations.bulk.lead_ins.named_headings import part_by_headings
from conversations.bulk.said_states import LONGEST_REST, Rest, means_keep, read_rest
from conversations.bulk.told_notes import LONGEST_NOTE, part_note
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.forms.search import find_rows, is_label, named_row, sure_row
from conversations.text.normalize import clean_text, fold_text

_LONGEST_WORD = 60  # characters of a line that leaves the list
_LINE, _NOTED = r"(?:d[òo]ng|c[âa]u)\s(?:s[ốo]\s)?\d{1,3}", r"(?:ghi\s++ch[úu]|gc)"
_NEXT_NOTE = re.compile(
    r"\n|[;.,][^\S\n]*+(?=(?:(?:d[òo]ng|c[âa]u)\s\d{1,3}\s(?:\w+\s){0,3})?(?:ghi\s++ch[úu]|gc)\b[^:\n]{0,80}:)"
    rf"|[;,.][^\S\n]*+(?={_LINE}\s(?:\w+\s){{0,3}}?{_NOTED}\b"
    rf"|(?:\w+\s){{0,2}}?{_NOTED}\b(?:(?:\s\w+){{0,4}}?\s{_LINE}\b|\s\d{{1,3}}\sl[àa]\s))"
    rf"|(?<=\d)\s++(?={_NOTED}(?:\s\w+){{0,4}}?\s{_LINE}\b)",
    re.IGNORECASE,
)
_ANSWER_BEHIND = re.compile(r";\s*+(?=(?:(?:d[òo]ng|c[âa]u)\s)?\d{1,3}\s*=\s*\d)", re.IGNORECASE)
_OWN_NOTE = re.compile(
    r"(?:[;,.][^\S\n]*+|(?<=\d)\s++)(?:k[èe]m\s++|th[êe]m\s++)?(?:ghi\s++ch[úu]|gc)(?:\s++(?:l[àa]|th[êe]m)\b)?"
    r"(?:\s*+:)?\s*+(?!(?:d[òo]ng|c[âa]u|m[ụu]c|nh[óo]m|cho|c[ủu]a|v[àa]o)\b|\d{1,3}\s*(?::|l[àa]\b))"
    r"(?P<words>[^\s:]\S*+(?:\s++[^\s:]\S*+)*+)\s*\Z",
    re.IGNORECASE,
)
_LAST_ROW = re.compile(
    r"(?:\A|[,;.\n])\s*+(?:(?:d[òo]ng|c[âa]u)\s++)?(?P<number>\d{1,3})"
    r"(?:\s*+[=:]|\s++(?:l[àa]\s|(?=[^\W\d])))[^,;\n]*\Z",
    re.IGNORECASE,
)
_BARE_NOTE = re.compile(  # `ghi chú: …`, `ghi chú mục 3: …` behind answers
    r"(?:k[èe]m\s+)?(?:ghi\s+ch[úu]|gc)(?:\s+(?:th[êe]m|l[àa]))?(?:\s+(?:m[ụu]c|nh[óo]m)\s+(?P<group>\d{1,2}))?"
    r"\s*:\s*(?P<words>\S.*)",
    re.IGNORECASE,
)
_ONLY_ROW = re.compile(
    r"(?:(?:d[òo]ng|c[âa]u)\s+)?(?P<number>\d{1,3})\s*[=:][^=:;]+", re.IGNORECASE
)
_NEXT_PLACE = re.compile(
    r"[;\n]\s*+(?=(?:(?:d[òo]ng|c[âa]u)\s+)?(?:[IVX]+(?:\.\d{1,2})+|\d{1,3})\s*:)", re.IGNORECASE
)
_DONE = re.compile(
    r"(?:xong|tiep|tiep theo|sang (?:phan|muc|nhom) (?:sau|tiep)|(?:phan|muc|nhom) (?:sau|tiep))"
    r"(?:[ ,.!]+(?:roi|nhe|nha|a|em|di))*[ .!]*"
)
_LAST_CLAUSE = re.compile(
    r"[,;.]\s++|(?<!\s)\s++-\s++"
    r"|(?:(?<=t[ốo]t)|(?<=sinh)|(?<=c[óo] s[ốo])|(?<=quy[ềe]n)|(?<=\sc[óo])|(?<=kps)|(?<=ccs)"
    r"|(?<=nh[éea])|(?<=\s[ạa])|(?<=\sem)|(?<=lu[ôo]n)|(?<=r[ồo]i)|(?<=[\d%]))"
    r"\s++(?=(?:(?:m[ấa]y|c[áa]c|nh[ữu]ng|t[ấa]t c[ảa])\s+)?(?:(?:d[òo]ng|c[âa]u|c[áa]i)\s+)?"
    r"c[òo]n\s+l[ạa]i\s|(?:m[ấa]y|c[áa]c|nh[ữu]ng)\s+c[ộo]t\s+(?:c[òo]n\s+l[ạa]i|kh[áa]c)\s)",
    re.IGNORECASE,
)
_MOST_CLAUSES = 40  # of a line whose last one may speak of the rest


@dataclass(frozen=True, slots=True)
class MessageExtras:
    """`answers` is the text without them; `notes` are by the key of a row or of a heading;
    `rest` is what is said of the rows that are not answered; `done`: the list is left behind
    afterwards, answered or not."""

    answers: str
    notes: dict[str, str]
    rest: Rest | None = None
    done: bool = False

    def __bool__(self) -> bool:
        return bool(self.notes) or self.rest is not None


def split_extras(form: Form, rows: tuple[str, ...], text: str) -> MessageExtras:
    """The text of an officer who has these rows before them, numbered from 1, in its parts."""
    answers: list[str] = []
    notes: dict[str, str] = {}
    rest: Rest | None = None
    done = False
    lines = text.splitlines()
    for at, whole in enumerate(lines, 1):
        line, beside = _split_note(form, rows, whole)
        notes |= beside
        found = split_notes(form, rows, line) or _note_behind(form, rows, answers, line)
        if found:
            notes |= found
            continue
        if len(line) <= _LONGEST_WORD and _DONE.fullmatch(fold_text(line)):
            done = True
            continue
        if means_keep(line) and any(map(str.strip, answers)) and _goes_on(form, rows, lines[at:]):
            answers.append(line)  # the answer of a row between others
            continue
        said, of_rest = _split_rest(line)
        if of_rest is not None and any(number > len(rows) for number in of_rest.but):
            said, of_rest = line, None  # no rows of this list
        rest = of_rest or rest
        if said.strip() or of_rest is None:
            answers.append(said)
    return MessageExtras("\n".join(answers), notes, rest, done)


def _split_note(form: Form, rows: tuple[str, ...], line: str) -> tuple[str, dict[str, str]]:
    """The line without the notes behind its answers: `1=18; ghi chú 1: …`."""
    mark = None if "\t" in line or split_notes(form, rows, line) else _NEXT_NOTE.search(line)
    told, *more = _ANSWER_BEHIND.split(line[mark.end() :]) if mark is not None else ("",)
    notes = split_notes(form, rows, told) if mark is not None else {}
    if mark is not None and notes:  # `1=18; ghi chú 1: …; 2=7`
        return "; ".join((line[: mark.start()], *more)), notes
    return _split_own_note(rows, line)


def _split_own_note(rows: tuple[str, ...], line: str) -> tuple[str, dict[str, str]]:
    """The line without the note of the row that is answered last: `1 có, ghi chú Quyết định số
    449`."""
    found = _OWN_NOTE.search(line) if len(line) <= LONGEST_NOTE and "\t" not in line else None
    answered = _LAST_ROW.search(line[: found.start()]) if found is not None else None
    number = int(answered["number"]) if answered is not None else 0
    if found is None or not 1 <= number <= len(rows):
        return line, {}
    words = clean_text(found["words"]).rstrip(" ;")
    return line[: found.start()], {rows[number - 1]: words}


def _note_behind(
    form: Form, rows: tuple[str, ...], answers: list[str], line: str
) -> dict[str, str]:
    """A note that does not say whose it is, by the heading that was named last before it, or by the
    only row of the line before it."""
    found = _BARE_NOTE.fullmatch(line.strip()) if answers and len(line) <= LONGEST_NOTE else None
    if found is None:
        return {}
    named = [one.heading for one in part_by_headings(form, answers[-1]) if one.heading]
    alone = _ONLY_ROW.fullmatch(answers[-1].strip())
    number = int(alone["number"]) if alone is not None else 0
    key = named[-1] if named else rows[number - 1] if 1 <= number <= len(rows) else ""
    told = found["group"] is None or (key and form.row(key).stt == found["group"])
    return {key: clean_text(found["words"]).rstrip(" ;")} if key and told else {}


def _goes_on(form: Form, rows: tuple[str, ...], lines: list[str]) -> bool:
    return any(line.strip() and not split_notes(form, rows, line) for line in lines)


def _split_rest(line: str) -> tuple[str, Rest | None]:
    """The line without its last clause when that speaks of the rows that are left."""
    if "\t" in line:
        return line, None
    if (whole := _rest(line)) is not None:
        return "", whole
    marks = [*_LAST_CLAUSE.finditer(line)]
    ends = ((mark, read_rest(line[mark.end() :])) for mark in reversed(marks[-_MOST_CLAUSES:]))
    found = [(mark, rest) for mark, rest in ends if rest is not None]
    mark, rest = max(found, key=lambda one: len(one[1].but), default=(None, None))
    return (line, None) if mark is None else (line[: mark.start()], rest)


def _rest(line: str) -> Rest | None:
    if len(line) > 2 * LONGEST_REST:
        return None
    bare = clean_text(line).rstrip(".!;, ")
    return Rest(keep=True) if means_keep(bare) else read_rest(bare)


def split_notes(form: Form, rows: tuple[str, ...], text: str) -> dict[str, str]:
    """The notes in a text that is nothing but notes, each with whose it is: `ghi chú I.2: …; ghi
    chú I.3: …`, `ghi chú 3: …`, `ghi chú mục 3: …`; by the key of a row or of a heading."""
    notes: dict[str, str] = {}
    for part in _note_parts(text):
        note = _note(form, rows, part)
        if note is None:
            return {}
        notes[note[0]] = note[1]
    return notes


def _note_parts(text: str) -> list[str]:
    parts = [part.strip(" ;") for part in _NEXT_NOTE.split(text) if part.strip(" ;")]
    found: list[str] = []
    for part in parts:
        head, *others = _NEXT_PLACE.split(part)
        if _is_note(part):  # `ghi chú I.2: …; I.3: …`: the word is said once for all
            found += [head, *(f"ghi chú {other}" for other in others)]
        elif found:
            found[-1] += f"; {part}"  # a line that goes on
        else:
            found.append(part)
    return found


def _is_note(part: str) -> bool:
    return part_note(part) is not None


def _note(form: Form, rows: tuple[str, ...], line: str) -> tuple[str, str] | None:
    """Whose note it is, and its words."""
    parted = part_note(line)
    if parted is None or not parted.words.strip() or parted.is_of_open_row:
        return None
    place = parted.place
    number = int(place) if place.isdecimal() and len(place) <= 3 else 0
    shown = headings_above(form, rows) if parted.of_group else {}
    if place in shown:
        key = shown[place]
    elif 1 <= number <= len(rows):
        key = rows[number - 1]
    else:
        named = named_row(form, parted.named)
        if named is None and parted.row and not rows:  # `ghi chú dòng 12` beside one question
            named = named_row(form, f"câu {place}")
        if named is None and not (parted.told or is_label(form, place)):
            found = find_noted(form, rows, place) if rows and not place.isdecimal() else ()
            sure = len(found) == 1 and found[0].key in rows
            return (found[0].key, clean_text(parted.words).rstrip(" ;")) if sure else None
        found = (named,) if named else find_noted(form, rows, place)
        if len(found) != 1:
            return None
        key = found[0].key
    words = clean_text(parted.words).rstrip(" ;")
    return (form.group_of(key).key if parted.of_group else key), words


def find_noted(form: Form, rows: tuple[str, ...], place: str) -> tuple[Row, ...]:
    """The rows that words before a note may mean: those of the list in hand before others, and the
    one that is called just so before all."""
    sure = sure_row(form, place, rows) or sure_row(form, place)
    if sure is not None:
        return (sure,)
    found = find_rows(form, place)
    here = [row for row in found if row.key in rows]
    return tuple(here or found)
