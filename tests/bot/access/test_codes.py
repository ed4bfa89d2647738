"""A code is found among the words it comes with."""

from __future__ import annotations

import secrets

import pytest

from bot.access.identity import code_in, codes_within, new_token

CODE = "rMhLy4xO_2-bVtQz9KwAe1"
TEXTS = (
    f"ma moi la {CODE} do em",
    f"Chị gửi rồi mà em? {CODE}.",
    f"“{CODE}”",
    f"({CODE})",
    f"mã: {CODE}, em nhé",
    f"mã:{CODE}",
    f"-{CODE}-",
    f"https://t.me/phuluc_bot?start={CODE}",
    f"Mời anh/chị làm cán bộ báo cáo của Sở NV.\nNhắn cho tôi mã này:\n{CODE}\n",
    f"dạ em gửi {CODE} ạ 🙏",
)
OTHERS = (
    *("21", "số 45/BC-SNV ngày 20/3/2026", "https://drive.google.com/file/d/1AbCdEfGhIjKlMnOpQ"),
    *("trachnhiemhuuhanmotthe", "chào em, chị chưa có mã", "x" * 22, f"{CODE}{CODE}", ""),
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_code_is_found_in_a_text(text: str) -> None:
    assert codes_within(text) == [CODE]


@pytest.mark.parametrize("text", OTHERS)
def test_other_words_are_no_codes(text: str) -> None:
    assert codes_within(text) == []


def test_every_code_that_is_made_is_found() -> None:
    for code in (new_token() for _ in range(2_000)):
        assert code_in(code) == code
        apart = code.strip("-_") == code  # a sign at its end may belong to the sentence
        assert not apart or codes_within(f"mã mời là {code}.") == [code]


def test_a_code_is_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter(("2o5rimtnfqz4xb6hpd4n5g", "2o5rimtnfqz4Xb6hpd4n5g"))
    monkeypatch.setattr(secrets, "token_urlsafe", lambda _: next(drawn))
    assert codes_within(f"mã mời là {new_token()}.") == ["2o5rimtnfqz4Xb6hpd4n5g"]
