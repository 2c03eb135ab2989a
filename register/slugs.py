"""Slugs that no row of a model has yet, many at once."""

from bisect import bisect_left
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from articles.models import Article, Outlet, Speaker
from articles.models.identity import mint_slug

Model: TypeAlias = type[Article] | type[Outlet] | type[Speaker]

MOST_ALIKE: Final = 10**7  # rows whose slugs differ in their number alone
REMEMBERED: Final = 10_000  # slugs of which is known which number was given last


@dataclass(slots=True)
class Slugs:
    """Mints the slugs of new rows. Remembers what it gave, so that a thousandth of one title is no search.

    Where another writes beside it, a slug may be taken by the time that it is saved: the database then refuses it.
    """

    last: dict[tuple[Model, str], int] = field(default_factory=dict)  # of a slug: the last number after it, 1 for none

    def mint(self, model: Model, words: Iterable[str]) -> list[str]:
        """Return a slug for each of words, in order, with -2, -3 … after those that others have; one query for all."""
        if len(self.last) > REMEMBERED:
            self.last.clear()
        given: dict[str, str] = {}  # each with what it was made of
        for base in [mint_slug(each, ()) for each in words]:
            given[self._next(model, base, given)] = base
        searched = set()
        while taken := set(model._default_manager.filter(slug__in=given).values_list("slug", flat=True)):
            minted, given = given, {}
            for slug, base in minted.items():
                if slug in taken:
                    if base not in searched:
                        self.last[model, base] = max(self.last[model, base], _highest(model, base))
                        searched.add(base)
                    slug = self._next(model, base, minted | given)
                given[slug] = base
        return list(given)

    def _next(self, model: Model, base: str, given: Container[str]) -> str:
        while True:
            number = self.last[model, base] = self.last.get((model, base), 0) + 1
            slug = base if number == 1 else f"{base}-{number}"
            if slug not in given:
                return slug


def _highest(model: Model, base: str) -> int:
    """Return the number below the first free one, if those taken follow one another; one that was taken if not."""

    def is_free(number: int) -> bool:
        return not model._default_manager.filter(slug=f"{base}-{number}").exists()

    return bisect_left(range(2, MOST_ALIKE), True, key=is_free) + 1
