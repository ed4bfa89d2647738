"""Workbooks of corrections that were handed out: what each held, so that only what a person changed
in it is taken when it comes back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.files.draft_folder import DraftFolder, StoredDraft
from templates.form_draft.model import FormDraft
from templates.form_draft.output.corrections.layout import FORM, MARK, STAMP
from templates.form_draft.output.corrections.merged_workbook import (
    HandedWorkbook,
    merge_corrections,
)
from templates.form_draft.output.corrections.sheet_lines import Sheets, read_fields
from templates.form_draft.output.corrections.sheet_texts import draft_sheets

UNKNOWN = (
    f"{FORM}: đọc được dấu tệp “{{stamp}}”: không còn biết tệp này lập từ bản nháp nào, nên không "
    "biết ô nào là phần đã sửa. Chưa đổi gì. Hãy lấy tệp sửa mới của biểu {key} và sửa vào đó."
)
UNSTAMPED = (
    "Tệp này không ghi nó lập từ bản nháp nào, nên mọi ô được lấy như trong tệp, kể cả chỗ đã "
    "quyết sau khi tệp được lập."
)


@dataclass(frozen=True)
class MergedWorkbook:
    """The sheets to be read, and what is to be told of them; `unknown` is why they cannot be."""

    sheets: Sheets
    told: Sequence[str] = ()
    unknown: str = ""


def merge_workbook(folder: DraftFolder, stored: StoredDraft, sheets: Sheets) -> MergedWorkbook:
    """The sheets of a workbook that came back, with the draft as it is now in the cells that nobody
    changed in it."""
    fields = read_fields(sheets, FORM)
    stamp = fields.get(STAMP, (0, ""))[1]
    if fields.get(MARK, (0, ""))[1] != folder.key:
        return MergedWorkbook(sheets)  # it is refused by that
    if not stamp:
        return MergedWorkbook(sheets, (UNSTAMPED,))
    kept = folder.read_handed(stamp)
    if kept is None:
        return MergedWorkbook(sheets, unknown=UNKNOWN.format(stamp=stamp[:20], key=folder.key))
    given = json.loads(kept)
    handed = HandedWorkbook(given["made"], given.get("taken"))
    return MergedWorkbook(*merge_corrections(sheets, handed, stored.draft, stored.first))


def keep_made(folder: DraftFolder, stamp: str, draft: FormDraft) -> None:
    """Keep what the workbook of this stamp holds."""
    folder.write_handed(stamp, json.dumps({"made": draft_sheets(draft)}, ensure_ascii=False))


def keep_taken(folder: DraftFolder, sheets: Sheets) -> None:
    """Keep what a workbook held when it was taken."""
    stamp = read_fields(sheets, FORM).get(STAMP, (0, ""))[1]
    kept = folder.read_handed(stamp)
    if kept is not None:
        given = {**json.loads(kept), "taken": {name: [*lines] for name, lines in sheets.items()}}
        folder.write_handed(stamp, json.dumps(given, ensure_ascii=False))
