"""Passkeys registered, signed in by, and attacked, with a device in software."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from bot.access.passkeys import (
    CHALLENGE_LIFE,
    PasskeyCeremonies,
    PasskeyError,
    PasskeyParty,
    passkey_name,
)
from storage.store import Store
from tests.support.authenticator import Authenticator, encoded
from tests.support.product import Clock

ORIGIN = "https://baocao.example.vn"
PARTY = PasskeyParty("baocao.example.vn", ORIGIN)


@dataclass
class Keys:
    """The ceremonies over an empty store with two members in it."""

    store: Store
    clock: Clock
    ceremonies: PasskeyCeremonies
    lan: int
    hoa: int

    async def begin(self, member: int | None = None) -> str:
        async with self.store.transaction() as tx:
            if member is None:
                return await self.ceremonies.begin_sign_in(tx, PARTY)
            return await self.ceremonies.begin_registration(tx, PARTY, member, "Lan")

    async def finish(self, member: int, answer: dict[str, Any], party: PasskeyParty = PARTY) -> str:
        made = await self.ceremonies.finish_registration(
            party, member, json.dumps(answer).encode(), "Máy bàn"
        )
        async with self.store.transaction() as tx:
            assert await tx.passkeys.add(made, self.clock()) is not None
        return made.name

    async def enter(self, answer: dict[str, Any], party: PasskeyParty = PARTY) -> int:
        return await self.ceremonies.finish_sign_in(party, json.dumps(answer).encode())


@pytest.fixture
async def keys() -> AsyncIterator[Keys]:
    store, clock = await Store.open("sqlite:///:memory:"), Clock()
    async with store.transaction() as tx:
        lan, hoa = await tx.members.add("Lan", clock()), await tx.members.add("Hoa", clock())
    yield Keys(store, clock, PasskeyCeremonies(store, clock), lan, hoa)
    await store.close()


async def refused(work: Any) -> str:
    with pytest.raises(PasskeyError) as error:
        await work
    return error.value.code


async def test_a_passkey_is_made_and_signs_in(keys: Keys) -> None:
    device = Authenticator(ORIGIN)
    options = await keys.begin(keys.lan)
    asked = json.loads(options)
    assert asked["rp"]["id"] == "baocao.example.vn"
    assert asked["authenticatorSelection"]["userVerification"] == "required"
    assert str(keys.lan) != asked["user"]["id"]
    assert await keys.finish(keys.lan, device.register(options)) == "Máy bàn"
    assert await keys.enter(device.sign_in(await keys.begin())) == keys.lan
    known = json.loads(await keys.begin(keys.lan))["excludeCredentials"]
    assert [one["id"] for one in known] == [encoded(device.credential)]


async def test_each_challenge_counts_once_and_not_for_long(keys: Keys) -> None:
    device = Authenticator(ORIGIN)
    options = await keys.begin(keys.lan)
    await keys.finish(keys.lan, device.register(options))
    assert await refused(keys.finish(keys.lan, device.register(options))) == "late"
    options = await keys.begin()
    answer = device.sign_in(options)
    assert await keys.enter(answer) == keys.lan
    assert await refused(keys.enter(answer)) == "late"
    late = device.sign_in(await keys.begin())
    keys.clock.moment += CHALLENGE_LIFE + timedelta(seconds=1)
    assert await refused(keys.enter(late)) == "late"


async def test_a_wrong_answer_uses_the_challenge_up(keys: Keys) -> None:
    device, thief = Authenticator(ORIGIN), Authenticator(ORIGIN)
    await keys.finish(keys.lan, device.register(await keys.begin(keys.lan)))
    options = await keys.begin()
    assert await refused(keys.enter(thief.sign_in(options))) == "wrong"  # another key, same name
    assert await refused(keys.enter(device.sign_in(options))) == "late"


async def test_a_challenge_for_one_thing_is_none_for_another(keys: Keys) -> None:
    device = Authenticator(ORIGIN)
    await keys.finish(keys.lan, device.register(await keys.begin(keys.lan)))
    other = Authenticator(ORIGIN, credential=b"other")
    options = await keys.begin(keys.lan)
    assert await refused(keys.finish(keys.hoa, other.register(options))) == "late"
    mixed = json.loads(await keys.begin(keys.lan))
    answer = device.sign_in(json.dumps({"challenge": mixed["challenge"], "rpId": PARTY.host}))
    assert await refused(keys.enter(answer)) == "late"


async def test_what_is_signed_must_be_ours(keys: Keys) -> None:
    device = Authenticator(ORIGIN)
    await keys.finish(keys.lan, device.register(await keys.begin(keys.lan)))
    for changed in (
        {"origin": "https://baocao.example.vn.evil.example"},
        {"origin": "http://baocao.example.vn"},
        {"type": "webauthn.create"},
    ):
        assert await refused(keys.enter(device.sign_in(await keys.begin(), **changed))) == "wrong"
    wrong = json.loads(await keys.begin()) | {"rpId": "evil.example"}
    assert await refused(keys.enter(device.sign_in(json.dumps(wrong)))) == "wrong"
    unverified = Authenticator(ORIGIN, verifies=False, _key=device._key)
    assert await refused(keys.enter(unverified.sign_in(await keys.begin()))) == "wrong"
    options = await keys.begin(keys.hoa)
    unasked = Authenticator(ORIGIN, verifies=False, credential=b"hoa")
    assert await refused(keys.finish(keys.hoa, unasked.register(options))) == "wrong"


async def test_a_copied_device_is_told_by_its_count(keys: Keys) -> None:
    device = Authenticator(ORIGIN, count=5)
    await keys.finish(keys.lan, device.register(await keys.begin(keys.lan)))
    device.count = 9
    assert await keys.enter(device.sign_in(await keys.begin())) == keys.lan
    device.count = 9
    assert await refused(keys.enter(device.sign_in(await keys.begin()))) == "wrong"


async def test_a_passkey_that_was_taken_away_opens_nothing(keys: Keys) -> None:
    device = Authenticator(ORIGIN)
    await keys.finish(keys.lan, device.register(await keys.begin(keys.lan)))
    async with keys.store.transaction() as tx:
        number = (await tx.passkeys.of_member(keys.lan))[0].id
        await tx.passkeys.end(keys.lan, number, keys.clock())
    assert await refused(keys.enter(device.sign_in(await keys.begin()))) == "wrong"


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b'{"response": {"clientDataJSON": "%%%"}}',
        b'{"response": {"clientDataJSON": "bnVsbA"}}',
        b'{"response": {"clientDataJSON": "eyJjaGFsbGVuZ2UiOjd9"}}',
        b'{"response": {"clientDataJSON": 7}}',
        b"\xff\xfe",
        b"[" * 5_000,
    ],
)
async def test_what_is_no_answer_is_refused(keys: Keys, answer: bytes) -> None:
    with pytest.raises(PasskeyError):
        await keys.ceremonies.finish_sign_in(PARTY, answer)


async def test_a_damaged_answer_is_refused(keys: Keys) -> None:
    """Each part cut or changed, at a challenge of its own."""
    device = Authenticator(ORIGIN)
    for part in ("attestationObject", "clientDataJSON"):
        answer = device.register(await keys.begin(keys.lan))
        for damaged in (answer["response"][part][:40], "AAAA", "", 7, None):
            bad = answer | {"response": answer["response"] | {part: damaged}}
            assert await refused(keys.finish(keys.lan, bad)) in ("wrong", "late")
    await keys.finish(keys.lan, device.register(await keys.begin(keys.lan)))
    for part in ("authenticatorData", "signature"):
        for damaged in ("AAAA", "", 7, None, "A" * 300):
            answer = device.sign_in(await keys.begin())
            bad = answer | {"response": answer["response"] | {part: damaged}}
            assert await refused(keys.enter(bad)) == "wrong"
    for name in (7, None, ["x"], "x" * 9_000, "%00"):
        answer = device.sign_in(await keys.begin())
        assert await refused(keys.enter(answer | {"id": name})) == "wrong"


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://baocao.example.vn", "baocao.example.vn"),
        ("https://baocao.example.vn:8443", "baocao.example.vn"),
        ("http://localhost:8642", "localhost"),
        ("http://baocao.example.vn", None),
        ("https://10.0.0.5", None),
        ("http://127.0.0.1:8642", None),
        ("https://[::1]:8642", None),
        ("", None),
    ],
)
def test_passkeys_are_for_names_over_tls(origin: str, host: str | None) -> None:
    found = PasskeyParty.of_origin(origin)
    assert (found.host if found else None) == host


def test_a_passkey_is_called_on_one_line() -> None:
    assert passkey_name("  Máy\u202e bàn\n tầng 2 ") == "Máy bàn tầng 2"
    assert passkey_name("") == "Khóa đăng nhập"
    assert len(passkey_name("x" * 500)) <= 60
