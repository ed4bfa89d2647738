"""The real product hands letters over, and is killed while a server has one and says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fakes.mail import mail_server
from tests.support.patience import until
from tests.support.process import Process, clean_environment, run_command

pytestmark = pytest.mark.process
LAN, MAI = "lan@x.gov.vn", "mai@x.gov.vn"


async def test_a_letter_that_was_taken_unseen_comes_again_as_the_same(tmp_path: Path) -> None:
    async with mail_server() as server:
        mail = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(server.port), "SMTP_SECURITY": "none"}
        mail |= {"SMTP_FROM": "Tỉnh <bc@tinh.gov.vn>", "PUBLIC_URL": "https://x.gov.vn"}
        product = Process(tmp_path, mail)
        env = clean_environment(DATA_DIR=str(tmp_path / "data"), **mail)
        await product.start()
        made = await run_command(tmp_path, "units", "add", "T", "--name", "Tỉnh", env=env)
        assert made.returncode == 0, made.stderr
        invite = ("invite", "T", "officer", "--email")
        server.silent = [LAN]
        assert (
            "1 invitations will be mailed"
            in (await run_command(tmp_path, *invite, LAN, env=env)).stdout
        )
        await until(lambda: server.texts_to(LAN))
        await product.kill()
        await product.start()
        await run_command(tmp_path, *invite, MAI, env=env)
        await until(lambda: server.texts_to(MAI) and len(server.texts_to(LAN)) == 2)
        assert await product.stop() == 0
    first, again = (one.letter["message-id"] for one in server.taken if one.recipient == LAN)
    assert first == again
    assert len(server.texts_to(MAI)) == 1
