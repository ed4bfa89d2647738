"""An administrator's list of units and their people: understood whole, or refused line by line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from pydantic import Field

from conversations.frozen import Frozen
from conversations.text.addresses import read_email
from conversations.text.identification_codes import read_identification_code
from conversations.text.normalize import clean_text, fold_text
from conversations.text.phones import read_phones
from conversations.workflow.permissions import Role
from conversations.workflow.unit_columns import (
    COLUMNS,
    HEADED,
    PEOPLE,
    ListHead,
    find_head,
    head_words,
)
from conversations.workflow.unit_people import NamedPerson, holds_two, split_people

MAX_CODE, MAX_NAME, MAX_PERSON = 64, 300, 100
MAX_SHORT, MAX_ABBREVIATION = 100, 40
MOST_SHOWN = 120  # characters of what was read, in a message
_SUMS = ("tong", "cong", "ghi chu", "nguoi lap", "luu y")  # what lines below a list begin with


class ListedUnit(Frozen):
    """A unit of the list; `parent` is the code of another one, of the list or known before."""

    code: str
    name: str
    short_name: str
    abbreviation: str
    kind: str | None
    parent: str | None
    phone: str | None = None
    identification_code: str | None = None


class KnownLine(Frozen):
    """What the list says of a unit that is there already, without what it leaves empty."""

    line: int
    code: str
    said: dict[str, str]


class Invitee(Frozen):
    """Somebody to be invited into a unit, and where the code can be sent."""

    unit: str
    role: Role
    name: str
    phone: str = ""
    email: str = ""


class BadLine(Frozen):
    """A line that cannot be taken: what was read, and what would do, whose fields are in
    `data`."""

    line: int
    column: str
    found: str
    allowed: str
    data: dict[str, Any] = Field(default_factory=dict)

    def __str__(self) -> str:
        allowed = self.allowed.format(**self.data)
        found = repr(self.found or "nothing")
        return f"line {self.line}, {self.column}: found {found}; allowed: {allowed}"


class UnitList(Frozen):
    """A whole list, parents before children; `known` are its lines about units that are there
    already, `passed` those about no unit at all: number and words."""

    units: tuple[ListedUnit, ...]
    people: tuple[Invitee, ...]
    known: tuple[KnownLine, ...] = ()
    passed: tuple[tuple[int, str], ...] = ()


def read_list(
    lines: Sequence[Sequence[str]],
    known: Collection[str],
    kind_named: Callable[[str], str | None],
    kinds: str = "",
    names: Mapping[str, Collection[str]] | None = None,
    identified: Mapping[str, str] | None = None,
) -> UnitList | tuple[BadLine, ...]:
    """Read a table with a line that heads its columns. `known` are the codes of units that are
    there already, and `names` what else those are called: people may be invited into them, but
    they are not made again. `kinds` are the kinds of unit in words, for a kind that is none;
    `identified` are the codes of known units by their identification codes."""
    if not lines:
        return (BadLine(line=1, column="(file)", found="", allowed="a table with a head"),)
    head = find_head(lines)
    if head.lacking:
        found = ", ".join(filter(None, head.cells)) or "no words"
        allowed = "columns headed Mã and Tên; also Tên ngắn, Viết tắt, Loại, Trực thuộc, Cán bộ"
        column = HEADED[head.lacking[0]]
        return (
            BadLine(line=head.line + 1, column=column, found=found[:MOST_SHOWN], allowed=allowed),
        )
    reading = _Reading(head, known, kind_named, kinds, names or {}, identified or {})
    reading.columns()
    for number, cells in enumerate(lines[head.begins :], head.begins + 1):
        if any(cell.strip() for cell in cells):
            reading.line(number, cells)
    reading.parents()
    reading.top()
    if reading.bad:
        return tuple(sorted(reading.bad, key=lambda bad: bad.line))
    return UnitList(
        units=reading.in_order(),
        people=tuple(reading.people),
        known=tuple(reading.there),
        passed=tuple(reading.passed),
    )


def unread_columns(lines: Sequence[Sequence[str]]) -> list[str]:
    """The heads of the columns that an import passes over."""
    return find_head(lines).unread if lines else []


class _Reading:
    """The lines read so far."""

    def __init__(
        self,
        head: ListHead,
        known: Collection[str],
        kind_named: Callable[[str], str | None],
        kinds: str,
        names: Mapping[str, Collection[str]],
        identified: Mapping[str, str],
    ) -> None:
        self.head, self.known, self.kind_named, self.kinds = head, known, kind_named, kinds
        self.names = names
        self.identified = {**identified}
        self.alike = {code.casefold(): code for code in known}
        self.units: dict[str, ListedUnit] = {}
        self.there: list[KnownLine] = []
        self.at: dict[str, int] = {}
        self.people: list[Invitee] = []
        self.passed: list[tuple[int, str]] = []
        self.bad: list[BadLine] = []

    def columns(self) -> None:
        """No column is passed over that may hold people: one that begins like theirs, or a
        second one."""
        people = {role.value: COLUMNS[role.value] for role in PEOPLE}
        for place, cell in enumerate(self.head.cells):
            words = head_words(cell)
            for name, called in people.items():
                mine = any(words == one or words.startswith(f"{one} ") for one in called)
                if mine and place not in self.head.places.values():
                    allowed = (
                        "one column headed {words}, its names parted by semicolons; or no such"
                    )
                    one = HEADED[name]
                    self._refuse_line(self.head.line + 1, one, cell[:40], allowed, words=one)
                    break

    def line(self, number: int, cells: Sequence[str]) -> None:
        said = {
            name: clean_text(cells[place]) if place < len(cells) else ""
            for name, place in self.head.places.items()
        }
        code, name = said.get("code", ""), said.get("name", "")
        if self._is_beside(cells, code, name):
            shown = " ".join(filter(None, map(clean_text, cells)))
            self.passed.append((number, shown[:MOST_SHOWN]))
            return
        if not self._good_code(number, code):
            return
        self.at[code] = number
        kind = self._kind(number, said.get("kind", ""))
        phone = self._add_people(number, code, said)
        identified = self._identification_code(number, code, said)
        if code in self.known:
            told = {key: said[key] for key in _KEPT if said.get(key)}
            if kind is not None:
                told["kind"] = kind
            if phone:
                told["phone"] = phone
            if identified:
                told["identification_code"] = identified
            self.there.append(KnownLine(line=number, code=code, said=told))
            return
        if not name or len(name) > MAX_NAME:
            self._refuse_line(number, "Tên", name[:40], "a name of 1 to 300 characters")
        for column, most in (("short_name", MAX_SHORT), ("abbreviation", MAX_ABBREVIATION)):
            given = said.get(column, "")
            if len(given) > most:
                shown = given[:40] + "…"
                self._refuse_line(
                    number, HEADED[column], shown, "at most {most} characters", most=most
                )
        self.units[code] = ListedUnit(
            code=code,
            name=name,
            short_name=said.get("short_name") or name,
            abbreviation=said.get("abbreviation") or code,
            kind=kind,
            parent=said.get("parent") or None,
            phone=phone or None,
            identification_code=identified or None,
        )

    def _is_beside(self, cells: Sequence[str], code: str, name: str) -> bool:
        """Whether a line is about no unit: a sum, a signature, a note below the list."""
        words = [one for one in map(clean_text, cells) if one]
        if not code and not name and len(words) <= 2:
            return True
        return not (code and name) and len(words) <= 3 and fold_text(words[0]).startswith(_SUMS)

    def _kind(self, number: int, words: str) -> str | None:
        if not words:
            return None
        kind = self.kind_named(words)
        if kind is None:
            allowed = self.kinds.replace("{", "{{").replace("}", "}}") or "a kind of unit"
            self._refuse_line(number, "Loại", words, allowed)
        return kind

    def _good_code(self, number: int, code: str) -> bool:
        if not code or len(code) > MAX_CODE or any(letter.isspace() for letter in code):
            self._refuse_line(number, "Mã", code[:40], "a code of 1 to 64 signs, no blank")
        elif code in self.at:
            allowed = "a code of its own: line {first} has this one"
            self._refuse_line(number, "Mã", code, allowed, first=self.at[code])
        elif self.alike.setdefault(code.casefold(), code) != code:
            other = self.alike[code.casefold()]
            allowed = "no second code like {other} but for its capitals"
            self._refuse_line(number, "Mã", code, allowed, other=other)
        else:
            return True
        return False

    def _add_people(self, number: int, code: str, said: Mapping[str, str]) -> str:
        """Have the people of a line invited; the number that is left for the unit itself."""
        named = {role: split_people(said.get(role.value, "")) for role in PEOPLE}
        left = {"phone": said.get("phone_unit", ""), "email": ""}
        for way in ("phone", "email"):
            for whose in ("", *(role.value for role in PEOPLE)):
                given = _ways(said.get(f"{way}_{whose}", ""))
                role = Role(whose) if whose else _first_with(named)
                if role is not None and given and len(given) == len(named[role]):
                    pairs = zip(named[role], given, strict=True)
                    named[role] = [_reached(one, way, at) for one, at in pairs]
                elif given:
                    left[way] = "; ".join(filter(None, (left[way], *given)))
        for role, people in named.items():
            self._invite(number, code, role, people)
        return self._phone(number, left["phone"])

    def _identification_code(self, number: int, code: str, said: Mapping[str, str]) -> str:
        """The code as it is kept; empty for none. Where it stands for the unit's own code it may
        also be of another shape."""
        given = said.get("identification_code", "")
        read = read_identification_code(given) if given else ""
        column = HEADED["identification_code"]
        if read is None:
            if self.head.places["identification_code"] != self.head.places["code"]:
                allowed = "an identification code such as H59.17 or 000.17.H59"
                self._refuse_line(number, column, given[:40], allowed)
            return ""
        if read and self.identified.setdefault(read, code) != code:
            allowed = "a code of its own: {other} has this one"
            self._refuse_line(number, column, given, allowed, other=self.identified[read])
        return read

    def _phone(self, number: int, said: str) -> str:
        """A number, or several, as they are kept; empty for none."""
        read = read_phones(said) if said else ""
        if read is None:
            allowed = "a telephone number such as 0912 345 678, several parted by semicolons"
            self._refuse_line(number, HEADED["phone"], said[:40], allowed)
        return read or ""

    def _email(self, number: int, said: str) -> str:
        """An address as it is kept; empty for none."""
        read = read_email(said) if said else ""
        if read is None:
            allowed = "an e-mail address such as lan@sotuphap.gov.vn, without accents"
            self._refuse_line(number, HEADED["email"], said[:40], allowed)
        return read or ""

    def _invite(self, number: int, code: str, role: Role, people: Sequence[NamedPerson]) -> None:
        seen: set[str] = set()
        column = HEADED[role.value]
        for one in people:
            if len(one.name) > MAX_PERSON:
                self._refuse_line(
                    number, column, one.name[:40] + "…", "names of at most 100 characters"
                )
            elif not one.name:
                self._refuse_line(
                    number, column, one.phone or one.email, "a name beside the number"
                )
            elif holds_two(one.name):
                allowed = "names parted by semicolons (;), each person once; a title in brackets"
                self._refuse_line(number, column, one.name[:MOST_SHOWN], allowed)
            elif fold_text(one.name) in seen:
                allowed = "each person once; two of one name told apart, as Lan (kế toán)"
                self._refuse_line(number, column, one.name, allowed)
            else:
                seen.add(fold_text(one.name))
                phone = self._phone(number, one.phone)
                email = self._email(number, one.email)
                who = {"name": one.name, "phone": phone, "email": email}
                self.people.append(Invitee(unit=code, role=role, **who))

    def _refuse_line(self, number: int, column: str, found: str, allowed: str, **data: Any) -> None:
        self.bad.append(
            BadLine(line=number, column=column, found=found, allowed=allowed, data=data)
        )

    def parents(self) -> None:
        """Every parent is there, by its code or its name, and none is below itself."""
        called = self._called()
        self.units = {
            code: unit.model_copy(update={"parent": self._parent(unit.parent, called)})
            for code, unit in self.units.items()
        }
        self.there = [self._with_parent(one, called) for one in self.there]
        for code, unit in self.units.items():
            parent, seen = unit.parent, {code}
            while parent is not None and parent not in seen:
                seen.add(parent)
                if parent in self.known:
                    break
                if parent not in self.units:
                    if unit.parent == parent:  # told once, at the unit that names it
                        self._refuse_line(self.at[code], "Trực thuộc", parent, _PARENT)
                    break
                parent = self.units[parent].parent
            else:
                if parent is not None:
                    self._refuse_line(self.at[code], "Trực thuộc", parent, "no unit below itself")

    def _with_parent(self, one: KnownLine, called: Mapping[str, str | None]) -> KnownLine:
        said = one.said.get("parent")
        parent = self._parent(said, called)
        if said and (parent not in {*self.known, *self.units} or parent == one.code):
            self._refuse_line(one.line, "Trực thuộc", said, _PARENT)
        return one.model_copy(update={"said": one.said | {"parent": parent}}) if parent else one

    def _parent(self, said: str | None, called: Mapping[str, str | None]) -> str | None:
        """The code of the unit that is meant by a code or a name."""
        if said is None or said in self.known or said in self.units:
            return said
        return self.alike.get(said.casefold()) or called.get(fold_text(said)) or said

    def _called(self) -> dict[str, str | None]:
        """The code of each unit by its names, without accents; None for a name of several."""
        found: dict[str, str | None] = {}
        every = [(code, names) for code, names in self.names.items()]
        every += [
            (one.code, (one.name, one.short_name, one.abbreviation)) for one in self.units.values()
        ]
        for code, names in every:
            for name in {*map(fold_text, names)}:
                found[name] = code if found.get(name, code) == code else None
        return found

    def top(self) -> None:
        """Only one unit stands at the top."""
        tops = [code for code, unit in self.units.items() if unit.parent is None]
        wrong = tops if self.known else tops[1:]
        if wrong and "parent" not in self.head.places:
            allowed = (
                "a column headed Trực thuộc, with the code of the unit above; unread: {unread}"
            )
            unread = ", ".join(self.head.unread) or "-"
            self._refuse_line(self.head.line + 1, "Trực thuộc", "", allowed, unread=unread)
            return
        for code in wrong:
            allowed = "the code of the unit above: one unit alone stands at the top"
            self._refuse_line(self.at[code], "Trực thuộc", "", allowed)

    def in_order(self) -> tuple[ListedUnit, ...]:
        """Parents before children."""
        done: dict[str, ListedUnit] = {}

        def add(unit: ListedUnit) -> None:
            line = [unit]
            while line[-1].parent in self.units and line[-1].parent not in done:
                line.append(self.units[line[-1].parent or ""])
            for one in reversed(line):
                done[one.code] = one

        for unit in self.units.values():
            if unit.code not in done:
                add(unit)
        return tuple(done.values())


_KEPT = ("name", "short_name", "abbreviation", "parent")
_PARENT = "the code of a unit of this list, or of one that is there"


def _ways(cell: str) -> list[str]:
    """The numbers or addresses of a cell, one a person."""
    return [one.strip() for one in cell.replace("\n", ";").split(";") if one.strip()]


def _first_with(named: Mapping[Role, Sequence[NamedPerson]]) -> Role | None:
    """Whose a number is that stands in a column for nobody in particular."""
    return next((role for role, people in named.items() if people), None)


def _reached(person: NamedPerson, way: str, at: str) -> NamedPerson:
    return NamedPerson(
        person.name,
        at if way == "phone" else person.phone,
        at if way == "email" else person.email,
    )
