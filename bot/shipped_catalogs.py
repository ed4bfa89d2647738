"""What the product and its commands begin with: its own forms, the calendar, and what the settings
say of them."""

from __future__ import annotations

from bot.access.signed_links import SignedLinks
from bot.runtime.bot_name import BotName
from bot.runtime.settings import Settings
from bot.workflow.catalogs import Catalogs
from conversations.workflow.reminder_schedule import ReminderPlan
from templates.loading.calendars import load_calendars
from templates.loading.catalog import Catalog


def open_catalogs(settings: Settings, own: Catalog) -> Catalogs:
    """The product's `own` forms and the calendar; CatalogError with every problem of it."""
    plan = ReminderPlan(
        before=settings.remind_before,
        reviewer_after=settings.remind_reviewer_after,
        coordinator_after=settings.remind_coordinator_after,
        hour=settings.remind_hour,
    )
    calendars = load_calendars(settings.calendar_file, settings.rules_file)
    address = str(settings.public_url) if settings.public_url else None
    return Catalogs(
        own,
        calendars,
        plan,
        BotName(),
        SignedLinks(address) if address else None,
        settings.trial_form,
        forms=settings.own_forms,
        roots=settings.signature_roots,
        open_data_licence=settings.open_data_licence,
    )
