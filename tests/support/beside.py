"""An installation with other forms beside the product's own, sorted before and after it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from bot.workflow.catalogs import Catalogs
from templates.loading import catalog as forms
from templates.loading.catalog import Catalog, load_catalog
from tests.support.product import open_catalogs

BEFORE, AFTER = "bao-tro", "thi-dua"
_FOLDERS = Path(__file__).parent / "forms"


def folder_with(root: Path, *keys: str) -> Path:
    """A folder of forms: the product's own, and those of these keys, with a Word template where
    they are no forms of blocks."""
    own = Path(str(forms.form_root()))
    place = root / "forms"
    shutil.copytree(own / "cchc-so", place / "cchc-so")
    for key in keys:
        shutil.copytree(_FOLDERS / key, place / key)
        if "model: 2" not in (place / key / "form.yaml").read_text(encoding="utf-8"):
            shutil.copyfile(own / "cchc-so" / "appendix.docx", place / key / "appendix.docx")
    return place


@contextmanager
def installed(root: Path, *keys: str) -> Iterator[Catalog]:
    """For this while the product's forms are those of such a folder."""
    place = folder_with(root, *keys)
    catalog = load_catalog(place)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(forms, "_own", lambda: (catalog, []))  # what was read before stays as it is
        yield catalog


def catalogs_of(catalog: Catalog, trial_form: str | None = None) -> Catalogs:
    """What requests look things up in, with these forms."""
    return replace(open_catalogs(), catalog=catalog, trial_form=trial_form)
