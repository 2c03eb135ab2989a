"""What was found in an article as W3C Web Annotations: every place holds, and nothing is shown that may not be."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article, Mention, Review, State, TextPolicy
from directives.models import Citation, Directive, ListKind
from tests import cast
from tests.conftest import Api

URL = "/articles/ba-dinh-huong/annotations/"
KNOWN = {"classifying", "tagging", "linking", "identifying"}  # to the W3C's context


def annotations(api: Api) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = api.read(URL)["first"]["items"]
    return items


def test_every_place_holds_in_the_text_that_it_names(api: Api, citation: Citation, mention: Mention) -> None:
    items = annotations(api)
    assert len(items) == 3
    for target in (target for item in items for target in item["target"]):
        text = api.get(target["source"]).content.decode()
        position, quotation = target["selector"]
        start, end = position["start"], position["end"]
        assert text[start:end] == quotation["exact"]
        assert text[:start].endswith(quotation["prefix"])
        assert text[end:].startswith(quotation["suffix"])
        assert len(quotation["prefix"]) == min(32, start)
        assert len(quotation["suffix"]) == min(32, len(text) - end)


def test_each_kind_says_why_and_names_its_row(api: Api, citation: Citation, mention: Mention) -> None:
    of_mention, of_directive, of_citation = annotations(api)
    rows = "http://testserver/api/v1"
    assert of_mention["motivation"] == ["identifying"]
    assert [body["source"] for body in of_mention["body"]] == [f"{rows}/speakers/le-hoai-trung/"]
    assert of_directive["motivation"] == ["classifying", "tagging"]
    identified, kind, topic = of_directive["body"]
    assert identified["source"] == f"{rows}/directives/nang-tam-hoi-nhap/"
    assert (kind["value"], kind["purpose"]) == ("orientation", "classifying")
    assert (topic["source"], topic["purpose"]) == (f"{rows}/topics/hoi-nhap-quoc-te/", "tagging")
    assert of_citation["motivation"] == ["linking"]
    assert of_citation["body"][0]["source"] == f"{rows}/resolutions/59-nq-tw/"
    said = {body["purpose"] for item in (of_mention, of_directive, of_citation) for body in item["body"]}
    assert said <= KNOWN


def test_several_pieces_are_several_targets(api: Api, directive: Directive) -> None:
    (item,) = [one for one in annotations(api) if "classifying" in one["motivation"]]
    quoted = [selector["exact"] for target in item["target"] for selector in target["selector"][1:]]
    assert quoted == [cast.FIRST, cast.FIRST_GOES_ON]


def test_what_is_open_has_no_body(api: Api, open_citation: Citation) -> None:
    (item,) = annotations(api)
    assert item["body"] == []


def test_the_collection_names_itself_and_each_annotation(api: Api, citation: Citation) -> None:
    answer = api.read(URL)
    assert answer["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (answer["id"], answer["total"]) == (f"http://testserver/api/v1{URL}", len(answer["first"]["items"]))
    ids = [item["id"] for item in answer["first"]["items"]]
    assert len({*ids, answer["id"], answer["first"]["id"]}) == len(ids) + 2


def test_without_anything_found_there_is_no_page(api: Api, article: Article) -> None:
    answer = api.read(URL)
    assert answer["total"] == 0
    assert "first" not in answer


def test_the_public_sees_no_more_than_elsewhere(api: Api, citation: Citation) -> None:
    cast.add_mention(citation.article, None, "Báo Mẫu", review=Review.REJECTED)
    results = cast.add_list(citation.article, kind=ListKind.RESULT)
    cast.add_directive(citation.article, cast.SECOND, kind=ListKind.RESULT, list=results, ordinal=1)
    quoted = {target["selector"][1]["exact"] for item in annotations(api) for target in item["target"]}
    assert "Báo Mẫu" not in quoted
    assert cast.SECOND not in quoted


def test_under_excerpt_and_after_a_withdrawal_there_are_none(api: Api, citation: Citation) -> None:
    Article.objects.update(text_policy=TextPolicy.EXCERPT)
    assert api.get(URL).status_code == 403
    Article.objects.update(text_policy=TextPolicy.FULL, state=State.WITHDRAWN)
    assert api.get(URL).status_code == 410


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("*/*", 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'),
        ('application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"', None),
        ("application/ld+json", None),
        ("application/json", "application/json"),
    ],
)
def test_it_is_json_ld_or_json(client: Client, article: Article, accept: str, form: str | None) -> None:
    response = client.get(f"/api/v1{URL}", headers={"Accept": accept})
    assert response["Content-Type"] == form or (form is None and response["Content-Type"].startswith(accept[:19]))
    assert 'rel="describedby"' in response["Link"]


def test_many_cost_as_many_queries_as_one(api: Api, citation: Citation) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            annotations(api)
        return len(queries)

    one = cost()
    for _ in range(20):
        cast.add_citation(citation.article, cast.add_resolution())
        cast.add_mention(citation.article, cast.add_speaker())
        cast.add_directive(citation.article)
    assert cost() == one
