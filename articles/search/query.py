"""A question as it is typed, read as groups of words; there is no way to write one that cannot be read.

"…" is a phrase. AND, OR, NOT and NEAR in capitals stand for nothing but the end of a group, and so do the signs of
other searches: whoever types them expects no words of that name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from articles.search.words import Word, words

LONGEST_QUERY: Final = 1000  # code points: a long sentence, to look whether it was ever said
PHRASE: Final = re.compile(r'["“”„«»]')
OPERATOR: Final = re.compile(r"\b(?:AND|OR|NOT|NEAR)\b")


@dataclass(frozen=True, slots=True)
class Group:
    """Words that were typed side by side; those of a phrase are looked for side by side, too."""

    words: tuple[Word, ...]
    is_phrase: bool

    @property
    def folded(self) -> tuple[str, ...]:
        return tuple(word.folded for word in self.words)

    @property
    def marked(self) -> tuple[str, ...]:
        return tuple(word.marked for word in self.words)


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: all groups. Without any there is nothing to look for."""

    groups: tuple[Group, ...]

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for group in self.groups for word in group.words)

    @property
    def has_pairs(self) -> bool:
        """Whether it makes a difference that pairs decide."""
        return any(len(group.words) > 1 for group in self.groups)


def read_query(typed: str) -> Query:
    """Return the groups of words that were typed. A quotation that does not end is no phrase."""
    return Query(tuple(_groups(typed)))


def terms(group: tuple[str, ...], *, pairs: bool) -> Iterator[str]:
    """Yield what an index is asked for: the pairs of a group of words, or each of its words."""
    if pairs and len(group) > 1:
        yield from (f"{one}_{other}" for one, other in pairwise(group))
    else:
        yield from group


def _groups(typed: str) -> Iterator[Group]:
    pieces = PHRASE.split(typed)
    for place, piece in enumerate(pieces):
        is_phrase = place % 2 == 1 and place < len(pieces) - 1
        parts = [piece] if is_phrase else OPERATOR.split(piece)
        for part in parts:
            if found := words(part):
                yield Group(tuple(found), is_phrase)
