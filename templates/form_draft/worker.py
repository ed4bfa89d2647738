"""The process that reads foreign files, with all that it does with them:
`python -m templates.form_draft.worker SETTINGS`."""

from __future__ import annotations

from templates.appendix_import.tasks import TASKS
from templates.appendix_import.worker import run
from templates.form_draft.form_finder import draft_form
from templates.form_draft.output.file_template import make_template_task

if __name__ == "__main__":
    run({**TASKS, "draft": draft_form, "template": make_template_task})
