"""What a command needs before it begins: paths that name something, and a database that is there and up to date."""

from argparse import ArgumentTypeError
from pathlib import Path

from django.core.management.base import CommandError
from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.executor import MigrationExecutor


def path(argument: str) -> Path:
    """Return the path that an argument names. Raises ArgumentTypeError for "", which would be the current folder."""
    if not argument:
        raise ArgumentTypeError("a path is empty")
    return Path(argument)


def require_database() -> None:
    """Raise CommandError, in one sentence, where the database cannot be reached or lacks migrations."""
    try:
        executor = MigrationExecutor(connection)
        lacking = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (DatabaseError, InterfaceError) as error:
        raise CommandError(f"The database cannot be reached: {' '.join(str(error).split())}") from None
    if lacking:
        raise CommandError("The database is not up to date; run `manage.py migrate` first.")
