"""What is compared under which load."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bench.speed.measuring import Load
from bench.speed.systems import Peer, Product, System

PTB = Peer("python-telegram-bot", "ptb_conversation")
PTB_CONCURRENT = Peer(
    "python-telegram-bot, chats side by side", "ptb_conversation", ("--concurrent",)
)
AIOGRAM = Peer("aiogram", "aiogram_fsm")
AIOGRAM_UVLOOP = Peer("aiogram, uvloop", "aiogram_fsm", ("--uvloop",))
FLOOR = Peer("raw floor", "raw_floor")
PEERS = {
    "ptb": PTB,
    "ptb-concurrent": PTB_CONCURRENT,
    "aiogram": AIOGRAM,
    "aiogram-uvloop": AIOGRAM_UVLOOP,
    "floor": FLOOR,
}


@dataclass(frozen=True)
class Comparison:
    """Systems side by side under one load; the first is what the others are compared with."""

    title: str
    systems: tuple[System, ...]
    load: Load


def against_peers(
    ours: Sequence[Product], names: Sequence[str], *, quick: bool
) -> list[Comparison]:
    """Closed loads by number of officers, a slow Bot API, and a fixed rate."""
    systems: tuple[System, ...] = (*ours, *(PEERS[name] for name in names if name))
    if quick:
        return [Comparison("100 officers", systems, Load(100, warm=0.5, seconds=1.5))]
    return [
        Comparison("100 officers", systems, Load(100)),
        Comparison("100 officers, Bot API 50 ms away", systems, Load(100, latency=0.05)),
        Comparison("300 answers a second offered", systems, Load(1_000, rate=300.0, seconds=10.0)),
        Comparison("1 officer", systems, Load(1)),
        Comparison("1,000 officers", systems, Load(1_000)),
        Comparison("10,000 officers", systems, Load(10_000, seconds=8.0)),
    ]


def of_databases(ours: Product, new: Callable[[], str]) -> list[Comparison]:
    """SQLite against PostgreSQL, one process."""
    systems = (ours, replace(ours, name="Phuluc, PostgreSQL", new_database=new))
    return [Comparison("SQLite and PostgreSQL, 100 officers", systems, Load(100))]


def of_replicas(ours: Product, new: Callable[[], str], count: int) -> list[Comparison]:
    """One process against several on PostgreSQL, a chat always at one of them or at any."""
    one = replace(ours, name="1 replica", new_database=new)
    many = replace(one, name=f"{count} replicas", replicas=count)
    return [
        Comparison(f"{count} replicas, by chat", (one, many), Load(100)),
        Comparison(f"{count} replicas, at random", (one, many), Load(100, spread="random")),
    ]
