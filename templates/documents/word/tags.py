"""Mistakes in the tags of a Word template: what cannot be read, names nothing, or fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree import ElementTree

from jinja2 import Template, TemplateError, nodes
from jinja2.meta import find_undeclared_variables

from conversations.forms.model import Form
from templates.documents.appendix_table import ROW_NAMES
from templates.documents.word.runs import finish_runs
from templates.documents.word.template import template_environment

Mistake = tuple[int, str, str]  # line of the part's source, what was found, what is allowed

WAY = "tags as in docs/document.md"


def tag_mistakes(code: str, form: Form, blank: dict[str, object]) -> Iterator[Mistake]:
    """Everything wrong with the tags of one part, given as Jinja source: tags that cannot be read,
    names that mean nothing, and what only shows when the part is filled from a `blank` report."""
    jinja = template_environment()
    try:
        tree = jinja.parse(code)
        compiled = jinja.from_string(code)
    except TemplateError as error:
        line = getattr(error, "lineno", 1)
        yield line, f"a tag that cannot be read ({error})", WAY
        return
    unknown = [*_unknown_names(tree, blank), *_unknown_fields(tree, blank, form)]
    yield from unknown or _failure(compiled, blank)


def _unknown_names(tree: nodes.Template, known: dict[str, object]) -> Iterator[Mistake]:
    strange = find_undeclared_variables(tree) - set(known)
    for name in tree.find_all(nodes.Name):
        if name.name in strange:
            yield name.lineno, f"the unknown name {name.name}", ", ".join(known)


def _unknown_fields(
    tree: nodes.Template, known: dict[str, object], form: Form
) -> Iterator[Mistake]:
    fields = _fields(tree, known)
    for part in tree.find_all(nodes.Getattr):
        allowed = fields(part.node)
        if allowed is not None and part.attr not in allowed:
            yield part.lineno, f"the unknown name {part.attr}", ", ".join(allowed) or "no name here"
    for item in tree.find_all(nodes.Getitem):
        if not _is_name(item.node, "cells") or not isinstance(item.arg, nodes.Const):
            continue
        if item.arg.value not in form.printed_at:
            rows = f"a row of {form.key}, as {form.rows[0].key}"
            yield item.lineno, f"the unknown row {item.arg.value!r}", rows


def _fields(
    tree: nodes.Template, known: dict[str, object]
) -> Callable[[nodes.Node], tuple[str, ...] | None]:
    """A function that tells which names a thing of the template has; None when not known."""
    loops = {
        loop.target.name
        for loop in tree.find_all(nodes.For)
        if _is_name(loop.iter, "rows") and isinstance(loop.target, nodes.Name)
    }

    def fields(node: nodes.Node) -> tuple[str, ...] | None:
        if isinstance(node, nodes.Getitem) and _is_name(node.node, "cells"):
            return ROW_NAMES
        if not isinstance(node, nodes.Name):
            return None
        if node.name in loops:
            return ROW_NAMES
        thing = known.get(node.name)
        return tuple(thing) if isinstance(thing, dict) and node.name != "cells" else None

    return fields


def _is_name(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Name) and node.name == name


def _failure(compiled: Template, blank: dict[str, object]) -> Iterator[Mistake]:
    """What only shows when the template is used."""
    try:
        filled = finish_runs(compiled.render(blank))
    except Exception as error:  # anything a template can do wrong
        yield _line_of(error), f"a tag that fails ({error})", WAY
        return
    try:
        ElementTree.fromstring(filled)  # noqa: S314 - our own template, filled with a blank report
    except ElementTree.ParseError as error:
        found = f"tags that tear the document apart when it is filled ({error})"
        yield 1, found, "{%tr … %} alone in a table row, opened and closed in the same table"


def _line_of(error: Exception) -> int:
    """The last line of the template that was being filled when it failed."""
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
