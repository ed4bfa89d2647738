"""Tokens and addresses at the desk: made once, shown once, ended, and whose they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.access.api_tokens import find_token
from conversations.workflow.connections import ApiScope, HookEvent
from conversations.workflow.permissions import Role
from tests.support.desk import DeskBrowser, desk_at, member_in, words_of
from tests.support.province import Province

ROOT = "/ban/quan-tri/ket-noi"
TOKEN = re.compile(r"plk_[A-Za-z0-9_-]{43}")
SECRET = re.compile(r"whsec_[A-Za-z0-9+/=]{20,}")
FIELDS = {"name": "Bảng điều hành", "unit": "TINH", "scope": ["values", "totals"], "days": "30"}
HOOK = {"url": "https://dieuhanh.tinh.gov.vn/nhan?khoa=bi-mat", "unit": "TINH"}


async def test_a_token_is_shown_once_and_ended(province: Province, desk: DeskBrowser) -> None:
    assert "Chưa có mã nào" in await desk.get(ROOT)
    said = await desk.post(f"{ROOT}/ma", FIELDS)
    (token,) = TOKEN.findall(said)
    assert "chỉ hiện một lần" in said
    store, now = province.office.store, province.office.clock()
    kept = await find_token(store, token, now)
    assert kept is not None
    assert (kept.scopes, kept.name) == ((ApiScope.VALUES, ApiScope.TOTALS), "Bảng điều hành")
    page = await desk.get(ROOT)
    assert "Bảng điều hành" in page
    assert not TOKEN.search(page)
    ended = words_of(await desk.post(f"{ROOT}/ma/{kept.id}/cham-dut"))
    assert "Đã chấm dứt mã truy cập Bảng điều hành" in ended
    assert await find_token(store, token, now) is None
    assert "đã chấm dứt từ trước" in await desk.post(f"{ROOT}/ma/{kept.id}/cham-dut", status=422)
    history = await desk.get("/ban/quan-tri/nhat-ky")
    assert "chấm dứt" in history
    assert "được đọc values totals" in history
    assert not TOKEN.search(history)


@pytest.mark.parametrize(
    ("fields", "told", "status"),
    [
        ({"scope": []}, "Chưa chọn phạm vi nào", 422),
        ({"scope": ["everything"]}, "Không có phạm vi “everything”", 422),
        ({"name": " "}, "cần từ 1 đến 100 ký tự", 422),
        ({"days": "731"}, "cần từ 1 đến 730 ngày", 422),
        ({"days": "0"}, "cần từ 1 đến 730 ngày", 422),
        ({"days": "x"}, "Trang gửi thiếu hoặc sai", 422),
        ({"unit": "không có"}, "không có", 422),
    ],
)
async def test_what_cannot_be_is_refused(
    province: Province,
    desk: DeskBrowser,
    fields: dict[str, str | list[str]],
    told: str,
    status: int,
) -> None:
    said = await desk.post(f"{ROOT}/ma", {**FIELDS, **fields}, status)
    assert told in said
    async with province.office.store.transaction() as tx:
        assert await tx.api_tokens.count_live(province.office.clock()) == 0


async def test_an_address_is_added_paused_resumed_and_ended(
    province: Province, desk: DeskBrowser
) -> None:
    kinds = {"event_kind": ["report.approved", "round.opened"]}
    said = await desk.post(f"{ROOT}/dia-chi", {**HOOK, **kinds})
    (secret,) = SECRET.findall(said)
    async with province.office.store.transaction() as tx:
        (kept,) = await tx.hook_targets.list_under([province.units["TINH"]])
        assert await tx.hook_targets.secrets_of(kept.id, province.office.clock()) == [secret]
    assert kept.kinds == (HookEvent.APPROVED, HookEvent.ROUND_OPENED)
    one = f"{ROOT}/dia-chi/{kept.id}"
    for page in (await desk.get(ROOT), await desk.get(one)):
        assert "dieuhanh.tinh.gov.vn" in page
        assert "bi-mat" not in page
        assert not SECRET.search(page)
    assert SECRET.findall(await desk.post(f"{one}/doi-khoa")) != [secret]
    assert "Đã tạm dừng" in await desk.post(f"{one}/tam-dung")
    assert "tạm dừng từ" in await desk.get(one)
    assert "Đang gửi lại" in await desk.post(f"{one}/gui-lai")
    assert "Đã chấm dứt" in await desk.post(f"{one}/cham-dut")
    assert "đã chấm dứt từ trước" in await desk.post(f"{one}/gui-lai", status=422)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://dieuhanh.tinh.gov.vn/", "phải bắt đầu bằng https://"),
        ("https://10.0.0.1/", "thuộc mạng nội bộ"),
        ("https://[::1]/", "thuộc mạng nội bộ"),
        ("https://a:b@x.vn/", "Chưa đọc được địa chỉ"),
        ("nonsense", "Chưa đọc được địa chỉ"),
    ],
)
async def test_an_address_inside_is_refused(desk: DeskBrowser, url: str, told: str) -> None:
    assert told in await desk.post(f"{ROOT}/dia-chi", {**HOOK, "url": url}, 422)


async def test_only_administrators_of_the_unit_may(province: Province, tmp_path: Path) -> None:
    async with desk_at(province.office, 1) as whole:
        await whole.post(f"{ROOT}/ma", FIELDS)
        await whole.post(f"{ROOT}/dia-chi", HOOK)
    for unit, role in (("TINH", Role.COORDINATOR), ("NV", Role.OFFICER)):
        other = await member_in(province, unit, role)
        async with desk_at(province.office, other) as desk:
            await desk.get(ROOT, 404)
            await desk.post(f"{ROOT}/ma", FIELDS, 404)
            await desk.post(f"{ROOT}/ma/1/cham-dut", status=404)
    part = await member_in(province, "NV", Role.ADMINISTRATOR)
    async with desk_at(province.office, part) as desk:
        assert "Chưa có mã nào" in await desk.get(ROOT)
        assert not TOKEN.search(await desk.post(f"{ROOT}/ma", FIELDS, 422))
        await desk.post(f"{ROOT}/ma/1/cham-dut", status=404)
        await desk.get(f"{ROOT}/dia-chi/1", 404)
        await desk.post(f"{ROOT}/dia-chi/1/cham-dut", status=404)
        assert TOKEN.search(await desk.post(f"{ROOT}/ma", {**FIELDS, "unit": "NV"}))
