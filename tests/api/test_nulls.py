"""What the document says may be null is null somewhere, and what it says never is, no column lets be."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from articles.models import Article, TextPolicy
from articles.serializers import ReadSerializer
from config.schema import document
from directives.models import ListKind, Relation, RelationType
from tests import cast
from tests.conftest import Api
from tests.promises import parts_of, template_of
from tests.test_readme import LISTS

pytestmark = pytest.mark.django_db

Place = tuple[str, str]  # a component and one of its fields

OF_PROBLEMS = {"Problem", "Fault"}
ON_A_DAY = {"at": "2025-09-16"}
COUNTS = "/api/v1/counts/"
COUNTED: tuple[dict[str, str], ...] = ({}, {"q": "đối ngoại"})
SEARCH, SEARCHED = "/api/v1/search/", ("hội nhập", "Trần Thị Lan")


def may_be_null(stated: dict[str, Any]) -> bool:
    """Say whether a property may be null."""
    return "null" in stated.get("type", "") or {"type": "null"} in stated.get("oneOf", [])


def places() -> dict[Place, bool]:
    """Return each field of the answers, and whether the document says that it may be null."""
    return {
        (component, name): may_be_null(stated)
        for component, schema in document()["components"]["schemas"].items()
        if component not in OF_PROBLEMS
        for name, stated in schema.get("properties", {}).items()
    }


def may_lack(model: type[models.Model], path: str) -> bool | None:
    """Say whether a row may have nothing at a path of fields; None where it does not lead to one column."""
    lacks = False
    for name in path.split("."):
        try:
            column = model._meta.get_field(name)
        except FieldDoesNotExist:
            return None
        if not column.concrete or column.many_to_many:
            return None
        lacks |= column.null or (column.blank and isinstance(column, (models.CharField, models.TextField)))
        model = column.related_model or model
    return lacks


def serializers_of_rows(base: type[Any] = ReadSerializer) -> list[type[Any]]:
    """Return the serializers that show the rows of a model, and not only lend fields to others."""
    below = [each for one in base.__subclasses__() for each in (one, *serializers_of_rows(one))]
    return sorted({one for one in below if hasattr(one, "Meta")}, key=lambda one: one.__name__)


def everything(api: Api) -> Iterator[tuple[str, Any]]:
    """Yield the path and the answer of all codes, of every list, of a search in it and of every row in it."""
    yield "/api/v1/vocabularies/", api.read("/vocabularies/")
    for name, address in api.read("/").items():
        page = api.read(address)
        yield f"/api/v1/{name}/", page
        yield f"/api/v1/{name}/", api.read(address, q="đối ngoại")
        if (filterset := LISTS[f"{name}/"][0]) and filterset.facets:
            yield f"/api/v1/{name}/", api.read(address, facets=next(iter(filterset.facets)))
        for row in page["results"]:
            path = template_of(urlsplit(row["url"]).path)
            assert path is not None
            yield path, api.read(row["url"])
            if name == "speakers":
                yield path, api.read(row["url"], **ON_A_DAY)
    for counted in COUNTED:
        yield COUNTS, api.read(COUNTS.removeprefix("/api/v1"), of="articles", by="month", **counted)
    yield "/api/v1/suggest/", api.read("/suggest/", q="tran")
    for words in SEARCHED:
        yield SEARCH, api.read(SEARCH.removeprefix("/api/v1"), q=words)


def seen(api: Api) -> dict[Place, set[bool]]:
    """Return of each field whether it was null, and whether it was not."""
    found: dict[Place, set[bool]] = defaultdict(set)
    for path, answer in everything(api):
        stated = document()["paths"][path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        for component, name, value in parts_of(stated, answer):
            found[component, name].add(value is None)
    return found


@pytest.fixture
def bare(db: None) -> Article:
    """An article of which nothing is known, and rows of it of which no more is known than there must be."""
    article = cast.add_article(title=None, display_title="?", facts={"genre": {"value": "report", "known": ""}})
    cast.add_block(article, rule="")
    nobody = cast.add_mention(article, None, rule="")
    cast.print_title(nobody, "Quyền Bộ trưởng Ngoại giao")
    cast.add_mention(article, None, "Lê Hoài Trung", name="Lê Hoài Trung")
    unopened = cast.add_list(article, rule="", intro="", intro_start=None, intro_end=None, declared_count=None)
    cast.add_directive(article, cast.FIRST, rule="", list=unopened)
    results = cast.add_list(article, kind=ListKind.RESULT, mention=nobody, rule="")
    cast.add_directive(article, cast.SECOND, kind=ListKind.RESULT, list=results)
    single = cast.add_directive(article, rule="")
    cast.add_directive(article, cast.FOURTH, rule="", mention=nobody)
    cast.add_citation(article, cast.add_resolution(number=""), rule="", directive=single)
    cast.add_citation(article, None, "Nghị quyết 21", rule="")
    cast.add_remark(article, rule="")
    return article


@pytest.fixture
def known_by_half(bare: Article) -> None:
    """People, documents and others of which little is known, and a text that is shown in excerpts."""
    speaker, office = cast.add_speaker(), cast.add_office()
    first = cast.add_tenure(speaker, office, since="2025-01-01")
    first.claims.create(fact="since", value="2025", confidence="single")
    cast.add_tenure(speaker, cast.add_office(), first_seen="2025-09-01", last_seen="2025-09-30")
    named = cast.add_mention(bare, speaker, rule="")
    cast.print_title(named, "Bộ trưởng Ngoại giao", office)
    cast.add_directive(bare, "nâng tầm hội nhập", mention=cast.add_mention(bare, speaker, "Ông", introduced_by=named))
    cast.add_outlet()
    cast.add_topic()
    newer, older = cast.add_resolution(), cast.add_resolution()
    Relation.objects.create(resolution=newer, target=older, type=RelationType.AMENDS, confidence="single")
    words = {"start": 0, "end": 11, "exact": cast.TEXT[:11], "article": bare}
    Relation.objects.create(resolution=older, target=newer, type=RelationType.REPEALS, confidence="single", **words)
    newer.claims.create(fact="title", value="đối ngoại", confidence="single")
    newer.claims.create(fact="title", value="hội nhập", confidence="conflict", article=bare)
    cast.add_block(cast.add_article(text_policy=TextPolicy.EXCERPT))


@pytest.mark.usefixtures("known_by_half", "directive", "citation", "remark")
def test_each_field_that_may_be_null_is_null_where_nothing_is_known(api: Api) -> None:
    found = seen(api)
    assert [place for place in places() if place not in found] == [], "no row of the cast has these"
    assert [place for place, null in places().items() if null and True not in found[place]] == []


@pytest.mark.parametrize("serializer", serializers_of_rows())
def test_a_field_may_be_null_where_its_columns_may(serializer: type[ReadSerializer[Any]]) -> None:
    stated = places()
    component = serializer.__name__.removesuffix("Serializer")
    for name, field in serializer().fields.items():
        lacks = may_lack(serializer.Meta.model, str(field.source))
        if lacks is not None and (component, name) in stated:
            assert stated[component, name] == lacks, (component, name)
