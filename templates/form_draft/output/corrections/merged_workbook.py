"""A workbook that comes back after the draft went on: only what a person changed in it is taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from conversations.text.normalize import fold_text
from templates.form_draft.model import FormDraft
from templates.form_draft.output.corrections.doubts import find_doubt, take_reading
from templates.form_draft.output.corrections.layout import (
    COLUMN_SHEET,
    COLUMNS,
    DOUBT_SHEET,
    DOUBTS,
    FORM,
    FORM_FIELDS,
    ROW_SHEET,
    ROWS,
    RULE_SHEET,
    RULES,
    SheetColumn,
)
from templates.form_draft.output.corrections.named_draft import move_doubt, name_parts
from templates.form_draft.output.corrections.sheet_lines import (
    Problems,
    SheetLine,
    Sheets,
    read_fields,
    read_lines,
)
from templates.form_draft.output.corrections.sheet_texts import SheetTexts, draft_sheets
from templates.form_draft.output.corrections.words import DROP
from templates.form_draft.output.expressions import names_in

KEPT = (
    "{place}: tệp ghi “{said}”, nhưng sau khi tệp này được lập chỗ đó đã đổi thành “{now}”. Đang "
    "giữ “{now}”; muốn “{said}” thì ghi lại trong tệp sửa mới."
)
BACK = "{place}: trở lại “{said}” như lúc tệp được lập; trước đó là “{now}”."
GONE = "{place}: dòng này đã bỏ sau khi tệp được lập, nên phần sửa ở đó chưa lấy: {said}."
NOTHING = "(trống)"
Key = tuple[str, ...]


@dataclass(frozen=True)
class HandedWorkbook:
    """What a workbook held when it was handed out, and when it last came back and was taken."""

    made: Sheets
    taken: Sheets | None = None


@dataclass
class _Merging:
    handed: HandedWorkbook
    now: SheetTexts
    made: SheetTexts
    told: list[str] = field(default_factory=list)

    def sheet(
        self, name: str, heads: Sequence[SheetColumn], key: Callable[[SheetLine], Key]
    ) -> None:
        made = _by_key(self.handed.made, name, heads, key)
        taken = self.handed.taken
        before = _by_key(taken, name, heads, key) if taken is not None else made
        now = _by_key(self.now, name, heads, key)
        given = [*read_lines(self.made, name, heads, Problems())]
        for line in given:
            was = before.get(key(line))
            if was is None or not all(key(line)):
                continue  # a line that a person added
            open_ = [one.head for one in heads if one.is_open or name == ROWS]
            if key(line) in now:
                first = made.get(key(line), was)
                self._cells(line, (first, was, now[key(line)]), open_)
            else:
                self._gone(name, line, was, open_)
        seen = {*map(key, given), *before}
        came = (*given, *read_lines(taken or {}, name, heads, Problems()))
        labels = {line.text("Nội dung") for line in came if not line.text("Mã dòng")}
        if name in (ROWS, RULES) and given:
            added = [one for place, one in now.items() if place not in seen]
            self._add(name, given[0], added, [*now.values()], labels)

    def _cells(
        self, line: SheetLine, known: tuple[SheetLine, SheetLine, SheetLine], heads: Sequence[str]
    ) -> None:
        first, was, now = known
        for head in heads:
            said, before, current = (_plain(one.text(head)) for one in (line, was, now))
            if said == before:
                self._put(line, head, now.text(head))
            elif current not in (before, said):
                self._tell(KEPT, line.place(head), line.text(head), now.text(head))
                self._put(line, head, now.text(head))
            elif said == _plain(first.text(head)) and said != current:
                self._tell(BACK, line.place(head), line.text(head), now.text(head))

    def _gone(self, name: str, line: SheetLine, was: SheetLine, heads: Sequence[str]) -> None:
        """A line of a row, column or relation that the draft has no more: it was dropped since,
        unless this very workbook dropped it, or it comes back with what it names."""
        mark, dropped = ("Mức", DROP) if name == RULES else ("Bỏ", "x")
        if line.text(mark) != was.text(mark) or was.text(mark) == dropped:
            return
        if name == RULES and not self._names_are_there(line):
            return
        changed = [
            f"{head} “{line.text(head)}”"
            for head in heads
            if _plain(line.text(head)) != _plain(was.text(head))
        ]
        if changed:
            self.told.append(GONE.format(place=line.place(), said="; ".join(changed)))
        self._put(line, mark, dropped)

    def _names_are_there(self, line: SheetLine) -> bool:
        sheets = ((COLUMNS, COLUMN_SHEET, "Mã cột"), (ROWS, ROW_SHEET, "Mã dòng"))
        known = {
            one.text(head)
            for name, heads, head in sheets
            for one in read_lines(self.now, name, heads, Problems())
        }
        return {*names_in(line.text("Quan hệ"))} - {"list"} <= known

    def _add(
        self,
        name: str,
        like: SheetLine,
        added: Sequence[SheetLine],
        order: Sequence[SheetLine],
        labels: set[str],
    ) -> None:
        """Lines that the draft got since: a row behind that which it follows, a relation last."""
        lines = self.made[_name(self.made, name)]
        for one in added:
            if name == ROWS and one.text("Nội dung") in labels:
                continue  # it came with this workbook before, without its name
            new = [""] * (max(like.columns.values()) + 1)
            for head, column in like.columns.items():
                new[column] = one.text(head)
            at = len(lines)
            if name == ROWS:
                before = [other.text("Mã dòng") for other in order[: order.index(one)]]
                at = self._behind(lines, like.columns["Mã dòng"], before)
            lines.insert(at, new)

    @staticmethod
    def _behind(lines: Sequence[Sequence[str]], column: int, keys: Sequence[str]) -> int:
        for key in reversed(keys):
            for at, line in enumerate(lines):
                if column < len(line) and line[column].strip() == key:
                    return at + 1
        return len(lines)

    def fields(self) -> None:
        made = read_fields(self.handed.made, FORM)
        before = read_fields(self.handed.taken or self.handed.made, FORM)
        now, given = read_fields(self.now, FORM), read_fields(self.made, FORM)
        for _, head in FORM_FIELDS:
            if head in given and head in before and head in now:
                number = given[head][0]
                lines = (
                    SheetLine(FORM, number, {head: one.get(head, (0, ""))[1]}, {head: 1})
                    for one in (given, made, before, now)
                )
                line, first, was, current = lines
                self._cells(line, (first, was, current), [head])

    def doubts(self, draft: FormDraft, first: FormDraft) -> None:
        """A choice that was taken before is not taken again; one against a decision that was made
        since is told."""
        taken = _by_key(self.handed.taken or {}, DOUBTS, DOUBT_SHEET, _of_doubt)
        for line in read_lines(self.made, DOUBTS, DOUBT_SHEET, Problems()):
            said, key = line.text("Chọn"), line.text("Mã")
            was = taken[(key,)].text("Chọn") if (key,) in taken else ""
            if _plain(said) == _plain(was):
                self._put(line, "Chọn", "")
            elif find_doubt(draft, key) is None:
                now = _decision(draft, first, key)
                if now is not None and _plain(now) not in (_plain(was), _plain(said)):
                    self._tell(KEPT, line.place("Chọn"), said, now)
                    self._put(line, "Chọn", "")

    def _put(self, line: SheetLine, head: str, text: str) -> None:
        cells = self.made[_name(self.made, line.sheet)][line.number - 1]
        column = line.columns[head]
        cells += [""] * (column + 1 - len(cells))
        cells[column] = text

    def _tell(self, words: str, place: str, said: str, now: str) -> None:
        self.told.append(words.format(place=place, said=said or NOTHING, now=now or NOTHING))


def merge_corrections(
    sheets: Sheets, handed: HandedWorkbook, draft: FormDraft, first: FormDraft
) -> tuple[Sheets, list[str]]:
    """The sheets of a workbook with what the draft is now in all cells that the person did not
    change, and what is to be told: a cell that was changed in both stays as the draft has it, and
    is named with both values."""
    made = {name: [list(line) for line in lines] for name, lines in sheets.items()}
    named = name_parts(draft)
    merging = _Merging(handed, draft_sheets(named), made)
    merging.fields()
    merging.sheet(COLUMNS, COLUMN_SHEET, lambda line: (_table(line), line.text("Mã cột")))
    merging.doubts(named, name_parts(first))
    merging.sheet(RULES, RULE_SHEET, _of_rule)
    merging.sheet(ROWS, ROW_SHEET, lambda line: (line.text("Mã dòng"),))
    return made, merging.told


def _by_key(
    sheets: Sheets, name: str, heads: Sequence[SheetColumn], key: Callable[[SheetLine], Key]
) -> Mapping[Key, SheetLine]:
    return {key(line): line for line in read_lines(sheets, name, heads, Problems())}


def _table(line: SheetLine) -> str:
    return line.text("Bảng") or "1"


def _of_doubt(line: SheetLine) -> Key:
    return (line.text("Mã"),)


def _of_rule(line: SheetLine) -> Key:
    said = "".join(line.text("Quan hệ").split())
    for sign, plain in (("≤", "<="), ("≥", ">="), ("==", "=")):
        said = said.replace(sign, plain)
    return (_table(line), fold_text(line.text("Kiểu")), said)


def _decision(draft: FormDraft, first: FormDraft, key: str) -> str | None:
    """The words of the reading that the draft has of a doubt that was decided."""
    doubt = find_doubt(first, key)
    moved = move_doubt(doubt, first, draft) if doubt is not None else None
    for reading in moved.readings if moved is not None else ():
        if moved is not None and take_reading(draft, moved.key, reading.value) == draft:
            return reading.words
    return None


def _name(sheets: Sheets, name: str) -> str:
    return next(one for one in sheets if fold_text(one.strip()) == fold_text(name))


def _plain(text: str) -> str:
    return " ".join(text.split())
