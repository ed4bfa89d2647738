"""What is wrong with an installation, before anybody has to find out."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.runtime.language import tell

OfflineOption = Annotated[bool, typer.Option("--offline", help="Ask nobody over the network.")]


def doctor(offline: OfflineOption = False) -> None:
    """Look at the whole installation: settings in force and where they are from, channels, clock,
    calendar, disk, database, backups; exit code 1 when something stands in the way of a start.
    Secrets are not shown, and nothing is changed."""
    from bot.cli.operations.examination.channels import examine_channels
    from bot.cli.operations.examination.database import examine_database, serving_process
    from bot.cli.operations.examination.findings import FindingMark
    from bot.cli.operations.examination.replica import examine_replica
    from bot.cli.operations.examination.settings import examine_settings
    from bot.cli.operations.examination.surroundings import examine_surroundings
    from bot.ports import clock
    from bot.runtime.logs import set_up_logging

    set_up_logging("ERROR", "text")
    found, settings = examine_settings()
    if settings is not None:
        now = clock.now()
        found += examine_surroundings(settings, now)
        found += examine_database(settings, now)
        found += examine_replica(settings)
        runs = serving_process(settings) is not None
        found += examine_channels(settings, runs=runs, offline=offline)
    for one in found:
        print(one)
    problems = sum(one.mark is FindingMark.BAD for one in found)
    if problems:
        print(tell("{count} problems stand in the way of a start", count=problems))
        raise SystemExit(1)
    print(tell("nothing stands in the way of a start"))
