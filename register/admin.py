"""The curators' pages for the record of runs: to look at, not to change."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from register import models


class RecordAdmin(admin.ModelAdmin):
    """Rows that only the machine writes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class IngestOutcomeInline(admin.TabularInline):
    model = models.IngestOutcome
    extra = 0


@admin.register(models.IngestRun)
class IngestRunAdmin(RecordAdmin):
    list_display = ["started_at", "finished_at", "created", "updated", "unchanged", "failed"]
    inlines = [IngestOutcomeInline]


@admin.register(models.IngestOutcome)
class IngestOutcomeAdmin(RecordAdmin):
    list_display = ["source", "line", "outcome", "reason"]
    list_filter = ["outcome"]
    search_fields = ["source", "reason"]
