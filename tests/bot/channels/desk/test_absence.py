"""What the desk says while the database is away."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

from bot.channels.desk.visitors import Desk
from storage.core.availability import StoreAwayError
from tests.support.desk import desk_at, words_of
from tests.support.desk_office import desk_office


def away(*_: object, **__: object) -> NoReturn:
    raise StoreAwayError("no way there")


async def test_pages_say_that_the_database_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_office(tmp_path) as here, desk_at(here.at, here.mai) as desk:
        with monkeypatch.context() as patched:
            patched.setattr(Desk, "reading", away)
            said = words_of(await desk.get(f"/ban/dot/{here.round}", 503))
            assert "chưa kết nối được cơ sở dữ liệu" in said
            assert "Chưa có gì bị mất" in said
            patched.setattr(Desk, "find_person", away)
            answer = await desk.client.get("/ban")
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
            said = words_of(await desk.post("/ban/lam", {"action": "{}"}, 503))
            assert "Có thể việc vừa gửi chưa được làm" in said
        await desk.get(f"/ban/dot/{here.round}")


async def test_an_error_of_our_own_is_no_absence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk_office(tmp_path) as here, desk_at(here.at, here.mai) as desk:

        async def broken(*_: object) -> NoReturn:
            raise ValueError

        monkeypatch.setattr(Desk, "find_person", broken)
        with pytest.raises(ValueError, match=r"^$"):
            await desk.client.get("/ban")
