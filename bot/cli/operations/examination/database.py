"""The database: whether it is there, whose version it is, whether it is served, and the age of the
newest backup."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError

from bot.cli.operations.examination.findings import Finding, bad, good, note
from bot.runtime.language import tell
from bot.runtime.published_forms import read_published
from bot.runtime.settings import Settings
from bot.workflow.desk.machine_state import newest_backup
from storage.core.engines import path_of, plain_engine_of
from storage.core.errors import NoDatabaseError, StoreError
from storage.operations.file_lock import SUFFIX, refuse_served_file
from storage.operations.migrate import refuse_missing, schema_versions, version_of
from storage.operations.table_copy import refuse_moved
from storage.tables.core import history
from storage.tables.forms import published_form
from storage.workflow.published_forms import PublishedContent

OLD_BACKUP = timedelta(days=2)
_AHEAD = timedelta(minutes=5)


def serving_process(settings: Settings) -> str | None:
    """The process that serves the file of an SQLite database; None when there is none, or it is
    another database: there /readyz tells."""
    path = path_of(settings.database)
    if path is None or not path.with_name(path.name + SUFFIX).exists():
        return None
    try:
        with refuse_served_file(settings.database):
            return None
    except StoreError as error:
        return str(error.data.get("process", "?"))


def examine_database(settings: Settings, now: datetime) -> list[Finding]:
    """What is found; nothing is made, and nobody waits for it."""
    try:
        refuse_missing(settings.database)
    except NoDatabaseError as error:
        there = tell(error.text, **error.data)
        return [note(tell("{problem} yet: the first start makes one", problem=there))]
    except StoreError as error:
        return [bad(tell(error.text, **error.data))]
    except (DBAPIError, OSError) as error:
        reason = str(getattr(error, "orig", error)).partition("\n")[0]
        return [bad(tell("the database cannot be reached: {reason}", reason=reason))]
    engine = plain_engine_of(settings.database)
    assert engine is not None  # noqa: S101 - there is one, as was seen
    try:
        with engine.connect() as connection:
            found = [*_contents(connection, now)]
    except StoreError as error:
        found = [bad(tell(error.text, **error.data))]
    finally:
        engine.dispose()
    return [*found, *_serving(settings), _backups(settings.data_dir, now)]


def _contents(connection: Connection, now: datetime) -> Iterator[Finding]:
    version, known = version_of(connection), schema_versions()
    if version not in known:
        text = "the tables are of version {version}, made by a newer Phuluc; use that one"
        yield bad(tell(text, version=version))
        return
    if version != known[-1]:
        text = "the tables are of version {version}; the next start brings them to {newest}"
        yield note(tell(text, version=version, newest=known[-1]))
        return
    yield good(tell("the tables are of this version ({version})", version=version))
    refuse_moved(connection)
    last = connection.scalar(select(func.max(history.c.at)))
    if last is not None and last - now > _AHEAD:
        text = "the clock is wrong, or was: the history has an entry of {time}"
        yield bad(tell(text, time=f"{last:%Y-%m-%d %H:%M} UTC"))
    yield from _published(connection)


def _published(connection: Connection) -> Iterator[Finding]:
    """Published forms that this program cannot read; nothing where there are none."""
    columns = (published_form.c[name] for name in PublishedContent.__dataclass_fields__)
    rows = connection.execute(select(*columns).order_by(published_form.c.id)).all()
    unread = [one for one in rows if not read_published(PublishedContent(*one)).forms]
    for one in unread:
        text = "version {version} of the published form {form} cannot be read: see phuluc check"
        yield bad(tell(text, version=one.version, form=one.key))
    if rows and not unread:
        yield good(tell("{count} published versions of forms can be read", count=len(rows)))


def _serving(settings: Settings) -> Iterator[Finding]:
    """Whether a product serves the database; on PostgreSQL /readyz tells."""
    path = path_of(settings.database)
    if path is None:
        return
    lock = path.with_name(path.name + SUFFIX)
    if not os.access(path, os.W_OK) or (lock.exists() and not os.access(lock, os.W_OK)):
        text = "{file} cannot be written by this user: run commands as the product's user"
        yield bad(tell(text, file=path))
        return
    process = serving_process(settings)
    if process is None:
        yield note(tell("the product does not run"))
    else:
        yield good(tell("the product runs: process {process}", process=process))


def _backups(folder: Path, now: datetime) -> Finding:
    """The age of the newest backup in the folder where the timer puts them."""
    place = folder.absolute() / "backups"
    newest, count = newest_backup(folder, now)
    if newest is None:
        file = place / f"{now:%Y-%m-%d}.db"
        return note(
            tell("no backup in {folder}: phuluc database backup {file}", folder=place, file=file)
        )
    age = now - newest
    hours = max(0, round(age / timedelta(hours=1)))
    text = tell("the newest of {count} backups is {hours} hours old", count=count, hours=hours)
    return note(text) if age > OLD_BACKUP else good(text)
