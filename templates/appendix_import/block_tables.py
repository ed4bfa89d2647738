"""The tables of a file that are those of a form of blocks, cell by cell: by its own heads, codes
and labels, so that what we print reads back to every cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from conversations.answer_types.items import ItemsType
from conversations.answers.values import Answer, AnswerState, Names
from conversations.bulk.table import EMPTY
from conversations.forms.growth import grow_form, item_names
from conversations.forms.header_grid import head_paths
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.forms.search import plain_label
from conversations.forms.tables import Block, Growth
from conversations.reports.printed_answers import STATE_WORDS
from conversations.tables.block_match import BlockMatch, match_block, match_lines, own_places
from conversations.tables.item_grid import read_item_grid
from conversations.tables.item_lines import ItemLine
from conversations.tables.pasted_heads import FIGURE, columns_by_heads, count_heads
from conversations.text.normalize import clean_text
from templates.appendix_import import limits
from templates.appendix_import.block_parts import cut_blocks
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.fact_lines import has_facts, read_facts
from templates.appendix_import.outline import WordParagraph, has_prose, prose_rows, read_outline
from templates.appendix_import.signed_lines import is_signed
from templates.appendix_import.tables.filed_table import FiledRow, FiledTable, Filing
from templates.appendix_import.tables.joined_tables import JoinedTable, join_tables
from templates.appendix_import.tables.rows import HIDDEN_SHEET, LETTERHEAD, OTHER_COLUMN, OUTSIDE

MOST_FURNITURE = 4  # lines of a letterhead, or of names of those who sign


@dataclass
class BlockFiling:
    """What the tables hold, with the form's row of each line of it; the form has a row for each
    item of a list that was found, `names` are these, by the row that holds them."""

    form: Form
    filing: Filing = field(default_factory=Filing)
    rows: list[Row | None] = field(default_factory=list)
    found: set[str] = field(default_factory=set)  # keys of blocks
    above: list[str] = field(default_factory=list)  # words of the letterhead
    names: dict[str, Answer] = field(default_factory=dict)


def read_blocks(
    form: Form, sheets: Iterable[FiledTable], paragraphs: Sequence[WordParagraph] = ()
) -> BlockFiling:
    """What tables say, and prose among the paragraphs. FileRefusedError when nothing is one of the
    form's."""
    made = BlockFiling(form)
    if has_facts(form) and not paragraphs:
        sheets = [*sheets]
        paragraphs = [*_lines_alone(sheets)]
    tables = [part for sheet in sheets for part in cut_blocks(form, sheet)]
    if len(tables) > limits.MAX_TABLES or sum(len(one.lines) for one in tables) > limits.MAX_LINES:
        raise FileRefusedError("file.too_many_rows")
    for joined in join_tables(form, tables):
        match = _find_block(joined, made)
        if match is None and _is_furniture(joined):
            _take_furniture(made, joined)
        elif match is None:
            _leave(made.filing, joined)
        else:
            made.found.add(match.block.key)
            _take(made.form, joined, match, made)
    if paragraphs and has_prose(form):
        outline = read_outline(form, made.filing, paragraphs)
        made.rows += outline.rows
        made.filing.titles = (*made.above, *outline.above)  # prose speaks of other periods too
    if paragraphs:
        made.rows += read_facts(form, made.filing, paragraphs, made.found)
    if not made.found and not made.rows:
        raise FileRefusedError("file.no_table")
    return made


def _lines_alone(sheets: Sequence[FiledTable]) -> Iterator[WordParagraph]:
    """The lines of a workbook that stand around its tables: words in one cell."""
    for sheet in sheets:
        yield from (WordParagraph(one) for one in sheet.titles)
        for line in sheet.lines:
            said = [cell for cell in line if cell.strip()]
            if len(said) == 1:
                yield WordParagraph(said[0])


def _find_block(joined: JoinedTable, made: BlockFiling) -> BlockMatch | None:
    if joined.first.hidden:
        return None
    for block in made.form.blocks:
        if not block.columns or block.key in made.found:
            continue
        if any(one.table == block.key for one in made.form.growths):
            match = _find_list(joined, block, made)
        else:
            match = match_block(made.form, block, joined.lines)
        if match is not None and _is_likely(match.block, match):
            return match
    return None


def _find_list(joined: JoinedTable, block: Block, made: BlockFiling) -> BlockMatch | None:
    """The match of a table whose rows are added: the form gets a row for each name in it."""
    heads = count_heads(block, joined.lines)
    if not heads:
        return None
    found = read_item_grid(made.form, block, joined.lines)
    mine = [one for one in made.form.growths if one.table == block.key]
    names = item_names(made.form, made.names)
    names |= {one.names: _named(lines) for one, lines in found.items()}
    grown = grow_form(made.form, names)
    own = grown.blocks_by_key[block.key]
    match = match_block(grown, own, joined.lines) or _headed(grown, own, joined, heads)
    if match is None or not _is_likely(own, match):
        return None
    made.form = grown
    for growth in mine:
        made.names |= _as_answer(made.form, growth, names.get(growth.names, ()), joined)
    return match


def _named(lines: Sequence[ItemLine]) -> tuple[str, ...]:
    return tuple(line.name for line in lines if line.name)


def _headed(form: Form, block: Block, joined: JoinedTable, heads: int) -> BlockMatch | None:
    """The match of a table in which nothing was added, by its heads."""
    below = joined.lines[heads:]
    columns = columns_by_heads(block, joined.lines[:heads], frozenset())
    if columns is None:
        return None
    lines = match_lines(form, block, below)
    own = {at for number, line in lines.items() for at in own_places(form, line, below[number])}
    placed = {number + heads: line for number, line in lines.items()}
    return BlockMatch(block, heads, placed, columns, frozenset(own))


def _as_answer(
    form: Form, growth: Growth, names: Sequence[str], joined: JoinedTable
) -> dict[str, Answer]:
    """What the file says of the list: its names, or that there is nothing."""
    kind = form.row(growth.names).answer
    names = [*dict.fromkeys(names)]
    if names:
        most = kind.most if isinstance(kind, ItemsType) else len(names)
        value = Names(names=tuple(names[:most]), closed=True)
        return {growth.names: Answer(state=AnswerState.VALUE, value=value)}
    said = {plain_label(cell) for line in joined.lines for cell in line if cell}
    none = plain_label(STATE_WORDS[AnswerState.NONE]) in said
    return {growth.names: Answer(state=AnswerState.NONE)} if none else {}


def _is_likely(block: Block, match: BlockMatch) -> bool:
    """Whether enough rows and columns were found, that it is no table of something else."""
    lines = sum(bool(line.cells) for line in match.lines.values())
    asked = sum(bool(line.cells) for line in block.lines)
    columns = len(match.columns) or len(match.shared)
    return lines * 100 >= asked * limits.FEWEST_MATCHED and columns * 2 >= len(block.columns)


def _take(form: Form, joined: JoinedTable, match: BlockMatch, made: BlockFiling) -> None:
    filing = made.filing
    if not filing.titles:
        above = (cell for line in joined.lines[: match.heads] for cell in line if cell)
        filing.titles = (*made.above, *joined.first.titles, *above)
    for number, cells in enumerate(joined.lines):
        table, at = joined.places[number]
        line = match.lines.get(number)
        ours = number < match.heads or _says_nothing(cells)
        if ours or (line is None and is_signed(form, cells)):
            _count_own(filing, cells)
        elif line is None:
            _leave_line(filing, table, at, cells)
        else:
            _take_line(form, made, match, table, at, cells, number)


def _says_nothing(cells: Sequence[str]) -> bool:
    """Whether the line only says that there is nothing in the list."""
    held = [plain_label(cell) for cell in cells if cell]
    return held == [plain_label(STATE_WORDS[AnswerState.NONE])]


def _take_line(
    form: Form,
    made: BlockFiling,
    match: BlockMatch,
    table: FiledTable,
    at: int,
    cells: Sequence[str],
    number: int,
) -> None:
    line, filing = match.lines[number], made.filing
    keys = match.cells_of(line)
    heads = {plain_label(head) for path in head_paths(match.block) for head in path}
    for place, said in enumerate(cells):
        key = keys.get(place)
        hidden = table.hides(at, place)
        if key is not None and not hidden:
            filing.held += bool(said)
            row = form.row(key)
            made.rows.append(row)
            shown = _lines_of(table.lines[at][place]) if key in form.derived(prose_rows) else said
            filing.rows.append(_cell(row, shown, table, at, place))
        elif not said:
            continue
        elif place in match.own or (line.is_heading and plain_label(said) in heads):
            filing.held, filing.own = filing.held + 1, filing.own + 1
        elif place == match.notes and not hidden:
            filing.held += 1
            made.rows.append(form.row(line.key))
            filing.rows.append(_note(form.row(line.key), said, table, at, place))
        else:
            filing.leave_out(table.place(at, place), said, OTHER_COLUMN)


def _lines_of(text: str) -> str:
    """A text with its lines, each without blanks around it."""
    lines = (" ".join(clean_text(line).split()) for line in text.splitlines())
    return "\n".join(filter(None, lines))


def _cell(row: Row, said: str, table: FiledTable, at: int, place: int) -> FiledRow:
    return FiledRow(
        label=row.title,
        measure="",
        value="-" if said and EMPTY.fullmatch(said) else said,  # dots are there to be written on
        note="",
        ours=True,
        ways=table.ways.get((at, place), ()),
        cells=int(bool(said)),
        place=table.place(at, place),
    )


def _note(row: Row, said: str, table: FiledTable, at: int, place: int) -> FiledRow:
    where = table.place(at, place)
    return FiledRow(
        label=row.title, measure="", value="", note=said, cells=0, place=where, note_place=where
    )


def _count_own(filing: Filing, cells: Sequence[str]) -> None:
    held = sum(map(bool, cells))
    filing.held, filing.own = filing.held + held, filing.own + held


def _is_furniture(joined: JoinedTable) -> bool:
    """Whether it is a letterhead, or the names of those who sign: a few lines of words."""
    cells = [cell for line in joined.lines for cell in line]
    few = len(joined.lines) <= MOST_FURNITURE and not joined.first.hidden
    return few and not any(map(FIGURE.fullmatch, cells))


def _take_furniture(made: BlockFiling, joined: JoinedTable) -> None:
    """What stands above the first table is among the titles: it names the unit and the period."""
    for cells in joined.lines:
        _count_own(made.filing, cells)
        if not made.found:
            made.above += (cell for cell in cells if cell)


def _leave_line(filing: Filing, table: FiledTable, at: int, cells: Sequence[str]) -> None:
    """A line below the heads that is no row of the form."""
    for place, said in enumerate(cells):
        if said:
            why = OUTSIDE if any(map(str.isdecimal, said)) else LETTERHEAD
            filing.leave_out(table.place(at, place), said, why)


def _leave(filing: Filing, joined: JoinedTable) -> None:
    for number, cells in enumerate(joined.lines):
        table, at = joined.places[number]
        for place, said in enumerate(cells):
            if said:
                figures = any(map(str.isdecimal, said))
                why = HIDDEN_SHEET if table.hidden else OUTSIDE if figures else LETTERHEAD
                filing.leave_out(table.place(at, place), said, why)
