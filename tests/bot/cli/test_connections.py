"""Tokens and addresses from the command line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.command_line import Phuluc

LIST = "Mã,Tên,Trực thuộc\nTINH,Tỉnh,\nX1,Xã Một,TINH\n"


@pytest.fixture
def province(phuluc: Phuluc, installation: Path) -> Phuluc:
    (installation / "ds.csv").write_text(LIST, encoding="utf-8")
    code, said = phuluc("units", "import", "ds.csv")
    assert code == 0, said
    return phuluc


def test_a_token_is_made_listed_and_ended(province: Phuluc) -> None:
    code, said = province("token", "make", "X1", "Bảng điều hành", "--scope", "values,reports")
    assert code == 0, said
    (token,) = re.findall(r"plk_[\w-]{43}", said)
    assert "reports, values" in said
    code, said = province("token", "list")
    assert "Bảng điều hành" in said
    assert token not in said
    assert province("token", "end", "1", "--yes")[0] == 0
    assert "ended before" in province("token", "end", "1", "--yes")[1]
    assert "no token 7" in province("token", "end", "7", "--yes")[1]
    code, said = province("token", "make", "X1", "x", "--scope", "all")
    assert code == 2
    assert "no scope 'all'" in said


def test_an_address_is_added_and_looked_after(
    province: Phuluc, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, said = province("webhook", "add", "TINH", "https://x.gov.vn/a", "--event", "round.opened")
    assert code == 0, said
    (secret,) = re.findall(r"whsec_\S+", said)
    code, said = province("webhook", "rotate", "1")
    assert secret not in said
    assert re.search(r"whsec_\S+", said)
    assert province("webhook", "pause", "1")[0] == 0
    assert "paused (asked)" in province("webhook", "list")[1]
    assert province("webhook", "resume", "1")[0] == 0
    assert "well" in province("webhook", "list")[1]
    assert province("webhook", "log", "1")[0] == 0
    assert province("webhook", "end", "1", "--yes")[0] == 0
    assert "ended before" in province("webhook", "resume", "1")[1]
    assert "begins with https://" in province("webhook", "add", "TINH", "http://x.gov.vn/a")[1]
    monkeypatch.setenv("PHULUC_WEBHOOK_NETWORKS", "10.20.0.0/16")
    assert province("webhook", "add", "TINH", "https://10.20.0.1/a")[0] == 0
    assert province("webhook", "add", "TINH", "https://10.21.0.1/a")[0] == 2
    monkeypatch.setenv("PHULUC_WEBHOOK_NETWORKS", "10.20")
    assert "PHULUC_WEBHOOK_NETWORKS" in province("webhook", "list")[1]
