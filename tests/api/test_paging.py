"""Pages: a walk meets every row once, in order, whatever happens to the others meanwhile."""

import datetime
import random
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from articles.api import pagination
from articles.models import Article, Block, Speaker
from tests.api.example import add_article, add_block, add_mention

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.api.example")]

LIST = "/api/example/articles/"
BLOCKS = "/api/example/blocks/"
DAYS = [None, None, datetime.date(2025, 9, 16), datetime.date(2026, 1, 29), datetime.date(1999, 12, 31)]
TITLES = ["Đối ngoại", "đối ngoại", "Ba định hướng", "x"]
ORDERINGS = ["published_on", "-published_on", "title", "-title", "added", "-added"]

Page = dict[str, Any]


def page(client: Client, address: str) -> Page:
    response = client.get(address)
    assert response.status_code == 200, response.content
    answer: Page = response.json()
    return answer


def slugs(answer: Page) -> list[str]:
    return [row.get("slug", row.get("public_id")) for row in answer["results"]]


def walk(
    client: Client, address: str, to: str = "next", meanwhile: Callable[[], None] = lambda: None
) -> Iterator[Page]:
    """Yield the page at address and all that its links lead to; meanwhile is called between two pages."""
    following: str | None = address
    while following:
        answer = page(client, following)
        yield answer
        meanwhile()
        following = answer[to]


def walked(client: Client, address: str) -> list[str]:
    return [slug for answer in walk(client, address) for slug in slugs(answer)]


def add_articles(count: int) -> None:
    for number in range(count):
        add_article(number, DAYS[number % len(DAYS)], TITLES[number % len(TITLES)])


def refusal(client: Client, address: str) -> dict[str, Any]:
    response = client.get(address)
    assert response.status_code == 400
    (fault,) = response.json()["errors"]
    found: dict[str, Any] = fault
    return found


# --- Walking ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ordering", ORDERINGS)
@pytest.mark.parametrize("size", [1, 2, 7, 23, 100])
def test_a_walk_meets_every_row_once_among_ties_and_rows_without_a_date(
    client: Client, ordering: str, size: int
) -> None:
    add_articles(23)
    whole = slugs(page(client, f"{LIST}?page_size=100&ordering={ordering}"))
    assert walked(client, f"{LIST}?page_size={size}&ordering={ordering}") == whole
    assert sorted(whole) == sorted(Article.objects.values_list("slug", flat=True))


@pytest.mark.parametrize("ordering", ORDERINGS)
def test_a_walk_back_meets_the_same_pages(client: Client, ordering: str) -> None:
    add_articles(23)
    forth = list(walk(client, f"{LIST}?page_size=4&ordering={ordering}"))
    back = list(walk(client, forth[-2]["next"], to="previous"))
    assert [slugs(answer) for answer in reversed(back)] == [slugs(answer) for answer in forth]
    assert back[-1]["previous"] is None


@pytest.mark.parametrize("size", [1, 3, 100])
def test_an_order_may_rise_and_fall_and_lead_to_another_table(client: Client, size: int) -> None:
    for number in range(6):
        article = add_article(number, DAYS[number % 3])
        for place in range(4):
            add_block(article, place)
    expected = Block.objects.order_by("-article__sort_date", "-article_id", "start", "id")
    assert walked(client, f"{BLOCKS}?page_size={size}") == [block.public_id for block in expected]
    backwards = walked(client, f"{BLOCKS}?page_size={size}&ordering=-place")
    assert backwards == [block.public_id for block in expected.reverse()]


@pytest.mark.parametrize("seed", range(12))
def test_rows_that_come_and_go_cost_a_walk_no_other_row(client: Client, seed: int) -> None:
    chance = random.Random(seed)
    numbers = iter(range(1000))
    for _ in range(30):
        add_article(next(numbers), chance.choice(DAYS), chance.choice(TITLES))
    touched: set[str] = set()

    def disturb() -> None:
        for _ in range(chance.randrange(4)):
            if chance.random() < 0.5:
                touched.add(add_article(next(numbers), chance.choice(DAYS), chance.choice(TITLES)).slug)
            else:
                gone = Article.objects.order_by("?").first()
                assert gone is not None
                touched.add(gone.slug)
                gone.delete()

    ordering = chance.choice(ORDERINGS)
    stayed = set(Article.objects.values_list("slug", flat=True))
    first = f"{LIST}?page_size={chance.randrange(1, 6)}&ordering={ordering}"
    forth = list(walk(client, first, meanwhile=disturb))
    met = [slug for answer in forth for slug in slugs(answer)]
    assert len(met) == len(set(met))
    assert stayed - touched <= set(met)

    stayed = set(Article.objects.values_list("slug", flat=True))
    touched.clear()
    last = forth[-2]["next"] if len(forth) > 1 else first
    back = [slug for answer in walk(client, last, to="previous", meanwhile=disturb) for slug in slugs(answer)]
    assert len(back) == len(set(back))
    order = slugs(page(client, f"{LIST}?page_size=100&ordering={ordering}"))
    end = order.index(back[-1]) if back and back[-1] in order else 0
    assert set(order[:end]) - touched <= set(back)


def test_the_row_at_the_edge_of_a_page_may_vanish(client: Client) -> None:
    add_articles(6)
    first = page(client, f"{LIST}?page_size=3&ordering=added")
    Article.objects.filter(slug="a-2").delete()
    assert slugs(page(client, first["next"])) == ["a-3", "a-4", "a-5"]


def test_a_page_left_empty_leads_back_to_what_is_there(client: Client) -> None:
    add_articles(6)
    first = page(client, f"{LIST}?page_size=3&ordering=added")
    Article.objects.exclude(slug__in=["a-0", "a-1", "a-2"]).delete()
    empty = page(client, first["next"])
    assert (slugs(empty), empty["next"]) == ([], None)
    assert slugs(page(client, empty["previous"])) == ["a-0", "a-1", "a-2"]


def test_a_page_left_empty_on_the_way_back_leads_forth_again(client: Client) -> None:
    add_articles(6)
    second = page(client, page(client, f"{LIST}?page_size=3&ordering=added")["next"])
    Article.objects.filter(slug__in=["a-0", "a-1", "a-2"]).delete()
    empty = page(client, second["previous"])
    assert (slugs(empty), empty["previous"]) == ([], None)
    assert slugs(page(client, empty["next"])) == ["a-3", "a-4", "a-5"]


# --- Links ------------------------------------------------------------------------------------------------------------


def test_links_are_whole_addresses_that_keep_the_other_parameters(client: Client) -> None:
    add_articles(6)
    address = urlsplit(page(client, f"{LIST}?page_size=2&ordering=title&genre=report&page=2")["next"])
    assert (address.scheme, address.netloc, address.path) == ("http", "testserver", LIST)
    parameters = dict(parse_qsl(address.query))
    assert parameters.pop("cursor")
    assert parameters == {"page_size": "2", "ordering": "title", "genre": "report"}


def test_repeated_parameters_stay_repeated_in_links(client: Client) -> None:
    add_articles(3)
    address = page(client, f"{LIST}?page_size=1&genre=report&genre=interview")["next"]
    assert [value for name, value in parse_qsl(urlsplit(address).query) if name == "genre"] == ["report", "interview"]


def test_the_same_page_always_has_the_same_links(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    add_articles(3)
    first = page(client, f"{LIST}?page_size=1")
    monkeypatch.setattr("time.time", lambda: 0.0)
    assert page(client, f"{LIST}?page_size=1") == first


def test_the_only_page_has_no_links(client: Client) -> None:
    add_articles(3)
    answer = page(client, f"{LIST}?page_size=3")
    assert (answer["next"], answer["previous"]) == (None, None)


def test_an_empty_list_is_one_empty_page(client: Client) -> None:
    assert page(client, f"{LIST}?page=1") == {
        "count": 0,
        "count_is_minimum": False,
        "next": None,
        "previous": None,
        "results": [],
    }


# --- Cursors that are not ours ----------------------------------------------------------------------------------------


def cursor_of(client: Client, address: str) -> str:
    return dict(parse_qsl(urlsplit(page(client, address)["next"]).query))["cursor"]


@pytest.mark.parametrize(
    "elsewhere",
    [
        f"{LIST}?ordering=title",
        f"{LIST}?ordering=published_on",
        f"{LIST}?genre=report",
        f"{LIST}?undated=true",
        f"{BLOCKS}?",
        f"{LIST}a-1/blocks/?",
    ],
)
def test_a_cursor_of_another_list_is_refused(client: Client, elsewhere: str) -> None:
    add_articles(3)
    cursor = cursor_of(client, f"{LIST}?page_size=1")
    fault = refusal(client, f"{elsewhere}&cursor={cursor}")
    assert (fault["parameter"], fault["code"]) == ("cursor", "invalid_cursor")


def test_a_cursor_goes_on_with_another_size_of_page(client: Client) -> None:
    add_articles(6)
    cursor = cursor_of(client, f"{LIST}?page_size=1&ordering=added")
    assert len(slugs(page(client, f"{LIST}?page_size=5&ordering=added&cursor={cursor}"))) == 5


def test_a_cursor_with_any_character_changed_is_refused(client: Client) -> None:
    add_articles(3)
    cursor = cursor_of(client, f"{LIST}?page_size=1")
    for place, char in enumerate(cursor):
        forged = cursor[:place] + ("A" if char != "A" else "B") + cursor[place + 1 :]
        assert refusal(client, f"{LIST}?page_size=1&cursor={forged}")["code"] == "invalid_cursor"


# --- Sizes and numbers ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", ["0", "-1", "101", "abc", "1.0", "1e1", "٣", "1_0", "%201", "9" * 5000])
def test_a_size_out_of_bounds_is_refused(client: Client, size: str) -> None:
    fault = refusal(client, f"{LIST}?page_size={size}" if len(size) < 4000 else f"{LIST}?page_size={size[:4000]}")
    assert (fault["parameter"], fault["code"]) == ("page_size", "out_of_range")


def test_the_usual_page_has_twenty_rows_and_the_largest_a_hundred(client: Client) -> None:
    Article.objects.bulk_create(
        Article(slug=f"a-{i}", source_key=str(i), display_title="x", text="x") for i in range(120)
    )
    assert len(slugs(page(client, LIST))) == 20
    assert len(slugs(page(client, f"{LIST}?page_size=100"))) == 100


def test_a_page_may_be_asked_for_by_number(client: Client) -> None:
    add_articles(5)
    whole = slugs(page(client, LIST))
    second = page(client, f"{LIST}?page_size=2&page=2")
    assert slugs(second) == whole[2:4]
    assert slugs(page(client, second["next"])) == whole[4:]
    assert slugs(page(client, second["previous"])) == whole[:2]


def test_page_numbers_end_at_a_hundred_with_advice(client: Client) -> None:
    fault = refusal(client, f"{LIST}?page=101")
    assert fault["parameter"] == "page"
    assert "follow next" in fault["detail"]


def test_a_page_after_the_last_is_not_found(client: Client) -> None:
    add_articles(3)
    response = client.get(f"{LIST}?page_size=3&page=2")
    assert response.status_code == 404
    assert response.json()["errors"][0]["parameter"] == "page"


def test_a_page_is_asked_for_by_number_or_by_cursor_not_by_both(client: Client) -> None:
    add_articles(3)
    cursor = cursor_of(client, f"{LIST}?page_size=1")
    assert refusal(client, f"{LIST}?page_size=1&page=2&cursor={cursor}")["code"] == "conflict"


# --- Counts and costs -------------------------------------------------------------------------------------------------


def test_the_count_is_of_all_rows_not_of_the_page(client: Client) -> None:
    add_articles(7)
    for answer in walk(client, f"{LIST}?page_size=3"):
        assert (answer["count"], answer["count_is_minimum"]) == (7, False)


def test_a_filtered_list_is_counted_to_a_bound_only(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    add_articles(6)
    for most, expected in ((5, (5, True)), (6, (6, False)), (7, (6, False))):
        monkeypatch.setattr(pagination, "MOST_COUNTED", most)
        answer = page(client, f"{LIST}?genre=report")
        assert (answer["count"], answer["count_is_minimum"]) == expected


def test_a_list_without_filters_is_counted_to_its_end(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    add_articles(6)
    monkeypatch.setattr(pagination, "MOST_COUNTED", 5)
    answer = page(client, f"{LIST}?ordering=title&page_size=2")
    assert (answer["count"], answer["count_is_minimum"]) == (6, False)


def test_a_row_that_is_found_twice_is_listed_and_counted_once(client: Client) -> None:
    speaker = Speaker.objects.create(slug="le-hoai-trung", name="Lê Hoài Trung")
    article = add_article(1)
    for place in range(3):
        add_mention(article, place, speaker)
    answer = page(client, f"{LIST}?speaker=le-hoai-trung&page_size=1")
    assert (slugs(answer), answer["count"], answer["next"]) == (["a-1"], 1, None)


@pytest.mark.parametrize("size", [1, 50])
def test_a_page_costs_two_queries_and_the_version_at_any_size(
    client: Client, size: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    add_articles(60)
    following = page(client, f"{LIST}?page_size={size}")["next"]
    with django_assert_num_queries(4):
        client.get(following)


def test_a_database_enters_its_index_where_the_page_begins() -> None:
    add_articles(60)
    condition = pagination.after(["-sort_date", "-id"], ["2025-09-16", 30])
    following = Article.objects.order_by("-sort_date", "-id").filter(condition)[:21]
    if connection.vendor == "sqlite":
        assert "SEARCH articles_article USING INDEX article_newest_first (sort_date<?)" in following.explain()
        assert "TEMP B-TREE" not in following.explain()
    else:
        with connection.cursor() as cursor:  # a table as small as this one would be read whole
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
        assert "Index Cond: (sort_date <= '2025-09-16'::date)" in following.explain()
        assert "Sort" not in following.explain()


@pytest.mark.parametrize("name", ["nullable", "related"])
def test_an_order_without_a_value_in_each_row_is_a_mistake_of_ours(client: Client, name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="cannot be paged"):
        client.get(f"/api/example/{name}/")


def test_the_document_states_the_members_of_a_page() -> None:
    stated = pagination.KeysetPagination().get_paginated_response_schema({"type": "array", "items": {}})
    assert [name for name in stated["properties"] if name not in stated["required"]] == ["match", "facets"]
    assert stated["required"] == ["count", "count_is_minimum", "next", "previous", "results"]
    assert stated["properties"]["next"]["type"] == ["string", "null"]


def test_an_order_is_total_by_the_primary_key() -> None:
    assert pagination.total_order(Article.objects.order_by("-sort_date")) == ["-sort_date", "-id"]
    assert pagination.total_order(Article.objects.order_by("-sort_date", "id")) == ["-sort_date", "id"]
    assert pagination.total_order(Speaker.objects.all()) == ["sort_key", "id"]
    assert pagination.total_order(Article.objects.order_by("slug")) == ["slug", "id"]


def test_neighbours_of_a_page_do_not_overlap(client: Client) -> None:
    add_articles(20)
    for before, later in pairwise(walk(client, f"{LIST}?page_size=3")):
        assert not set(slugs(before)) & set(slugs(later))
