"""What a report costs its officer, and the bot, in five ways of answering.

    python -m bench.effort

Counts what the officer does (messages, taps, files), what the bot sends, what of it there is to
read (characters, the longest message, those taller than a phone), and the calls of the
Bot API that it takes (getUpdates left out), each counted by a strict fake of that API while the
real product serves it. The officer knows the numbers and does only what the screen asks for.
"""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from bench.screens import ReadingTally, tally_messages
from bench.second_quarter import CHANGED, FIRST, SECOND, STABLE
from bot.simulation.officer import SampleOfficer as OneByOne
from conversations.answers.values import AnswerState
from conversations.calendar.periods import Period
from conversations.dialog.checks.explanations import open_points
from conversations.forms.model import Form
from conversations.protocol.check_states import CheckExplanations, FailedCheck
from conversations.protocol.preview_states import FileImport, Preview, ReadingChoice, RowChoice
from conversations.protocol.row_states import HelperQuestion, ListInput, RowQuestion
from conversations.protocol.session import Session, SubmitConfirmation, Summary
from conversations.reports.model import (
    AnswerChange,
    LetterReference,
    Report,
    ReportState,
    StateChange,
)
from conversations.workflow.permissions import Role
from storage.core.work import AuditContext
from storage.store import Store
from templates.documents.word.render import render_word
from templates.loading.catalog import SampleAnswers, load_catalog
from tests.support.appendix import report_of
from tests.support.dialog import NOW, SCARCE, Talk
from tests.support.metered_officer import Frugal
from tests.support.phones import LAN, TelegramPhone, telegram_phone, webhook_phone
from tests.support.reports import LAST_QUARTER

OpenPhone = Callable[[Path], AbstractAsyncContextManager[TelegramPhone]]
MOST_ACTIONS = 1_000
Q2 = Period(name="Quý II/2023", start=date(2023, 3, 15), end=date(2023, 6, 14))
BUTTONS = {
    "đồng ý": ("Ghi ", "Giữ nguyên cả", "Lưu làm số kỳ trước", "Đồng ý"),
    "ghi rồi nộp": ("Ghi rồi nộp",),
    "bỏ qua": ("Sang nhóm sau", "Bỏ qua"),
    "nộp": ("Nộp",),
    "để sau": ("Để sau",),
    "theo nhóm": ("Theo nhóm",),
    "có": ("Có",),
    "không": ("Không",),
}
TOLD = (  # a command is typed only when a message told of it
    *("đồng ý", "nộp", "ghi rồi nộp", "giữ nguyên tất cả", "theo nhóm", "theo phần", "bỏ qua"),
    *("để sau", "hủy", "tiếp"),
)
NOT_COUNTED = ("getupdates", "getme", "setmycommands", "setwebhook", "deletewebhook")


@dataclass
class Tally:
    """What was done; `messages` are the bot's."""

    actions: int = 0
    messages: int = 0
    calls: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    reading: ReadingTally = field(default_factory=ReadingTally)


def printed_place(form: Form, key: str) -> str:
    """A row by its number in print, as an officer reads it off the form; by its key without one."""
    row, section = form.row(key), form.section_of(key)
    return f"{section.stt}.{row.stt}" if row.stt and row.key != section.key else key


@dataclass
class Diligent:
    """An officer with all numbers at hand. `opening` is what they do first: texts, and the
    names of `files` they send."""

    phone: TelegramPhone
    form: Form
    sample: SampleAnswers
    opening: list[str]
    files: Mapping[str, bytes] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)
    noted: set[str] = field(default_factory=set)
    taps: bool = False  # where there is a button for it, instead of typing the same
    _seen: int = 0  # messages that stood there before the last action
    _told: set[str] = field(default_factory=set)  # the commands that messages told of

    async def report(self) -> tuple[Report, Session]:
        store = self.phone.product.store
        async with store.transaction() as tx:
            member = await tx.members.find("telegram", str(LAN))
            assert member is not None
            number = await tx.members.report_of(member.id)
            assert number is not None
            saved = await tx.sessions.of_member(member.id)
            session = Session.model_validate_json(saved) if saved else Session()
            return await tx.reports.load(number), session

    async def work(self) -> Report:
        """Until the report is filed; RuntimeError when it never is."""
        for text in self.opening:
            await self._do(text)
        for _ in range(MOST_ACTIONS):
            report, session = await self.report()
            if report.state is ReportState.SUBMITTED:
                return report
            await self._do(self._next(report, session))
        message = f"not filed; the session stands at {session.focus}"
        raise RuntimeError(message)

    async def _do(self, what: str) -> None:
        if what in TOLD and not (self._is_told(what) or what in self._told):
            message = f"nobody told the officer of {what!r}"
            raise RuntimeError(message)
        self._told |= {words for words in TOLD if self._is_told(words)}
        self._seen = len(self.phone.officer.messages)
        self.tally.actions += 1
        if self.taps and (button := self._button(what)):
            what = f"[{button}]"
        if what in self.files:
            await self.phone.send(what, self.files[what])
            kind = "file"
        elif what.startswith("[") and what.endswith("]"):
            await self.phone.tap(what[1:-1], 1)
            kind = "tap"
        else:
            await self.phone.say(what)
            kind = "text"
        self.tally.kinds[kind] = self.tally.kinds.get(kind, 0) + 1

    def _button(self, what: str) -> str | None:
        """The label of the button that means the same, if the newest message has it."""
        wanted = BUTTONS.get(what, ())
        labels = self.phone.officer.messages[-1].labels if self.phone.officer.messages else []
        return (
            next((label for label in labels if label.startswith(wanted)), None) if wanted else None
        )

    def _next(self, report: Report, session: Session) -> str:
        focus = session.focus
        if note := self._note(report, session):
            return note
        match focus:
            case ListInput(rows=rows):
                return self._list(report, rows)
            case Preview():
                return self._preview(focus)
            case FileImport():
                return "đồng ý"
            case ReadingChoice():
                return "1"
            case CheckExplanations():
                return self._reasons(report, focus)
            case FailedCheck(checks=checks):
                return self.sample.reasons.get(checks[0], "để sau")
            case Summary() | SubmitConfirmation():
                return "nộp"
            case RowQuestion(row=row) | HelperQuestion(row=row):
                return self.sample.texts.get(row, "bỏ qua")
            case RowChoice():
                return "hủy"
            case _:
                return "tiếp"

    def _note(self, report: Report, session: Session) -> str:
        """A note is typed when its row, or its heading, stands in the list."""
        focus = session.focus
        if not isinstance(focus, ListInput):
            return ""
        for key, note in self.sample.notes.items():
            here = key in focus.rows or key in {self.form.group_of(row).key for row in focus.rows}
            if here and key not in self.noted and not report.answer(key).note:
                self.noted.add(key)
                return f"ghi chú {printed_place(self.form, key)}: {note}"
        return ""

    def _list(self, report: Report, rows: tuple[str, ...]) -> str:
        """The numbers in order, as far as there are any; else on to the next list."""
        blank = [key for key in rows if report.answer(key).state is AnswerState.BLANK]
        given = [self.sample.texts.get(key, "_") for key in blank]
        while given and given[-1] == "_":
            given.pop()
        if not given:
            return "bỏ qua"
        filled = [(n, key) for n, key in enumerate(rows, 1) if key in self.sample.texts]
        wanted = [(n, key) for n, key in filled if key in blank]
        on = "\nxong" if len(wanted) < len(blank) else ""
        if len(wanted) * 3 <= len(given) or len(wanted) == 1:
            return "; ".join(f"{n}={self.sample.texts[key]}" for n, key in wanted) + on
        return "; ".join(given) + on

    def _preview(self, focus: Preview) -> str:
        """What needs a new number is typed in the order of the screen; then, of a preview that may
        be all there is, the notes, and the report is submitted."""
        wanted = [self.sample.texts.get(key, "_") for key in focus.still_wanted]
        if any(text != "_" for text in wanted):
            return "; ".join(wanted)
        if not self._is_told("ghi rồi nộp"):
            return "đồng ý"
        notes = [
            f"ghi chú {printed_place(self.form, key)}: {note}"
            for key, note in self.sample.notes.items()
            if key not in self.noted
        ]
        self.noted |= {*self.sample.notes}
        return "\n".join(notes) or "ghi rồi nộp"

    def _reasons(self, report: Report, focus: CheckExplanations) -> str:
        """All reasons in one message, by the numbers on the screen."""
        points = open_points(self.form, report, focus)
        known = {n: self.sample.reasons[name] for n, name in points.items()}
        return "\n".join(f"{n}: {reason}" for n, reason in known.items())

    def _is_told(self, words: str) -> bool:
        """Whether the newest messages offer these words, in their text or on a button."""
        shown = self.phone.officer.messages[self._seen :]
        return any(
            words.casefold() in text.casefold() for one in shown for text in (one.text, *one.labels)
        )


async def measure(
    name: str,
    sample: SampleAnswers,
    opening: list[str],
    *,
    files: Mapping[str, bytes] | None = None,
    prepare: Callable[[Store], object] | None = None,
    one_by_one: bool = False,
    taps: bool = False,
    open_phone: OpenPhone = telegram_phone,
) -> Tally:
    """Run one way of answering; print its line."""
    form = load_catalog().forms["cchc-so"]
    with tempfile.TemporaryDirectory() as folder:
        async with open_phone(Path(folder)) as phone:
            if prepare is not None:
                await prepare(phone.product.store)
            officer = Diligent(phone, form, sample, opening, files or {}, taps=taps)
            if one_by_one:
                patient = OneByOne(form, sample)
                officer._next = lambda report, session: patient.next_text(report, session) or ""
            report = await officer.work()
            tally = officer.tally
            tally.messages = len(phone.officer.messages)
            shown = [(one.text, len(one.buttons)) for one in phone.officer.messages]
            tally.reading = tally_messages(shown)
            called = [call for call, _ in phone.calls()]
            tally.calls = sum(call not in NOT_COUNTED for call in called)
    wrong = wrong_answers(form, sample, report)
    assert not wrong, wrong
    share = tally.calls / tally.actions
    kinds = ", ".join(f"{count} {kind}s" for kind, count in sorted(tally.kinds.items()))
    print(
        f"{name:34}{tally.actions:8}{tally.messages:8}{tally.calls:8}{share:8.2f}"
        f"{tally.reading}   {kinds}",
        flush=True,
    )
    return tally


def measure_metered(name: str, sample: SampleAnswers, opening: list[str]) -> Tally:
    """The same where every message counts, on the engine alone; print its line."""
    form, tally, talk = load_catalog().forms["cchc-so"], Tally(), Talk(can=SCARCE)
    officer, text = Frugal(form, sample), "/start"
    while tally.actions < MOST_ACTIONS and talk.report.state is not ReportState.SUBMITTED:
        talk.say(text)
        tally.actions += 1
        text = opening.pop(0) if opening else officer.next_text(talk.report, talk.session) or "tiếp"
    wrong = wrong_answers(form, sample, talk.report)
    assert not wrong, wrong
    tally.messages = len(talk.said)
    tally.reading = tally_messages([(one.plain, len(one.buttons)) for one in talk.said])
    print(f"{name:34}{tally.actions:8}{tally.messages:8}{'':16}{tally.reading}", flush=True)
    return tally


def wrong_answers(form: Form, sample: SampleAnswers, report: Report) -> list[str]:
    """Rows whose stored answer is not the sample's."""
    expected = report_of(form, sample).answers
    return [
        key
        for key in form.order
        if form.row(key).computed is None
        and report.answer(key).value != (expected[key].value if key in expected else None)
    ]


async def first_quarter_filed(store: Store) -> None:
    """The unit filed its first quarter here; the officer is at work on the second."""
    form = load_catalog().forms["cchc-so"]
    filed = report_of(form, FIRST)
    async with store.transaction() as tx:
        member = await tx.members.add("Lan", NOW)
        await tx.members.bind("telegram", str(LAN), member, str(LAN), NOW)
        unit = await tx.units.add(FIRST.unit, NOW)
        await tx.roles.grant(AuditContext(None, None, "cli", None, NOW), member, unit, Role.OFFICER)
        issue = LetterReference(month=3, year=2023)
        before = await tx.rounds.add(form.key, form.version, FIRST.period, issue, NOW)
        report = await tx.rounds.add_report(before, unit, NOW)
        await tx.inbox.add("telegram", "0", str(LAN), "0", {"kind": "said", "text": ""}, NOW)
        changes = [
            AnswerChange(key=key, expected=0, answer=answer.model_copy(update={"revision": 1}))
            for key, answer in filed.answers.items()
        ]
        done = [*changes, StateChange(state=ReportState.SUBMITTED)]
        who = {"member_id": member, "channel": "telegram", "event_id": 1, "now": NOW}
        await tx.reports.apply(report, done, **who)
        await tx.inbox.mark_handled(1, None, NOW)
        now = await tx.rounds.add(
            form.key, form.version, Q2, LetterReference(month=6, year=2023), NOW
        )
        await tx.members.assign(member, await tx.rounds.add_report(now, unit, NOW))


def pasted(form: Form, sample: SampleAnswers) -> str:
    """The officer's own notes, as two columns copied from Excel."""
    keys = [key for key in form.order if form.row(key).computed is None]
    known = [key for key in keys if key in sample.texts]
    lines = [f"{form.row(key).title}\t{sample.texts[key]}" for key in known]
    return "\n".join(lines)


async def main() -> None:
    catalog = load_catalog()
    form, sample = catalog.forms["cchc-so"], catalog.sample("cchc-so")
    last = report_of(form, FIRST).model_copy(update={"period": LAST_QUARTER})
    files = {"PL_Q4-2022.docx": render_word(form, last)}
    print(f"{'':34}{'officer':>8}{'bot':>8}{'calls':>8}{'calls/':>8}{'char-':>8}{'long-':>8}")
    print(f"{'':34}{'actions':>8}{'sends':>8}{'':8}{'action':>8}{'acters':>8}{'est':>8}{'tall':>6}")
    block = pasted(form, sample)
    ways: tuple[tuple[str, dict[str, Any]], ...] = (
        ("all typed, long polling", {}),
        ("tapped wherever there is a button, webhook", {"taps": True, "open_phone": webhook_phone}),
        ("tapped wherever there is a button, long polling", {"taps": True}),
    )
    for title, how in ways:
        print(f"\n{title}")
        await measure("one by one", sample, ["/start"], one_by_one=True, **how)
        await measure("by group", sample, ["/start", "theo nhóm"], **how)
        await measure("by section, in bursts", sample, ["/start", "theo phần"], **how)
        paste = ["/start", block]
        await measure("pasted from Excel", sample, paste, **how)
        opening = ["/start", "giữ nguyên tất cả"]
        await measure("next quarter", SECOND, opening, prepare=first_quarter_filed, **how)
        opening = ["/start", *files]
        await measure("after last quarter's file", SECOND, opening, files=files, **how)
    print("\nmetered, typed")
    measure_metered("whole lists", sample, [])
    print(f"\n{len(STABLE)} rows stay, {len(CHANGED)} change from one quarter to the next.")


if __name__ == "__main__":
    asyncio.run(main())
