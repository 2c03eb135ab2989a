"""Every error of the API has one form: a problem of RFC 9457, as application/problem+json.

Its `type` is always about:blank, which the RFC reads as "no more than the status says"; what a program branches on is
`code`, and for each fault of a request `errors[].code`. Texts are English, whatever language the caller prefers.
"""

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from http import HTTPStatus
from math import ceil
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import DataError, InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from rest_framework import exceptions
from rest_framework.views import set_rollback

logger = logging.getLogger(__name__)

API_PREFIX: Final = "/api/"
CONTENT_TYPE: Final = "application/problem+json"
ECHO_LENGTH: Final = 50  # code points of what the caller sent that an answer repeats
LONGEST_COMPARED: Final = 100  # code points of what the caller sent that are compared with what is known
RETRY_AFTER: Final = 5  # seconds that a caller should wait where the database is away or busy

# What each status means here: the code, and the detail where nothing more exact is known.
STATUSES: Final[Mapping[int, tuple[str, str]]] = {
    400: ("bad_request", "The request cannot be read."),
    403: ("forbidden", "This address is not for you."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "This address does not answer that method; the Allow header names those it does."),
    406: ("not_acceptable", "This address has no answer in a form that the request accepts."),
    410: ("gone", "What stood at this address was removed."),
    413: ("too_large", "The body of the request is too large."),
    415: ("unsupported_media_type", "The body of the request is in a form that this address does not read."),
    429: ("too_many_requests", "Too many requests; the Retry-After header says how many seconds to wait."),
    500: ("internal_error", "The server failed to answer. The failure was logged."),
    503: ("unavailable", "The database is away or busy; the Retry-After header says how many seconds to wait."),
}

# Names of statuses that Python called otherwise before its version 3.13: those of RFC 9110.
TITLES: Final = {413: "Content Too Large"}

# What a database says, in lower case, of a value or a query that is beyond it. The first three lines are SQLite's.
BEYOND_THE_DATABASE: Final = (
    "like or glob pattern too complex",
    "expression tree is too large",
    "too many sql variables",
    "stack depth limit exceeded",
)
# What a database says when it is away, busy or out of time. Others than these are faults of ours, and stay a 500.
DATABASE_AWAY: Final = (
    "database is locked",
    "unable to open database file",
    "connection",  # "connection refused", "server closed the connection", "the connection is closed" …
    "canceling statement due to",
    "the database system is",  # "starting up", "shutting down", "in recovery mode"
    "too many clients",
    "remaining connection slots",
    "consuming input failed",
)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a request: exactly one of parameter and pointer says where.

    pointer is a JSON Pointer into the body, as a URI fragment (RFC 6901, section 6). allowed is empty where what is
    allowed cannot be listed; detail then says it in words.
    """

    code: str
    detail: str
    parameter: str | None = None
    pointer: str | None = None
    allowed: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        where = {"pointer": self.pointer} if self.parameter is None else {"parameter": echo(self.parameter)}
        allowed = {"allowed": list(self.allowed)} if self.allowed else {}
        return {**where, "code": self.code, "detail": self.detail, **allowed}


class Gone(exceptions.APIException):
    """What stood at this address was withdrawn."""

    status_code = HTTPStatus.GONE


class InvalidRequest(exceptions.APIException):
    """The request has faults: a 400, or another status of the 4xx where that says it better."""

    def __init__(self, *faults: Fault, status: int = HTTPStatus.BAD_REQUEST) -> None:
        super().__init__(detail=" ".join(fault.detail for fault in faults), code="invalid_request")
        self.faults = faults
        self.status_code = status


def echo(text: str) -> str:
    """Return what the caller sent, cut to 50 code points, with what cannot be printed replaced by U+FFFD."""
    short = text if len(text) <= ECHO_LENGTH else f"{text[: ECHO_LENGTH - 1]}…"
    return "".join(char if char.isprintable() else "\ufffd" for char in short)


def did_you_mean(given: str, known: Iterable[str]) -> str:
    """Return " Did you mean speaker?" with the known name that is most like the one given; "" where none is like it."""
    near = get_close_matches(given[:LONGEST_COMPARED].lower(), known, n=1)
    return f" Did you mean {near[0]}?" if near else ""


def problem(status: int, detail: str = "", faults: Iterable[Fault] = ()) -> dict[str, Any]:
    """Return the body of a problem. Its members are always these six."""
    code, usual_detail = STATUSES.get(status, STATUSES[500 if status >= 500 else 400])
    errors = [fault.as_json() for fault in faults]
    return {
        "type": "about:blank",
        "title": TITLES.get(status, HTTPStatus(status).phrase),
        "status": status,
        "code": "invalid_request" if errors else code,
        "detail": detail or usual_detail,
        "errors": errors,
    }


def problem_response(
    status: int, detail: str = "", faults: Iterable[Fault] = (), headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """Return the answer that is a problem. It is never negotiated: RFC 9457 lets it go to who did not ask for it."""
    retry = {"Retry-After": str(RETRY_AFTER)} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}
    headers = {"Cache-Control": "no-store", **retry, **(headers or {})}
    return HttpResponse(_bytes(problem(status, detail, faults)), CONTENT_TYPE, status, headers=headers)


def exception_handler(error: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """Return the problem that an exception of a view is answered with; None for a fault of ours, which is a 500."""
    status = _status_of(error)
    if status is None:
        return None
    wait: float | None = getattr(error, "wait", None)  # seconds, of a throttled request
    faults = tuple(_faults(error))
    detail = " ".join(fault.detail for fault in faults)
    if isinstance(error, exceptions.NotAcceptable) and error.available_renderers:
        detail = f"{STATUSES[status][1][:-1]}; it has {', '.join(sorted(forms_of(error)))}."
    set_rollback()
    return problem_response(status, detail, faults, headers={} if wait is None else {"Retry-After": str(ceil(wait))})


def forms_of(error: exceptions.NotAcceptable) -> set[str]:
    """Return the media types that the address has, without their parameters."""
    return {renderer.media_type.partition(";")[0] for renderer in error.available_renderers or ()}


def database_status(error: Exception) -> int | None:
    """Return 400 or 503 for what a database is known to say, and log it as an error; None for anything else.

    It is the last guard: each parameter is bounded before the database sees it, so what is logged here is a bound that
    is missing, and the tests count it as a failure.
    """
    said = str(error).lower()
    if isinstance(error, (OverflowError, DataError)) or any(words in said for words in BEYOND_THE_DATABASE):
        logger.error("A value reached the database that is beyond it: %s", echo(str(error)))
        return HTTPStatus.BAD_REQUEST
    if isinstance(error, (OperationalError, InterfaceError)) and any(words in said for words in DATABASE_AWAY):
        logger.error("The database is away or busy: %s", echo(str(error)))
        return HTTPStatus.SERVICE_UNAVAILABLE
    return None


class ProblemMiddleware:
    """Turns every error under /api/ that is not a problem yet into one. To stand first, outside all the others.

    It is for what no view of the API answers: an address without a view, a host that is not ours, a crash. While
    debugging, Django's page about a crash is left as it is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path_info.startswith(API_PREFIX) or response.status_code < 400:
            return response
        if isinstance(response, HttpResponse) and response["Content-Type"] != CONTENT_TYPE:
            if response.status_code >= 500 and settings.DEBUG:
                return response
            response.content = _bytes(problem(response.status_code))
            response["Content-Type"] = CONTENT_TYPE
            response["Cache-Control"] = "no-store"
            del response["Content-Encoding"]
            response["Content-Length"] = str(len(response.content))
        return response


def _status_of(error: Exception) -> int | None:
    if isinstance(error, exceptions.APIException):
        return error.status_code
    if isinstance(error, Http404):
        return HTTPStatus.NOT_FOUND
    if isinstance(error, PermissionDenied):
        return HTTPStatus.FORBIDDEN
    if isinstance(error, SuspiciousOperation):  # more parameters or a longer body than the settings let in
        return HTTPStatus.BAD_REQUEST
    if isinstance(error, (OverflowError, DataError, OperationalError, InterfaceError)):
        return database_status(error)
    return None


def _faults(error: Exception) -> Iterator[Fault]:
    if isinstance(error, InvalidRequest):
        yield from error.faults
    elif isinstance(error, exceptions.ValidationError):
        yield from _faults_of_body(error.detail, "#")


def _faults_of_body(detail: Any, pointer: str) -> Iterator[Fault]:
    """Yield what serializers found wrong with a body, each with the JSON Pointer to its place."""
    if isinstance(detail, Mapping):
        for key, below in detail.items():
            escaped = str(key).replace("~", "~0").replace("/", "~1")
            yield from _faults_of_body(below, pointer if key == "non_field_errors" else f"{pointer}/{escaped}")
    elif isinstance(detail, list):
        for place, below in enumerate(detail):
            nested = isinstance(below, (Mapping, list))
            yield from _faults_of_body(below, f"{pointer}/{place}" if nested else pointer)
    else:
        yield Fault(code=getattr(detail, "code", "invalid"), detail=str(detail), pointer=pointer)


def _bytes(body: Mapping[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
