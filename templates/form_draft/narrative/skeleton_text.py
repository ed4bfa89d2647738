"""The skeleton of a report in words as its author reads it: narrative.yaml, with what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from conversations.forms.model import Form
from templates.form_draft.narrative.skeleton import make_skeleton
from templates.form_draft.output.yaml_text import YamlValue, flow_key, flow_value

LONGEST_LINE = 100  # characters of a value that is written in one line
HEAD = (
    "# The report in words, drafted from the rows of the form. How to edit it: docs/narrative.md.",
    "# Shorten and join the sentences, leave rows to the appendix by naming them in `silent`, and",
    "# ask what only people know. After every change run: phuluc check",
)


def draft_narrative(form: Form) -> str:
    """The file for this form; it is sound as it is."""
    return "\n".join([*HEAD, "", *_mapping(make_skeleton(form), 0)]) + "\n"


def _mapping(value: Mapping[str, YamlValue], indent: int) -> Iterator[str]:
    for key, one in value.items():
        name = f"{' ' * indent}{flow_key(key)}:"
        if _is_flat(one, indent):
            yield f"{name} {flow_value(one)}"
        elif isinstance(one, Mapping):
            yield name
            yield from _mapping(one, indent + 2)
        elif isinstance(one, Sequence) and not isinstance(one, str):
            yield name
            yield from _sequence(one, indent + 2)


def _sequence(values: Sequence[YamlValue], indent: int) -> Iterator[str]:
    for one in values:
        if isinstance(one, Mapping) and not _is_flat(one, indent):
            first, *rest = _mapping(one, indent + 2)
            yield f"{' ' * indent}- {first.lstrip()}"
            yield from rest
        else:
            yield f"{' ' * indent}- {flow_value(one)}"


def _is_flat(value: YamlValue, indent: int) -> bool:
    """Whether it stands in one line: a text always, what holds others when it is short."""
    if isinstance(value, str | int):
        return True
    holds_more = any(
        isinstance(one, Mapping | Sequence) and not isinstance(one, str)
        for one in (value.values() if isinstance(value, Mapping) else value)
    )
    return not holds_more and indent + len(flow_value(value)) <= LONGEST_LINE
