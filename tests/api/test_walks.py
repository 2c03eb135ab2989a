"""Walks over the real lists while rows come, go and change: no row is met twice, none that stayed is missed.

tests/api/test_paging.py has the cases one by one, on an endpoint made for them; here a walk goes forth, back and forth
again, and between two pages the record changes at random.
"""

import datetime
import random
from dataclasses import dataclass, field
from typing import Any

import pytest

from articles.models import Article, Genre, Review, State
from directives.models import Directive, ListKind
from tests.cast import FIRST, FOURTH, SECOND, SINGLE, add_article, add_directive
from tests.conftest import Api
from tests.timing import SLOWLY

DAYS = [None, None, None, datetime.date(2025, 9, 16), datetime.date(2025, 9, 16), datetime.date(2026, 1, 29)]
GENRES = [Genre.REPORT, Genre.INTERVIEW]
KINDS = [ListKind.TASK, ListKind.PROPOSAL]
WORDS = [FIRST, SECOND, FOURTH, SINGLE]
LISTS = [
    "/articles/?genre=report",
    "/articles/?q=ba+dinh+huong",
    "/directives/?kind=task&reviewed=false",
    "/directives/?q=hoi+nhap",
]
ADDRESSES = [
    *(f"{one}&ordering={order}" for one in LISTS for order in ("published_on", "-published_on")),
    "/search/?q=dinh+huong",  # it has an order of its own
]
SEEDS = range(100 if SLOWLY else 2)


pytestmark = pytest.mark.django_db


@dataclass
class Record:
    """The rows that a walk goes over, and which of them were touched since a leg of it began, and which moved."""

    chance: random.Random
    touched: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)

    def begin(self, api: Api, address: str) -> list[str]:
        """Return the rows of a list in their order; what is touched from now on is noted."""
        self.touched.clear()
        self.moved.clear()
        return order_of(api, address)

    def add(self) -> None:
        """Add an article with directives, on a day that others have too, or on none."""
        article = add_article(published_on=self.chance.choice(DAYS), genre=self.chance.choice(GENRES))
        self.touched.add(article.slug)
        for words in self.chance.sample(WORDS, 3):
            self.touched.add(add_directive(article, words, kind=self.chance.choice(KINDS)).slug)

    def take(self) -> Article:
        """Return any article; it and what stands in it is noted as touched."""
        article = self.chance.choice(Article.objects.order_by("pk"))
        self.touched |= with_directives(article)
        return article

    def disturb(self) -> None:
        """Do up to three things to rows anywhere in the lists."""
        for _ in range(self.chance.randrange(4)):
            self.chance.choice([self.add, self.add, self.delete, self.withdraw, self.move, self.lose, self.reject])()

    def delete(self) -> None:
        self.take().delete()

    def withdraw(self) -> None:
        article = self.take()
        article.state = State.WITHDRAWN
        article.save()

    def move(self) -> None:
        """Correct the day of an article: it stands elsewhere then, and so does what was found in it."""
        article = self.take()
        self.moved |= with_directives(article)
        article.published_on = self.chance.choice(DAYS)
        article.save()

    def lose(self) -> None:
        directive = self.chance.choice(Directive.objects.order_by("pk"))
        self.touched.add(directive.slug)
        directive.delete()

    def reject(self) -> None:
        directive = self.chance.choice(Directive.objects.order_by("pk"))
        self.touched.add(directive.slug)
        directive.review = Review.REJECTED
        directive.save()


def with_directives(article: Article) -> set[str]:
    return {article.slug, *Directive.objects.filter(article=article).values_list("slug", flat=True)}


def names(page: dict[str, Any]) -> list[str]:
    return [row["slug"] for row in page["results"]]


def order_of(api: Api, address: str) -> list[str]:
    """Return the names of all rows of a list as it stands; it has fewer than two pages of the largest size."""
    page = api.read(f"{address}&page_size=100")
    return names(page) + (names(api.read(page["next"])) if page["next"] else [])


def leg(api: Api, record: Record, page: dict[str, Any], to: str, most: int = 1000) -> tuple[dict[str, Any], list[str]]:
    """Follow a link from page to page, up to so often; return the last page and the names met, in the list's order."""
    met: list[str] = []
    while page[to] is not None and most:
        record.disturb()
        page = api.read(page[to])
        met = met + names(page) if to == "next" else names(page) + met
        most -= 1
    return page, met


def hold(met: list[str], before: list[str], record: Record) -> None:
    """Raise unless of the rows that stood there before, those that nobody touched were met each once and in order.

    No other is met twice, save what moved: it may stand behind the walk and then before it.
    """
    still = [name for name in met if name not in record.moved]
    assert len(still) == len(set(still))
    stayed = [name for name in before if name not in record.touched]
    assert [name for name in met if name in stayed] == stayed


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_walk_meets_every_row_that_stayed_once_and_in_order(api: Api, address: str, seed: int) -> None:
    record = Record(random.Random(f"{address} {seed}"))
    for _ in range(18):
        record.add()
    size = record.chance.randrange(1, 5)

    before = record.begin(api, address)
    first = api.read(f"{address}&page_size={size}")
    halfway, met = leg(api, record, first, "next", most=record.chance.randrange(1, 12))
    met = names(first) + met
    reached = [place for place, name in enumerate(before) if name in met and name not in record.touched]
    hold(met, before if halfway["next"] is None else before[: max(reached, default=-1) + 1], record)

    before = record.begin(api, address)
    beginning, met = leg(api, record, halfway, "previous")
    if halfway["results"]:  # a page left empty says nothing of its place
        hold(met, before[: before.index(names(halfway)[0])], record)

    before = record.begin(api, address)
    _, met = leg(api, record, beginning, "next")
    if beginning["results"]:
        hold(met, before[before.index(names(beginning)[-1]) + 1 :], record)
