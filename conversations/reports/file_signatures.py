"""What digital signatures on a file are worth, as far as that can be told without a network."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from conversations.frozen import Frozen

SignatureState = Literal["unchanged", "extended", "changed", "broken", "partial", "unreadable"]


class FileSignature(Frozen):
    """A signature on a PDF. `state` is what became of the file since: unchanged; extended, by other
    signatures and filled fields alone; changed, in its pages; broken, the signature does not fit
    what it signs; partial, it covers a part that cannot be told; unreadable. `claimed` is the time
    that the signer's machine tells, `stamped` that of a time stamp (RFC 3161) by `stamped_by`, if
    it fits. `chain` is whether the certificate leads to a root that the installation
    trusts, at the time of signing; whether it was revoked is never checked."""

    signer: str = ""
    organization: str = ""
    issuer: str = ""
    claimed: datetime | None = None
    stamped: datetime | None = None
    stamped_by: str = ""
    stamp_trusted: bool = False  # whether that server's certificate leads to a root too
    is_stamp: bool = False  # of the file as a whole, by a server of time alone
    state: SignatureState
    chain: Literal["not_checked", "trusted", "failed"] = "not_checked"
    root: str = ""


UNREADABLE = FileSignature(state="unreadable")
