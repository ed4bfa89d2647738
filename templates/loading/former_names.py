"""What must be true of the names that rows and columns had in the version before (`was`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from conversations.forms.model import Form
from templates.loading.blocks.block_schema import BlockFormSpec
from templates.loading.form_schema import FormSpec
from templates.loading.problems import Problem
from templates.loading.yaml_reader import Path, YamlFile

FREE = "a name of the version before that none has now: what is new gets a name of its own"


def lint_former_rows(spec: FormSpec, file: YamlFile) -> Iterator[Problem]:
    """Of a form of rows."""
    named = {key: (row.was, ("rows", key)) for key, row in spec.rows.items()}
    yield from _claimed(named, file)


def lint_former_names(spec: BlockFormSpec, file: YamlFile) -> Iterator[Problem]:
    """Of a form of blocks: rows and blocks share one space of names, columns have one a block."""
    named: dict[str, tuple[str | None, Path]] = {}
    for name, block in spec.blocks.items():
        place: Path = ("blocks", name)
        named[name] = (block.was, place)
        named |= {key: (line.was, (*place, "rows", key)) for key, line in block.rows.items()}
        columns = {key: (one.was, (*place, "columns", key)) for key, one in block.columns.items()}
        yield from _claimed(columns, file)
    yield from _claimed(named, file)


def former_name_problems(form: Form, in_force: Form, file: YamlFile) -> Iterator[Problem]:
    """Beside the version in force: a name that it does not have, and one that was taken over when
    an earlier version was made and is written still."""
    before, now = in_force.pattern or in_force, form.pattern or form
    for key, was in form.was.rows.items():
        place = _place(now, key)
        yield from _of(key, was, before.by_key, place, in_force.version, file)
    known = {f"{block.key}:{one.key}" for block in before.blocks for one in block.columns}
    for name, was in form.was.columns.items():
        block, _, column = name.partition(":")
        old = form.was.rows.get(block, block)
        mine = [one.partition(":")[2] for one in known if one.partition(":")[0] == old]
        place = ("blocks", block, "columns", column, "was")
        yield from _of(column, was, mine, place, in_force.version, file)


def _of(
    key: str, was: str, known: Collection[str], place: Path, version: str, file: YamlFile
) -> Iterator[Problem]:
    if key in known:
        found = f"{was}, and {key} is a name of version {version} itself"
        yield file.problem(place, found, "leave it out")
    elif was not in known:
        yield file.problem(
            place, f"{was}, which version {version} does not have", "one of its names"
        )


def _place(form: Form, key: str) -> Path:
    """Where the former name of a row or block is written."""
    if key in form.blocks_by_key:
        return ("blocks", key, "was")
    for block in form.blocks:
        if any(line.key == key for line in block.lines):
            return ("blocks", block.key, "rows", key, "was")
    return ("rows", key, "was")


def _claimed(named: Mapping[str, tuple[str | None, Path]], file: YamlFile) -> Iterator[Problem]:
    """Two that claim one name; one that claims the name that another has still."""
    owners: dict[str, str] = {}
    for key, (was, place) in _given(named):
        here: Path = (*place, "was")
        if was == key:
            yield file.problem(here, f"{was}, its own name", "leave it out")
        elif was in owners:
            yield file.problem(here, f"{was}, which {owners[was]} was too", FREE)
        elif was in named:
            yield file.problem(here, f"{was}, which another one is called now", FREE)
        owners.setdefault(was, key)


def _given(
    named: Mapping[str, tuple[str | None, Path]],
) -> Iterable[tuple[str, tuple[str, Path]]]:
    return [(key, (was, place)) for key, (was, place) in named.items() if was is not None]
