"""All forms the product knows, read from files and checked; or every reason why not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from conversations.forms.form_names import shared_names
from conversations.forms.growth import fit_form
from conversations.forms.key_map import KeyMap, map_versions, turn_around
from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.reports.model import Report
from templates.loading.form_folder import as_in_force, read_folder
from templates.loading.problems import CatalogError, Problem
from templates.loading.sample import SampleAnswers

Root = Path | Traversable

__all__ = [
    "Catalog",
    "CatalogError",
    "Problem",
    "SampleAnswers",
    "SampleReport",
    "catalog_problems",
    "form_root",
    "load_catalog",
]


class SampleReport(NamedTuple):
    """A form, and the sample beside it: what a trial report is made of."""

    form: Form
    sample: SampleAnswers


class Catalog:
    """`forms` holds the version of each form that is in force; `get` finds older ones too. It may
    grow while it is used: what was published is added, and nothing that is there changes. `newest`
    is the last publication that was looked at."""

    def __init__(
        self,
        forms: Mapping[str, Form],
        versions: Mapping[tuple[str, str], Form],
        samples: Mapping[str, SampleAnswers],
    ) -> None:
        self.forms = {**forms}
        self.versions = {**versions}
        self.samples = {**samples}
        self.form_names = {key: form.name for key, form in forms.items()}
        self.newest = 0
        self._maps: dict[tuple[str, str, str], KeyMap] = {}

    def copy(self) -> Catalog:
        """The same, to grow by itself."""
        return Catalog(self.forms, self.versions, self.samples)

    def add(self, form: Form, sample: SampleAnswers | None) -> None:
        """Another version of a form, or another form. The newest version is in force: its names
        and its glossary are those of all others, its sample is the form's."""
        known = self.forms.get(form.key)
        if known is not None and version_order(known.version) > version_order(form.version):
            self._maps.clear()
            self.versions[form.key, form.version] = as_in_force(form, known)
            return
        self.set_in_force(form, sample)

    def set_in_force(self, form: Form, sample: SampleAnswers | None) -> None:
        """Have this version be the form, whatever others there are."""
        self._maps.clear()
        self.forms[form.key] = self.versions[form.key, form.version] = form
        self.form_names[form.key] = form.name
        if sample is not None:
            self.samples[form.key] = sample
        else:
            self.samples.pop(form.key, None)
        for (key, version), one in [*self.versions.items()]:
            if key == form.key and version != form.version:
                self.versions[key, version] = as_in_force(one, form)

    def get(self, key: str, version: str) -> Form:
        """The form a report is pinned to; KeyError when it is not kept here."""
        return self.versions[key, version]

    def map_keys(self, old: str, new: Form) -> KeyMap:
        """The keys of an older version of a form in this one, which need not be here yet, over all
        versions between them; or of a newer one. KeyError when `old` is not kept here."""
        name = (new.key, old, new.version)
        if name not in self._maps:
            found = self._map_keys(self.get(new.key, old), new)
            if (new.key, new.version) not in self.versions:
                return found
            self._maps[name] = found
        return self._maps[name]

    def _map_keys(self, old: Form, new: Form) -> KeyMap:
        first, last = sorted((old, new), key=lambda form: version_order(form.version))
        low, high = version_order(first.version), version_order(last.version)
        between = [
            form
            for (key, version), form in self.versions.items()
            if key == new.key and low < version_order(version) < high
        ]
        between.sort(key=lambda form: version_order(form.version))
        found = map_versions([first, *between, last])
        return found if first is old else turn_around(found, last)

    def versions_of(self, key: str) -> dict[str, Form]:
        """All versions of a form."""
        return {version: form for (of, version), form in self.versions.items() if of == key}

    def others_than(self, form: Form) -> list[str]:
        """The other versions of the form."""
        return [one for key, one in self.versions if key == form.key and one != form.version]

    def older_than(self, form: Form) -> list[str]:
        """The versions before this one, the newest first."""
        mine = version_order(form.version)
        found = [version for key, version in self.versions if key == form.key]
        older = [version for version in found if version_order(version) < mine]
        return sorted(older, key=version_order, reverse=True)

    def of_report(self, report: Report) -> Form:
        """The form of a report, with the rows that were added to its lists."""
        return fit_form(self.get(report.form_key, report.form_version), report.answers)

    def rows_of(self, key: str) -> dict[str, Row]:
        """Every row that any version of the form has; of two versions the one in force counts."""
        known = [form for (of, _), form in self.versions.items() if of == key]
        rows = {name: row for form in known for name, row in form.by_key.items()}
        return rows | self.forms[key].by_key

    @property
    def trials(self) -> tuple[SampleReport, ...]:
        """The forms that can be tried, with their samples."""
        return tuple(
            SampleReport(form, self.samples[key])
            for key, form in self.forms.items()
            if key in self.samples
        )

    @property
    def offered(self) -> tuple[SampleReport, ...]:
        """Those of them that a newcomer is asked to choose from."""
        return tuple(one for one in self.trials if one.form.is_trial)

    def sample(self, key: str) -> SampleAnswers:
        """The sample beside the form in force; KeyError when it has none."""
        return self.samples[key]


def form_root() -> Traversable:
    """The folder of the forms that come with the product: one folder a form."""
    return files("templates") / "forms"


def load_catalog(root: Root | None = None) -> Catalog:
    """The forms under `root` (the product's own when left out); CatalogError with every
    problem when one of them is not good."""
    catalog, found = _own() if root is None else _read(root)
    if found:
        raise CatalogError(found)
    return catalog.copy()


@cache
def load_shipped(key: str) -> SampleReport | None:
    """A form that comes with the product, and its sample, without a look at the other forms; None
    where there is none, it has no sample, or it is not sound."""
    folder = next((one for one in _folders(form_root()) if one.name == key), None)
    read = read_folder(folder, form_root().name) if folder is not None else None
    if read is None or read.problems or read.sample is None or read.forms[0].key != key:
        return None
    return SampleReport(read.forms[0], read.sample)


def catalog_problems(root: Root | None = None) -> list[Problem]:
    """Everything wrong with the forms under `root`, by file and line. Never raises."""
    return _own()[1] if root is None else _read(root)[1]


@cache
def _own() -> tuple[Catalog, list[Problem]]:
    """What comes with the product does not change while it runs."""
    return _read(form_root())


def _read(root: Root) -> tuple[Catalog, list[Problem]]:
    forms: dict[str, Form] = {}
    versions: dict[tuple[str, str], Form] = {}
    samples: dict[str, SampleAnswers] = {}
    found: list[Problem] = []
    for folder in sorted(_folders(root), key=lambda entry: entry.name):
        read = read_folder(folder, root.name)
        found += read.problems
        versions |= {(form.key, form.version): form for form in read.forms}
        forms |= {form.key: form for form in read.forms[:1]}
        if read.sample and read.forms:
            samples[read.forms[0].key] = read.sample
    found += _named_twice(forms, root.name)
    if not versions and not found:
        found.append(Problem(root.name, 1, "(folder)", "no form", "a folder with a form.yaml"))
    return Catalog(forms, versions, samples), sorted(found)


def next_version(version: str) -> str:
    """The same with its last number raised."""
    found = re.search(r"[0-9]+(?=[^0-9]*$)", version)
    if found is None:
        return f"{version}.2"
    return f"{version[: found.start()]}{int(found[0]) + 1}{version[found.end() :]}"


def version_order(version: str) -> tuple[tuple[int, int, str], ...]:
    """By which versions are compared: numbers in them by their value, 2026.10 after 2026.9."""
    parts = re.findall(r"[0-9]+|[^0-9]+", version)
    return tuple(
        (1, int(one), "") if one.isascii() and one.isdigit() else (0, 0, one) for one in parts
    )


def _named_twice(forms: Mapping[str, Form], above: str) -> list[Problem]:
    pairs = combinations(forms.values(), 2)
    return [one for first, form in pairs for one in shared_name_problems(form, first, above)]


def shared_name_problems(form: Form, other: Form, above: str) -> Iterator[Problem]:
    """A name that two forms have means neither; `above` is the folder of the first one's."""
    shared = [*shared_names(form, other)]
    if shared:
        fields = ", ".join(field for field, _ in shared)
        found = ", ".join(repr(words) for _, words in shared)
        allowed = (
            f"words that do not mean {other.key} as well; for a newer version of {other.key}, that "
            f"key: phuluc form draft FILE --as {other.key}"
        )
        yield Problem(f"{above}/{form.key}/form.yaml", 1, fields, found, allowed)


def _folders(root: Root) -> list[Path | Traversable]:
    if not root.is_dir():
        return []
    return [entry for entry in root.iterdir() if entry.is_dir() and entry.name[0] not in "._"]
