"""Write again what rows are found by."""

import signal
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from tqdm import tqdm

from register.management.preconditions import require_database
from register.management.stopping import INTERRUPTED, terminate
from register.planning import count_rows
from register.reindexing import reindex


class Command(BaseCommand):
    help = (
        "Hold what rows are found by against their words, and write again what is missing or wrong. Every write keeps "
        "it in step; this mends what went past, or follows a release that reads words otherwise. A run that was "
        "stopped is run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count what is missing or wrong and write nothing")

    def handle(self, *, dry_run: bool, **_: Any) -> None:
        signal.signal(signal.SIGTERM, terminate)
        require_database()
        rows = mended = 0
        try:
            with tqdm(unit=" rows", dynamic_ncols=True, file=sys.stderr, disable=not sys.stderr.isatty()) as bar:
                for portion in reindex(dry_run=dry_run):
                    rows, mended = rows + portion.rows, mended + portion.mended
                    bar.update(portion.rows)
        except KeyboardInterrupt:
            self.stderr.write("stopped; run again to go on")
            raise SystemExit(INTERRUPTED) from None
        finally:
            self.stdout.write(f"{'rows':10} {rows:6}\n{'mended':10} {mended:6}")
        if mended and not dry_run:
            count_rows()
        if dry_run:
            self.stdout.write("dry run: nothing was written")
