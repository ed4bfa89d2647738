"""E-mail addresses as people type them."""

from __future__ import annotations

import pytest

from conversations.text.addresses import LONGEST, read_email


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("lan@x.gov.vn", "lan@x.gov.vn"),
        ("  Lan.NT@SoTuPhap.GOV.vn. ", "lan.nt@sotuphap.gov.vn"),
        ("<lan@x.vn>", "lan@x.vn"),
        ("email: lan@x.vn", "lan@x.vn"),
        ("địa chỉ email lan@x.vn", "lan@x.vn"),
        ("mailto:lan+bc@x.vn", "lan+bc@x.vn"),
        ("a_b-c@x-y.com", "a_b-c@x-y.com"),
        ("lan", None),
        ("lan@x", None),
        ("lan@@x.vn", None),
        ("lan@.vn", None),
        ("lan..nt@x.vn", None),
        (".lan@x.vn", None),
        ("lân@x.vn", None),
        ("lan@tỉnh.vn", None),
        ("lan @x.vn", None),
        ("lan@x.vn, mai@x.vn", None),
        ("lan@x.vn\nBcc: mai@x.vn", None),
        ("lan@-x.vn", None),
        ("lan@10.0.0.1", None),
        (f"{'a' * LONGEST}@x.vn", None),
        ("", None),
    ],
)
def test_reads_an_address_or_nothing(typed: str, read: str | None) -> None:
    assert read_email(typed) == read
    if read is not None:
        assert read_email(read) == read
