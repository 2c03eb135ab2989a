"""The known days of tenures, as the reader writes days."""

from django import template

from articles.known_days import as_known
from articles.models import Tenure

register = template.Library()


@register.filter
def since_of(tenure: Tenure) -> str | None:
    """Return the first day as far as it is known; None where it is not known."""
    return as_known(tenure.since, tenure.since_precision)


@register.filter
def until_of(tenure: Tenure) -> str | None:
    """Return the last day as far as it is known; None where it is not known."""
    return as_known(tenure.until, tenure.until_precision)
