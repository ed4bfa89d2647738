"""The lines of a list of units, each read by itself: a unit and the people in it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from conversations.text.addresses import read_email
from conversations.text.identification_codes import read_identification_code
from conversations.text.normalize import clean_text, fold_text
from conversations.text.phones import read_phones
from conversations.workflow.permissions import Role
from conversations.workflow.unit_columns import COLUMNS, HEADED, PEOPLE, ListHead, head_words
from conversations.workflow.unit_list import BadLine, Invitee, KnownLine, ListedUnit
from conversations.workflow.unit_people import NamedPerson, holds_two, split_people

MAX_CODE, MAX_NAME, MAX_PERSON = 64, 300, 100
MAX_SHORT, MAX_ABBREVIATION = 100, 40
MOST_SHOWN = 120  # characters of what was read, in a message
_SUMS = ("tong", "cong", "ghi chu", "nguoi lap", "luu y")  # what lines below a list begin with
_KEPT = ("name", "short_name", "abbreviation", "parent")


class UnitLines:
    """The lines read so far, and what is wrong with them. `identified` are the codes of known units
    by their identification codes."""

    def __init__(
        self,
        head: ListHead,
        known: Collection[str],
        kind_named: Callable[[str], str | None],
        kinds: str,
        identified: Mapping[str, str],
    ) -> None:
        self.head, self.known, self.kind_named, self.kinds = head, known, kind_named, kinds
        self.identified = {**identified}
        self.alike = {code.casefold(): code for code in known}
        self.units: dict[str, ListedUnit] = {}
        self.there: list[KnownLine] = []
        self.at: dict[str, int] = {}
        self.people: list[Invitee] = []
        self.passed: list[tuple[int, str]] = []
        self.bad: list[BadLine] = []

    def check_columns(self) -> None:
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
                    self.refuse_line(self.head.line + 1, one, cell[:40], allowed, words=one)
                    break

    def read_line(self, number: int, cells: Sequence[str]) -> None:
        """Keep what the line says of a unit and its people, or why it cannot be taken."""
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
            self.refuse_line(number, "Tên", name[:40], "a name of 1 to 300 characters")
        for column, most in (("short_name", MAX_SHORT), ("abbreviation", MAX_ABBREVIATION)):
            given = said.get(column, "")
            if len(given) > most:
                shown = given[:40] + "…"
                self.refuse_line(
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
            self.refuse_line(number, "Loại", words, allowed)
        return kind

    def _good_code(self, number: int, code: str) -> bool:
        if not code or len(code) > MAX_CODE or any(letter.isspace() for letter in code):
            self.refuse_line(number, "Mã", code[:40], "a code of 1 to 64 signs, no blank")
        elif code in self.at:
            allowed = "a code of its own: line {first} has this one"
            self.refuse_line(number, "Mã", code, allowed, first=self.at[code])
        elif self.alike.setdefault(code.casefold(), code) != code:
            other = self.alike[code.casefold()]
            allowed = "no second code like {other} but for its capitals"
            self.refuse_line(number, "Mã", code, allowed, other=other)
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
                self.refuse_line(number, column, given[:40], allowed)
            return ""
        if read and self.identified.setdefault(read, code) != code:
            allowed = "a code of its own: {other} has this one"
            self.refuse_line(number, column, given, allowed, other=self.identified[read])
        return read

    def _phone(self, number: int, said: str) -> str:
        """A number, or several, as they are kept; empty for none."""
        read = read_phones(said) if said else ""
        if read is None:
            allowed = "a telephone number such as 0912 345 678, several parted by semicolons"
            self.refuse_line(number, HEADED["phone"], said[:40], allowed)
        return read or ""

    def _email(self, number: int, said: str) -> str:
        """An address as it is kept; empty for none."""
        read = read_email(said) if said else ""
        if read is None:
            allowed = "an e-mail address such as lan@sotuphap.gov.vn, without accents"
            self.refuse_line(number, HEADED["email"], said[:40], allowed)
        return read or ""

    def _invite(self, number: int, code: str, role: Role, people: Sequence[NamedPerson]) -> None:
        seen: set[str] = set()
        column = HEADED[role.value]
        for one in people:
            if len(one.name) > MAX_PERSON:
                self.refuse_line(
                    number, column, one.name[:40] + "…", "names of at most 100 characters"
                )
            elif not one.name:
                self.refuse_line(number, column, one.phone or one.email, "a name beside the number")
            elif holds_two(one.name):
                allowed = "names parted by semicolons (;), each person once; a title in brackets"
                self.refuse_line(number, column, one.name[:MOST_SHOWN], allowed)
            elif fold_text(one.name) in seen:
                allowed = "each person once; two of one name told apart, as Lan (kế toán)"
                self.refuse_line(number, column, one.name, allowed)
            else:
                seen.add(fold_text(one.name))
                phone = self._phone(number, one.phone)
                email = self._email(number, one.email)
                who = {"name": one.name, "phone": phone, "email": email}
                self.people.append(Invitee(unit=code, role=role, **who))

    def refuse_line(self, number: int, column: str, found: str, allowed: str, **data: Any) -> None:
        """The line cannot be taken: what was read in the column, and what would do."""
        self.bad.append(
            BadLine(line=number, column=column, found=found, allowed=allowed, data=data)
        )


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
