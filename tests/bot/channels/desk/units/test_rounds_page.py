"""The rounds, one unit, and files."""

from __future__ import annotations

import csv
import html
import io
import re
from pathlib import Path
from zipfile import ZipFile

from conversations.workflow.permissions import Role
from tests.support.desk import desk_at, member_in, stranger_at, words_of
from tests.support.desk_office import desk_office, hand_in, set_report


async def test_rounds_stand_with_their_counts_and_one_is_opened(tmp_path: Path) -> None:
    async with desk_office(tmp_path) as here:
        await hand_in(here, "A01")
        officer = await member_in(here.province, "A01", Role.OFFICER)
        async with desk_at(here.at, here.mai) as desk:
            page = await desk.get("/ban/dot")
            cells = re.findall(r'data-name="([^"]+)"[^>]*>(?:<a[^>]*>)?([\d.]+)', page)
            assert cells == [
                *(("Phải nộp", "14"), ("Đã nộp", "1"), ("Đúng hạn", "0")),
                *(("Nộp muộn", "1"), ("Quá hạn", "13"), ("Chờ duyệt", "1"), ("Đã duyệt", "0")),
            ]
            assert "T5 12/03/2026" in page
            assert "Khóa sổ" in page
            assert "Rút đợt" not in page
            root = str(here.unit("TINH"))
            wrong = {"don-vi": root, "bieu": "cchc-so", "ky": "mùa xuân", "han": "", "loai": ""}
            said = words_of(await desk.post("/ban/dot", wrong, status=422))
            assert "“mùa xuân” không đọc được thành kỳ báo cáo" in said
            early = wrong | {"ky": "quý III/2026", "han": "2026-09-14"}
            assert "phải sau ngày cuối kỳ" in words_of(await desk.post("/ban/dot", early, 422))
            right = wrong | {"ky": "quý III/2026", "han": "2026-09-30"}
            preview = await desk.post("/ban/dot", right)
            assert "Sẽ mở đợt Quý III/2026" in words_of(preview)
            action = html.unescape(re.findall(r'name="action" value="([^"]+)"', preview)[0])
            await desk.post("/ban/lam", {"action": action, "back": "/ban/dot"})
            page = words_of(await desk.get("/ban/dot"))
            assert "Quý III/2026" in page
            assert "Rút đợt" in page
        async with desk_at(here.at, here.hoa) as desk:
            page = words_of(await desk.get("/ban/dot"))
            assert "Huyện Ân Thi" in page
            assert "Khóa sổ" not in page
        async with desk_at(here.at, officer) as desk:
            await desk.get("/ban/dot", status=404)
        async with stranger_at(here.at) as desk:
            await desk.post("/ban/dot", {}, status=401)


async def test_one_unit_with_its_people_checks_and_history(tmp_path: Path) -> None:
    async with desk_office(tmp_path) as here:
        await hand_in(here, "A02")
        unit, other = here.unit("A02"), here.unit("B01")
        async with desk_at(here.at, here.hoa) as desk:
            page = await desk.get(f"/ban/don-vi/{unit}?dot={here.round}")
            said = words_of(page)
            for words in ("UBND Xã 2", "Nguyễn Ánh", "Chờ duyệt", "Quý I/2026", "Nhật ký"):
                assert words in said
            assert 'href="tel:0912345678"' in page
            assert 'value="duyet"' in page
            part = await desk.client.get(
                f"/ban/don-vi/{unit}", headers={"HX-Request-Type": "partial"}
            )
            assert part.text.lstrip().startswith("<article")
            assert "không phải nộp" in words_of(await desk.get(f"/ban/don-vi/{unit}?dot=77"))
            for path in (f"/ban/don-vi/{other}", "/ban/don-vi/9999", "/ban/don-vi/99999999999"):
                await desk.get(path, status=404)
        async with stranger_at(here.at) as desk:
            assert (await desk.client.get(f"/ban/don-vi/{unit}")).status_code == 303


async def test_what_is_filtered_is_downloaded(tmp_path: Path) -> None:
    async with desk_office(tmp_path) as here:
        await member_in(here.province, "A05", Role.OFFICER, "=HYPERLINK(1)")
        await set_report(here, "A05", answered=12, warnings=2)
        path = f"/ban/dot/{here.round}"
        async with desk_at(here.at, here.hoa) as desk:
            answer = await desk.client.get(f"{path}/csv?tim=xa&sap=ma&giam=1")
            assert answer.content.startswith(b"\xef\xbb\xbfTT;M")
            rows = [*csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")]
            assert len(rows) == 13
            assert rows[1][1:3] == ["A12", "UBND Xã 12"]
            (five,) = [row for row in rows if row[1] == "A05"]
            said = dict(zip(rows[0], five, strict=True))
            assert said["Cán bộ"] == "'=HYPERLINK(1)"
            assert said["Trạng thái"] == "Quá hạn"
            assert said["Mã trạng thái"] == "late"
            assert (said["Đã điền"], said["Phải điền"], said["Cảnh báo"]) == ("12", "152", "2")
            book = (await desk.client.get(f"{path}/excel?trang-thai=qua-han")).content
            with ZipFile(io.BytesIO(book)) as parts:
                sheet = parts.read("xl/worksheets/sheet1.xml").decode()
                names = parts.read("xl/workbook.xml").decode()
            assert sheet.count("<row ") == 14
            assert 'orientation="landscape"' in sheet
            assert "$1:$2</definedName>" in names
            assert await desk.get(f"{path}/csv?goc={here.unit('B')}", status=404)
        async with stranger_at(here.at) as desk:
            assert (await desk.client.get(f"{path}/csv")).status_code == 303
