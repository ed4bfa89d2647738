"""The task of the process that reads files: the forms that a ministry's file holds."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.text.labels import plain_label
from templates.form_draft.found_forms import FoundForms, dump_found
from templates.form_draft.model import FormDraft
from templates.form_draft.output.letterhead.period_doubt import ask_period
from templates.form_draft.recognition.form_reader import recognise_forms
from templates.form_draft.rules.draft_rules import mine_rules


def draft_form(name: bytes, file_name: bytes, wanted: bytes, content: bytes) -> bytes:
    """The task of the process that reads files; JSON for `load_found`."""
    key, file, said = (one.decode("utf-8", "surrogatepass") for one in (name, file_name, wanted))
    return dump_found(find_forms(key, file, said, content))


def find_forms(name: str, file_name: str, wanted: str, content: bytes) -> FoundForms:
    """The forms of a file, and of them the one that is wanted by its number from 1, its code, or
    words of its title. FileRefusedError when the file cannot be taken."""
    drafts = recognise_forms(name, file_name, content)
    chosen = _choose(drafts, wanted)
    return FoundForms(
        tuple(_title(draft) for draft in drafts),
        ask_period(mine_rules(chosen)) if chosen is not None else None,
    )


def _choose(drafts: Sequence[FormDraft], wanted: str) -> FormDraft | None:
    if not wanted.strip():
        return drafts[0] if len(drafts) == 1 else None
    if wanted.strip().isdecimal() and len(wanted.strip()) < 4:
        at = int(wanted) - 1
        return drafts[at] if 0 <= at < len(drafts) else None
    plain = plain_label(wanted)
    coded = [one for one in drafts if one.code and plain_label(one.code) == plain]
    titled = coded or [one for one in drafts if plain and plain in plain_label(one.title)]
    return titled[0] if len(titled) == 1 else None


def _title(draft: FormDraft) -> str:
    return ": ".join(filter(None, (draft.code, draft.title))) or draft.file
