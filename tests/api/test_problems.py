"""Every error under /api/ is a problem of RFC 9457 with the same members, whoever found it."""

import json
import logging
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, TooManyFieldsSent
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.test import Client, override_settings
from rest_framework import exceptions

from articles.api.problems import STATUSES, Fault, InvalidRequest, echo
from tests.api.example import FailingView, add_article

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.api.example")]

LIST = "/api/example/articles/"
FAILING = "/api/example/failing/"
BODY = "/api/example/body/"


def problem(response: HttpResponse | Any, status: int) -> dict[str, Any]:
    """Return the problem that response is, after checking what all of them have in common."""
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "ETag" not in response
    body: dict[str, Any] = json.loads(response.content)
    assert list(body) == ["type", "title", "status", "code", "detail", "errors"]
    assert (body["type"], body["status"]) == ("about:blank", status)
    assert body["detail"]
    return body


@pytest.fixture
def failing(client: Client, monkeypatch: pytest.MonkeyPatch) -> Any:
    def answer(error: Exception) -> Any:
        monkeypatch.setattr(FailingView, "error", error)
        return client.get(FAILING)

    return answer


@pytest.mark.parametrize(
    "address",
    [
        "/api/none/",
        "/api/v1/none/",
        "/api/v1/none",
        "/api/v1/%00/",
        "/api/v1/<script>/",
        f"{LIST}none/",
        f"{LIST}%00/",
        f"{LIST}../../etc/passwd",
        f"{LIST}{'a' * 101}/",
        f"{LIST}none/blocks/",
    ],
)
@pytest.mark.parametrize("debug", [False, True])
def test_an_address_without_anything_is_not_found(client: Client, address: str, debug: bool) -> None:
    with override_settings(DEBUG=debug):
        body = problem(client.get(address), 404)
    assert (body["code"], body["title"]) == ("not_found", "Not Found")


def test_an_address_without_its_last_stroke_leads_to_the_one_with(client: Client) -> None:
    response = client.get("/api/example/articles?genre=report")
    assert (response.status_code, response["Location"]) == (301, f"{LIST}?genre=report")


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize(
    ("address", "meant"), [("speeker/", "speakers"), ("speeker", "speakers"), ("Articles/x/", "articles")]
)
def test_a_misspelt_list_is_told_what_it_is_called(client: Client, address: str, meant: str, debug: bool) -> None:
    with override_settings(DEBUG=debug):
        body = problem(client.get(f"/api/v1/{address}"), 404)
    assert body["detail"] == f"There is nothing at this address. Did you mean {meant}?"


def test_pages_for_people_keep_their_own_errors(client: Client) -> None:
    response = client.get("/none/")
    assert response.status_code == 404
    assert response["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "FOO"])
@pytest.mark.parametrize(
    "address", [LIST, f"{LIST}a-1/", f"{LIST}a-1/blocks/", "/api/v1/", "/api/schema/", "/api/docs/"]
)
def test_a_method_that_an_address_does_not_answer_is_refused(client: Client, method: str, address: str) -> None:
    response = client.generic(method, address)
    assert problem(response, 405)["code"] == "method_not_allowed"
    assert response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("address", [LIST, f"{LIST}none/", "/api/v1/", "/api/schema/"])
def test_the_methods_of_an_address_can_be_asked_for(client: Client, address: str) -> None:
    for query in ("", "?x=1", "?x=%00"):
        response = client.options(address + query)
        assert (response.status_code, response["Allow"]) == (200, "GET, HEAD, OPTIONS")
        assert "ETag" not in response


def test_a_method_is_not_taken_from_a_header(client: Client) -> None:
    add_article(1)
    response = client.post(f"{LIST}a-1/", headers={"X-HTTP-Method-Override": "GET"})
    assert problem(response, 405)


@pytest.mark.parametrize("address", [LIST, "/api/v1/", "/api/schema/"])
@pytest.mark.parametrize("accept", ["text/calendar", "application/xml", "foo", "text/html", "text/css;q=\x01, x/y"])
def test_a_form_that_there_is_not_is_refused(client: Client, address: str, accept: str) -> None:
    assert problem(client.get(address, headers={"Accept": accept}), 406)["code"] == "not_acceptable"


@pytest.mark.parametrize(("address", "known"), [(LIST, ["json", "csv", "ndjson"]), ("/api/schema/", ["json", "yaml"])])
def test_a_format_that_there_is_not_is_refused_with_those_there_are(
    client: Client, address: str, known: list[str]
) -> None:
    (fault,) = problem(client.get(f"{address}?format=xml"), 400)["errors"]
    assert (fault["parameter"], fault["code"], fault["allowed"]) == ("format", "not_allowed", known)


@pytest.mark.parametrize("address", [f"{LIST}a-1/", "/api/v1/"])
def test_an_address_of_one_form_takes_no_format(client: Client, address: str) -> None:
    (fault,) = problem(client.get(f"{address}?format=json"), 400)["errors"]
    assert (fault["parameter"], fault["code"]) == ("format", "unknown_parameter")


def test_what_has_no_answer_in_a_form_says_which_forms_it_has(client: Client) -> None:
    add_article(1)
    refused = problem(client.get("/api/v1/articles/a-1/text/", headers={"Accept": "application/json"}), 406)
    assert refused["detail"].endswith("it has text/plain.")
    refused = problem(client.get(LIST, headers={"Accept": "text/html"}), 406)
    forms = "application/json, application/jsonl, application/x-ndjson, text/csv"
    assert refused["detail"].endswith(f"it has {forms}.")
    refused = problem(client.get("/api/v1/", headers={"Accept": "text/csv"}), 406)
    assert refused["detail"].endswith("it has application/json.")


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_write_to_an_address_without_its_last_stroke_is_a_problem(client: Client, method: str, debug: bool) -> None:
    with override_settings(DEBUG=debug):
        assert problem(getattr(client, method)("/api/v1/articles"), 404)


@pytest.mark.parametrize("accept", ["*/*", "application/*", "application/json", "text/html, */*;q=0.1"])
def test_json_is_what_comes_back(client: Client, accept: str) -> None:
    assert client.get(LIST, headers={"Accept": accept})["Content-Type"] == "application/json"


@pytest.mark.parametrize("host", ["evil.example", "testserver:x", "a b", "testserver.evil.example", "[::1"])
def test_a_host_that_is_not_ours_is_refused(client: Client, host: str) -> None:
    assert problem(client.get(LIST, headers={"Host": host}), 400)["code"] == "bad_request"


def test_the_documentation_refuses_parameters_as_a_problem_too(client: Client) -> None:
    assert problem(client.get("/api/docs/?x=1"), 400)["errors"][0]["parameter"] == "x"
    assert problem(client.get("/api/schema/?lang=%00"), 400)["errors"][0]["parameter"] == "lang"


def test_no_problem_holds_markup_that_a_browser_would_run(client: Client) -> None:
    for address in ["/api/<script>/", f"{LIST}?<script>=1", f"{LIST}?genre=<script>"]:
        response = client.get(address)
        assert response["Content-Type"] == "application/problem+json"
        assert response["X-Content-Type-Options"] == "nosniff"


def test_problems_are_in_english_whatever_the_caller_prefers(client: Client) -> None:
    for language in ("vi", "fr", "en"):
        body = problem(client.get("/api/none/", headers={"Accept-Language": language}), 404)
        assert body["detail"] == "There is nothing at this address."


# --- Exceptions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (Http404("No Article matches the given query."), 404, "not_found"),
        (PermissionDenied(), 403, "forbidden"),
        (TooManyFieldsSent(), 400, "bad_request"),
        (exceptions.ParseError("JSON parse error"), 400, "bad_request"),
        (exceptions.NotFound(), 404, "not_found"),
        (exceptions.PermissionDenied(), 403, "forbidden"),
        (exceptions.UnsupportedMediaType("x/y"), 415, "unsupported_media_type"),
        (exceptions.APIException(), 500, "internal_error"),
    ],
)
def test_an_exception_is_a_problem(failing: Any, error: Exception, status: int, code: str) -> None:
    assert problem(failing(error), status)["code"] == code


def test_a_throttled_caller_is_told_how_long_to_wait(failing: Any) -> None:
    response = failing(exceptions.Throttled(wait=12.3))
    assert problem(response, 429)
    assert response["Retry-After"] == "13"


def test_faults_are_named_each(failing: Any) -> None:
    body = problem(failing(InvalidRequest(Fault("odd", "It is odd.", "a"), Fault("even", "It is even.", "b"))), 400)
    assert body["code"] == "invalid_request"
    assert body["detail"] == "It is odd. It is even."
    assert body["errors"] == [
        {"parameter": "a", "code": "odd", "detail": "It is odd."},
        {"parameter": "b", "code": "even", "detail": "It is even."},
    ]


def test_faults_of_a_body_are_named_by_pointers(client: Client) -> None:
    response = client.post(BODY, {"points": [{"number": 1}, {"number": "x"}, {}]}, content_type="application/json")
    pointers = {one["pointer"]: one["code"] for one in problem(response, 400)["errors"]}
    assert pointers == {"#/points/1/number": "invalid", "#/points/2/number": "required"}


def test_a_body_that_is_no_json_is_refused(client: Client) -> None:
    assert problem(client.post(BODY, "{", content_type="application/json"), 400)["code"] == "bad_request"


@pytest.mark.parametrize(
    "error",
    [
        OverflowError("Python int too large to convert to SQLite INTEGER"),
        DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes"),
        OperationalError("LIKE or GLOB pattern too complex"),
        OperationalError("Expression tree is too large (maximum depth 1000)"),
        OperationalError("too many SQL variables"),
    ],
)
def test_a_value_beyond_the_database_is_refused_and_logged(
    failing: Any, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    assert problem(failing(error), 400)["code"] == "bad_request"
    assert [record.levelno for record in caplog.records if record.name == "articles.api.problems"] == [logging.ERROR]


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("database is locked"),
        OperationalError('connection to server at "127.0.0.1", port 5432 failed: Connection refused'),
        OperationalError("server closed the connection unexpectedly"),
        OperationalError("FATAL: the database system is shutting down"),
        OperationalError("FATAL: sorry, too many clients already"),
        OperationalError("canceling statement due to statement timeout"),
        InterfaceError("the connection is closed"),
    ],
)
def test_a_database_that_is_away_is_told_from_a_fault_and_logged(
    failing: Any, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    response = failing(error)
    assert problem(response, 503)["code"] == "unavailable"
    assert int(response["Retry-After"]) > 0
    assert [record.levelno for record in caplog.records if record.name == "articles.api.problems"] == [logging.ERROR]


@pytest.mark.parametrize("error", [ZeroDivisionError(), OperationalError("no such column: x"), InterfaceError("odd")])
def test_a_fault_of_ours_is_not_hidden_and_says_nothing_of_itself(
    client: Client, failing: Any, error: Exception
) -> None:
    with pytest.raises(type(error)):
        failing(error)
    client.raise_request_exception = False
    body = problem(client.get(FAILING), 500)
    assert body["code"] == "internal_error"
    assert str(error) not in body["detail"] or not str(error)


def test_while_debugging_a_fault_keeps_its_page(client: Client, failing: Any) -> None:
    client.raise_request_exception = False
    with override_settings(DEBUG=True):
        assert b"ZeroDivisionError" in failing(ZeroDivisionError()).content


# --- Parts ------------------------------------------------------------------------------------------------------------


def test_codes_are_distinct() -> None:
    codes = [code for code, _ in STATUSES.values()]
    assert len(codes) == len(set(codes))
    assert "invalid_request" not in codes


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Đối ngoại", "Đối ngoại"),
        ("x" * 50, "x" * 50),
        ("x" * 51, "x" * 49 + "…"),
        ("a\n\x1b[31m\u202eb", "a\ufffd\ufffd[31m\ufffdb"),
        ("\ud800", "\ufffd"),
    ],
)
def test_what_the_caller_sent_is_shown_short_and_harmless(text: str, shown: str) -> None:
    assert echo(text) == shown
