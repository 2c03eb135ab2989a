"""Load texts."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from articles.sources import count_sources, sources
from register.ingest import Loader, Outcome
from register.management.preconditions import path, require_database
from register.management.runs import RunCommand
from register.workers import Readers


class Command(RunCommand):
    help = (
        "Load texts and what is found in them: files, folders, .jsonl files. A text that is there and has not changed "
        "is left alone, so a run that was stopped is run again. Ends with 1 when a source failed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", type=path, metavar="PATH", help="default: the seeds of the project")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="show what would come of each text as the database is now, and write nothing",
        )
        super().add_arguments(parser)

    def handle(self, *, paths: list[Path], dry_run: bool, jobs: int, **_: Any) -> None:
        require_database()
        given = paths or [settings.SEEDS_DIR]

        def load(readers: Readers) -> Iterator[Outcome]:
            return Loader(readers, dry_run=dry_run).load(sources(given, settings.SOURCE_MAX_BYTES))

        self.carry_out(load, jobs, count_sources(given), dry_run=dry_run)
