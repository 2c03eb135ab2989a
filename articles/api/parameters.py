"""The refusal of parameters that an endpoint does not have: a misspelt filter must not return everything."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any, Final, Protocol, TypeAlias, TypeVar
from urllib.parse import unquote_to_bytes

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.views import APIView

from articles.api.deprecation import Deprecation
from articles.api.problems import Fault, InvalidRequest, did_you_mean, echo

LONGEST_QUERY: Final = 4096  # bytes of the part of an address after "?", a cursor not counted
LONGEST_CURSOR: Final = 4096  # bytes; ours are shorter, but come on top of a query that was itself not too long
MOST_PARAMETERS: Final = 250  # in one request, repeats included
MOST_FAULTS: Final = 10  # named in one answer
CURSOR: Final = "cursor"
ORDERING: Final = "ordering"
FORMAT: Final = "format"  # of what has several forms: lists, and the OpenAPI document

Orderings: TypeAlias = Mapping[str, "str | tuple[str, ...]"]
M = TypeVar("M", bound=Model)
R = TypeVar("R")


class Parameter(Protocol):
    """What is known of one parameter before its value is read."""

    @property
    def multiple(self) -> bool:
        """Whether it may be given several times."""

    @property
    def may_be_empty(self) -> bool:
        """Whether it says something without a value."""

    @property
    def deprecated(self) -> Deprecation | None:
        """From when to when it is deprecated; None where it is not."""


@dataclass(frozen=True, slots=True)
class Single:
    """A parameter that may be given once."""

    multiple: bool = False
    may_be_empty: bool = False
    deprecated: Deprecation | None = None


def check_parameters(request: Request, known: Mapping[str, Parameter]) -> None:
    """Raise InvalidRequest unless each parameter of request is known, given as often as it may be, and not empty.

    The query is looked at as it came, before anything decodes it: what is not UTF-8, holds a NUL or is longer than
    4,096 bytes (a cursor not counted) is refused too.
    """
    given = read_query(request._request)
    faults = islice(chain(_faults_of_names(given, known), _faults_of_values(given, known)), MOST_FAULTS)
    if found := list(faults):
        raise InvalidRequest(*found)


def read_query(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the names and values of the query in the order given; raise InvalidRequest where it cannot be read."""
    raw = request.META.get("QUERY_STRING", "").encode("utf-8" if hasattr(request, "scope") else "latin-1", "replace")
    pairs = [pair for pair in raw.split(b"&") if pair]
    cursor = sum(len(pair) for pair in pairs if pair.startswith(f"{CURSOR}=".encode()))
    if len(raw) - cursor > LONGEST_QUERY or cursor > LONGEST_CURSOR:
        longest = _text(max(pairs, key=len, default=b"").partition(b"=")[0])
        detail = f"The query has {len(raw)} bytes; at most {LONGEST_QUERY} are read."
        raise InvalidRequest(Fault(code="query_too_long", detail=detail, parameter=longest))
    if len(pairs) > MOST_PARAMETERS:
        first = _text(pairs[MOST_PARAMETERS].partition(b"=")[0])
        detail = f"The query has {len(pairs)} parameters; at most {MOST_PARAMETERS} are read."
        raise InvalidRequest(Fault(code="too_many_parameters", detail=detail, parameter=first))
    return [_decoded(pair) for pair in pairs]


class Ordering(BaseFilterBackend):
    """Sorts a list by one of the view's `orderings`, else by its `default_ordering`.

    The view names public orders and the columns behind them:

        orderings = {"name": "sort_key", "published_on": "rising_date", "-published_on": "-sort_date"}

    "-name" follows from "name": the same columns, each the other way round. Where the way back is not the mirror image
    (undated articles stand last both ways), it is declared. Columns must not be null; `KeysetPagination` adds the
    primary key, so that no two rows tie.
    """

    def filter_queryset(self, request: Request, queryset: QuerySet[M, R], view: APIView) -> QuerySet[M, R]:
        """Return queryset in the order asked for, or raise InvalidRequest with the orders there are."""
        orderings = both_ways(getattr(view, "orderings", {}))
        if not orderings:
            return queryset
        name: str = request.query_params.get(ORDERING) or view.default_ordering  # type: ignore[attr-defined]
        if name not in orderings:
            raise InvalidRequest(
                Fault(
                    code="not_allowed",
                    detail=f'"{echo(name)}" is not an order of this list.{did_you_mean(name, orderings)}',
                    parameter=ORDERING,
                    allowed=tuple(orderings),
                )
            )
        return queryset.order_by(*orderings[name])

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        """Return the parameter `ordering` with the orders there are, for OpenAPI."""
        orderings = both_ways(getattr(view, "orderings", {}))
        if not orderings:
            return []
        default: str = view.default_ordering  # type: ignore[attr-defined]
        return [
            {
                "name": ORDERING,
                "in": "query",
                "description": f"The order of the list; “-” before the name turns it round. E.g. `{default}`.",
                "schema": {"type": "string", "enum": list(orderings), "default": default, "examples": [default]},
            }
        ]


def both_ways(orderings: Orderings) -> dict[str, tuple[str, ...]]:
    """Return the columns of each public order, with the mirror image of each that declares no way back."""
    found: dict[str, tuple[str, ...]] = {}
    for name, declared in orderings.items():
        columns = (declared,) if isinstance(declared, str) else declared
        found[name] = columns
        if not name.startswith("-"):
            found.setdefault(f"-{name}", tuple(flip(column) for column in columns))
    return found | {name: found[name] for name in orderings if name in found}


def flip(column: str) -> str:
    """Return the column sorted the other way: "-id" for "id", and back."""
    return column.removeprefix("-") if column.startswith("-") else f"-{column}"


def _decoded(pair: bytes) -> tuple[str, str]:
    name, _, value = pair.replace(b"+", b" ").partition(b"=")
    for part in (name, value):
        decoded = unquote_to_bytes(part)
        if b"\0" in decoded:
            raise InvalidRequest(_unreadable(name, "holds a NUL character, which no text has."))
        try:
            decoded.decode("utf-8")
        except UnicodeDecodeError:
            raise InvalidRequest(_unreadable(name, "is not UTF-8.")) from None
    return _text(name), _text(value)


def _text(part: bytes) -> str:
    return unquote_to_bytes(part).decode("utf-8", "replace")


def _unreadable(name: bytes, reason: str) -> Fault:
    shown = _text(name)
    return Fault(code="unreadable", detail=f"The parameter {echo(shown)} {reason}", parameter=shown)


def _faults_of_names(given: list[tuple[str, str]], known: Mapping[str, Parameter]) -> Iterator[Fault]:
    for name, times in Counter(name for name, _ in given).items():
        if name not in known:
            detail = f"There is no parameter {echo(name)} here.{did_you_mean(name, known)}"
            yield Fault(code="unknown_parameter", detail=detail, parameter=name, allowed=tuple(sorted(known)))
        elif times > 1 and not known[name].multiple:
            detail = f"The parameter {name} is given {times} times; it may be given once."
            yield Fault(code="repeated", detail=detail, parameter=name)


def _faults_of_values(given: list[tuple[str, str]], known: Mapping[str, Parameter]) -> Iterator[Fault]:
    empty = dict.fromkeys(name for name, value in given if not value.strip())
    for name in (name for name in empty if name in known and not known[name].may_be_empty):
        detail = f"The parameter {name} has no value; leave it out to ask for everything."
        yield Fault(code="empty", detail=detail, parameter=name)
