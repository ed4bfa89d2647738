"""What requests look things up in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.access.signed_links import SignedLinks
from bot.runtime.bot_name import BotName
from bot.runtime.published_forms import renew_catalog
from bot.runtime.reader_pool import ReaderPool
from conversations.calendar.period_kinds import Window
from conversations.forms.model import Form
from conversations.protocol.messages import Capabilities
from conversations.workflow.reminder_schedule import ReminderPlan
from storage.transaction import Transaction
from templates.loading.calendars import Calendars
from templates.loading.catalog import Catalog, SampleReport


@dataclass(frozen=True, slots=True)
class Catalogs:
    """What requests look things up in: forms, calendar, plan of reminders, the name of the
    bot on Telegram, how links to files and to pages are made, where the product has an address,
    the form that trial reports are on, unless each person chooses, what the channels can do,
    the folder of the installation's own forms, where some may be made in the chat, with what
    reads foreign files, under which licence the office gives its data away, and the folder of
    certificates that digital signatures are held against."""

    catalog: Catalog
    calendars: Calendars
    plan: ReminderPlan
    telegram: BotName = field(default_factory=BotName)
    links: SignedLinks | None = None
    trial_form: str | None = None
    channels: Mapping[str, Capabilities] = field(default_factory=dict)
    forms: Path | None = None
    readers: ReaderPool | None = None
    roots: Path | None = None
    open_data_licence: str = ""

    async def renew(self, tx: Transaction) -> None:
        """Know what was published, and which days were entered, since this was looked at last:
        every process does so in the transaction that needs it."""
        await renew_catalog(tx, self.catalog)
        mark = await tx.day_swaps.mark()
        if mark != self.calendars.mark:
            standing = await tx.day_swaps.list_standing()
            years = {one.year for one in standing}
            self.calendars.enter([one.swap for one in standing], years, mark)

    @property
    def trial(self) -> SampleReport | None:
        """The trial report that a newcomer gets; None where they choose its form."""
        found = self.catalog.offered
        if self.trial_form is not None:
            known = self.catalog.trials
            found = tuple(one for one in known if one.form.key == self.trial_form)
        return found[0] if len(found) == 1 else None

    @property
    def windows(self) -> tuple[Window, ...]:
        """All kinds of period: those that forms have of their own, and all others."""
        return self.windows_of(())

    def windows_of(self, forms: Iterable[Form]) -> tuple[Window, ...]:
        """The kinds of period that these forms have of their own (those of all forms, where none
        is named), and all others."""
        named = [*forms] or [*self.catalog.forms.values()]
        own = (one for form in named for one in form.periods.windows)
        return (*own, *self.calendars.windows)
