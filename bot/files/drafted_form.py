"""A form made of a ministry's file: recognised, corrected, decided about; what foreign files say is
read by the processes for that."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.files.draft_folder import CORRECTIONS, DraftFolder, StoredDraft
from bot.runtime.reader_pool import ReaderPool
from templates.appendix_import.errors import FileRefusedError
from templates.form_draft.model import FormDraft
from templates.form_draft.output.corrections.doubts import decide_doubt
from templates.form_draft.output.corrections.named_draft import name_parts
from templates.form_draft.output.corrections.reading import read_corrections
from templates.form_draft.output.corrections.workbook import write_corrections
from templates.form_draft.output.drafted_files import make_files
from templates.form_draft.output.form_text import FormAbout
from templates.form_draft.output.word_template import MadeTemplate

SET_ASIDE = "form.yaml đã được sửa tay; bản sửa tay được cất ở _form.yaml."
NO_TEMPLATE = "Không làm được trang in từ tệp gốc; trang in được trình bày theo biểu."


@dataclass(frozen=True)
class DraftOutcome:
    """What came of it: the draft as it is now, what the author is to know, and what is wrong, in
    which case nothing was changed. `titles` are the forms of a file of several, or of none."""

    draft: FormDraft | None = None
    told: Sequence[str] = ()
    problems: Sequence[str] = ()
    titles: Sequence[str] = ()


@dataclass(frozen=True)
class FormMaker:
    """Makes forms in this folder of the installation's own forms; `version` is what a new one
    gets."""

    root: Path
    pool: ReaderPool
    version: str

    async def draft_file(
        self, key: str, file_name: str, content: bytes, only: str = ""
    ) -> DraftOutcome:
        """A new draft of this key; FileRefusedError when the file cannot be taken."""
        found = await self.pool.draft_form(key, file_name, content, only)
        if found.draft is None:
            return DraftOutcome(titles=found.titles)
        named = name_parts(found.draft)
        return await self._save(DraftFolder(self.root, key), StoredDraft(named, named, content))

    async def correct(self, key: str, workbook: bytes) -> DraftOutcome:
        """The draft with the corrections of a workbook, or all that is wrong with it.
        FileNotFoundError where there is no such draft."""
        folder = DraftFolder(self.root, key)
        stored = await asyncio.to_thread(folder.load)
        sheets = await self.pool.read_sheets(workbook)
        back = read_corrections(stored.draft, sheets, stored.first)
        if back.problems:
            return DraftOutcome(stored.draft, problems=[str(one) for one in back.problems])
        return await self._save(folder, StoredDraft(back.draft, stored.first, stored.source))

    async def decide(self, key: str, doubt: str, value: str) -> DraftOutcome:
        """The draft with one doubt decided. FileNotFoundError where there is no such draft."""
        folder = DraftFolder(self.root, key)
        stored = await asyncio.to_thread(folder.load)
        made = decide_doubt(stored.draft, doubt, value)
        return await self._save(folder, StoredDraft(made, stored.first, stored.source))

    async def _save(self, folder: DraftFolder, stored: StoredDraft) -> DraftOutcome:
        template, told = await self._template(stored)
        about = FormAbout(folder.key, self.version)
        made = await asyncio.to_thread(make_files, stored.draft, about, template)
        if made.problems:
            return DraftOutcome(stored.draft, told, [str(one) for one in made.problems])
        workbook = await asyncio.to_thread(write_corrections, stored.draft)
        files = {**made.files, CORRECTIONS: workbook}
        set_aside = await asyncio.to_thread(folder.save, stored, files)
        told = [*told, *made.told, *([SET_ASIDE] if set_aside else [])]
        return DraftOutcome(stored.draft, told)

    async def _template(self, stored: StoredDraft) -> tuple[MadeTemplate | None, list[str]]:
        try:
            return await self.pool.make_template(stored.draft, stored.source), []
        except FileRefusedError:
            return None, [NO_TEMPLATE]
