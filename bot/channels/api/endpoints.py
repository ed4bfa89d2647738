"""Everything that the programming interface answers."""

from __future__ import annotations

from bot.channels.api.asked import Endpoint
from bot.channels.api.documents import DOCUMENTS
from bot.channels.api.forms import FORMS
from bot.channels.api.history import HISTORY
from bot.channels.api.reports import REPORTS
from bot.channels.api.rounds import ROUNDS
from bot.channels.api.units import UNITS
from bot.channels.api.values import VALUES

ENDPOINTS: tuple[Endpoint, ...] = (
    *FORMS,
    *UNITS,
    *ROUNDS,
    *REPORTS,
    *VALUES,
    *DOCUMENTS,
    *HISTORY,
)
