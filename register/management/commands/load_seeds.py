"""Load texts: each into the database in a transaction of its own."""

import signal
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from tqdm import tqdm

from articles.sources import Source, SourceError, count_sources, sources
from register.ingest import Loader, Outcome, Run
from register.management.preconditions import path, require_database
from register.management.stopping import INTERRUPTED, terminate
from register.models import OutcomeKind


class Command(BaseCommand):
    help = (
        "Load texts and what is found in them: files, folders, .jsonl files. A text that is there and has not changed "
        "is left alone, so a run that was stopped is run again. Ends with 1 when a source failed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", type=path, metavar="PATH", help="default: the seeds of the project")
        parser.add_argument("--dry-run", action="store_true", help="show what would come of it and write nothing")

    def handle(self, *, paths: list[Path], dry_run: bool, **_: Any) -> None:
        signal.signal(signal.SIGTERM, terminate)
        require_database()
        with _rolled_back() if dry_run else _kept():
            run = Run()
            try:
                for outcome in self._outcomes(paths or [settings.SEEDS_DIR]):
                    run.note(outcome)
                run.finish()
            except KeyboardInterrupt:
                self.stderr.write("stopped; run again to go on")
                raise SystemExit(INTERRUPTED) from None
            finally:
                self._table(run, dry_run)
        if run.counts[OutcomeKind.FAILED]:
            raise SystemExit(1)

    def _outcomes(self, paths: list[Path]) -> Iterator[Outcome]:
        for outcome in Loader().load(_shown(paths)):
            if outcome.kind == OutcomeKind.FAILED:
                place = f"{outcome.path}:{outcome.line}" if outcome.line else outcome.path
                with tqdm.external_write_mode():
                    self.stderr.write(f"{place}: {outcome.reason}")
            yield outcome

    def _table(self, run: Run, dry_run: bool) -> None:
        for kind, count in run.counts.items():
            self.stdout.write(f"{kind.value:10} {count:6}")
        if dry_run:
            self.stdout.write("dry run: nothing was written")


def _shown(paths: list[Path]) -> Iterator[Source | SourceError]:
    """Yield the sources of paths; on a terminal with the share that is done and the time that is left."""
    found = sources(paths, settings.SOURCE_MAX_BYTES)
    if sys.stderr.isatty():
        yield from tqdm(found, total=count_sources(paths), unit=" texts", dynamic_ncols=True, file=sys.stderr)
    else:
        yield from found


@contextmanager
def _rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def _kept() -> Iterator[None]:
    yield
