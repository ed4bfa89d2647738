"""The fake Bot API: PTB reads every answer, and what Telegram refuses it refuses."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator

import httpx
import pytest
from telegram import (
    Bot,
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    WebAppInfo,
)
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from tests.fakes.telegram import TOKEN, FakeTelegram, Fault
from tests.support.paths import ROOT
from tests.support.patience import PATIENCE

OFFICER = 4_200_000_001


@pytest.fixture
async def server() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as running:
        running.chat(OFFICER, started=True)
        yield running


@pytest.fixture
async def bot(server: FakeTelegram) -> AsyncIterator[Bot]:
    async with Bot(server.token, base_url=f"{server.url}/bot") as client:
        yield client


def keyboard(*labels: str, data: str = "x") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data)] for label in labels]
    )


async def polled(server: FakeTelegram) -> None:
    """Until a poll has come in."""
    assert await server.world.until(lambda: "getupdates" in dict(server.world.calls), PATIENCE)


async def test_ptb_reads_every_answer(bot: Bot, server: FakeTelegram) -> None:
    officer = server.chat(OFFICER)
    assert (await bot.get_me()).username == "phuluc_test_bot"
    sent = await bot.send_message(
        OFFICER, "<b>Câu 1</b> &lt;ổn&gt;", parse_mode="HTML", reply_markup=keyboard("Có")
    )
    assert sent.text == "Câu 1 <ổn>"
    assert sent.parse_entities() == {sent.entities[0]: "Câu 1"}
    edited = await bot.edit_message_text(
        "mới", OFFICER, sent.message_id, reply_markup=keyboard("Không")
    )
    assert isinstance(edited, Message)
    assert edited.text == "mới"
    bare = await bot.edit_message_reply_markup(OFFICER, sent.message_id)
    assert isinstance(bare, Message)
    assert bare.reply_markup is None
    document = await bot.send_document(
        OFFICER, b"PK\x03\x04", caption="Phụ lục", filename="Phụ lục.docx"
    )
    assert document.document is not None
    assert document.document.file_name == "Phụ lục.docx"
    assert officer.last.document == ("Phụ lục.docx", b"PK\x03\x04")
    assert await bot.send_chat_action(OFFICER, "typing")
    assert await bot.set_my_commands([BotCommand("tiep", "Làm tiếp")])
    assert [command.command for command in await bot.get_my_commands()] == ["tiep"]
    assert await bot.delete_message(OFFICER, document.message_id)
    assert [message.id for message in officer.messages] == [sent.message_id]


async def test_ptb_reads_every_update(bot: Bot, server: FakeTelegram) -> None:
    officer = server.chat(OFFICER)
    said = await officer.say("21")
    await officer.edit(said, "22")
    await bot.send_message(OFFICER, "Chọn", reply_markup=keyboard("Có", data="v1:7"))
    query = await officer.tap("Có")
    for kind in ("photo", "voice", "sticker", "document", "contact"):
        await officer.send(kind)
    officer.block()
    officer.block(False)
    updates = await bot.get_updates()
    assert [update.update_id for update in updates] == sorted(u.update_id for u in updates)
    message, edit, tap, *rest = updates
    assert message.message is not None
    assert (message.message.text, message.message.chat.type) == ("21", "private")
    assert edit.edited_message is not None
    assert (edit.edited_message.text, edit.edited_message.message_id) == ("22", said)
    assert tap.callback_query is not None
    assert tap.callback_query.data == "v1:7"
    assert [u.message.effective_attachment is not None for u in rest if u.message] == [True] * 5
    assert [u.my_chat_member.new_chat_member.status for u in rest if u.my_chat_member] == [
        "kicked",
        "member",
    ]
    assert await bot.answer_callback_query(query)
    assert server.world.answered == [query]


@pytest.mark.parametrize(
    ("text", "mode", "description"),
    [
        ("", None, "Message text is empty"),
        (" \n ", None, "Message text is empty"),
        ("<b></b>", "HTML", "Message text is empty"),
        ("x" * 4097, None, "Message is too long"),
        ("🙂" * 2049, None, "Message is too long"),
        ("<b>" + "x" * 4097 + "</b>", "HTML", "Message is too long"),
        ("<p>x</p>", "HTML", 'Can\'t parse entities: unsupported start tag "p" at byte offset 0'),
        ("á <x", "HTML", "Can't parse entities: unclosed start tag at byte offset 3"),
        ("<b>x", "HTML", "Can't parse entities: can't find end tag"),
        ("x</b>", "HTML", "Can't parse entities: unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", "HTML", "Can't parse entities: unmatched end tag at byte offset 7"),
        ("x", "Markup", "Unsupported parse_mode"),
    ],
)
async def test_texts_it_refuses(bot: Bot, text: str, mode: str | None, description: str) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(OFFICER, text, parse_mode=mode)
    assert refused.value.message.lower().startswith(description.lower())


async def test_texts_it_takes_to_the_limit(bot: Bot, server: FakeTelegram) -> None:
    await bot.send_message(OFFICER, "🙂" * 2048)
    await bot.send_message(OFFICER, "<b>" + "&amp;" * 4096 + "</b>", parse_mode="HTML")
    await bot.send_message(OFFICER, "  a < b & c &nbsp; ")
    assert [message.text for message in server.chat(OFFICER).messages[1:]] == [
        "&" * 4096,
        "a < b & c &nbsp;",
    ]


def opening(url: str) -> InlineKeyboardMarkup:
    """A button that opens a page inside of Telegram."""
    button = InlineKeyboardButton("Mở", web_app=WebAppInfo(url))
    return InlineKeyboardMarkup([[button]])


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        (keyboard("Có", data=""), "text buttons are unallowed in the inline keyboard"),
        (keyboard("Có", data="x" * 65), "BUTTON_DATA_INVALID"),
        (keyboard("Có", data="ộ" * 22), "BUTTON_DATA_INVALID"),
        (keyboard(*["Có"] * 101), "reply markup is too long"),
        (keyboard(""), "inline keyboard button text must be non-empty"),
        (opening("http://x.vn"), "Only HTTPS links are allowed"),
    ],
)
async def test_keyboards_it_refuses(
    bot: Bot, markup: InlineKeyboardMarkup, description: str
) -> None:
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(OFFICER, "x", reply_markup=markup)
    assert description.lower() in refused.value.message.lower()


async def test_keyboards_it_takes_to_the_limit(bot: Bot, server: FakeTelegram) -> None:
    await bot.send_message(OFFICER, "x", reply_markup=keyboard(*["Có"] * 100, data="ộ" * 21 + "x"))
    assert len(server.chat(OFFICER).last.labels) == 100


async def test_edits_it_refuses(bot: Bot, server: FakeTelegram) -> None:
    officer = server.chat(OFFICER)
    own = await officer.say("của tôi")
    sent = await bot.send_message(OFFICER, "a", reply_markup=keyboard("Có"))
    document = await bot.send_document(OFFICER, b"x")
    cases = [
        (bot.edit_message_text("a", OFFICER, sent.id, reply_markup=keyboard("Có")), "not modified"),
        (bot.edit_message_reply_markup(OFFICER, document.id), "not modified"),
        (bot.edit_message_text("b", OFFICER, 99_999), "Message to edit not found"),
        (bot.edit_message_text("b", OFFICER, own), "Message can't be edited"),
        (bot.edit_message_text("b", OFFICER, document.id), "no text in the message to edit"),
        (bot.edit_message_text("b", OFFICER), "Message identifier is not specified"),
        (bot.delete_message(OFFICER, 99_999), "Message to delete not found"),
        (bot.answer_callback_query("1"), "Query is too old"),
    ]
    for call, description in cases:
        with pytest.raises(BadRequest, match=description):
            await call


async def test_documents_it_refuses(bot: Bot) -> None:
    for call, description in [
        (bot.send_document(OFFICER, b"x", caption="x" * 1025), "caption is too long"),
        (bot.send_document(OFFICER, b"", filename="a.docx"), "File must be non-empty"),
        (bot.send_document(OFFICER, "no-such-file"), "Wrong file identifier"),
    ]:
        with pytest.raises(BadRequest, match=description):
            await call


async def test_chats_it_refuses(bot: Bot, server: FakeTelegram) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(1, "x")
    server.chat(2)
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(2, "x")
    server.chat(OFFICER).block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_document(OFFICER, b"x")


async def test_commands_and_actions_it_refuses(bot: Bot) -> None:
    for call in (
        bot.set_my_commands([BotCommand("Tiếp", "x")]),
        bot.set_my_commands([BotCommand("tiep", "")]),
        bot.send_chat_action(OFFICER, "dancing"),
    ):
        with pytest.raises(BadRequest):
            await call


async def test_every_kind_of_body(server: FakeTelegram) -> None:
    url = f"{server.url}/bot{TOKEN}/sendMessage"
    values = {"chat_id": str(OFFICER), "text": "x"}
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        answers = [
            await client.post(url, data=values),
            await client.post(url, json={**values, "reply_markup": {"inline_keyboard": []}}),
            await client.post(url, files={name: (None, value) for name, value in values.items()}),
            await client.get(url, params=values),
        ]
        assert [answer.json()["ok"] for answer in answers] == [True] * 4
        broken = await client.post(url, content="{", headers={"Content-Type": "application/json"})
        missing = await client.post(url, data={"text": "x"})
        empty = await client.post(f"{server.url}/bot{TOKEN}/sendDocument", data=values)
    assert (broken.status_code, missing.status_code) == (400, 400)
    assert missing.json()["description"] == "Bad Request: chat_id is empty"
    assert empty.json()["description"] == "Bad Request: there is no document in the request"


async def test_tokens_and_methods_it_does_not_know(server: FakeTelegram) -> None:
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        wrong = await client.get(f"{server.url}/bot1:AAAA/getMe")
        malformed = await client.get(f"{server.url}/botnonsense/getMe")
        method = await client.get(f"{server.url}/bot{TOKEN}/getYou")
        spelled = await client.get(f"{server.url}/bot{TOKEN}/GETME")
    assert wrong.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert malformed.json() == {"ok": False, "error_code": 404, "description": "Not Found"}
    assert (method.status_code, spelled.status_code) == (404, 200)
    with pytest.raises(InvalidToken):
        async with Bot("1:AAAA", base_url=f"{server.url}/bot"):
            pass


async def test_an_offset_acknowledges(bot: Bot, server: FakeTelegram) -> None:
    officer = server.chat(OFFICER)
    for text in "abcd":
        await officer.say(text)
    first = await bot.get_updates(limit=2)
    assert [u.message.text for u in first if u.message] == ["a", "b"]
    assert await bot.get_updates(limit=2) == first
    rest = await bot.get_updates(offset=first[-1].update_id + 1)
    assert [u.message.text for u in rest if u.message] == ["c", "d"]
    assert len(await bot.get_updates()) == 2
    last = await bot.get_updates(offset=-1)
    assert [u.message.text for u in last if u.message] == ["d"]


async def test_a_long_poll_ends_with_the_first_update(bot: Bot, server: FakeTelegram) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=50))
    await polled(server)
    assert not poll.done()
    await server.chat(OFFICER).say("a")
    assert len(await poll) == 1


async def test_allowed_updates_hold_for_what_comes_later(bot: Bot, server: FakeTelegram) -> None:
    officer = server.chat(OFFICER)
    said = await officer.say("a")
    assert len(await bot.get_updates(allowed_updates=["callback_query"])) == 1
    await officer.edit(said, "b")
    assert len(await bot.get_updates()) == 1
    await bot.get_updates(allowed_updates=[])
    await officer.edit(said, "c")
    assert len(await bot.get_updates()) == 2


async def test_a_second_poll_ends_the_first(bot: Bot, server: FakeTelegram) -> None:
    async with Bot(TOKEN, base_url=f"{server.url}/bot") as other:
        poll = asyncio.create_task(bot.get_updates(timeout=50))
        await polled(server)
        assert await other.get_updates() == ()
        with pytest.raises(Conflict, match="terminated by other getUpdates"):
            await poll


async def test_webhooks_it_refuses_and_tells_about(bot: Bot) -> None:
    for url, secret in (("http://example.org/x", "s"), ("https://a.org", "có dấu"), ("x", "s")):
        with pytest.raises(BadRequest):
            await bot.set_webhook(url, secret_token=secret)
    assert await bot.set_webhook("https://127.0.0.1:9/hook", secret_token="s")
    assert (await bot.get_webhook_info()).url == "https://127.0.0.1:9/hook"
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    assert await bot.delete_webhook()
    assert (await bot.get_webhook_info()).url == ""
    assert await bot.get_updates() == ()


@pytest.mark.filterwarnings("ignore:.*retry_after")
async def test_trouble_on_demand(bot: Bot, server: FakeTelegram) -> None:
    server.faults.active = [
        Fault("flood", ("sendMessage",), retry_after=7),
        Fault("error", ("sendMessage",)),
        Fault("reset", ("sendMessage",)),
        Fault("lost", ("sendMessage",)),
    ]
    seen: list[TelegramError] = []
    for number in range(4):
        with pytest.raises(TelegramError) as trouble:
            await bot.send_message(OFFICER, str(number))
        seen.append(trouble.value)
    assert [type(error) for error in seen] == [RetryAfter, NetworkError, NetworkError, NetworkError]
    assert [message.text for message in server.chat(OFFICER).messages] == ["3"]
    server.faults.active = [Fault("slow", seconds=5)]
    with pytest.raises(TelegramError, match="Timed out"):
        await bot.send_message(OFFICER, "x", read_timeout=0.05)


async def test_the_same_driver_over_http(bot: Bot, server: FakeTelegram) -> None:
    async with httpx.AsyncClient(base_url=f"{server.url}/admin/", timeout=PATIENCE) as admin:

        async def tell(path: str, **body: object) -> object:
            answer = await admin.post(path, json=body)
            return answer.json()

        said = await tell(f"chats/{OFFICER}/say", text="21")
        await bot.send_message(OFFICER, "Chọn", reply_markup=keyboard("Có"))
        await bot.send_document(OFFICER, b"x", filename="a.docx")
        shown = await tell(f"chats/{OFFICER}/messages", after=said)
        assert isinstance(shown, list)
        assert [message["text"] for message in shown] == ["Chọn", ""]
        assert shown[1]["document"] == ["a.docx", "eA=="]
        assert (await tell(f"chats/{OFFICER}/wait", after=said)) == shown[0]
        assert isinstance(await tell(f"chats/{OFFICER}/tap", label="Có"), str)
        assert "no button" in str(await tell(f"chats/{OFFICER}/tap", label="Không"))
        await tell(f"chats/{OFFICER}/edit", message_id=said, text="22")
        assert await tell("faults", trouble="error", methods=["getMe"]) is True
        with pytest.raises(NetworkError):
            await bot.get_me()
        assert "sendmessage" in str(await tell("calls"))
    assert len(await bot.get_updates()) == 3


@pytest.mark.process
async def test_it_runs_as_a_process_of_its_own() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.fakes.telegram",
        "--port",
        "0",
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        port = int(await process.stdout.readline())
        async with Bot(TOKEN, base_url=f"http://127.0.0.1:{port}/bot") as bot:
            assert bot.username == "phuluc_test_bot"
    finally:
        process.terminate()
        await process.wait()
