"""Rows on the page of what they belong to: to change, or to look at."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from articles.admin.base import Fields
from articles.admin.completion import CompletingForm
from articles.models.articles import long_fields


class InlineRows(Fields):
    """Rows below another, loaded with what their forms show: a page costs the same queries with one and with fifty."""

    extra = 0
    form: Any = CompletingForm

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows with those that they point to, their owner included, but without the texts of articles."""
        pointers = [field for field in self.opts.get_fields() if field.many_to_one]  # type: ignore[attr-defined]
        shown = {*flatten(self.fields or ()), *self.autocomplete_fields}  # type: ignore[attr-defined]  # a mixin
        owner = self.parent_model  # type: ignore[attr-defined]
        followed = {field.name for field in pointers if field.name in shown or field.related_model is owner}
        rows: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]
        rows = rows.select_related(*followed) if followed else rows
        return rows.defer(*long_fields()) if "article" in followed else rows


class Inline(InlineRows, admin.TabularInline):
    """Rows of a few short fields."""


class TallInline(InlineRows, admin.StackedInline):
    """Rows of long fields, which side by side would run past the edge of the screen."""


class RecordInline(Inline):
    """Rows below another that are to look at."""

    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ShownRows(BaseInlineFormSet):
    """Rows below another that are shown alone: the page sends nothing of them, and what is sent is not read."""

    def __init__(self, data: Any = None, files: Any = None, **options: Any) -> None:
        super().__init__(**options)

    def is_valid(self) -> bool:
        return True

    def has_changed(self) -> bool:
        return False

    def save(self, commit: bool = True) -> list[Any]:
        """Return that nothing was saved; Django's note of what was changed asks for the lists as well."""
        self.new_objects: list[Any] = []
        self.changed_objects: list[Any] = []
        self.deleted_objects: list[Any] = []
        return []


class FindingInline(RecordInline):
    """Findings on the page of what they belong to: their words, which lead to their own pages, and few columns."""

    formset = ShownRows
    template = "admin/articles/findings_inline.html"
    classes = ("collapse",)
    ordering = ("start", "id")
