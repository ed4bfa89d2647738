"""Codes that are typed on the page to sign in.

One by e-mail has six figures, counts in the browser that asked for it alone, and is worth nothing
after some wrong tries. One that a person's own chat tells is long enough to be typed anywhere. What
is kept is a hash under the installation's own key, and it covers whom the code is for.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from bot.access.signatures import is_same_secret, mark_of, signing_key
from bot.ports.clock import Clock
from conversations.text.addresses import read_email
from storage.store import Store
from storage.transaction import Transaction
from storage.workflow.sign_in_codes import AskedCode, NewSignInCode

SIGN_IN_PATH = "/ban/vao"  # where they are typed
CODE_LIFE = timedelta(minutes=10)
MOST_TRIES = 5  # wrong ones of a code by e-mail
FIGURES = 6
LETTERS, ALPHABET = 10, "ACDEFGHJKLMNPQRTUVWXY3479"  # none is taken for another
SENT_AN_HOUR, SENT_A_DAY = 3, 6  # codes to one address
ASKED_AN_HOUR = 5  # codes by e-mail for one browser
TOLD_AN_HOUR = 6  # codes in one person's chat
WRONG_A_DAY = 10  # wrong codes typed for one address
WRONG_OF_ALL = 500  # wrong codes by e-mail in an hour, of everybody
_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_EMAIL, _CHAT = "email", "chat"


class SignInRefusal(StrEnum):
    """Why a code is not made, or not taken."""

    ADDRESS = "address"  # it is no e-mail address
    OFTEN = "often"  # too many were asked for, or typed wrongly
    WRONG = "wrong"  # not this one, or used, or too old
    SPENT = "spent"  # too many wrong tries: a new one is needed


class SignInCodeError(Exception):
    """A code that is not made, or not taken. `left`: how often it may still be tried."""

    def __init__(self, why: SignInRefusal, left: int = 0) -> None:
        super().__init__(why)
        self.why = why
        self.left = left


@dataclass(frozen=True)
class SignInCodes:
    """Makes and takes them."""

    store: Store
    clock: Clock

    async def make_for_address(
        self, tx: Transaction, address: str, browser: str, member: int | None
    ) -> str:
        """A code for the person at this address (None: there is nobody), that this browser may
        type. SignInCodeError where it was asked for too often; whether somebody is there makes no
        difference."""
        place, now = await _hash(tx, "place", address), self.clock()
        if await self._is_too_often(tx, place, browser):
            raise SignInCodeError(SignInRefusal.OFTEN)
        code = "".join(secrets.choice("0123456789") for _ in range(FIGURES))
        hashed = await _hash(tx, _EMAIL, code, browser, member)
        made = NewSignInCode(_EMAIL, hashed, member, now + CODE_LIFE, place, mark_of(browser))
        await tx.sign_in_codes.add(made, now)
        return code

    async def _is_too_often(self, tx: Transaction, place: str, browser: str) -> bool:
        codes, now = tx.sign_in_codes, self.clock()
        return (
            await codes.count_sent(place, now - _HOUR) >= SENT_AN_HOUR
            or await codes.count_sent(place, now - _DAY) >= SENT_A_DAY
            or await codes.count_wrong_at(place, now - _DAY) >= WRONG_A_DAY
            or await codes.count_asked(mark_of(browser), now - _HOUR) >= ASKED_AN_HOUR
            or await codes.count_wrong(now - _HOUR) >= WRONG_OF_ALL
        )

    async def take(self, typed: str, browser: str) -> int:
        """The member whose code was typed in this browser; it is used up. SignInCodeError for any
        other: each wrong try is counted before anything is said."""
        figures = re.sub(r"[\s.-]", "", typed)
        if figures.isascii() and figures.isdigit():
            return await self._take_figures(figures, browser)
        return await self._take_letters(figures.upper())

    async def _take_figures(self, figures: str, browser: str) -> int:
        async with self.store.transaction() as tx:
            asked = await tx.sign_in_codes.asked_by(mark_of(browser), self.clock())
            if asked is None:
                refused = SignInCodeError(SignInRefusal.WRONG)
            elif asked.tries >= MOST_TRIES:
                refused = SignInCodeError(SignInRefusal.SPENT)
            elif asked.member is not None and is_same_secret(
                asked.hash, await _hash(tx, _EMAIL, figures, browser, asked.member)
            ):
                return await self._use_up(tx, asked)
            else:
                refused = await self._count_try(tx, asked)
        raise refused

    async def _count_try(self, tx: Transaction, asked: AskedCode) -> SignInCodeError:
        await tx.sign_in_codes.add_try(asked.id)
        left = MOST_TRIES - asked.tries - 1
        return SignInCodeError(SignInRefusal.WRONG if left else SignInRefusal.SPENT, left)

    async def _take_letters(self, letters: str) -> int:
        async with self.store.transaction() as tx:
            for told in await tx.sign_in_codes.list_told(_CHAT, self.clock()):
                if is_same_secret(told.hash, await _hash(tx, _CHAT, letters, told.member)):
                    return await self._use_up(tx, told)
        raise SignInCodeError(SignInRefusal.WRONG)

    async def _use_up(self, tx: Transaction, code: AskedCode) -> int:
        if code.member is None or not await tx.sign_in_codes.take(code.id, self.clock()):
            raise SignInCodeError(SignInRefusal.WRONG)
        return code.member


async def make_chat_code(tx: Transaction, member: int, now: datetime) -> str:
    """A code that the member's own chat tells them. SignInCodeError for too many."""
    if await tx.sign_in_codes.count_told(member, _CHAT, now - _HOUR) >= TOLD_AN_HOUR:
        raise SignInCodeError(SignInRefusal.OFTEN)
    code = "".join(secrets.choice(ALPHABET) for _ in range(LETTERS))
    hashed = await _hash(tx, _CHAT, code, member)
    await tx.sign_in_codes.add(NewSignInCode(_CHAT, hashed, member, now + CODE_LIFE), now)
    return f"{code[:5]}-{code[5:]}"


def read_address(typed: str) -> str:
    """An e-mail address as it is kept; SignInCodeError for what is none."""
    address = read_email(typed)
    if address is None:
        raise SignInCodeError(SignInRefusal.ADDRESS)
    return address


async def _hash(tx: Transaction, *parts: object) -> str:
    said = "\0".join(str(part) for part in ("sign-in code 1", *parts))
    key = await signing_key(tx)
    return hmac.new(key, said.encode("utf-8", "replace"), sha256).hexdigest()
