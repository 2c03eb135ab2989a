"""The record of runs, to look at."""

from typing import Any, Final

from django.contrib import admin
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin import RecordAdmin, RecordInline
from articles.admin.completion import is_id
from articles.admin.sentences import sentence
from register.models import DataVersion, IngestOutcome, IngestRun

MOST_SHOWN: Final = 100  # outcomes on the page of their run; a run of 20,000 sources has as many


class OfOneRun(admin.SimpleListFilter):
    """The outcomes of the run whose id the address gives; where it gives none there is nothing to choose from."""

    title = IngestRun._meta.verbose_name
    parameter_name = "run"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        value = self.value()
        run = IngestRun.objects.filter(pk=value).first() if value and is_id(value) else None
        return [] if value is None else [(value, run or value)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value is None:
            return queryset
        return queryset.filter(run=value) if is_id(value) else queryset.none()


class Explained:
    """Outcomes, each with its reason in the reader's language."""

    @admin.display(description=_("reason"))
    def why(self, row: IngestOutcome) -> str:
        return sentence(row.reason)


class FirstOutcomes(BaseInlineFormSet):
    """The first outcomes of a run."""

    def get_queryset(self) -> Any:
        if not hasattr(self, "_first"):
            self._first = super().get_queryset()[:MOST_SHOWN]
        return self._first


class IngestOutcomeInline(Explained, RecordInline):
    model = IngestOutcome
    formset = FirstOutcomes
    fields = ["source", "line", "outcome", "article", "why"]
    readonly_fields = ["why"]
    show_change_link = True


@admin.register(IngestRun)
class IngestRunAdmin(RecordAdmin):
    list_display = ["started_at", "finished_at", "extractor_version", "created", "updated", "unchanged", "failed"]
    list_filter = ["extractor_version", ("finished_at", admin.EmptyFieldListFilter)]
    search_fields = ["extractor_version", "outcomes__source"]
    date_hierarchy = "started_at"
    readonly_fields = ["all_outcomes"]
    inlines = [IngestOutcomeInline]

    @admin.display(description=IngestOutcome._meta.verbose_name_plural)
    def all_outcomes(self, row: IngestRun) -> str:
        """Return the way to the list of all that came of the run."""
        address = reverse("admin:register_ingestoutcome_changelist")
        return format_html('<a href="{}?run={}">{}</a>', address, row.pk, gettext("Show all"))


@admin.register(IngestOutcome)
class IngestOutcomeAdmin(Explained, RecordAdmin):
    fields = ["run", "source", "line", "outcome", "article", "why"]
    readonly_fields = ["why"]
    list_display = ["source", "line", "outcome", "why", "article", "run"]
    list_filter = ["outcome", OfOneRun]
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
