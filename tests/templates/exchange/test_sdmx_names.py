"""Names for SDMX: allowed, and never one for two keys."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from templates.exchange.sdmx_names import code_of, structure_of

KEYS = st.text("aZ09.:-_", min_size=1, max_size=12)


@given(KEYS, KEYS)
def test_two_keys_have_two_codes(one: str, other: str) -> None:
    assert (code_of(one) == code_of(other)) == (one == other)
    assert re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", code_of(one))


@pytest.mark.parametrize(
    ("version", "told"),
    [
        ("2026.1", ("DSD_f", "2026.1")),
        ("1.2.3", ("DSD_f", "1.2.3")),
        ("3", ("DSD_f_4e074085", "1.0")),
        ("2026.01", ("DSD_f_", "1.0")),
        ("v2-b", ("DSD_f_", "1.0")),
    ],
)
def test_a_version_that_sdmx_does_not_know_goes_into_the_name(
    version: str, told: tuple[str, str]
) -> None:
    name, number = structure_of("f", version)
    assert (name[: len(told[0])], number) == (told[0][:14], told[1])
