"""Fits a file's data to its model; what does not fit becomes problems with lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from templates.loading.problems import Problem
from templates.loading.yaml_reader import Path, YamlFile

Model = TypeVar("Model", bound=BaseModel)
Fields = Mapping[tuple[str, ...], type[BaseModel]]


def fit_model(model: type[Model], file: YamlFile, fields: Fields) -> Model | list[Problem]:
    """The file's data as `model`, or every reason why it is not. `fields` tells which model
    stands at which path ("*" for any name), to list the fields allowed there."""
    try:
        return model.model_validate(file.data)
    except ValidationError as error:
        details = error.errors(include_url=False)
        return [_problem(detail, file, fields) for detail in details]


def _problem(error: ErrorDetails, file: YamlFile, fields: Fields) -> Problem:
    path = _path(error["loc"], file)
    match error["type"]:
        case "extra_forbidden":
            allowed = "one of " + ", ".join(_fields_at(path[:-1], fields))
            return file.problem(path, f"the unknown field {path[-1]}", allowed)
        case "missing":
            name = error["loc"][-1]
            return file.problem((*path, name), f"no {name}", f"a {name}, which is required")
        case "enum" | "literal_error":
            return file.problem(path, show_found(error["input"]), error["ctx"]["expected"])
        case _:
            return file.problem(path, show_found(error["input"]), _lower(error["msg"]))


def _path(loc: tuple[str | int, ...], file: YamlFile) -> Path:
    """The error's place without the steps that only pydantic knows (union branches)."""
    path: Path = ()
    for step in loc:
        if (*path, step) in file.lines:
            path = (*path, step)
    return path


def _fields_at(path: Path, fields: Fields) -> list[str]:
    for pattern, model in fields.items():
        if len(pattern) == len(path) and all(
            want in ("*", step) for want, step in zip(pattern, path, strict=True)
        ):
            return list(model.model_fields)
    return []


def show_found(value: Any) -> str:
    """A found value in a few words, whatever it is."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return f"a mapping with {', '.join(map(str, value)) or 'nothing in it'}"[:100]
    return repr(value)[:100]


def _lower(message: str) -> str:
    return message.removeprefix("Input should be ")[:200]
