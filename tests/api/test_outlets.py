"""Outlets: who published, and what goes with every quotation."""

from pytest_django import DjangoAssertNumQueries, Settings

from articles.models import Article, Outlet, State
from tests import cast
from tests.conftest import Api


def test_an_outlet_says_how_to_attribute_its_words(api: Api, article: Article) -> None:
    answer = api.read("/outlets/bao-mau/")
    assert answer == api.rows("/outlets/")[0]
    assert (answer["name"], answer["attribution"], answer["article_count"]) == ("Báo Mẫu", "Theo Báo Mẫu", 1)


def test_a_withdrawn_article_is_not_counted(api: Api, article: Article) -> None:
    Article.objects.update(state=State.WITHDRAWN)
    assert api.read("/outlets/bao-mau/")["article_count"] == 0


def test_an_outlet_without_a_policy_has_that_of_the_server(api: Api, outlet: Outlet, settings: Settings) -> None:
    assert api.read("/outlets/bao-mau/")["text_policy"] == "full"
    settings.DEFAULT_TEXT_POLICY = "excerpt"
    assert api.read("/outlets/bao-mau/")["text_policy"] == "excerpt"


def test_fifty_outlets_cost_as_many_queries_as_one(
    api: Api, article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    one = api.cost("/outlets/")
    for _ in range(49):
        cast.add_article(outlet=cast.add_outlet())
    with django_assert_num_queries(one):
        assert len(api.rows("/outlets/", page_size=50)) == 50
