"""Files of an administrator that make a form: a ministry's blank form, or the workbook in which a
draft was corrected."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath

from bot.access import identity
from bot.files.draft_folder import DraftFolder, draft_keys
from bot.files.drafted_form import DraftOutcome, FormMaker
from bot.ports.channel import Incoming
from bot.runtime.reader_pool import ReaderPool
from conversations.forms.model import Form
from conversations.protocol.events import DoubtedPoint, FormDrafted
from conversations.text.normalize import fold_text
from conversations.workflow.pending_input import FormFileInput, PendingInput
from conversations.workflow.permissions import Grant, Permission, is_permitted
from storage.transaction import Transaction
from templates.appendix_import.errors import FileRefusedError
from templates.form_draft.model import DraftTable, FormDraft
from templates.form_draft.output.corrections.layout import FORM, MARK
from templates.form_draft.output.corrections.sheet_lines import read_fields
from templates.form_draft.output.drafted_files import FORM as FORM_FILE
from templates.loading.catalog import Catalog, SampleReport, next_version
from templates.loading.form_files import read_form_files
from templates.loading.form_folder import parse_form, read_folder
from templates.loading.yaml_reader import read_yaml

LONGEST_KEY = 40  # characters of a key that follows from a form's code
_CAPTION = re.compile(
    r"\s*/?t(?:ạ|a)o\s+bi(?:ể|e)u(?:\s+m(?:ẫ|a)u)?(?:\s+(?P<rest>.*))?", re.IGNORECASE | re.DOTALL
)
_ONLY = re.compile(r"(?:^|\s)(?:bi(?:ể|e)u|s(?:ố|o))\s+(?P<only>\d{1,3})\s*$", re.IGNORECASE)


def read_naming(words: str) -> FormFileInput:
    """`td-0605 biểu 2`: the key of the new form, and which of a file's forms is meant."""
    found = _ONLY.search(words)
    key = words[: found.start()] if found else words
    return FormFileInput(form=make_key(key), only=found["only"] if found else "")


def make_key(words: str) -> str:
    """The words as a key of a form: letters without accents, digits, dashes."""
    plain = re.sub(r"[^a-z0-9]+", "-", fold_text(words)).strip("-")
    return plain[:LONGEST_KEY].rstrip("-")


def new_version(catalog: Catalog, key: str, now: datetime) -> str:
    """The version of a form that is made now: newer than that which is in force."""
    known = catalog.forms.get(key)
    return next_version(known.version) if known is not None else f"{now.year}.1"


@dataclass(frozen=True)
class FormIntake:
    """What becomes of such files; `root` is the folder of the installation's own forms."""

    root: Path
    pool: ReaderPool
    catalog: Catalog

    async def wanted(self, tx: Transaction, incoming: Incoming) -> FormFileInput | None:
        """What form the file is to become, if its sender may make forms and asked for it; None for
        any other file."""
        member = await tx.members.find(identity.sender_namespace(incoming), incoming.sender)
        if member is None or not await may_make_forms(tx, await tx.roles.of_member(member.id)):
            return None
        caption = _CAPTION.fullmatch(incoming.text)
        if caption is not None:
            return read_naming(caption["rest"] or "")
        saved = await tx.pending_input.of_member(member.id)
        asked = PendingInput.model_validate(saved).what if saved else None
        return asked if isinstance(asked, FormFileInput) else None

    async def may_correct(self, tx: Transaction, incoming: Incoming) -> bool:
        """Whether the file may be a workbook of corrections."""
        if not incoming.file_name.lower().endswith(".xlsx") or not draft_keys(self.root):
            return False
        member = await tx.members.find(identity.sender_namespace(incoming), incoming.sender)
        return member is not None and await may_make_forms(tx, await tx.roles.of_member(member.id))

    async def draft(
        self, wanted: FormFileInput, file_name: str, content: bytes, now: datetime
    ) -> FormDrafted:
        """The form that the file was made; FileRefusedError when it cannot be taken."""
        key = wanted.form or make_key(PurePath(file_name).stem) or "bieu"
        if not wanted.form:
            key = self._free(key)
        folder = DraftFolder(self.root, key)
        if (folder.is_draft or folder.is_other_form) and not self._is_published(folder):
            said = (
                f"Đã có biểu {key}. Muốn làm biểu khác thì gõ tạo biểu kèm mã khác, ví dụ "
                f"tạo biểu {self._free(key)}."
            )
            return FormDrafted(form=key, problems=(said,))
        maker = FormMaker(self.root, self.pool, new_version(self.catalog, key, now), self.catalog)
        outcome = await maker.draft_file(key, file_name, content, wanted.only)
        return describe_outcome(key, outcome)

    async def correct(self, content: bytes, now: datetime) -> FormDrafted | None:
        """The draft with the corrections of a workbook; None for any other workbook."""
        try:
            sheets = await self.pool.read_sheets(content)
        except FileRefusedError:
            return None
        _, key = read_fields(sheets, FORM).get(MARK, (0, ""))
        if key not in draft_keys(self.root):
            return None
        maker = FormMaker(self.root, self.pool, new_version(self.catalog, key, now), self.catalog)
        outcome = await maker.correct(key, content)
        return describe_outcome(key, outcome).model_copy(update={"corrected": True})

    def _is_published(self, folder: DraftFolder) -> bool:
        """Whether what lies there is in use: then a new file is its next version."""
        form = read_form(folder)
        return form is not None and (form.key, form.version) in self.catalog.versions

    def _free(self, key: str) -> str:
        """The key, with a number behind it where a form has it."""
        taken = {*draft_keys(self.root), *self.catalog.forms}
        names = (key, *(f"{key}-{number}" for number in range(2, 1_000)))
        return next(one for one in names if one not in taken)


def read_form(folder: DraftFolder) -> Form | None:
    """The form as it lies in the folder; None where it cannot be read."""
    try:
        form = parse_form(read_yaml((folder.path / FORM_FILE).read_bytes(), FORM_FILE))
    except OSError:
        return None
    return form if isinstance(form, Form) else None


def read_tried(folder: DraftFolder) -> SampleReport | list[str]:
    """The form as it lies in the folder with its sample; or what is wrong with it."""
    read = read_folder(read_form_files(folder.path), folder.path.parent.name)
    if not read.forms or read.sample is None:
        return [str(one) for one in read.problems]
    return SampleReport(read.forms[0], read.sample)


async def may_make_forms(tx: Transaction, grants: Iterable[Grant]) -> bool:
    """Whether somebody may make forms: they are for the whole installation, and so for those who
    administer all of it."""
    held = [*grants]
    for root in await tx.units.roots():
        if is_permitted(held, Permission.FORMS, await tx.units.lineage(root.id)):
            return True
    return False


def describe_outcome(key: str, outcome: DraftOutcome) -> FormDrafted:
    """What became of a file, in words."""
    if outcome.draft is None:
        return FormDrafted(form=key, titles=tuple(outcome.titles))
    made = describe_draft(key, outcome.draft)
    return made.model_copy(
        update={"told": (*outcome.told, *made.told), "problems": tuple(outcome.problems)}
    )


def describe_draft(key: str, draft: FormDraft) -> FormDrafted:
    doubts = tuple(
        DoubtedPoint(
            key=one.key,
            question=one.question,
            evidence=one.evidence,
            readings=tuple((reading.value, reading.words) for reading in one.readings),
        )
        for one in draft.doubts
    )
    return FormDrafted(
        form=key,
        title=draft.title,
        printed_code=draft.code or "",
        tables=tuple(_table(number, one) for number, one in enumerate(draft.tables, 1)),
        rules=len(draft.rules),
        told=draft.unclear,
        doubts=doubts,
    )


def _table(number: int, table: DraftTable) -> str:
    if table.kind == "narrative":
        return f"Phần {number}: {len(table.rows)} mục viết lời"
    asked = sum(column.role != "note" and not column.item_key for column in table.columns)
    grows = ", thêm dòng được" if table.kind == "list" else ""
    return f"Bảng {number}: {len(table.rows)} dòng × {asked} cột số liệu{grows}"
