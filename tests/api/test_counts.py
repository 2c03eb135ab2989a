"""Counts: how many rows of a list have each value, or each pair of values."""

import random
from itertools import combinations
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from articles.models import Article, Review
from directives.models import Directive, ListKind
from register import counts as counting
from register.counts import COUNTED, filterset_of
from tests import cast
from tests.api.test_facets import LISTS, add_everything, record, some_filters
from tests.conftest import Answer, Api

__all__ = ["record"]  # a fixture

CELLS = 3  # of each answer that are asked for by their addresses


def count(api: Api, of: str, by: str, **filters: Any) -> Answer:
    return api.read("/counts/", of=of, by=by, **filters)


def pairs(answer: Answer) -> list[tuple[list[str | None], int]]:
    return [(cell["values"], cell["count"]) for cell in answer["cells"]]


def values(answer: Answer, place: int = 0) -> list[str | None]:
    return [one["value"] for one in answer["dimensions"][place]["values"]]


def test_every_list_that_has_facets_is_counted_by_them() -> None:
    assert {name: filterset_of(name) for name in COUNTED} == LISTS


@pytest.mark.usefixtures("record")
def test_a_cell_is_counted_as_the_list_at_its_address(api: Api) -> None:
    chance, wrong, tried = random.Random(6), [], 0
    for of, filterset in LISTS.items():
        alone = [(name,) for name in filterset.facets]
        for names in [*alone, *combinations(filterset.facets, 2)]:
            given = some_filters(api, of, chance) if chance.random() < 0.6 else {}
            cells = count(api, of, ",".join(names), **given)["cells"]
            for cell in chance.sample(cells, k=min(CELLS, len(cells))):
                tried += 1
                if api.read(cell["url"])["count"] != cell["count"]:
                    wrong.append((of, names, given, cell))
    assert wrong == []
    assert tried > 500


@pytest.mark.usefixtures("record")
def test_the_total_is_the_count_of_the_list_and_one_dimension_counts_as_its_facet(api: Api) -> None:
    chance = random.Random(6)
    for of, filterset in LISTS.items():
        for name in filterset.facets:
            given = {key: given for key, given in some_filters(api, of, chance).items() if key != name}
            given = {key: value for key, value in given.items() if key not in filterset.facets[name].own(name)}
            answer, path = count(api, of, name, **given), f"/{of}/"
            if (of, name) not in {("directive-lists", "kind"), ("remarks", "state")}:  # which are open while counted
                assert answer["total"] == api.read(path, page_size=1, **given)["count"], (of, name, given)
            stated = api.read(path, facets=name, page_size=1, **given)["facets"][name]
            shown = {one["value"]: one["count"] for one in stated["values"]}
            counted = {value: number for (value,), number in pairs(answer)}
            assert (counted == shown) or (stated["truncated"] and shown.items() < counted.items()), (of, name, given)


def test_a_row_with_two_values_is_counted_under_both_and_once_in_total(api: Api, directive: Directive) -> None:
    topics = [cast.add_topic(slug=slug, label_vi=slug) for slug in ("doi-ngoai", "kinh-te")]
    directive.topics.set(topics)
    cast.add_directive(directive.article, kind="task").topics.add(topics[0])
    cast.add_directive(directive.article, kind="task")
    answer = count(api, "directives", "topic,kind")
    assert pairs(answer) == [
        (["doi-ngoai", "orientation"], 1),
        (["doi-ngoai", "task"], 1),
        (["kinh-te", "orientation"], 1),
        ([None, "task"], 1),
    ]
    assert answer["total"] == 3
    assert pairs(count(api, "articles", "topic")) == [(["doi-ngoai"], 1), (["kinh-te"], 1)]


def test_pairs_are_of_one_directive(api: Api, article: Article) -> None:
    topics = {slug: cast.add_topic(slug=slug, label_vi=slug) for slug in ("doi-ngoai", "kinh-te")}
    cast.add_directive(article, cast.SECOND, kind="task").topics.add(topics["doi-ngoai"])
    cast.add_directive(article, cast.FOURTH, kind="solution").topics.add(topics["kinh-te"])
    assert pairs(count(api, "articles", "kind,topic")) == [(["solution", "kinh-te"], 1), (["task", "doi-ngoai"], 1)]


def test_only_the_values_asked_for_are_counted_and_total_says_how_many_rows_have_one(api: Api) -> None:
    for genre in ("interview", "report", "report", "speech"):
        cast.add_article(genre=genre)
    answer = count(api, "articles", "genre", genre=["report", "speech"])
    assert (answer["total"], pairs(answer)) == (3, [(["report"], 2), (["speech"], 1)])
    assert [parse_qs(urlsplit(cell["url"]).query) for cell in answer["cells"]] == [
        {"genre": ["report"]},
        {"genre": ["speech"]},
    ]


def test_times_follow_one_another_and_what_has_none_comes_last_unless_it_is_put_aside(api: Api) -> None:
    for day in ("2025-02-01", "2024-12-31", "2025-01-05", None):
        cast.add_article(published_on=day)
    assert values(count(api, "articles", "month")) == ["2024-12", "2025-01", "2025-02", None]
    assert values(count(api, "articles", "month", dated="true")) == ["2024-12", "2025-01", "2025-02"]
    assert values(count(api, "articles", "month", dated="false")) == [None]
    assert values(count(api, "articles", "month", year="2025")) == ["2025-01", "2025-02"]
    assert values(count(api, "articles", "month", month=["2024-12", "2025-02"])) == ["2024-12", "2025-02"]


def test_values_have_labels_codes_in_their_order_and_names_in_vietnamese_order(api: Api) -> None:
    for name, genre in (("Đặng", "speech"), ("Dương", "interview"), ("Ăn", "report"), ("Anh", "report")):
        cast.add_article(outlet=cast.add_outlet(name), genre=genre)
    answer = count(api, "articles", "genre,outlet")
    assert values(answer) == ["interview", "report", "speech"]
    assert [one["label"] for one in answer["dimensions"][0]["values"]] == [
        "phỏng vấn",
        "tin, bài phản ánh",
        "bài phát biểu",
    ]
    assert [one["label"] for one in answer["dimensions"][1]["values"]] == ["Anh", "Ăn", "Dương", "Đặng"]
    assert [cell["values"][0] for cell in answer["cells"]] == ["interview", "report", "report", "speech"]


def test_a_list_that_holds_only_some_rows_unasked_is_counted_whole_by_what_it_leaves_out(api: Api) -> None:
    article = cast.add_article()
    cast.add_list(article)
    cast.add_list(article, kind=ListKind.RESULT)
    answer = count(api, "directive-lists", "kind")
    assert (answer["total"], pairs(answer)) == (2, [(["orientation"], 1), (["result"], 1)])
    assert count(api, "directive-lists", "year")["total"] == 1


def test_what_is_hidden_is_not_counted(api: Api) -> None:
    cast.add_directive(cast.add_article(state="withdrawn"))
    cast.add_directive(cast.add_article(), review=Review.REJECTED)
    answer = count(api, "directives", "kind")
    assert (answer["total"], answer["cells"]) == (0, [])


def test_words_filter_too_and_the_answer_says_what_decided(api: Api) -> None:
    cast.add_article(title="Hội nhập quốc tế", text="Hội nhập quốc tế.")
    cast.add_article(title="Bài khác", text="Bài khác.")
    assert count(api, "articles", "genre")["match"] is None
    found = count(api, "articles", "genre", q="hoi nhap")
    assert (found["match"], found["total"], pairs(found)) == ("pairs", 1, [(["report"], 1)])


@pytest.mark.parametrize(
    ("parameters", "named", "code"),
    [
        ({"by": "kind"}, "of", "missing"),
        ({"of": "directives"}, "by", "missing"),
        ({"of": "organs", "by": "kind"}, "of", "not_allowed"),
        ({"of": "directives", "by": "knd"}, "by", "not_allowed"),
        ({"of": "directives", "by": "kind, topic"}, "by", "not_allowed"),
        ({"of": "directives", "by": "kind,"}, "by", "not_allowed"),
        ({"of": "directives", "by": "count_status"}, "by", "conflict"),
        ({"of": "directives", "by": "kind,kind"}, "by", "repeated"),
        ({"of": "directives", "by": "kind,topic,year"}, "by", "too_many_values"),
        ({"of": ["directives", "articles"], "by": "kind"}, "of", "repeated"),
        ({"of": "directives", "by": ""}, "by", "empty"),
        ({"of": "directives", "by": "kind", "year": "x"}, "year", "out_of_range"),
        ({"of": "directives", "by": "kind", "page": "2"}, "page", "unknown_parameter"),
        ({"of": "directives", "by": "kind", "count_status": "ok"}, "count_status", "unknown_parameter"),
    ],
)
def test_what_cannot_be_counted_is_refused(
    parameters: dict[str, Any], named: str, code: str, api: Api, db: None
) -> None:
    response = api.get("/counts/", **parameters)
    faults = [(fault["parameter"], fault["code"]) for fault in response.json()["errors"]]
    assert (response.status_code, faults) == (400, [(named, code)])


def test_a_misspelt_parameter_is_refused_with_those_there_are(api: Api, db: None) -> None:
    (fault,) = api.get("/counts/", of="directives", by="tpic").json()["errors"]
    assert fault["detail"] == 'The list directives is not counted by "tpic". Did you mean topic?'
    assert fault["allowed"] == list(LISTS["directives"].facets)


def test_more_cells_than_an_answer_holds_are_refused(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    for genre in ("interview", "report", "speech"):
        cast.add_article(genre=genre)
    monkeypatch.setattr(counting, "MOST_CELLS", 2)
    (fault,) = api.get("/counts/", of="articles", by="genre").json()["errors"]
    assert (fault["parameter"], fault["code"]) == ("by", "too_many_values")
    assert len(count(api, "articles", "genre", genre=["report", "speech"])["cells"]) == 2


def test_fifty_rows_cost_as_many_queries_as_one(api: Api) -> None:
    asked = {of: ",".join(list(filterset.facets)[:2]) for of, filterset in LISTS.items()}
    add_everything()
    few = {of: api.cost("/counts/", of=of, by=by) for of, by in asked.items()}
    for _ in range(49):
        add_everything()
    assert {of: api.cost("/counts/", of=of, by=by) for of, by in asked.items()} == few
