"""The pages of long lists: of very many rows the first are reached by pages, the others by filters and search."""

from typing import Any, Final

from django.core.paginator import Paginator
from django.utils.functional import cached_property

MOST_COUNTED: Final = 10_000  # rows of a list; more are neither counted nor paged


class BoundedPaginator(Paginator):
    """Pages of the first rows. To count all, and to skip all before the last page, each would read the whole table."""

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list  # a queryset, always
        return int(rows.order_by().values("pk")[: MOST_COUNTED + 1].count())

    @cached_property
    def count(self) -> int:
        """How many rows the pages hold."""
        return min(self._counted, MOST_COUNTED)

    @property
    def is_more(self) -> bool:
        """Whether the list has more rows than the pages hold."""
        return self._counted > MOST_COUNTED
