"""What the commands that read many texts have in common: processes, progress, a record, and how they end."""

import signal
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Iterable, Iterator
from types import FrameType
from typing import NoReturn

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from tqdm import tqdm

from register.ingest import DryRun, Outcome, Run
from register.management.stopping import INTERRUPTED, TERMINATED
from register.models import OutcomeKind
from register.workers import Readers, WorkerLost, usable_cores


class Terminated(KeyboardInterrupt):
    """SIGTERM came. It ends a run as an interrupt does: what is being written is finished first."""


class RunCommand(BaseCommand):
    """A command that makes a run. It ends with 1 when a source failed."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--jobs",
            type=_jobs,
            default=usable_cores(),
            metavar="NUMBER",
            help="processes that read texts, beside this one that writes (default: the cores it may use, %(default)s "
            "here); 1 for none besides",
        )

    def carry_out(
        self, outcomes: Callable[[Readers], Iterable[Outcome]], jobs: int, total: int | None, *, dry_run: bool = False
    ) -> None:
        """Write down each outcome and show the counts; total is how many there will be, for the progress."""
        signal.signal(signal.SIGTERM, _terminate)
        run = DryRun() if dry_run else Run()
        try:
            with Readers(jobs) as readers:
                for outcome in _shown(outcomes(readers), total):
                    self._complain(outcome)
                    run.note(outcome)
            run.finish()
        except KeyboardInterrupt as stop:
            self._stop(run, "stopped; run again to go on")
            raise SystemExit(TERMINATED if isinstance(stop, Terminated) else INTERRUPTED) from None
        except WorkerLost as lost:
            self._stop(run, f"a process that reads texts was killed, or memory ran out; run again to go on\n{lost}")
            raise SystemExit(1) from None
        finally:
            self._table(run, dry_run)
        if run.counts[OutcomeKind.FAILED]:
            raise SystemExit(1)

    def _complain(self, outcome: Outcome) -> None:
        if outcome.kind == OutcomeKind.FAILED:
            place = f"{outcome.path}:{outcome.line}" if outcome.line else outcome.path
            with tqdm.external_write_mode():
                self.stderr.write(f"{place}: {outcome.reason}")

    def _stop(self, run: DryRun, reason: str) -> None:
        try:
            run.write()
        except DatabaseError as error:
            self.stderr.write(f"the record of the run lacks the last outcomes: {error}")
        self.stderr.write(reason)

    def _table(self, run: DryRun, dry_run: bool) -> None:
        for kind, count in run.counts.items():
            self.stdout.write(f"{kind.value:10} {count:6}")
        if dry_run:
            self.stdout.write("dry run: nothing was written")


def _jobs(argument: str) -> int:
    """Return the number of processes that an argument asks for."""
    if not argument.isdecimal() or not int(argument):
        raise ArgumentTypeError(f"{argument!r} is no number of processes")
    return int(argument)


def _shown(outcomes: Iterable[Outcome], total: int | None) -> Iterator[Outcome]:
    """Yield outcomes; on a terminal with the share that is done and the time that is left."""
    if sys.stderr.isatty():
        yield from tqdm(outcomes, total=total, unit=" texts", dynamic_ncols=True, file=sys.stderr)
    else:
        yield from outcomes


def _terminate(number: int, frame: FrameType | None) -> NoReturn:
    raise Terminated
