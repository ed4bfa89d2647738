"""What is wrong with a workbook that is to be filled as it came."""

from __future__ import annotations

from conversations.forms.model import Form
from templates.documents.excel.own_workbook import find_tags, tagged_keys
from templates.documents.excel.tagged_book import NotWorkbookError
from templates.loading.problems import Problem

_SHOWN = 5  # keys named in one problem


def workbook_problems(form: Form, template: bytes, name: str) -> list[Problem]:
    """Tags that name nothing, and cells of the form that have none. Never raises."""
    file = f"forms/{form.key}/{name}"
    try:
        tags = find_tags(template)
    except (NotWorkbookError, ValueError) as error:
        return [Problem(file, 1, "(file)", str(error), "a workbook saved as .xlsx")]
    whole = form.pattern or form
    places = {one.place: one for one in whole.growths}
    found = []
    for tag in tags:
        known = tag.place in places if tag.place else tag.key in whole.by_key
        if not known:
            named = tag.place or tag.key
            found.append(Problem(file, 1, "(cell)", f"the unknown {named}", "a cell of the form"))
    if found:
        return list(dict.fromkeys(found))
    lost = _lost(whole, {*tagged_keys(tags)}, {(tag.place, tag.column) for tag in tags})
    if lost:
        more = f" and {len(lost) - _SHOWN} more" if len(lost) > _SHOWN else ""
        said = f"no cell for the value of {', '.join(lost[:_SHOWN])}{more}"
        allowed = f'{{{{ cells["{lost[0]}"].value }}}} in a cell'
        found.append(Problem(file, 1, "(table)", said, allowed))
    return found


def _lost(form: Form, cells: set[str], added: set[tuple[str, str]]) -> list[str]:
    patterns = {one.pattern: one.place for one in form.growths}
    items = {
        key: (patterns[line.key], column)
        for block in form.blocks
        for line in block.lines
        if line.key in patterns
        for column, key in line.cells.items()
    }
    return [
        row.key
        for row in form.rows
        if row.answer is not None and not row.holds_names
        if (items[row.key] not in added if row.key in items else row.key not in cells)
    ]
