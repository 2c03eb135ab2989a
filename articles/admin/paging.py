"""The pages of long lists: of very many rows the first are reached by pages, the others by filters and search."""

from typing import Any, Final

from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property

MOST_COUNTED: Final = 10_000  # rows of a list; more are neither counted nor paged


class BoundedPaginator(Paginator[Any]):
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

    def page(self, number: int | str) -> Page[Any]:
        """Return a page; raises InvalidPage as Django's does."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        return Page(by_keys(self.object_list, first, min(first + self.per_page, self.count)), number, self)


class BoundedList(ChangeList):
    """A list whose pages are read by keys, the only page of a short one too."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        if self.show_all or not self.multi_page:
            self.result_list = by_keys(self.queryset, 0, self.result_count)


def by_keys(rows: Any, first: int, end: int) -> Any:
    """Return the rows from first to end by their keys, which are asked for at once: all rows would be sorted else with
    all that is shown of each."""
    return rows.filter(pk__in=list(rows.values_list("pk", flat=True)[first:end]))
