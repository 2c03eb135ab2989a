"""No request, however hostile, is a 500, takes a second, or reaches the database with a value that is beyond it."""

import json
import logging
import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import resolve

from articles.models import Remark
from config.schema import document
from directives.models import Citation
from tests.api.hostile import NAMES, QUERIES, REQUEST_HEADERS, SEGMENTS, values_for
from tests.recorder import needed
from tests.timing import is_done_within

pytestmark = pytest.mark.django_db

LONGEST: float = 1.0  # seconds for one answer
NAMED = ("slug", "public_id")  # by which an address names a row
ONE_LIST, ONE_ROW, ONE_TEXT = (f"/api/v1/articles/{rest}" for rest in ("", "{slug}/", "{slug}/text/"))


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each path of the document with what it says of reading it."""
    for path, methods in document()["paths"].items():
        if "get" in methods:
            yield path, methods["get"]


def address(path: str, name: str = "") -> str:
    """Return the path with the name put in, or that of a row that is there."""
    if "{" not in path:
        return path
    view: Any = resolve(path.partition("{")[0]).func
    row = view.cls.queryset.first()
    public = next(str(getattr(row, field)) for field in NAMED if hasattr(row, field))
    return re.sub(r"\{\w+\}", lambda _: name or public, path)


def queried(path: str) -> list[dict[str, Any]]:
    """Return the parameters of the query that the document states for a path."""
    return [parameter for parameter in dict(operations())[path].get("parameters", []) if parameter["in"] == "query"]


def stated(parameter: dict[str, Any]) -> str:
    """Return the parameter as a text that is the same for the same parameter of two lists."""
    return json.dumps([parameter["name"], parameter["schema"]], sort_keys=True)


PATHS = sorted(path for path, _ in operations())
FIRST = {stated(parameter): path for path in reversed(PATHS) for parameter in queried(path)}  # where each comes first


@pytest.fixture(autouse=True)
def rows(citation: Citation, remark: Remark) -> None:
    """Add a row of each kind: these two bring the others with them."""


@pytest.fixture(autouse=True)
def no_last_guard(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail where something was logged as an error: the last guard caught what a bound should have stopped."""
    caplog.set_level(logging.ERROR)
    yield
    assert [record.getMessage() for record in caplog.get_records("call")] == []


def ask(client: Client, url: str, allowed: set[int], **options: Any) -> None:
    started = time.perf_counter()
    response = client.get(url, **options)
    took = time.perf_counter() - started
    assert response.status_code in allowed, (url[:200], response.status_code)
    # The clock counts what a database of another process does, too; but the machine may have been busy with other work.
    assert took <= LONGEST or is_done_within(LONGEST, lambda: client.get(url, **options)), (url[:200], took)
    if response.status_code >= 400:
        assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", PATHS)
def test_every_row_and_list_is_there(client: Client, path: str) -> None:
    ask(client, f"{address(path)}?{urlencode(needed(dict(operations())[path]))}", {200})


@pytest.mark.parametrize("path", PATHS)
def test_no_value_of_any_parameter_breaks_an_answer(client: Client, path: str) -> None:
    row, always = address(path), needed(dict(operations())[path])
    for parameter in queried(path):
        others = {name: value for name, value in always.items() if name != parameter["name"]}
        for value in values_for(parameter, known=FIRST[stated(parameter)] != path):
            ask(client, f"{row}?{parameter['name']}={value}&{urlencode(others)}", {200, 400, 404})


@pytest.mark.parametrize("path", PATHS)
def test_no_parameter_is_unbounded_when_repeated(client: Client, path: str) -> None:
    row = address(path)
    for parameter in queried(path):
        for times in (2, 100, 101, 250, 251, 2000):
            query = "&".join([f"{parameter['name']}=1"] * times)
            ask(client, f"{row}?{query}", {200, 400, 404})


@pytest.mark.parametrize("path", PATHS)
def test_no_name_of_a_parameter_breaks_an_answer(client: Client, path: str) -> None:
    row = address(path)
    for name in NAMES:
        ask(client, f"{row}?{name}=1", {400})
    for query in QUERIES:
        ask(client, f"{row}?{query}", {200, 400})


@pytest.mark.parametrize("path", [path for path in PATHS if "{" in path])
def test_no_name_of_a_row_breaks_an_answer(client: Client, path: str) -> None:
    for segment in SEGMENTS:
        ask(client, address(path, segment), {200, 301, 404})


@pytest.mark.parametrize("path", [ONE_LIST, ONE_ROW, ONE_TEXT, "/api/schema/", "/api/docs/", "/api/none/"])
def test_no_header_breaks_an_answer(client: Client, path: str) -> None:
    row = address(path)
    for headers in REQUEST_HEADERS:
        ask(client, row, {200, 304, 400, 404, 406}, headers=headers)


def test_no_header_breaks_the_other_answers(client: Client) -> None:
    """What reads headers is before all views alike: each is sent to every fourth address, another fourth each time."""
    rows = [address(path) for path in PATHS if path not in (ONE_LIST, ONE_ROW, ONE_TEXT)]
    for number, headers in enumerate(REQUEST_HEADERS):
        for row in rows[number % 4 :: 4]:
            ask(client, row, {200, 304, 400, 404, 406}, headers=headers)


@pytest.mark.parametrize("path", ["/api/v1/", "/api/schema/", "/api/docs/"])
def test_the_other_addresses_of_the_api_stand_up_to_names_too(client: Client, path: str) -> None:
    for name in [*NAMES, "lang", "version", "schema_url"]:
        ask(client, f"{path}?{name}=%00", {400})
        ask(client, f"{path}?{name}=x", {400})
