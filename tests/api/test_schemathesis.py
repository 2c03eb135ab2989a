"""Schemathesis asks each operation what the document lets one ask, and what it forbids, and holds the answers to it.

It sends no parameter that the document does not name, and nothing that no client can: tests/api/hostile.py does.
`make test-slow-schemathesis` asks many times as much.
"""

import copy
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.generation.feedback import NO_FEEDBACK
from schemathesis.specs.openapi.checks import positive_data_acceptance, response_schema_conformance

from articles.api.fields import FIELDS
from articles.models import Remark
from config.schema import document
from directives.models import Citation
from tests.api.test_hostile import address
from tests.timing import SLOWLY

pytestmark = pytest.mark.django_db

CASES = 300 if SLOWLY else 12  # of each operation in each mode
PLAIN = {"Accept-Encoding": "identity"}  # what it decodes itself
HOST = "http://testserver"

# What no schema says: that two values do not go together, how long they are in an address, that words hold a letter and
# no text a NUL.
BEYOND_A_SCHEMA = {"conflict", "query_too_long", "too_many_parameters", "unreadable"}
WORDLESS = {("q", "malformed"), ("q", "empty")}

Node = dict[str, Any]


def without_cursors(given: Node) -> Node:
    """Return the document without `cursor`: none can be made up, and a request with one goes no further."""
    found = copy.deepcopy(given)
    for methods in found["paths"].values():
        for operation in methods.values():
            parameters = operation.get("parameters", [])
            operation["parameters"] = [one for one in parameters if one["name"] != "cursor"]
    return found


def loaded(stated: Node) -> Any:
    schema = schemathesis.openapi.from_dict(stated)
    schema.app = WSGIHandler()
    return schema


ALLOWED = loaded(without_cursors(document()))
FORBIDDEN = loaded(document())
OPERATIONS = [(path, method) for path, methods in document()["paths"].items() for method in methods]
TAKES_SOMETHING = [
    (path, method)
    for path, method in OPERATIONS
    if document()["paths"][path][method].keys() & {"parameters", "requestBody"}
]


@pytest.fixture(autouse=True)
def rows(citation: Citation, remark: Remark) -> None:
    """Add a row of each kind: these two bring the others with them."""


@pytest.fixture(autouse=True)
def kept_connection() -> Iterator[None]:
    """Let a request not close the connection in whose transaction the rows are, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def named(path: str) -> dict[str, str]:
    """Return the parameters of a path that lead to a row that is there."""
    names = [part.strip("{}") for part in path.split("/") if part.startswith("{")]
    return {name: address(path).split("/")[4] for name in names}


def tried(strategy: Any, ask: Callable[[Any], None]) -> None:
    """Ask with each of as many cases as are tried, the same ones each time in the ordinary suite."""
    quickly = settings(max_examples=CASES, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    asked: Any = given(strategy)(ask)  # type: ignore[no-untyped-call]
    quickly(asked)()


def hold(case: Any, response: Any, *left_out: Any) -> None:
    """Raise unless an answer passes the checks, without those left out and, where `fields` trims rows, their schema."""
    trimmed = [response_schema_conformance] if FIELDS in case.query else []  # see tests/api/test_fields.py
    case.validate_response(response, excluded_checks=[*left_out, *trimmed], headers=PLAIN)


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_what_the_document_allows_is_answered_as_it_says(path: str, method: str) -> None:
    def ask(case: Any) -> None:
        response = case.call(base_url=HOST, headers=PLAIN)
        hold(case, response, positive_data_acceptance)
        if response.status_code == 400 and method == "get":  # a report has more that belongs together
            faults = {(fault["parameter"], fault["code"]) for fault in response.json()["errors"]} - WORDLESS
            assert {code for _, code in faults} <= BEYOND_A_SCHEMA, (case.as_curl_command(), faults)

    tried(ALLOWED[path][method].as_strategy(path_parameters=named(path), feedback=NO_FEEDBACK), ask)


@pytest.mark.parametrize(("path", "method"), TAKES_SOMETHING)
def test_what_the_document_forbids_is_refused_as_it_says(path: str, method: str) -> None:
    def ask(case: Any) -> None:
        hold(case, case.call(base_url=HOST, headers=PLAIN))

    tried(FORBIDDEN[path][method].as_strategy(GenerationMode.NEGATIVE, feedback=NO_FEEDBACK), ask)
