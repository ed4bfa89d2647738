"""An administrator's list of units and their people: understood whole, or refused line by line."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from conversations.frozen import Frozen
from conversations.text.normalize import clean_text, fold_text
from conversations.workflow.permissions import Role

MAX_CODE, MAX_NAME, MAX_PERSON = 64, 300, 100
MAX_SHORT, MAX_ABBREVIATION = 100, 40
COLUMNS: Mapping[str, tuple[str, ...]] = {  # how the columns may be headed, without accents
    "code": ("ma", "ma don vi", "code"),
    "name": ("ten", "ten don vi", "name"),
    "short_name": ("ten ngan", "ten tat", "short name"),
    "abbreviation": ("viet tat", "ky hieu", "abbreviation"),
    "kind": ("loai", "loai don vi", "kind"),
    "parent": ("truc thuoc", "ma cap tren", "parent"),
    Role.OFFICER.value: ("can bo", "can bo bao cao", "officers"),
    Role.REVIEWER.value: ("lanh dao", "lanh dao don vi", "reviewers"),
    Role.COORDINATOR.value: ("dau moi", "dau moi tong hop", "coordinators"),
}
HEADED = {  # how a message calls a column
    "code": "Mã",
    "name": "Tên",
    "short_name": "Tên ngắn",
    "abbreviation": "Viết tắt",
    "kind": "Loại",
    "parent": "Trực thuộc",
    Role.OFFICER.value: "Cán bộ",
    Role.REVIEWER.value: "Lãnh đạo",
    Role.COORDINATOR.value: "Đầu mối",
}
REQUIRED = ("code", "name")
_ROLES = (Role.OFFICER, Role.REVIEWER, Role.COORDINATOR)


class ListedUnit(Frozen):
    """A unit of the list; `parent` is the code of another one, of the list or known before."""

    code: str
    name: str
    short_name: str
    abbreviation: str
    kind: str | None
    parent: str | None


class Invitee(Frozen):
    """Somebody to be invited into a unit."""

    unit: str
    role: Role
    name: str


class BadLine(Frozen):
    """A line that cannot be taken: what was read, and what would do."""

    line: int
    column: str
    found: str
    allowed: str

    def __str__(self) -> str:
        return f"line {self.line}, {self.column}: found {self.found}; allowed: {self.allowed}"


class UnitList(Frozen):
    """A whole list, parents before children."""

    units: tuple[ListedUnit, ...]
    people: tuple[Invitee, ...]


def read_list(
    lines: Sequence[Sequence[str]],
    known: Collection[str],
    kind_named: Callable[[str], str | None],
    kinds: str = "",
) -> UnitList | tuple[BadLine, ...]:
    """Read a table whose first line heads the columns. `known` are the codes of units that are
    there already: people may be invited into them, but they are not made again. `kinds` are the
    kinds of unit in words, for a kind that is none."""
    if not lines:
        return (BadLine(line=1, column="(file)", found="nothing", allowed="a table with a head"),)
    head = _head(lines[0])
    lacking = [name for name in REQUIRED if name not in head]
    if lacking:
        allowed = "columns headed Mã and Tên; also Tên ngắn, Viết tắt, Loại, Trực thuộc, Cán bộ"
        found = ", ".join(filter(None, map(clean_text, lines[0]))) or "no words"
        return (BadLine(line=1, column=HEADED[lacking[0]], found=found[:120], allowed=allowed),)
    reading = _Reading(head, known, kind_named, kinds)
    reading.columns(lines[0])
    for number, cells in enumerate(lines[1:], 2):
        if any(cell.strip() for cell in cells):
            reading.line(number, cells)
    reading.parents()
    reading.top()
    if reading.bad:
        return tuple(sorted(reading.bad, key=lambda bad: bad.line))
    return UnitList(units=reading.in_order(), people=tuple(reading.people))


def unread_columns(cells: Sequence[str]) -> list[str]:
    """The heads of the columns that an import passes over."""
    read = _head(cells).values()
    return [clean_text(cell) for n, cell in enumerate(cells) if clean_text(cell) and n not in read]


def _head(cells: Sequence[str]) -> dict[str, int]:
    """The place of each column that is known."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        words = _words(cell)
        for name, called in COLUMNS.items():
            if words in called:
                found.setdefault(name, place)
    return found


def _words(cell: str) -> str:
    return fold_text(clean_text(cell)).strip(" *:.")


class _Reading:
    """The lines read so far."""

    def __init__(
        self,
        head: Mapping[str, int],
        known: Collection[str],
        kind_named: Callable[[str], str | None],
        kinds: str,
    ) -> None:
        self.head, self.known, self.kind_named, self.kinds = head, known, kind_named, kinds
        self.alike = {code.casefold(): code for code in known}
        self.units: dict[str, ListedUnit] = {}
        self.at: dict[str, int] = {}
        self.people: list[Invitee] = []
        self.bad: list[BadLine] = []

    def columns(self, cells: Sequence[str]) -> None:
        """No column is passed over that may hold people: one that begins like theirs, or a
        second one."""
        people = {role.value: COLUMNS[role.value] for role in _ROLES}
        for place, cell in enumerate(cells):
            for name, called in people.items():
                mine = _words(cell).startswith(called)
                if mine and self.head.get(name) != place:
                    one = HEADED[name]
                    allowed = f"one column headed {one}, its names parted by semicolons; or no such"
                    self._refuse(1, one, clean_text(cell)[:40], allowed)

    def line(self, number: int, cells: Sequence[str]) -> None:
        def cell(name: str) -> str:
            place = self.head.get(name)
            return clean_text(cells[place]) if place is not None and place < len(cells) else ""

        code, name = cell("code"), cell("name")
        if not self._good_code(number, code):
            return
        self.at[code] = number
        kind = self.kind_named(cell("kind")) if cell("kind") else None
        if cell("kind") and kind is None:
            self._refuse(number, "Loại", cell("kind"), self.kinds or "a kind of unit")
        if code not in self.known:
            if not name or len(name) > MAX_NAME:
                self._refuse(number, "Tên", name[:40] or "nothing", "a name of 1 to 300 characters")
            for column, most in (("short_name", MAX_SHORT), ("abbreviation", MAX_ABBREVIATION)):
                if len(cell(column)) > most:
                    allowed = f"at most {most} characters"
                    self._refuse(number, HEADED[column], cell(column)[:40] + "…", allowed)
            self.units[code] = ListedUnit(
                code=code,
                name=name,
                short_name=cell("short_name") or name,
                abbreviation=cell("abbreviation") or code,
                kind=kind,
                parent=cell("parent") or None,
            )
        for role in _ROLES:
            self._invite(number, code, role, cell(role.value))

    def _good_code(self, number: int, code: str) -> bool:
        if not code or len(code) > MAX_CODE or any(letter.isspace() for letter in code):
            self._refuse(number, "Mã", code[:40] or "nothing", "a code of 1 to 64 signs, no blank")
        elif code in self.at:
            self._refuse(
                number, "Mã", code, f"a code of its own: line {self.at[code]} has this one"
            )
        elif self.alike.setdefault(code.casefold(), code) != code:
            other = self.alike[code.casefold()]
            self._refuse(number, "Mã", code, f"no second code like {other} but for its capitals")
        else:
            return True
        return False

    def _invite(self, number: int, code: str, role: Role, names: str) -> None:
        seen: set[str] = set()
        for name in filter(None, (one.strip() for one in names.split(";"))):
            if len(name) > MAX_PERSON:
                allowed = "names of at most 100 characters"
                self._refuse(number, HEADED[role.value], name[:40] + "…", allowed)
            elif fold_text(name) in seen:
                allowed = "each person once; two of one name told apart, as Lan (kế toán)"
                self._refuse(number, HEADED[role.value], name, allowed)
            else:
                seen.add(fold_text(name))
                self.people.append(Invitee(unit=code, role=role, name=name))

    def _refuse(self, number: int, column: str, found: str, allowed: str) -> None:
        self.bad.append(BadLine(line=number, column=column, found=repr(found), allowed=allowed))

    def parents(self) -> None:
        """Every parent is there, and none is below itself."""
        for code, unit in self.units.items():
            parent, seen = unit.parent, {code}
            while parent is not None and parent not in seen:
                seen.add(parent)
                if parent in self.known:
                    break
                if parent not in self.units:
                    allowed = "the code of a unit of this list, or of one that is there"
                    self._refuse(self.at[code], "Trực thuộc", parent, allowed)
                    break
                parent = self.units[parent].parent
            else:
                if parent is not None:
                    self._refuse(self.at[code], "Trực thuộc", parent, "no unit below itself")

    def top(self) -> None:
        """Only one unit stands at the top."""
        tops = [code for code, unit in self.units.items() if unit.parent is None]
        for code in tops if self.known else tops[1:]:
            allowed = "the code of the unit above: one unit alone stands at the top"
            self._refuse(self.at[code], "Trực thuộc", "nothing", allowed)

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


def changed_units(
    lines: Sequence[Sequence[str]],
    known: Mapping[str, ListedUnit],
    kind_named: Callable[[str], str | None],
) -> list[str]:
    """What the list says otherwise of units that are there: an import does not change them."""
    head = _head(lines[0]) if lines else {}
    found = []
    for number, cells in enumerate(lines[1:], 2):
        said = {
            name: clean_text(cells[place]) for name, place in head.items() if place < len(cells)
        }
        unit = known.get(said.get("code", ""))
        for name in ("name", "short_name", "abbreviation", "kind", "parent"):
            there = getattr(unit, name) if unit is not None else None
            here = kind_named(said.get(name, "")) if name == "kind" else said.get(name)
            if unit is not None and here and here != there:
                told = f"{unit.code} has {there or 'nothing'!r}, not {here!r}"
                found.append(f"line {number}, {HEADED[name]}: {told}")
    return found
