"""The codes of replies, buttons and refusals, found in the source that says them."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import product
from typing import Any, NamedTuple

from templates.loading.yaml_reader import read_yaml
from tests.support.paths import ROOT

HOLE = "\0"
_DOTTED = re.compile(r"[a-z]\w*(\.[a-z]\w*)+")
_SHAPE = re.compile(rf"[a-z_.{HOLE}]*[a-z][a-z_.{HOLE}]*")


@cache
def wordings() -> dict[str, dict[str, str]]:
    """The texts of each file of words, by code."""
    folder = files("templates") / "wordings"
    found = {}
    for file in folder.iterdir():
        if file.name.endswith(".yaml"):
            found[file.name] = read_yaml(file.read_bytes(), file.name).data
    return found


@cache
def _trees() -> tuple[ast.Module, ...]:
    folders = (ROOT / "bot", ROOT / "conversations", ROOT / "templates/appendix_import")
    paths = [path for folder in folders for path in folder.rglob("*.py")]
    return tuple(ast.parse(path.read_text(encoding="utf-8")) for path in paths)


@cache
def _within(node: ast.AST) -> Mapping[type[ast.AST], list[Any]]:
    """The nodes of a module or function by their kind: it is walked through once."""
    found: dict[type[ast.AST], list[Any]] = defaultdict(list)
    for one in ast.walk(node):
        found[type(one)].append(one)
    return found


def _nodes(kind: type[ast.AST]) -> Iterator[Any]:
    for tree in _trees():
        yield from _within(tree).get(kind, ())


@cache
def source_literals() -> frozenset[str]:
    """Every text in the source."""
    return frozenset(node.value for node in _nodes(ast.Constant) if isinstance(node.value, str))


def dotted_literals() -> frozenset[str]:
    return frozenset(text for text in source_literals() if _DOTTED.fullmatch(text))


@cache
def _enums() -> dict[str, str]:
    """`BoardFilter.LATE` to `late`, of all enums of texts; `Command.BACK` to `back`, whose member
    is a spec that begins with its text."""
    return {
        f"{node.name}.{line.targets[0].id}": text.value
        for node in _nodes(ast.ClassDef)
        for line in node.body
        if isinstance(line, ast.Assign) and isinstance(line.targets[0], ast.Name)
        for text in [_first_of(line.value)]
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    }


def _first_of(value: ast.AST) -> ast.AST:
    """The first argument of a command's spec; another value itself."""
    return value.args[0] if isinstance(value, ast.Call) and value.args else value


def _values(node: ast.AST, named: Mapping[str, list[ast.AST]] | None = None) -> Iterator[str]:
    """The texts an argument may be: literals, members of enums, what its name is set to."""
    if isinstance(node, ast.JoinedStr):
        parts = [[*_values(part, named)] for part in node.values]
        yield from ("".join(chosen) for chosen in product(*parts))
    elif isinstance(node, ast.FormattedValue):
        yield from _values(node.value, named)
    elif isinstance(node, ast.Name):
        for given in (named or {}).get(node.id, ()):
            yield from _values(given)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Attribute) and ast.unparse(node) in _enums():
        yield _enums()[ast.unparse(node)]
    elif isinstance(node, ast.Attribute) and node.attr == "value":
        yield from _values(node.value, named)
    elif isinstance(node, ast.IfExp | ast.BoolOp | ast.Tuple):
        for one in ast.iter_child_nodes(node):
            if not isinstance(node, ast.IfExp) or one is not node.test:
                yield from _values(one, named)


def _named(tree: ast.Module) -> dict[str, list[ast.AST]]:
    """What the names of a module are set to, or run through."""
    found: dict[str, list[ast.AST]] = defaultdict(list)
    within = _within(tree)
    for node in within.get(ast.Assign, ()):
        if isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id].append(node.value)
    for node in [*within.get(ast.For, ()), *within.get(ast.comprehension, ())]:
        if isinstance(node.target, ast.Name):
            found[node.target.id].append(node.iter)
    return found


def texts_given_to(name: str) -> frozenset[str]:
    """The first arguments of all calls of a function or class, and what a function returns."""
    given = [node.args[0] for node in _nodes(ast.Call) if node.args and _name(node.func) == name]
    given += [
        line.value
        for node in _nodes(ast.FunctionDef)
        if node.name == name
        for line in _within(node).get(ast.Return, ())
        if line.value is not None
    ]
    return frozenset(text for one in given for text in _values(one))


def _shape(node: ast.JoinedStr) -> str:
    parts = (part.value if isinstance(part, ast.Constant) else HOLE for part in node.values)
    return "".join(str(part) for part in parts)


class _Maker(NamedTuple):
    """A function that makes a code of its argument at this place."""

    place: int
    before: str
    after: str = ""


def _makers(tree: ast.Module) -> dict[str, _Maker]:
    """`make_button("begin")` says `button.begin`, `command_button(Command.BACK)` what it makes.
    The functions that this module may call: its own, and public ones."""
    return _with_makers(_public_makers(), [tree])


@cache
def _public_makers() -> dict[str, _Maker]:
    found = _with_makers({"say": _Maker(0, ""), "_say": _Maker(0, "")}, _trees())
    return {name: maker for name, maker in found.items() if name == "_say" or name[0] != "_"}


def _with_makers(known: dict[str, _Maker], trees: Iterable[ast.Module]) -> dict[str, _Maker]:
    found = {**known}
    for tree in trees:
        for function in _within(tree).get(ast.FunctionDef, ()):
            if function.name not in found:
                names = [one.arg for one in function.args.args if one.arg != "self"]
                within = _within(function)
                parts = [*within.get(ast.JoinedStr, ()), *within.get(ast.Call, ())]
                made = (_made(node, found) for node in parts)
                maker = next((one for one in made if one is not None and one[0] in names), None)
                if maker is not None:
                    found[function.name] = _Maker(names.index(maker[0]), *maker[1])
    return found


def _made(node: ast.AST, makers: dict[str, _Maker]) -> tuple[str, tuple[str, str]] | None:
    """The name of what a code is made of here, and what stands around it."""
    if isinstance(node, ast.JoinedStr) and _shape(node).count(HOLE) == 1:
        before, after = _shape(node).split(HOLE)
        holes = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        if before.endswith(".") and _SHAPE.fullmatch(before + after):
            return ast.unparse(holes[0]).removesuffix(".value"), (before, after)
    if isinstance(node, ast.Call) and (maker := makers.get(_name(node.func))) and maker.before:
        given = node.args[maker.place : maker.place + 1]
        if given:
            return ast.unparse(given[0]).removesuffix(".value"), (maker.before, maker.after)
    return None


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


@cache
def said_codes() -> frozenset[str]:
    """The codes in `….say("code")`, `Reply(code="code")`, `make_button("code")` and the like."""
    said = frozenset(code for tree in _trees() for code in _said(tree))
    # Others name a platform's call, or nothing.
    return frozenset(code for code in said if code and code == code.lower())


def _said(tree: ast.Module) -> Iterator[str]:
    makers, named = _makers(tree), _named(tree)
    for node in _within(tree).get(ast.Call, ()):
        maker = makers.get(_name(node.func))
        for given in node.args[maker.place : maker.place + 1] if maker is not None else ():
            assert maker is not None
            yield from (f"{maker.before}{one}{maker.after}" for one in _values(given, named))
        for keyword in node.keywords:
            if keyword.arg == "code":
                yield from _values(keyword.value, named)


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """The shapes of codes that are put together, in the source and in other words."""
    shapes = {_shape(node) for node in _nodes(ast.JoinedStr)}
    texts = [text for file in wordings().values() for text in file.values()]
    shapes |= {part + HOLE for text in texts for part in re.findall(r'"([a-z]+\.)" ~', text)}
    return tuple(
        re.compile(re.escape(shape).replace(re.escape(HOLE), "(.+)"))
        for shape in sorted(shapes)
        if HOLE in shape and _SHAPE.fullmatch(shape)
    )


@cache
def included_codes() -> frozenset[str]:
    """The codes that other words include."""
    texts = (text for file in wordings().values() for text in file.values())
    return frozenset(name for text in texts for name in re.findall(r'include "([^"]+[a-z])"', text))


def is_used(code: str) -> bool:
    """Whether the source says the code, puts it together of texts it has, or words include it."""
    if code in source_literals() or code in included_codes():
        return True
    found = (pattern.fullmatch(code) for pattern in _patterns())
    return any(match is not None and all(map(is_used, match.groups())) for match in found)


def data_names() -> frozenset[str]:
    """The names under which replies have their data, where the source writes them down."""
    return frozenset(name for node in _nodes(ast.Call) for name in _data_of(node))


def _data_of(call: ast.Call) -> Iterator[str]:
    called = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if called == "say":
        yield from (one.arg for one in call.keywords if one.arg is not None)
    data = next((one.value for one in call.keywords if one.arg == "data"), None)
    if called == "Reply" and isinstance(data, ast.Dict):
        keys = (key.value for key in data.keys if isinstance(key, ast.Constant))
        yield from (key for key in keys if isinstance(key, str))
