"""The record of runs, to look at."""

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin import RecordAdmin, RecordInline
from articles.admin.sentences import sentence
from register.models import DataVersion, IngestOutcome, IngestRun


class Explained:
    """Outcomes, each with its reason in the reader's language."""

    @admin.display(description=_("reason"))
    def why(self, row: IngestOutcome) -> str:
        return sentence(row.reason)


class IngestOutcomeInline(Explained, RecordInline):
    model = IngestOutcome
    fields = ["source", "line", "outcome", "article", "why"]
    readonly_fields = ["why"]
    show_change_link = True


@admin.register(IngestRun)
class IngestRunAdmin(RecordAdmin):
    list_display = ["started_at", "finished_at", "extractor_version", "created", "updated", "unchanged", "failed"]
    list_filter = ["extractor_version", ("finished_at", admin.EmptyFieldListFilter)]
    search_fields = ["extractor_version", "outcomes__source"]
    date_hierarchy = "started_at"
    inlines = [IngestOutcomeInline]


@admin.register(IngestOutcome)
class IngestOutcomeAdmin(Explained, RecordAdmin):
    fields = ["run", "source", "line", "outcome", "article", "why"]
    readonly_fields = ["why"]
    list_display = ["source", "line", "outcome", "why", "article", "run"]
    list_filter = ["outcome"]
    list_select_related = ["article", "run"]
    search_fields = ["source", "reason"]
    ordering = ["-run_id", "id"]


@admin.register(DataVersion)
class DataVersionAdmin(RecordAdmin):
    list_display = ["number", "token"]
    list_filter = ["number"]
    search_fields = ["token"]

    def get_model_perms(self, request: HttpRequest) -> dict[str, bool]:
        """Return none, which leaves it out of the index."""
        return {}
