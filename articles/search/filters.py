"""`q` and `match`: the filters by words, of every list whose rows can be searched for."""

import unicodedata
from functools import cached_property
from typing import Any, Final, TypeVar

from django.db.models import Model, QuerySet

from articles.api.filters import ChoiceFilter, Filter, FilterSet, refuse
from articles.search.index import kind_of
from articles.search.matching import Match, found
from articles.search.models import SearchEntry
from articles.search.query import LONGEST_QUERY, Query, read_query

M = TypeVar("M", bound=Model)

WORDS_HELP: Final = (
    "Words to look for, with or without their marks. Words in quotation marks stand side by side. Operators and other "
    "signs mean nothing."
)
MATCH_HELP: Final = (
    "What decides: `pairs`, words that stand side by side as in the question; `all`, all of its words, wherever each "
    "stands. Without it the pairs do, and all words where the pairs find nothing; the answer says which in `match`."
)


class QueryFilter(Filter):
    """Words that are looked for, up to 1,000 characters, at least one of them a letter or digit."""

    schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_QUERY}

    def read(self, value: str) -> Query:
        if len(value) > LONGEST_QUERY:
            raise refuse(value, f"has {len(value)} characters; at most {LONGEST_QUERY} are read", "too_long")
        query = read_query(unicodedata.normalize("NFC", value))
        if not query.groups:
            raise refuse(value, "has no letter and no digit to look for", "malformed")
        return query


def words_like(example: str, *, needed: bool = False) -> QueryFilter:
    """Return the filter by words with an example that finds rows of the seeds."""
    return QueryFilter(method="by_words", help_text=WORDS_HELP, example=example, needed=needed)


class SearchedFilterSet(FilterSet):
    """The filters by words. Pairs are tried on all rows of the list first, whatever the other filters say."""

    q = words_like("hội nhập quốc tế")
    match = ChoiceFilter(method="by_words", choices=Match, multiple=False, help_text=MATCH_HELP, example="all")

    def by_words(self, queryset: QuerySet[M], name: str, value: Any) -> QuerySet[M]:
        """Return the rows that hold the question: all of them without one."""
        query: Query | None = self.form.cleaned_data["q"]
        if name != "q" or query is None or self.matched_by is None:
            return queryset
        return queryset.filter(pk__in=self.holding(query, self.matched_by))

    @cached_property
    def matched_by(self) -> Match | None:
        """What decides which rows are found; None where no words are looked for."""
        query: Query | None = self.form.cleaned_data["q"]
        if query is None:
            return None
        if self.form.cleaned_data["match"]:
            return Match(self.form.cleaned_data["match"])
        if not query.has_pairs or self.queryset.filter(pk__in=self.holding(query, Match.PAIRS)).exists():
            return Match.PAIRS
        return Match.ALL

    def beside_rows(self) -> dict[str, Any]:
        """Return what decided, where words are looked for."""
        return {"match": str(self.matched_by)} if self.matched_by else {}

    def holding(self, query: Query, match: Match) -> QuerySet[Any, int]:
        """Return the numbers of the rows that hold the question."""
        return rows_found(query, match, kind_of(self.queryset.model))


def rows_found(query: Query, match: Match, kind: str) -> QuerySet[SearchEntry, int]:
    """Return the numbers of the rows of one kind that hold a query."""
    return found(query, match, kind).values_list("row", flat=True)
