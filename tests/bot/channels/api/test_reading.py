"""What other systems read: every part of it, in pages, with tags."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from decimal import Decimal

import httpx
import pytest

from conversations.reports.model import ReportState
from conversations.reports.report_text import ReportText
from conversations.workflow.connections import ApiScope
from tests.support.appendix import sample_report
from tests.support.interface import LISTED, ReadOffice, move_report
from tests.support.province import ROOT


async def read(client: httpx.AsyncClient, path: str, status: int = 200) -> dict:
    answer = await client.get(path)
    assert answer.status_code == status, answer.text
    return answer.json()


async def read_all(client: httpx.AsyncClient, path: str, limit: int) -> list[dict]:
    """The items of all pages."""
    found: list[dict] = []
    following = f"/api/v1{path}?limit={limit}"
    while following:
        answer = await client.get(f"http://127.0.0.1{following}")
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert len(page["items"]) <= limit
        link = answer.headers.get("link", "")
        assert link == (f'<{page["next"]}>; rel="next"' if page["next"] else "")
        found += page["items"]
        following = page["next"]
    return found


async def test_units_come_as_a_tree_in_pages(here: ReadOffice) -> None:
    async with here.client(await here.token()) as client:
        every = await read_all(client, "/units", 3)
        assert [one["code"] for one in every] == [ROOT, "A", "B", "A01", "A02", "A03", "A04", "B01"]
        names = {one["unit"]: one for one in every}
        assert names[here.unit("A03")]["parent"] == here.unit("A")
        assert names[here.unit(ROOT)]["parent"] is None
        below = await read(client, f"/units?parent={here.unit('B')}&kind=commune")
        assert [one["code"] for one in below["items"]] == ["B01"]
        async with here.office.store.transaction() as tx:
            deed, unit = here.province.deed(), here.unit("A02")
            await tx.units.set_identification_code(deed, unit, "000.17.25.H59")
        one = await read(client, f"/units/{here.unit('A02')}")
        assert (one["short_name"], one["identification_code"]) == ("xã A2", "000.17.25.H59")


async def test_forms_and_their_rows(here: ReadOffice) -> None:
    async with here.client(await here.token()) as client:
        forms = await read_all(client, "/forms", 5)
        assert "cchc-so" in {one["form"] for one in forms}
        one = await read(client, "/forms/cchc-so")
        path = f"/forms/cchc-so/versions/{one['version']}/rows"
        rows = await read_all(client, path, 60)
        assert len(rows) == len({row["row"] for row in rows}) == 185
        assert any(row["options"] for row in rows)


async def test_a_round_counts_its_reports(here: ReadOffice) -> None:
    async with here.client(await here.token()) as client:
        rounds = await read_all(client, "/rounds", 1)
        assert [one["round"] for one in rounds] == [1, 2]
        one = await read(client, "/rounds/1")
        assert one["period"]["time_period"] == "2025-12-15/P3M"
        assert one["reports"] == {
            "expected": 5,
            "counted": 3,
            "approved_once": 2,
            "draft": 1,
            "submitted": 1,
            "returned": 1,
            "approved": 1,
            "correcting": 1,
        }
        reports = await read_all(client, "/rounds/1/reports", 2)
        states = {one["unit_code"]: (one["state"], one["counted"]) for one in reports}
        assert states == {
            "A01": ("approved", True),
            "A02": ("submitted", True),
            "A03": ("draft", False),
            "A04": ("returned", False),
            "B01": ("correcting", True),
        }
        drafts = await read(client, "/rounds/1/reports?state=draft")
        assert [one["unit_code"] for one in drafts["items"]] == ["A03"]
        of_b = await read(client, f"/rounds/1/reports?unit={here.unit('B')}")
        assert [one["unit_code"] for one in of_b["items"]] == ["B01"]


async def test_values_are_those_that_were_handed_in(here: ReadOffice) -> None:
    sample, sent = sample_report(), await here.report("A04")
    async with here.client(await here.token()) as client:
        reports = await read_all(client, "/rounds/1/values", 2)
        assert [one["report"]["unit_code"] for one in reports] == ["A01", "A02", "B01"]
        told = {one["row"]: one for one in reports[0]["values"]}
        for key, answer in sample.answers.items():
            amount = answer.amount
            numbered = told[key]["value"] is not None
            assert not numbered or Decimal(told[key]["value"]) == amount
        assert {one["state"] for one in told.values()} >= {"value", "blank"}
        of_draft = await read(client, f"/reports/{await here.report('A03')}/values", 404)
        assert of_draft["problem"] == "not_submitted"
        assert (await read(client, f"/reports/{sent}/values", 404))["problem"] == "not_submitted"
        earlier = await read(client, f"/reports/{sent}/values?submission=1")
        assert {one["row"]: one for one in earlier["values"]} == told
        await read(client, f"/reports/{sent}/values?submission=2", 404)


async def test_items_of_lists_come_with_their_rows(here: ReadOffice) -> None:
    async with here.client(await here.token()) as client:
        (one,) = await read_all(client, "/rounds/2/values", 20)
        version = (await read(client, f"/forms/{LISTED}"))["version"]
        rows = await read_all(client, f"/forms/{LISTED}/versions/{version}/rows", 500)
        known = {row["row"] for row in rows} | {row["row"] for row in one["items"]}
        assert {said["row"] for said in one["values"]} <= known
        assert any("Hộ tịch <b>" in row["label"] for row in one["items"])


async def test_totals_are_those_of_the_units_below(here: ReadOffice) -> None:
    async with here.client(await here.token()) as client:
        whole = await read(client, "/rounds/1/totals")
        part = await read(client, f"/rounds/1/totals?unit={here.unit('B')}")
    assert (whole["expected"], whole["counted"], whole["approved"]) == (5, 3, 2)
    assert (part["expected"], part["counted"], part["complete"]) == (1, 1, True)
    ours = {one["row"]: one for one in whole["totals"]}
    summed = 0
    for one in part["totals"]:
        if one["value"] is not None and one["numerator"] is None:
            summed += 1
            assert Decimal(ours[one["row"]]["value"]) == 3 * Decimal(one["value"])
        assert ours[one["row"]]["missing"] == 2
    assert summed > 20


@pytest.mark.parametrize("kind", ["word", "pdf", "excel"])
async def test_documents_are_known_again(here: ReadOffice, kind: str) -> None:
    number = await here.report("A01")
    async with here.client(await here.token()) as client:
        listed = await read_all(client, f"/reports/{number}/documents", 2)
        path = next(one["path"] for one in listed if one["format"] == kind)
        answer = await client.get(f"http://127.0.0.1{path}")
        assert answer.status_code == 200
        assert "attachment" in answer.headers["content-disposition"]
        known = {"If-None-Match": answer.headers["etag"]}
        again = await client.get(f"http://127.0.0.1{path}", headers=known)
        assert (again.status_code, again.content) == (304, b"")
        missing = path.replace("submissions/1", "submissions/2")
        assert (await client.get(f"http://127.0.0.1{missing}")).status_code == 404
    digest = hashlib.sha256(answer.content).hexdigest()
    async with here.office.store.transaction() as tx:
        (kept,) = await tx.issued_files.find(digest=digest)
    assert (kept.report, kept.version, kept.what) == (number, 1, kind)


async def test_a_report_in_words_is_given_where_there_is_one(here: ReadOffice) -> None:
    number = await here.report("A03")
    text = ReportText(title="BÁO CÁO")
    async with here.office.store.transaction() as tx:
        context = replace(here.province.deed(), report=number, member=1)
        await tx.submissions.move(context, number, ReportState.SUBMITTED, text=text)
    async with here.client(await here.token()) as client:
        path = f"/reports/{number}/submissions/1/documents"
        assert (await client.get(f"{path}/word?part=words")).status_code == 200
        await read(client, f"{path}/excel?part=words", 404)
        await read(client, f"{path}/word?part=everything", 400)
        without = f"/reports/{await here.report('A01')}/submissions/1/documents/word?part=words"
        await read(client, without, 404)


async def test_history_names_nobody_without_the_scope(here: ReadOffice) -> None:
    number = await here.report("A01")
    every = [one for one in ApiScope if one is not ApiScope.PEOPLE]
    async with here.client(await here.token()) as client:
        named = await read_all(client, f"/reports/{number}/history", 50)
    async with here.client(await here.token(scopes=every)) as client:
        answer = await client.get(f"/reports/{number}/history")
        plain = await read_all(client, f"/reports/{number}/history", 500)
    assert {one["name"] for one in named} == {"Trần Thị Bí Mật"}
    assert "Bí Mật" not in answer.text
    assert [one | {"name": None} for one in named] == plain
    assert [one["entry"] for one in plain] == sorted(one["entry"] for one in plain)
    assert [one["new"]["state"] for one in plain if one["subject"] == "state"] == [
        *("submitted", "approved")
    ]


async def test_what_has_not_changed_is_not_sent_again(here: ReadOffice) -> None:
    number = await here.report("A02")
    path = f"/reports/{number}"
    async with here.client(await here.token()) as client:
        first = await client.get(path)
        for known in (first.headers["etag"], f'"x", W/{first.headers["etag"]}', "*"):
            again = await client.get(path, headers={"If-None-Match": known})
            assert (again.status_code, again.content) == (304, b"")
        head = await client.head(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == str(len(first.content))
        assert head.headers["etag"] == first.headers["etag"]
        await move_report(here.province, number, 1, ReportState.APPROVED)
        changed = await client.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert changed.json()["state"] == "approved"
        assert changed.json()["approved_at"].endswith("Z")


async def test_a_submission_keeps_what_was_decided(here: ReadOffice) -> None:
    async with here.client(await here.token()) as client:
        (one,) = await read_all(client, f"/reports/{await here.report('A04')}/submissions", 5)
    assert (one["submission"], one["decision"]) == (1, "returned")
