"""Remarks: what does not add up in a text; open ones unless others are asked for."""

import pytest
from pytest_django import DjangoAssertNumQueries

from articles.models import Article, Remark, RemarkState, Review, State
from tests import cast
from tests.conftest import Api


def test_a_remark_says_what_was_seen_and_where(api: Api, remark: Remark) -> None:
    answer = api.read(f"/remarks/{remark.public_id}/")
    assert answer == api.rows("/remarks/")[0]
    assert (answer["code"], answer["detail"], answer["state"]) == ("count-short", "declared 3, found 2", "open")
    assert (answer["exact"], answer["article"]["slug"]) == ("ba định hướng", "ba-dinh-huong")


def test_only_open_ones_are_listed_unless_a_state_is_asked_for(api: Api, remark: Remark) -> None:
    ignored = cast.add_remark(remark.article, state=RemarkState.IGNORED)
    resolved = cast.add_remark(remark.article, state=RemarkState.RESOLVED)
    assert api.slugs("/remarks/") == [remark.public_id]
    assert api.slugs("/remarks/", state=["ignored", "resolved"]) == [ignored.public_id, resolved.public_id]
    assert api.read(f"/remarks/{ignored.public_id}/")["state"] == "ignored"


@pytest.mark.parametrize("asked", [{"code": "odd-ordinal"}, {"article": "bai-moi"}])
def test_each_filter_finds_its_own_and_no_other(api: Api, remark: Remark, asked: dict[str, str]) -> None:
    other = cast.add_remark(cast.add_article(slug="bai-moi"), code="odd-ordinal")
    assert api.slugs("/remarks/", **asked) == [other.public_id]


def test_a_code_that_no_remark_can_have_is_refused(api: Api, remark: Remark) -> None:
    assert api.refused("/remarks/", code="count-shrot") == ["code"]


def test_those_of_a_withdrawn_article_and_rejected_ones_are_not_served(api: Api, remark: Remark) -> None:
    Article.objects.update(state=State.WITHDRAWN)
    assert api.rows("/remarks/") == []
    Article.objects.update(state=State.PUBLIC)
    Remark.objects.update(review=Review.REJECTED)
    assert api.rows("/remarks/") == []
    assert api.get(f"/remarks/{remark.public_id}/").status_code == 404


def test_fifty_remarks_cost_as_many_queries_as_one(
    api: Api, remark: Remark, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    one = api.cost("/remarks/")
    for _ in range(49):
        cast.add_remark(cast.add_article(outlet=cast.add_outlet()))
    with django_assert_num_queries(one):
        assert len(api.rows("/remarks/", page_size=50)) == 50
