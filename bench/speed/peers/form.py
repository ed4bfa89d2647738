"""What the peers share: settings, the questions, reading a number, and the table of answers."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import aiosqlite

_NUMBER = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d+)?|-?\d+(?:,\d+)?")
_TABLE = """CREATE TABLE IF NOT EXISTS answer (
    chat INTEGER, question INTEGER, value TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (chat, question)
)"""
SAVE = """INSERT INTO answer (chat, question, value, at) VALUES (?, ?, ?, datetime('now'))
    ON CONFLICT (chat, question) DO UPDATE SET value = excluded.value, at = excluded.at"""
REFUSED = "Chưa đọc được số này. Gõ một số, ví dụ: 1.234 hoặc 33,33"
THANKS = "✓ Đã đủ số liệu. Cảm ơn anh/chị."


@dataclass(frozen=True)
class Settings:
    token: str
    api: str
    port: int
    secret: str
    database: str
    questions: tuple[str, ...]


def settings() -> Settings:
    """From the environment that the benchmark sets."""
    there = os.environ
    questions = json.loads(Path(there["BENCH_QUESTIONS"]).read_text(encoding="utf-8"))
    return Settings(
        there["BENCH_TOKEN"],
        there["BENCH_API"],
        int(there["BENCH_PORT"]),
        there["BENCH_SECRET"],
        there["BENCH_DATABASE"],
        tuple(questions),
    )


def read_number(text: str) -> Decimal | None:
    """A number as it is written in Vietnamese: 1.234,5."""
    text = text.strip()
    if not _NUMBER.fullmatch(text):
        return None
    return Decimal(text.replace(".", "").replace(",", "."))


def prompt(questions: tuple[str, ...], place: int, said: str = "") -> str:
    """The question at this place, after what was said before."""
    head = f"✓ Đã ghi: {said}\n\n" if said else ""
    asked = f"Câu {place + 1}/{len(questions)}\n{questions[place]}\nVí dụ: 21 hoặc 1.234"
    return head + asked


def open_database(path: str) -> sqlite3.Connection:
    """Durable to the last commit."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute(_TABLE)
    connection.commit()
    return connection


def save(database: sqlite3.Connection, chat: int, question: int, value: Decimal) -> None:
    """Commit one answer, holding up everything else meanwhile."""
    database.execute(SAVE, (chat, question, str(value)))
    database.commit()


async def open_beside(path: str) -> aiosqlite.Connection:
    """The same database, in a thread of its own."""
    open_database(path).close()
    connection = await aiosqlite.connect(path)
    await connection.execute("PRAGMA synchronous=FULL")
    return connection


async def save_beside(
    database: aiosqlite.Connection, chat: int, question: int, value: Decimal
) -> None:
    """Commit one answer; others that came at the same moment may share the commit."""
    await database.execute(SAVE, (chat, question, str(value)))
    await database.commit()
