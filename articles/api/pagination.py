"""Pages of a list by keyset: a page begins after a row, not after a number of rows.

`next` and `previous` carry a cursor, the values by which the row at the edge of the page is sorted. So a walk meets no
row twice and misses none while others are added and removed, and the last page costs what the first does. The order is
total: the primary key ends it. Cursors are signed, and each belongs to one list, order and set of filters.
"""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar
from urllib.parse import urlencode

from django.core import signing
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, Q, QuerySet
from django.db.models.constants import LOOKUP_SEP
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import remove_query_param, replace_query_param
from rest_framework.views import APIView

from articles.api.facets import FACETS, MOST_VALUES
from articles.api.fields import FIELDS
from articles.api.parameters import CURSOR, FORMAT, LONGEST_CURSOR, ORDERING, flip
from articles.api.problems import Fault, InvalidRequest, echo

PAGE: Final = "page"
PAGE_SIZE: Final = "page_size"

USUAL_PAGE_SIZE: Final = 20  # rows
LARGEST_PAGE: Final = 100  # rows
LAST_PAGE: Final = 100  # the highest number of a page; further on lead the cursors
MOST_COUNTED: Final = 10_000  # rows of a filtered list; more are not counted

A_CURSOR: Final = "W2ZhbHNlLGZhbHNlLDE1XQ..."  # as it looks; a whole one is good on the server that made it alone

NUMBER: Final = re.compile(r"[0-9]{1,4}")

FACETS_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "description": "Where `facets` asks for it: by the name of each parameter, how many rows have each of its values.",
    "additionalProperties": {
        "type": "object",
        "required": ["values", "truncated"],
        "properties": {
            "values": {
                "type": "array",
                "description": (
                    f"The values that any row has, those of most rows first: {MOST_VALUES} of them, and beyond these "
                    "the selected ones."
                ),
                "items": {
                    "type": "object",
                    "required": ["value", "label", "count", "selected", "url"],
                    "properties": {
                        "value": {
                            "type": ["string", "null"],
                            "description": "As the parameter takes it; null for rows without a value.",
                        },
                        "label": {
                            "type": ["string", "null"],
                            "description": "What people read, in Vietnamese; null where value is.",
                        },
                        "count": {
                            "type": "integer",
                            "minimum": 0,
                            "description": "How many rows have it under the other filters, those of it put aside.",
                        },
                        "selected": {"type": "boolean", "description": "Whether the request asks for it."},
                        "url": {
                            "type": "string",
                            "format": "uri",
                            "description": "The list with the value asked for too; without it where it is selected.",
                        },
                    },
                },
            },
            "truncated": {
                "type": "boolean",
                "description": "Whether there are values that are not shown.",
            },
        },
    },
}

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The edge of a page: the values by which a row is sorted, and on which side of it the page lies.

    With `inclusive` the row itself, if it is still there, is part of the page.
    """

    values: tuple[Any, ...]
    backwards: bool = False
    inclusive: bool = False


class KeysetPagination(BasePagination):
    """`cursor`, `page` and `page_size`; the answer has count, count_is_minimum, next, previous and results.

    The order is the one of the queryset, or of its model. Its columns must not be null (`Coalesce` them, or keep a
    column to sort by): null has no place that two databases agree upon. An order by a nullable column is a mistake of
    ours and raises ImproperlyConfigured.
    """

    parameters = (CURSOR, PAGE, PAGE_SIZE)
    has_facets = True  # for the document: whether the list can be counted
    usual_size = USUAL_PAGE_SIZE

    def paginate_queryset(  # type: ignore[override]  # only a database can go on after a row
        self, queryset: QuerySet[M], request: Request, view: APIView | None = None
    ) -> list[M]:
        """Return the rows of the page asked for. It costs one query for their keys, one for them, one for the count.

        So only keys are sorted: what else a row has, such as words cut out of a text, is read for the page alone.
        """
        self.request = request
        self.columns = total_order(queryset)
        self.size = _number(request, PAGE_SIZE, self.usual_size, LARGEST_PAGE)
        self.salt = self._salt(request)
        rows = self._rows(queryset.order_by(*self.columns))
        self.count, self.count_is_minimum = self._count(queryset)
        return rows

    def get_paginated_response(self, data: Any) -> Response:
        """Return the answer around the serialized rows."""
        return Response(
            {
                "count": self.count,
                "count_is_minimum": self.count_is_minimum,
                "next": self._link(self.next),
                "previous": self._link(self.previous),
                "results": data,
            }
        )

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        """Return the parameters of a page, for OpenAPI."""
        return [
            {
                "name": CURSOR,
                "in": "query",
                "description": (
                    "Where the page begins, as `next` and `previous` give it: signed by the server for this list, its "
                    f"order and filters, and not to be made by hand. E.g. `{A_CURSOR}`, which is cut short here."
                ),
                "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_CURSOR, "examples": [A_CURSOR]},
            },
            {
                "name": PAGE,
                "in": "query",
                # No default: beside a cursor the parameter is refused, and pages for trying send defaults.
                "description": (
                    "The number of the page, for page buttons; the first without it. Not together with `cursor`. To "
                    "walk a whole list, follow `next`. E.g. `1`."
                ),
                "schema": {"type": "integer", "minimum": 1, "maximum": LAST_PAGE, "examples": [1]},
            },
            {
                "name": PAGE_SIZE,
                "in": "query",
                "description": "How many rows a page has. E.g. `5`.",
                "schema": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": LARGEST_PAGE,
                    "default": USUAL_PAGE_SIZE,
                    "examples": [5],
                },
            },
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Return what an answer looks like, for OpenAPI 3.1, around the schema of the rows."""
        count = f"How many rows the list has. Under filters it is exact up to {MOST_COUNTED}."
        minimum = "Whether there are more rows than `count` says."
        following = "Address of the next page; null on the last one."
        preceding = "Address of the page before; null on the first one."
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "description": "One page of a list. Follow `next` until it is null to walk the whole list.",
            "required": ["count", "count_is_minimum", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "minimum": 0, "description": count},
                "count_is_minimum": {"type": "boolean", "description": minimum},
                "next": {**link, "description": following},
                "previous": {**link, "description": preceding},
                "match": {
                    "type": "string",
                    "enum": ["pairs", "all"],
                    "description": "Where words are looked for (`q`): what decided which rows are found.",
                },
                "results": {**schema, "description": "The rows of this page, in the order asked for."},
                **({"facets": FACETS_SCHEMA} if self.has_facets else {}),
            },
        }

    def _rows(self, queryset: QuerySet[M]) -> list[M]:
        query = self.request.query_params
        if CURSOR in query:
            if PAGE in query:
                raise InvalidRequest(Fault("conflict", "Give either page or cursor, not both.", PAGE))
            return self._rows_at(queryset, self._opened(query[CURSOR]))
        return self._rows_of_page(queryset, _number(self.request, PAGE, 1, LAST_PAGE, "; follow next to go further"))

    def _rows_of_page(self, queryset: QuerySet[M], number: int) -> list[M]:
        first = (number - 1) * self.size
        rows, more = self._cut(queryset, first)
        if number > 1 and not rows:
            detail = f"There is no page {number}; the list ends before."
            raise InvalidRequest(Fault("no_such_page", detail, PAGE), status=404)
        self.next = self._edge(rows[-1]) if more else None
        self.previous = self._edge(rows[0], backwards=True) if number > 1 else None
        return rows

    def _rows_at(self, queryset: QuerySet[M], cursor: Cursor) -> list[M]:
        columns = [flip(column) for column in self.columns] if cursor.backwards else self.columns
        beyond = queryset.order_by(*columns).filter(after(columns, cursor.values, inclusive=cursor.inclusive))
        rows, more = self._cut(beyond)
        if cursor.backwards:
            rows.reverse()
        # The row that the cursor names lies on the other side of it, or did when the cursor was made.
        ahead = self._edge(rows[-1]) if rows else Cursor(cursor.values, inclusive=not cursor.inclusive)
        behind = (
            self._edge(rows[0], backwards=True)
            if rows
            else Cursor(cursor.values, backwards=True, inclusive=not cursor.inclusive)
        )
        self.next = ahead if cursor.backwards or more else None
        self.previous = behind if not cursor.backwards or more else None
        return rows

    def _cut(self, queryset: QuerySet[M], first: int = 0) -> tuple[list[M], bool]:
        """Return as many rows as a page has, from number first on, and whether there was one more."""
        keys = list(queryset.values_list("pk", flat=True)[first : first + self.size + 1])
        rows = {row.pk: row for row in queryset.order_by().filter(pk__in=keys)}
        found = [rows[key] for key in keys if key in rows]  # one that was deleted in between is missing
        return found[: self.size], len(keys) > self.size

    def _edge(self, row: Model, *, backwards: bool = False) -> Cursor:
        return Cursor(tuple(_value(row, column.removeprefix("-")) for column in self.columns), backwards)

    def _link(self, cursor: Cursor | None) -> str | None:
        if cursor is None:
            return None
        url = remove_query_param(self.request.build_absolute_uri(), PAGE)
        return replace_query_param(url, CURSOR, self._closed(cursor))

    def _closed(self, cursor: Cursor) -> str:
        return self._signer().sign_object([cursor.backwards, cursor.inclusive, *cursor.values])

    def _opened(self, text: str) -> Cursor:
        try:
            backwards, inclusive, *values = self._signer().unsign_object(text)
        except signing.BadSignature:
            detail = "It was not made for this list with this order and these filters; begin without it."
            raise InvalidRequest(Fault("invalid_cursor", detail, CURSOR)) from None
        return Cursor(tuple(values), backwards, inclusive)

    def _signer(self) -> signing.Signer:
        # Without a time, so that the same page has the same links. The separator needs no escape in an address.
        return signing.Signer(salt=self.salt, sep=".")

    def _salt(self, request: Request) -> str:
        """Return what a cursor is bound to: the list, its order, its filters. The size of the page may change."""
        filters = sorted(_filters(request))
        return f"{request.path}?{urlencode(filters)}#{','.join(self.columns)}"

    def _count(self, queryset: QuerySet[M]) -> tuple[int, bool]:
        keys = queryset.order_by().values("pk")
        if not _filters(self.request):
            return keys.count(), False
        counted = keys[: MOST_COUNTED + 1].count()
        return min(counted, MOST_COUNTED), counted > MOST_COUNTED


def total_order(queryset: QuerySet[Any]) -> list[str]:
    """Return the columns by which queryset is sorted, "-" before those that fall, the primary key last.

    Raises ImproperlyConfigured where one is not a column whose values are known and never null.
    """
    columns: list[Any] = list(queryset.query.order_by or queryset.model._meta.ordering)
    for column in columns:
        reason = _unfit(queryset, column)
        if reason:
            raise ImproperlyConfigured(f"{queryset.model.__name__} cannot be paged by {column}: {reason}.")
    key = queryset.model._meta.pk.name
    if not columns or columns[-1].removeprefix("-") not in (key, "pk"):
        columns.append(f"-{key}" if columns and columns[-1].startswith("-") else key)
    return columns


def after(columns: Sequence[str], values: Sequence[Any], *, inclusive: bool = False) -> Q:
    """Return that a row comes after the values in the order of the columns; inclusive: or has just these values.

    For (-a, b) it reads: a <= A and (a < A or b > B). The first half says again what the second implies, so that a
    database can enter its index at A.
    """
    (column, *others), (value, *following) = columns, values
    name = column.removeprefix("-")
    sign = "lt" if column.startswith("-") else "gt"
    if not others:
        return Q((f"{name}__{sign}e" if inclusive else f"{name}__{sign}", value))
    return Q((f"{name}__{sign}e", value)) & (
        Q((f"{name}__{sign}", value)) | after(others, following, inclusive=inclusive)
    )


def _value(row: Any, path: str) -> Any:
    """Return the value of a column, or of one of a related row, in a form that JSON has."""
    for name in path.split(LOOKUP_SEP):
        row = getattr(row, name)
    if row is None:
        raise ImproperlyConfigured(f"{path} is null in a row of a page: an order needs a value in every row.")
    return row.isoformat() if isinstance(row, datetime.date) else row


def _unfit(queryset: QuerySet[Any], column: Any) -> str:
    """Return why rows cannot be paged by a column; empty where they can. Of an annotation it shows row by row."""
    if not isinstance(column, str):
        return "it is an expression; annotate it and name it"
    path = column.removeprefix("-")
    if path in queryset.query.annotations:
        return ""
    model = queryset.model
    for name in path.split(LOOKUP_SEP):
        field = model._meta.pk if name == "pk" else model._meta.get_field(name)
        if getattr(field, "null", True):
            return f"{name} may be null"
        last = name
        if isinstance(field.related_model, type):
            model = field.related_model
    if field.is_relation and last != getattr(field, "attname", last):
        return f"it stands for the order of {model.__name__}; name the columns"
    return ""


def _filters(request: Request) -> list[tuple[str, str]]:
    """Return what the request filters by: its parameters without those of order, page, form and what stands beside."""
    others = (*KeysetPagination.parameters, ORDERING, FACETS, FIELDS, FORMAT)
    return [(name, value) for name, values in request.query_params.lists() if name not in others for value in values]


def _number(request: Request, name: str, usual: int, largest: int, advice: str = "") -> int:
    """Return the parameter as a number from 1 to largest, usual where it is not given; else raise InvalidRequest."""
    text = request.query_params.get(name)
    if text is None:
        return usual
    if not NUMBER.fullmatch(text) or not 1 <= int(text) <= largest:
        detail = f'"{echo(text)}" is not a whole number from 1 to {largest}{advice}.'
        raise InvalidRequest(Fault("out_of_range", detail, name))
    return int(text)
