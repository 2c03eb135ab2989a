"""Many rows saved at once, with what follows from it done once for all of them.

A bulk write of Django's sends no signals. This one sends a signal before it and one after it, each with all the rows;
whoever listens to the saves of single rows listens to these as well.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.dispatch import Signal

about_to_save_together = Signal()  # with the model of the rows, and rows
saved_together = Signal()  # the same, and with the fields


def save_together(rows: Sequence[Any], fields: Sequence[str]) -> None:
    """Write these fields of rows of one model that are there already; to be called in a transaction."""
    if rows:
        model: type[Model] = type(rows[0])
        about_to_save_together.send(sender=model, rows=rows)
        model._base_manager.bulk_update(rows, fields)
        saved_together.send(sender=model, rows=rows, fields=fields)
