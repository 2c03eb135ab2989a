"""Write the known rows back to the fixtures, for review in git."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from register.authority import FixtureError
from register.dumping import differing, dump, write
from register.management.preconditions import path, require_database


class Command(BaseCommand):
    help = (
        "Write the known offices, people, documents, topics and outlets from the database to fixtures/, always in the "
        "same order, so that git shows what people changed. What came from articles alone stays out."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=path, default=Path(settings.FIXTURE_DIRS[0]), help="default: fixtures/")
        parser.add_argument("--check", action="store_true", help="write nothing; name the files that differ, end in 1")

    def handle(self, *, to: Path, check: bool, **_: Any) -> None:
        require_database()
        try:
            files = dump()
            names = differing(to, files)
            if not check:
                to.mkdir(parents=True, exist_ok=True)
                for name in names:
                    write(to / name, files[name])
        except FixtureError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{error.filename or to}: {error.strerror or error}") from None
        for name in names:
            self.stdout.write(str(to / name))
        if check and names:
            raise CommandError(f"{len(names)} of {len(files)} files differ from the database")
        if not check:
            self.stdout.write(f"{len(names)} of {len(files)} files written")
