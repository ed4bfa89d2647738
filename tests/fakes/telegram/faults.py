"""Trouble on demand: flood control, server errors, cut connections, slowness."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Literal

Trouble = Literal["flood", "error", "reset", "lost", "slow"]


@dataclass
class Fault:
    """`flood`: 429 with `retry_after`; `error`: HTTP `status`; `reset`: the connection is cut
    before the call is carried out; `lost`: after it, so the caller cannot know; `slow`: the
    answer comes `seconds` later. Hits the `methods` (all, when empty), `times` times (no end,
    when None), each call with probability `rate`; with a `text`, only calls in which it stands."""

    trouble: Trouble
    methods: tuple[str, ...] = ()
    times: int | None = 1
    rate: float = 1.0
    retry_after: int = 1
    status: int = 500
    seconds: float = 1.0
    hits: int = 0
    text: str = ""


@dataclass
class Faults:
    """The faults that are switched on; the first that strikes is the one that happens."""

    active: list[Fault] = field(default_factory=list)
    dice: random.Random = field(default_factory=lambda: random.Random(2023))

    @property
    def reads(self) -> bool:
        """Whether one of them asks what stands in a call."""
        return any(fault.text for fault in self.active)

    def strike(self, method: str, body: str = "") -> Fault | None:
        for fault in self.active:
            if fault.methods and method not in {name.lower() for name in fault.methods}:
                continue
            if fault.text not in body:
                continue
            if fault.times is not None and fault.hits >= fault.times:
                continue
            if self.dice.random() >= fault.rate:
                continue
            fault.hits += 1
            return fault
        return None
