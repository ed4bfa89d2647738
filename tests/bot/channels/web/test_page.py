"""The page in a real Chromium, at the size of a small phone."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Dialog, Route, expect

from bot.access.browser_sessions import BrowserSessions
from bot.channels.web import protocol
from bot.channels.web.auth import WebAuth
from bot.channels.web.channel import WebChannel
from bot.ports import clock
from bot.ports.channel import IncomingKind
from conversations.protocol.messages import Span
from storage.store import Store
from tests.support.web.browser import Chat, chromium, open_chat
from tests.support.web.scripted_dispatcher import ALL, FILE, KILL_AFTER, KILL_BEFORE, FakeDesk
from tests.support.web.server import Served, WebProcess, serve

pytestmark = pytest.mark.browser
SHOTS = os.environ.get("PHULUC_SHOTS")  # an existing folder to keep the screenshots in
LONG = "https://" + "mộttừrấtdài" * 30
EVIL = (
    "<img src=x onerror=\"document.title='hỏng'\">",
    "<script>document.title='hỏng'</script>",
    "</li></ol><style>*{display:none}</style><b>đậm</b>",
    "javascript:alert(1) {{7*7}} ${7*7} &lt;i&gt;",
)


def shot(folder: Path, name: str) -> Path:
    return (Path(SHOTS) if SHOTS else folder) / name


@asynccontextmanager
async def talking(browser: Browser) -> AsyncIterator[tuple[Chat, Served]]:
    """A new conversation, greeted; at its end the browser must have complained of nothing."""
    web = WebChannel()
    async with (
        serve(FakeDesk(web), web) as served,
        open_chat(browser, served.address) as chat,
    ):
        await chat.wait_for_message("Chào anh/chị")
        yield chat, served
        assert await chat.overflow() == 0
        assert chat.problems == []


async def test_the_bot_speaks_first_and_shows_its_styles(browser: Browser) -> None:
    async with talking(browser) as (chat, _):
        paragraph = chat.bot.last.locator(".bubble > p")
        await expect(paragraph.locator("b")).to_have_text(["Phần I. Công tác chỉ đạo, điều hành\n"])
        await expect(paragraph.locator("i")).to_have_text("Đơn vị tính: Văn bản. Ví dụ: 12")
        await expect(chat.page.locator("#progress label")).to_have_text(f"0/{ALL}")
        await expect(chat.page.locator("#typing")).to_be_hidden()


async def test_what_is_said_is_stored_and_shown_after_a_reload(browser: Browser) -> None:
    async with talking(browser) as (chat, served):
        assert (await chat.say("21")).startswith("Đã ghi: 21")
        await chat.settled()
        assert [event.text for event in served.desk.events] == ["", "21"]
        await expect(chat.page.locator("#progress-bar")).to_have_attribute("value", "1")
        await chat.page.reload()
        await chat.wait_for_message("Đã ghi: 21")
        await expect(chat.own.locator("p")).to_have_text(["21"])
        assert [event.kind for event in served.desk.events] == [
            IncomingKind.OPENED,
            IncomingKind.SAID,
        ]


async def test_enter_sends_and_shift_enter_breaks_the_line(browser: Browser) -> None:
    async with talking(browser) as (chat, served):
        box = chat.page.get_by_label("Câu trả lời")
        await box.press_sequentially("dòng một")
        await box.press("Shift+Enter")
        await box.press_sequentially("dòng hai")
        await box.press("Enter")
        await chat.wait_for_message("Đã ghi")
        assert served.desk.events[-1].text == "dòng một\ndòng hai"
        await expect(box).to_have_value("")
        await box.press("Enter")
        await expect(chat.own).to_have_count(1)


async def test_enter_belongs_to_the_input_method_while_it_composes(browser: Browser) -> None:
    async with talking(browser) as (chat, served):
        box = chat.page.get_by_label("Câu trả lời")
        await box.fill("hai mươ")
        enter = {"key": "Enter", "isComposing": True, "bubbles": True}
        await box.dispatch_event("keydown", enter)
        await expect(box).to_have_value("hai mươ")
        await chat.say("hai mươi")
        assert [event.text for event in served.desk.events] == ["", "hai mươi"]


async def test_the_input_stays_above_the_keyboard(browser: Browser) -> None:
    async with talking(browser) as (chat, _):
        for number in range(4):
            await chat.say(str(number))
        await chat.page.set_viewport_size({"width": 360, "height": 400})
        await expect(chat.page.get_by_label("Câu trả lời")).to_be_in_viewport(ratio=1)
        await expect(chat.bot.last.locator(".bubble")).to_be_in_viewport(ratio=1)
        await chat.page.get_by_role("button", name="Xuống tin mới nhất").click()
        await expect(chat.bot.last.locator(".choice").last).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("dark", [False, True])
async def test_every_text_stands_out_from_its_ground(dark: bool, browser: Browser) -> None:
    web = WebChannel()
    async with (
        serve(FakeDesk(web), web) as served,
        open_chat(browser, served.address, dark=dark) as chat,
    ):
        await chat.wait_for_message("Chào anh/chị")
        await chat.say("21")
        await chat.edit("21", into="12")
        await chat.say("phụ lục")
        await chat.page.get_by_role("button", name="Sửa câu: 12").click()
        ratios = await chat.contrasts()
    assert len(ratios) > 20
    assert {words: ratio for words, ratio in ratios.items() if ratio < 4.5} == {}


async def test_every_control_has_a_name_and_room_for_a_finger(browser: Browser) -> None:
    async with talking(browser) as (chat, _):
        await chat.say("21")
        controls = chat.page.locator(":is(button, a, textarea):visible")
        assert await controls.count() > 10
        for control in await controls.all():
            box = await control.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 32
            name = await control.get_attribute("aria-label") or await control.inner_text()
            assert name or await control.evaluate("(it) => it.labels?.length > 0")


async def test_a_button_sends_its_payload_and_an_old_one_still_does(browser: Browser) -> None:
    async with talking(browser) as (chat, served):
        assert (await chat.tap("Không phát sinh")).startswith("Đã bấm: 100.Khô")
        old = chat.bot.first.get_by_role("button", name="Bỏ qua")
        await old.click()
        await chat.wait_for_message("Đã bấm: 100.Bỏ ")
        assert [event.button for event in served.desk.events[1:]] == ["100.Khô", "100.Bỏ "]
        await expect(chat.page.locator(".newest")).to_have_count(1)


async def test_the_whole_page_works_by_keyboard(browser: Browser) -> None:
    async with talking(browser) as (chat, served):
        await chat.bot.last.get_by_role("button", name="Không phát sinh").focus()
        await chat.page.keyboard.press("Tab")
        await chat.page.keyboard.press("Enter")
        await chat.wait_for_message("Đã bấm: 100.Chư")
        assert served.desk.events[-1].text == "Chưa có số"


async def test_a_sent_text_can_be_mended(browser: Browser) -> None:
    async with talking(browser) as (chat, served):
        await chat.say("21")
        assert await chat.edit("21", into="12") == "Đã sửa thành 12"
        said, edited = served.desk.events[1:]
        assert (edited.kind, edited.text, edited.message_ref) == (
            IncomingKind.EDITED,
            "12",
            said.event_id,
        )
        await chat.settled()
        await expect(chat.own.locator("p")).to_have_text(["12"])
        await expect(chat.own.locator(".mark")).to_have_text("đã sửa")
        await chat.page.reload()
        await chat.wait_for_message("Đã sửa thành 12")
        await expect(chat.own.locator("p")).to_have_text(["12"])


async def test_a_reply_names_the_line_it_answers(browser: Browser) -> None:
    async with talking(browser) as (chat, served):
        await chat.say("21")
        await chat.reply("28", to="Chào anh/chị")
        await chat.reply("22", to="21")
        greeting, own = served.desk.lines[0], served.desk.events[1]
        said = served.desk.events[2:]
        assert [event.replies_to for event in said] == [str(greeting.id), own.message_ref]
        quotes = chat.own.locator(".answered")
        words = [text[:12] for text in await quotes.all_inner_texts()]
        assert words == ["Chào anh/chị", "21"]
        await chat.settled()
        await chat.page.reload()
        await expect(quotes).to_have_count(2)
        await chat.page.get_by_role("button", name="Trả lời tin: 21").click()
        await chat.page.keyboard.press("Escape")
        await chat.say("23")
        assert served.desk.events[-1].replies_to == ""


async def test_a_part_that_is_picked_out_goes_with_the_reply(browser: Browser) -> None:
    async with talking(browser) as (chat, served):
        await chat.say("21")
        await chat.bot.first.locator("b").evaluate("(it) => getSelection().selectAllChildren(it)")
        await chat.reply("28", to="Chào anh/chị")
        assert served.desk.events[-1].quoted == "Phần I. Công tác chỉ đạo, điều hành"


async def test_what_is_too_long_is_said_before_it_is_sent_in_parts(browser: Browser) -> None:
    lines = [f"{n}. Số nhiệm vụ đề ra trong kế hoạch: {n}" for n in range(1, 600)]
    text = "\n".join(lines)
    assert protocol.TEXT_LIMIT < len(text) < 2 * protocol.TEXT_LIMIT
    async with talking(browser) as (chat, served):
        room, box = chat.page.locator("#room"), chat.page.get_by_label("Câu trả lời")
        await box.fill(text[: protocol.TEXT_LIMIT - 100])
        await expect(room).to_have_text("19.900/20.000 ký tự")
        await box.fill(text)
        await expect(room).to_contain_text("một tin gửi được 20.000")
        await chat.page.keyboard.press("Enter")
        await expect(room).to_contain_text("Phần còn lại ở trong ô")
        await chat.page.get_by_role("button", name="Gửi", exact=True).click()
        await expect(room).to_be_hidden()
        await chat.settled()
        parts = [event.text for event in served.desk.events[1:]]
        assert "\n".join(parts) == text
        assert {*"\n".join(parts).split("\n")} == {*lines}


async def test_the_beginning_of_a_tall_message_is_in_view(browser: Browser) -> None:
    async with talking(browser) as (chat, served):
        served.desk.speaks = False
        await chat.type("danh sách")
        await chat.settled()
        tall = (Span(text="\n".join(f"{n}. Số nhiệm vụ đề ra" for n in range(1, 80))),)
        await served.desk.say(served.desk.compose(tall))
        await chat.wait_for_message("79. Số nhiệm vụ")
        assert 0 <= await chat.top_of_last() < 40
        await chat.page.get_by_role("button", name="Xuống tin mới nhất").click()
        await expect(chat.page.locator(".newest .choice").last).to_be_in_viewport()
        await chat.page.reload()
        await chat.wait_for_message("79. Số nhiệm vụ")
        await chat.settled()
        assert 0 <= await chat.top_of_last() < 40


async def test_what_is_typed_before_the_script_has_come_waits_for_it(browser: Browser) -> None:
    scripts = asyncio.Event()

    async def hold(route: Route) -> None:
        await scripts.wait()
        await route.continue_()

    async with talking(browser) as (chat, served):
        await chat.page.route("**/*.js", hold)
        await chat.page.reload(wait_until="commit")
        await chat.page.get_by_label("Câu trả lời").fill("21")
        send = chat.page.get_by_role("button", name="Gửi", exact=True)
        await expect(send).to_be_disabled()
        scripts.set()
        await send.click()
        await chat.wait_for_message("Đã ghi: 21")
        assert [event.text for event in served.desk.events][-1] == "21"


async def test_mending_can_be_given_up(browser: Browser) -> None:
    async with talking(browser) as (chat, served):
        await chat.say("21")
        await chat.page.get_by_role("button", name="Sửa câu: 21").click()
        await expect(chat.page.locator("#edited-text")).to_have_text("21")
        await chat.page.keyboard.press("Escape")
        await expect(chat.page.locator("#editing")).to_be_hidden()
        await chat.say("22")
        assert [event.kind for event in served.desk.events[1:]] == [
            IncomingKind.SAID,
            IncomingKind.SAID,
        ]


async def test_the_document_arrives_byte_for_byte(browser: Browser) -> None:
    async with talking(browser) as (chat, _):
        await chat.say("phụ lục")
        assert await chat.download() == (FILE.name, FILE.content)


async def test_texts_are_never_markup(browser: Browser) -> None:
    async with talking(browser) as (chat, _):
        title = await chat.page.title()
        for text in EVIL:
            await chat.say(text)
        await expect(chat.own.locator("p")).to_have_text(list(EVIL))
        heading = "Phần I. Công tác chỉ đạo, điều hành\n"
        shown = [heading, *[part for text in EVIL for part in (text, heading)]]
        await expect(chat.bot.locator("b")).to_have_text(shown)
        await expect(chat.page.locator("#lines img, #lines script, #lines style")).to_have_count(0)
        assert await chat.page.title() == title


async def test_long_words_wrap(browser: Browser) -> None:
    async with talking(browser) as (chat, _):
        await chat.say(LONG)
        assert await chat.overflow() == 0


async def test_the_newest_line_is_in_sight_unless_one_reads_older_ones(browser: Browser) -> None:
    async with talking(browser) as (chat, served):
        for number in range(6):
            await chat.say(str(number))
        await expect(chat.bot.last).to_be_in_viewport()
        await chat.page.locator("#log").evaluate("log => log.scrollTo(0, 0)")
        await expect(chat.bot.first).to_be_in_viewport()
        await served.desk.say(served.desk.compose((Span(text="Nhắc hạn nộp báo cáo"),)))
        await chat.wait_for_message("Nhắc hạn nộp báo cáo")
        await expect(chat.bot.first).to_be_in_viewport()
        await chat.page.get_by_role("button", name="Xuống tin mới nhất").click()
        await expect(chat.bot.last).to_be_in_viewport()


async def test_two_pages_show_the_same(browser: Browser) -> None:
    async with talking(browser) as (chat, served), open_chat(browser, served.address) as other:
        await other.wait_for_message("Chào anh/chị")
        await chat.say("21")
        await other.wait_for_message("Đã ghi: 21")
        await expect(other.own.locator("p")).to_have_text(["21"])
        assert [event.kind for event in served.desk.events] == [
            IncomingKind.OPENED,
            IncomingKind.SAID,
        ]


async def test_dots_while_the_bot_thinks(browser: Browser) -> None:
    async with talking(browser) as (chat, served):
        served.desk.speaks = False
        await chat.type("21")
        await expect(chat.page.locator("#typing")).to_be_visible()
        await served.desk.say(served.desk.compose((Span(text="Xong"),)))
        await chat.wait_for_message("Xong")
        await expect(chat.page.locator("#typing")).to_be_hidden()


@pytest.mark.process
@pytest.mark.parametrize("text", [KILL_BEFORE, KILL_AFTER])
async def test_a_text_survives_a_killed_server_and_counts_once(
    text: str, browser: Browser, tmp_path: Path
) -> None:
    server = WebProcess(tmp_path / "journal.jsonl")
    try:
        async with open_chat(browser, await server.start()) as chat:
            await chat.wait_for_message("Chào anh/chị")
            await chat.type(text)
            assert await server.ended() == -9
            await expect(chat.page.locator("#connection")).to_have_text("Đang kết nối lại…")
            await expect(chat.own.locator(".mark")).to_have_text("đang gửi…")
            await chat.type("nói khi mất mạng")
            await server.start()
            await chat.wait_for_message("Đã ghi: nói khi mất mạng")
            await chat.settled()
            await expect(chat.page.locator("#connection")).to_be_hidden()
            await expect(chat.own.locator("p")).to_have_text([text, "nói khi mất mạng"])
            assert await chat.page.evaluate("localStorage.length") == 0
        heard = FakeDesk(WebChannel(), server.journal).events
        assert [event.text for event in heard] == ["", text, "nói khi mất mạng"]
    finally:
        await server.kill()


@pytest.mark.process
async def test_a_text_survives_a_closed_page(browser: Browser, tmp_path: Path) -> None:
    server = WebProcess(tmp_path / "journal.jsonl")
    try:
        async with open_chat(browser, await server.start()) as chat:
            await chat.wait_for_message("Chào anh/chị")
            await server.kill()
            await chat.type("21")
            await chat.page.close()
            await server.start()
            again = Chat(await chat.context.new_page())
            await again.page.goto(f"http://127.0.0.1:{server.port}")
            await again.wait_for_message("Đã ghi: 21")
    finally:
        await server.kill()


async def test_the_sign_in_link_opens_the_page_and_leaves_no_trace(
    browser: Browser, tmp_path: Path
) -> None:
    web = WebChannel()
    access = WebAuth.for_host("0.0.0.0", tmp_path)
    store = await Store.open("sqlite:///:memory:")
    sessions = BrowserSessions(store, clock.now, access.key)
    async with serve(FakeDesk(web), web, access, sessions) as served:
        async with open_chat(browser, served.address) as stranger:
            await expect(stranger.page.locator("#connection")).to_contain_text("đăng nhập")
            await expect(stranger.bot).to_have_count(0)
        async with open_chat(browser, access.link(served.address)) as chat:
            await chat.wait_for_message("Chào anh/chị")
            assert chat.page.url == served.address + "/"
            assert access.key not in await chat.page.evaluate("document.cookie")
            await chat.page.reload()
            await chat.wait_for_message("Chào anh/chị")
            assert chat.problems == []
    await store.close()


@pytest.mark.parametrize("width", [360, 1440])
async def test_signing_out_leaves_nothing_on_the_screen(
    width: int, browser: Browser, tmp_path: Path
) -> None:
    web = WebChannel()
    access = WebAuth.for_host("127.0.0.1", tmp_path)
    store = await Store.open("sqlite:///:memory:")
    sessions = BrowserSessions(store, clock.now, access.key)
    async with (
        serve(FakeDesk(web), web, access, sessions) as served,
        open_chat(browser, access.link(served.address), size=(width, 740)) as chat,
    ):
        await chat.wait_for_message("Chào anh/chị")
        await chat.say("21")
        await chat.settled()
        await chat.screenshot(shot(tmp_path, f"web-{width}.png"))
        other = Chat(await chat.context.new_page())
        await other.page.goto(served.address)
        await other.wait_for_message("Đã ghi")
        asked: list[str] = []

        async def agree(dialog: Dialog) -> None:
            asked.append(dialog.message)
            await dialog.accept()

        chat.page.on("dialog", agree)
        await chat.page.get_by_role("button", name="Thoát", exact=True).click()
        for page in (chat, other):
            await expect(page.page.locator("#connection")).to_contain_text("đã thoát")
            await expect(page.bot).to_have_count(0)
            await expect(page.page.locator("#leave")).to_be_hidden()
        assert asked == ["Thoát khỏi trang này? Số liệu đã ghi vẫn còn nguyên."]
        assert await chat.overflow() == 0
        await chat.screenshot(shot(tmp_path, f"web-signed-out-{width}.png"))
        assert await chat.page.evaluate("localStorage.length") == 0
        await chat.page.reload()
        await expect(chat.page.locator("#connection")).to_contain_text("Hãy đăng nhập lại")
        await chat.page.goto(access.link(served.address))
        await chat.wait_for_message("Đã ghi")
    await store.close()


@pytest.mark.parametrize(("ci", "outcome"), [("1", pytest.fail), ("", pytest.skip)])
async def test_a_missing_chromium_fails_in_ci_and_skips_elsewhere(
    ci: str, outcome: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setenv("PHULUC_CI", ci)
    with pytest.raises(outcome.Exception, match="no chromium"):
        async with chromium():
            pass
