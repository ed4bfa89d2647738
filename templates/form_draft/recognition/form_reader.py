"""A blank form of a ministry, recognised: from the bytes of a file to its draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from templates.appendix_import.file_kind import open_archive
from templates.form_draft.model import DraftDoubt, DraftFact, DraftTable, FilePlace, FormDraft
from templates.form_draft.recognition.facts import facts_of_grid, read_facts
from templates.form_draft.recognition.form_parts import (
    FormSection,
    PaperForm,
    goes_on,
    is_continued,
    part_forms,
)
from templates.form_draft.recognition.language.lexicon import LETTERHEAD
from templates.form_draft.recognition.language.markers import read_marker
from templates.form_draft.recognition.language.words import begins_with, has_words, is_blank
from templates.form_draft.recognition.letterhead import read_letterhead
from templates.form_draft.recognition.narratives import read_narrative, read_written
from templates.form_draft.recognition.paper.excel_paper import read_excel_paper
from templates.form_draft.recognition.paper.grid import PaperFile, PaperLine
from templates.form_draft.recognition.paper.word_paper import read_word_paper
from templates.form_draft.recognition.period_kinds import read_periods
from templates.form_draft.recognition.signers import is_signing, read_signers
from templates.form_draft.recognition.tables.body import TablePiece
from templates.form_draft.recognition.tables.heads import head_texts
from templates.form_draft.recognition.tables.table_reader import read_table
from templates.form_draft.recognition.titles import read_title

_FOOT = ("ghi chú", "chú thích", "lưu ý", "hướng dẫn")


def read_paper(content: bytes) -> PaperFile:
    """What stands on the paper of a file; FileRefusedError when it cannot be taken."""
    kind, archive = open_archive(content)
    with archive:
        return read_word_paper(archive) if kind == "word" else read_excel_paper(archive)


def recognise_forms(name: str, file_name: str, content: bytes) -> list[FormDraft]:
    """Each form that the file holds; none for a file without a table or an outline.
    FileRefusedError when the file cannot be taken. Nothing in it is run or followed."""
    parts = part_forms(read_paper(content))
    places = [_first_place(part) for part in parts]
    drafts = [
        replace(_read_form(name, file_name, part), begins=first, ends=after)
        for part, first, after in zip(parts, [None, *places[1:]], [*places[1:], None], strict=True)
    ]
    return [one for one in drafts if one.tables or len(one.facts) > 1]


def _first_place(part: PaperForm) -> FilePlace | None:
    """Where the form begins in the file."""
    for one in part.parts:
        lines: list[PaperLine] = [*one.lines]
        if one.piece is not None:
            lines += one.piece.grid.all_lines()
        places = [line.place for line in lines if line.place is not None]
        if places:
            return places[0]
    return None


@dataclass
class _FormReading:
    part: PaperForm
    above: list[PaperLine] = field(default_factory=list)
    after: list[PaperLine] = field(default_factory=list)
    open_lines: list[PaperLine] = field(default_factory=list)
    facts: list[DraftFact] = field(default_factory=list)
    tables: list[DraftTable] = field(default_factory=list)
    doubts: list[DraftDoubt] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)
    pieces: list[TablePiece] = field(default_factory=list)
    between: list[PaperLine] = field(default_factory=list)
    over: list[PaperLine] = field(default_factory=list)

    def read(self) -> None:
        for part in self.part.parts:
            self._take(part)
        self._end_table()
        self.after = self.between
        if not self.tables:
            self.after = self.above
            self._add_narrative(self.above)
        elif (written := read_written(self._own_lines())) is not None:
            self.tables.append(written)
        self._read_facts(self.after if self.tables and self.over else [])

    def _take(self, part: FormSection) -> None:
        before = self.pieces[-1] if self.pieces else None
        said = any(
            not is_blank(line.words) and not is_continued(line.words) for line in self.between
        )
        if before is not None and not said:
            piece = part.piece
            if piece is None:
                piece = goes_on(before, part)
            elif not self._same_table(piece):
                piece = None
            if piece is not None:
                self.pieces.append(piece)
                self.between = []
                return
        if part.piece is not None:
            self._end_table()
            self.over, self.between = self.between, []
            if not self.tables and not self.above:
                self.above = [*self.over]
            self.pieces = [part.piece]
            return
        if part.bare is not None and (facts := facts_of_grid(part.bare)):
            self.facts += facts
            return
        self.between += part.lines
        if not self.pieces and not self.tables:
            self.above += part.lines
        if not (part.is_layout and any(has_words(one.words, LETTERHEAD) for one in part.lines)):
            self.open_lines += part.lines

    def _same_table(self, piece: TablePiece) -> bool:
        first = self.pieces[0]
        if piece.head is None or first.head is None or piece.grid.width != first.grid.width:
            return False
        return head_texts(piece.grid, piece.head) == head_texts(first.grid, first.head)

    def _end_table(self) -> None:
        """Read the table whose pieces are all there."""
        if not self.pieces:
            return
        nearest = [line.words for line in reversed(self.over)]
        reading = read_table(len(self.tables), self.pieces, nearest)
        self.pieces = []
        self._read_facts(self.over)
        if reading is None:
            return
        table = replace(
            reading.table,
            title=_title_of_table(self.over),
            below=(*reading.table.below, *_footnotes(self.between)),
        )
        self.tables.append(table)
        self.doubts += reading.doubts
        self.unclear += [*reading.unclear, *_repeated_codes(table)]

    def _read_facts(self, lines: Sequence[PaperLine]) -> None:
        open_lines = {id(one) for one in self.open_lines}
        kept = []
        for line in lines:
            if is_signing(line.words):
                break
            if id(line) in open_lines:
                kept.append(line)
        self.facts += read_facts(kept)

    def _own_lines(self) -> list[PaperLine]:
        """The lines of the page, without letterhead and signatures."""
        end = next((n for n, one in enumerate(self.open_lines) if is_signing(one.words)), None)
        return self.open_lines[:end]

    def _add_narrative(self, lines: Sequence[PaperLine]) -> None:
        signing = next((at for at, one in enumerate(lines) if is_signing(one.words)), len(lines))
        outline = read_narrative(lines[:signing])
        if outline is not None:
            self.tables.append(outline)


def _read_form(name: str, file_name: str, part: PaperForm) -> FormDraft:
    reading = _FormReading(part)
    reading.read()
    said = [line.text for line in reading.above]
    letterhead = read_letterhead([line for line in said if line])
    title = read_title(reading.above)
    periods = read_periods([*said, part.sheet], title, letterhead.code)
    narrative = all(table.kind == "narrative" for table in reading.tables)
    return FormDraft(
        name=name,
        file=file_name,
        title=title,
        code=letterhead.code,
        issued_by=letterhead.issued_by,
        sent_by=letterhead.sent_by,
        sent_to=letterhead.sent_to,
        period_kinds=periods,
        facts=tuple([] if narrative else reading.facts),
        tables=tuple(reading.tables),
        signers=read_signers(reading.after),
        doubts=tuple(reading.doubts),
        unclear=tuple(dict.fromkeys(reading.unclear)),
    )


def _title_of_table(lines: Sequence[PaperLine]) -> str | None:
    """The numbered heading nearest above a table."""
    for line in reversed(lines):
        text = line.words
        numbered = read_marker(text)[0].kind not in ("", "bullet")
        if (
            not is_blank(text)
            and (numbered or begins_with(text, ("bảng", "biểu")))
            and line.region == 0
        ):
            return text if ":" not in text[:-1] and "…" not in text else None
    return None


def _footnotes(lines: Sequence[PaperLine]) -> list[str]:
    found: list[str] = []
    for line in lines:
        text = line.words
        if is_signing(text):
            break
        starts = begins_with(text, _FOOT) or text.startswith(("(*)", "*", "(1)", "(2)", "(3)"))
        if starts or (found and text.startswith(("-", "+", "("))):
            found.append(text)
        elif found and not is_blank(text):
            break
    return found


def _repeated_codes(table: DraftTable) -> list[str]:
    count = Counter(row.code for row in table.rows if row.code)
    return [
        f"Mã số {code} in ở {times} dòng: giữ như trên giấy, mỗi dòng một ô riêng."
        for code, times in count.items()
        if times > 1
    ]
