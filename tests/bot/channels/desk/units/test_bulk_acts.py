"""What is done to many units of the table."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest

from tests.support.desk import DeskBrowser, desk_at, words_of
from tests.support.desk_office import DeskOffice, desk_office, hand_in, set_report


async def confirm(desk: DeskBrowser, here: DeskOffice, page: str) -> str:
    """Tap the button of a preview; what is said then."""
    action = html.unescape(re.findall(r'name="action" value="([^"]+)"', page)[0])
    event = re.findall(r'name="event" value="([^"]+)"', page)[0]
    fields = {"action": action, "event": event}
    done = words_of(await desk.post(f"/ban/dot/{here.round}/lam", fields))
    again = words_of(await desk.post(f"/ban/dot/{here.round}/lam", fields))
    assert "Việc này đã làm rồi" in again
    return done


@pytest.mark.parametrize(
    ("fields", "preview", "done"),
    [
        ({"viec": "khoa"}, "Sẽ khóa sổ", "2 đơn vị đã khóa sổ"),
        ({"viec": "mo-khoa"}, "Sẽ mở khóa", "1 đơn vị đã mở khóa"),
        ({"viec": "nhac"}, "1 đơn vị không nhắc: không ai nhận được tin", "1 đơn vị đã nhắc"),
        (
            {"viec": "tra-lai", "buoc": "2", "loi": "I.1.1: số liệu không khớp"},
            "số liệu không khớp",
            "1 đơn vị đã trả lại",
        ),
        ({"viec": "duyet"}, "Sẽ duyệt", "1 đơn vị đã duyệt"),
        (
            {"viec": "gia-han", "buoc": "2", "den-ngay": "2026-03-25", "loi": "bão số 5"},
            "25/03/2026 (thứ tư) vì bão số 5",
            "1 đơn vị đã gia hạn",
        ),
        (
            {"viec": "gia-han", "buoc": "2", "them": "12", "loi": "bão số 5"},
            "bão số 5",
            "1 đơn vị không gia hạn: đã nộp",
        ),
        (
            {"viec": "nhan-tin", "buoc": "2", "loi": "Chiều nay khóa sổ", "ai": "can-bo"},
            "Chiều nay khóa sổ",
            "1 đơn vị đã gửi tin",
        ),
    ],
)
async def test_is_shown_then_done_and_told_unit_by_unit(
    tmp_path: Path, fields: dict[str, str], preview: str, done: str
) -> None:
    async with desk_office(tmp_path) as here, desk_at(here.at, here.mai) as desk:
        chosen = {"nhac": ("A03", "A05"), "nhan-tin": ("A03", "A05")}
        units = chosen.get(fields["viec"], ("A03", "A07"))
        if fields["viec"] in ("duyet", "gia-han", "tra-lai"):
            await hand_in(here, "A07")
        if fields["viec"] == "mo-khoa":
            await set_report(here, "A07", locked_at=here.at.clock())
        ids = ",".join(str(here.unit(code)) for code in units)
        page = await desk.post(f"/ban/dot/{here.round}/viec", fields | {"chon": ids})
        assert preview in words_of(page)
        assert done in await confirm(desk, here, page)


async def test_all_that_a_filter_means_are_found_when_it_is_shown(tmp_path: Path) -> None:
    async with desk_office(tmp_path) as here, desk_at(here.at, here.mai) as desk:
        await set_report(here, "A01", state="submitted", version=1)
        asked = {"viec": "khoa", "tat-ca": "1", "loc": "trang-thai=qua-han&tim=xa+1"}
        page = words_of(await desk.post(f"/ban/dot/{here.round}/viec", asked))
        assert "Khóa: 3 đơn vị" in page
        assert "Xã 10" in page
        assert "Xã 2" not in page
        more = {"viec": "gia-han", "u": str(here.unit("A02"))}
        assert "Xem trước" in words_of(await desk.post(f"/ban/dot/{here.round}/viec", more))
        bad = await desk.post(f"/ban/dot/{here.round}/viec", more | {"buoc": "2"}, status=422)
        assert "Chưa có ngày mới" in words_of(bad)
        wrong_rows = {"viec": "tra-lai", "buoc": "2", "u": "5", "loi": "Z.9: sai\nI.1.1 sai"}
        said = words_of(await desk.post(f"/ban/dot/{here.round}/viec", wrong_rows, status=422))
        assert "“Z.9: sai”: không có dòng nào như vậy" in said
        nobody = words_of(await desk.post(f"/ban/dot/{here.round}/viec", {"viec": "khoa"}))
        assert "Chưa chọn đơn vị nào" in nobody
        for wrong in ({"viec": "xoa"}, {"viec": "khoa", "chon": "1,x"}):
            await desk.post(f"/ban/dot/{here.round}/viec", wrong, status=422)


async def test_units_of_others_are_not_acted_on(tmp_path: Path) -> None:
    async with desk_office(tmp_path) as here, desk_at(here.at, here.hoa) as desk:
        fields = {"viec": "khoa", "u": str(here.unit("B01"))}
        page = words_of(await desk.post(f"/ban/dot/{here.round}/viec", fields, status=422))
        assert "Đồng ý" not in page
        assert (await here.at.report(await here.province.report_of("B01"))).closed is False
