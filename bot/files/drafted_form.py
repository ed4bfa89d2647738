"""A form made of a ministry's file: recognised, corrected, decided about; what foreign files say is
read by the processes for that."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.files.draft_folder import CORRECTIONS, DraftFolder, StoredDraft
from bot.files.handed_workbooks import keep_made, keep_taken, merge_workbook
from bot.files.shared_form_names import describe_shared_names
from bot.runtime.reader_pool import ReaderPool
from templates.appendix_import.errors import FileRefusedError
from templates.form_draft.model import FormDraft
from templates.form_draft.output.corrections.doubts import decide_doubt
from templates.form_draft.output.corrections.named_draft import name_parts
from templates.form_draft.output.corrections.workbook import write_corrections
from templates.form_draft.output.corrections.workbook_reader import read_corrections
from templates.form_draft.output.drafted_files import FORM, make_files
from templates.form_draft.output.form_text import FormAbout
from templates.form_draft.output.kept_names import KeptNames, keep_names
from templates.form_draft.output.letterhead.period_doubt import TITLE_PERIOD
from templates.form_draft.output.word_template import MadeTemplate
from templates.loading.catalog import Catalog, next_version, version_order
from templates.loading.problem_words import describe_problem

SET_ASIDE = (
    "form.yaml đã được sửa tay; bản sửa tay được cất ở {name}. Chỗ nào trong đó còn cần thì ghi "
    "vào tệp sửa biểu, hoặc chép lại vào form.yaml."
)
RENAMED = "“{old}” của bản đang dùng nay là “{new}”: giữ nguyên mã, số liệu cũ đi theo."
NEW = "{count} dòng mới so với bản đang dùng: {names}."
GONE = (
    "{count} dòng của bản đang dùng không còn: {names}. Dòng nào chỉ đổi tên thì chọn ở chỗ chưa "
    'chắc, hay ghi mã cũ vào dòng mới của form.yaml, ví dụ was: "14": số liệu cũ đi theo.'
)
MOST_TOLD = 10
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
    gets. Of a form that is among those `in_use` the next version is made, in which rows that are
    there already keep their names."""

    root: Path
    pool: ReaderPool
    version: str
    in_use: Catalog | None = None

    async def draft_file(
        self, key: str, file_name: str, content: bytes, only: str = ""
    ) -> DraftOutcome:
        """A new draft of this key; FileRefusedError when the file cannot be taken."""
        found = await self.pool.draft_form(key, file_name, content, only)
        if found.draft is None:
            return DraftOutcome(titles=found.titles)
        kept = self._keep_names(key, found.draft)
        named = name_parts(kept.draft if kept is not None else found.draft)
        folder = DraftFolder(self.root, key)
        outcome = await self._save(folder, StoredDraft(named, named, content))
        return outcome if kept is None else _with_matches(outcome, kept)

    def _keep_names(self, key: str, draft: FormDraft) -> KeptNames | None:
        """The draft with the names of the form in use under this key, if there is one."""
        form = self.in_use.forms.get(key) if self.in_use is not None else None
        if form is None or self.in_use is None:
            return None
        older = self.in_use.older_than(form)
        used = (name for one in older for name in self.in_use.get(key, one).by_key)
        return keep_names(draft, form, used)

    def _version_of(self, key: str) -> str:
        form = self.in_use.forms.get(key) if self.in_use is not None else None
        if form is None or version_order(form.version) < version_order(self.version):
            return self.version
        return next_version(form.version)

    async def correct(self, key: str, workbook: bytes) -> DraftOutcome:
        """The draft with the corrections of a workbook, or all that is wrong with it.
        FileNotFoundError where there is no such draft."""
        folder = DraftFolder(self.root, key)
        stored = await asyncio.to_thread(folder.load)
        sheets = await self.pool.read_sheets(workbook)
        merged = await asyncio.to_thread(merge_workbook, folder, stored, sheets)
        if merged.unknown:
            return DraftOutcome(stored.draft, problems=[merged.unknown])
        back = read_corrections(stored.draft, merged.sheets, stored.first)
        if back.problems:
            return DraftOutcome(stored.draft, problems=[str(one) for one in back.problems])
        outcome = await self._save(folder, StoredDraft(back.draft, stored.first, stored.source))
        if outcome.problems:
            return outcome
        await asyncio.to_thread(keep_taken, folder, sheets)
        return replace(outcome, told=[*merged.told, *outcome.told])

    async def decide(self, key: str, doubt: str, value: str) -> DraftOutcome:
        """The draft with one doubt decided; its template is made anew where it would lack a cell.
        FileNotFoundError where there is no such draft."""
        folder = DraftFolder(self.root, key)
        outcome = await asyncio.to_thread(decide_stored, folder, doubt, value, self.version)
        if outcome.problems or await asyncio.to_thread(folder.template) is not None:
            return outcome
        return await self._save(folder, await asyncio.to_thread(folder.load))

    async def _save(self, folder: DraftFolder, stored: StoredDraft) -> DraftOutcome:
        template, told = await self.make_template(stored)
        about = FormAbout(folder.key, self._version_of(folder.key))
        outcome = await asyncio.to_thread(_save, folder, stored, about, template, told)
        if outcome.problems or self.in_use is None:
            return outcome
        shared = describe_shared_names((folder.path / FORM).read_bytes(), self.in_use)
        return replace(outcome, told=[*shared, *outcome.told])

    async def make_template(self, stored: StoredDraft) -> tuple[MadeTemplate | None, list[str]]:
        """The template of the file of a draft, or why there is none."""
        try:
            return await self.pool.make_template(stored.draft, stored.source), []
        except FileRefusedError:
            return None, [NO_TEMPLATE]


def _with_matches(outcome: DraftOutcome, kept: KeptNames) -> DraftOutcome:
    """The outcome with what became of the rows of the version in use."""
    told = [RENAMED.format(old=old, new=new) for old, new in kept.renamed[:MOST_TOLD]]
    new = [f"“{label}”" for label in kept.new]
    gone = [f"{name} “{label}”" for name, label in kept.gone]
    for said, labels in ((NEW, new), (GONE, gone)):
        if labels:
            named = "; ".join(labels[:MOST_TOLD])
            more = f" và {len(labels) - MOST_TOLD} dòng khác" if len(labels) > MOST_TOLD else ""
            told.append(said.format(count=len(labels), names=f"{named}{more}"))
    return replace(outcome, told=[*outcome.told, *told])


def decide_stored(folder: DraftFolder, doubt: str, value: str, version: str) -> DraftOutcome:
    """The draft with one doubt decided; its template stays as it is, as long as it has all cells,
    unless the doubt is about what is printed there. FileNotFoundError where there is no such draft.
    It blocks: for a thread of its own."""
    stored = folder.load()
    made = StoredDraft(decide_doubt(stored.draft, doubt, value), stored.first, stored.source)
    if doubt == TITLE_PERIOD:
        return asyncio.run(_save_anew(folder, made, version))
    kept = folder.template()
    template = MadeTemplate(kept, ()) if kept is not None else None
    return _save(folder, made, FormAbout(folder.key, version), template, [])


async def _save_anew(folder: DraftFolder, stored: StoredDraft, version: str) -> DraftOutcome:
    """The draft with a template made once more of its file, by a reader process of its own."""
    pool = ReaderPool(readers=1)
    try:
        maker = FormMaker(folder.path.parent, pool, version)
        template, told = await maker.make_template(stored)
    finally:
        await pool.close()
    return _save(folder, stored, FormAbout(folder.key, version), template, told)


def _save(
    folder: DraftFolder,
    stored: StoredDraft,
    about: FormAbout,
    template: MadeTemplate | None,
    told: Sequence[str],
) -> DraftOutcome:
    made = make_files(stored.draft, about, template)
    if made.problems:
        return DraftOutcome(stored.draft, told, [describe_problem(one) for one in made.problems])
    stamp = folder.next_stamp()
    files = {**made.files, CORRECTIONS: write_corrections(stored.draft, stamp)}
    set_aside = folder.save(stored, files)
    keep_made(folder, stamp, stored.draft)
    told_aside = [SET_ASIDE.format(name=set_aside)] if set_aside else []
    return DraftOutcome(stored.draft, [*told, *made.told, *told_aside])
