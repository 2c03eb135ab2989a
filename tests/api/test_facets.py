"""Facets: how many rows of a list have each value of a parameter, under the other filters."""

import datetime
import random
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command

from articles.api.facets import MOST_VALUES, Facet
from articles.api.filters import FilterSet
from articles.models import Article, Origin, Outlet, Review, Role
from config.api import router
from directives.models import ListKind
from tests import cast
from tests.conftest import Answer, Api

VIEWS: dict[str, Any] = {prefix: viewset for prefix, viewset, _ in router.registry}
LISTS: dict[str, type[FilterSet]] = {
    prefix: view.filterset_class for prefix, view in VIEWS.items() if view.filterset_class.facets
}
BESIDE = ("facets", "page_size")
ROUNDS = 3  # combinations of filters that each dimension of each list is tried under


@pytest.fixture
def record(db: None) -> None:
    """The seeds, and rows of the kinds that they lack: nothing known, several at once, rejected."""
    for command in ("load_fixtures", "load_seeds"):
        call_command(command, verbosity=0)
    office, other = cast.add_office(organ=cast.add_organ()), cast.add_office(title="Đại sứ", country="VN")
    topics = [cast.add_topic(), cast.add_topic()]
    for number, name in enumerate(["Lê Văn Bảo", "Trần Thị Lan", "Đỗ Văn Đức"]):
        speaker = cast.add_speaker(name, origin=Origin.CURATOR)
        day = datetime.date(2024, 3 * number, 1) if number else None
        article = cast.add_article(published_on=day)
        said = cast.add_mention(article, speaker, role=Role.QUOTED)
        cast.print_title(said, "Quyền Bộ trưởng Ngoại giao", office, former=number == 2)
        cast.add_mention(article, speaker, "Bộ Chính trị", role=Role.MENTIONED)
        gone = cast.add_mention(article, speaker, "Ảnh", review=Review.REJECTED)
        cast.print_title(gone, "Ảnh", other)
        found = cast.add_list(article, mention=said)
        first = cast.add_directive(article, cast.FIRST, list=found, ordinal=1, mention=said)
        second = cast.add_directive(article, cast.SECOND, list=found, ordinal=2, mention=gone, addressee="Bộ Mẫu")
        first.topics.set(topics)
        second.topics.set(topics[:1])
        cast.add_citation(article, cast.add_resolution(symbol=f"{number}-NQ/TW"), directive=first)
        cast.add_citation(article, None, "Nghị quyết 21")
        cast.add_directive(article, review=Review.REJECTED).topics.set(topics)
        cast.add_list(article, kind=ListKind.RESULT, review=Review.CONFIRMED)
        cast.add_remark(article)


def facet(api: Api, path: str, name: str, **parameters: Any) -> list[Answer]:
    values: list[Answer] = api.read(path, facets=name, **parameters)["facets"][name]["values"]
    return values


def filters_of(url: str) -> dict[str, list[str]]:
    return {name: values for name, values in parse_qs(urlsplit(url).query).items() if name not in BESIDE}


def alone(given: dict[str, list[str]], name: str, how: Facet, value: str | None) -> dict[str, list[str]]:
    """Return the filters that ask for one value of a parameter, and for the others as given."""
    others = {other: values for other, values in given.items() if other not in how.own(name)}
    return others | ({how.known: ["false"]} if value is None else {name: [value]})


def some_filters(api: Api, prefix: str, chance: random.Random) -> dict[str, list[str]]:
    """Return filters by values that rows of the list have, and one by its example."""
    given, filterset = {}, LISTS[prefix]
    for name in chance.sample(sorted(filterset.facets), k=min(2, len(filterset.facets))):
        if values := [one["value"] for one in facet(api, f"/{prefix}/", name, page_size=1) if one["value"] is not None]:
            given[name] = chance.sample(values, k=min(chance.randint(1, 2), len(values)))
    (name,) = chance.sample(sorted(filterset.base_filters), k=1)
    return {name: [filterset.base_filters[name].written_example()]} | given


@pytest.mark.usefixtures("record")
def test_a_value_is_counted_as_the_list_that_asks_for_it_alone(api: Api) -> None:
    chance, wrong, tried = random.Random(6), [], 0
    for prefix, name in [(prefix, name) for prefix, filterset in LISTS.items() for name in filterset.facets]:
        how, path = LISTS[prefix].facets[name], f"/{prefix}/"
        for number in range(ROUNDS):
            given = some_filters(api, prefix, chance) if number else {}
            for one in facet(api, path, name, page_size=1, **given)[:8]:
                asked = alone(given, name, how, one["value"])
                url = api.read(one["url"]) if filters_of(one["url"]) == asked else api.read(path, page_size=1, **asked)
                wrong += [(path, given, one)] if url["count"] != one["count"] else []
                tried += 1
    assert wrong == []
    assert tried > 400


@pytest.mark.usefixtures("record")
def test_every_row_is_counted_under_one_value_where_it_has_no_more_than_one(api: Api) -> None:
    for prefix, filterset in LISTS.items():
        for name in [name for name, how in filterset.facets.items() if how.known and name != "topic"]:
            answer = api.read(f"/{prefix}/", facets=name, page_size=1)
            if not answer["facets"][name]["truncated"]:
                assert sum(one["count"] for one in answer["facets"][name]["values"]) == answer["count"], (prefix, name)


def test_an_article_with_two_directives_of_one_topic_counts_once(api: Api, article: Article) -> None:
    topic = cast.add_topic(slug="ngoai-giao", label_vi="ngoại giao")
    for words in (cast.SECOND, cast.FOURTH):
        cast.add_directive(article, words).topics.add(topic)
    assert facet(api, "/articles/", "topic") == [
        {
            "value": "ngoai-giao",
            "label": "ngoại giao",
            "count": 1,
            "selected": False,
            "url": "http://testserver/api/v1/articles/?facets=topic&topic=ngoai-giao",
        }
    ]


def test_a_chosen_value_says_so_and_leads_away_from_itself_and_the_others_stay_in_sight(api: Api) -> None:
    for genre in ("interview", "report", "report"):
        cast.add_article(genre=genre)
    asked = {"genre": "report", "facets": "genre", "page": "1", "page_size": "1"}
    first, second = api.read("/articles/", **asked)["facets"]["genre"]["values"]
    assert [(one["value"], one["label"], one["count"], one["selected"]) for one in (first, second)] == [
        ("report", "tin, bài phản ánh", 2, True),
        ("interview", "phỏng vấn", 1, False),
    ]
    assert first["url"] == "http://testserver/api/v1/articles/?facets=genre&page_size=1"
    assert filters_of(second["url"]) == {"genre": ["report", "interview"]}


def test_values_stand_by_count_and_then_as_in_a_vietnamese_index(api: Api) -> None:
    for name in ("Đặng", "Dương", "Dũng", "Ân", "Anh", "Ăn", "Hà", "Há", "Ha"):
        cast.add_article(outlet=cast.add_outlet(name))
    cast.add_article(outlet=Outlet.objects.get(name="Ha"))
    labels = [one["label"] for one in facet(api, "/articles/", "outlet")]
    assert labels[0] == "Ha"
    assert labels[1:] == ["Anh", "Ăn", "Ân", "Dũng", "Dương", "Đặng", "Hà", "Há"]


def test_thirty_values_are_shown_and_the_chosen_ones_beyond(api: Api) -> None:
    outlets = [cast.add_outlet(f"Báo {chr(ord('a') + number // 5)}{'a' * (number % 5)}") for number in range(35)]
    for outlet in outlets:
        cast.add_article(outlet=outlet)
    found = api.read("/articles/", facets="outlet")["facets"]["outlet"]
    assert (len(found["values"]), found["truncated"]) == (MOST_VALUES, True)
    last = outlets[-1].slug
    found = api.read("/articles/", facets="outlet", outlet=last)["facets"]["outlet"]
    assert [one["value"] for one in found["values"] if one["selected"]] == [last]
    assert (len(found["values"]), found["truncated"]) == (MOST_VALUES + 1, True)


def test_rows_without_a_value_are_counted_too(api: Api) -> None:
    cast.add_article(published_on=datetime.date(2024, 5, 1))
    cast.add_article()
    years = facet(api, "/articles/", "year")
    assert [(one["value"], one["count"]) for one in years] == [("2024", 1), (None, 1)]
    assert filters_of(years[1]["url"]) == {"dated": ["false"]}
    chosen = facet(api, "/articles/", "year", dated="false")
    assert [(one["value"], one["count"], one["selected"]) for one in chosen] == [("2024", 1, False), (None, 1, True)]
    assert filters_of(chosen[0]["url"]) == {"year": ["2024"]}
    assert filters_of(chosen[1]["url"]) == {}


def test_what_is_hidden_is_not_counted(api: Api) -> None:
    article = cast.add_article(state="withdrawn", genre="speech")
    cast.add_directive(article)
    cast.add_directive(cast.add_article(), review=Review.REJECTED)
    assert [one["value"] for one in facet(api, "/articles/", "genre")] == ["report"]
    assert facet(api, "/articles/", "kind") == []
    assert facet(api, "/directives/", "kind") == []


def test_lists_that_hold_only_some_rows_unasked_count_all_values_that_can_be_asked_for(api: Api) -> None:
    article = cast.add_article()
    cast.add_list(article)
    cast.add_list(article, kind=ListKind.RESULT)
    kinds = [(one["value"], one["count"]) for one in facet(api, "/directive-lists/", "kind")]
    assert kinds == [("orientation", 1), ("result", 1)]


def test_a_dimension_that_there_is_not_is_refused_with_those_there_are(api: Api) -> None:
    response = api.get("/articles/", facets="genre,topc")
    (fault,) = response.json()["errors"]
    assert (response.status_code, fault["parameter"], fault["code"]) == (400, "facets", "not_allowed")
    assert fault["detail"] == 'The list is not counted by "topc". Did you mean topic?'
    assert fault["allowed"] == list(LISTS["articles"].facets)
    assert api.refused("/articles/", facets=["genre", "year"]) == ["facets"]
    assert api.refused("/articles/", facets="genre,") == ["facets"]
    assert api.refused("/organs/", facets="name") == ["facets"]


def test_a_cursor_goes_on_where_facets_are_asked_for_on_the_way(api: Api) -> None:
    for _ in range(2):
        cast.add_article()
    following = api.read("/articles/", page_size=1)["next"]
    assert len(api.read(f"{following}&facets=genre")["results"]) == 1


def add_everything() -> None:
    """Add an article with an outlet, and a row of everything that is found in it."""
    article = cast.add_article(outlet=cast.add_outlet(), published_on=datetime.date(2025, 9, 16))
    speaker, office = cast.add_speaker(origin=Origin.CURATOR), cast.add_office(organ=cast.add_organ())
    cast.add_tenure(speaker, office, since="2024-01-01")
    said = cast.add_mention(article, speaker)
    cast.print_title(said, "Quyền Bộ trưởng Ngoại giao", office)
    found = cast.add_list(article, mention=said)
    directive = cast.add_directive(article, cast.FIRST, list=found, ordinal=1, mention=said)
    directive.topics.add(cast.add_topic(broader=cast.add_topic()))
    cast.add_citation(article, cast.add_resolution(issuer=office.organ), directive=directive)
    cast.add_remark(article)


def test_fifty_rows_cost_as_many_queries_as_one(api: Api) -> None:
    asked = {prefix: ",".join(filterset.facets) for prefix, filterset in LISTS.items()}
    add_everything()
    few = {prefix: api.cost(f"/{prefix}/", facets=facets) for prefix, facets in asked.items()}
    for _ in range(49):
        add_everything()
    assert {prefix: api.cost(f"/{prefix}/", facets=facets) for prefix, facets in asked.items()} == few
