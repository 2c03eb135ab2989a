"""What is deprecated, and how an answer says so: the headers of RFC 9745 and RFC 8594.

A filter is declared with `deprecated=Deprecation(since, sunset, page)`, a view or an action with the attribute of that
name. Answers to requests that use it then carry the headers, and the OpenAPI document states it.
"""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import ResolverMatch, resolve
from django.utils.http import http_date

from articles.api.problems import API_PREFIX

SHORTEST: Final = datetime.timedelta(days=365)  # between the beginning and the end: what the guide promises


@dataclass(frozen=True, slots=True)
class Deprecation:
    """From which day on something is deprecated, from which day on it may be gone, and where a person reads of it.

    Days begin at midnight UTC. The page is an address or a path on this server. Raises ValueError where less than a
    year is given.
    """

    since: datetime.date
    sunset: datetime.date
    page: str

    def __post_init__(self) -> None:
        if self.sunset - self.since < SHORTEST:
            raise ValueError(f"From {self.since} to {self.sunset} is less than a year.")

    def in_words(self) -> str:
        """Return it as the OpenAPI document says it."""
        return f"Deprecated since {self.since}; it may go on {self.sunset}, see [{self.page}]({self.page})."


class DeprecationMiddleware:
    """Adds the headers to the answers of the API, those that are a 304 too. To stand outside of what answers 304."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not request.path_info.startswith(API_PREFIX) or response.status_code >= HTTPStatus.BAD_REQUEST:
            return response
        if used := list(deprecations_of(request)):
            response["Deprecation"] = f"@{_seconds(min(one.since for one in used))}"  # a Date of RFC 9651
            response["Sunset"] = http_date(_seconds(min(one.sunset for one in used)))
            links = [_link(request.build_absolute_uri(page)) for page in dict.fromkeys(one.page for one in used)]
            response["Link"] = ", ".join([response["Link"], *links] if "Link" in response else links)
        return response


def deprecations_of(request: HttpRequest) -> Iterator[Deprecation]:
    """Yield what a request uses that is deprecated: its address, then its parameters.

    The view is asked, not its answer: to a 304 no view has run.
    """
    view: Any = _view_of(resolve(request.path_info), str(request.method))
    if view is None:
        return
    view.setup(request)  # the list that is counted decides which parameters there are
    if view.deprecated is not None:
        yield view.deprecated
    for name, parameter in view.known_parameters().items():
        if parameter.deprecated is not None and name in request.GET:
            yield parameter.deprecated


def _view_of(match: ResolverMatch, method: str) -> Any:
    """Return the view of an address, as it is made for a method; None where it is none of the API's."""
    made: Any = match.func
    if not hasattr(getattr(made, "cls", None), "deprecated"):
        return None
    view = made.cls(**made.initkwargs)
    view.action = getattr(made, "actions", {}).get(method.lower())
    return view


def _seconds(day: datetime.date) -> int:
    """Return the Unix time at which a day begins in UTC."""
    return int(datetime.datetime.combine(day, datetime.time(), datetime.UTC).timestamp())


def _link(page: str) -> str:
    return f'<{page}>; rel="deprecation"; type="text/html"'
