"""A province's month over Tết, played from the first message to the last: who says what, who is
told what without asking, and when.

    python -m tests.support.month FOLDER

writes what each role read into FOLDER, one file a person.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from bot.ports.channel import Outgoing
from conversations.calendar.dates import VIETNAM
from conversations.workflow.permissions import Role
from tests.support.product import Office, office
from tests.support.province import Province, commune, department, local

DEPARTMENTS = (("NV", "Nội vụ"), ("TC", "Tài chính"), ("YT", "Y tế"))
COMMUNES = tuple(f"X{number:02}" for number in range(1, 31))
UNTIL_TET, AFTER_TET, LAST = date(2026, 2, 17), date(2026, 2, 18), date(2026, 3, 6)
START = local(2026, 2, 2)  # a Monday; the public holiday is from 16 to 20 February
LATE, SLOW = "X30", "X28"  # hands in a week late; appoints a day of Tết and hands in after it
_CODE = re.compile(r"^[\w-]{22}$", re.MULTILINE)


@dataclass(frozen=True)
class Told:
    """What somebody was told without having asked."""

    day: date
    who: str
    text: str


@dataclass
class Diary:
    """Everything that everybody read, and what was said to whom without asking."""

    at: Office
    read: dict[str, list[str]] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    _seen: int = 0

    async def say(self, who: str, text: str) -> str:
        return await self._do(who, text, self.at.say(text, who=who))

    async def tap(self, who: str, label: str) -> str:
        return await self._do(who, f"[{label}]", self.at.tap(label, who=who))

    async def _do(self, who: str, said: str, work: Awaitable[str]) -> str:
        self._line(who, f"> {said}")
        answer = await work
        self._take(who)
        return answer

    async def remind(self, moment: datetime) -> None:
        """What is told at this moment."""
        self.at.clock.moment = moment
        await self.at.remind()
        self._take(None)

    def reopen(self, at: Office) -> None:
        """The product was started anew, on the same database."""
        self.at, self._seen = at, 0

    def _take(self, who: str | None) -> None:
        sent = self.at.channels["telegram"].sent
        for one in sent[self._seen :]:
            self._line(one.conversation, _shown(one))
            if one.conversation != who:
                text = "".join(span.text for span in one.spans)
                day = self.at.clock.moment.astimezone(VIETNAM).date()
                self.told.append(Told(day, one.conversation, text))
        self._seen = len(sent)

    def _line(self, who: str, text: str) -> None:
        moment = self.at.clock.moment.astimezone(VIETNAM)
        self.read.setdefault(who, []).append(f"{moment:%d/%m %H:%M}  {text}\n")


def _shown(one: Outgoing) -> str:
    text = "".join(span.text for span in one.spans)
    rows = [" ".join(f"[{button.label}]" for button in row) for row in one.buttons]
    file = [f"<{one.file.name}>"] if one.file else []
    return "\n             ".join([*text.splitlines(), *file, *rows])


async def play(folder: Path) -> Diary:
    """The whole month, with a restart in the middle of Tết."""
    async with office(folder, START) as at:
        diary = Diary(at)
        await _first_days(diary)
        await _hand_in_before_tet(diary)
        await _days(diary, date(2026, 2, 12), UNTIL_TET)
    async with office(folder, local(2026, 2, 17, 23), name="again") as at:
        diary.reopen(at)
        await _days(diary, AFTER_TET, date(2026, 2, 23))
        await _after_tet(diary)
    return diary


async def _first_days(diary: Diary) -> None:
    """People come; a round is opened; work is handed over, to a guest too."""
    province = Province(diary.at)
    await province.found([department(*one) for one in DEPARTMENTS] + [*map(commune, range(1, 31))])
    await _comes(diary, province, "dau-moi", "TINH", Role.COORDINATOR, "Chị Mai")
    for code, _ in DEPARTMENTS:
        await _comes(diary, province, f"{code}-gd", code, Role.REVIEWER, f"Giám đốc {code}")
    for code in (*(code for code, _ in DEPARTMENTS), *COMMUNES):
        for which, name in (("a", "An"), ("b", "Bình")):
            await _comes(diary, province, f"{code}-{which}", code, Role.OFFICER, f"{name} {code}")
    await diary.say("dau-moi", "mở đợt từ 15/12/2025 đến 31/1/2026 hạn 24/2/2026")
    await diary.tap("dau-moi", "Mở đợt này")
    diary.at.clock.moment = local(2026, 2, 4)
    await diary.tap("NV-a", "Làm:")
    await diary.say("NV-a", "giao phần II cho Bình NV")
    said = await diary.say("NV-a", "hỏi đồng nghiệp câu 12 cho anh Tuấn")
    code = _CODE.findall(said)[-1]
    await diary.say("khach", f"/start {code}")
    await diary.tap("khach", "Tham gia")
    await diary.say("khach", "5")
    await diary.tap(f"{SLOW}-a", "Làm:")
    await diary.say(f"{SLOW}-a", "chưa có số, nhắc tôi ngày 18/2")
    await _days(diary, date(2026, 2, 5), date(2026, 2, 10))


async def _comes(
    diary: Diary, province: Province, who: str, unit: str, role: Role, name: str
) -> None:
    await diary.say(who, f"/start {await province.token(unit, role, name)}")
    await diary.tap(who, "Tham gia")


async def _hand_in_before_tet(diary: Diary) -> None:
    """All but two communes hand in; a department's row is returned and mended, and approved."""
    diary.at.clock.moment = local(2026, 2, 11)
    for code in (*(code for code, _ in DEPARTMENTS), *COMMUNES):
        if code not in (LATE, SLOW):
            await diary.tap(f"{code}-a", "Làm:")
            await _submit(diary, f"{code}-a", "tới I.1.1", "21", "7")
    await diary.tap("NV-gd", "Xem tất cả")
    await diary.tap("NV-gd", "↩ Trả lại")
    await diary.say("NV-gd", "câu 2: không khớp với kế hoạch")
    await diary.tap("NV-gd", "Trả lại 1 dòng")
    await diary.tap("NV-b", "Làm: Sở NV")
    await diary.say("NV-b", "8")
    await _submit(diary, "NV-b")
    await diary.tap("NV-gd", "Xem tất cả")
    await diary.tap("NV-gd", "✓ Duyệt")
    await diary.tap("NV-gd", "Duyệt")


async def _after_tet(diary: Diary) -> None:
    """The slow one and the late one hand in; a correction; the coordinator's board and total."""
    diary.at.clock.moment = local(2026, 2, 23)
    await diary.tap(f"{SLOW}-a", "Làm:")
    await _submit(diary, f"{SLOW}-a", "tới I.1.1", "21")
    await diary.say("dau-moi", "hợp nhất")
    await diary.tap("dau-moi", "Tải Word hợp nhất")
    await _days(diary, date(2026, 2, 24), date(2026, 2, 26))
    diary.at.clock.moment = local(2026, 2, 26)
    await diary.say("NV-a", "đính chính ghi nhầm số nhiệm vụ")
    await diary.say("NV-a", "sửa câu 1")
    await diary.say("NV-a", "22")
    await _submit(diary, "NV-a")
    await diary.tap("NV-gd", "Xem tất cả")
    await diary.tap("NV-gd", "✓ Duyệt")
    await diary.tap("NV-gd", "Duyệt")
    await _days(diary, date(2026, 2, 27), date(2026, 3, 3))
    diary.at.clock.moment = local(2026, 3, 3)
    await diary.tap(f"{LATE}-a", "Làm:")
    await _submit(diary, f"{LATE}-a", "tới I.1.1", "21")
    await diary.say("dau-moi", "bảng")
    await diary.tap("dau-moi", "Hợp nhất")
    await _days(diary, date(2026, 3, 4), LAST)


async def _submit(diary: Diary, who: str, *answers: str) -> None:
    for answer in answers:
        await diary.say(who, answer)
    said = await diary.say(who, "nộp")
    for _ in range(60):
        said = await diary.say(who, "nộp")
        if "Đã nộp" in said:
            return
        await diary.say(who, "theo thực tế đã kiểm tra")
    raise AssertionError(said)


async def _days(diary: Diary, first: date, last: date) -> None:
    """Let these days go by, looking at the clock every four hours."""
    day = first
    while day <= last:
        for hour in range(0, 24, 4):
            await diary.remind(local(day.year, day.month, day.day, hour, 1))
        day += timedelta(days=1)


def write(folder: Path) -> None:
    """What each person read, a file each."""
    with tempfile.TemporaryDirectory() as place:
        diary = asyncio.run(play(Path(place)))
    folder.mkdir(parents=True, exist_ok=True)
    for who, lines in diary.read.items():
        (folder / f"{who}.txt").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
