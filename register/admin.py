"""The curators' pages for the record of runs: to look at, not to change."""

from django.contrib import admin

from articles.admin import RecordAdmin, RecordInline
from register.models import IngestOutcome, IngestRun


class IngestOutcomeInline(RecordInline):
    model = IngestOutcome


@admin.register(IngestRun)
class IngestRunAdmin(RecordAdmin):
    list_display = ["started_at", "finished_at", "created", "updated", "unchanged", "failed"]
    inlines = [IngestOutcomeInline]


@admin.register(IngestOutcome)
class IngestOutcomeAdmin(RecordAdmin):
    list_display = ["source", "line", "outcome", "reason"]
    list_filter = ["outcome"]
    search_fields = ["source", "reason"]
