"""Counts beside the rows of a list, each a query of its own for the rows of the page alone.

A join with a group would count for the whole table before the page is cut out of it.
"""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce


def count_of(rows: QuerySet[Any], field: str, distinct: str = "pk") -> Coalesce:
    """Return how many of rows point with field to the row at hand, those with the same value of distinct as one."""
    counted = (
        rows.filter(**{field: OuterRef("pk")})
        .order_by()
        .values(field)
        .annotate(number=Count(distinct, distinct=distinct != "pk"))
        .values("number")
    )
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
