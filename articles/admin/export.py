"""Lists as files for spreadsheets: what is filtered or selected, as CSV, XLSX or JSON.

A cell that a spreadsheet would run as a formula gets an apostrophe before it, in CSV and XLSX; who takes just that away
has the cell as it was. JSON is for programs: true and false, lists and null are there what they are, and nothing gets
an apostrophe. CSV begins with a byte order mark, for Excel reads Vietnamese wrong without it.
"""

import re
from datetime import date
from typing import Any, ClassVar, Final

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from import_export.admin import ExportActionMixin
from import_export.formats import base_formats
from import_export.forms import ExportForm
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from tablib import Dataset

from articles.admin.base import refuse_unless_ids
from articles.api.problems import database_status

# OWASP, CSV Injection: what spreadsheets take for the beginning of a formula, also behind white space. Apostrophes that
# stand before it already count, or one of them would be taken for ours.
FORMULA: Final = re.compile(r"'*\s*[=+\-@\t\r＝＋－＠]")
BETWEEN: Final = " | "  # apart in a cell that holds several names
BYTE_ORDER_MARK: Final = "\ufeff"
COLUMN_WIDTH: Final = 30  # of a sheet, in characters


def in_sheet(cell: Any) -> Any:
    """Return how a cell of a spreadsheet says a value: 1 or 0, names one after another, a day as YYYY-MM-DD."""
    match cell:
        case None:
            return ""
        case bool():
            return "1" if cell else "0"
        case list():
            return BETWEEN.join(cell)
        case date():
            return cell.isoformat()
        case _:
            return cell


def defused(cell: Any) -> Any:
    """Return a cell that no spreadsheet runs."""
    return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) else cell


def _each_cell(dataset: Dataset, change: Any) -> Dataset:
    return Dataset(*([change(in_sheet(cell)) for cell in row] for row in dataset), headers=dataset.headers)


class Csv(base_formats.CSV):
    CONTENT_TYPE = "text/csv; charset=utf-8"

    def export_data(self, dataset: Dataset, **kwargs: Any) -> str:
        return BYTE_ORDER_MARK + str(_each_cell(dataset, defused).export("csv"))


class Xlsx(base_formats.XLSX):
    def export_data(self, dataset: Dataset, **kwargs: Any) -> bytes:
        """Return the file. Control characters, which the format cannot hold, are U+FFFD."""
        sheet: bytes = _each_cell(dataset, _holdable).export("xlsx", column_width=COLUMN_WIDTH)
        return sheet


class Json(base_formats.JSON):
    def export_data(self, dataset: Dataset, **kwargs: Any) -> str:
        return str(dataset.export("json"))


def _holdable(cell: Any) -> Any:
    return ILLEGAL_CHARACTERS_RE.sub("\ufffd", defused(cell)) if isinstance(cell, str) else cell


class ExportedAdmin(ExportActionMixin):
    """A list whose rows, those filtered or those selected, whoever may see them may take along as a file."""

    export_formats = [Csv, Xlsx, Json]
    export_form_class = ExportForm
    show_change_form_export = False
    change_form_template: ClassVar[Any] = None  # Django's: the package's own adds a button to export one row

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request))

    def get_export_resource_classes(self, request: HttpRequest) -> list[Any]:
        """Return the tables of which this person may see the rows."""
        tables = super().get_export_resource_classes(request)
        site = self.admin_site
        return [one for one in tables if site.get_model_admin(one._meta.model).has_view_permission(request)]

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return what is filtered; raise BadRequest for a question of no sense, which the list would redirect."""
        try:
            rows: QuerySet[Any] = super().get_export_queryset(request)
        except (IncorrectLookupParameters, OverflowError, ValueError) as error:
            raise BadRequest("this is no filter of the list") from error
        return rows

    def get_valid_export_item_pks(self, request: HttpRequest) -> list[int]:
        """Return the rows that were selected, those of them that there are."""
        selected = request.POST.getlist("export_items")
        refuse_unless_ids(selected)
        return list(self.get_queryset(request).filter(pk__in=selected).values_list("pk", flat=True))

    def get_data_for_export(self, request: HttpRequest, queryset: QuerySet[Any], **kwargs: Any) -> Dataset:
        """Return the table, with values as they are: the formats say how each is written."""
        table: Dataset = super().get_data_for_export(request, queryset, **{**kwargs, "force_native_type": True})
        return table

    def get_export_data(self, file_format: Any, request: HttpRequest, queryset: QuerySet[Any], **kwargs: Any) -> Any:
        """Return the file; raise BadRequest where the database cannot compare what the filter names."""
        try:
            return super().get_export_data(file_format, request, queryset, **kwargs)
        except (DatabaseError, OverflowError) as error:
            if database_status(error) == 400:
                raise BadRequest("this is no filter of the list") from error
            raise

    def get_export_filename(self, request: HttpRequest, queryset: QuerySet[Any], file_format: Any) -> str:
        """Return the name of the file: what it holds and the day, e.g. "speaker-2026-11-22.csv"."""
        table = self.get_export_resource_classes(request)[int(request.POST.get("resource") or 0)]
        return f"{table._meta.model._meta.model_name}-{timezone.localdate():%Y-%m-%d}.{file_format.get_extension()}"
