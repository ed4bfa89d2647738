"""Addresses and letters from the command line."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from conversations.workflow.permissions import Role
from storage.core.work import AuditContext
from storage.store import Store
from storage.tables.core import message
from tests.support.command_line import Phuluc
from tests.support.store_rows import NOW

LIST = "Mã,Tên,Trực thuộc,Cán bộ,Email\nTINH,Tỉnh,,,\nX1,Xã Một,TINH,Nguyễn Thị Lan,lan@x.gov.vn\n"
LIST += "X2,Xã Hai,TINH,Phạm Văn Bình,\n"


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHULUC_PUBLIC_URL", "https://x.vn")
    monkeypatch.setenv("PHULUC_SMTP_HOST", "localhost")
    monkeypatch.setenv("PHULUC_SMTP_FROM", "baocao@x.vn")


def letters(folder: Path) -> list[tuple[str, str, str]]:
    """To whom, under which subject, and what is said."""

    async def read() -> list[Any]:
        store = await Store.open(f"sqlite:///{folder}/data/phuluc.db")
        async with store.transaction() as tx:
            query = select(message.c.conversation, message.c.body).order_by(message.c.id)
            rows = (await tx.work.connection.execute(query)).all()
        await store.close()
        return [*rows]

    return [
        (to, body["letter"]["subject"], "".join(one["text"] for one in body["spans"]))
        for to, body in asyncio.run(read())
    ]


async def joins(folder: Path) -> int:
    store = await Store.open(f"sqlite:///{folder}/data/phuluc.db")
    async with store.transaction() as tx:
        member = await tx.members.add("Nguyễn Thị Lan", NOW)
        unit = (await tx.units.ids_by_code())["X1"]
        deed = AuditContext(None, None, "command", None, NOW)
        await tx.roles.grant(deed, member, unit, Role.OFFICER)
    await store.close()
    return member


def test_without_a_server_nothing_is_queued(phuluc: Phuluc, installation: Path) -> None:
    (installation / "ds.csv").write_text(LIST, encoding="utf-8")
    code, told = phuluc("units", "import", "ds.csv", "--email")
    assert (code, "PHULUC_SMTP_HOST is not set" in told) == (2, True)
    code, told = phuluc("units", "list")
    assert "X1" not in told  # all or nothing
    phuluc("units", "import", "ds.csv")
    member = asyncio.run(joins(installation))
    _, told = phuluc("person", "email", str(member), "lan@x.gov.vn")
    assert "is kept" in told
    assert letters(installation) == []


@pytest.mark.usefixtures("mail")
def test_codes_are_mailed_to_who_has_an_address(phuluc: Phuluc, installation: Path) -> None:
    (installation / "ds.csv").write_text(LIST, encoding="utf-8")
    _, told = phuluc("units", "import", "ds.csv", "--email")
    assert "1 invitations will be mailed" in told
    assert "1 people have no address" in told
    ((to, subject, words),) = letters(installation)
    assert (to, subject) == ("lan@x.gov.vn", "Mời tham gia hệ thống báo cáo")
    assert "Nguyễn Thị Lan" in words
    code, told = phuluc("invite", "X2", "officer", "--email", "bình@x.vn")
    assert (code, "no e-mail address" in told) == (2, True)
    _, told = phuluc("invite", "X2", "officer", "--name", "Bình", "--email", "Binh@X.vn")
    made = told.split(": ")[1].split()[0]
    assert made in letters(installation)[1][2]
    _, told = phuluc("invitation", "renew", "--all", "--out", "new.xlsx", "--email")
    assert "2 invitations will be mailed" in told


@pytest.mark.usefixtures("mail")
def test_an_address_is_written_changed_and_taken_away(phuluc: Phuluc, installation: Path) -> None:
    (installation / "ds.csv").write_text(LIST, encoding="utf-8")
    phuluc("units", "import", "ds.csv")
    member = str(asyncio.run(joins(installation)))
    (installation / "ds.csv").write_text(LIST.replace("lan@", "lan.nt@"), encoding="utf-8")
    _, told = phuluc("units", "import", "ds.csv", "--dry-run")
    assert "X1, cán bộ báo cáo Nguyễn Thị Lan: has the e-mail address nothing, not lan.nt@" in told
    phuluc("units", "import", "ds.csv", "--yes")
    assert "lan.nt@x.gov.vn" in phuluc("person", "list")[1]
    assert [one[0] for one in letters(installation)] == ["lan.nt@x.gov.vn"]
    _, told = phuluc("person", "email", member, "lan@x.gov.vn")
    assert f"asks member {member} to confirm it" in told
    to, _, words = letters(installation)[-1]
    assert to == "lan@x.gov.vn"
    assert "https://x.vn/hom-thu/xac-nhan/" in words
    assert "no more" in phuluc("person", "email", member, "")[1]
    assert "lan@x.gov.vn" not in phuluc("person", "list")[1]
    code, told = phuluc("person", "email", "99", "lan@x.vn")
    assert (code, "no member 99" in told) == (2, True)


@pytest.mark.usefixtures("mail")
def test_doctor_tells_of_the_mail_server(phuluc: Phuluc, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHULUC_SMTP_PORT", "1")
    assert "E-mail: localhost:1 does not take us in" in phuluc("doctor")[1]
    assert "E-mail: on (starttls, localhost:1), not asked" in phuluc("doctor", "--offline")[1]
    monkeypatch.delenv("PHULUC_SMTP_HOST")
    assert "E-mail: off, PHULUC_SMTP_HOST is not set" in phuluc("doctor", "--offline")[1]
