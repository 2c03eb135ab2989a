"""Lists as files: what is filtered or selected, as CSV, XLSX or JSON (`articles.sheets`)."""

from typing import Any, ClassVar

from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from import_export.admin import ExportActionMixin
from import_export.forms import ExportForm
from tablib import Dataset

from articles.admin.base import refuse_unless_ids
from articles.api.problems import database_status
from articles.rights import may
from articles.sheets import Csv, Json, Xlsx


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
        return [one for one in tables if may(request.user, "view", one._meta.model)]

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
        refuse_unless_ids("export_items", selected)
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
