"""Files sent from the web page: by request, and by a person in a real browser."""

from __future__ import annotations

import uuid
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest
from playwright.async_api import Browser, expect

from bot.channels.web.app import create_app
from bot.channels.web.auth import WebAuth
from bot.channels.web.channel import WebChannel
from bot.channels.web.files import FILE_LIMIT
from bot.channels.web.sign_in import Doorkeeper
from bot.ports.channel import FileOutcome, FileReceipt, Incoming, IncomingKind
from templates.documents.word.render import render_word
from tests.support.appendix import form, sample_report
from tests.support.process import Process
from tests.support.reports import LAST_QUARTER
from tests.support.web.browser import open_chat
from tests.support.web.client import HERE, LOCAL
from tests.support.web.open_house import OpenHouse
from tests.support.web.scripted_dispatcher import FakeDesk


class Page:
    """A page's requests, without a network."""

    def __init__(self, access: WebAuth = LOCAL, sessions: Doorkeeper | None = None) -> None:
        web = WebChannel()
        self.desk = FakeDesk(web)
        self.desk.speaks = False
        app = create_app(self.desk, web, access, sessions or OpenHouse())
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HERE)

    async def send(
        self, content: bytes, name: str = "a.docx", *, event: str = "", origin: str = HERE
    ) -> int:
        headers = {
            "origin": origin,
            "x-event": event or str(uuid.uuid4()),
            "x-file-name": quote(name),
        }
        answer = await self.client.post("/upload", content=content, headers=headers)
        return answer.status_code

    @property
    def events(self) -> list[Incoming]:
        return self.desk.events


async def test_a_file_is_kept_and_told() -> None:
    page = Page()
    assert await page.send(b"PK123", "Phụ lục quý IV.docx") == 204
    (event,) = page.events
    assert (event.kind, event.file_name) == (IncomingKind.SENT, "Phụ lục quý IV.docx")
    assert (event.file_ref, event.file_size) == ("1", 5)
    assert page.desk.kept == [b"PK123"]


async def test_a_repeated_request_is_one_event() -> None:
    page, event = Page(), str(uuid.uuid4())
    assert [await page.send(b"x", event=event) for _ in range(3)] == [204] * 3
    assert len(page.events) == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Lan\\PL.docx", "PL.docx"),
        ("a\u202eb\n\tc.docx", "abc.docx"),
        ("x" * 500 + ".docx", "x" * 200),
        ("", "tệp"),
        ("…/", "tệp"),
    ],
)
async def test_a_name_is_only_a_name(name: str, shown: str) -> None:
    page = Page()
    assert await page.send(b"x", name) == 204
    assert page.events[0].file_name == shown


async def test_what_is_too_large_is_refused() -> None:
    page = Page()
    assert await page.send(b"x" * (FILE_LIMIT + 1)) == 413
    assert (page.events, page.desk.kept) == ([], [])


@pytest.mark.parametrize(
    ("outcome", "status"),
    [(FileOutcome.FULL, 507), (FileOutcome.FLOODED, 429), (FileOutcome.TOO_MANY, 429)],
)
async def test_a_refusal_is_told_in_words(outcome: FileOutcome, status: int) -> None:
    page = Page()
    page.desk.refuses = FileReceipt(outcome, "Máy chủ sắp hết chỗ")
    headers = {"origin": HERE, "x-event": str(uuid.uuid4()), "x-file-name": "a.docx"}
    answer = await page.client.post("/upload", content=b"x", headers=headers)
    assert (answer.status_code, answer.text) == (status, "Máy chủ sắp hết chỗ")
    assert (page.events, page.desk.kept) == ([], [])


async def test_no_event_id_no_upload() -> None:
    assert await Page().send(b"x", event="1") == 400


async def test_a_foreign_page_cannot_upload() -> None:
    page = Page()
    assert await page.send(b"x", origin="http://evil.example") == 403
    assert page.events == []


async def test_without_a_cookie_nothing_is_taken(tmp_path: Path) -> None:
    page = Page(WebAuth.for_host("0.0.0.0", tmp_path, None), OpenHouse(closed=True))
    assert await page.send(b"x") in (403, 421)
    assert page.events == []


@pytest.mark.browser
@pytest.mark.process
async def test_last_quarters_file_from_a_phone(browser: Browser, tmp_path: Path) -> None:
    """The clip, the file, what was understood, the confirmation, the last number beside the
    question; and the file's line is still there after the page is loaded anew."""
    path = tmp_path / "Phụ lục quý IV.docx"
    last = sample_report().model_copy(update={"period": LAST_QUARTER})
    path.write_bytes(render_word(form(), last))
    product = Process(tmp_path)
    await product.start()
    async with open_chat(browser, product.link) as chat:
        box = await chat.page.locator("#attach").bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
        await chat.bot.last.wait_for()
        await chat.page.set_input_files("#file", str(path))
        await chat.wait_for_message("Báo cáo đang làm không đổi.")
        await expect(chat.page.locator(".sent-file")).to_have_text(f"📎 {path.name}")
        await chat.say("đồng ý")
        await chat.wait_for_message("Số nhiệm vụ đề ra trong kế hoạch (21)")
        await chat.page.reload()
        await chat.page.locator(".sent-file").wait_for()
        assert chat.problems == []
    assert await product.stop() == 0
