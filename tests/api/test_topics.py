"""Topics: the controlled vocabulary, and how many directives have each."""

from pytest_django import DjangoAssertNumQueries

from articles.models import Review
from directives.models import Directive, Topic
from tests import cast
from tests.conftest import Api


def test_a_topic_has_labels_in_two_languages_and_its_neighbours(api: Api, topic: Topic) -> None:
    below = cast.add_topic(broader=topic)
    answer = api.read("/topics/hoi-nhap-quoc-te/")
    assert (answer["label_vi"], answer["label_en"]) == ("hội nhập quốc tế", "international integration")
    assert [one["slug"] for one in answer["narrower"]] == [below.slug]
    assert api.read(f"/topics/{below.slug}/")["broader"]["slug"] == topic.slug
    assert api.slugs("/topics/", broader=topic.slug) == [below.slug]


def test_it_counts_the_directives_that_are_served(api: Api, directive: Directive, topic: Topic) -> None:
    other = cast.add_directive(directive.article)
    other.topics.add(topic)
    assert api.read("/topics/hoi-nhap-quoc-te/")["directive_count"] == 2
    Directive.objects.filter(pk=other.pk).update(review=Review.REJECTED)
    assert api.read("/topics/hoi-nhap-quoc-te/")["directive_count"] == 1


def test_fifty_topics_cost_as_many_queries_as_one(
    api: Api, topic: Topic, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    cast.add_topic(broader=topic)
    one = api.cost("/topics/")
    for _ in range(48):
        cast.add_topic(broader=topic)
    with django_assert_num_queries(one):
        assert len(api.rows("/topics/", page_size=50)) == 50
