"""The folder of a form that is being made of a ministry's file: the files of the form, and beside
them, hidden, the draft and the file that it was read from."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from templates.form_draft.model import FormDraft
from templates.form_draft.output.drafted_files import EXCEL, FORM, WORD
from templates.form_draft.output.file_template import dump_draft, load_draft

CORRECTIONS = "sửa-biểu.xlsx"
BY_HAND = "_form.yaml"  # a form file that a person changed, before it is written anew
_DRAFT, _FIRST, _SOURCE, _WRITTEN = ".draft.json", ".first.json", ".source", ".form.yaml"
_TRIAL = ".trial-"  # begins the name of what a member has tried, behind it their number
_HANDED = ".handed-"  # begins the name of what a workbook of corrections held
_STAMP = re.compile(r"\d{4,9}")
MOST_HANDED = 60  # workbooks that are known when they come back
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")


@dataclass(frozen=True)
class StoredDraft:
    """The draft as it is now, as it was read `first`, and the file that it was read from."""

    draft: FormDraft
    first: FormDraft
    source: bytes


class DraftFolder:
    """One form's folder in that of the installation's own forms."""

    def __init__(self, root: Path, key: str) -> None:
        """ValueError for a key that is none."""
        if not _KEY.fullmatch(key):
            message = f"no key of a form: {key!r}"
            raise ValueError(message)
        self.key = key
        self.path = root / key

    @property
    def is_draft(self) -> bool:
        return (self.path / _DRAFT).is_file()

    @property
    def is_other_form(self) -> bool:
        """Whether a form lies there that was not made of a file."""
        return (self.path / FORM).is_file() and not self.is_draft

    def load(self) -> StoredDraft:
        """FileNotFoundError when there is no draft; ValueError when it was damaged."""
        draft = load_draft((self.path / _DRAFT).read_bytes())
        first = load_draft((self.path / _FIRST).read_bytes())
        return StoredDraft(draft, first, (self.path / _SOURCE).read_bytes())

    def template(self) -> bytes | None:
        """The template made of the file, where there is one."""
        found = (self.path / name for name in (WORD, EXCEL))
        return next((one.read_bytes() for one in found if one.is_file()), None)

    def save(self, stored: StoredDraft, files: Mapping[str, bytes]) -> str:
        """Write it all, each file whole or not at all, the draft last. The name under which a form
        file that a person had changed was set aside for it; none where nobody had."""
        self.path.mkdir(parents=True, exist_ok=True)
        set_aside = self._set_aside()
        for name in (WORD, EXCEL):
            if name not in files:
                (self.path / name).unlink(missing_ok=True)
        hidden = {
            _SOURCE: stored.source,
            _FIRST: dump_draft(stored.first),
            _WRITTEN: files[FORM],
            _DRAFT: dump_draft(stored.draft),
        }
        for name, content in {**files, **hidden}.items():
            self._write(name, content)
        for trial in self.path.glob(f"{_TRIAL}*"):
            trial.unlink(missing_ok=True)
        return set_aside

    def stamp(self) -> str:
        """What tells the form as it lies there from what it was before."""
        seen = hashlib.sha256()
        for one in sorted(self.path.iterdir()):
            if one.name == _DRAFT or not one.name.startswith("."):
                state = one.stat()
                seen.update(f"{one.name}:{state.st_mtime_ns}:{state.st_size}\n".encode())
        return seen.hexdigest()[:12]

    def trial_database(self, link: int, stamp: str) -> Path:
        """Where the form as it was then is tried behind this link."""
        return self.path / f"{_TRIAL}{link}-{stamp}.db"

    def next_stamp(self) -> str:
        """The stamp of the next workbook of corrections."""
        known = self._handed()
        return f"{int(known[-1].stem.removeprefix(_HANDED)) + 1 if known else 1:04d}"

    def read_handed(self, stamp: str) -> str | None:
        """What was kept of the workbook of this stamp; None where there is none."""
        if not _STAMP.fullmatch(stamp):
            return None
        try:
            return (self.path / f"{_HANDED}{stamp}.json").read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def write_handed(self, stamp: str, kept: str) -> None:
        """Keep what a workbook held; the oldest are forgotten."""
        self._write(f"{_HANDED}{stamp}.json", kept.encode())
        for old in self._handed()[:-MOST_HANDED]:
            old.unlink(missing_ok=True)

    def _handed(self) -> list[Path]:
        found = (one for one in self.path.glob(f"{_HANDED}*.json"))
        named = [one for one in found if _STAMP.fullmatch(one.stem.removeprefix(_HANDED))]
        return sorted(named, key=lambda one: int(one.stem.removeprefix(_HANDED)))

    def read_trial(self, member: int) -> str | None:
        """How far a member has come in trying the draft; None where they have not begun, or the
        draft was changed since."""
        try:
            return self._trial(member).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def write_trial(self, member: int, state: str) -> None:
        self._write(self._trial(member).name, state.encode())

    def _trial(self, member: int) -> Path:
        return self.path / f"{_TRIAL}{member}.json"

    def _set_aside(self) -> str:
        form, written = self.path / FORM, self.path / _WRITTEN
        if not (form.is_file() and written.is_file()):
            return ""
        if form.read_bytes() == written.read_bytes():
            return ""
        names = (BY_HAND, *(f"_form-{number}.yaml" for number in range(2, 1_000)))
        name = next((one for one in names if not (self.path / one).exists()), BY_HAND)
        form.replace(self.path / name)
        return name

    def _write(self, name: str, content: bytes) -> None:
        new = self.path / f".{name.lstrip('.')}.new"
        with new.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(self.path / name)


def sweep_trials(root: Path, before: float) -> None:
    """Remove what has been tried and not gone on with since this moment, in seconds since 1970."""
    for key in draft_keys(root):
        for one in (root / key).glob(f"{_TRIAL}*"):
            if one.stat().st_mtime < before:
                one.unlink(missing_ok=True)


def draft_keys(root: Path) -> list[str]:
    """The keys of the forms that are being made."""
    if not root.is_dir():
        return []
    return sorted(one.name for one in root.iterdir() if (one / _DRAFT).is_file())
