"""What an operation refuses has words on the command line as well."""

from __future__ import annotations

import ast

import pytest

from bot.cli.refusals import describe_refusal
from bot.workflow.context import RequestRejectedError
from tests.support.paths import ROOT

SHARED = (
    *("units/operations.py", "people/operations.py", "rounds/round_plan.py", "rounds/extension.py"),
    *("rounds/withdrawal.py", "connections/tokens.py", "connections/hooks.py"),
    "rounds/withdrawal.py",
    "calendar/day_entry.py",
)
DATA = (
    "form",
    "asked",
    *("unit", "reason", "to", "least", "said", "period", "root", "into", "count", "most"),
    *("names", "name", "number", "scopes", "events", "why"),
    *("names", "day", "year"),
)


def refused_codes(module: str) -> set[str]:
    tree = ast.parse((ROOT / "bot" / "workflow" / module).read_text(encoding="utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    made = [call for call in calls if getattr(call.func, "id", "") == "RequestRejectedError"]
    return {ast.literal_eval(call.args[0]) for call in made}


@pytest.mark.parametrize("module", SHARED)
def test_every_refusal_of_a_shared_operation_has_words(module: str) -> None:
    codes = refused_codes(module)
    assert codes
    for code in codes:
        assert describe_refusal(RequestRejectedError(code, **dict.fromkeys(DATA, "x")))


@pytest.mark.parametrize("what", ["due", "early", "how", "kind"])
def test_what_is_wrong_with_the_words_for_a_round_is_told(what: str) -> None:
    said = describe_refusal(RequestRejectedError(f"round.{what}", said="quý X"))
    assert said.startswith("'quý X': ")
