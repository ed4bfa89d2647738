"""A draft and the template of its file, as the process that reads files and the product tell them
to each other."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode

from pydantic import TypeAdapter

from templates.form_draft.model import FormDraft
from templates.form_draft.output.excel_template import make_excel_template
from templates.form_draft.output.word_template import MadeTemplate, make_word_template

_DRAFT = TypeAdapter(FormDraft)


def dump_draft(draft: FormDraft) -> bytes:
    return _DRAFT.dump_json(draft, indent=1)


def load_draft(told: bytes) -> FormDraft:
    """ValueError when it is none."""
    return _DRAFT.validate_json(told)


def make_template(draft: FormDraft, content: bytes) -> MadeTemplate:
    """The template made of the file that the draft was read from; FileRefusedError for one that
    cannot be opened safely."""
    if draft.file.lower().endswith(".xlsx"):
        return make_excel_template(draft, content)
    return make_word_template(draft, content)


def make_template_task(draft: bytes, content: bytes) -> bytes:
    """The task of the process that reads files; JSON for `load_template`."""
    made = make_template(load_draft(draft), content)
    return json.dumps({"content": b64encode(made.content).decode(), "told": made.told}).encode()


def load_template(told: bytes) -> MadeTemplate:
    given = json.loads(told)
    return MadeTemplate(b64decode(given["content"]), tuple(given["told"]))
