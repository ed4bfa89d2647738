"""The tables by which several processes share one database."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table

from storage.tables.columns import key_column, metadata, reference_column
from storage.tables.types import Moment, PersonText

process = Table(  # who serves this database at present
    "process",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("host", String(128), nullable=False),
    Column("pid", Integer, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),  # when it last could write
)
pause = Table(  # a channel that asked to be left alone for a while
    "pause",
    metadata,
    Column("channel", String(32), primary_key=True),
    Column("until", Moment, nullable=False),
)


spending = Table(  # messages that count against a channel's budget, or cost money
    "spending",
    metadata,
    Column("channel", String(32), primary_key=True),
    Column("month", String(7), primary_key=True),  # 2026-11, in Vietnam
    Column("kind", String(16), primary_key=True),  # free, paid, template
    Column("count", Integer, nullable=False),
)
channel_token = Table(  # of a channel that hands out a new pair each time one is renewed
    "channel_token",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("access", PersonText, nullable=False),
    Column("refresh", PersonText, nullable=False),
    Column("access_until", Moment, nullable=False),
    Column("generation", Integer, nullable=False),  # how often it was renewed or entered
    Column("leased_until", Moment),  # one process renews it
    Column("leased_by", String(64)),
    Column("lost", PersonText),  # why it cannot be renewed any more
    Column("at", Moment, nullable=False),
)
signed_link = Table(  # links for one person; each opens in one browser
    "signed_link",
    metadata,
    key_column(),
    Column("kind", String(16), nullable=False),  # file, upload, chat, trial
    reference_column("member"),
    reference_column("document", null=True),  # what a link to a file leads to, this or a paper
    reference_column("paper", null=True),
    Column("channel", String(32), nullable=False),  # where a link to a page was given, or empty
    Column("conversation", String(128), nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("browser", String(64)),  # the hash of the one browser, once it has come
    Column("opened_at", Moment),
    Column("revoked_at", Moment),
)
web_session = Table(  # one browser that is signed in
    "web_session",
    metadata,
    key_column(),
    reference_column("member", null=True),  # who came in by a link; none: by the web chat's key
    Column("mark", String(64), nullable=False),  # the hash of the secret in the browser's cookie
    Column("key", String(64), nullable=False),  # of the key it came in by, or empty
    Column("signed_link", Integer),  # the link that began it; it may be swept before
    Column("begun_by", String(16), nullable=False, server_default="link"),  # SessionOrigin
    Column("agent", String(64), nullable=False),  # what kind of browser, for its person to know
    Column("made_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("ended_at", Moment),
)
