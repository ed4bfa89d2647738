"""What must be true of the names that rows and columns had in the version before (`was`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from conversations.forms.model import Form
from templates.loading.blocks.block_schema import BlockFormSpec
from templates.loading.form_schema import FormSpec
from templates.loading.problems import Problem
from templates.loading.yaml_reader import Path, YamlFile

FREE = "a name of the version before that no other row has now"


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
    that version was made and is written still."""
    before, now = in_force.pattern or in_force, form.pattern or form
    for key, was in form.was.rows.items():
        place = _place(now, key)
        if was not in before.by_key:
            allowed = _nothing_to_rename(key, before.by_key, in_force.version)
            yield file.problem(place, f"{was}, which it does not have", allowed)
        elif in_force.was.rows.get(key) == was and _is_same(before, key, now):
            found = f"{was}, which it was before version {in_force.version} already"
            yield file.problem(place, found, "leave it out")
    known = {f"{block.key}:{one.key}" for block in before.blocks for one in block.columns}
    for name, was in form.was.columns.items():
        block, _, column = name.partition(":")
        old = form.was.rows.get(block, block)
        if f"{old}:{was}" not in known:
            mine = [one.partition(":")[2] for one in known if one.partition(":")[0] == old]
            allowed = _nothing_to_rename(column, mine, in_force.version)
            place = ("blocks", block, "columns", column, "was")
            yield file.problem(place, f"{was}, which it does not have", allowed)


def _nothing_to_rename(key: str, known: Collection[str], version: str) -> str:
    if key in known:
        return f"leave it out: version {version} has {key} itself"
    return f"a name of version {version}"


def _is_same(before: Form, key: str, now: Form) -> bool:
    """Whether the row of this name has the words that it had under this name."""
    return key in before.by_key and before.row(key).title == now.row(key).title


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
        elif was in named and named[was][0] is None:
            yield file.problem(here, f"{was}, which is another row now", FREE)
        owners.setdefault(was, key)


def _given(
    named: Mapping[str, tuple[str | None, Path]],
) -> Iterable[tuple[str, tuple[str, Path]]]:
    return [(key, (was, place)) for key, (was, place) in named.items() if was is not None]
