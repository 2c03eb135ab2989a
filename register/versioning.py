"""Every write moves the version of the data, whichever way it comes.

The ingest writes many rows at once and moves it once, with `writing()`. What is saved row by row (the admin, a shell)
moves it by Django's signals, after it took its turn: a person's action over many rows holds the version from the first
of them on, and must not wait then for a row that a run has written. Bulk writes send no signals: they belong inside
`writing()`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from django.apps import apps
from django.db import connection, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from articles.search import index
from articles.together import about_to_save_together, saved_together
from articles.versions import about_to_lock
from register.bulk import insert
from register.models import DataVersion

PUBLIC_APPS: Final = ("articles", "directives")  # the run record and the version itself are not part of the data
RUNS: Final = 0x646F696E676F6169  # the number of the lock that runs take on PostgreSQL; "doingoai" in ASCII

_writing: ContextVar[bool] = ContextVar("writing", default=False)


@contextmanager
def writing() -> Iterator[None]:
    """Write in one transaction and move the version once, last: the rows and the new number are seen together.

    What the rows are found by is written with them.
    """
    with transaction.atomic():
        token = _writing.set(True)
        try:
            with index.together(insert):
                yield
        finally:
            _writing.reset(token)
        DataVersion.bump()


def take_turn() -> None:
    """Wait until no run writes, and no person in the admin, and keep others waiting until the transaction ends.

    So two runs that meet the same new names add them once, and neither waits for rows of the other while it is waited
    for. On SQLite every transaction takes its turn by itself.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RUNS])


def is_writing() -> bool:
    """Whether this runs inside `writing()`, where whoever writes sees to what follows from it."""
    return _writing.get()


def watch_saves() -> None:
    """Connect the signals of every model whose rows the API serves."""
    about_to_lock.connect(_begins, dispatch_uid="turn-before-a-lock")
    for label in PUBLIC_APPS:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            for before in (pre_save, pre_delete, m2m_changed, about_to_save_together):
                before.connect(_begins, sender=model, dispatch_uid=f"turn-{model._meta.label}")
            for after in (post_save, post_delete, m2m_changed, saved_together):
                after.connect(_moved, sender=model, dispatch_uid=f"version-{model._meta.label}")


def _begins(**_: Any) -> None:
    if connection.in_atomic_block and not is_writing():  # else a turn would end with itself, or was taken
        take_turn()


def _moved(**_: Any) -> None:
    if not is_writing():
        DataVersion.bump()
