"""What the administrator sees of the channels, the history and the system."""

from __future__ import annotations

from pathlib import Path

from bot.channels.desk.administration.state_pages import PAGE
from bot.ports.channel import ChannelError
from bot.workflow.desk.machine_state import measure_machine, newest_backup
from templates.appendix_import.spreadsheet import sheet_lines
from tests.bot.channels.desk.administration.conftest import START
from tests.support.desk import DeskBrowser, words_of
from tests.support.province import Province

CHANNELS, HISTORY = "/ban/quan-tri/kenh", "/ban/quan-tri/nhat-ky"
SYSTEM = "/ban/quan-tri/tinh-trang"


async def test_channels_tell_how_they_do(province: Province, desk: DeskBrowser) -> None:
    at = province.office
    said = words_of(await desk.get(CHANNELS))
    assert "Telegram đang chạy 2" in said
    assert "Thư điện tử đang tắt chưa đặt PHULUC_SMTP_HOST" in said
    assert "08:59 02/03" in said or "09:00 02/03" in said or "02/03/2026" in said
    at.channels["telegram"].errors = [ChannelError("blocked", permanent=True, gone=True)]
    await at.say("xin chào", who="lan")
    said = words_of(await desk.get(CHANNELS))
    assert "1 không đến được" in said


async def test_history_is_searched_and_filtered(province: Province, desk: DeskBrowser) -> None:
    said = words_of(await desk.get(HISTORY))
    assert "mới nhất ở trên" in said
    found = words_of(await desk.get(f"{HISTORY}?tim=nguyen thi lan"))
    assert "Nguyễn Thị Lan" in found
    assert "Anh Quân làm" not in found
    assert "Không có mục nào khớp" in words_of(await desk.get(f"{HISTORY}?viec=khong-co"))
    file = await desk.client.get(f"{HISTORY}?tim=nguyen thi lan&tai=excel")
    lines = sheet_lines(file.content)
    assert lines[0][:2] == ["Thời điểm", "Người làm"]
    assert "Nguyễn Thị Lan" in str(lines[1:])
    for page in ("0", "999999", "x", "-1", "٣"):
        await desk.get(f"{HISTORY}?trang={page}")
    assert PAGE == 100


async def test_the_system_tells_what_is_missing(
    province: Province, desk: DeskBrowser, tmp_path: Path
) -> None:
    said = words_of(await desk.get(SYSTEM))
    assert "Chưa có bản sao lưu nào" in said
    assert "bảng dữ liệu" in said
    machine = measure_machine(tmp_path, START)
    assert machine.backup_at is None
    assert machine.free
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "2026-03-01.db").write_bytes(b"x")
    made, count = newest_backup(tmp_path, START)
    assert (made is not None, count) == (True, 1)
    async with province.office.store.transaction() as tx:
        assert await tx.disk.database_bytes() > 100_000
