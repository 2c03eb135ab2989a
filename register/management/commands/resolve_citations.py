"""Let documents and names that were added later settle the citations that waited for them."""

import signal
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from directives.models import Resolution
from register.management.preconditions import require_database
from register.management.stopping import INTERRUPTED, terminate
from register.settling import Settled, articles_to_settle, settle_citations

MOST_REASONS: Final = 10


class Command(BaseCommand):
    help = (
        "Hold the citations in the texts against the documents known now: what a document or a name settles that was "
        "added since is resolved, and what is no longer certain is open again. What a person decided stays. A run that "
        "was stopped is run again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--document", nargs="+", metavar="SLUG", help="only citations that may mean one of these; default: all"
        )
        parser.add_argument("--dry-run", action="store_true", help="show what would come of it and write nothing")

    def handle(self, *, document: list[str] | None, dry_run: bool, **_: Any) -> None:
        signal.signal(signal.SIGTERM, terminate)
        require_database()
        documents = None if document is None else _ids(document)
        total = Settled()
        try:
            for settled in _shown(documents, dry_run):
                total.add(settled)
        except KeyboardInterrupt:
            self.stderr.write("stopped; run again to go on")
            raise SystemExit(INTERRUPTED) from None
        finally:
            self._table(total, dry_run)

    def _table(self, total: Settled, dry_run: bool) -> None:
        for name in ("articles", "settled", "changed", "reopened"):
            self.stdout.write(f"{name:10} {getattr(total, name):6}")
        self.stdout.write(f"{'still open':10} {total.still_open.total():6}")
        for reason, count in total.still_open.most_common(MOST_REASONS):
            self.stdout.write(f"  {count:6}  {reason}")
        rest = len(total.still_open) - MOST_REASONS
        if rest > 0:
            self.stdout.write(f"  and for {rest} more reasons")
        if dry_run:
            self.stdout.write("dry run: nothing was written")


def _ids(slugs: list[str]) -> list[int]:
    """Return the ids of the documents of these slugs. Raises CommandError, which names those that are not there."""
    ids = dict(Resolution.objects.filter(slug__in=slugs).values_list("slug", "id"))
    missing = [slug for slug in slugs if slug not in ids]
    if missing:
        raise CommandError(f"No document is called {', '.join(missing)}.")
    return list(ids.values())


def _shown(documents: list[int] | None, dry_run: bool) -> Iterator[Settled]:
    """Yield what comes of each chunk; on a terminal with the share that is done and the time that is left."""
    chunks = settle_citations(documents, dry_run=dry_run)
    if not sys.stderr.isatty():
        yield from chunks
        return
    with tqdm(total=articles_to_settle(documents).count(), unit=" texts", dynamic_ncols=True, file=sys.stderr) as bar:
        for settled in chunks:
            bar.update(settled.articles)
            yield settled
