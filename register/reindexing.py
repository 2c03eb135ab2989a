"""What rows are found by, written again where it is missing or wrong: after a change of what a word is, or a mishap."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from articles.search import index
from register.models import DataVersion
from register.versioning import take_turn


@dataclass(frozen=True, slots=True)
class Portion:
    """How many rows were looked at, and of how many the entry was missing or wrong."""

    rows: int
    mended: int


def reindex(*, dry_run: bool = False) -> Iterator[Portion]:
    """Yield what came of some rows at a time, each in a transaction of its own: what is stopped is run again."""
    for model, numbers in index.portions():
        with transaction.atomic():
            take_turn()
            mended = index.bring_in_step(model, numbers)
            if mended:
                DataVersion.bump()
            transaction.set_rollback(dry_run)
        yield Portion(len(numbers), mended)
