"""What a query should find and in what order, worked out row by row in Python: no database decides anything here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

from articles.search.index import Findable
from articles.search.query import Group, Query
from articles.search.words import Word, words

Row = tuple[str, int]  # the kind of a row and its number


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of words in one form."""

    rows: list[tuple[str, ...]]
    words: set[str]
    pairs: set[tuple[str, str]]

    @classmethod
    def of(cls, texts: Iterable[str], *, marked: bool) -> Self:
        lines = (words(line) for text in texts for line in text.split("\n"))
        rows = [tuple(form(word, marked=marked) for word in line) for line in lines]
        return cls(rows, {word for row in rows for word in row}, {pair for row in rows for pair in pairwise(row)})

    def hold(self, query: Query, *, pairs: bool, marked: bool) -> bool:
        return all(self._has(group, pairs=pairs, marked=marked) for group in query.groups)

    def _has(self, group: Group, *, pairs: bool, marked: bool) -> bool:
        wanted = tuple(form(word, marked=marked) for word in group.words)
        if group.is_phrase and not any(is_part(wanted, row) for row in self.rows):
            return False
        if pairs and len(wanted) > 1:
            return self.pairs.issuperset(pairwise(wanted))
        return self.words.issuperset(wanted)


@dataclass(frozen=True, slots=True)
class Known:
    """A row with its names and all its words, each marked (first) and folded."""

    row: Row
    day: str
    names: tuple[Lines, Lines]
    lines: tuple[Lines, Lines]


def known(kind: str, row: Findable, day: str) -> Known:
    """Return what is to be known of a row; day is that of its article."""
    names, text = row.searched().names, row.searched().text
    return Known(
        (kind, row.pk),
        day,
        (Lines.of(names, marked=True), Lines.of(names, marked=False)),
        (Lines.of([*names, text], marked=True), Lines.of([*names, text], marked=False)),
    )


def ranked(rows: Iterable[Known], query: Query, *, pairs: bool) -> list[Row]:
    """Return the rows that hold the query, the best first; those that fit alike by day, then in the order given."""
    fitting = [(tier, row) for row in rows if (tier := tier_of(row, query, pairs=pairs)) is not None]
    newest = sorted(fitting, key=lambda one: one[1].day, reverse=True)  # keeps the order of those of one day
    return [row.row for _tier, row in sorted(newest, key=lambda one: one[0])]


def tier_of(row: Known, query: Query, *, pairs: bool) -> int | None:
    """Return how well a row fits, 0 the best; None where it does not hold the query."""
    if not row.lines[1].hold(query, pairs=pairs, marked=False):
        return None
    for tier, marked in enumerate((True, False)):
        whole = tuple(form(word, marked=marked) for word in query.words)
        if whole in row.names[tier].rows and row.names[tier].hold(query, pairs=pairs, marked=marked):
            return tier
    tiers = ((row.names[0], True), (row.lines[0], True), (row.names[1], False))
    return next(
        (tier for tier, (lines, marked) in enumerate(tiers, start=2) if lines.hold(query, pairs=pairs, marked=marked)),
        5,
    )


def form(word: Word, *, marked: bool) -> str:
    return word.marked if marked else word.folded


def is_part(part: Sequence[str], row: Sequence[str]) -> bool:
    """Say whether words stand in a row side by side."""
    return any(row[at : at + len(part)] == part for at in range(len(row) - len(part) + 1))
