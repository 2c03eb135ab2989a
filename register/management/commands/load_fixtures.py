"""Fill a new database with the known rows of the fixtures."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from register.authority import FixtureError, Loaded, load
from register.management.preconditions import path, require_database


class Command(BaseCommand):
    help = (
        "Load the known offices, people, documents, topics and outlets of fixtures/ into a new database. In one that "
        "has them already nothing is changed and nothing comes back that a curator deleted or renamed: the rows that "
        "are missing are counted, and --add adds them. (Django's loaddata overwrites: it is not for a database that "
        "people work on.)"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--add", action="store_true", help="add what is missing, deleted and renamed rows included")
        parser.add_argument("--folder", type=path, default=Path(settings.FIXTURE_DIRS[0]), help="default: fixtures/")

    def handle(self, *, add: bool, folder: Path, verbosity: int, **_: Any) -> None:
        require_database()
        try:
            loaded = load(folder, add=add)
        except FixtureError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self._table(loaded)

    def _table(self, loaded: Loaded) -> None:
        added, present, left_out = (counts.total() for counts in (loaded.added, loaded.present, loaded.left_out))
        self.stdout.write(f"known rows: {added} added, {present} already there")
        for model, count in loaded.added.items():
            self.stdout.write(f"  {model:16} {count:6}")
        if left_out:
            self.stdout.write(
                f"{left_out} rows of the fixtures are not there: new in the files, or deleted or renamed by a curator. "
                "load_fixtures --add adds them."
            )
