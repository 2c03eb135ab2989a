"""Documents that very many articles cite: answers and pages that do not grow with them."""

import re

import pytest

from articles.models import Article, Confidence, Origin
from directives.models import Relation, Resolution, ResolutionClaim
from directives.models.resolutions import MOST_VALUES
from tests import cast
from tests.conftest import Api
from tests.curator import Curator, url

pytestmark = pytest.mark.django_db

MANY = 300


@pytest.fixture
def articles() -> list[Article]:
    return [cast.add_article() for _ in range(MANY)]


@pytest.fixture
def document() -> Resolution:
    return cast.add_resolution(symbol="59-NQ/TW")


def test_of_the_values_that_articles_print_the_first_are_served(
    api: Api, document: Resolution, articles: list[Article]
) -> None:
    for fact in ("title", "issued_on"):
        for number, article in enumerate(articles):
            ResolutionClaim.objects.create(
                resolution=document, fact=fact, value=f"{MANY - number:03}", article=article, confidence="single"
            )
    ResolutionClaim.objects.create(resolution=document, fact="title", value="x", confidence="confirmed")
    claims = api.read(f"/resolutions/{document.slug}/")["claims"]
    said = [(claim["fact"], claim["value"]) for claim in claims if claim["value"] != "x"]
    first = [f"{MANY - number:03}" for number in range(MOST_VALUES)]
    assert sorted(said) == sorted((fact, value) for fact in ("title", "issued_on") for value in first)
    assert len(claims) == len(said) + 1


def test_what_many_articles_state_is_one_form_of_a_documents_page(
    curator: Curator, document: Resolution, articles: list[Article]
) -> None:
    target = cast.add_resolution(symbol="15-CT/TW")
    stated = {"resolution": document, "type": "implements", "target": target, "confidence": Confidence.SINGLE}
    for article in articles:
        Relation.objects.create(article=article, exact="thực hiện", origin=Origin.MACHINE, **stated)
    by_a_person = Relation.objects.get(article=articles[7])
    Relation.objects.filter(pk=by_a_person.pk).update(origin=Origin.CURATOR)
    page = curator.open(url(Resolution, "change", document.pk))
    forms = re.findall(r'name="relations-\d+-id" value="(\d+)"', page)
    assert forms == [str(Relation.objects.get(article=articles[0]).pk), str(by_a_person.pk)]
    assert not curator.change(document, **{"relations-0-type": "amends"})
    assert Relation.objects.filter(type="amends").count() == 1
