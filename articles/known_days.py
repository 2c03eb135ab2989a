"""Days as far as they are known, as the reader writes them: those of the API stand in `articles.models.tenures`."""

import datetime

from django.utils.formats import date_format
from django.utils.translation import pgettext

from articles.models import Precision


def as_known(day: datetime.date | None, precision: str) -> str | None:
    """Return a day, or the month or year in which it lies where only that is known, as the reader writes it."""
    if day is None:
        return None
    if precision == Precision.YEAR:
        return date_format(day, "Y")
    month = pgettext("date format", "Y-m")  # Django has none for a month in figures
    return date_format(day, month if precision == Precision.MONTH else "DATE_FORMAT")
