"""The whole of a list in one answer, rather than a page of it: CSV for people, NDJSON for programs.

Rows are read and sent some hundred at a time, so that the longest list takes no more memory than a short one.
"""

import csv
import io
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from http import HTTPStatus
from itertools import chain
from typing import Any, Final, TypeVar

from django.db.models import Model, QuerySet
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.drainage import get_override
from drf_spectacular.plumbing import force_instance
from rest_framework.fields import ListField, SerializerMethodField
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer, ListSerializer

from articles.api.facets import FACETS
from articles.api.fields import only
from articles.api.pagination import KeysetPagination, after, total_order
from articles.api.problems import Fault, InvalidRequest, problem
from articles.sheets import BETWEEN, BYTE_ORDER_MARK, defused

logger = logging.getLogger(__name__)

CHUNK: Final = 200  # rows that are read and sent at a time
API_ROOT: Final = "/api/v1/"

M = TypeVar("M", bound=Model)
Row = Mapping[str, Any]


class OtherForm(JSONRenderer):
    """A form of a list other than pages of JSON. It answers itself; as a renderer it is here to be chosen."""

    def answer(self, view: Any, queryset: QuerySet[Any]) -> HttpResponseBase:
        """Return the rows of queryset, which is filtered and sorted."""
        raise NotImplementedError


class WholeList(OtherForm):
    """A form that holds a whole list."""

    content_type: str

    def answer(self, view: Any, queryset: QuerySet[Any]) -> HttpResponseBase:
        return whole_list(view, queryset, self)

    def head(self, columns: Sequence[str]) -> bytes:
        """Return what stands before the first row."""
        raise NotImplementedError

    def lines(self, rows: Iterable[Row], columns: Sequence[str]) -> bytes:
        """Return rows, one after another."""
        raise NotImplementedError

    def broken(self) -> bytes:
        """Return what no reader of this form takes for a row, to end a list that breaks off."""
        raise NotImplementedError


class Csv(WholeList):
    """A table as RFC 4180 has it, with a header, a byte order mark, and cells that no spreadsheet runs as formulas."""

    media_type = "text/csv"
    format = "csv"
    content_type = "text/csv; charset=utf-8; header=present"

    def head(self, columns: Sequence[str]) -> bytes:
        return BYTE_ORDER_MARK.encode() + _records([columns])

    def lines(self, rows: Iterable[Row], columns: Sequence[str]) -> bytes:
        return _records([defused(_cell(row, column.split("."))) for column in columns] for row in rows)

    def broken(self) -> bytes:
        return b'"' + _failure().replace(b'"', b'""')  # a quotation mark that nothing closes, not even those within


class Ndjson(WholeList):
    """A row a line, each as in a page of the list."""

    media_type = "application/x-ndjson"
    format = "ndjson"
    content_type = "application/x-ndjson; charset=utf-8"

    def head(self, columns: Sequence[str]) -> bytes:
        return b""

    def lines(self, rows: Iterable[Row], columns: Sequence[str]) -> bytes:
        return b"".join(self.render(row) + b"\n" for row in rows)

    def broken(self) -> bytes:
        return _failure().removesuffix(b"}")


class JsonLines(Ndjson):
    """The same, asked for by the other name in use."""

    media_type = "application/jsonl"


WHOLE_LISTS: Final = (Csv, Ndjson, JsonLines)


def whole_list(view: Any, queryset: QuerySet[Any], form: WholeList) -> HttpResponseBase:
    """Return all rows of queryset in its order, streamed. Raises InvalidRequest where a page is asked for.

    The first rows are read before the answer begins: what fails then is a problem as always. To HEAD no row is read.
    """
    refuse_beside(view.request, form, (*KeysetPagination.parameters, FACETS))
    headers = {"Content-Disposition": f'attachment; filename="{_file_name(view.request)}.{form.format}"'}
    if view.request.method == "HEAD":
        return StreamingHttpResponse(content_type=form.content_type, headers=headers)  # it has no Content-Length
    columns = list(columns_of(view.get_serializer(), view.asked))

    def sent(rows: Sequence[Any]) -> bytes:
        return form.lines([only(row, view.asked) for row in view.rows_for(rows, many=True)], columns)

    reading = chunks(queryset)
    beginning = form.head(columns) + sent(next(reading, []))
    parts = chain([beginning] if beginning else [], _to_its_end(map(sent, reading), form))
    return StreamingHttpResponse(parts, content_type=form.content_type, headers=headers)


def chunks(queryset: QuerySet[M]) -> Iterator[list[M]]:
    """Yield the rows of queryset in its order, up to two hundred at a time, each time for the same few queries.

    Each chunk begins after the last row of the one before, so no row comes twice, and none is left out that was in its
    place all the time, whatever is added or deleted meanwhile.
    """
    columns = total_order(queryset)
    names = [column.removeprefix("-") for column in columns]
    ordered = ahead = queryset.order_by(*columns)
    while edges := list(ahead.values_list("pk", *names)[:CHUNK]):
        keys = [edge[0] for edge in edges]
        rows = {row.pk: row for row in queryset.order_by().filter(pk__in=keys)}
        yield [rows[key] for key in keys if key in rows]  # one that was deleted in between is missing
        ahead = ordered.filter(after(columns, edges[-1][1:]))


def columns_of(row: Any, names: Sequence[str] | None = None, *, one_of_several: bool = False) -> Iterator[str]:
    """Yield the columns of a table of rows, by the serializer of a row: the members named, or all.

    In place of a member that is itself a row stand those of its members: "speaker.slug". Of a member that holds several
    rows, too; what such a row holds several of has no column. So they are the same whatever the rows are.
    """
    for name in names or row.fields:
        below, several = _below(row.fields[name])
        if several and one_of_several:
            continue
        if below is None:
            yield name
        else:
            inner = columns_of(below, one_of_several=several or one_of_several)
            yield from (f"{name}.{column}" for column in inner)


def _below(field: Any) -> tuple[Any, bool]:
    """Return the serializer of the row that a member holds, or None, and whether it holds several values."""
    if isinstance(field, SerializerMethodField):
        stated = get_override(getattr(field.parent, field.method_name), "field")
        field = force_instance(stated) if stated is not None else field  # type: ignore[no-untyped-call]
    if isinstance(field, ListSerializer):
        return field.child, True
    return (field if isinstance(field, BaseSerializer) else None), isinstance(field, ListField)


def _cell(value: Any, path: Sequence[str]) -> Any:
    """Return what stands at a path in a row, as a table says it: empty for null, of several values all."""
    if isinstance(value, list):
        return BETWEEN.join(str(_cell(one, path)) for one in value)
    if value is None:
        return ""
    if path:
        return _cell(value[path[0]], path[1:])
    return str(value).lower() if isinstance(value, bool) else value


def _records(rows: Iterable[Sequence[Any]]) -> bytes:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    return written.getvalue().encode()


def _to_its_end(parts: Iterator[bytes], form: WholeList) -> Iterator[bytes]:
    """Yield the parts that are left. Where one fails, end with what no reader takes for a row, and raise.

    The status is sent by then, and not every server lets the caller see that an answer broke off.
    """
    try:
        yield from parts
    except Exception:
        logger.exception("A list broke off while it was sent")
        yield form.broken()
        raise


def _failure() -> bytes:
    return JSONRenderer().render(problem(HTTPStatus.INTERNAL_SERVER_ERROR))


def refuse_beside(request: Request, form: OtherForm, names: Iterable[str]) -> None:
    """Raise InvalidRequest where a request has parameters that a form does not take."""
    faults = [
        Fault("conflict", f"A list as {form.format} takes no {name}; leave one of the two out.", name)
        for name in names
        if name in request.query_params
    ]
    if faults:
        raise InvalidRequest(*faults)


def _file_name(request: Request) -> str:
    """Return what a file with the list is called: "doingoai-resolutions-59-nq-tw-citations"."""
    return "-".join(["doingoai", *request.path.removeprefix(API_ROOT).strip("/").split("/")])
