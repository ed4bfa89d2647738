"""The administrator's units: found, changed, brought in as a list, taken out again."""

from __future__ import annotations

import re
from io import BytesIO
from uuid import uuid4

from conversations.workflow.permissions import Role
from templates.appendix_import.spreadsheet import sheet_lines
from tests.bot.channels.desk.administration.conftest import START
from tests.support.desk import ADDRESS, DeskBrowser, desk_at, member_in, stranger_at, words_of
from tests.support.province import Province

UNITS = "/ban/quan-tri/don-vi"
LIST = "Mã\tTên\tTrực thuộc\tLoại\tCán bộ\tEmail\n{lines}"
PAGES = (
    *(UNITS, f"{UNITS}/2", f"{UNITS}/nhap", f"{UNITS}/tai/csv", f"{UNITS}/tai/mau"),
    *("/ban/quan-tri", "/ban/quan-tri/nguoi", "/ban/quan-tri/nguoi/1", "/ban/quan-tri/kenh"),
    *("/ban/quan-tri/nhat-ky", "/ban/quan-tri/tinh-trang", "/ban/quan-tri/bieu-mau"),
    "/ban/quan-tri/bieu-mau/nhap/x",
)
POSTS = (
    *(f"{UNITS}/nhap", f"{UNITS}/nhap/ghi", f"{UNITS}/doc-tep", f"{UNITS}/ma-moi.xlsx"),
    *(f"{UNITS}/2/doi-ten", f"{UNITS}/2/moi", "/ban/quan-tri/nguoi/1/doi-ten"),
    *("/ban/quan-tri/ma-moi/1/huy", "/ban/quan-tri/bieu-mau/tep"),
    *("/ban/quan-tri/bieu-mau/nhap/x/quyet", "/ban/quan-tri/bieu-mau/nhap/x/cong-bo"),
    *("/ban/quan-tri/bieu-mau/nhap/x/thu", "/ban/quan-tri/bieu-mau/nhap/x/tep/word"),
)


async def confirm(desk: DeskBrowser, page: str) -> str:
    """Tap the first button under what was shown."""
    action = re.search(r'name="action" value="([^"]*)"', page)
    assert action is not None, words_of(page)
    fields = {"action": action[1].replace("&#34;", '"').replace("&quot;", '"')}
    return words_of(await desk.post("/ban/lam", fields))


async def test_strangers_and_others_get_nothing(province: Province) -> None:
    at = province.office
    coordinator = await member_in(province, "TINH", Role.COORDINATOR)
    async with stranger_at(at) as browser:
        for path in PAGES:
            assert (await browser.client.get(path)).status_code == 303, path
        for path in POSTS:
            await browser.post(path, status=401)
    for member in (2, coordinator):
        async with desk_at(at, member) as desk:
            for path in PAGES:
                await desk.get(path, 404)
            for path in POSTS:
                await desk.post(path, status=404)
    async with desk_at(at, 1) as desk:
        foreign = {"Origin": "https://elsewhere.vn"}
        answer = await desk.client.post(f"{UNITS}/2/doi-ten", headers=foreign)
        assert answer.status_code == 403


async def test_an_administrator_of_a_part_sees_the_part(province: Province) -> None:
    member = await member_in(province, "NV", Role.ADMINISTRATOR)
    units = province.units
    async with desk_at(province.office, member) as desk:
        said = words_of(await desk.get(UNITS))
        assert "Sở Nội vụ" in said
        assert "Tài chính" not in said
        await desk.get(f"{UNITS}/{units['TC']}", 404)
        await desk.get(f"{UNITS}/nhap", 404)  # a list may name any unit
        name = {"name": "Sở Khác"}
        await desk.post(f"{UNITS}/{units['TC']}/doi-ten", name, 404)
        await desk.post(f"{UNITS}/{units['TC']}/moi", {"role": "officer"}, 404)
        await desk.get("/ban/quan-tri/nguoi/1", 404)
        await desk.get("/ban/quan-tri/bieu-mau", 404)


async def test_units_are_listed_searched_and_changed(province: Province, desk: DeskBrowser) -> None:
    said = words_of(await desk.get(UNITS))
    assert said.index("Xã số 02") < said.index("Xã số 10")
    assert "chưa có ai" in said
    found = words_of(await desk.get(f"{UNITS}?tim=noi vu"))
    assert "1 đơn vị khớp “noi vu”" in found
    assert "Không có đơn vị nào khớp" in words_of(await desk.get(f"{UNITS}?tim=zzz&trang=9"))
    one = f"{UNITS}/{province.units['NV']}"
    assert "Nguyễn Thị Lan" in words_of(await desk.get(one))
    asked = await desk.post(f"{one}/doi-ten", {"name": "Sở Nội vụ và Lao động"})
    assert "Sở Nội vụ và Lao động" not in words_of(await desk.get(one))
    assert "nay là" in await confirm(desk, asked)
    assert "Sở Nội vụ và Lao động" in words_of(await desk.get(one))
    await desk.post(f"{one}/dien-thoai", {"phone": "0237 385 2246"})
    await desk.post(f"{one}/dien-thoai", {"phone": "12"}, 422)
    assert "0237 385 2246" in words_of(await desk.get(one))
    asked = await desk.post(f"{one}/cap-tren", {"parent": "TC"})
    await confirm(desk, asked)
    assert "Trực thuộc Sở TC" in words_of(await desk.get(one))
    await desk.post(f"{one}/cap-tren", {"parent": "không có đâu"}, 422)
    await desk.post(f"{one}/loai", {"kind": "nothing"}, 422)
    await confirm(desk, await desk.post(f"{one}/loai", {"kind": "commune"}))
    new = {"code": "X99", "name": "Xã Mới", "kind": "commune"}
    await confirm(desk, await desk.post(f"{UNITS}/{province.units['TINH']}/them", new))
    assert "Xã Mới" in words_of(await desk.get(f"{UNITS}?tim=X99"))
    gone = f"{UNITS}/{province.units['X10']}/ket-thuc"
    await confirm(desk, await desk.post(gone, {"into": "X02"}))
    assert "Không có đơn vị nào" in words_of(await desk.get(f"{UNITS}?tim=Xã số 10"))
    await desk.post(f"{one}/khong-co", status=404)


async def test_an_act_is_done_once(province: Province, desk: DeskBrowser) -> None:
    one, event = f"{UNITS}/{province.units['NV']}/moi", str(uuid4())
    fields = {"role": "officer", "name": "Hoa", "event": event}
    assert "Mời anh/chị làm" in words_of(await desk.post(one, fields))
    assert "đã làm rồi" in words_of(await desk.post(one, fields))
    async with province.office.store.transaction() as tx:
        waiting = await tx.invitations.list_open([province.units["NV"]], START)
        assert [one.person for one in waiting] == ["Hoa"]


async def test_a_list_is_shown_first_and_then_done(province: Province, desk: DeskBrowser) -> None:
    text = LIST.format(
        lines="X20\tXã Hai Mươi\tTINH\txã\tLê Văn Bình\tbinh@x.gov.vn\n"
        "X21\tXã Hai Mốt\tTINH\t\t\t\nNV\tSở Nội vụ mới\tTINH\t\t\t\n"
    )
    shown = await desk.post(f"{UNITS}/nhap", {"lines": text})
    said = words_of(shown)
    assert "Sẽ thêm 2 đơn vị" in said
    assert "1 units" not in said  # what looks wrong is told in Vietnamese
    assert "NV, Tên: Sở Nội vụ → Sở Nội vụ mới" in said
    assert "Xã Hai Mươi" in said
    assert "Xã Hai Mươi" not in words_of(await desk.get(UNITS))
    fields = {"lines": text, "changes": "1", "event": str(uuid4())}
    done = await desk.post(f"{UNITS}/nhap/ghi", fields)
    assert "Đã thêm 2 đơn vị, sửa 1 chỗ, tạo 1 mã mời" in words_of(done)
    assert "đã được ghi rồi" in words_of(await desk.post(f"{UNITS}/nhap/ghi", fields))
    codes = re.search(r'<textarea name="codes"[^>]*>(.*?)</textarea>', done, re.DOTALL)
    assert codes is not None
    answer = await desk.client.post(
        f"{UNITS}/ma-moi.xlsx", data={"codes": codes[1].strip()}, headers={"Origin": ADDRESS}
    )
    lines = sheet_lines(answer.content)
    assert lines[1][:4] == ["X20", "Xã Hai Mươi", "cán bộ báo cáo", "Lê Văn Bình"]
    assert "Sở Nội vụ mới" in words_of(await desk.get(UNITS))


async def test_a_bad_list_says_why_and_loses_nothing(province: Province, desk: DeskBrowser) -> None:
    text = LIST.format(lines="X 1\tA\tTINH\t\t\t\nX3\t\tTINH\tkhông có\tLan\tlân@x.vn\n")
    shown = await desk.post(f"{UNITS}/nhap", {"lines": text}, 422)
    said = words_of(shown)
    assert "Dòng 2, cột Mã" in said
    for column in ("Loại", "Email", "Tên"):
        assert f"Dòng 3, cột {column}" in said
    assert "X 1\t" in shown  # what was pasted is there still
    await desk.post(f"{UNITS}/nhap/ghi", {"lines": text}, 422)
    await desk.post(f"{UNITS}/nhap", {"lines": "  "}, 422)
    endless = 'Mã\tTên\n"' + "a" * 200_000
    assert "Chưa đọc được dòng nào" in await desk.post(f"{UNITS}/nhap", {"lines": endless}, 422)
    await desk.post(f"{UNITS}/nhap", {"lines": "a" * 9_000_000}, 422)
    hostile = LIST.format(lines="</textarea><script>x</script>\tA\tTINH\t\t\t\n")
    assert "<script>x" not in await desk.post(f"{UNITS}/nhap", {"lines": hostile})


async def test_a_list_is_done_whole_or_not_at_all(province: Province, desk: DeskBrowser) -> None:
    """Two units that would stand below each other: told, and what came before is undone."""
    text = LIST.format(
        lines="NV\tSở Nội vụ mới\tTC\t\t\t\nTC\tSở Tài chính\tNV\t\t\t\n"
        "X50\tXã Năm Mươi\tTINH\t\tLê Văn Bình\t\n"
    )
    assert "Sẽ thêm 1 đơn vị" in words_of(await desk.post(f"{UNITS}/nhap", {"lines": text}))
    fields = {"lines": text, "changes": "1", "event": str(uuid4())}
    shown = await desk.post(f"{UNITS}/nhap/ghi", fields, 422)
    assert "Năm Mươi" in shown  # the list is there still, to be mended
    assert "không chuyển về" in words_of(shown)
    said = words_of(await desk.get(UNITS))
    assert "Năm Mươi" not in said
    assert "Sở Nội vụ mới" not in said
    async with province.office.store.transaction() as tx:
        assert await tx.invitations.list_open([province.units["TINH"]], START) == []
    done = await desk.post(f"{UNITS}/nhap/ghi", fields | {"changes": ""})  # the same act again
    assert "Đã thêm 1 đơn vị" in words_of(done)


async def test_a_file_is_read_beside_and_lists_come_back(
    province: Province, desk: DeskBrowser
) -> None:
    taken = await desk.client.get(f"{UNITS}/tai/excel")
    lines = sheet_lines(taken.content)
    assert lines[0][:3] == ["Mã", "Tên", "Tên ngắn"]
    assert ["NV", "Sở Nội vụ"] in [line[:2] for line in lines]
    assert "Nguyễn Thị Lan" in str(lines)
    answer = await desk.client.post(
        f"{UNITS}/doc-tep", content=taken.content, headers={"Origin": ADDRESS}
    )
    read = answer.json()["lines"]
    shown = words_of(await desk.post(f"{UNITS}/nhap", {"lines": read}))
    assert "Sẽ thêm 0 đơn vị" in shown  # what is taken out comes in again as it is
    assert "chỗ khác" not in shown
    bad = await desk.client.post(
        f"{UNITS}/doc-tep", content=b"%PDF-1.7 nothing", headers={"Origin": ADDRESS}
    )
    assert bad.status_code == 422
    assert "Không đọc được" in bad.json()["problem"]
    table = (await desk.client.get(f"{UNITS}/tai/csv")).content
    assert table.startswith(b"\xef\xbb\xbf")
    assert "Sở Nội vụ".encode() in table
    assert BytesIO((await desk.client.get(f"{UNITS}/tai/mau")).content).read(2) == b"PK"
    await desk.get(f"{UNITS}/tai/khac", 404)
