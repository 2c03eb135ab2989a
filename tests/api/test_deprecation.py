"""What is deprecated says so: on the answers to those who use it, and in the OpenAPI document."""

import datetime
from collections.abc import Iterator
from typing import Any

import http_sf
import pytest
from django.test import Client
from django.urls import include, path
from django.utils.http import parse_http_date
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.settings import spectacular_settings
from requests.utils import parse_header_links

from articles.api.deprecation import Deprecation
from tests.api.example import MOVED, RENAMED, add_article, router

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.api.example")]

LIST = "/api/example/articles/"
USES_IT = f"{LIST}?named=le-hoai-trung"
OLD_ADDRESS = f"{LIST}a-1/lines/"
NAMES = ("Deprecation", "Sunset", "Link")
UTC = datetime.UTC


@pytest.fixture(autouse=True)
def article() -> None:
    add_article(1)


def since(response: Any) -> datetime.datetime:
    """Return the moment that the header Deprecation holds, read as RFC 9651 reads a Date."""
    item: Any = http_sf.parse(response["Deprecation"].encode(), tltype="item")
    moment, parameters = item
    assert isinstance(moment, datetime.datetime)
    assert parameters == {}
    return moment


def sunset(response: Any) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(parse_http_date(response["Sunset"]), UTC)


def links(response: Any) -> Iterator[tuple[str, str]]:
    for link in parse_header_links(response["Link"]):
        if link["rel"] == "deprecation":
            yield link["url"], link["type"]


def test_an_answer_says_that_a_parameter_is_deprecated(client: Client) -> None:
    response = client.get(USES_IT)
    assert response.status_code == 200
    assert since(response) == datetime.datetime(2027, 1, 1, tzinfo=UTC)
    assert sunset(response) == datetime.datetime(2028, 1, 1, tzinfo=UTC)
    assert list(links(response)) == [("http://testserver/changes/", "text/html")]
    assert response["Deprecation"] == "@1798761600"
    assert response["Sunset"] == "Sat, 01 Jan 2028 00:00:00 GMT"


def test_an_answer_says_that_its_address_is_deprecated(client: Client) -> None:
    response = client.get(OLD_ADDRESS)
    assert since(response) == datetime.datetime(2027, 3, 1, tzinfo=UTC)
    assert list(links(response)) == [(MOVED.page, "text/html")]


@pytest.mark.parametrize("address", [USES_IT, f"{USES_IT}&page_size=1", OLD_ADDRESS])
def test_a_304_and_an_answer_to_head_say_so_too(client: Client, address: str) -> None:
    whole = client.get(address)
    short = client.get(address, headers={"If-None-Match": whole["ETag"]})
    head = client.head(address)
    assert (whole.status_code, short.status_code, head.status_code) == (200, 304, 200)
    for name in NAMES:
        assert short[name] == head[name] == whole[name]


@pytest.mark.parametrize(
    "address", [LIST, f"{LIST}?speaker=le-hoai-trung", f"{LIST}a-1/blocks/", f"{LIST}?named=%00", "/api/docs/"]
)
def test_no_other_answer_says_so(client: Client, address: str) -> None:
    assert not {*NAMES} & {*client.get(address).headers}


def test_what_is_deprecated_still_works(client: Client) -> None:
    assert client.get(USES_IT).json()["count"] == 0
    assert client.get(f"{LIST}?named=!").json()["errors"][0]["code"] == "malformed"


def test_two_that_are_used_give_the_first_days_and_both_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.api.example.ArticleViewSet.deprecated", MOVED)
    response = client.get(USES_IT)
    assert since(response).date() == RENAMED.since
    assert sunset(response).date() == RENAMED.sunset
    assert [url for url, _ in links(response)] == [MOVED.page, "http://testserver/changes/"]


def test_the_document_states_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spectacular_settings, "POSTPROCESSING_HOOKS", [])  # they are for our own addresses
    lists = path("api/example/", include(router.urls))
    paths = SchemaGenerator(patterns=[lists]).get_schema(public=True)["paths"]  # type: ignore[no-untyped-call]
    stated = paths[LIST]["get"]
    deprecated = [one for one in stated["parameters"] if one.get("deprecated")]
    assert [one["name"] for one in deprecated] == ["named"]
    assert "2027-01-01" in deprecated[0]["description"]
    assert "2028-01-01" in deprecated[0]["description"]
    assert "deprecated" not in stated
    assert paths[f"{LIST}{{slug}}/lines/"]["get"]["deprecated"] is True


def test_a_year_passes_between_its_beginning_and_its_end() -> None:
    with pytest.raises(ValueError, match="less than a year"):
        Deprecation(datetime.date(2027, 1, 1), datetime.date(2027, 12, 31), "/changes/")
