"""Files that are made to end, stall or fill whoever opens them: read in a process with limits,
and through the whole product."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import psutil
import pytest

from bot.ports.channel import Incoming, IncomingKind
from bot.runtime.reader_pool import FoundCode, ReaderPool
from bot.runtime.reader_process import ReaderLimits
from conversations.workflow.permissions import Role
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.verification_code import code_of
from templates.documents import template_check
from tests.fakes.telegram import TOKEN, FakeTelegram, Officer
from tests.hostile import files as hostile
from tests.hostile.files import HOSTILE
from tests.support.appendix import form
from tests.support.breadth import share
from tests.support.founding import founded_once
from tests.support.process import Process
from tests.support.product import Office
from tests.support.province import Province, department, local
from tests.templates.appendix_import.test_hostile import FILES

MEMORY = 200 * 1_048_576  # of address space, so less is used
LAN = 42
CPU_SECONDS = 20.0  # far more than each takes, seal and reading
PUMPS = ("<", "<a", "<a ", "PL-", "<PL-AAAA", "PL-AAAA-", "</", "<!--", "&lt;", "<w:p ", "<w:p>")


@pytest.mark.parametrize("name", HOSTILE)
async def test_it_is_refused_within_limits(name: str) -> None:
    make, codes = HOSTILE[name]
    content, pool = make(), _shared()
    await pool.find_code(b"")
    reader = psutil.Process(pool.pids[0])
    before = _seconds(reader)
    assert await pool.find_code(content) == FoundCode(None, is_pdf=False)
    with pytest.raises(FileRefusedError) as error:
        await pool.read_appendix(form(), "x", content)
    assert error.value.code in ((codes,) if isinstance(codes, str) else codes)
    assert reader.is_running()  # none of them ends it
    assert _seconds(reader) - before < CPU_SECONDS


_pools: list[ReaderPool] = []


def _shared() -> ReaderPool:
    if not _pools:
        kept = {"memory_bytes": MEMORY, "kept_bytes": MEMORY, "jobs": 10_000}  # one for all tests
        limits = ReaderLimits(**kept, wall_seconds=120, cpu_seconds=60)
        _pools.append(ReaderPool(limits=limits))
    return _pools[0]


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


async def test_blank_cells_far_away_are_no_reason_to_refuse() -> None:
    """A sheet that was formatted as a whole has them by the thousand."""
    blank = '<c r="XFD1048576" s="1"/>'
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576">{blank}</row>'
    assert await _shared().read_lines(hostile.excel(rows)) == [["1"]]
    styled = "".join(
        f'<row r="{n}">{"".join(f"""<c r="{c}{n}" s="1"/>""" for c in "ABCDE")}</row>'
        for n in range(2, 40_001)
    )
    assert await _shared().read_lines(
        hostile.excel(f'<row r="1"><c r="A1"><v>1</v></c></row>{styled}')
    ) == [["1"]]


async def test_a_cell_far_from_a_list_of_units_is_named() -> None:
    with pytest.raises(FileRefusedError) as error:
        await _shared().read_lines(hostile.excel(hostile.far("XFD1500")))
    assert (error.value.code, error.value.data) == (
        "file.far_cells",
        {"sheet": "Phụ lục", "cell": "XFD1500"},
    )


@pytest.mark.parametrize("pump", PUMPS)
@pytest.mark.parametrize("what", ["seal", "words", "changes", "paragraphs"])
def test_work_grows_with_what_was_sent(what: str, pump: str) -> None:
    """Eight times the text takes nowhere near sixty-four times the time."""
    work: Callable[[str], object] = {
        "seal": lambda text: code_of(hostile.described(text.encode())),
        "words": template_check._words,
        "changes": lambda text: list(template_check._changes("f", "n", text)),
        "paragraphs": lambda text: template_check._paragraph(text, "x", 0),
    }[what]
    small, large = (pump * n for n in (10_000, 80_000))
    assert _fastest(work, large) < 30 * max(_fastest(work, small), 0.002)


def _fastest(work: Callable[[str], object], text: str) -> float:
    found = []
    for _ in range(3):
        began = time.process_time()
        work(text)
        found.append(time.process_time() - began)
    return min(found)


async def _found(at: Office) -> Province:
    """An installation with units."""
    made = Province(at)
    await made.found([department("NV", "Nội vụ")])
    return made


@pytest.fixture
async def province(tmp_path: Path) -> AsyncIterator[Province]:
    async with founded_once(tmp_path, local(2026, 3, 2), _found) as made:
        yield made


@pytest.mark.parametrize("channel", ["telegram", "web", "terminal"])
async def test_the_file_of_a_stranger_is_not_fetched(province: Province, channel: str) -> None:
    guarded = province.office
    fetched: list[str] = []

    async def fetch(file_ref: str, *, limit: int) -> bytes:
        fetched.append(file_ref)
        return HOSTILE["a cell at the far corner"][0]()

    guarded.channels[channel].fetch = fetch  # type: ignore[method-assign]
    for size in (9, 10**9):
        said = await guarded.handle(sent(guarded, "stranger", channel, size))
        assert "em chưa biết anh/chị là ai" in said
    assert await guarded.say("/start", channel=channel, who="stranger")
    assert "em chưa biết" in await guarded.handle(sent(guarded, "stranger", channel))
    assert fetched == []
    await province.comes("lan", "NV", Role.OFFICER, "Lan")
    if channel == "telegram":
        said = await guarded.handle(sent(guarded, "lan", channel))
        assert "Không thấy bảng chỉ tiêu" in said
        assert fetched == ["7"]


def sent(at: Office, who: str, channel: str = "telegram", size: int = 9) -> Incoming:
    event = at.event(IncomingKind.SENT, channel=channel, who=who)
    return event.__class__(**event.as_dict() | {"file_ref": "7", "file_size": size})


async def test_an_upload_of_a_stranger_is_dropped_unread(province: Province) -> None:
    guarded = province.office
    kept = await guarded.keep_file("web", "stranger", b"x")
    event = sent(guarded, "stranger", "web")
    await guarded.handle(event.__class__(**event.as_dict() | {"file_ref": kept}))
    async with guarded.store.transaction() as tx:
        assert await tx.uploads.find("web", "stranger", int(kept)) is None


async def test_a_coordinator_is_told_why_a_file_is_refused(province: Province) -> None:
    guarded = province.office
    kept = await guarded.keep_file("telegram", "dau-moi", HOSTILE["overlapping entries"][0]())
    await province.comes("dau-moi", "TINH", Role.COORDINATOR, "Mai")
    event = sent(guarded, "dau-moi")
    said = await guarded.handle(event.__class__(**event.as_dict() | {"file_ref": kept}))
    assert "bị hỏng" in said


@pytest.mark.process
async def test_the_product_answers_while_and_after_hostile_files(tmp_path: Path) -> None:
    """The real process keeps running, tells of each file, and its memory stays what it was."""
    files = [make() for make, _ in share([*HOSTILE.values(), *FILES.values()], 14)]
    async with FakeTelegram() as telegram:
        settings = {"TELEGRAM_TOKEN": TOKEN, "TELEGRAM_BASE_URL": telegram.url}
        product = Process(tmp_path, settings)
        await product.start()
        running = psutil.Process(product._pid)
        children: list[psutil.Process] = []
        try:
            before = running.memory_info().rss
            officer = telegram.chat(LAN)
            await officer.start()
            await officer.wait_for(lambda message: "Câu 1/152" in message.text)
            for content in filter(None, files):
                await _answers(product, officer, content)
            assert running.memory_info().rss - before < 120 * 1_048_576
            children = running.children(recursive=True)
            assert len(children) <= 2
            assert "Traceback" not in product.log
        finally:
            assert await product.stop() == 0
        assert not [child for child in children if child.is_running()]


async def _answers(product: Process, officer: Officer, content: bytes) -> None:
    """Send a file; the product tells of it, and of its health meanwhile and afterwards."""
    last = officer.messages[-1].id
    await officer.send_file("a.xlsx", content)
    told = asyncio.create_task(officer.wait_for(lambda _: True, after=last))
    async with httpx.AsyncClient(base_url=product.address, timeout=60) as client:
        while not told.done():
            assert (await client.get("/healthz")).status_code == 200
            await asyncio.sleep(0.1)
        await told
        assert (await client.get("/healthz")).status_code == 200
