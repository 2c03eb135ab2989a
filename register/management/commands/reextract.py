"""Run the rules over the stored texts."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import CommandError

from register.ingest import Outcome
from register.management.preconditions import require_database
from register.management.runs import RunCommand
from register.rereading import Rereader, articles_to_read, stored_sources
from register.workers import Readers


class Command(RunCommand):
    help = (
        "Run the present rules over the stored texts: those that other rules read last. What a person decided stays. "
        "A run that was stopped is run again and goes on. Ends with 1 when an article failed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slugs", nargs="*", metavar="SLUG", help="of articles; default: all")
        parser.add_argument(
            "--all", action="store_true", dest="everything", help="those too that the present rules read last"
        )
        super().add_arguments(parser)

    def handle(self, *, slugs: list[str], everything: bool, jobs: int, **_: Any) -> None:
        require_database()
        articles = articles_to_read(slugs, everything=everything)
        lacking = set(slugs)
        if slugs:
            lacking -= set(articles_to_read(slugs, everything=True).values_list("slug", flat=True))
        if lacking:
            raise CommandError(f"There is no article {sorted(lacking)[0]!r}.")

        def read(readers: Readers) -> Iterator[Outcome]:
            return Rereader(readers, everything=everything).load(stored_sources(articles))

        self.carry_out(read, jobs, articles.count())
