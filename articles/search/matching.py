"""What a query finds among the entries, the same rows in the same order on each database."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from articles.search.models import SearchEntry, mark_of
from articles.search.query import Query, terms
from articles.search.words import in_a_row


class Match(StrEnum):
    """What decided which rows are found."""

    PAIRS = "pairs"  # words that stand side by side as in the question
    ALL = "all"  # all words, wherever each stands


class Tier:
    """How well a row fits, the best first."""

    NAME: Final = 0  # the question is a name of it, with its marks
    FOLDED_NAME: Final = 1
    TITLE: Final = 2  # its title has the words with their marks
    TEXT: Final = 3
    FOLDED_TITLE: Final = 4
    FOLDED_TEXT: Final = 5


def found(query: Query, match: Match, *kinds: str) -> QuerySet[SearchEntry]:
    """Return the entries that hold all of a query; of these kinds, where any are named."""
    own = [mark_of(kind) for kind in kinds] if len(kinds) == 1 else []  # the index leads to those of one kind alone
    entries = SearchEntry.objects.filter(_holds("text", query, match, *own))
    return entries.filter(kind__in=kinds) if len(kinds) > 1 else entries


def tier(query: Query, match: Match) -> Case:
    """Return how well an entry that holds a query fits, as `Tier` says: to annotate entries with, and sort them by."""
    tiers = [
        When(_is_named("marked_title", query, match), then=Tier.NAME),
        When(_is_named("title", query, match), then=Tier.FOLDED_NAME),
        When(_holds("marked_title", query, match), then=Tier.TITLE),
        When(_holds("marked_text", query, match), then=Tier.TEXT),
        When(_holds("title", query, match), then=Tier.FOLDED_TITLE),
    ]
    return Case(*tiers, default=Tier.FOLDED_TEXT, output_field=IntegerField())


def _holds(column: str, query: Query, match: Match, *besides: str) -> Q:
    """Return that a column holds all of a query and the words besides: by the index, its phrases side by side too."""
    groups = [group.marked if column.startswith("marked") else group.folded for group in query.groups]
    wanted = dict.fromkeys(besides)
    for group in groups:
        wanted |= dict.fromkeys(terms(group, pairs=match is Match.PAIRS))
    condition = Q(pk__in=_indexed(column, wanted))
    for group, asked in zip(groups, query.groups, strict=True):
        if asked.is_phrase and len(group) > 1:
            condition &= Q(GreaterThan(StrIndex(column, Value(f" {' '.join(group)} ")), 0))
    return condition


def _is_named(column: str, query: Query, match: Match) -> Q:
    """Return that the whole query is one of the names in a column."""
    row = [word.marked if column.startswith("marked") else word.folded for word in query.words]
    return _holds(column, query, match) & Q(GreaterThan(StrIndex(column, Value(in_a_row([row]))), 0))


def _indexed(column: str, wanted: Iterable[str]) -> RawSQL:
    """Return the numbers of the entries whose column has all of these tokens."""
    if connection.vendor == "postgresql":
        return RawSQL(f"SELECT id FROM search_searchentry WHERE search_tokens({column}) @> %s", [list(wanted)])
    asked = " AND ".join(f'"{token}"' for token in wanted)
    return RawSQL("SELECT rowid FROM search_index WHERE search_index MATCH %s", [f"{{{column}}} : ({asked})"])
